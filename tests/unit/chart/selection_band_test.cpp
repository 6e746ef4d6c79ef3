// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/selection_band.h"

#include <gmock/gmock.h>

#include "tests/unit/chart/sample_traces.h"

namespace interleave::ui {
namespace {

// 200 px for [20, 120) ms, from x 92 on.
class SelectionBandTest : public testing::Test {
 protected:
  SelectionBandTest() : m_panels{{"A", "", turnsOnCores()}} {
    LayoutRequest request;
    request.panels = m_panels;
    request.size = QSizeF(316.0, 400.0);
    request.viewport = {2e7, 1.2e8, 0.0};
    m_layout = layoutTimeline(request);
  }
  std::optional<SelectionPlace> placeOf(std::int64_t begin_ms, std::int64_t end_ms) const {
    return selectionPlace(m_layout, TimeRange{begin_ms * kMs, end_ms * kMs});
  }

  std::vector<PanelInput> m_panels;
  TimelineLayout m_layout;
};

TEST_F(SelectionBandTest, LiesOverThePlotAndSaysItsLength) {
  const auto place = placeOf(30, 70);
  ASSERT_TRUE(place);
  EXPECT_EQ(place->band, QRectF(112.0, m_layout.plot.top(), 80.0, m_layout.plot.height()));
  EXPECT_EQ(place->text, QStringLiteral("40.0 ms"));
  EXPECT_GE(place->text_top + 18.0, m_layout.panels[0].head.bottom()) << "below the texts of the head";
}

TEST_F(SelectionBandTest, AnEdgeOutOfSightIsNotDrawnNorGrasped) {
  const auto place = placeOf(0, 70);
  ASSERT_TRUE(place);
  EXPECT_FALSE(place->begin_x);
  EXPECT_DOUBLE_EQ(place->band.left(), m_layout.plot.left());
  EXPECT_FALSE(edgeAt(*place, QPointF(m_layout.plot.left(), 60.0)));
  EXPECT_EQ(place->text, QStringLiteral("70.0 ms")) << "the length is all of it";
  EXPECT_FALSE(placeOf(0, 10));
  EXPECT_FALSE(placeOf(130, 140));
}

TEST_F(SelectionBandTest, AnEdgeIsGraspedFromNearby) {
  const auto place = placeOf(30, 70);
  EXPECT_EQ(edgeAt(*place, QPointF(114.0, 60.0)), SelectionEdge::Begin);
  EXPECT_EQ(edgeAt(*place, QPointF(190.0, 60.0)), SelectionEdge::End);
  EXPECT_FALSE(edgeAt(*place, QPointF(150.0, 60.0)));
  EXPECT_FALSE(edgeAt(*place, QPointF(112.0, 399.0))) << "below the plot";
}

}  // namespace
}  // namespace interleave::ui
