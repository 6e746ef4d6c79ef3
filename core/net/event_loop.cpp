// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/event_loop.h"

#pragma GCC diagnostic ignored "-Wtsan"  // as in http_server.cpp

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

#include "core/base/clock.h"
#include "core/net/http_head.h"

namespace interleave {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct EventLoop::Parts {
  explicit Parts(Listener wanted) : listener(std::move(wanted)) {}

  /// Runs `piece` as a piece of work for `token`.
  template <class Piece>
  void work(Token token, Piece&& piece) {
    if (std::exchange(is_waiting, false)) {
      listener.woke();
    }
    listener.entered(token);
    piece();
    listener.left(token);
  }

  Listener listener;
  bool is_waiting = false;
  std::array<char, 65536> scratch;  // bodies are counted where they arrive, and kept nowhere
  asio::io_context io{1};
};

// One request: connect, send, then read whenever there is something to read. Nothing of it is larger than it must be,
// as there are thousands.
class EventLoop::Get : public std::enable_shared_from_this<Get> {
 public:
  Get(Parts& parts, Token token, std::uint16_t port, std::string target, std::int64_t timeout_ns,
      std::function<void(Result<HttpAnswer>)> done)
      : m_parts(parts),
        m_token(token),
        m_port(port),
        m_timeout_ns(timeout_ns),
        m_target(std::move(target)),
        m_done(std::move(done)),
        m_socket(parts.io),
        m_timer(parts.io) {}

  void begin() {
    m_timer.expires_after(std::chrono::nanoseconds(m_timeout_ns));
    m_timer.async_wait([self = shared_from_this()](const error_code& error) {
      if (!error && self->m_done) {
        self->m_parts.work(self->m_token, [&] {
          self->end(fail(ErrorCode::TimedOut, fmt::format("no whole answer from {} within {:g} ms", self->url(),
                                                          static_cast<double>(self->m_timeout_ns) / double{kNsPerMs})));
        });
      }
    });
    m_socket.async_connect(tcp::endpoint(asio::ip::address_v4::loopback(), m_port),
                           [self = shared_from_this()](const error_code& error) {
                             self->step(error, "can't connect to", [&] { self->send(); });
                           });
  }

 private:
  std::string url() const { return fmt::format("http://127.0.0.1:{}{}", m_port, m_target); }

  template <class Next>
  void step(const error_code& error, const char* tried, Next&& next) {
    if (!m_done) {
      return;  // it has ended meanwhile
    }
    m_parts.work(m_token, [&] {
      if (error) {
        end(failErrno(fmt::format("{} {}", tried, url()), error.value()));
      } else {
        next();
      }
    });
  }

  void send() {
    error_code ignored;
    m_socket.non_blocking(true, ignored);
    m_text = fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", m_target, m_port);
    asio::async_write(m_socket, asio::buffer(m_text),
                      [self = shared_from_this()](const error_code& error, std::size_t) {
                        self->step(error, "can't send to", [&] {
                          self->m_text = std::string();  // from now on: the answer's head
                          self->awaitMore();
                        });
                      });
  }

  void awaitMore() {
    m_socket.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
      self->step(error, "can't read from", [&] { self->readAll(); });
    });
  }

  void readAll() {
    error_code error;
    while (m_done) {
      const std::size_t n = m_socket.read_some(asio::buffer(m_parts.scratch), error);
      if (error == asio::error::would_block) {
        awaitMore();
        return;
      }
      if (error) {
        end(error == asio::error::eof ? Result<HttpAnswer>(senseless())
                                      : failErrno(fmt::format("can't read from {}", url()), error.value()));
        return;
      }
      take(n);
    }
  }

  void take(std::size_t n) {
    if (m_answer.status != 0) {
      m_answer.body_bytes += n;
    } else {
      m_text.append(m_parts.scratch.data(), n);
      const std::size_t head_end = m_text.find("\r\n\r\n");
      if (head_end == std::string::npos) {
        if (m_text.size() > m_parts.scratch.size()) {
          end(senseless());
        }
        return;
      }
      const auto head = parseHttpHead(std::string_view(m_text).substr(0, head_end + 4));
      if (!head) {
        end(senseless());
        return;
      }
      m_answer = {head->status, m_text.size() - head_end - 4};
      m_wanted = head->body_bytes;
      m_text = std::string();
    }
    if (m_answer.body_bytes >= m_wanted) {
      end(m_answer);
    }
  }

  tl::unexpected<Error> senseless() const {
    return fail(ErrorCode::Protocol, fmt::format("the answer of {} is not whole HTTP", url()));
  }

  void end(Result<HttpAnswer> result) {
    error_code ignored;
    m_timer.cancel(ignored);
    m_socket.close(ignored);
    std::exchange(m_done, nullptr)(std::move(result));
  }

  Parts& m_parts;
  Token m_token;
  std::uint16_t m_port;
  std::int64_t m_timeout_ns;
  std::string m_target;
  std::string m_text;  // what is being sent, later the head of the answer so far
  HttpAnswer m_answer{};
  std::uint64_t m_wanted = 0;
  std::function<void(Result<HttpAnswer>)> m_done;  // empty once called
  tcp::socket m_socket;
  asio::steady_timer m_timer;
};

EventLoop::EventLoop(Listener listener) : m_parts(std::make_unique<Parts>(std::move(listener))) {}
EventLoop::~EventLoop() = default;

void EventLoop::sleep(Token token, std::int64_t length_ns, std::function<void()> done) {
  auto timer = std::make_shared<asio::steady_timer>(m_parts->io, std::chrono::nanoseconds(length_ns));
  timer->async_wait([this, token, timer, done = std::move(done)](const error_code& error) {
    if (!error) {
      m_parts->work(token, done);
    }
  });
}

void EventLoop::get(Token token, std::uint16_t port, std::string target, std::int64_t timeout_ns,
                    std::function<void(Result<HttpAnswer>)> done) {
  std::make_shared<Get>(*m_parts, token, port, std::move(target), timeout_ns, std::move(done))->begin();
}

void EventLoop::stopWhenReadable(int fd) {
  auto line = std::make_shared<asio::posix::stream_descriptor>(m_parts->io, dup(fd));
  line->async_wait(asio::posix::stream_descriptor::wait_read, [this, line](const error_code& error) {
    if (!error) {
      stop();
    }
  });
}

void EventLoop::stop() {
  m_parts->io.stop();
}

void EventLoop::run() {
  asio::io_context& io = m_parts->io;
  while (!io.stopped()) {
    if (io.poll_one() > 0 || io.stopped()) {
      continue;
    }
    // Nothing is ready: the next piece of work ends this wait before anything else, see work().
    m_parts->is_waiting = true;
    m_parts->listener.waits();
    io.run_one();
    if (std::exchange(m_parts->is_waiting, false)) {
      m_parts->listener.woke();
    }
  }
}

}  // namespace interleave
