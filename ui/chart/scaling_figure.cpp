// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/scaling_figure.h"

#include <fmt/format.h>
#include <qcustomplot.h>

#include <QVector>
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "ui/chart/chart_style.h"
#include "ui/chart/figure.h"
#include "ui/chart/palette.h"

namespace interleave::ui {
namespace {

constexpr QSizeF kReference{1280.0, 720.0};  // as in figure.cpp
constexpr double kInset = 18.0;
constexpr double kTitle = 44.0;
constexpr int kFitSteps = 200;

// What the marks reach over.
class Bounds {
 public:
  explicit Bounds(const ScalingFigure& figure) {
    for (const ScalingCurve& curve : figure.curves) {
      for (const ScalingMark& mark : curve.marks) {
        m_least_x = std::min(m_least_x, mark.x);
        m_most_x = std::max(m_most_x, mark.x);
        m_most_y = std::max({m_most_y, mark.y, mark.most});
      }
    }
  }
  bool isEmpty() const { return m_most_x < m_least_x; }
  double leastX() const { return m_least_x; }
  double mostX() const { return m_most_x; }
  double mostY() const { return m_most_y; }

 private:
  double m_least_x = std::numeric_limits<double>::max();
  double m_most_x = std::numeric_limits<double>::lowest();
  double m_most_y = 0.0;
};

class ScalingPainter {
 public:
  explicit ScalingPainter(const ScalingFigure& figure)
      : m_figure(figure), m_theme(theme(figure.theme)), m_family(loadFonts()), m_bounds(figure) {}

  void fill(QCustomPlot& plot) {
    dress(plot);
    const double room = std::max(1e-12, m_bounds.mostX() - m_bounds.leastX());
    if (m_figure.has_log_x) {
      plot.xAxis->setScaleType(QCPAxis::stLogarithmic);
      plot.xAxis->setRange(m_bounds.leastX() / 1.15, m_bounds.mostX() * 1.15);
    } else {
      plot.xAxis->setRange(m_bounds.leastX() - 0.06 * room - 0.02, m_bounds.mostX() + 0.06 * room + 0.02);
    }
    // The ideal line may leave the picture; the measurements may not.
    plot.yAxis->setRange(0.0, m_figure.has_ideal ? std::max(m_bounds.mostY() * 1.35, 1.4) : m_bounds.mostY() * 1.12);
    ticks(plot);
    if (m_figure.has_ideal) {
      QCPGraph* ideal =
          line(plot, QVector<double>{m_bounds.leastX(), m_bounds.mostX()},
               QVector<double>{m_bounds.leastX(), m_bounds.mostX()}, QPen(m_theme.quiet, 1.2, Qt::DashLine));
      if (m_figure.has_log_x) {
        QVector<double> x;
        for (int i = 0; i <= kFitSteps; ++i) {
          x << m_bounds.leastX() * std::pow(m_bounds.mostX() / m_bounds.leastX(), static_cast<double>(i) / kFitSteps);
        }
        ideal->setData(x, x, true);
      }
      ideal->setName("ideal");
    }
    for (std::size_t i = 0; i < m_figure.curves.size(); ++i) {
      // A shape of its own besides the colour, for print and for those who see colours otherwise.
      constexpr QCPScatterStyle::ScatterShape kShapes[] = {QCPScatterStyle::ssDisc, QCPScatterStyle::ssSquare,
                                                           QCPScatterStyle::ssTriangle, QCPScatterStyle::ssDiamond};
      m_shape = kShapes[i % std::size(kShapes)];
      add(plot, m_figure.curves[i],
          jobFill(JobId{static_cast<std::uint32_t>(i)}, PaletteName::Default, MarkStyle::Live, m_theme).ground);
    }
  }

  const Theme& colours() const { return m_theme; }
  const QString& family() const { return m_family; }

