// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/exec/runner_driver.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <algorithm>
#include <cstdlib>

#include "core/base/clock.h"

namespace interleave::testing {

Experiment experimentOf(Runtime runtime, Model model, const std::string& workload, int workers, int jobs) {
  Experiment made;
  made.runtime = runtime;
  made.model = model;
  made.workload = workload;
  made.workers = workers;
  made.jobs = jobs;
  return made;
}

std::vector<Running> runningIntervals(const Track& track) {
  std::vector<Running> intervals;
  bool is_running = false;
  std::uint64_t since = 0;
  for (const il_sample& sample : track.samples) {
    const bool in_job = sample.job != IL_NO_JOB;
    if (sample.kind == IL_JOB_BEGIN || (sample.kind == IL_WAIT_END && in_job)) {
      // The end of an I/O wait under a GIL is followed by the wait for it, which takes this back at once.
      is_running = true;
      since = sample.time;
    } else if ((sample.kind == IL_JOB_END || (sample.kind == IL_WAIT_BEGIN && in_job)) && is_running) {
      intervals.push_back({since, sample.time});
      is_running = false;
    }
  }
  return intervals;
}

RunnerDriver::RunnerDriver(RegionSettings settings) : m_settings(settings) {}

void RunnerDriver::start() {
  const char* runner = std::getenv("INTERLEAVE_RUNNER");
  ASSERT_NE(runner, nullptr) << "set INTERLEAVE_RUNNER to the runner's path";
  auto region = SharedRegion::create(m_settings);
  ASSERT_TRUE(region) << region.error().message;
  m_region.emplace(std::move(*region));
  for (std::uint32_t i = 0; i < m_region->ringCount(); ++i) {
    m_readers.emplace_back(m_region->ring(i), m_region->ringCapacity());
  }
  m_record.tracks.resize(m_region->ringCount());
  auto ends = Channel::makePair();
  ASSERT_TRUE(ends) << ends.error().message;
  auto process = ChildProcess::spawn({runner, "--control-fd=3", "--region-fd=4"}, {ends->second.get(), m_region->fd()});
  ASSERT_TRUE(process) << process.error().message;
  m_process.emplace(std::move(*process));
  m_channel.emplace(std::move(ends->first));
}

RunRecord RunnerDriver::run(Experiment experiment, const std::function<void(RunnerDriver&)>& during) {
  auto whole = checked(std::move(experiment));
  EXPECT_TRUE(whole) << (whole ? "" : whole.error().message);
  if (!whole) {
    return {};
  }
  m_settings.ring_count = static_cast<std::uint32_t>(whole->effectiveWorkers());
  start();
  if (!m_channel) {
    return {};
  }
  const std::int64_t begin_ns = monotonicNow_ns();
  EXPECT_TRUE(m_channel->send(Start{*whole, 0, 0}));
  while (m_channel && !m_channel->isAtEnd()) {
    pollfd waiting{m_channel->fd(), POLLIN, 0};
    poll(&waiting, 1, 5);
    hear();
    drain();
    if (during) {
      during(*this);
    }
  }
  m_record.end = m_process->wait();
  m_record.elapsed_ns = monotonicNow_ns() - begin_ns;
  drain();
  std::sort(m_record.jobs.begin(), m_record.jobs.end(),
            [](const JobDone& a, const JobDone& b) { return number(a.job) < number(b.job); });
  for (std::size_t i = 0; i < m_readers.size(); ++i) {
    Track& track = m_record.tracks[i];
    track.identity = m_readers[i].identity();
    track.counters = m_readers[i].counters();
    track.state = __atomic_load_n(&m_region->ring(static_cast<std::uint32_t>(i))->state, __ATOMIC_ACQUIRE);
  }
  return m_record;
}

void RunnerDriver::setSwitchInterval_us(std::uint32_t interval_us) {
  EXPECT_TRUE(m_channel->send(SetSwitchInterval{interval_us}));
}

void RunnerDriver::cancel() {
  EXPECT_TRUE(m_channel->send(Cancel{}));
}

void RunnerDriver::hear() {
  EXPECT_TRUE(m_channel->fill());
  while (true) {
    auto message = m_channel->next();
    ASSERT_TRUE(message) << message.error().message;
    if (!message->has_value()) {
      return;
    }
    EXPECT_FALSE(m_record.finished) << "a message after Finished";
    if (const auto* hello = std::get_if<Hello>(&**message)) {
      m_record.hello = *hello;
    } else if (const auto* done = std::get_if<JobDone>(&**message)) {
      m_record.jobs.push_back(*done);
    } else if (const auto* gone = std::get_if<WorkerGone>(&**message)) {
      m_record.gone.push_back(*gone);
    } else if (const auto* finished = std::get_if<Finished>(&**message)) {
      m_record.finished = *finished;
    } else if (const auto* set = std::get_if<SwitchIntervalSet>(&**message)) {
      m_record.intervals.push_back(*set);
    } else {
      ADD_FAILURE() << "a runner never says that";
    }
  }
}

void RunnerDriver::drain() {
  for (std::size_t i = 0; i < m_readers.size(); ++i) {
    const auto head = m_readers[i].head();
    ASSERT_TRUE(head) << head.error().message;
    const Status ok = m_readers[i].drain(*head, m_record.tracks[i].samples);
    ASSERT_TRUE(ok) << ok.error().message;
  }
}

}  // namespace interleave::testing
