// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/gil_lock.h"

namespace interleave {

GilLock::GilLock(Gil& gil, Gil::Thread thread, il_probe& probe)
    : RuntimeLock(gil.dropRequest()), m_gil(gil), m_thread(thread), m_probe(probe) {}

void GilLock::giveWay() {
  il_wait_begin(&m_probe, IL_WAIT_GIL);
  il_forced(&m_probe);
  m_gil.drop(m_thread, Release::Ordinary, il_now(m_probe.clock));
  takeMarked();
}

void GilLock::release() {
  m_gil.drop(m_thread, Release::Ordinary, il_now(m_probe.clock));
}

void GilLock::acquire() {
  il_wait_begin(&m_probe, IL_WAIT_GIL);
  takeMarked();
}

void GilLock::releaseForGood() {
  m_gil.drop(m_thread, Release::Last, il_now(m_probe.clock));
}

void GilLock::takeMarked() {
  if (const auto handover = m_gil.take(m_thread, this)) {
    il_woken(&m_probe, IL_WAIT_GIL, handover->from, handover->at);
  }
  il_wait_end(&m_probe, IL_WAIT_GIL);
}

void GilLock::asks(Gil::Thread holder) {
  il_asked(&m_probe, holder);
}

}  // namespace interleave
