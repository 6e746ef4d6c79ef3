// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/remote_collector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/session/measurement.h"

namespace interleave {
namespace {

constexpr std::int64_t kEpoch_ns = 5'000'000'000;
constexpr std::int64_t kNow_ns = 1'000;

class RemoteCollectorTest : public testing::Test {
 protected:
  RemoteCollectorTest() { m_collector.setEpoch(kEpoch_ns); }

  void take(std::uint32_t worker, std::uint32_t job, std::vector<SeenElsewhere::Span> spans) {
    for (SeenElsewhere::Span& span : spans) {
      if (span.begin_ns > 0 && span.begin_ns < kEpoch_ns) {
        span.begin_ns += kEpoch_ns;
        span.end_ns += kEpoch_ns;
      }
    }
    m_collector.take(SeenElsewhere{WorkerId{worker}, "lab:1", 77, JobId{job}, std::move(spans)}, kNow_ns);
  }
  std::vector<Slice> slicesOf(std::size_t track) {
    m_store.publish(kNow_ns, true);
    std::vector<Slice> slices;
    const Track& found = m_store.snapshot()->tracks.at(track);
    for (std::size_t i = 0; i < found.size(); ++i) {
      slices.push_back(found.at(i));
    }
    return slices;
  }

  TraceStore m_store{2, 4, 1};
  RemoteCollector m_collector{m_store, 2};
};

TEST_F(RemoteCollectorTest, spansAreSlicesInTheRunsTime) {
  take(1, 2, {{false, 100, 150}, {true, 150, 300}});
  EXPECT_THAT(slicesOf(0), testing::ElementsAre(Slice{100, 150, JobId{2}, State::IoWait},
                                                Slice{150, 300, JobId{2}, State::Running}));
  const JobRecord& job = m_store.jobs().at(JobId{2});
  EXPECT_EQ(job.begin_ns, 100);
  EXPECT_EQ(job.end_ns, 300);
  EXPECT_EQ(job.worker, WorkerId{1});
  m_collector.addTicks(JobId{2}, 40);
  m_collector.addTicks(JobId{3}, 2);  // of which nothing was told
  EXPECT_EQ(m_store.editInfo(WorkerId{1}).ticks, 40u);
  EXPECT_EQ(m_store.editInfo(WorkerId{1}).name(), "lab:1");
  EXPECT_THAT(m_collector.notes(), testing::IsEmpty());
}

TEST_F(RemoteCollectorTest, whatMakesNoSenseIsLeftOutAndCounted) {
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  take(0, 0, {{true, 200, 400}});
  take(0, 1, {{true, 100, 300}});  // before what is known
  take(0, 1, {{true, 500, 450}});
  take(0, 9, {{true, 500, 600}});  // no such job
  take(7, 1, {{true, 500, 600}});  // no such worker
  take(0, 1, {{true, kLeast, kLeast}});
  take(0, 1, {{true, kMost, kMost}});
  EXPECT_THAT(slicesOf(0), testing::ElementsAre(Slice{200, 400, JobId{0}, State::Running}));
  EXPECT_THAT(m_collector.notes(), testing::ElementsAre(testing::HasSubstr("6 spans")));
  take(0, 1, {{true, kLeast, kMost}});  // cut to what can be
  EXPECT_EQ(slicesOf(0).back(), (Slice{400, kNow_ns, JobId{1}, State::Running}));
}

TEST_F(RemoteCollectorTest, theBoundIsNeverRoundedDown) {
  m_collector.take(ViewElsewhere{"Dask's task stream", 310'000, "a note"});
  Measurement measurement;
  EXPECT_EQ(toldBy(measurement), "");
  measurement.source = m_collector.source();
  measurement.clock_error_ns = m_collector.clockError_ns();
  EXPECT_EQ(toldBy(measurement), "from Dask's task stream, clocks aligned within 0.4 ms");
  measurement.clock_error_ns = 1;
  EXPECT_THAT(toldBy(measurement), testing::HasSubstr("0.1 ms"));
  EXPECT_THAT(m_collector.notes(), testing::ElementsAre("a note"));
}

TEST_F(RemoteCollectorTest, tracksEndWithTheRunOrWithTheirWorker) {
  take(0, 0, {{true, 200, 400}});
  m_collector.endTrack(WorkerId{0}, "left the cluster", 700);
  m_collector.endAll(900);
  EXPECT_EQ(m_store.editInfo(WorkerId{0}).gone_ns, 700);
  EXPECT_FALSE(m_store.isKnown(WorkerId{1})) << "nothing was told of it";
}

}  // namespace
}  // namespace interleave