 private:
  void dress(QCustomPlot& plot) {
    plot.setBackground(QBrush(Qt::NoBrush));
    plot.setNoAntialiasingOnDrag(false);
    for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
      axis->setBasePen(QPen(m_theme.line));
      axis->setTickPen(QPen(m_theme.line));
      axis->setSubTickPen(Qt::NoPen);
      axis->setTickLabelFont(chartFont(m_family, 12));
      axis->setTickLabelColor(m_theme.ink);
      axis->setLabelFont(chartFont(m_family, 13));
      axis->setLabelColor(m_theme.quiet);
      axis->setLabelPadding(8);
      axis->grid()->setPen(QPen(m_theme.line));
      axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    plot.xAxis->grid()->setVisible(false);
    plot.xAxis->setLabel(m_figure.x_label);
    plot.yAxis->setLabel(m_figure.y_label);
    plot.legend->setVisible(true);
    plot.legend->setFont(chartFont(m_family, 12));
    plot.legend->setTextColor(m_theme.ink);
    plot.legend->setBrush(m_theme.panel);
    plot.legend->setIconSize(34, 20);
    plot.legend->setBorderPen(Qt::NoPen);
    // Beside the curves: there is no corner that none of them may go through.
    auto* beside = new QCPLayoutGrid;
    plot.plotLayout()->addElement(0, 1, beside);
    beside->addElement(0, 0, plot.legend);
    beside->addElement(1, 0, new QCPLayoutElement(&plot));
    beside->setRowStretchFactor(0, 0.001);
    plot.plotLayout()->setColumnStretchFactor(1, 0.001);
  }

  // A tick at each value that was measured, as far as there is room.
  void ticks(QCustomPlot& plot) {
    constexpr std::size_t kMostTicks = 16;
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    std::set<double> places;
    for (const ScalingCurve& curve : m_figure.curves) {
      for (const ScalingMark& mark : curve.marks) {
        places.insert(mark.x);
      }
    }
    const std::size_t every = (places.size() + kMostTicks - 1) / kMostTicks;
    std::size_t i = 0;
    for (const double place : places) {
      if (i++ % every != 0) {
        continue;
      }
      const auto at = static_cast<std::size_t>(std::max(0.0, place));
      ticker->addTick(place, m_figure.x_names.empty()       ? QString::number(place)
                             : at < m_figure.x_names.size() ? m_figure.x_names[at]
                                                            : QString());
    }
    plot.xAxis->setTicker(ticker);
  }

  QCPGraph* line(QCustomPlot& plot, const QVector<double>& x, const QVector<double>& y, const QPen& pen) {
    QCPGraph* graph = plot.addGraph();
    graph->setData(x, y, true);
    graph->setPen(pen);
    graph->setAntialiased(true);
    return graph;
  }

  void add(QCustomPlot& plot, const ScalingCurve& curve, const QColor& colour) {
    QVector<double> x;
    QVector<double> y;
    QVector<double> below;
    QVector<double> above;
    for (const ScalingMark& mark : curve.marks) {
      x << mark.x;
      y << mark.y;
      below << mark.y - mark.least;
      above << mark.most - mark.y;
    }
    // Where a fit stands for the trend, a line through the marks would say it twice.
    QCPGraph* marks = line(plot, x, y, QPen(colour, 2.0));
    marks->setLineStyle(curve.fit ? QCPGraph::lsNone : QCPGraph::lsLine);
    marks->setScatterStyle(QCPScatterStyle(m_shape, QPen(colour), QBrush(colour), 8.0));
    marks->setName(curve.name);
    auto* bars = new QCPErrorBars(plot.xAxis, plot.yAxis);
    bars->setDataPlottable(marks);
    bars->setData(below, above);
    bars->setPen(QPen(colour, 1.2));
    bars->removeFromLegend();
    if (curve.fit) {
      addFit(plot, curve, colour);
    }
    if (curve.knee) {
      addKnee(plot, curve, colour);
    }
  }

  void addFit(QCustomPlot& plot, const ScalingCurve& curve, const QColor& colour) {
    QVector<double> x;
    QVector<double> y;
    const double first = m_bounds.leastX();
    for (int i = 0; i <= kFitSteps; ++i) {
      const double workers = first * std::pow(m_bounds.mostX() / first, static_cast<double>(i) / kFitSteps);
      x << workers;
      y << curve.fit_reference_s / curve.fit->predicted_s(workers);
    }
    line(plot, x, y, QPen(colour, 1.6))
        ->setName(QString("Amdahl: %1 % serial (%2 to %3 %)")
                      .arg(curve.fit->serial_fraction * 100.0, 0, 'f', 1)
                      .arg(curve.fit->least * 100.0, 0, 'f', 1)
                      .arg(curve.fit->most * 100.0, 0, 'f', 1));
  }

