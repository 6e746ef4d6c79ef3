// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/merged_image.h"

#include <gtest/gtest.h>

#include "ui/chart/palette.h"

namespace interleave::ui {
namespace {

constexpr QRgb kBlue = 0xFF0000FF;
constexpr QRgb kGrey = 0xFF808080;

// A texture of two by two pixels for states, one colour for jobs.
class Inks : public InkSource {
 public:
  Inks() : m_job(QBrush(QColor::fromRgba(kBlue))), m_plain(QBrush(QColor::fromRgba(kGrey))), m_textured(texture()) {}
  const Ink& jobInk(JobId) override { return m_job; }
  const Ink& stateInk(State state) override { return state == State::GilWait ? m_textured : m_plain; }

  static QBrush texture() {
    QImage tile(2, 2, QImage::Format_ARGB32_Premultiplied);
    tile.fill(Qt::transparent);
    tile.setPixel(0, 0, kGrey);
    return QBrush(tile);
  }

 private:
  Ink m_job;
  Ink m_plain;
  Ink m_textured;
};

Mark merged(int column, double share, State state) {
  Mark mark;
  mark.begin = column;
  mark.end = column + 1;
  mark.share = share;
  mark.state = state;
  mark.is_merged = true;
  return mark;
}

int countOf(const QImage& image, int x, QRgb colour) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    count += image.pixel(x, y) == colour ? 1 : 0;
  }
  return count;
}

TEST(MergedImage, AColumnIsFilledFromBelowByTheShareThatRan) {
  Inks inks;
  const std::vector<Mark> marks{merged(10, 0.0, State::Ready), merged(11, 0.25, State::Idle),
                                merged(12, 0.001, State::Idle), merged(13, 1.0, State::Idle)};
  const QImage image = mergedImage(marks, 40, 10, 0, 1.0, inks);
  ASSERT_EQ(image.size(), QSize(4, 40));
  EXPECT_EQ(countOf(image, 0, kBlue), 0);
  EXPECT_EQ(countOf(image, 0, kGrey), waitingBand(State::Ready, 40, 0).height);
  EXPECT_EQ(countOf(image, 1, kBlue), 10);
  EXPECT_EQ(image.pixel(1, 39), kBlue);
  EXPECT_EQ(image.pixel(1, 29), 0u);
  EXPECT_EQ(countOf(image, 2, kBlue), 1) << "what ran is never invisible";
  EXPECT_EQ(countOf(image, 3, kBlue), 40);
}

TEST(MergedImage, BetweenMarksThereIsNothing) {
  Inks inks;
  const std::vector<Mark> marks{merged(0, 1.0, State::Idle), merged(5, 1.0, State::Idle)};
  const QImage image = mergedImage(marks, 8, 0, 0, 1.0, inks);
  for (int x = 1; x < 5; ++x) {
    EXPECT_EQ(countOf(image, x, 0u), 8) << x;
  }
}

TEST(MergedImage, TexturesLieOnTheDevicesPixelsWhereverTheImageBegins) {
  Inks inks;
  for (const int x : {0, 1, 7}) {
    for (const int y : {0, 3}) {
      const std::vector<Mark> marks{merged(x, 0.0, State::GilWait), merged(x + 1, 0.0, State::GilWait)};
      const QImage image = mergedImage(marks, 30, x, y, 1.0, inks);
      const Band band = waitingBand(State::GilWait, 30, 0);
      for (int column = 0; column < 2; ++column) {
        for (int row = 0; row < 30; ++row) {
          const bool is_within = row >= band.top && row < band.top + band.height;
          const bool is_dot = (x + column) % 2 == 0 && (y + row) % 2 == 0;
          ASSERT_EQ(image.pixel(column, row), is_within && is_dot ? kGrey : 0u) << column << ", " << row;
        }
      }
    }
  }
}

TEST(MergedImage, ANarrowSliceIsDrawnAsHighAsItsStateIs) {
  Inks inks;
  Mark runs;
  runs.begin = 0;
  runs.end = 2;
  runs.state = State::Running;
  runs.share = 1.0;
  Mark waits = runs;
  waits.begin = 2;
  waits.end = 3;
  waits.state = State::Ready;
  waits.share = 0.0;
  const QImage image = mergedImage(std::vector<Mark>{runs, waits}, 20, 0, 0, 1.0, inks);
  EXPECT_EQ(countOf(image, 1, kBlue), 20);
  EXPECT_EQ(countOf(image, 2, kGrey), 10);
  EXPECT_EQ(image.pixel(2, 10), kGrey) << "in the middle";
  EXPECT_EQ(image.pixel(2, 4), 0u);
}

}  // namespace
}  // namespace interleave::ui
