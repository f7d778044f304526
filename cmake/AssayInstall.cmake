# `cmake --install build/release --prefix DIR`: programs, what they look up beside themselves at run time (base/paths.h,
# app/places.cpp), the course, and what the desktop reads. Nothing installed names the place it was built in.
# The inner programs are nobody's commands, so they stay off PATH; gopls comes along where `./run` has built it.
install(TARGETS assay DESTINATION bin)
install(TARGETS assay-launcher assay-probe DESTINATION libexec/assay)
install(DIRECTORY resources/schema resources/sql DESTINATION share/assay)
install(DIRECTORY grader/toolchain/go/helper grader/toolchain/go/harness grader/toolchain/go/overlay DESTINATION share/assay/go
  FILES_MATCHING PATTERN "*.go" PATTERN go.mod PATTERN go.sum PATTERN "*_test.go" EXCLUDE PATTERN testdata EXCLUDE)
install(DIRECTORY lessons exercises DESTINATION share/assay/course)
install(FILES LICENSE LICENSE-COURSE README.md CHANGELOG.md DESTINATION share/doc/assay)
if(ASSAY_APP)
  install(TARGETS assay-app DESTINATION bin)
  install(PROGRAMS ${CMAKE_BINARY_DIR}/bin/gopls DESTINATION libexec/assay OPTIONAL)
  install(DIRECTORY ${CMAKE_BINARY_DIR}/share/assay/web ${CMAKE_BINARY_DIR}/share/assay/translations
          ${CMAKE_BINARY_DIR}/share/assay/diagrams DESTINATION share/assay)
  # Twice: where the desktop looks, and beside the resources, from where `assay open --register` takes them.
  install(DIRECTORY resources/desktop DESTINATION share/assay)
  install(FILES resources/desktop/assay.desktop DESTINATION share/applications)
  install(FILES resources/desktop/assay.xml DESTINATION share/mime/packages)
  install(FILES resources/desktop/assay.svg DESTINATION share/icons/hicolor/scalable/apps)
endif()
