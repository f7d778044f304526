# Warnings, sanitizers and the one way in which this project declares its targets.

add_library(assay_flags INTERFACE)
target_compile_options(assay_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wimplicit-fallthrough -Wno-missing-field-initializers)
if(ASSAY_WERROR)
  target_compile_options(assay_flags INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(assay_flags INTERFACE -Wno-restrict)  # false alarms in std::string: GCC bug 105651
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
  target_compile_options(assay_flags INTERFACE -Wno-maybe-uninitialized)  # false alarms in moved tl::expected: GCC bug 80635
endif()
target_include_directories(assay_flags INTERFACE ${CMAKE_SOURCE_DIR}/grader)
if(ASSAY_SANITIZE)
  target_compile_options(assay_flags INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(assay_flags INTERFACE -fsanitize=address,undefined)
endif()

# assay_library(NAME SOURCES… [DEPENDS targets…] [LINK private libraries…])
#   A static library of one folder. DEPENDS are other assay libraries (public), LINK are outside ones (private).
function(assay_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC assay_flags ${ARG_DEPENDS} PRIVATE ${ARG_LINK})
endfunction()

# assay_test(NAME SOURCES… [DEPENDS …] [LINK …] [LABELS …]): a Catch2 program, registered as one ctest test.
function(assay_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;LINK;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE assay_flags ${ARG_DEPENDS} ${ARG_LINK} Catch2::Catch2WithMain)
  target_compile_definitions(${name} PRIVATE ASSAY_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}"
    ENVIRONMENT "ASSAY_BIN=${CMAKE_BINARY_DIR}/bin")
endfunction()
