// SPDX-License-Identifier: GPL-3.0-or-later
// Server and client against each other, and each against something that is no HTTP.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "core/base/clock.h"
#include "core/net/http_client.h"
#include "core/net/http_server.h"
#include "core/net/server_process.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::int64_t kPatience_ns = 60 * kNsPerSecond;

class RunningServer {
 public:
  RunningServer() {
    int ends[2] = {-1, -1};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    m_ours.reset(ends[0]);
    auto server = HttpServer::listen();
    EXPECT_TRUE(server) << server.error().message;
    m_port = server->port();
    m_thread =
        std::thread([server = std::move(*server), its = UniqueFd(ends[1])]() mutable { server.serve(std::move(its)); });
  }
  ~RunningServer() { stop(); }
  void stop() {
    m_ours.reset();
    if (m_thread.joinable()) {
      m_thread.join();
    }
  }
  std::uint16_t port() const { return m_port; }

 private:
  UniqueFd m_ours;
  std::uint16_t m_port = 0;
  std::thread m_thread;
};

UniqueFd connected(std::uint16_t port) {
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return socket;
}

// What the server says to `request` until it closes.
std::string answerTo(std::uint16_t port, const std::string& request) {
  const UniqueFd socket = connected(port);
  EXPECT_EQ(write(socket.get(), request.data(), request.size()), static_cast<ssize_t>(request.size()));
  shutdown(socket.get(), SHUT_WR);
  std::string answer;
  char chunk[4096];
  for (ssize_t n = 0; (n = read(socket.get(), chunk, sizeof chunk)) > 0;) {
    answer.append(chunk, static_cast<std::size_t>(n));
  }
  return answer;
}

// A server that says `answer`, whatever it is asked, and closes; to one client.
class FixedAnswer {
 public:
  explicit FixedAnswer(std::string answer) : m_listening(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(m_listening.get(), reinterpret_cast<const sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(m_listening.get(), 1), 0);
    EXPECT_EQ(getsockname(m_listening.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this, answer = std::move(answer)] {
      const UniqueFd client(accept(m_listening.get(), nullptr, nullptr));
      char asked[4096];
      [[maybe_unused]] const ssize_t got = read(client.get(), asked, sizeof asked);
      [[maybe_unused]] const ssize_t sent = send(client.get(), answer.data(), answer.size(), MSG_NOSIGNAL);
    });
  }
  ~FixedAnswer() { m_thread.join(); }
  std::uint16_t port() const { return m_port; }

 private:
  UniqueFd m_listening;
  std::uint16_t m_port = 0;
  std::thread m_thread;
};

TEST(Http, answersAfterTheDelayWithTheBytes) {
  const RunningServer server;
  for (const std::uint64_t bytes : {0ull, 1ull, 1'024ull, 3'000'000ull}) {
    const std::int64_t begin_ns = monotonicNow_ns();
    const auto answer = httpGet(server.port(), "/20000/" + std::to_string(bytes), kPatience_ns, -1);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body_bytes, bytes);
    EXPECT_GE(monotonicNow_ns() - begin_ns, 20 * kNsPerMs);
  }
}

TEST(Http, whatIsNoSuchUrlIsNotFound) {
  const RunningServer server;
  for (const char* target : {"/", "/1", "/1/", "//1", "/-1/5", "/1/-5", "/1/5x", "/a/b", "/0/67108865",
                             "/100000000001/1", "/99999999999999999999/1", "/1/2/3"}) {
    const auto answer = httpGet(server.port(), target, kPatience_ns, -1);
    ASSERT_TRUE(answer) << target << ": " << answer.error().message;
    EXPECT_EQ(answer->status, 404) << target;
  }
}

TEST(Http, theServerSurvivesWhatIsNoHttp) {
  const RunningServer server;
  EXPECT_EQ(answerTo(server.port(), "\x16\x03\x01 not http at all\r\n\r\n"), "");
  EXPECT_EQ(answerTo(server.port(), ""), "");
  EXPECT_THAT(answerTo(server.port(), "POST /0/0 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 405"));
  EXPECT_EQ(answerTo(server.port(), "GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\n\r\n").substr(0, 12), "");
  const auto after = httpGet(server.port(), "/0/7", kPatience_ns, -1);
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_EQ(after->body_bytes, 7u);
}

