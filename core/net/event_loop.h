// SPDX-License-Identifier: GPL-3.0-or-later
// An event loop: one thread, many timers and requests under way at once, on Asio. Each piece of work that it does for
// one of them is announced, and so is every wait for the next: who listens can draw what the thread did when.
//
// Threading: all of it in the thread that runs it. Errors: in the result that a request ends with.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/net/http_client.h"

namespace interleave {

class EventLoop {
 public:
  /// What a piece of work is for: the caller's number.
  using Token = std::uint32_t;
  struct Listener {
    std::function<void(Token)> entered;  // a piece of work begins
    std::function<void(Token)> left;     // it has ended; what it asked for may be done
    std::function<void()> waits;         // there is nothing to do now
    std::function<void()> woke;          // there is again
  };

  explicit EventLoop(Listener listener);
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  /// Each calls `done` in a piece of work of its own, once.
  void sleep(Token token, std::int64_t length_ns, std::function<void()> done);
  void get(Token token, std::uint16_t port, std::string target, std::int64_t timeout_ns,
           std::function<void(Result<HttpAnswer>)> done);
  /// Ends run() when `fd`, which stays the caller's, becomes readable.
  void stopWhenReadable(int fd);
  void stop();
  /// Works until stopped. What is still under way then is dropped, without its `done`.
  void run();

 private:
  class Get;
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

}  // namespace interleave
