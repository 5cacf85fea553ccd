# libyuv comes without a pkg-config file.
find_path(YUV_INCLUDE libyuv.h REQUIRED)
find_library(YUV_LIBRARY yuv REQUIRED)
add_library(Yuv::yuv UNKNOWN IMPORTED)
set_target_properties(Yuv::yuv PROPERTIES IMPORTED_LOCATION "${YUV_LIBRARY}"
                                          INTERFACE_INCLUDE_DIRECTORIES "${YUV_INCLUDE}")
