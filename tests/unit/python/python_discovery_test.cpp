// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_discovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <thread>

#include "core/base/clock.h"
#include "tests/support/processes.h"
#include "tests/unit/python/fake_pythons.h"

namespace interleave::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<std::string> namesOf(const std::vector<PythonInterpreter>& found) {
  std::vector<std::string> names;
  for (const PythonInterpreter& one : found) {
    names.push_back(one.name() + (one.isUsable() ? "" : " (" + one.problem + ")"));
  }
  return names;
}

TEST(FindPythons, asksEachOnceAndListsTheUnusableWithTheReason) {
  FakePythons pythons;
  pythons.addAnswering("bin/python3", answerOf("3, 11, 2", R"("packages": {"joblib": "1.2.0", "rubbish": 7}, )"));
  std::filesystem::create_symlink(pythons.path("bin/python3"), pythons.path("bin/python"));
  std::filesystem::create_symlink(pythons.path("bin/python3"), pythons.path("bin/python3.11"));
  pythons.addAnswering(".pyenv/versions/3.13.0/bin/python3.13", answerOf("3, 13, 0"));
  pythons.addAnswering(".local/share/uv/python/free/bin/python3.13t",
                       answerOf("3, 13, 1", R"("free_threaded": true, "gil": false, )"));
  pythons.addAnswering(".pyenv/versions/3.6.15/bin/python3", answerOf("3, 6, 15"));
  pythons.addAnswering("bin/python3.9", R"(INTERLEAVE-PYTHON {"version": [3, 9, 1], "implementation": "PyPy"})");
  pythons.addAnswering("bin/python3-config", answerOf("3, 11, 2"));  // not one
  const std::vector<PythonInterpreter> found = findPythons(pythons.search());
  EXPECT_THAT(namesOf(found), ElementsAre("CPython 3.11.2", "CPython 3.13.0", "CPython 3.13.1 free-threaded",
                                          AllOf(StartsWith("PyPy 3.9.1"), HasSubstr("it is PyPy")),
                                          AllOf(StartsWith("CPython 3.6.15"), HasSubstr("too old"))));
  EXPECT_EQ(pythons.timesAsked(), 5);
  EXPECT_EQ(found[0].packages, (std::map<std::string, std::string>{{"joblib", "1.2.0"}}));
  EXPECT_EQ(found[0].path, pythons.path("bin/python3"));
}

TEST(FindPythons, saysOfEachBrokenOneWhatIsWrongWithIt) {
  FakePythons pythons;
  pythons.add("bin/python3.8", "echo 'no such library' >&2; exit 1");
  pythons.add("bin/python3.9", "head -c 300 /dev/urandom");
  pythons.add("bin/python3.10", "head -c 20000000 /dev/zero | tr '\\0' 'x'; echo; echo bye");
  pythons.add("bin/python3.11", "kill -SEGV $$");
  pythons.add("bin/python3.12", "echo 'INTERLEAVE-PYTHON {\"version\": \"three\"}'");
  pythons.add("bin/python3.13", "echo 'INTERLEAVE-PYTHON [[[[[[[['");
  std::ofstream(pythons.add("bin/python3.14", "")) << "\177ELF, but not really";
  const std::vector<PythonInterpreter> found = findPythons(pythons.search());
  ASSERT_EQ(found.size(), 7u);
  std::map<std::string, std::string> problems;
  for (const PythonInterpreter& one : found) {
    EXPECT_EQ(one.name(), "Python");
    problems[std::filesystem::path(one.path).filename().string()] = one.problem;
    EXPECT_LT(one.problem.size(), 400u);
  }
  EXPECT_THAT(problems["python3.8"], AllOf(HasSubstr("exited with status 1"), HasSubstr("no such library")));
  EXPECT_THAT(problems["python3.9"], HasSubstr("no answer"));
  EXPECT_THAT(problems["python3.10"], HasSubstr("bye"));
  EXPECT_THAT(problems["python3.11"], HasSubstr("SIGSEGV"));
  EXPECT_THAT(problems["python3.12"], HasSubstr("no version"));
  EXPECT_THAT(problems["python3.13"], HasSubstr("no answer"));
  EXPECT_THAT(problems["python3.14"], HasSubstr("can't start"));
}

