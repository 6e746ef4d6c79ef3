// SPDX-License-Identifier: GPL-3.0-or-later
// A function of a person's own file, whatever it does: run in a real interpreter, or what is wrong with it is said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "core/python/python_discovery.h"
#include "core/session/run_session.h"
#include "tests/support/processes.h"
#include "tests/support/program.h"
#include "tests/support/python_here.h"
#include "tests/support/whole_run.h"

namespace interleave {
namespace {

using test::runToEnd;

using ::testing::AllOf;
using ::testing::HasSubstr;

class MyPython : public test::PythonHere {
 protected:
  Experiment calling(const std::string& source, Model model, const std::string& args = "[]") {
    std::ofstream(m_folder / "work.py") << source;
    Experiment experiment;
    experiment.runtime = Runtime::Python;
    experiment.interpreter = m_python.path;
    experiment.interpreter_name = m_python.name();
    experiment.model = model;
    experiment.workload = "my-python";
    experiment.workers = 2;
    experiment.jobs = 3;
    experiment.parameters["file"] = std::string(m_folder / "work.py");
    experiment.parameters["args"] = args;
    return experiment;
  }
  std::string refusalOf(const std::string& source, Model model, OutcomeKind kind = OutcomeKind::Failed) {
    const RunRecord record = runToEnd(calling(source, model));
    EXPECT_EQ(record.outcome.kind, kind);
    return record.outcome.message;
  }
  std::string errorOf(const std::string& source, Model model) {
    const RunRecord record = runToEnd(calling(source, model));
    EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
    return record.snapshot->jobs.at(JobId{1}).error;
  }

