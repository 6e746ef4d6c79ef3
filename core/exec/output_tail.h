// SPDX-License-Identifier: GPL-3.0-or-later
// What a child process writes to its standard output and error: read so that it never blocks, and only the end of it
// kept, however much it is.
// Threading: one thread.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace interleave {

class OutputTail {
 public:
  static constexpr std::size_t kMostBytes = 4096;

  static Result<OutputTail> open();

  /// For the child; closeWriting() when it has it.
  int writingEnd() const { return m_writing.get(); }
  void closeWriting() { m_writing.reset(); }
  /// To poll for POLLIN, then call read(); -1 when nothing more can come.
  int fd() const { return m_reading.get(); }
  /// Takes in what has been written so far.
  void read();
  /// The last lines, at most kMostBytes, without white space around.
  std::string text() const;

 private:
  OutputTail(UniqueFd reading, UniqueFd writing) : m_reading(std::move(reading)), m_writing(std::move(writing)) {}

  UniqueFd m_reading;
  UniqueFd m_writing;
  std::string m_text;
};

}  // namespace interleave
