// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/gauge_strip.h"

#include <QPainter>
#include <QStringList>
#include <cmath>

#include "ui/chart/gauge_painter.h"

namespace interleave::ui {

class GaugeStrip::Private {
 public:
  int cores() const { return history.empty() ? 1 : static_cast<int>(history.back().busy_ratio.size()); }
  QString spokenText() const;

  std::vector<CoreLoad> history;
  ChartStyle style;
};

QString GaugeStrip::Private::spokenText() const {
  if (history.empty()) {
    return GaugeStrip::tr("No readings yet.");
  }
  const auto spoken = [&](const QString& name, int core) {
    const GaugeValue value = gaugeValue(history.back(), core);
    return GaugeStrip::tr("%1: %2 % busy, %3 % by this experiment")
        .arg(name)
        .arg(percent(value.busy))
        .arg(percent(value.experiment));
  };
  QStringList parts{spoken(GaugeStrip::tr("All cores"), kAllCores)};
  for (int core = 0; core < cores() && core < kMostSmall; ++core) {
    parts << spoken(GaugeStrip::tr("Core %1").arg(core), core);
  }
  return parts.join(QStringLiteral(". "));
}

GaugeStrip::GaugeStrip(QWidget* parent) : QWidget(parent), m_private(std::make_unique<Private>()) {
  m_private->style.theme = theme(ThemeName::Light);
  m_private->style.family = loadFonts();
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Processor load"));
  setAccessibleDescription(m_private->spokenText());
}

GaugeStrip::~GaugeStrip() = default;

void GaugeStrip::setHistory(std::vector<CoreLoad> history) {
  Private& d = *m_private;
  const bool is_same =
      history.size() == d.history.size() && (history.empty() || (history.back().time_ns == d.history.back().time_ns &&
                                                                 history.front().time_ns == d.history.front().time_ns));
  if (is_same) {
    return;
  }
  const int cores = d.cores();
  d.history = std::move(history);
  setAccessibleDescription(d.spokenText());
  if (cores != d.cores()) {
    updateGeometry();
  }
  update();
}

void GaugeStrip::setTheme(const Theme& theme) {
  m_private->style.theme = theme;
  update();
}

QSize GaugeStrip::sizeHint() const {
  return {1000, heightForWidth(std::max(400, width()))};
}

QSize GaugeStrip::minimumSizeHint() const {
  return {400, heightForWidth(std::max(400, width()))};
}

int GaugeStrip::heightForWidth(int width) const {
  return static_cast<int>(std::ceil(gaugeHeight(m_private->cores(), width)));
}

void GaugeStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), m_private->style.theme.panel);
  paintGauges(painter, layoutGauges(m_private->cores(), QSizeF(size())), m_private->history, m_private->style);
}

}  // namespace interleave::ui
