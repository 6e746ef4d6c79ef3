// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/host_link.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>

#include "core/ring/probe.h"

namespace interleave {
namespace {

[[noreturn]] void endAll() {
  // Only a group of our own: who starts the runner without one would be killed too.
  if (getpgrp() == getpid()) {
    kill(0, SIGKILL);
  }
  _exit(1);  // children have a death signal
}

}  // namespace

Result<HostLink> HostLink::open(Channel channel, SharedRegion& region) {
  UniqueFd stop(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!stop.isOpen()) {
    return failErrno("can't make a descriptor to stop the workers by", errno);
  }
  return HostLink(std::move(channel), region, std::move(stop));
}

void HostLink::hear() {
  if (!m_channel.fill()) {
    endAll();
  }
  while (true) {
    const auto message = m_channel.next();
    if (!message) {
      endAll();
    }
    if (!message->has_value()) {
      break;
    }
    if (std::holds_alternative<Cancel>(**message)) {
      m_cancelled = true;
      stopWorkers();
    } else if (const auto* wanted = std::get_if<SetSwitchInterval>(&**message)) {
      m_region->setSwitchInterval_us(wanted->interval_us);
      tell(SwitchIntervalSet{wanted->interval_us, il_now(static_cast<const il_region*>(m_region->memory())->clock)});
    }
  }
  if (m_channel.isAtEnd()) {
    endAll();
  }
}

void HostLink::tell(const Message& message) {
  if (!m_channel.send(message)) {
    endAll();
  }
}

Result<std::optional<Message>> HostLink::awaitOrder() {
  auto message = m_channel.receive();
  if (!message) {
    return tl::unexpected(message.error());
  }
  if (!message->has_value()) {
    endAll();
  }
  if (std::holds_alternative<Cancel>(**message)) {
    m_cancelled = true;
    return std::optional<Message>();
  }
  if (std::holds_alternative<Start>(**message) || std::holds_alternative<Prepare>(**message)) {
    hear();  // a Cancel that came along with it is in the buffer already, where no poll sees it
    return message;
  }
  return fail(ErrorCode::Protocol, "the runner was told something else than what to run");
}

bool HostLink::goesOn() {
  pollfd waiting{m_channel.fd(), POLLIN, 0};
  if (poll(&waiting, 1, 0) > 0) {
    hear();
  }
  return !m_cancelled;
}

void HostLink::stopWorkers() {
  m_region->requestStop();
  const std::uint64_t one = 1;
  // Can't fail but when the counter is about to overflow, and then it is readable already.
  [[maybe_unused]] const ssize_t written = write(m_stop.get(), &one, sizeof one);
}

}  // namespace interleave
