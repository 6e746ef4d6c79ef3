// SPDX-License-Identifier: GPL-3.0-or-later
// The runner's line to its host: hears Cancel and the end of the line, tells what happened.
//
// When the line breaks the host is gone, and nobody is left to run for: the runner then kills its whole process
// group and itself. So neither method reports that.
// Threading: the runner's main thread alone; stopFd() and the region's stop word are what other threads look at.
#pragma once

#include "core/base/result.h"
#include "core/protocol/channel.h"
#include "core/ring/shared_region.h"

namespace interleave {

class HostLink {
 public:
  /// Refers to the region, which must live longer.
  static Result<HostLink> open(Channel channel, SharedRegion& region);

  /// To poll for POLLIN; then call hear().
  int fd() const { return m_channel.fd(); }
  /// Takes in what has arrived. Cancel stops the workers; another switch interval is set, and that is told.
  void hear();
  void tell(const Message& message);
  /// Waits for a Prepare or a Start; nothing when it was cancelled before.
  Result<std::optional<Message>> awaitOrder();
  /// Takes in what has arrived without waiting; false once cancelled.
  bool goesOn();

  bool isCancelled() const { return m_cancelled; }
  /// Asks every job to give up: the region's stop word, and stopFd() for those that block.
  void stopWorkers();
  /// Readable from stopWorkers() on.
  int stopFd() const { return m_stop.get(); }

 private:
  HostLink(Channel channel, SharedRegion& region, UniqueFd stop)
      : m_channel(std::move(channel)), m_region(&region), m_stop(std::move(stop)) {}

  Channel m_channel;
  SharedRegion* m_region;
  UniqueFd m_stop;  // an eventfd, written once and never read
  bool m_cancelled = false;
};

}  // namespace interleave
