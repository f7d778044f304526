# cmake -DNPM=… -DFOLDER=… -P npm_ci.cmake: installs what package-lock.json names, only where that has not been done for
# this lock file. npm writes node_modules/.package-lock.json at the end of each install.
set(done ${FOLDER}/node_modules/.package-lock.json)
if(EXISTS ${done} AND NOT ${FOLDER}/package-lock.json IS_NEWER_THAN ${done})
  return()
endif()
# Two builds of one checkout take turns. A file of its own: file(LOCK) of CMake before 3.28 empties what it locks.
file(LOCK ${FOLDER}/.npm_ci.lock GUARD PROCESS)
if(EXISTS ${done} AND NOT ${FOLDER}/package-lock.json IS_NEWER_THAN ${done})
  return()
endif()
execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --prefer-offline
  WORKING_DIRECTORY ${FOLDER} RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "npm ci failed in ${FOLDER}. The network is needed for it once.")
endif()
file(TOUCH ${done})