TEST(Http, keepsAConnectionThatWantsToBeKept) {
  const RunningServer server;
  const std::string one = "GET /0/3 HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string last = "GET /0/4 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  const std::string answers = answerTo(server.port(), one + one + last);
  EXPECT_THAT(answers, ::testing::EndsWith("xxxx"));
  std::size_t count = 0;
  for (std::size_t at = 0; (at = answers.find("HTTP/1.1 200", at)) != std::string::npos; ++at) {
    ++count;
  }
  EXPECT_EQ(count, 3u);
}

TEST(Http, holdsManyConnectionsAtOnce) {
  const RunningServer server;
  std::atomic<int> fine{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 256; ++i) {
    clients.emplace_back([&] {
      const auto answer = httpGet(server.port(), "/200000/100", kPatience_ns, -1);
      fine += answer && answer->body_bytes == 100 ? 1 : 0;
    });
  }
  for (std::thread& client : clients) {
    client.join();
  }
  EXPECT_EQ(fine, 256);
}

TEST(Http, listensOnTheLoopbackAlone) {
  const RunningServer server;
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(server.port());
  // Another address of the loopback network reaches only what listens on all of them.
  inet_pton(AF_INET, "127.0.0.2", &address.sin_addr);
  EXPECT_NE(connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(errno, ECONNREFUSED);
}

TEST(Http, givesUpAfterTheTimeOut) {
  const RunningServer server;
  const auto answer = httpGet(server.port(), "/60000000/1", 30 * kNsPerMs, -1);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::TimedOut);
  EXPECT_THAT(answer.error().message, HasSubstr("within 30 ms"));
}

TEST(Http, givesUpWhenToldTo) {
  const RunningServer server;
  const UniqueFd stop(eventfd(0, EFD_CLOEXEC));
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(eventfd_write(stop.get(), 1), 0);
  });
  const auto answer = httpGet(server.port(), "/60000000/1", kPatience_ns, stop.get());
  stopper.join();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::Cancelled);
}

TEST(Http, saysThatAConnectionWasRefused) {
  RunningServer server;
  const std::uint16_t port = server.port();
  server.stop();
  const auto answer = httpGet(port, "/0/1", kPatience_ns, -1);
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("can't connect to http://127.0.0.1:" + std::to_string(port) + "/0/1"));
}

TEST(Http, endsThoughRequestsAreUnderWay) {
  RunningServer server;
  const UniqueFd waiting = connected(server.port());
  const std::string request = "GET /60000000/5 HTTP/1.1\r\nHost: a\r\n\r\n";
  ASSERT_EQ(write(waiting.get(), request.data(), request.size()), static_cast<ssize_t>(request.size()));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  server.stop();  // and the sanitizers look at what it leaves
}

TEST(Http, theClientRefusesAnswersThatAreNotWholeHttp) {
  for (const std::string& answer :
       {std::string(), std::string("rubbish\r\n\r\n"), std::string("HTTP/1.1 200 OK\r\n"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour"),
        std::string("HTTP/1.1 200 OK\r\n\r\nno length"), std::string("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
        std::string(200'000, 'h')}) {
    FixedAnswer server(answer);
    const auto got = httpGet(server.port(), "/0/0", kPatience_ns, -1);
    EXPECT_FALSE(got) << answer.substr(0, 50);
  }
}

TEST(Http, theClientPassesOnAnyStatus) {
  FixedAnswer server("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno");
  const auto got = httpGet(server.port(), "/0/0", kPatience_ns, -1);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->status, 503);
}

TEST(HttpServerProcess, servesUntilItsOwnerGoes) {
  std::uint16_t port = 0;
  {
    auto server = HttpServerProcess::start({std::getenv("INTERLEAVE_RUNNER"), "--http-server", "--control-fd=3"});
    ASSERT_TRUE(server) << server.error().message;
    port = server->port();
    const auto answer = httpGet(port, "/0/5", kPatience_ns, -1);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body_bytes, 5u);
  }
  EXPECT_FALSE(httpGet(port, "/0/5", kPatience_ns, -1));
}

TEST(HttpServerProcess, thatSaysNothingIsAnError) {
  const auto server = HttpServerProcess::start({"/bin/true"});
  ASSERT_FALSE(server);
  EXPECT_THAT(server.error().message, HasSubstr("did not start"));
}

}  // namespace
}  // namespace interleave
