// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/scaling_content.h"

#include <qcustomplot.h>

#include <QVector>
#include <algorithm>
#include <cmath>
#include <set>

#include "ui/chart/palette.h"

namespace interleave::ui {
namespace {

constexpr int kFitSteps = 200;
constexpr std::size_t kMostTicks = 16;
constexpr double kNear_px = 14.0;

class Filler {
 public:
  Filler(QCustomPlot& plot, const ScalingPlot& content, const ChartStyle& style)
      : m_plot(plot), m_content(content), m_theme(style.theme) {
    for (const ScalingCurve& curve : content.curves) {
      for (const ScalingMark& mark : curve.marks) {
        m_most_y = std::max({m_most_y, mark.y, mark.most});
      }
    }
    if (!content.places.empty()) {
      m_first = content.places.front();
      m_last = content.places.back();
    }
  }

  void fill() {
    m_plot.xAxis->setLabel(QString::fromStdString(m_content.x_label));
    m_plot.yAxis->setLabel(QString::fromStdString(m_content.y_label));
    ranges();
    ticks();
    if (m_content.has_ideal) {
      QVector<double> x;
      for (int i = 0; i <= kFitSteps; ++i) {
        x << between(i);
      }
      line(x, x, QPen(m_theme.quiet, 1.2, Qt::DashLine))->setName("ideal");
    }
    for (std::size_t i = 0; i < m_content.curves.size(); ++i) {
      constexpr QCPScatterStyle::ScatterShape kShapes[] = {QCPScatterStyle::ssDisc, QCPScatterStyle::ssSquare,
                                                           QCPScatterStyle::ssTriangle, QCPScatterStyle::ssDiamond};
      m_shape = kShapes[i % std::size(kShapes)];
      if (!m_content.curves[i].marks.empty()) {
        add(m_content.curves[i],
            jobFill(JobId{static_cast<std::uint32_t>(i)}, PaletteName::Default, MarkStyle::Live, m_theme).ground);
      }
    }
  }

 private:
  void ranges() {
    const double room = std::max(1e-12, m_last - m_first);
    m_plot.xAxis->setScaleType(m_content.has_log_x ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    if (m_content.has_log_x) {
      m_plot.xAxis->setRange(m_first / 1.15, m_last * 1.15);
    } else {
      m_plot.xAxis->setRange(m_first - 0.06 * room - 0.02, m_last + 0.06 * room + 0.02);
    }
    // The ideal line may leave the picture; the measurements may not.
    const double most = m_most_y > 0.0 ? m_most_y : 1.0;
    m_plot.yAxis->setRange(0.0,
                           m_content.quantity == ScalingQuantity::SpeedUp ? std::max(most * 1.35, 1.4) : most * 1.12);
  }

  // A tick at each value, as far as there is room.
  void ticks() {
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    const std::size_t every = (m_content.places.size() + kMostTicks - 1) / kMostTicks;
    for (std::size_t i = 0; i < m_content.places.size(); i += every) {
      const double place = m_content.places[i];
      const auto at = static_cast<std::size_t>(std::max(0.0, place));
      ticker->addTick(place, m_content.x_names.empty()       ? QString::number(place)
                             : at < m_content.x_names.size() ? QString::fromStdString(m_content.x_names[at])
                                                             : QString());
    }
    m_plot.xAxis->setTicker(ticker);
  }

  // The x at a step of the way; even on a logarithmic axis.
  double between(int step) const {
    const double share = static_cast<double>(step) / kFitSteps;
    return m_first > 0.0 ? m_first * std::pow(m_last / m_first, share) : m_first + (m_last - m_first) * share;
  }

  QCPGraph* line(const QVector<double>& x, const QVector<double>& y, const QPen& pen) {
    QCPGraph* graph = m_plot.addGraph();
    graph->setData(x, y, true);
    graph->setPen(pen);
    graph->setAntialiased(true);
    return graph;
  }

  void add(const ScalingCurve& curve, const QColor& colour) {
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
    QCPGraph* marks = line(x, y, QPen(colour, 2.0));
    // Where a fit stands for the trend, a line through the marks would say it twice; between names there is no trend.
    marks->setLineStyle(curve.fit || !m_content.x_names.empty() ? QCPGraph::lsNone : QCPGraph::lsLine);
    marks->setScatterStyle(QCPScatterStyle(m_shape, QPen(colour), QBrush(colour), 8.0));
    marks->setName(QString::fromStdString(curve.name));
    auto* bars = new QCPErrorBars(m_plot.xAxis, m_plot.yAxis);
    bars->setDataPlottable(marks);
    bars->setData(below, above);
    bars->setPen(QPen(colour, 1.2));
    bars->removeFromLegend();
    if (curve.fit) {
      addFit(curve, colour);
    }
    if (curve.knee) {
      addKnee(curve, colour);
    }
  }

  void addFit(const ScalingCurve& curve, const QColor& colour) {
    QVector<double> x;
    QVector<double> y;
    for (int i = 0; i <= kFitSteps; ++i) {
      const double workers = between(i);
      const double time_s = curve.fit->predicted_s(workers);
      x << workers;
      y << (m_content.quantity == ScalingQuantity::Elapsed ? time_s : curve.fit_reference_s / time_s);
    }
    line(x, y, QPen(colour, 1.6))
        ->setName(QString("%1 % serial (%2–%3)")
                      .arg(curve.fit->serial_fraction * 100.0, 0, 'f', 1)
                      .arg(curve.fit->least * 100.0, 0, 'f', 1)
                      .arg(curve.fit->most * 100.0, 0, 'f', 1));
  }

  void addKnee(const ScalingCurve& curve, const QColor& colour) {
    const auto at = std::find_if(curve.marks.begin(), curve.marks.end(),
                                 [&](const ScalingMark& mark) { return mark.x == *curve.knee; });
    if (at == curve.marks.end()) {
      return;
    }
    QCPGraph* ring = line({at->x}, {at->y}, QPen(colour, 2.0));
    ring->setLineStyle(QCPGraph::lsNone);
    ring->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour, 2.0), Qt::NoBrush, 16.0));
    ring->setName(QString("knee: %1 worker%2").arg(at->x).arg(at->x == 1.0 ? "" : "s"));
  }

