# Compiler settings that every target shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(CARTWRIGHT_CCACHE ccache)
if(CARTWRIGHT_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CARTWRIGHT_CCACHE}")
endif()
find_program(CARTWRIGHT_MOLD mold)
if(CARTWRIGHT_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
if(CARTWRIGHT_SANITIZE)
  add_compile_options(-fsanitize=${CARTWRIGHT_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${CARTWRIGHT_SANITIZE})
endif()

add_library(cartwright_warnings INTERFACE)
target_compile_options(cartwright_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wsuggest-override -Wformat=2 -Werror)
target_compile_definitions(cartwright_warnings INTERFACE
  QT_NO_CAST_FROM_BYTEARRAY QT_NO_KEYWORDS QT_NO_FOREACH)
