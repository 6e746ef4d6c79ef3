// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_chunk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <set>
#include <thread>
#include <vector>

namespace interleave {
namespace {

using ChunkPtr = std::shared_ptr<SliceChunk>;

TEST(SliceChunkPool, EveryThreadGetsChunksOfItsOwn) {
  SliceChunkPool pool;
  constexpr std::size_t kEach = 200;
  std::vector<std::vector<ChunkPtr>> taken(4);
  {
    std::vector<std::jthread> threads;
    for (std::vector<ChunkPtr>& own : taken) {
      threads.emplace_back([&pool, &own] {
        for (std::size_t i = 0; i < kEach; ++i) {
          own.push_back(pool.take());
        }
      });
    }
  }
  std::set<const SliceChunk*> all;
  for (const std::vector<ChunkPtr>& own : taken) {
    for (const ChunkPtr& chunk : own) {
      EXPECT_TRUE(all.insert(chunk.get()).second);
    }
  }
  EXPECT_EQ(all.size(), taken.size() * kEach);
}

TEST(SliceChunkPool, WhatNobodyHasAnyMoreIsHandedOutAgain) {
  SliceChunkPool pool;
  std::deque<ChunkPtr> held;
  constexpr std::size_t kAlone = 32;
  for (std::size_t i = 0; i < kAlone; ++i) {
    held.push_back(pool.take());
  }
  const ChunkPtr slow = pool.take();  // of a track that keeps its one for ever
  constexpr std::size_t kAtOnce = 10;
  std::set<const SliceChunk*> seen;
  for (int i = 0; i < 1000; ++i) {
    held.push_back(pool.take());
    seen.insert(held.back().get());
    if (held.size() > kAtOnce) {
      held.pop_front();
    }
  }
  EXPECT_FALSE(seen.contains(slow.get()));
  EXPECT_LE(seen.size(), kAlone + kAtOnce + 1);
}

TEST(SliceChunkPool, ChunksOutliveTheirPool) {
  std::vector<ChunkPtr> held;
  {
    SliceChunkPool pool;
    for (int i = 0; i < 100; ++i) {
      held.push_back(pool.take());
      held.back()->slices[0] = PackedSlice(Slice{i, i + 1, JobId{0}, State::Running});
    }
  }
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(held[static_cast<std::size_t>(i)]->slices[0].begin_ns(), i);
  }
}

}  // namespace
}  // namespace interleave
