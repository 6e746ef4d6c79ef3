// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/payload_sender.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace interleave {
namespace {

constexpr int kPipe = 5;  // where the sender inherits it

tl::unexpected<Error> senderIsGone() {
  return fail(ErrorCode::Crashed, "the process that has the data is gone");
}

bool writeAll(int fd, const char* bytes, std::uint64_t size) {
  while (size > 0) {
    const ssize_t n = write(fd, bytes, size);
    if (n < 0 && errno != EINTR) {
      return false;
    }
    bytes += std::max<ssize_t>(0, n);
    size -= static_cast<std::uint64_t>(std::max<ssize_t>(0, n));
  }
  return true;
}

}  // namespace

Result<PayloadSource> PayloadSource::start(const std::vector<std::string>& command, std::uint64_t bytes, PayloadWay way,
                                           const JobContext& job) {
  int ends[2] = {-1, -1};
  int pipe_ends[2] = {-1, -1};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    return failErrno("can't make a socket to the process that has the data", errno);
  }
  UniqueFd ours(ends[0]);
  const UniqueFd its(ends[1]);
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) {
    return failErrno("can't make a pipe for the data", errno);
  }
  UniqueFd reading(pipe_ends[0]);
  const UniqueFd writing(pipe_ends[1]);
  fcntl(reading.get(), F_SETFL, O_NONBLOCK);
  const UniqueFd memory(memfd_create("interleave-payload", MFD_CLOEXEC));
  if (!memory.isOpen() || ftruncate(memory.get(), static_cast<off_t>(bytes)) != 0) {
    return failErrno("can't make shared memory for the data", errno);
  }
  auto process = ChildProcess::spawn(command, {its.get(), memory.get(), writing.get()}, ProcessGroup::Parents);
  if (!process) {
    return tl::unexpected(process.error());
  }
  PayloadSource source(std::move(*process), std::move(ours), std::move(reading), bytes, way);
  if (way == PayloadWay::SharedMemory) {
    void* shared = mmap(nullptr, bytes, PROT_READ, MAP_SHARED, memory.get(), 0);
    if (shared == MAP_FAILED) {
      return failErrno("can't map the shared memory for the data", errno);
    }
    source.m_shared = shared;
  } else {
    source.m_received.resize(bytes / sizeof(std::uint64_t));
  }
  if (const Status ok = source.awaitByte(job); !ok) {
    return tl::unexpected(ok.error());
  }
  return source;
}

PayloadSource::PayloadSource(ChildProcess process, UniqueFd control, UniqueFd pipe, std::uint64_t bytes, PayloadWay way)
    : m_process(std::move(process)),
      m_control(std::move(control)),
      m_pipe(std::move(pipe)),
      m_bytes(bytes),
      m_way(way) {}

PayloadSource::PayloadSource(PayloadSource&& other) noexcept
    : m_process(std::move(other.m_process)),
      m_control(std::move(other.m_control)),
      m_pipe(std::move(other.m_pipe)),
      m_bytes(other.m_bytes),
      m_way(other.m_way),
      m_shared(std::exchange(other.m_shared, nullptr)),
      m_received(std::move(other.m_received)) {}

PayloadSource::~PayloadSource() {
  if (m_shared != nullptr) {
    munmap(m_shared, m_bytes);
  }
}

Status PayloadSource::waitFor(int fd, const JobContext& job) const {
  std::array<pollfd, 2> waiting{pollfd{fd, POLLIN, 0}, pollfd{job.stopFd(), POLLIN, 0}};
  while (poll(waiting.data(), waiting.size(), -1) < 0 && errno == EINTR) {
  }
  return waiting[1].revents != 0 || job.isStopped() ? Status(stopped()) : Status();
}

Status PayloadSource::readPipe(const JobContext& job) {
  auto* const to = reinterpret_cast<char*>(m_received.data());
  for (std::uint64_t got = 0; got < m_bytes;) {
    const ssize_t n = read(m_pipe.get(), to + got, m_bytes - got);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
      return senderIsGone();
    }
    if (n > 0) {
      got += static_cast<std::uint64_t>(n);
    } else if (const Status ok = waitFor(m_pipe.get(), job); !ok) {
      return ok;
    }
  }
  return {};
}

Result<const std::uint64_t*> PayloadSource::get(const JobContext& job) {
  const PayloadRequest request{m_bytes, m_way, 0};
  if (send(m_control.get(), &request, sizeof request, MSG_NOSIGNAL) != sizeof request) {
    return senderIsGone();
  }
  if (m_way == PayloadWay::Pipe) {
    if (const Status ok = readPipe(job); !ok) {
      return tl::unexpected(ok.error());
    }
    return m_received.data();
  }
  if (const Status ok = awaitByte(job); !ok) {
    return tl::unexpected(ok.error());
  }
  return static_cast<const std::uint64_t*>(m_shared);
}

Status PayloadSource::awaitByte(const JobContext& job) {
  if (const Status ok = waitFor(m_control.get(), job); !ok) {
    return ok;
  }
  char there = 0;
  return recv(m_control.get(), &there, sizeof there, 0) == sizeof there ? Status() : Status(senderIsGone());
}

int runPayloadSender(UniqueFd control, UniqueFd memory) {
  prctl(PR_SET_NAME, "payload-sender");
  const UniqueFd pipe(kPipe);
  struct stat file {};
  if (fstat(memory.get(), &file) != 0) {
    return 1;
  }
  const auto bytes = static_cast<std::uint64_t>(file.st_size);
  std::vector<std::uint64_t> payload(bytes / sizeof(std::uint64_t));
  for (std::size_t i = 0; i < payload.size(); ++i) {
    payload[i] = payloadWord(i);
  }
  void* shared = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory.get(), 0);
  const char there = 1;
  if (shared == MAP_FAILED || send(control.get(), &there, sizeof there, MSG_NOSIGNAL) != sizeof there) {
    return 1;
  }
  PayloadRequest request;
  while (recv(control.get(), &request, sizeof request, 0) == sizeof request && request.bytes <= bytes) {
    if (request.way == PayloadWay::Pipe) {
      if (!writeAll(pipe.get(), reinterpret_cast<const char*>(payload.data()), request.bytes)) {
        return 0;
      }
    } else {
      std::memcpy(shared, payload.data(), request.bytes);
      if (send(control.get(), &there, sizeof there, MSG_NOSIGNAL) != sizeof there) {
        return 0;
      }
    }
  }
  return 0;
}

}  // namespace interleave
