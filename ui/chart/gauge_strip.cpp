// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/gauge_strip.h"

#include <QPainter>
#include <QStringList>
#include <QVariantAnimation>
#include <algorithm>
#include <cmath>

#include "ui/chart/gauge_painter.h"

namespace interleave::ui {

namespace {

constexpr std::int64_t kHistory_ns = 60'000'000'000;
constexpr int kTurn_ms = 140;

// `share` of the way from one load to the other.
CoreLoad between(const CoreLoad& from, const CoreLoad& to, double share) {
  CoreLoad load = to;
  const auto blend = [share](const std::vector<double>& a, std::vector<double>& b) {
    for (std::size_t i = 0; i < b.size(); ++i) {
      b[i] = (i < a.size() ? a[i] : 0.0) * (1.0 - share) + b[i] * share;
    }
  };
  blend(from.busy_ratio, load.busy_ratio);
  blend(from.experiment_ratio, load.experiment_ratio);
  return load;
}

}  // namespace

class GaugeStrip::Private {
 public:
  int cores() const {
    return history.empty() ? 1 : static_cast<int>(std::max<std::size_t>(1, history.back().busy_ratio.size()));
  }
  QString spokenText() const;
  GaugeContent content() const;
  std::optional<CoreLoad> target() const;

  std::vector<CoreLoad> history;
  std::vector<CoreLoad> run_loads;
  std::int64_t run_length_ns = 0;
  QString run_remark;
  std::optional<CoreLoad> moment;
  bool is_busy_known = true;  // at the moment
  QString label;
  std::optional<CoreLoad> before;  // what a turn to or from a moment begins with
  QVariantAnimation turn;
  ChartStyle style;
};

std::optional<CoreLoad> GaugeStrip::Private::target() const {
  return moment ? moment : history.empty() ? std::nullopt : std::optional(history.back());
}

GaugeContent GaugeStrip::Private::content() const {
  GaugeContent made;
  made.load = target();
  if (made.load && before && turn.state() == QAbstractAnimation::Running) {
    made.load = between(*before, *made.load, turn.currentValue().toDouble());
  }
  if (moment) {
    made.is_busy_known = is_busy_known;
    made.history = run_loads;
    made.end_ns = run_length_ns;
    made.marker_ns = moment->time_ns;
    made.caption = label;
    made.remark = is_busy_known       ? QString()
                  : run_loads.empty() ? GaugeStrip::tr("others: too short to tell")
                                      : GaugeStrip::tr("others: not known here");
  } else if (!run_remark.isEmpty()) {
    made.caption = GaugeStrip::tr("this machine, now");
    made.remark = run_remark;
  } else if (!history.empty()) {
    made.history = history;
    made.end_ns = history.back().time_ns;
    made.begin_ns = made.end_ns - kHistory_ns;
  }
  return made;
}

QString GaugeStrip::Private::spokenText() const {
  const auto load = target();
  if (!load) {
    return GaugeStrip::tr("No readings yet.");
  }
  const auto spoken = [&](const QString& name, int core) {
    const GaugeValue value = gaugeValue(*load, core);
    return GaugeStrip::tr("%1: %2 % busy, %3 % by this experiment")
        .arg(name)
        .arg(percent(value.busy))
        .arg(percent(value.experiment));
  };
  QStringList parts;
  if (moment) {
    parts << label;
  }
  parts << spoken(GaugeStrip::tr("All cores"), kAllCores);
  for (int core = 0; core < cores() && core < kMostSmall; ++core) {
    parts << spoken(GaugeStrip::tr("Core %1").arg(core), core);
  }
  return parts.join(QStringLiteral(". "));
}

GaugeStrip::GaugeStrip(QWidget* parent) : QWidget(parent), m_private(std::make_unique<Private>()) {
  m_private->style.theme = theme(ThemeName::Light);
  m_private->style.family = loadFonts();
  m_private->turn.setDuration(kTurn_ms);
  m_private->turn.setStartValue(0.0);
  m_private->turn.setEndValue(1.0);
  m_private->turn.setEasingCurve(QEasingCurve::OutCubic);
  connect(&m_private->turn, &QVariantAnimation::valueChanged, this, [this] { update(); });
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Processor load"));
  setAccessibleDescription(m_private->spokenText());
}

GaugeStrip::~GaugeStrip() {
  m_private->turn.disconnect(this);
}

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
  if (!d.moment) {
    update();
  }
}

void GaugeStrip::setRun(std::vector<CoreLoad> loads, std::int64_t length_ns) {
  m_private->run_loads = std::move(loads);
  m_private->run_length_ns = length_ns;
  if (m_private->moment) {
    update();
  }
}

void GaugeStrip::setRunRemark(const QString& text) {
  if (m_private->run_remark != text) {
    m_private->run_remark = text;
    update();
  }
}

void GaugeStrip::setMoment(std::optional<CoreLoad> load, const QString& label) {
  Private& d = *m_private;
  if (!load && !d.moment) {
    return;
  }
  const bool is_turn = load.has_value() != d.moment.has_value();
  if (is_turn) {
    const auto shown = d.content().load;  // on its way, perhaps
    d.turn.stop();
    d.before = shown;
  }
  d.moment = std::move(load);
  d.label = label;
  if (d.moment) {
    d.is_busy_known = !d.moment->busy_ratio.empty();
    if (!d.is_busy_known) {
      d.moment->busy_ratio = d.moment->experiment_ratio;
    }
    d.moment->busy_ratio.resize(static_cast<std::size_t>(d.cores()));
  }
  if (is_turn && d.before && isVisible()) {
    d.turn.start();
  }
  setAccessibleDescription(d.spokenText());
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
  paintGauges(painter, layoutGauges(m_private->cores(), QSizeF(size())), m_private->content(), m_private->style);
}

}  // namespace interleave::ui
