// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/folding_panel.h"

#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/window/shape_icon.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr int kStrip_px = 30;
constexpr int kButton_px = 20;

IconShape shapeFor(Qt::Edge edge, bool is_folded) {
  switch (edge) {
    case Qt::LeftEdge:
      return is_folded ? IconShape::Right : IconShape::Left;
    case Qt::RightEdge:
      return is_folded ? IconShape::Left : IconShape::Right;
    default:
      return is_folded ? IconShape::Up : IconShape::Down;
  }
}

}  // namespace

FoldingPanel::FoldingPanel(const QString& name, Qt::Edge edge, QWidget* content, Extents extents, QWidget* parent)
    : QWidget(parent),
      m_name(name),
      m_edge(edge),
      m_content(content),
      m_button(new QToolButton),
      m_extents(extents),
      m_extent_px(extents.usual_px) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(content);
  m_button->setParent(this);
  m_button->setProperty("role", "fold");
  m_button->setFixedSize(kButton_px, kButton_px);
  m_button->setFocusPolicy(Qt::TabFocus);
  connect(m_button, &QToolButton::clicked, this, [this] { setFolded(!m_is_folded); });
  apply();
}

void FoldingPanel::setExtent_px(int extent_px) {
  m_extent_px = std::max(extent_px, m_extents.least_px);
}

int FoldingPanel::wantedExtent_px() const {
  return m_is_folded ? kStrip_px : m_extent_px;
}

void FoldingPanel::setFolded(bool is_folded) {
  if (is_folded == m_is_folded) {
    return;
  }
  m_is_folded = is_folded;
  apply();
  emit foldedChanged(is_folded);
}

void FoldingPanel::apply() {
  m_content->setVisible(!m_is_folded);
  const int least = m_is_folded ? kStrip_px : m_extents.least_px;
  const int most = m_is_folded ? kStrip_px : QWIDGETSIZE_MAX;
  if (isSide()) {
    setMinimumWidth(least);
    setMaximumWidth(most);
  } else {
    setMinimumHeight(least);
    setMaximumHeight(most);
  }
  const QString what = (m_is_folded ? "Show: " : "Fold: ") + m_name;
  m_button->setToolTip(what);
  m_button->setAccessibleName(what);
  setTheme(m_theme);
  placeButton();
  m_button->raise();
}

void FoldingPanel::setTheme(const Theme& theme) {
  m_theme = theme;
  m_button->setIcon(shapeIcon(shapeFor(m_edge, m_is_folded), theme.quiet, theme.line));
  m_button->setIconSize({12, 12});
  update();
}

void FoldingPanel::placeButton() {
  const int inset = (kStrip_px - kButton_px) / 2;
  m_button->move(width() - kButton_px - (isSide() && !m_is_folded ? 9 : inset), isSide() && !m_is_folded ? 12 : inset);
}

void FoldingPanel::resizeEvent(QResizeEvent* event) {
  if (!m_is_folded && isVisible()) {
    m_extent_px = isSide() ? width() : height();
  }
  placeButton();
  QWidget::resizeEvent(event);
}

void FoldingPanel::paintEvent(QPaintEvent*) {
  if (!m_is_folded) {
    return;
  }
  QPainter painter(this);
  painter.fillRect(rect(), m_theme.panel);
  painter.setFont(sectionFont());
  painter.setPen(m_theme.quiet);
  if (isSide()) {
    painter.translate(kStrip_px / 2.0, kStrip_px + 8.0);
    painter.rotate(90.0);
    painter.drawText(QRectF(0.0, -kStrip_px / 2.0, height(), kStrip_px), Qt::AlignLeft | Qt::AlignVCenter, m_name);
  } else {
    painter.drawText(rect().adjusted(14, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_name);
  }
}

}  // namespace interleave::ui
