// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/figure.h"

#include <fmt/format.h>

#include <QBuffer>
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "ui/chart/figures_text.h"
#include "ui/chart/kept_part.h"
#include "ui/chart/save_file.h"
#include "ui/chart/state_shares.h"
#include "ui/chart/timeline_chart.h"
#include "ui/chart/trace_words.h"
#include "ui/chart/viewport_math.h"

namespace interleave::ui {
namespace {

constexpr double kMargin = 20.0;
constexpr double kTitle = 48.0;
constexpr double kFootnoteGap = 20.0;
constexpr double kMostFootnoteLines = 4.0;
constexpr double kTallestRow = 0.2;   // of the picture
constexpr QSizeF kInset{18.0, 10.0};  // around everything: a picture's edge is often cropped on a slide
// The size at which type has its usual size. A larger picture is the same picture with more pixels; a smaller one keeps
// its type readable and shows less.
constexpr QSizeF kReference{1280.0, 720.0};

/// Pixels of the picture in one of the chart's.
double deviceScale(const Figure& figure) {
  const double larger = std::min(figure.size.width() / kReference.width(), figure.size.height() / kReference.height());
  return figure.scale * std::max(1.0, larger);
}

double whole_ns(const Figure& figure) {
  std::int64_t whole = 0;
  for (const PanelInput& panel : figure.panels) {
    whole = std::max(whole, panel.snapshot ? panel.snapshot->now_ns : 0);
  }
  return static_cast<double>(whole);
}

Status check(const Figure& figure) {
  const auto fits = [](int px) { return px >= kSmallestFigure_px && px <= kLargestFigure_px; };
  if (!fits(figure.size.width()) || !fits(figure.size.height())) {
    return fail(ErrorCode::OutOfRange,
                fmt::format("a picture of {}x{} pixels: width and height must be {} to {}", figure.size.width(),
                            figure.size.height(), kSmallestFigure_px, kLargestFigure_px));
  }
  if (!(figure.scale >= 0.01 && figure.scale <= 16.0)) {
    return fail(ErrorCode::OutOfRange, fmt::format("a scale of {:g}: it must be 0.01 to 16", figure.scale));
  }
  const bool lacks_cores =
      figure.rows == Rows::Core && std::all_of(figure.panels.begin(), figure.panels.end(), [](const PanelInput& panel) {
        return panel.snapshot && panel.snapshot->cores.empty();
      });
  if (lacks_cores && !figure.panels.empty()) {
    return fail(ErrorCode::InvalidArgument, "there is nothing to draw: rows by core need the kernel's view");
  }
  const bool has_rows = std::any_of(figure.panels.begin(), figure.panels.end(),
                                    [&](const PanelInput& panel) { return rowCount(panel, figure.rows) > 0; });
  if (!has_rows || figure.panels.size() > 4) {
    return fail(ErrorCode::InvalidArgument,
                has_rows ? "a picture shows four runs at most" : "there is nothing to draw: the run has no tracks");
  }
  return {};
}

class FigurePainter {
 public:
  FigurePainter(const Figure& figure, QCPPainter& painter)
      : m_figure(figure),
        m_painter(painter),
        m_style{theme(figure.theme), figure.palette, loadFonts()},
        m_scale(deviceScale(figure)),
        m_width(figure.size.width() / m_scale - 2.0 * kInset.width()),
        m_height(figure.size.height() / m_scale - 2.0 * kInset.height()) {}

  void paint();

 private:
  void paintTitle(double& top);
  void paintFootnote(double& bottom);
  bool needsTwoLines(double width) const;
  double leftMargin() const;
  TimelineLayout paintColumn(std::span<const PanelInput> panels, const QRectF& rect);

