// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/time_bar.h"

#include <QPainter>

#include "ui/chart/palette.h"
#include "ui/window/tabular_label.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr State kOrder[] = {State::Running, State::GilWait, State::LockWait, State::IoWait, State::Copying,
                            State::Waiting, State::Ready,   State::Starting, State::Idle,   State::Lost};
constexpr int kBar_px = 18;
constexpr int kGap_px = 8;
constexpr int kLine_px = 20;
constexpr int kSwatch_px = 12;
constexpr double kSmallest_ratio = 0.0005;

QString shareText(const TimeShare& share) {
  return QString::number(share.ratio * 100.0, 'f', 1) + " %";
}

QBrush brushOf(State state, const Theme& theme, double device_scale) {
  switch (state) {
    case State::Running:
      return theme.experiment;
    case State::Idle:
      return theme.lane;
    default:
      return brushFor(stateFill(state, theme), device_scale);
  }
}

void fill(QPainter& painter, const QRectF& rect, State state, const Theme& theme) {
  painter.fillRect(rect, theme.lane);
  painter.fillRect(rect, brushOf(state, theme, painter.device()->devicePixelRatioF()));
}

}  // namespace

std::vector<TimeShare> timeShares(const RunFigures& figures) {
  StateTimes sum{};
  for (const WorkerFigures& worker : figures.workers) {
    for (std::size_t i = 0; i < kStateCount; ++i) {
      sum[i] += worker.times[i];
    }
    sum[index(State::Idle)] += worker.idle_ns;
  }
  double all = 0.0;
  for (const State state : kOrder) {
    all += static_cast<double>(sum[index(state)]);
  }
  std::vector<TimeShare> shares;
  for (const State state : kOrder) {
    const double ratio = all > 0.0 ? static_cast<double>(sum[index(state)]) / all : 0.0;
    if (ratio >= kSmallest_ratio) {
      shares.push_back({state, ratio});
    }
  }
  return shares;
}

TimeBar::TimeBar(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName("Where the time went");
}

void TimeBar::setShares(std::vector<TimeShare> shares) {
  const bool is_taller = shares.size() != m_shares.size();
  m_shares = std::move(shares);
  QStringList words;
  for (const TimeShare& share : m_shares) {
    words << QString("%1 %2").arg(label(share.state), shareText(share));
  }
  setAccessibleDescription(words.join(", "));
  if (is_taller) {
    updateGeometry();
  }
  update();
}

void TimeBar::setTheme(const Theme& theme) {
  m_theme = theme;
  update();
}

QSize TimeBar::sizeHint() const {
  const int lines = std::max(1, static_cast<int>(m_shares.size()));
  return {200, kBar_px + kGap_px + lines * kLine_px};
}

void TimeBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(QRectF(0.0, 0.0, width(), kBar_px), m_theme.lane);
  double x = 0.0;
  for (const TimeShare& share : m_shares) {
    const double length = share.ratio * width();
    fill(painter, QRectF(x, 0.0, length, kBar_px), share.state, m_theme);
    x += length;
  }
  paintLegend(painter);
}

void TimeBar::paintLegend(QPainter& painter) {
  painter.setFont(smallFont());
  double y = kBar_px + kGap_px;
  if (m_shares.empty()) {
    painter.setPen(m_theme.quiet);
    painter.drawText(QRectF(0.0, y, width(), kLine_px), Qt::AlignLeft | Qt::AlignVCenter, "nothing measured yet");
  }
  for (const TimeShare& share : m_shares) {
    const QRectF swatch(0.5, y + (kLine_px - kSwatch_px) / 2.0 + 0.5, kSwatch_px - 1.0, kSwatch_px - 1.0);
    fill(painter, swatch, share.state, m_theme);
    painter.setPen(mixed(m_theme.line, m_theme.quiet, 0.5));
    painter.drawRect(swatch);
    painter.setPen(m_theme.ink);
    const QRectF line(kSwatch_px + 8.0, y, width() - kSwatch_px - 8.0, kLine_px);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, label(share.state));
    drawTabular(painter, line, shareText(share), Qt::AlignRight);
    y += kLine_px;
  }
}

}  // namespace interleave::ui
