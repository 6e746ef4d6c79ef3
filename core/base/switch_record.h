// SPDX-License-Identifier: GPL-3.0-or-later
// What the kernel said about one thread at one instant: it got a core, gave it up, was born, got a name, ended. The
// form in which core/sched hands over what it saw and core/trace takes it, whichever way it was learnt.
//
// Times are CLOCK_MONOTONIC nanoseconds.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace interleave {

enum class SwitchKind : std::uint8_t {
  In,            // runs on `cpu` from now on
  OutPreempted,  // lost its core and wants one
  OutWaiting,    // gave its core up to wait for something
  Fork,          // was made by `parent_pid`; has not run yet
  Found,         // was there when the observation began; what it does is not known yet
  Comm,          // got `name`
  Exit,
  Unseen,  // goes on, but nothing more is shown of it until its Exit
  Lost,    // what `cpu` did from `time_ns` until `until_ns` is not known: `lost` records
};

struct SwitchRecord {
  static constexpr std::size_t kNameLength = 16;  // the kernel's TASK_COMM_LEN, with the zero

  std::int64_t time_ns = 0;
  SwitchKind kind = SwitchKind::In;
  std::uint32_t cpu = 0;
  std::int32_t pid = 0;  // the process
  std::int32_t tid = 0;  // the thread; a process' first one has the process' number
  std::int32_t parent_pid = 0;
  std::int32_t parent_tid = 0;
  bool is_runnable = false;  // Found: it ran, or wanted to
  std::uint64_t lost = 0;
  std::int64_t until_ns = 0;
  std::array<char, kNameLength> name{};  // Comm, Found; zero-terminated

  std::string_view nameText() const { return name.data(); }
  /// Keeps the first 15 characters.
  void setName(std::string_view text) {
    name.fill('\0');
    text.substr(0, kNameLength - 1).copy(name.data(), kNameLength - 1);
  }
};

}  // namespace interleave
