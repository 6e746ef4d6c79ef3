// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/timeline_view.h"

#include <algorithm>
#include <utility>

#include "ui/chart/empty_picture.h"
#include "ui/chart/layered_plot.h"
#include "ui/chart/timeline_view_private.h"
#include "ui/chart/trace_words.h"
#include "ui/chart/viewport_math.h"

namespace interleave::ui {
namespace {

constexpr int kGlide_ms = 220;

}  // namespace

TimelineView::Private::Private(TimelineView& owner)
    : view(owner),
      overview(new OverviewStrip(&owner)),
      plot(new LayeredPlot(&owner)),
      scroll(new QScrollBar(Qt::Vertical, &owner)),
      resume(new QPushButton(TimelineView::tr("Resume following"), &owner)),
      card(new HoverCard(&owner)),
      chart(*plot, LegendPlace::Below),
      links(new JobLinks(plot)),
      band(new SelectionBand(plot)),
      cursor(new ChartCursor(plot)) {
  style.theme = theme(ThemeName::Light);
  style.family = loadFonts();
  plot->setAttribute(Qt::WA_TransparentForMouseEvents);
  plot->setFocusPolicy(Qt::NoFocus);
  scroll->setAccessibleName(TimelineView::tr("Scroll rows"));
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->hide();
  resume->setObjectName(QStringLiteral("resumeFollowing"));
  resume->setAccessibleDescription(TimelineView::tr("Shows the newest of the run again as it comes"));
  resume->setCursor(Qt::PointingHandCursor);
  resume->hide();
  paced.setSingleShot(true);
  paced.setTimerType(Qt::PreciseTimer);
  glide.setDuration(kGlide_ms);
  glide.setEasingCurve(QEasingCurve::InOutCubic);
}

TimelineView::TimelineView(QWidget* parent) : QWidget(parent), m_private(std::make_unique<Private>(*this)) {
  Private& d = *m_private;
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Timeline"));
  setAccessibleDescription(tr(
      "What every worker did over time. W and S zoom, A and D pan, F shows all, Page Up and Page Down scroll, [ and ] "
      "select from and to, Z shows the selection, Backspace clears it."));
  connect(d.plot, &QCustomPlot::beforeReplot, this, [&d] { d.makeFrame(); });
  connect(d.plot, &QCustomPlot::afterReplot, this, [&d] { d.endFrame(); });
  connect(&d.paced, &QTimer::timeout, this, [&d] {
    if (d.is_stale) {
      d.refresh();
    }
  });
  connect(d.resume, &QPushButton::clicked, this, [this] {
    setFollowing(true);
    setFocus();
  });
  connect(d.overview, &OverviewStrip::moved, this, [&d](double time_ns) {
    d.navigate(panned(d.viewport, time_ns - (d.viewport.begin_ns + d.viewport.end_ns) / 2.0, d.whole_ns()));
  });
  connect(d.scroll, &QScrollBar::valueChanged, this, [&d](int value) {
    Viewport next = d.viewport;
    next.first_row = static_cast<double>(value) / Private::kScrollSteps;
    d.show(next);
  });
  connect(&d.glide, &QVariantAnimation::valueChanged, this, [&d](const QVariant& value) {
    Viewport next = d.viewport;
    next.begin_ns = value.toPointF().x();
    next.end_ns = value.toPointF().y();
    d.show(next);
  });
  d.applyStyle();
  d.placeParts();
}

TimelineView::~TimelineView() {
  m_private->glide.disconnect(this);
  m_private->plot->disconnect(this);
}

void TimelineView::setPanels(std::vector<PanelInput> panels) {
  Private& d = *m_private;
  const bool is_same =
      std::equal(panels.begin(), panels.end(), d.panels.begin(), d.panels.end(), [](const auto& a, const auto& b) {
        return a.snapshot == b.snapshot && a.title == b.title && a.sentence == b.sentence;
      });
  if (is_same) {
    return;
  }
  const bool was_empty = d.isEmpty();
  const bool was_live = d.isLive();
  d.panels = std::move(panels);
  const double left = std::exchange(d.metrics.left, leftMargin(d.panels));
  if (was_empty != d.isEmpty() || was_live != d.isLive() || left != d.metrics.left) {
    d.placeParts();
    update();
  }
  d.refresh();
  if (d.is_following && !d.isEmpty()) {
    d.follow();
  }
}

void TimelineView::setRows(Rows rows) {
  if (rows != m_private->rows) {
    m_private->rows = rows;
    m_private->viewport.first_row = 0.0;
    m_private->refresh();
  }
}

void TimelineView::setMarkStyle(MarkStyle style) {
  if (style != m_private->marks) {
    m_private->marks = style;
    m_private->refresh();
  }
}

void TimelineView::setConnectorsShown(bool shown) {
  if (shown != m_private->has_connectors) {
    m_private->has_connectors = shown;
    m_private->refresh();
  }
}

void TimelineView::setGilPointsShown(bool shown) {
  if (shown != m_private->has_gil_points) {
    m_private->has_gil_points = shown;
    m_private->refresh();
  }
}

void TimelineView::setTheme(const Theme& theme) {
  m_private->style.theme = theme;
  m_private->applyStyle();
}

void TimelineView::setPalette(PaletteName palette) {
  m_private->style.palette = palette;
  m_private->applyStyle();
}

void TimelineView::setEmptyText(const QString& text) {
  m_private->empty_text = text;
  update();
}

void TimelineView::setFollowing(bool following) {
  m_private->setFollowing(following);
}

bool TimelineView::isFollowing() const {
  return m_private->is_following;
}

void TimelineView::fitAll() {
  Private& d = *m_private;
  if (d.isLive()) {
    d.setFollowing(true);
    return;
  }
  d.glide.stop();
  d.show(fitted(d.viewport, d.whole_ns()));
}

Viewport TimelineView::viewport() const {
  return m_private->viewport;
}

void TimelineView::setViewport(const Viewport& viewport) {
  Private& d = *m_private;
  if (!(viewport.length_ns() >= kShortestView_ns) || viewport == d.viewport) {
    return;
  }
  if (d.is_following) {
    d.setFollowing(false);
  }
  d.glide.stop();
  d.viewport = viewport;  // first_row is limited when the next frame knows how many rows fit
  d.refresh();
  emit viewportChanged();
}

double TimelineView::lastFrame_ms() const {
  return m_private->frame_ms;
}

QSize TimelineView::sizeHint() const {
  return {920, 640};
}

QSize TimelineView::minimumSizeHint() const {
  return {420, 240};
}

const TimelineLayout& TimelineView::layoutNow() {
  if (m_private->is_stale && !m_private->isEmpty()) {
    m_private->plot->replot(QCustomPlot::rpQueuedRefresh);
  }
  return m_private->chart.layout();
}

void TimelineView::paintEvent(QPaintEvent*) {
  const Private& d = *m_private;
  QPainter painter(this);
  painter.fillRect(rect(), d.style.theme.panel);
  if (!d.isEmpty()) {
    return;
  }
  paintEmptyPicture(painter, QRectF(rect()), d.empty_text, d.style);
  if (d.is_focus_shown) {
    painter.setPen(QPen(d.style.theme.accent, 2.0));
    painter.drawRect(QRectF(rect()).adjusted(1.0, 1.0, -1.0, -1.0));
  }
}

void TimelineView::resizeEvent(QResizeEvent*) {
  m_private->is_stale = true;
  m_private->placeParts();
}

}  // namespace interleave::ui
