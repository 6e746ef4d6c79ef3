// SPDX-License-Identifier: GPL-3.0-or-later
// One worker's side of the GIL: it takes and drops, and marks the waits on the worker's track.
//
// A wait's begin is streamed before the lock is really free and its end only once it is taken. So the times at which
// two threads are seen running can't overlap, which is what the lock is about. Who gave it up is marked with the end;
// in between, when this worker asked for it, and when it was made to give way.
// Threading: used by the worker's thread alone. Ownership: refers to the Gil and the probe, which live longer.
#pragma once

#include "core/exec/gil.h"
#include "core/ring/probe.h"
#include "core/workload/runtime_lock.h"

namespace interleave {

class GilLock : public RuntimeLock, private Gil::Witness {
 public:
  GilLock(Gil& gil, Gil::Thread thread, il_probe& probe);

  void giveWay() override;
  void release() override;
  void acquire() override;
  /// The thread's last release.
  void releaseForGood();

 private:
  void takeMarked();
  void asks(Gil::Thread holder) override;

  Gil& m_gil;
  Gil::Thread m_thread;
  il_probe& m_probe;
};

}  // namespace interleave
