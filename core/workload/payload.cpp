// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/payload.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/base/room.h"

namespace interleave {
namespace {

constexpr std::size_t kGetting_ns = 0;  // cells: over all jobs
constexpr std::size_t kGot = 1;         // bytes
constexpr std::size_t kChunk = 8'192;   // words between two marks, a few us

}  // namespace

Payload::Payload(const WorkloadSettings& settings)
    : m_how(choice(settings.parameters, "how")),
      m_bytes(static_cast<std::uint64_t>(integer(settings.parameters, "size")) << 10),
      m_command(settings.sender_command) {
  if (m_how == "reference") {
    m_own.resize(m_bytes / sizeof(std::uint64_t));
    for (std::size_t i = 0; i < m_own.size(); ++i) {
      m_own[i] = payloadWord(i);
    }
  }
}

Result<PayloadSource*> Payload::sourceOf(const JobContext& job) const {
  const std::uint32_t worker = job.worker();
  {
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_sources.find(worker); found != m_sources.end()) {
      return &found->second;
    }
  }
  auto source =
      PayloadSource::start(m_command, m_bytes, m_how == "pipe" ? PayloadWay::Pipe : PayloadWay::SharedMemory, job);
  if (!source) {
    return tl::unexpected(source.error());
  }
  const std::lock_guard lock(m_mutex);
  return &m_sources.emplace(worker, std::move(*source)).first->second;
}

Result<JobResult> Payload::run(JobContext& job) const {
  const std::uint64_t* words = m_own.data();
  if (m_how != "reference") {
    const Result<PayloadSource*> source = job.blocking(IL_WAIT_IO, [&] { return sourceOf(job); });
    if (!source) {
      return tl::unexpected(source.error());
    }
    job.tick();
    const std::int64_t begin_ns = monotonicNow_ns();
    const auto got = job.blocking(m_how == "pipe" ? IL_WAIT_COPY : IL_WAIT_IO, [&] { return (*source)->get(job); });
    if (!got) {
      return tl::unexpected(got.error());
    }
    job.board().cells[kGetting_ns].fetch_add(static_cast<std::uint64_t>(monotonicNow_ns() - begin_ns));
    words = *got;
  }
  job.board().cells[kGot].fetch_add(m_bytes);
  std::uint64_t sum = 0;
  const std::size_t count = m_bytes / sizeof(std::uint64_t);
  for (std::size_t i = 0; i < count;) {
    for (const std::size_t end = std::min(count, i + kChunk); i < end; i += kPayloadStride) {
      sum += words[i];
    }
    job.tick();
    if (job.isStopped()) {
      return stopped();
    }
  }
  return JobResult(sum);
}

std::optional<Conclusion> Payload::conclude(const Board& board) const {
  const std::uint64_t got = board.cells[kGot].load();
  if (m_how == "reference") {
    return Conclusion{std::nullopt, fmt::format("{} were there already: nothing was copied", sizeText(got))};
  }
  const std::uint64_t jobs = std::max<std::uint64_t>(1, got / m_bytes);
  const std::uint64_t each_ns = board.cells[kGetting_ns].load() / jobs;
  return Conclusion{
      each_ns,
      fmt::format("{} by {}: {} each, {}/s", sizeText(m_bytes), m_how,
                  durationText(seconds(static_cast<std::int64_t>(each_ns))),
                  sizeText(static_cast<std::uint64_t>(1e9 * static_cast<double>(m_bytes) /
                                                      static_cast<double>(std::max<std::uint64_t>(1, each_ns)))))};
}

}  // namespace interleave
