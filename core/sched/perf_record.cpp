// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sched/perf_record.h"

#include <linux/perf_event.h>

#include <algorithm>
#include <cstring>

namespace interleave {
namespace {

// What sample_id_all appends to every record, for the sample type we ask for.
struct SampleId {
  std::int32_t pid;
  std::int32_t tid;
  std::uint64_t time;
  std::uint32_t cpu;
  std::uint32_t reserved;
};
static_assert(sizeof(SampleId) == 24);

struct TaskBody {  // PERF_RECORD_FORK and PERF_RECORD_EXIT
  std::int32_t pid;
  std::int32_t parent_pid;
  std::int32_t tid;
  std::int32_t parent_tid;
  std::uint64_t time;
};
static_assert(sizeof(TaskBody) == 24);

struct CommBody {
  std::int32_t pid;
  std::int32_t tid;
};

struct LostBody {
  std::uint64_t id;
  std::uint64_t lost;
};

// The record's body: all between its header and the appended sample id.
template <class Body>
bool readBody(std::span<const std::byte> body, Body& out) {
  if (body.size() < sizeof(Body)) {
    return false;
  }
  std::memcpy(&out, body.data(), sizeof(Body));
  return true;
}

RecordReading readTask(std::span<const std::byte> body, SwitchKind kind, SwitchRecord& record) {
  TaskBody task{};
  if (!readBody(body, task)) {
    return RecordReading::Malformed;
  }
  record.kind = kind;
  record.pid = task.pid;
  record.tid = task.tid;
  record.parent_pid = task.parent_pid;
  record.parent_tid = task.parent_tid;
  return RecordReading::Known;
}

RecordReading readComm(std::span<const std::byte> body, SwitchRecord& record) {
  CommBody comm{};
  if (!readBody(body, comm)) {
    return RecordReading::Malformed;
  }
  const auto text = body.subspan(sizeof comm);
  const auto* begin = reinterpret_cast<const char*>(text.data());
  record.kind = SwitchKind::Comm;
  record.pid = comm.pid;
  record.tid = comm.tid;
  record.setName(std::string_view(begin, static_cast<std::size_t>(std::find(begin, begin + text.size(), '\0') - begin)));
  return RecordReading::Known;
}

RecordReading readLost(std::span<const std::byte> body, SwitchRecord& record) {
  LostBody lost{};
  if (!readBody(body, lost)) {
    return RecordReading::Malformed;
  }
  record.kind = SwitchKind::Lost;
  record.lost = lost.lost;
  record.until_ns = record.time_ns;
  return RecordReading::Known;
}

}  // namespace

RecordReading readPerfRecord(std::span<const std::byte> bytes, SwitchRecord& record) {
  perf_event_header header{};
  if (!readBody(bytes, header) || header.size != bytes.size()) {
    return RecordReading::Malformed;
  }
  const bool is_ours = header.type == PERF_RECORD_SWITCH || header.type == PERF_RECORD_FORK ||
                       header.type == PERF_RECORD_EXIT || header.type == PERF_RECORD_COMM || header.type == PERF_RECORD_LOST;
  if (!is_ours) {
    return RecordReading::Other;
  }
  if (bytes.size() < sizeof header + sizeof(SampleId)) {
    return RecordReading::Malformed;
  }
  SampleId id{};
  std::memcpy(&id, bytes.data() + bytes.size() - sizeof id, sizeof id);
  const auto body = bytes.subspan(sizeof header, bytes.size() - sizeof header - sizeof id);
  record = SwitchRecord{};
  record.time_ns = static_cast<std::int64_t>(id.time);
  record.cpu = id.cpu;
  record.pid = id.pid;
  record.tid = id.tid;
  if (record.time_ns < 0) {
    return RecordReading::Malformed;
  }
  switch (header.type) {
    case PERF_RECORD_FORK:
      return readTask(body, SwitchKind::Fork, record);
    case PERF_RECORD_EXIT:
      return readTask(body, SwitchKind::Exit, record);
    case PERF_RECORD_COMM:
      return readComm(body, record);
    case PERF_RECORD_LOST:
      return readLost(body, record);
    default:
      break;
  }
  if ((header.misc & PERF_RECORD_MISC_SWITCH_OUT) == 0) {
    record.kind = SwitchKind::In;
  } else {
    const bool wants_on = (header.misc & PERF_RECORD_MISC_SWITCH_OUT_PREEMPT) != 0;
    record.kind = wants_on ? SwitchKind::OutPreempted : SwitchKind::OutWaiting;
  }
  return RecordReading::Known;
}

}  // namespace interleave
