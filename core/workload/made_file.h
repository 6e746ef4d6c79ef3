// SPDX-License-Identifier: GPL-3.0-or-later
// Files that workloads read: made once, kept in the user's cache folder ($XDG_CACHE_HOME/interleave,
// ~/.cache/interleave) and found there by the next run. Before anything is written the disk is asked for the room.
//
// A file appears under its name only when it is whole: it is written beside it and renamed. Errors: messages name the
// file and the numbers; what was written of a file that could not be finished is removed.
// Threading: from one thread; several processes may make the same file at once.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/workload/workload.h"

namespace interleave {

/// The folder, made if it was not there.
Result<std::string> madeFilesFolder();

/// Appends to a file and knows how far it came.
class FileWriter {
 public:
  /// `fd` stays the caller's. `what` and `wanted` are for the message of a failure.
  FileWriter(int fd, std::string path, std::string what, std::uint64_t wanted);
  Status write(std::string_view bytes);
  std::uint64_t written() const { return m_written; }

 private:
  int m_fd;
  std::string m_path;
  std::string m_what;
  std::uint64_t m_wanted;
  std::uint64_t m_written = 0;
};

/// Writes a file's content; gives up with stopped() when the preparation does not go on.
using FileMaker = std::function<Status(const std::string& path)>;
/// The path of the file `name`, which `make` writes, at the path it is given, if it is not there yet. Notes that.
Result<std::string> madeFile(const std::string& name, std::uint64_t bytes, const std::string& what,
                             Preparation& preparation, const FileMaker& make);

}  // namespace interleave