  void addKnee(QCustomPlot& plot, const ScalingCurve& curve, const QColor& colour) {
    const auto at = std::find_if(curve.marks.begin(), curve.marks.end(),
                                 [&](const ScalingMark& mark) { return mark.x == *curve.knee; });
    if (at == curve.marks.end()) {
      return;
    }
    QCPGraph* ring = line(plot, {at->x}, {at->y}, QPen(colour, 2.0));
    ring->setLineStyle(QCPGraph::lsNone);
    ring->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour, 2.0), Qt::NoBrush, 16.0));
    ring->setName(QString("knee: %1 worker%2").arg(at->x).arg(at->x == 1.0 ? "" : "s"));
  }

  const ScalingFigure& m_figure;
  Theme m_theme;
  QString m_family;
  Bounds m_bounds;
  QCPScatterStyle::ScatterShape m_shape = QCPScatterStyle::ssDisc;
};

}  // namespace

Result<QImage> renderScaling(const ScalingFigure& figure) {
  const auto fits = [](int px) { return px >= kSmallestFigure_px && px <= kLargestFigure_px; };
  if (!fits(figure.size.width()) || !fits(figure.size.height())) {
    return fail(ErrorCode::OutOfRange,
                fmt::format("a picture of {}x{} pixels: width and height must be {} to {}", figure.size.width(),
                            figure.size.height(), kSmallestFigure_px, kLargestFigure_px));
  }
  if (Bounds(figure).isEmpty()) {
    return fail(ErrorCode::InvalidArgument, "there is nothing to draw: nothing was measured");
  }
  QImage image(figure.size, QImage::Format_ARGB32_Premultiplied);
  if (image.isNull()) {
    return fail(ErrorCode::Unavailable, fmt::format("a picture of {}x{} pixels does not fit into memory",
                                                    figure.size.width(), figure.size.height()));
  }
  image.fill(figure.transparent ? QColor(Qt::transparent) : theme(figure.theme).panel);
  const double larger = std::min(figure.size.width() / kReference.width(), figure.size.height() / kReference.height());
  const double scale = figure.scale * std::max(1.0, larger);
  const double width = figure.size.width() / scale - 2.0 * kInset;
  const double height = figure.size.height() / scale - 2.0 * kInset;
  QCustomPlot plot;
  plot.setAttribute(Qt::WA_DontShowOnScreen);
  ScalingPainter content(figure);
  content.fill(plot);
  QCPPainter painter(&image);
  painter.setMode(QCPPainter::pmNoCaching);
  painter.setRenderHint(QPainter::TextAntialiasing);
  painter.scale(scale, scale);
  painter.translate(kInset, kInset);
  double top = 0.0;
  if (!figure.title.isEmpty()) {
    const QFont font = chartFont(content.family(), 20, Weight::SemiBold);
    painter.setFont(font);
    painter.setPen(content.colours().ink);
    painter.drawText(QPointF(4.0, 24.0),
                     QFontMetricsF(font).elidedText(figure.title.simplified(), Qt::ElideRight, width));
    top = kTitle;
  }
  double bottom = height;
  if (!figure.footnote.isEmpty()) {
    const QFont font = chartFont(content.family(), 11);
    const QRectF needed =
        QFontMetricsF(font).boundingRect(QRectF(0.0, 0.0, width - 8.0, 60.0), Qt::TextWordWrap, figure.footnote);
    bottom -= std::min(60.0, needed.height()) + 8.0;
    painter.setFont(font);
    painter.setPen(content.colours().quiet);
    painter.drawText(QRectF(4.0, bottom + 8.0, width - 8.0, 60.0), Qt::TextWordWrap, figure.footnote);
  }
  painter.translate(0.0, top);
  plot.toPainter(&painter, static_cast<int>(width), static_cast<int>(std::max(1.0, bottom - top)));
  painter.end();
  return image;
}

}  // namespace interleave::ui
