// SPDX-License-Identifier: GPL-3.0-or-later
// Where worker threads leave what the main thread shall tell the host. Leaving a message costs a worker an uncontended lock,
// and a system call only when the box was empty; it never waits for the host.
// Threading: leave(), leaveEnd() and leaveFailure() from any thread, the rest from the main thread.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/unique_fd.h"
#include "core/protocol/message.h"

namespace interleave {

class Outbox {
 public:
  struct Content {
    std::vector<JobDone> jobs;
    std::size_t ended_workers = 0;
    std::string failure;  // the first; empty: none
  };

  static Result<UniqueFd> makeBell();
  /// `bell`: from makeBell().
  explicit Outbox(UniqueFd bell) : m_bell(std::move(bell)) {}

  void leave(JobDone job);
  /// A worker has ended and leaves nothing more.
  void leaveEnd();
  /// Why the run can't go on.
  void leaveFailure(std::string why);

  /// Readable when there is something to take.
  int fd() const { return m_bell.get(); }
  /// All since the last call; ended_workers too.
  Content take();

 private:
  void ring();

  UniqueFd m_bell;  // an eventfd
  std::mutex m_mutex;
  Content m_content;     // under m_mutex
  bool m_rung = false;   // under m_mutex: the bell was rung since the last take()
};

}  // namespace interleave
