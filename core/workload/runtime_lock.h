// SPDX-License-Identifier: GPL-3.0-or-later
// The lock that a runtime may lay over its jobs (a GIL), as a job sees it: something to give way to.
// Threading: one object a worker thread, used by that thread alone; the request is set by other threads.
// Ownership: the executor owns it and keeps it longer than the JobContext that refers to it.
#pragma once

#include <atomic>

namespace interleave {

class RuntimeLock {
 public:
  explicit RuntimeLock(const std::atomic<bool>& request) : m_request(&request) {}
  virtual ~RuntimeLock() = default;
  RuntimeLock(const RuntimeLock&) = delete;
  RuntimeLock& operator=(const RuntimeLock&) = delete;

  /// True while another thread asks the holder to give way.
  const std::atomic<bool>& request() const { return *m_request; }
  /// Lets another thread run, then takes the lock again. REQUIRES: held.
  virtual void giveWay() = 0;
  /// Around a blocking call. REQUIRES: held.
  virtual void release() = 0;
  /// Waits for the lock. REQUIRES: not held.
  virtual void acquire() = 0;

 private:
  const std::atomic<bool>* m_request;
};

}  // namespace interleave
