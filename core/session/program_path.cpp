// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/program_path.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace interleave {
namespace {

bool isFile(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

Result<std::string> programPath(const std::string& program, const std::string& folder) {
  if (program.empty()) {
    return fail(ErrorCode::NotFound, "can't run '': a command needs a name");
  }
  std::string unfit;  // there, but nothing to execute
  const auto try_path = [&](const std::string& path) {
    const std::string seen = folder.empty() || path.starts_with('/') ? path : folder + "/" + path;
    if (access(seen.c_str(), F_OK) == 0) {
      unfit = seen;
      return isFile(seen) && access(seen.c_str(), X_OK) == 0;
    }
    return false;
  };
  if (program.find('/') != std::string::npos) {
    if (try_path(program)) {
      return program;
    }
  } else {
    const char* set = std::getenv("PATH");
    const std::string folders = set != nullptr ? set : "/usr/local/bin:/usr/bin:/bin";
    for (std::size_t begin = 0; begin <= folders.size();) {
      const std::size_t end = std::min(folders.find(':', begin), folders.size());
      const std::string one = folders.substr(begin, end - begin);
      const std::string path = (one.empty() ? "." : one) + "/" + program;
      if (try_path(path)) {
        return path;
      }
      begin = end + 1;
    }
  }
  if (!unfit.empty()) {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("can't run {}: {}", unfit, isFile(unfit) ? "it is not executable" : "it is not a program"));
  }
  return fail(ErrorCode::NotFound, program.find('/') != std::string::npos
                                       ? fmt::format("can't run {}: there is no such file", program)
                                       : fmt::format("can't run {}: no such command in PATH", program));
}

}  // namespace interleave
