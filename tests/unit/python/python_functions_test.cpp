// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_functions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "core/python/python_discovery.h"
#include "tests/support/program.h"
#include "tests/support/python_here.h"
#include "tests/unit/python/fake_pythons.h"

namespace interleave {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int kPatience_ms = 30'000;

class PythonFunctions : public test::PythonHere {
 protected:
  Result<std::vector<std::string>> of(const std::string& source) {
    std::ofstream(m_folder / "a file.py") << source;
    return pythonFunctions(m_python.path, m_folder / "a file.py", kPatience_ms);
  }
  test::TemporaryFolder m_folder;
};

TEST_F(PythonFunctions, AreListedInOrderAndTheFileIsNotExecuted) {
  const auto found = of("open('" + std::string(m_folder / "executed") +
                        "', 'w')\nimport no_such_module\ndef b(x):\n    def inner(): pass\ndef a(): pass\n"
                        "class C:\n    def method(self): pass\nasync def later(): pass\ndef b(): pass\nü = 1\n");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_THAT(*found, ElementsAre("b", "a"));
  EXPECT_NE(access((m_folder / "executed").c_str(), F_OK), 0);
  EXPECT_THAT(*of(""), IsEmpty());
}

TEST_F(PythonFunctions, WhatCanNotBeReadIsSaidInOneLine) {
  EXPECT_THAT(of("x = 1\ndef main(:\n").error().message, AllOf(HasSubstr("line 2"), HasSubstr("SyntaxError")));
  EXPECT_FALSE(of(std::string("\0\0", 2)));
  EXPECT_THAT(pythonFunctions(m_python.path, "/nowhere/work.py", kPatience_ms).error().message,
              AllOf(HasSubstr("can't list the functions of /nowhere/work.py"), HasSubstr("No such file")));
  EXPECT_FALSE(pythonFunctions("/nowhere/python3", m_folder / "a file.py", kPatience_ms));
}

TEST(PythonFunctionsOfFakes, OneThatHangsOrTalksRubbishIsNoMoreThanAnError) {
  test::FakePythons pythons;
  const std::string hanging = pythons.add("python3", "sleep 1000 & wait");
  EXPECT_THAT(pythonFunctions(hanging, "x.py", 100).error().message, HasSubstr("did not answer within 0.1 s"));
  const std::string rubbish = pythons.add("python3.9", "echo 'INTERLEAVE-FUNCTIONS {\"functions\": [1, {}]}'");
  EXPECT_THAT(*pythonFunctions(rubbish, "x.py", kPatience_ms), IsEmpty());
  const std::string dying = pythons.add("python3.10", "kill -9 $$");
  EXPECT_THAT(pythonFunctions(dying, "x.py", kPatience_ms).error().message, HasSubstr("was killed by SIGKILL"));
}

}  // namespace
}  // namespace interleave
