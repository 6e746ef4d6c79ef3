# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the source that holds resources/experiments/*.json, in the order of their names: NN-ID.json.
file(GLOB experiment_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/resources/experiments/*.json)
list(SORT experiment_files)
set(embedded_experiments "")
foreach(file ${experiment_files})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  get_filename_component(id ${file} NAME_WE)
  string(REGEX REPLACE "^[0-9]+-" "" id ${id})
  file(READ ${file} text)
  string(APPEND embedded_experiments "      {\"${id}\", R\"il_json(${text})il_json\"},\n")
endforeach()
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/embedded_experiments.cpp @ONLY CONTENT
"// Made by InterleaveExperiments.cmake.
#include \"core/session/embedded_experiments.h\"

namespace interleave {

const std::vector<EmbeddedExperiment>& embeddedExperiments() {
  static const std::vector<EmbeddedExperiment> all{
@embedded_experiments@  };
  return all;
}

}  // namespace interleave
")
target_sources(interleave_session PRIVATE ${PROJECT_BINARY_DIR}/generated/embedded_experiments.cpp)