  test::TemporaryFolder m_folder;
};

constexpr Model kModels[] = {Model::Serial, Model::Threads, Model::Processes};

TEST_F(MyPython, IsCalledWithItsArgumentsInEveryModel) {
  const std::string source =
      "import neighbour\n"
      "def main(job, n=1):\n    return neighbour.add(job, n)\n"
      "if __name__ == '__main__':\n    raise SystemExit('not as a program')\n";
  std::ofstream(m_folder / "neighbour.py") << "def add(a, b):\n    return a + b\n";
  for (const Model model : kModels) {
    for (const char* args : {R"(["$job", 40])", R"({"job": "$job", "n": 40})"}) {
      const RunRecord record = runToEnd(calling(source, model, args));
      EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
      for (std::uint32_t job = 0; job < 3; ++job) {
        EXPECT_EQ(record.snapshot->jobs.at(JobId{job}).result, 40 + job) << record.snapshot->jobs.at(JobId{job}).error;
      }
    }
  }
}

// Half of each job sleeps: that is no time without a core, and no wait for the GIL.
TEST_F(MyPython, WhatItDoesIsTheKernelsToTell) {
  const RunRecord record =
      runToEnd(calling("import time\ndef main():\n    time.sleep(0.2)\n    end = time.thread_time() + 0.1\n"
                       "    while time.thread_time() < end:\n        pass\n",
                       Model::Threads));
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  std::int64_t in_state[kStateCount] = {};
  for (const Track& track : record.snapshot->tracks) {
    const auto times = track.timesIn(0, record.outcome.elapsed_ns);
    for (std::size_t i = 0; i < kStateCount; ++i) {
      in_state[i] += times[i];
    }
  }
  EXPECT_EQ(in_state[index(State::GilWait)], 0);
  EXPECT_GE(in_state[index(State::Running)], 290'000'000) << "three jobs of 0.1 s, less what the two clocks differ by";
  if (record.measurement.view == KernelView::Perf) {
    EXPECT_GE(in_state[index(State::Waiting)], 590'000'000) << "and of 0.2 s asleep";
    EXPECT_FALSE(record.measurement.agreement) << "there are no marks to agree";
  }
}

TEST_F(MyPython, WhatCanNotBeLoadedIsSaidWithItsTraceback) {
  for (const Model model : kModels) {
    EXPECT_THAT(refusalOf("def main(:\n    pass\n", model),
                AllOf(HasSubstr("work.py can't be loaded: SyntaxError"), HasSubstr("line 1")));
    EXPECT_THAT(refusalOf("import no_such_module_at_all\n", model),
                AllOf(HasSubstr("ModuleNotFoundError: No module named 'no_such_module_at_all'"),
                      HasSubstr("Traceback (most recent call last):"), HasSubstr("line 1, in <module>")));
    EXPECT_THAT(refusalOf("def mine():\n    pass\n", model), HasSubstr("has no function main; it has mine"));
    EXPECT_THAT(refusalOf("import sys\nsys.exit(4)\n", model), HasSubstr("can't be loaded: SystemExit: 4"));
  }
  EXPECT_THAT(refusalOf("main = lambda: 1\n", Model::Processes),
              AllOf(HasSubstr("main can't be sent to another process"), HasSubstr("pickle")));
  EXPECT_EQ(errorOf("main = lambda: 1\n", Model::Threads), "");
}

TEST_F(MyPython, WhatAJobRaisesIsItsError) {
  for (const Model model : kModels) {
    EXPECT_THAT(errorOf("def main():\n    return 1 / 0\n", model),
                AllOf(HasSubstr("line 2, in main"), HasSubstr("ZeroDivisionError")));
    EXPECT_THAT(errorOf("import sys\ndef main():\n    sys.exit('enough')\n", model), HasSubstr("SystemExit: enough"));
    EXPECT_THAT(errorOf("def main(a):\n    pass\n", model), HasSubstr("missing 1 required positional argument"));
    EXPECT_THAT(errorOf("async def main():\n    pass\n", model), HasSubstr("main is async"));
  }
  EXPECT_THAT(errorOf("def main():\n    return lambda: 1\n", Model::Processes), HasSubstr("pickle"));
}

TEST_F(MyPython, AProcessThatEndsIsSaidToHaveEnded) {
  const std::string source = "import os\ndef main():\n    os._exit(7)\n";
  EXPECT_THAT(refusalOf(source, Model::Serial, OutcomeKind::Crashed), HasSubstr("exited with status 7"));
  EXPECT_THAT(refusalOf(source, Model::Threads, OutcomeKind::Crashed),
              AllOf(HasSubstr("exited with status 7"), HasSubstr("all jobs shared")));
  EXPECT_THAT(refusalOf(source, Model::Processes), HasSubstr("BrokenProcessPool"));
}

TEST_F(MyPython, AForkedChildIsNobodysWorkerAndDoesNotOutliveTheRun) {
  for (const Model model : kModels) {
    for (const char* child : {"return 5", "raise ValueError", "time.sleep(1000)"}) {
      const RunRecord record = runToEnd(calling(
          "import os, time\ndef main():\n    child = os.fork()\n    if child == 0:\n        " + std::string(child) +
              "\n    open('" + std::string(m_folder / "children") + "', 'a').write('%d\\n' % child)\n    return 5\n",
          model));
      EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
      EXPECT_EQ(record.snapshot->jobs.doneCount(), 3u);
    }
  }
  std::ifstream children(m_folder / "children");
  int count = 0;
  for (pid_t child = 0; children >> child; ++count) {
    for (int i = 0; i < 5000 && test::isAlive(child); ++i) {
      usleep(1000);
    }
    EXPECT_FALSE(test::isAlive(child));
  }
  EXPECT_EQ(count, 27);
}

TEST_F(MyPython, MegabytesOfOutputHoldNobodyUp) {
  const RunRecord record = runToEnd(
      calling("def main():\n    for _ in range(100):\n        print('x' * 100000)\n    return 1\n", Model::Threads));
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_EQ(record.snapshot->jobs.doneCount(), 3u);
}

TEST_F(MyPython, WhatNeverReturnsCanBeStopped) {
  const std::string note = "open('" + std::string(m_folder / "begun") + "', 'w').close()\n";
  for (const std::string& source :
       {"def main():\n    " + note + "    while True:\n        pass\n", note + "while True:\n    pass\n"}) {
    for (const Model model : kModels) {
      unlink((m_folder / "begun").c_str());
      auto session = RunSession::start(calling(source, model));
      ASSERT_TRUE(session) << session.error().message;
      while (access((m_folder / "begun").c_str(), F_OK) != 0) {
        ASSERT_FALSE((*session)->waitFor(0.005)) << (*session)->wait().message;
      }
      (*session)->cancel();
      EXPECT_EQ((*session)->wait().kind, OutcomeKind::Cancelled);
    }
  }
}

TEST_F(MyPython, BadSettingsAreRefusedBeforeTheRun) {
  const auto refused = [this](const std::string& key, const std::string& value) {
    Experiment experiment = calling("def main():\n    pass\n", Model::Threads);
    experiment.parameters[key] = value;
    const auto result = checked(experiment);
    return result ? std::string("accepted") : result.error().message;
  };
  EXPECT_THAT(refused("args", "[1,"), HasSubstr("is no JSON"));
  EXPECT_THAT(refused("function", "a.b"), HasSubstr("is no name of a function"));
  EXPECT_THAT(refused("file", ""), HasSubstr("which Python file"));
  Experiment native = calling("", Model::Threads);
  native.runtime = Runtime::Native;
  EXPECT_THAT(checked(native).error().message, HasSubstr("needs the runtime python"));
}

}  // namespace
}  // namespace interleave
