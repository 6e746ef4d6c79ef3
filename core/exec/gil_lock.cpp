// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/gil_lock.h"

namespace interleave {

GilLock::GilLock(Gil& gil, Gil::Thread thread, il_probe& probe)
    : RuntimeLock(gil.dropRequest()), m_gil(gil), m_thread(thread), m_probe(probe) {}

void GilLock::giveWay() {
  il_wait_begin(&m_probe, IL_WAIT_GIL);
  m_gil.drop(m_thread);
  m_gil.take(m_thread);
  il_wait_end(&m_probe, IL_WAIT_GIL);
}

void GilLock::release() {
  m_gil.drop(m_thread);
}

void GilLock::acquire() {
  il_wait_begin(&m_probe, IL_WAIT_GIL);
  m_gil.take(m_thread);
  il_wait_end(&m_probe, IL_WAIT_GIL);
}

void GilLock::releaseForGood() {
  m_gil.drop(m_thread, Release::Last);
}

}  // namespace interleave
