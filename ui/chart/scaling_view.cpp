// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/scaling_view.h"

#include <qcustomplot.h>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

namespace interleave::ui {
namespace {

constexpr int kSoon_ms = 100;
constexpr int kInset_px = 10;
constexpr double kRing_px = 9.0;

// Lies over the plot, whose own drawing stays as it is while the mouse moves.
class Ring : public QWidget {
 public:
  Ring(QWidget* parent, const std::function<void(QPainter&)>& paint) : QWidget(parent), m_paint(paint) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setObjectName("ring");
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    m_paint(painter);
  }

 private:
  std::function<void(QPainter&)> m_paint;
};

}  // namespace

ScalingView::ScalingView(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
  m_style = {theme(ThemeName::Light), PaletteName::Default, loadFonts()};
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumSize(240, 120);
  m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
  m_plot->setFocusPolicy(Qt::NoFocus);
  dress();
  m_plot->hide();
  auto* ring = new Ring(this, [this](QPainter& painter) {
    if (!m_pointed || m_plot->isHidden()) {
      return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_style.theme.ink, 1.5));
    painter.drawEllipse(pixelOf(*m_pointed), kRing_px, kRing_px);
  });
  ring->raise();
  m_soon.setSingleShot(true);
  m_soon.setInterval(kSoon_ms);
  connect(&m_soon, &QTimer::timeout, this, &ScalingView::draw);
}

void ScalingView::setTheme(const Theme& theme) {
  m_style.theme = theme;
  dress();
  draw();
}

// A plot on the screen has a ground of its own: without one nothing wipes what it drew before.
void ScalingView::dress() {
  dressScaling(*m_plot, m_style);
  m_plot->setBackground(QBrush(m_style.theme.panel));
}

void ScalingView::setPlot(ScalingPlot plot) {
  m_content = std::move(plot);
  if (m_pointed && (m_pointed->curve >= m_content.curves.size() ||
                    m_pointed->mark >= m_content.curves[m_pointed->curve].marks.size())) {
    point(std::nullopt);
  }
  if (!m_soon.isActive()) {
    m_soon.start();
  }
}

void ScalingView::setEmptyText(const QString& text) {
  m_empty = text;
  update();
}

void ScalingView::draw() {
  const bool is_empty = m_content.places.empty();
  m_plot->setVisible(!is_empty);
  if (!is_empty) {
    fillScaling(*m_plot, m_content, m_style);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
  }
  update();
  findChild<QWidget*>("ring")->update();
}

QPointF ScalingView::pixelOf(ScalingPlace place) {
  return scalingPixel(*m_plot, m_content, place) + QPointF(m_plot->pos());
}

void ScalingView::resizeEvent(QResizeEvent*) {
  m_plot->setGeometry(rect().adjusted(kInset_px, kInset_px, -kInset_px, -kInset_px));
  findChild<QWidget*>("ring")->setGeometry(rect());
}

void ScalingView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), m_style.theme.panel);
  if (m_plot->isHidden()) {
    painter.setPen(m_style.theme.quiet);
    painter.drawText(rect().adjusted(24, 0, -24, 0), Qt::AlignCenter | Qt::TextWordWrap, m_empty);
  }
  if (hasFocus()) {
    painter.setPen(m_style.theme.accent);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

void ScalingView::point(std::optional<ScalingPlace> place) {
  if (place == m_pointed) {
    return;
  }
  m_pointed = place;
  setCursor(place ? Qt::PointingHandCursor : Qt::ArrowCursor);
  findChild<QWidget*>("ring")->update();
  emit pointed(place);
}

void ScalingView::mouseMoveEvent(QMouseEvent* event) {
  point(scalingMarkAt(*m_plot, m_content, event->position() - QPointF(m_plot->pos())));
}

void ScalingView::mousePressEvent(QMouseEvent* event) {
  mouseMoveEvent(event);
  if (event->button() == Qt::LeftButton && m_pointed) {
    emit chosen(*m_pointed);
  }
}

void ScalingView::leaveEvent(QEvent*) {
  if (!hasFocus()) {
    point(std::nullopt);
  }
}

bool ScalingView::step(int key) {
  const std::vector<ScalingCurve>& curves = m_content.curves;
  const auto has = [&](std::size_t curve) { return !curves[curve].marks.empty(); };
  if (!m_pointed) {
    for (std::size_t c = 0; c < curves.size(); ++c) {
      if (has(c)) {
        point(ScalingPlace{c, 0});
        return true;
      }
    }
    return false;
  }
  ScalingPlace to = *m_pointed;
  if (key == Qt::Key_Left || key == Qt::Key_Right) {
    const std::size_t last = curves[to.curve].marks.size() - 1;
    to.mark = key == Qt::Key_Left ? std::max<std::size_t>(to.mark, 1) - 1 : std::min(to.mark + 1, last);
  } else {
    const std::size_t way = key == Qt::Key_Down ? 1 : curves.size() - 1;
    do {
      to.curve = (to.curve + way) % curves.size();
    } while (!has(to.curve));
    to.mark = std::min(to.mark, curves[to.curve].marks.size() - 1);
  }
  point(to);
  return true;
}

void ScalingView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
      if (step(event->key())) {
        return;
      }
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_pointed) {
        emit chosen(*m_pointed);
        return;
      }
      break;
    default:
      break;
  }
  QWidget::keyPressEvent(event);
}

void ScalingView::focusInEvent(QFocusEvent*) {
  update();
}
void ScalingView::focusOutEvent(QFocusEvent*) {
  update();
}

}  // namespace interleave::ui
