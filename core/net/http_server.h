// SPDX-License-Identifier: GPL-3.0-or-later
// The loopback HTTP/1.1 server that I/O workloads talk to: `GET /<delay in us>/<bytes>` is answered after the delay
// with a body of that many bytes. It listens on 127.0.0.1 only, on a port that the system chooses.
//
// It runs in a process of its own, in one thread, so that it doesn't disturb what is being measured.
// Threading: serve() blocks its thread; everything else before it. Source: RFC 9112 "HTTP/1.1".
#pragma once

#include <cstdint>
#include <memory>

#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace interleave {

class HttpServer {
 public:
  static constexpr std::int64_t kLongestDelay_us = 100'000'000'000;  // the catalogue's longest, at its largest scale
  static constexpr std::uint64_t kMostBytes = 64u << 20;

  /// Begins to listen.
  static Result<HttpServer> listen();
  HttpServer(HttpServer&&) noexcept;
  HttpServer& operator=(HttpServer&&) noexcept;
  ~HttpServer();

  std::uint16_t port() const { return m_port; }
  /// Answers requests until the other end of `life_line` closes (or sends anything).
  void serve(UniqueFd life_line);

 private:
  struct Listening;
  explicit HttpServer(std::unique_ptr<Listening> listening);

  std::unique_ptr<Listening> m_listening;
  std::uint16_t m_port = 0;
};

}  // namespace interleave
