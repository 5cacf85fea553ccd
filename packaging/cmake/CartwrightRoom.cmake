# room(NAME base NEEDS ... PRIVATE ...)
#   One static library per room, named cartwright_<name>, from the room's own *.cpp files.
#   NEEDS    rooms that this room may include; its row of the arrow table
#   PUBLIC   libraries that appear in the room's headers
#   PRIVATE  libraries that stay behind the room's wall
function(room)
  cmake_parse_arguments(ROOM "" "NAME" "NEEDS;PUBLIC;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${ROOM_NAME}/*.cpp"
                                      "${CMAKE_CURRENT_SOURCE_DIR}/${ROOM_NAME}/*.h")
  set(target cartwright_${ROOM_NAME})
  add_library(${target} STATIC ${sources})
  set_target_properties(${target} PROPERTIES AUTOMOC OFF)
  target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${target} PUBLIC Qt6::Core ${ROOM_PUBLIC}
                                  PRIVATE cartwright_warnings ${ROOM_PRIVATE})
  foreach(need IN LISTS ROOM_NEEDS)
    target_link_libraries(${target} PUBLIC cartwright_${need})
  endforeach()
  if(ROOM_NAME MATCHES "^(vision|simulator)$")
    precompile(${target} PIXELS)
  else()
    precompile(${target})
  endif()
endfunction()

# room_test(store tst_lease.cpp NEEDS store)
#   One Qt Test program per file; it links only the rooms it names. ENGINES runs it a second time on PostgreSQL.
function(room_test file)
  cmake_parse_arguments(TEST "ENGINES" "TIMEOUT" "NEEDS;PRIVATE" ${ARGN})
  get_filename_component(folder "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
  get_filename_component(stem "${file}" NAME_WE)
  set(target ${folder}_${stem})
  add_executable(${target} "${file}")
  target_link_libraries(${target} PRIVATE Qt6::Test cartwright_warnings ${TEST_PRIVATE})
  foreach(need IN LISTS TEST_NEEDS)
    target_link_libraries(${target} PRIVATE cartwright_${need})
  endforeach()
  if("ui" IN_LIST TEST_NEEDS)
    precompile(${target} WIDGETS)
  else()
    precompile(${target})
  endif()
  if("pipeline" IN_LIST TEST_NEEDS)
    add_dependencies(${target} cartwright-decoder)
  endif()
  target_compile_definitions(${target} PRIVATE
    CARTWRIGHT_TEST_DATA="${CARTWRIGHT_TEST_DATA}"
    CARTWRIGHT_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    CARTWRIGHT_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  add_test(NAME ${folder}/${stem} COMMAND ${target})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 900)
  endif()
  set(environment "QT_QPA_PLATFORM=offscreen;TZ=UTC;QTEST_FUNCTION_TIMEOUT=850000;LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/leaks.supp:print_suppressions=0")
  set_tests_properties(${folder}/${stem} PROPERTIES TIMEOUT ${TEST_TIMEOUT} ENVIRONMENT "${environment}")
  if(TEST_ENGINES)
    add_test(NAME ${folder}/${stem}@postgresql COMMAND ${target})
    set_tests_properties(${folder}/${stem}@postgresql PROPERTIES TIMEOUT ${TEST_TIMEOUT}
      ENVIRONMENT "${environment};CARTWRIGHT_TEST_ENGINE=postgresql")
  endif()
endfunction()
