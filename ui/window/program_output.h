// SPDX-License-Identifier: GPL-3.0-or-later
// What a watched program prints: the newest of it, and how much there was.
//
// A thread of its own empties the pipe, so the program never waits for the window. Threading: every method from any
// thread. Ownership: the pipe's reading end, until all who hold the other end have closed it or this is destroyed.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace interleave::ui {

class ProgramOutput {
 public:
  static constexpr std::size_t kMost = 1'000'000;  // bytes kept

  struct Pipe {
    std::shared_ptr<ProgramOutput> output;
    UniqueFd write_end;  // for the program
  };
  static Result<Pipe> make();

  ~ProgramOutput();
  ProgramOutput(const ProgramOutput&) = delete;
  ProgramOutput& operator=(const ProgramOutput&) = delete;

  /// Bytes printed since the begin; of them the first `cut` are gone.
  struct Extent {
    std::uint64_t cut = 0;
    std::uint64_t all = 0;
    bool is_complete = false;  // nobody can print any more
  };
  Extent extent() const;
  /// At most `most` bytes from the byte `from` on, as far as they are still there. REQUIRES: extent().cut <= from.
  std::string part(std::uint64_t from, std::size_t most) const;

 private:
  ProgramOutput(UniqueFd read_end, UniqueFd wake);
  void run();
  void append(const char* bytes, std::size_t count);

  UniqueFd m_read_end;
  UniqueFd m_wake;             // an eventfd
  mutable std::mutex m_mutex;  // guards the three below
  std::string m_kept;          // up to twice kMost, so that cutting costs little
  std::uint64_t m_cut = 0;
  bool m_is_complete = false;
  std::thread m_thread;  // last: everything above is there when it starts
};

}  // namespace interleave::ui
