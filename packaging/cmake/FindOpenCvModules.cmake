# The OpenCV modules that Cartwright uses, as one target. Debian's config file comes only with a package that
# also brings highgui and Qt 5, so the modules are looked up one by one.
add_library(OpenCV::modules INTERFACE IMPORTED)
find_path(CARTWRIGHT_OPENCV_INCLUDE opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
target_include_directories(OpenCV::modules SYSTEM INTERFACE "${CARTWRIGHT_OPENCV_INCLUDE}")
foreach(module IN ITEMS ml tracking video imgproc core)
  find_library(CARTWRIGHT_OPENCV_${module} opencv_${module} REQUIRED)
  target_link_libraries(OpenCV::modules INTERFACE "${CARTWRIGHT_OPENCV_${module}}")
endforeach()
# objdetect brings the networks' module and more along, so only programs that really look for people, or run
# a network, link them.
find_library(CARTWRIGHT_OPENCV_objdetect opencv_objdetect REQUIRED)
find_library(CARTWRIGHT_OPENCV_dnn opencv_dnn REQUIRED)
target_link_libraries(OpenCV::modules INTERFACE
  "-Wl,--push-state,--as-needed,${CARTWRIGHT_OPENCV_objdetect},${CARTWRIGHT_OPENCV_dnn},--pop-state")
