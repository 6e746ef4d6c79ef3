// SPDX-License-Identifier: GPL-3.0-or-later
// The host's side of one runner process: starting it with its two inherited descriptors, talking to it, ending it.
// Threading: one thread, which must live as long as the runner (see child_process.h).
#pragma once

#include <optional>
#include <string>

#include "core/base/child_process.h"
#include "core/protocol/channel.h"
#include "core/ring/shared_region.h"

namespace interleave {

class RunnerClient {
 public:
  static Result<RunnerClient> start(const std::string& runner, const SharedRegion& region);

  Channel& channel() { return m_channel; }
  pid_t pid() const { return m_process.pid(); }
  /// Waits up to `grace_ms` for the runner to end by itself, then kills it and all it started.
  ProcessEnd end(int grace_ms);

 private:
  RunnerClient(ChildProcess process, Channel channel) : m_process(std::move(process)), m_channel(std::move(channel)) {}

  ChildProcess m_process;
  Channel m_channel;
};

}  // namespace interleave
