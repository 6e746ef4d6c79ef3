// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/background_tasks.h"

#include <utility>

#include "ui/window/task_strip.h"

namespace interleave::ui {
namespace {

constexpr int kLook_ms = 100;

}  // namespace

BackgroundTasks::BackgroundTasks(TaskStrip& strip) : m_strip(strip) {
  m_pool.setMaxThreadCount(1);
  m_timer.setInterval(kLook_ms);
  connect(&m_timer, &QTimer::timeout, this, &BackgroundTasks::look);
  connect(&m_strip, &TaskStrip::cancelled, this, &BackgroundTasks::cancel);
}

BackgroundTasks::~BackgroundTasks() {
  cancel();
  m_pool.waitForDone();
}

void BackgroundTasks::add(const QString& text, Work work) {
  m_waiting.push_back({text, std::move(work)});
  if (!m_is_busy) {
    next();
  }
}

void BackgroundTasks::cancel() {
  m_waiting.clear();
  m_stop.request_stop();
}

void BackgroundTasks::next() {
  m_is_busy = !m_waiting.empty();
  if (!m_is_busy) {
    m_timer.stop();
    m_strip.end();
    return;
  }
  const Task task = std::move(m_waiting.front());
  m_waiting.pop_front();
  m_stop = std::stop_source();
  m_done = 0;
  m_all = 0;
  m_strip.begin(task.text);
  m_timer.start();
  m_pool.start([this, work = task.work, stop = m_stop.get_token()] {
    const Finish finish = work(stop, [this](std::uint64_t done, std::uint64_t all) {
      m_done = done;
      m_all = all;
    });
    QMetaObject::invokeMethod(
        this,
        [this, finish] {
          finish();
          next();
        },
        Qt::QueuedConnection);
  });
}

void BackgroundTasks::look() {
  const std::uint64_t all = m_all;
  if (all > 0) {
    m_strip.setProgress(static_cast<double>(m_done) / static_cast<double>(all));
  }
}

}  // namespace interleave::ui
