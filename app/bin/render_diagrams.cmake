# cmake -DAPP=… -DCOURSE=… -DOUT=… -P render_diagrams.cmake: draws what is not there yet.
execute_process(COMMAND ${APP} --course ${COURSE} --render-diagrams ${OUT} RESULT_VARIABLE failed
  OUTPUT_VARIABLE said ERROR_VARIABLE complained TIMEOUT 180)
if(failed)
  message(WARNING "The lessons' diagrams could not be drawn (${failed}); lessons show their sources.\n${complained}")
  return()  # the next build tries again
endif()
file(TOUCH ${OUT}/made)
