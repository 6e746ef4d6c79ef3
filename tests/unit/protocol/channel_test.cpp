// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/channel.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <string>
#include <thread>

namespace interleave {
namespace {

class ChannelTest : public ::testing::Test {
 protected:
  ChannelTest() {
    auto ends = Channel::makePair();
    EXPECT_TRUE(ends);
    raw = std::move(ends->first);
    channel.emplace(std::move(ends->second));
  }

  void write(const std::string& bytes) {
    ASSERT_EQ(::send(raw.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  static std::string frame(const std::string& text, std::uint32_t length) {
    std::string bytes(sizeof length, '\0');
    std::memcpy(bytes.data(), &length, sizeof length);
    return bytes + text;
  }
  static std::string frame(const std::string& text) { return frame(text, static_cast<std::uint32_t>(text.size())); }

  UniqueFd raw;
  std::optional<Channel> channel;
};

TEST_F(ChannelTest, deliversWholeMessagesHoweverTheyArrive) {
  const std::string bytes = frame(encode(Job{JobId{1}})) + frame(encode(Job{JobId{2}}));
  std::uint32_t got = 0;
  for (const char byte : bytes) {
    write(std::string(1, byte));
    ASSERT_TRUE(channel->fill());
    const auto message = channel->next();
    ASSERT_TRUE(message);
    if (message->has_value()) {
      EXPECT_EQ(std::get<Job>(**message).job, JobId{++got});
    }
  }
  EXPECT_EQ(got, 2u);
}

TEST_F(ChannelTest, deliversAllInOrderThroughASocketThatIsFull) {
  constexpr std::uint32_t kMessages = 20'000;
  Channel sender(std::move(raw));
  std::thread sending([&] {
    for (std::uint32_t i = 0; i < kMessages; ++i) {
      ASSERT_TRUE(sender.send(Job{JobId{i}}));
    }
  });
  for (std::uint32_t i = 0; i < kMessages; ++i) {
    const auto message = channel->receive();
    ASSERT_TRUE(message && message->has_value());
    ASSERT_EQ(std::get<Job>(**message).job, JobId{i});
  }
  sending.join();
}

TEST_F(ChannelTest, sendsWholeOnASocketThatDoesNotBlock) {
  Channel sender(std::move(raw));
  const std::string reason(500'000, 'r');
  int blocking = 0;
  ASSERT_EQ(setsockopt(sender.fd(), SOL_SOCKET, SO_SNDBUF, &blocking, sizeof blocking), 0);
  std::thread sending([&] { EXPECT_TRUE(sender.send(WorkerGone{WorkerId{1}, reason})); });
  const auto message = channel->receive();
  sending.join();
  ASSERT_TRUE(message && message->has_value());
  EXPECT_EQ(std::get<WorkerGone>(**message).reason, reason);
}

TEST_F(ChannelTest, theEndOfTheStreamIsNoError) {
  write(frame(encode(Cancel{})));
  raw.reset();
  const auto last = channel->receive();
  ASSERT_TRUE(last && last->has_value());
  const auto end = channel->receive();
  ASSERT_TRUE(end);
  EXPECT_FALSE(end->has_value());
  EXPECT_TRUE(channel->isAtEnd());
}

TEST_F(ChannelTest, aMessageCutOffByTheEndIsNeverDelivered) {
  const std::string whole = frame(encode(Job{JobId{1}}));
  write(whole.substr(0, whole.size() - 1));
  raw.reset();
  const auto message = channel->receive();
  EXPECT_FALSE(message && message->has_value());
}

TEST_F(ChannelTest, aLengthBeyondTheLimitIsRefusedBeforeItsBytesCome) {
  write(frame("", static_cast<std::uint32_t>(Channel::kMostBytes) + 1));
  EXPECT_FALSE(channel->receive());
}

TEST_F(ChannelTest, rubbishIsAnError) {
  write(frame("no message"));
  EXPECT_FALSE(channel->receive());
}

TEST_F(ChannelTest, anEmptyMessageIsAnError) {
  write(frame(""));
  EXPECT_FALSE(channel->receive());
}

TEST_F(ChannelTest, sendingToNobodyIsAnErrorAndNoSignal) {
  raw.reset();
  EXPECT_FALSE(channel->send(Cancel{}));
}

}  // namespace
}  // namespace interleave