TEST(FindPythons, endsOneThatHangsTogetherWithItsChildren) {
  FakePythons pythons;
  const std::string pids = pythons.path("pids");
  pythons.add("bin/python3", "echo $$ >>" + pids + "\nsleep 1000 & echo $! >>" + pids + "\nwait");
  PythonSearch search = pythons.search();
  search.time_limit_ms = 300;
  const std::vector<PythonInterpreter> found = findPythons(search);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].problem, HasSubstr("did not answer within 0.3 s"));
  std::ifstream file(pids);
  int count = 0;
  for (pid_t pid = 0; file >> pid; ++count) {
    for (int i = 0; i < 2000 && isAlive(pid); ++i) {  // a killed orphan is init's to reap
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_FALSE(isAlive(pid));
  }
  EXPECT_EQ(count, 2);
}

TEST(FindPythons, asksAgainOnlyWhenSomethingHasChanged) {
  FakePythons pythons;
  PythonSearch search = pythons.search();
  search.cache_file = pythons.path("cache/pythons.json");
  const std::string packages = pythons.path("packages");
  std::filesystem::create_directories(packages);
  const std::string more = "\"folders\": [\"" + packages + "\"], ";
  pythons.addAnswering("bin/python3", answerOf("3, 11, 2", more));
  const std::vector<PythonInterpreter> first = findPythons(search);
  EXPECT_EQ(findPythons(search), first);
  EXPECT_EQ(pythons.timesAsked(), 1);
  std::filesystem::create_directories(packages + "/joblib");  // installed meanwhile
  EXPECT_EQ(findPythons(search), first);
  EXPECT_EQ(pythons.timesAsked(), 2);
  pythons.addAnswering("bin/python3", answerOf("3, 12, 10", more));  // replaced by another
  EXPECT_EQ(findPythons(search).at(0).name(), "CPython 3.12.10");
  EXPECT_EQ(pythons.timesAsked(), 3);
}

