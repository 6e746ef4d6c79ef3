// SPDX-License-Identifier: GPL-3.0-or-later
// What a frame of the timeline costs, from a thousand slices to ten million: it should depend on the pixels alone.
// 16 tracks at 1600x900. Run with QT_QPA_PLATFORM=offscreen.
#include <benchmark/benchmark.h>

#include <QApplication>
#include <QMouseEvent>
#include <map>

#include "tests/unit/chart/sample_traces.h"
#include "ui/chart/figure.h"
#include "ui/chart/timeline_layout.h"
#include "ui/chart/timeline_view.h"

namespace interleave::ui {
namespace {

const std::vector<PanelInput>& panelsOf(std::int64_t slices) {
  static std::map<std::int64_t, std::vector<PanelInput>> made;
  std::vector<PanelInput>& panels = made[slices];
  if (panels.empty()) {
    panels.push_back({QStringLiteral("Sixteen threads"), QStringLiteral("made up"),
                      runsAndWaits(16, static_cast<std::uint64_t>(slices), 1'000'000'000, 1)});
  }
  return panels;
}

// The layout alone; the view moves by a little every time, as in a zoom or pan, so that no frame is like the last.
void layoutOfAFrame(benchmark::State& state) {
  const std::vector<PanelInput>& panels = panelsOf(state.range(0));
  LayoutRequest request;
  request.panels = panels;
  request.size = QSizeF(1600.0, 900.0);
  request.viewport = {0.0, 1.03e9, 0.0};
  for (auto _ : state) {
    request.viewport.begin_ns += 977.0;
    benchmark::DoNotOptimize(layoutTimeline(request));
  }
}
BENCHMARK(layoutOfAFrame)->Arg(1'000)->Arg(100'000)->Arg(1'000'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);

// Layout and painting, as the window does it.
void wholeFrame(benchmark::State& state) {
  TimelineView view;
  view.resize(1600, 900);
  view.setPanels(panelsOf(state.range(0)));
  view.setFollowing(false);
  view.grab();
  Viewport viewport{0.0, 1.03e9, 0.0};
  for (auto _ : state) {
    viewport.begin_ns += 977.0;
    view.setViewport(viewport);
    benchmark::DoNotOptimize(view.layoutNow());
  }
  state.counters["frame_ms"] = view.lastFrame_ms();
}
BENCHMARK(wholeFrame)->Arg(1'000)->Arg(100'000)->Arg(1'000'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);

// As many threads as a watched program may have: nearly all of them are out of sight.
void wholeFrameOfThreads(benchmark::State& state) {
  const auto threads = static_cast<std::uint32_t>(state.range(0));
  TimelineView view;
  view.resize(1600, 900);
  view.setPanels({{QStringLiteral("Threads"), QStringLiteral("made up"),
                   runsAndWaits(threads, 100 * static_cast<std::uint64_t>(threads), 1'000'000'000, 1)}});
  view.setFollowing(false);
  view.grab();
  Viewport viewport{0.0, 1.03e9, 0.0};
  for (auto _ : state) {
    viewport.begin_ns += 977.0;
    view.setViewport(viewport);
    benchmark::DoNotOptimize(view.layoutNow());
  }
}
BENCHMARK(wholeFrameOfThreads)->Arg(16)->Arg(256)->Arg(4096)->Unit(benchmark::kMillisecond);

// One move of the mouse over slices, with a selection shown: card, cursor, links and legend.
void moveOfTheMouse(benchmark::State& state) {
  TimelineView view;
  view.resize(1600, 900);
  view.show();
  view.setPanels(panelsOf(state.range(0)));
  view.setSelection(TimeRange{200'000'000, 400'000'000});
  view.grab();
  int i = 0;
  for (auto _ : state) {
    const QPointF point(200.0 + i % 1200, 100.0 + i % 600);
    QMouseEvent event(QEvent::MouseMove, point, view.mapToGlobal(point), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(&view, &event);
    ++i;
  }
}
BENCHMARK(moveOfTheMouse)->Arg(1'000)->Arg(100'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);

void pictureOf4k(benchmark::State& state) {
  Figure figure;
  figure.panels = panelsOf(state.range(0));
  figure.size = {3840, 2160};
  figure.scale = 2.0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(renderFigure(figure));
  }
}
BENCHMARK(pictureOf4k)->Arg(1'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace interleave::ui

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);  // before all widgets, gone after them
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
