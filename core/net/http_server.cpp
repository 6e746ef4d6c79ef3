// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_server.h"

// Asio's fences are between threads of one io_context; here there is one thread, so it does not matter that the thread
// sanitizer can't follow them.
#pragma GCC diagnostic ignored "-Wtsan"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace interleave {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::use_awaitable;
using asio::ip::tcp;

struct Wanted {
  std::int64_t delay_us = 0;
  std::uint64_t bytes = 0;
};

// "/<delay in us>/<bytes>", or nothing.
std::optional<Wanted> parseTarget(std::string_view target) {
  Wanted wanted;
  const char* const end = target.data() + target.size();
  if (!target.starts_with('/')) {
    return std::nullopt;
  }
  const auto delay = std::from_chars(target.data() + 1, end, wanted.delay_us);
  if (delay.ec != std::errc() || delay.ptr == end || *delay.ptr != '/') {
    return std::nullopt;
  }
  const auto bytes = std::from_chars(delay.ptr + 1, end, wanted.bytes);
  if (bytes.ec != std::errc() || bytes.ptr != end || wanted.delay_us < 0 ||
      wanted.delay_us > HttpServer::kLongestDelay_us || wanted.bytes > HttpServer::kMostBytes) {
    return std::nullopt;
  }
  return wanted;
}

// Bodies of the same size are one piece of memory, however many are under way.
class Bodies {
 public:
  std::shared_ptr<const std::vector<char>> ofSize(std::uint64_t bytes) {
    std::weak_ptr<const std::vector<char>>& known = m_known[bytes];
    std::shared_ptr<const std::vector<char>> body = known.lock();
    if (!body) {
      body = std::make_shared<const std::vector<char>>(bytes, 'x');
      known = body;
    }
    return body;
  }

 private:
  std::map<std::uint64_t, std::weak_ptr<const std::vector<char>>> m_known;
};

asio::awaitable<void> converse(tcp::socket socket, Bodies& bodies) {
  boost::system::error_code error;
  boost::beast::flat_buffer buffer;
  for (bool again = true; again;) {
    http::request<http::empty_body> request;
    co_await http::async_read(socket, buffer, request, asio::redirect_error(use_awaitable, error));
    if (error) {
      co_return;  // it went, or what it said is not HTTP
    }
    const std::optional<Wanted> wanted =
        parseTarget(std::string_view(request.target().data(), request.target().size()));
    http::status status = http::status::ok;
    if (request.method() != http::verb::get) {
      status = http::status::method_not_allowed;
    } else if (!wanted) {
      status = http::status::not_found;
    }
    const auto body = bodies.ofSize(status == http::status::ok ? wanted->bytes : 0);
    if (status == http::status::ok && wanted->delay_us > 0) {
      asio::steady_timer timer(socket.get_executor(), std::chrono::microseconds(wanted->delay_us));
      co_await timer.async_wait(asio::redirect_error(use_awaitable, error));
    }
    http::response<http::span_body<const char>> response(status, request.version());
    response.body() = boost::beast::span<const char>(body->data(), body->size());
    response.keep_alive(request.keep_alive());
    response.content_length(body->size());
    co_await http::async_write(socket, response, asio::redirect_error(use_awaitable, error));
    again = !error && response.keep_alive();
  }
  socket.shutdown(tcp::socket::shutdown_send, error);
}

asio::awaitable<void> acceptAll(tcp::acceptor& acceptor, Bodies& bodies) {
  while (true) {
    boost::system::error_code error;
    tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(use_awaitable, error));
    if (error == asio::error::operation_aborted) {
      co_return;
    }
    if (error) {
      // Out of descriptors, most likely: let some conversations end rather than spin.
      asio::steady_timer pause(acceptor.get_executor(), std::chrono::milliseconds(5));
      co_await pause.async_wait(asio::redirect_error(use_awaitable, error));
      continue;
    }
    socket.set_option(tcp::no_delay(true), error);
    asio::co_spawn(acceptor.get_executor(), converse(std::move(socket), bodies), asio::detached);
  }
}

}  // namespace

struct HttpServer::Listening {
  Bodies bodies;
  asio::io_context io{1};
  tcp::acceptor acceptor{io};
};

Result<HttpServer> HttpServer::listen() {
  auto listening = std::make_unique<Listening>();
  boost::system::error_code error;
  const tcp::endpoint any_port(asio::ip::address_v4::loopback(), 0);
  tcp::acceptor& acceptor = listening->acceptor;
  acceptor.open(any_port.protocol(), error);
  if (!error) {
    acceptor.bind(any_port, error);
  }
  if (!error) {
    // 256 workers connect at once; a queue that is too short costs each of them a second (the SYN's repetition).
    acceptor.listen(asio::socket_base::max_listen_connections, error);
  }
  if (!error) {
    HttpServer server(std::move(listening));
    server.m_port = server.m_listening->acceptor.local_endpoint(error).port();
    if (!error) {
      return server;
    }
  }
  return failErrno("can't listen on 127.0.0.1 for the workload's requests", error.value());
}

HttpServer::HttpServer(std::unique_ptr<Listening> listening) : m_listening(std::move(listening)) {}
HttpServer::HttpServer(HttpServer&&) noexcept = default;
HttpServer& HttpServer::operator=(HttpServer&&) noexcept = default;
HttpServer::~HttpServer() = default;

void HttpServer::serve(UniqueFd life_line) {
  asio::posix::stream_descriptor line(m_listening->io, life_line.release());
  line.async_wait(asio::posix::stream_descriptor::wait_read,
                  [this](const boost::system::error_code&) { m_listening->io.stop(); });
  asio::co_spawn(m_listening->io, acceptAll(m_listening->acceptor, m_listening->bodies), asio::detached);
  m_listening->io.run();
}

}  // namespace interleave
