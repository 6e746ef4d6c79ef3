// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/agreement.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

constexpr JobId kJob{0};
constexpr std::int64_t kTolerance = 50;

class AgreementTest : public testing::Test {
 protected:
  void marks(std::int64_t begin, std::int64_t end, State state) { tally.addMarks({begin, end, kJob, state}); }
  void kernel(std::int64_t begin, std::int64_t end, State state) { tally.addKernel({begin, end, kNoJob, state}); }
  Agreement total() {
    tally.close();
    return tally.total();
  }
  AgreementTally tally{kTolerance};
};

TEST_F(AgreementTest, NoJobNoAgreement) {
  kernel(0, 1000, State::Running);
  EXPECT_FALSE(total().ratio());
}

TEST_F(AgreementTest, WhatBothCallRunningAgrees) {
  marks(0, 1000, State::Running);
  kernel(0, 1000, State::Running);
  EXPECT_EQ(total().ratio(), 1.0);
  EXPECT_EQ(total().both_ns, 1000);
}

TEST_F(AgreementTest, AGapInTheMarksThatThePreemptionExplainsAgrees) {
  marks(0, 1000, State::Running);
  marks(1000, 2000, State::Ready);
  marks(2000, 3000, State::Running);
  kernel(0, 1020, State::Running);  // switched out a little after the last mark
  kernel(1020, 1980, State::Ready);
  kernel(1980, 3000, State::Running);
  EXPECT_EQ(total().ratio(), 1.0);
}

TEST_F(AgreementTest, MarksThatGoOnWithoutACoreAreAContradiction) {
  marks(0, 1000, State::Running);
  kernel(0, 400, State::Running);
  kernel(400, 500, State::Ready);
  kernel(500, 1000, State::Running);
  EXPECT_EQ(total().only_marks_ns, 100);
  EXPECT_EQ(total().both_ns, 900);
}

TEST_F(AgreementTest, AShortAbsenceIsBeyondWhatMarksCanTell) {
  marks(0, 1000, State::Running);
  kernel(0, 400, State::Running);
  kernel(400, 450, State::Ready);
  kernel(450, 1000, State::Running);
  EXPECT_EQ(total().only_marks_ns, 0);
  EXPECT_EQ(total().ratio(), 1.0);
}

TEST_F(AgreementTest, AStretchInPiecesIsOneStretch) {
  marks(0, 1000, State::Running);
  kernel(0, 400, State::Running);
  kernel(400, 440, State::Ready);
  kernel(440, 480, State::Waiting);
  kernel(480, 1000, State::Running);
  EXPECT_EQ(total().only_marks_ns, 80);
}

TEST_F(AgreementTest, SilentMarksOnACoreCountAgainstAgreement) {
  marks(0, 500, State::Running);
  marks(500, 1000, State::Ready);
  kernel(0, 1000, State::Running);
  EXPECT_EQ(total().only_kernel_ns, 500);
  EXPECT_EQ(total().ratio(), 0.5);
}

TEST_F(AgreementTest, MarkedWaitsAndLossesAreNotCompared) {
  marks(0, 100, State::Running);
  marks(100, 500, State::GilWait);
  marks(500, 1000, State::Running);
  kernel(0, 600, State::Running);
  kernel(600, 900, State::Lost);
  kernel(900, 1000, State::Running);
  EXPECT_EQ(total().both_ns, 300);
  EXPECT_EQ(total().ratio(), 1.0);
}

TEST_F(AgreementTest, TheOrderInWhichTheSourcesTellDoesNotMatter) {
  AgreementTally kernel_first(kTolerance);
  AgreementTally marks_first(kTolerance);
  const Slice run{0, 1000, kJob, State::Running};
  const Slice on{0, 300, kNoJob, State::Running};
  const Slice off{300, 1000, kNoJob, State::Ready};
  kernel_first.addKernel(on);
  kernel_first.addKernel(off);
  kernel_first.addMarks(run);
  marks_first.addMarks(run);
  marks_first.addKernel(on);
  marks_first.addKernel(off);
  kernel_first.close();
  marks_first.close();
  EXPECT_EQ(kernel_first.total().only_marks_ns, 700);
  EXPECT_EQ(marks_first.total().only_marks_ns, 700);
}

}  // namespace
}  // namespace interleave