  const Figure& m_figure;
  QCPPainter& m_painter;
  ChartStyle m_style;
  double m_scale;
  double m_width;  // within the inset
  double m_height;
};

void FigurePainter::paint() {
  double top = 8.0;
  double bottom = m_height - 8.0;
  paintTitle(top);
  paintFootnote(bottom);
  const double legend = legendHeight(m_figure.panels, m_figure.rows, m_figure.style, m_style.family, m_width);
  bottom -= legend;
  const std::span<const PanelInput> panels(m_figure.panels);
  const bool beside = m_figure.order == PanelOrder::SideBySide && panels.size() > 1;
  const std::size_t columns = beside ? panels.size() : 1;
  const double width = std::floor(m_width / static_cast<double>(columns));
  TimelineLayout all;
  StateShares shares;
  double below = top;
  for (std::size_t c = 0; c < columns; ++c) {
    const QRectF rect(width * static_cast<double>(c), top, width, bottom - top);
    const std::span<const PanelInput> own = beside ? panels.subspan(c, 1) : panels;
    const TimelineLayout layout = paintColumn(own, rect);
    shares.add(stateShares(layout, own, std::nullopt));
    for (std::size_t s = 0; s < kStateCount; ++s) {
      all.states[s] = all.states[s] || layout.states[s];
    }
    all.has_merged = all.has_merged || layout.has_merged;
    all.is_watched = layout.is_watched && (c == 0 || all.is_watched);
    all.has_jobless = all.has_jobless || layout.has_jobless;
    all.connectors.insert(all.connectors.end(), layout.connectors.begin(), layout.connectors.end());
    all.gil_points.insert(all.gil_points.end(), layout.gil_points.begin(), layout.gil_points.end());
    all.interval_lines.insert(all.interval_lines.end(), layout.interval_lines.begin(), layout.interval_lines.end());
    all.style = layout.style;
    below = std::max(below, top + layout.plot.bottom() + ChartMetrics{}.axis);
  }
  paintLegend(m_painter, legendEntries(all, shares, m_style.family), m_style, all.style, leftMargin(), m_width - 8.0,
              std::min(bottom, below) + legend / 2.0);
}

void FigurePainter::paintTitle(double& top) {
  if (m_figure.title.isEmpty()) {
    return;
  }
  const QFont font = chartFont(m_style.family, 20, Weight::SemiBold);
  const QFontMetricsF metrics(font);
  m_painter.setFont(font);
  m_painter.setPen(m_style.theme.ink);
  m_painter.drawText(QPointF(12.0, top + 28.0),
                     metrics.elidedText(m_figure.title.simplified(), Qt::ElideRight, m_width - 12.0 - kMargin));
  top += kTitle;
}

void FigurePainter::paintFootnote(double& bottom) {
  if (m_figure.footnote.isEmpty()) {
    return;
  }
  // Wrapped rather than cut: it says how the picture came about, and its end what was lost.
  const QFont font = chartFont(m_style.family, 11);
  const double width = m_width - 12.0 - kMargin;
  const double room = kMostFootnoteLines * QFontMetricsF(font).lineSpacing();
  const QRectF needed =
      QFontMetricsF(font).boundingRect(QRectF(0.0, 0.0, width, room), Qt::TextWordWrap, m_figure.footnote);
  const double height = std::min(needed.height(), room);
  m_painter.setFont(font);
  m_painter.setPen(m_style.theme.quiet);
  m_painter.drawText(QRectF(12.0, bottom - height - 6.0, width, height), Qt::TextWordWrap, m_figure.footnote);
  bottom -= height + kFootnoteGap;
}

// Room for the longest name of a track, as far as a picture can spare it. A window's margin stays as it is: nothing
// jumps there; a picture is made once.
double FigurePainter::leftMargin() const {
  constexpr double kMostOfWidth = 0.2;
  const QFontMetricsF metrics(chartFont(m_style.family, 13));
  double longest = 0.0;
  if (m_figure.rows != Rows::Core) {
    for (const PanelInput& panel : m_figure.panels) {
      for (std::size_t i = 0; panel.snapshot && i < panel.snapshot->tracks.size(); ++i) {
        const QString name = QString::fromStdString(panel.snapshot->tracks[i].info().name());
        longest = std::max(longest, metrics.horizontalAdvance(name));
        if (panel.snapshot->names) {
          const QString process = processLabel(*panel.snapshot, panel.snapshot->tracks[i].info().pid);
          longest = std::max(longest, metrics.horizontalAdvance(process));
        }
      }
    }
  }
  constexpr double kAround = 12.0 + 14.0;  // before and after it
  return std::clamp(std::ceil(longest + kAround), ChartMetrics{}.left, m_width * kMostOfWidth);
}

// Whether some panel's title and sentence don't fit beside each other: all panels look alike.
bool FigurePainter::needsTwoLines(double width) const {
  const QFontMetricsF title(chartFont(m_style.family, 14, Weight::SemiBold));
  const QFont text = chartFont(m_style.family, 12);
  return std::any_of(m_figure.panels.begin(), m_figure.panels.end(), [&](const PanelInput& panel) {
    return title.horizontalAdvance(panel.title) + 40.0 + figuresWidth(text, shownSentence(panel)) > width;
  });
}

TimelineLayout FigurePainter::paintColumn(std::span<const PanelInput> panels, const QRectF& rect) {
  QCustomPlot plot;
  plot.setAttribute(Qt::WA_DontShowOnScreen);
  TimelineChart chart(plot, LegendPlace::None);
  chart.setStyle(m_style);
  plot.setBackground(QBrush(Qt::NoBrush));
  LayoutRequest request;
  request.panels = panels;
  request.rows = m_figure.rows;
  request.style = m_figure.style;
  request.has_connectors = m_figure.connectors;
  request.has_gil_points = m_figure.gil_points;
  request.viewport = m_figure.viewport.value_or(fitted({}, whole_ns(m_figure)));
  request.size = QSizeF(std::floor(rect.width()), std::floor(rect.height()));
  request.device_scale = m_scale;
  request.metrics.left = leftMargin();
  request.metrics.legend = 0.0;
  request.metrics.smallest_row = 2.0;
  request.metrics.largest_row = std::max(request.metrics.largest_row, std::floor(m_height * kTallestRow));
  request.metrics.cut_rows = true;
  request.metrics.sentence_below = needsTwoLines(rect.width() - request.metrics.right - 12.0);
  chart.setLayout(layoutTimeline(request), request.metrics);
  m_painter.save();
  m_painter.translate(rect.topLeft());
  plot.toPainter(&m_painter, static_cast<int>(request.size.width()), static_cast<int>(request.size.height()));
  m_painter.restore();
  return chart.layout();
}

}  // namespace

Figure resized(Figure figure, QSize size) {
  const double wanted = deviceScale(figure) * size.width() / figure.size.width();
  figure.size = size;
  figure.scale = 1.0;
  figure.scale = wanted / deviceScale(figure);
  return figure;
}

Result<QImage> renderFigure(const Figure& figure) {
  if (const Status checked = check(figure); !checked) {
    return tl::unexpected<Error>(checked.error());
  }
  QImage image(figure.size, QImage::Format_ARGB32_Premultiplied);
  if (image.isNull()) {
    return fail(ErrorCode::Unavailable, fmt::format("a picture of {}x{} pixels does not fit into memory",
                                                    figure.size.width(), figure.size.height()));
  }
  image.fill(figure.transparent ? QColor(Qt::transparent) : theme(figure.theme).panel);
  QCPPainter painter(&image);
  painter.setMode(QCPPainter::pmNoCaching);
  painter.setRenderHint(QPainter::TextAntialiasing);
  painter.scale(deviceScale(figure), deviceScale(figure));
  painter.translate(kInset.width(), kInset.height());
  FigurePainter(figure, painter).paint();
  painter.end();
  return image;
}

Status savePng(const QImage& image, const std::string& path) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG")) {
    return fail(ErrorCode::Unavailable, fmt::format("can't write {}: the picture can't be made a PNG", path));
  }
  return saveFile(bytes, path);
}

Status writePng(const Figure& figure, const std::string& path) {
  return renderFigure(figure).and_then([&path](const QImage& image) { return savePng(image, path); });
}

}  // namespace interleave::ui
