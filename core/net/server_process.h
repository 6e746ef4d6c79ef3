// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP server in a process of its own, and the little they say to each other: two bytes with the port, or 0 and
// then why there is none. The server ends when its starter closes the socket or ends.
// Threading: spawn from the thread that lives longest, see child_process.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/child_process.h"
#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace interleave {

class HttpServerProcess {
 public:
  /// Runs `command`, whose descriptor 3 is handed to runHttpServerProcess(), and waits until it listens.
  static Result<HttpServerProcess> start(const std::vector<std::string>& command);

  std::uint16_t port() const { return m_port; }

 private:
  HttpServerProcess(ChildProcess process, UniqueFd life_line, std::uint16_t port)
      : m_process(std::move(process)), m_life_line(std::move(life_line)), m_port(port) {}

  ChildProcess m_process;
  UniqueFd m_life_line;
  std::uint16_t m_port;
};

/// The server process's whole life; returns its exit status.
int runHttpServerProcess(UniqueFd control);

}  // namespace interleave