  QCustomPlot& m_plot;
  const ScalingPlot& m_content;
  const Theme& m_theme;
  QCPScatterStyle::ScatterShape m_shape = QCPScatterStyle::ssDisc;
  double m_first = 1.0;
  double m_last = 1.0;
  double m_most_y = 0.0;
};

}  // namespace

void dressScaling(QCustomPlot& plot, const ChartStyle& style) {
  const Theme& theme = style.theme;
  plot.setBackground(QBrush(Qt::NoBrush));
  plot.setNoAntialiasingOnDrag(false);
  for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
    axis->setBasePen(QPen(theme.line));
    axis->setTickPen(QPen(theme.line));
    axis->setSubTickPen(Qt::NoPen);
    axis->setTickLabelFont(chartFont(style.family, 12));
    axis->setTickLabelColor(theme.ink);
    axis->setLabelFont(chartFont(style.family, 13));
    axis->setLabelColor(theme.quiet);
    axis->setLabelPadding(8);
    axis->grid()->setPen(QPen(theme.line));
    axis->grid()->setZeroLinePen(Qt::NoPen);
  }
  plot.xAxis->grid()->setVisible(false);
  plot.legend->setVisible(true);
  plot.legend->setFont(chartFont(style.family, 12));
  plot.legend->setTextColor(theme.ink);
  plot.legend->setBrush(Qt::NoBrush);
  plot.legend->setIconSize(30, 20);
  plot.legend->setBorderPen(Qt::NoPen);
  if (plot.plotLayout()->columnCount() == 1) {
    // Beside the curves: there is no corner that none of them may go through.
    auto* beside = new QCPLayoutGrid;
    plot.plotLayout()->addElement(0, 1, beside);
    beside->addElement(0, 0, plot.legend);
    beside->addElement(1, 0, new QCPLayoutElement(&plot));
    beside->setRowStretchFactor(0, 0.001);
    plot.plotLayout()->setColumnStretchFactor(1, 0.001);
  }
}

void fillScaling(QCustomPlot& plot, const ScalingPlot& content, const ChartStyle& style) {
  plot.clearPlottables();
  Filler(plot, content, style).fill();
}

QPointF scalingPixel(const QCustomPlot& plot, const ScalingPlot& content, ScalingPlace place) {
  const ScalingMark& mark = content.curves[place.curve].marks[place.mark];
  return {plot.xAxis->coordToPixel(mark.x), plot.yAxis->coordToPixel(mark.y)};
}

std::optional<ScalingPlace> scalingMarkAt(const QCustomPlot& plot, const ScalingPlot& content, const QPointF& at) {
  std::optional<ScalingPlace> nearest;
  double least = kNear_px;
  for (std::size_t c = 0; c < content.curves.size(); ++c) {
    for (std::size_t m = 0; m < content.curves[c].marks.size(); ++m) {
      const QPointF away = scalingPixel(plot, content, {c, m}) - at;
      if (const double distance = std::hypot(away.x(), away.y()); distance < least) {
        least = distance;
        nearest = ScalingPlace{c, m};
      }
    }
  }
  return nearest;
}

}  // namespace interleave::ui
