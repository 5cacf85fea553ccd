# Compiler settings that every target shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(CARTWRIGHT_CCACHE ccache)
if(CARTWRIGHT_CCACHE)
  # What ccache must overlook to keep objects made with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CARTWRIGHT_CCACHE}")
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

# precompile(target [WIDGETS | PIXELS]): the headers that nearly every source reads are read once for all targets. It halves a build from
# nothing; a build beside another's compiler cache is quicker without. PIXELS is for rooms that go through pictures point by point:
# a build that is not optimised does so with them all the same, lest it takes minutes.
function(precompile target)
  if(NOT CARTWRIGHT_PRECOMPILE)
    return()
  endif()
  set(shared cartwright_precompiled)
  set(library Qt6::Core)
  set(header precompiled.h)
  if("WIDGETS" IN_LIST ARGN)
    set(shared cartwright_precompiled_widgets)
    set(library Qt6::Widgets)
    set(header precompiled_widgets.h)
  elseif("PIXELS" IN_LIST ARGN AND CARTWRIGHT_SANITIZE)
    set(shared cartwright_precompiled_pixels)
    set(optimised -O1)
  endif()
  if(NOT TARGET ${shared})
    set(empty "${CMAKE_BINARY_DIR}/${shared}.cpp")
    file(CONFIGURE OUTPUT "${empty}" CONTENT "namespace cartwright {}\n")
    add_library(${shared} OBJECT "${empty}")
    set_target_properties(${shared} PROPERTIES AUTOMOC OFF)
    target_compile_options(${shared} PRIVATE ${optimised})
    target_link_libraries(${shared} PRIVATE ${library} tl::expected cartwright_warnings)
    target_include_directories(${shared} PRIVATE "${CMAKE_SOURCE_DIR}")
    target_precompile_headers(${shared} PRIVATE "${CMAKE_SOURCE_DIR}/packaging/cmake/${header}")
  endif()
  target_compile_options(${target} PRIVATE -fpch-preprocess ${optimised})
  target_precompile_headers(${target} REUSE_FROM ${shared})
endfunction()
