// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace interleave {
namespace {

TEST(FailErrno, namesWhatWasTriedAndWhy) {
  const Status missing = failErrno("can't open it", ENOENT);
  EXPECT_EQ(missing.error().message, "can't open it: No such file or directory");
  EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
  EXPECT_EQ(Status(failErrno("x", EMFILE)).error().code, ErrorCode::Unavailable);
  EXPECT_EQ(Status(failErrno("x", EPIPE)).error().code, ErrorCode::Io);
}

}  // namespace
}  // namespace interleave