TEST(FindPythons, believesNothingOfARottenCache) {
  FakePythons pythons;
  PythonSearch search = pythons.search();
  search.cache_file = pythons.path("pythons.json");
  pythons.addAnswering("bin/python3", answerOf("3, 11, 2"));
  const std::vector<PythonInterpreter> truth = findPythons(search);
  const std::string good = textOf(search.cache_file);
  ASSERT_NE(good.find("\"modified_ns\""), std::string::npos);
  const auto with = [&](std::string text, const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  for (const std::string& rotten :
       {std::string(), std::string("]["), std::string("{\"format\": 1, \"interpreters\": 7}"),
        good.substr(0, good.size() / 2), with(good, "\"format\": 1", "\"format\": 2"),
        with(good, "\"modified_ns\": ", "\"modified_ns\": \"x\", \"y\": "), with(good, "CPython", "C\\u0000\\u001b"),
        with(good, "\"folders\": []", "\"folders\": [[], {}, 7]"),
        with(good, "\"answer\": {", "\"answer\": {\"version\": [1e99], \"x\": {"), std::string(5'000'000, '[')}) {
    std::ofstream(search.cache_file) << rotten;
    const std::vector<PythonInterpreter> found = findPythons(search);
    ASSERT_EQ(found.size(), 1u) << rotten.substr(0, 200);
    EXPECT_EQ(found[0].version, truth[0].version) << rotten.substr(0, 200);
  }
  std::filesystem::remove(search.cache_file);
  std::filesystem::create_directories(search.cache_file);  // can't be written
  EXPECT_EQ(findPythons(search), truth);
}

class ChoosePython : public ::testing::Test {
 protected:
  void SetUp() override {
    m_pythons.addAnswering("bin/python3", answerOf("3, 11, 2"));
    m_pythons.addAnswering("bin/python3.12", answerOf("3, 12, 1"));
    m_pythons.addAnswering(".pyenv/versions/a/bin/python3", answerOf("3, 12, 10"));
    m_pythons.addAnswering(".pyenv/versions/b/bin/python3", answerOf("3, 13, 0"));
    m_pythons.addAnswering(".pyenv/versions/c/bin/python3",
                           answerOf("3, 13, 0", R"("free_threaded": true, "gil": true, )"));
    m_pythons.addAnswering(".pyenv/versions/d/bin/python3", answerOf("3, 7, 9"));
  }
  std::string nameOf(const std::string& wanted) {
    const auto chosen = choosePython(wanted, m_pythons.search());
    return chosen ? chosen->name() : chosen.error().message;
  }
  FakePythons m_pythons;
};

TEST_F(ChoosePython, takesVersionsPathsAndNothing) {
  EXPECT_EQ(nameOf(""), "CPython 3.11.2") << "as python3 on the command line";
  EXPECT_EQ(nameOf("3.12"), "CPython 3.12.10") << "the newest, by number and not by text";
  EXPECT_EQ(nameOf("3.12.1"), "CPython 3.12.1");
  EXPECT_EQ(nameOf("3"), "CPython 3.13.0");
  EXPECT_EQ(nameOf("3.13t"), "CPython 3.13.0 free-threaded, GIL on");
  EXPECT_EQ(nameOf(m_pythons.path("bin/python3.12")), "CPython 3.12.1");
  EXPECT_EQ(nameOf("~/.pyenv/versions/b/bin/python3"), "CPython 3.13.0");
}

TEST_F(ChoosePython, refusalsNameWhatThereIs) {
  for (const char* wanted : {"3.7", "3.14", "3.12t", "2"}) {
    EXPECT_THAT(nameOf(wanted),
                AllOf(HasSubstr("there is no Python " + std::string(wanted)), HasSubstr("CPython 3.12.10")));
  }
  for (const char* wanted : {"x", "3.", "3.12.1.0", "-3", "3.12 ", "t", "99999999999999"}) {
    EXPECT_THAT(nameOf(wanted), AllOf(HasSubstr("is no Python"), HasSubstr("CPython 3.11.2")));
  }
  EXPECT_THAT(nameOf("/nowhere/python"), HasSubstr("/nowhere/python is not there"));
  EXPECT_THAT(nameOf(m_pythons.path(".pyenv/versions/d/bin/python3")),
              AllOf(HasSubstr("CPython 3.7.9"), HasSubstr("too old")));
  EXPECT_THAT(nameOf("/bin/false"), HasSubstr("can't be used: it exited with status 1"));
}

TEST_F(ChoosePython, oneThatIsNotExecutableIsNotOfferedAndSaysSoWhenItIsNamed) {
  const std::string path = m_pythons.addAnswering("bin/python3.10", answerOf("3, 10, 1"));
  chmod(path.c_str(), 0644);
  EXPECT_THAT(nameOf(path), AllOf(HasSubstr(path), HasSubstr("Permission denied")));
  EXPECT_THAT(nameOf("3.10"), HasSubstr("there is no Python 3.10"));
}

TEST(ChoosePythonOfNone, saysThatThereIsNone) {
  const FakePythons none;
  const auto chosen = choosePython("", none.search());
  ASSERT_FALSE(chosen);
  EXPECT_THAT(chosen.error().message, HasSubstr("no CPython of version 3.8 or newer was found"));
}

TEST(PythonCandidates, aVirtualEnvironmentIsOneOfItsOwn) {
  FakePythons pythons;
  const std::string real = pythons.addAnswering("bin/python3", answerOf("3, 11, 2"));
  std::filesystem::create_directories(pythons.path("venv/bin"));
  std::ofstream(pythons.path("venv/pyvenv.cfg")) << "home = /\n";
  std::filesystem::create_symlink(real, pythons.path("venv/bin/python3"));
  std::filesystem::create_symlink(real, pythons.path("venv/bin/python"));
  PythonPlaces places = pythons.search().places;
  places.path = {"relative/bin", pythons.path("venv/bin"), pythons.path("bin"), pythons.path("missing")};
  EXPECT_THAT(pythonCandidates(places), ElementsAre(pythons.path("venv/bin/python3"), real));
}

// The interpreters of this very machine, whichever they are, are what their own banners say.
TEST(FindPythons, theRealOnesSayThePlainTruth) {
  for (const PythonInterpreter& one : findPythons(PythonSearch{})) {
    if (!one.isUsable() || one.is_free_threaded) {
      continue;
    }
    const TemporaryFolder folder;
    const std::string command = "'" + one.path + "' --version >" + (folder / "out") + " 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0) << one.path;
    EXPECT_EQ("C" + textOf(folder / "out"), one.name() + "\n") << one.path;
    EXPECT_TRUE(one.is_gil_on);
  }
}

}  // namespace
}  // namespace interleave::test
