// SPDX-License-Identifier: GPL-3.0-or-later
// The bounded queue between the two halves of a hybrid: threads put in jobs whose first half is done, the main thread
// takes them out for the processes. Who finds it full waits.
// Threading: put() and leave() from any thread, the rest from the main thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/base/unique_fd.h"
#include "core/protocol/message.h"

namespace interleave {

class HalfQueue {
 public:
  /// `bell`: from Outbox::makeBell().
  HalfQueue(UniqueFd bell, std::size_t room) : m_bell(std::move(bell)), m_room(room) {}

  /// False when there is no room; then waitForRoom() and try again.
  bool put(JobId job);
  /// Waits until there may be room, for some milliseconds at most.
  void waitForRoom();
  /// Leaves the account of a job whose first half failed.
  void leave(JobDone failed);
  /// Leaves why the run can't go on.
  void leaveFailure(std::string why);

  std::optional<JobId> take();
  /// Readable when something was put or left since the last heard().
  int fd() const { return m_bell.get(); }
  struct Left {
    std::vector<JobDone> failed;
    std::string failure;
  };
  Left heard();

 private:
  void ring();

  UniqueFd m_bell;
  const std::size_t m_room;
  std::mutex m_mutex;  // guards those below
  std::condition_variable m_has_room;
  std::deque<JobId> m_jobs;
  Left m_left;
};

}  // namespace interleave
