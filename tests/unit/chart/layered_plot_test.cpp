// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/layered_plot.h"

#include <gmock/gmock.h>

#include <QImage>
#include <functional>

#include "ui/chart/chart_cursor.h"
#include "ui/chart/job_links.h"
#include "ui/chart/selection_band.h"
#include "ui/chart/theme.h"
#include "ui/chart/timeline_chart.h"

namespace interleave::ui {
namespace {

// The same parts in a plot that draws as QCustomPlot does and in ours.
template <class Plot>
class Shown {
 public:
  Shown() : m_chart(m_plot, LegendPlace::Below) {
    m_style.theme = theme(ThemeName::Light);
    m_style.family = loadFonts();
    m_plot.resize(400, 300);
    m_chart.setStyle(m_style);
    m_links.setStyle(m_style);
    m_band.setStyle(m_style);
    m_cursor.setStyle(m_style);
    TimelineLayout layout;
    layout.size = QSizeF(400.0, 300.0);
    layout.plot = QRectF(90.0, 20.0, 300.0, 200.0);
    layout.viewport = {0.0, 1e9, 0.0};
    layout.states[index(State::Running)] = true;
    layout.states[index(State::GilWait)] = true;
    m_chart.setLayout(std::move(layout), ChartMetrics{});
    m_plot.replot(QCustomPlot::rpQueuedRefresh);
  }

  void showLinks(bool on) {
    LinkPlaces places;
    if (on) {
      places.veiled.emplace_back(100.4, 40.0, 33.3, 20.0);
      places.lined.emplace_back(180.0, 90.0, 0.2, 20.0);
    }
    m_links.setPlaces(std::move(places));
    redraw();
  }
  void showBand(bool on) {
    std::optional<SelectionPlace> place;
    if (on) {
      place = SelectionPlace{QRectF(120.6, 20.0, 200.2, 200.0), 120.6, 320.8, QStringLiteral("12.4 ms"), 11.0};
    }
    m_band.setPlace(place);
    redraw();
  }
  void showLine(std::optional<double> x) {
    m_cursor.setLine(x ? std::optional(QLineF(*x, 20.0, *x, 220.0)) : std::nullopt);
    redraw();
  }
  void showFocus(bool on) {
    m_cursor.setFocusShown(on);
    redraw();
  }
  void showShares(int running_percent) {
    StateShares shares;
    shares.times[index(State::Running)] = running_percent;
    shares.lifetime_ns = 100;
    m_chart.setShares(shares);
    redraw();
  }
  // What a window has.
  QImage picture() {
    QImage image(m_plot.size(), QImage::Format_RGB32);
    image.fill(Qt::magenta);
    m_plot.render(&image);
    return image;
  }

 private:
  void redraw() { m_cursor.layer()->replot(); }

  Plot m_plot;
  ChartStyle m_style;
  TimelineChart m_chart;
  JobLinks& m_links = *new JobLinks(&m_plot);
  SelectionBand& m_band = *new SelectionBand(&m_plot);
  ChartCursor& m_cursor = *new ChartCursor(&m_plot);
};

// The pixels that differ.
QImage changed(const QImage& before, const QImage& after) {
  QImage mask(before.size(), QImage::Format_RGB32);
  for (int y = 0; y < before.height(); ++y) {
    for (int x = 0; x < before.width(); ++x) {
      mask.setPixel(x, y, before.pixel(x, y) != after.pixel(x, y) ? 0xFFFFFFFF : 0xFF000000);
    }
  }
  return mask;
}

template <class Plot>
struct Change {
  const char* what;
  std::function<void(Shown<Plot>&)> show;
  std::function<void(Shown<Plot>&)> hide;
};

template <class Plot>
std::vector<Change<Plot>> changes() {
  return {{"links", [](auto& shown) { shown.showLinks(true); }, [](auto& shown) { shown.showLinks(false); }},
          {"band", [](auto& shown) { shown.showBand(true); }, [](auto& shown) { shown.showBand(false); }},
          {"line", [](auto& shown) { shown.showLine(150.7); }, [](auto& shown) { shown.showLine(std::nullopt); }},
          {"focus", [](auto& shown) { shown.showFocus(true); }, [](auto& shown) { shown.showFocus(false); }},
          {"shares", [](auto& shown) { shown.showShares(25); }, [](auto& shown) { shown.showShares(100); }}};
}

TEST(LayeredPlotTest, ShowsOfEachPartWhatAnyPlotShows) {
  const auto plain = changes<QCustomPlot>();
  const auto layered = changes<LayeredPlot>();
  for (std::size_t i = 0; i < plain.size(); ++i) {
    Shown<QCustomPlot> expected;
    Shown<LayeredPlot> found;
    expected.showShares(100);
    found.showShares(100);
    const QImage expected_before = expected.picture();
    const QImage found_before = found.picture();
    plain[i].show(expected);
    layered[i].show(found);
    EXPECT_NE(found.picture(), found_before) << plain[i].what;
    EXPECT_EQ(changed(found_before, found.picture()), changed(expected_before, expected.picture())) << plain[i].what;
  }
}

TEST(LayeredPlotTest, NothingIsLeftOfWhatHasGone) {
  for (const Change<LayeredPlot>& change : changes<LayeredPlot>()) {
    Shown<LayeredPlot> found;
    found.showShares(100);
    const QImage before = found.picture();
    change.show(found);
    change.hide(found);
    EXPECT_EQ(found.picture(), before) << change.what;
  }
  Shown<LayeredPlot> moved;
  moved.showLine(100.0);
  moved.showLine(200.0);
  Shown<LayeredPlot> fresh;
  fresh.showLine(200.0);
  EXPECT_EQ(moved.picture(), fresh.picture());
}

}  // namespace
}  // namespace interleave::ui
