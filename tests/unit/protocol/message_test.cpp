// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace interleave {
namespace {

template <class T>
T roundTrip(const T& message) {
  const auto back = decode(encode(message));
  EXPECT_TRUE(back) << (back ? "" : back.error().message);
  if (!back || !std::holds_alternative<T>(*back)) {
    ADD_FAILURE() << "came back as something else: " << encode(message);
    return {};
  }
  return std::get<T>(*back);
}

TEST(Message, everyKindComesBackAsItWent) {
  const Hello hello = roundTrip(Hello{7, 4711});
  EXPECT_EQ(hello.version, 7u);
  EXPECT_EQ(hello.pid, 4711);
  EXPECT_EQ(roundTrip(Job{JobId{99'999}}).job, JobId{99'999});
  roundTrip(Cancel{});
  EXPECT_EQ(roundTrip(SetSwitchInterval{10'000'000}).interval_us, 10'000'000u);
  const SwitchIntervalSet set = roundTrip(SwitchIntervalSet{1, ~std::uint64_t{0}});
  EXPECT_EQ(set.interval_us, 1u);
  EXPECT_EQ(set.at_raw, ~std::uint64_t{0});
  const WorkerGone gone = roundTrip(WorkerGone{WorkerId{3}, "was killed by SIGSEGV"});
  EXPECT_EQ(gone.worker, WorkerId{3});
  EXPECT_EQ(gone.reason, "was killed by SIGSEGV");
  for (const FinishKind kind :
       {FinishKind::Finished, FinishKind::Cancelled, FinishKind::Failed, FinishKind::Deadlocked, FinishKind::Crashed}) {
    const Finished finished = roundTrip(Finished{kind, "why \"not\"\n", ~std::uint64_t{0}});
    EXPECT_EQ(finished.kind, kind);
    EXPECT_EQ(finished.message, "why \"not\"\n");
    EXPECT_EQ(finished.end_raw, ~std::uint64_t{0});
    EXPECT_FALSE(finished.memory_kb || finished.result);
  }
  Finished concluded{FinishKind::Finished, "", 1, 2'048, 0, "0 of 10 updates lost"};
  concluded = roundTrip(concluded);
  EXPECT_EQ(concluded.memory_kb, 2'048u);
  EXPECT_EQ(concluded.result, 0u);
  EXPECT_EQ(concluded.conclusion, "0 of 10 updates lost");
  EXPECT_EQ(roundTrip(Prepared{"the log was made once", 17}).note, "the log was made once");
  EXPECT_EQ(roundTrip(Prepare{*checked(Experiment{})}).experiment, *checked(Experiment{}));
}

TEST(Message, whatWasSeenElsewhereComesBackAsItWent) {
  const ViewElsewhere view = roundTrip(ViewElsewhere{"Dask's task stream", 310'000, "a note"});
  EXPECT_EQ(view.source, "Dask's task stream");
  EXPECT_EQ(view.error_ns, 310'000);
  EXPECT_EQ(view.note, "a note");
  const SeenElsewhere seen =
      roundTrip(SeenElsewhere{WorkerId{3}, "lab:1", 77, JobId{5}, {{false, 10, 20}, {true, 20, INT64_MAX}}});
  EXPECT_EQ(seen.worker, WorkerId{3});
  EXPECT_EQ(seen.name, "lab:1");
  EXPECT_EQ(seen.pid, 77);
  EXPECT_EQ(seen.job, JobId{5});
  EXPECT_EQ(seen.spans, (std::vector<SeenElsewhere::Span>{{false, 10, 20}, {true, 20, INT64_MAX}}));
  for (const char* spans :
       {"7", "[7]", R"([{"state":"asleep","begin":1,"end":2}])", R"([{"state":"running","begin":1}])"}) {
    EXPECT_FALSE(
        decode(std::string(R"({"type":"seen_elsewhere","worker":0,"name":"","pid":0,"job":0,"spans":)") + spans + "}"))
        << spans;
  }
}

TEST(Message, aStartCarriesTheWholeExperiment) {
  Experiment experiment;
  experiment.runtime = Runtime::Native;
  experiment.model = Model::Processes;
  experiment.start_method = StartMethod::Forkserver;
  experiment.workload = "http-fetch";
  experiment.parameters = {{"shape", std::string("straggler")}, {"delay", 12.5}, {"urls", std::int64_t{3}}};
  experiment.workers = 17;
  experiment.jobs = 100'000;
  experiment.switch_interval_ms = 0.001;
  experiment.timeout_s = 3.5;
  experiment.seed = ~std::uint64_t{0};
  const Start start = roundTrip(Start{*checked(experiment), 16, 65'535});
  EXPECT_EQ(start.experiment, *checked(experiment));
  EXPECT_EQ(start.worker, 16u);
  EXPECT_EQ(start.http_port, 65'535u);
}

TEST(Message, aJobDoneKeepsAllSixtyFourBitsAndTellsNoResultFromZero) {
  JobDone done{JobId{5}, WorkerId{2}, 1, ~std::uint64_t{0}, 1'000'000'000'000, true, ~std::uint64_t{0}, ""};
  const JobDone back = roundTrip(done);
  EXPECT_EQ(back.result, done.result);
  EXPECT_EQ(back.end_raw, done.end_raw);
  EXPECT_EQ(back.ticks, done.ticks);
  EXPECT_TRUE(back.ok);
  done.result = 0;
  EXPECT_EQ(roundTrip(done).result, 0u);
  done.result.reset();
  EXPECT_EQ(roundTrip(done).result, std::nullopt);
}

TEST(Message, textThatIsNotUtf8IsSentAllTheSame) {
  const WorkerGone gone = roundTrip(WorkerGone{WorkerId{0}, "bytes \xff\xfe"});
  EXPECT_THAT(gone.reason, ::testing::StartsWith("bytes "));
}

TEST(Message, whatMakesNoSenseIsAnError) {
  for (const char* text :
       {"",
        "{",
        "null",
        "[]",
        "7",
        "\"hello\"",
        "{}",
        R"({"type":"nothing"})",
        R"({"type":7})",
        R"({"type":"hello"})",
        R"({"type":"hello","version":"1","pid":2})",
        R"({"type":"hello","version":-1,"pid":2})",
        R"({"type":"job"})",
        R"({"type":"job","job":1.5})",
        R"({"type":"job","job":-1})",
        R"({"type":"start"})",
        R"({"type":"start","experiment":{},"worker":0})",
        R"({"type":"start","experiment":{"workload":"nothing"},"worker":0,"http_port":0})",
        R"({"type":"job_done","job":1,"worker":0,"begin":1,"end":2,"ticks":3})",
        R"({"type":"job_done","job":1,"worker":0,"begin":1,"end":2,"ticks":3,"ok":1})",
        R"({"type":"job_done","job":1,"worker":0,"begin":1,"end":2,"ticks":3,"ok":true,"result":"4"})",
        R"({"type":"finished","kind":5,"message":"","end":0})",
        R"({"type":"finished","kind":0,"end":0})",
        R"({"type":"worker_gone","worker":0})"}) {
    EXPECT_FALSE(decode(text)) << text;
  }
}

TEST(Message, anyChangedByteIsAnErrorOrAMessageNeverMore) {
  std::mt19937 random(1);
  const std::string good = encode(JobDone{JobId{5}, WorkerId{2}, 1, 2, 3, true, 4, "why"});
  for (int i = 0; i < 20'000; ++i) {
    std::string bad = good;
    for (std::uint32_t changes = random() % 4 + 1; changes > 0; --changes) {
      bad[random() % bad.size()] = static_cast<char>(random());
    }
    bad.resize(random() % 8 == 0 ? random() % bad.size() : bad.size());
    const auto decoded = decode(bad);
    if (!decoded) {
      EXPECT_FALSE(decoded.error().message.empty());
    }
  }
}

}  // namespace
}  // namespace interleave
