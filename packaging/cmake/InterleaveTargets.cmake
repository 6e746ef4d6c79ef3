# SPDX-License-Identifier: GPL-3.0-or-later
# How every target of the project is built: one room (folder) is one static library, its dependencies are named once.

option(INTERLEAVE_WERROR "Treat warnings as errors" OFF)
option(INTERLEAVE_BENCH "Build tests/bench" OFF)
set(INTERLEAVE_SANITIZE "" CACHE STRING "Sanitizers for -fsanitize=, comma-separated")

add_library(interleave_options INTERFACE)
target_compile_features(interleave_options INTERFACE cxx_std_20 c_std_11)
target_include_directories(interleave_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(interleave_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                       $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Woverloaded-virtual>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 warns of overlaps inside std::string that are not there (GCC bug 105651), and at -O3 of an std::optional's value
  # that is read before it is set where the code asks first (GCC bug 80635).
  target_compile_options(interleave_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(INTERLEAVE_WERROR)
  target_compile_options(interleave_options INTERFACE -Werror)
endif()
if(INTERLEAVE_SANITIZE)
  target_compile_options(interleave_options INTERFACE -fsanitize=${INTERLEAVE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -g1)
  target_link_options(interleave_options INTERFACE -fsanitize=${INTERLEAVE_SANITIZE})
endif()

# interleave_room(NAME FOLDER [LINKS...]) makes the static library interleave_NAME of all sources in FOLDER.
function(interleave_room name folder)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp ${PROJECT_SOURCE_DIR}/${folder}/*.c
       ${PROJECT_SOURCE_DIR}/${folder}/*.h)
  if(NOT sources)
    return()
  endif()
  add_library(interleave_${name} STATIC ${sources})
  set_target_properties(interleave_${name} PROPERTIES LINKER_LANGUAGE CXX POSITION_INDEPENDENT_CODE ON)
  target_link_libraries(interleave_${name} PUBLIC interleave_options ${ARGN})
endfunction()
