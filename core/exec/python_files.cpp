// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/python_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

namespace interleave {

Result<PythonFiles> findPythonFiles() {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path script = folder / "python" / "start_interleave_worker.py";
  if (!fs::is_regular_file(script, error)) {
    return fail(ErrorCode::NotFound, fmt::format("{}, which runs the jobs in Python, is not there: build or install "
                                                 "Interleave again",
                                                 script.string()));
  }
  const char kName[] = "libinterleave-probe.so";
  for (const fs::path& probe : {folder / kName, (folder / INTERLEAVE_PROBE_FOLDER / kName).lexically_normal()}) {
    if (fs::is_regular_file(probe, error)) {
      return PythonFiles{script.string(), probe.string()};
    }
  }
  return fail(ErrorCode::NotFound, fmt::format("{}, by which Python leaves its marks, is neither in {} nor in its {}: "
                                               "build or install Interleave again",
                                               kName, folder.string(), INTERLEAVE_PROBE_FOLDER));
}

}  // namespace interleave
