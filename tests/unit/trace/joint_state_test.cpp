// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/joint_state.h"

#include <gtest/gtest.h>

#include <vector>

namespace interleave {
namespace {

constexpr State kKernel[] = {State::Running, State::Ready, State::Waiting};

TEST(JointState, InAJobTheKernelDecides) {
  for (const State marks : {State::Running, State::Ready}) {
    for (const State kernel : kKernel) {
      EXPECT_EQ(jointState(marks, kernel), kernel);
    }
  }
}

TEST(JointState, AMarkedWaitIsOneUnlessTheThreadLostItsCore) {
  for (const State marks : {State::GilWait, State::LockWait, State::IoWait, State::Copying}) {
    EXPECT_EQ(jointState(marks, State::Running), marks);
    EXPECT_EQ(jointState(marks, State::Waiting), marks);
    EXPECT_EQ(jointState(marks, State::Ready), State::Ready);
  }
}

TEST(JointState, StartingIdleAndLossesAreTheMarksAlone) {
  for (const State marks : {State::Starting, State::Idle, State::Lost}) {
    for (const State kernel : kKernel) {
      EXPECT_EQ(jointState(marks, kernel), marks);
    }
  }
}

TEST(JointState, WhatTheKernelDoesNotKnowTheMarksSay) {
  for (const State marks : {State::Running, State::Ready, State::GilWait, State::Idle}) {
    EXPECT_EQ(jointState(marks, std::nullopt), marks);
    EXPECT_EQ(jointState(marks, State::Lost), marks);
  }
}

TEST(JointState, OnceTheThreadHasEndedItIsGone) {
  for (const State marks : {State::Running, State::GilWait, State::Idle}) {
    EXPECT_EQ(jointState(marks, State::Gone), State::Gone);
  }
}

}  // namespace
}  // namespace interleave
