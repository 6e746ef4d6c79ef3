// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_chunk.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <thread>
#include <vector>

namespace interleave {
namespace {

TEST(SliceChunkPool, SeveralThreadsNeverGetTheSameChunk) {
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kEach = 500;
  SliceChunkPool pool;
  std::array<std::vector<std::shared_ptr<SliceChunk>>, kThreads> taken;
  {
    std::vector<std::jthread> threads;
    for (auto& own : taken) {
      threads.emplace_back([&pool, &own] {
        for (std::size_t i = 0; i < kEach; ++i) {
          own.push_back(pool.take());
        }
      });
    }
  }
  std::set<const SliceChunk*> all;
  for (const auto& own : taken) {
    for (const auto& chunk : own) {
      all.insert(chunk.get());
    }
  }
  EXPECT_EQ(all.size(), kThreads * kEach);
}

}  // namespace
}  // namespace interleave
