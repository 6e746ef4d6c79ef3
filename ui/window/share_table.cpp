// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/share_table.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPushButton>
#include <QStringList>
#include <algorithm>

#include "ui/window/figures_text.h"
#include "ui/window/tabular_label.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr int kLine_px = 22;
constexpr int kHead_px = 18;
constexpr int kRunning_px = 58;
constexpr int kWait_px = 96;
constexpr int kMore_px = 24;

}  // namespace

ShareTable::ShareTable(const QString& kind, bool has_waits, QWidget* parent)
    : QWidget(parent), m_kind(kind), m_has_waits(has_waits), m_more(new QPushButton(this)) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(kind);
  m_more->setProperty("role", "link");
  m_more->setFont(smallFont());
  connect(m_more, &QPushButton::clicked, this, [this] {
    m_is_unfolded = !m_is_unfolded;
    place();
    updateGeometry();
    update();
  });
  place();
}

void ShareTable::setLines(std::vector<ShareLine> lines) {
  const bool is_other_size = lines.size() != m_lines.size();
  m_lines = std::move(lines);
  QStringList spoken;
  for (int i = 0; i < std::min(shownLines(), kFewLines); ++i) {
    const ShareLine& line = m_lines[static_cast<std::size_t>(i)];
    spoken << QString("%1: running %2%3").arg(line.name, line.running, line.wait.isEmpty() ? "" : ", " + line.wait);
  }
  setAccessibleDescription(spoken.join(". "));
  if (is_other_size) {
    place();
    updateGeometry();
  }
  update();
}

void ShareTable::setKind(const QString& kind) {
  m_kind = kind;
  setAccessibleName(kind);
  place();
}

void ShareTable::setTheme(const Theme& theme) {
  m_theme = theme;
  update();
}

int ShareTable::shownLines() const {
  const int all = static_cast<int>(m_lines.size());
  return m_is_unfolded ? all : std::min(all, kFewLines);
}

void ShareTable::place() {
  const int all = static_cast<int>(m_lines.size());
  m_more->setVisible(all > kFewLines);
  m_more->setText(m_is_unfolded ? QString("Show the first %1").arg(kFewLines)
                                : QString("Show all %1 %2").arg(countText(m_lines.size()), m_kind));
  m_more->setAccessibleName(m_more->text());
  const int width_px = std::min(width(), m_more->sizeHint().width());
  m_more->setGeometry(0, kHead_px + shownLines() * kLine_px + 2, width_px, kMore_px - 2);
}

QSize ShareTable::sizeHint() const {
  return {200, kHead_px + shownLines() * kLine_px + (static_cast<int>(m_lines.size()) > kFewLines ? kMore_px : 0)};
}

void ShareTable::resizeEvent(QResizeEvent*) {
  place();
}

void ShareTable::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.setFont(smallFont());
  const int wait_px = m_has_waits ? kWait_px : 0;
  const int name_px = width() - wait_px - kRunning_px;
  painter.setPen(m_theme.quiet);
  painter.drawText(QRect(name_px, 0, kRunning_px, kHead_px), Qt::AlignRight | Qt::AlignTop, "running");
  if (m_has_waits) {
    painter.drawText(QRect(width() - wait_px, 0, wait_px, kHead_px), Qt::AlignRight | Qt::AlignTop, "main wait");
  }
  // Only the lines in sight: there may be thousands.
  const int first = std::max(0, (event->rect().top() - kHead_px) / kLine_px);
  const int last = std::min(shownLines(), (event->rect().bottom() - kHead_px) / kLine_px + 1);
  for (int i = first; i < last; ++i) {
    const ShareLine& line = m_lines[static_cast<std::size_t>(i)];
    const int top = kHead_px + i * kLine_px;
    const QString name = painter.fontMetrics().elidedText(line.name, Qt::ElideRight, name_px - 8);
    painter.setPen(m_theme.ink);
    painter.drawText(QRect(0, top, name_px - 8, kLine_px), Qt::AlignLeft | Qt::AlignVCenter, name);
    drawTabular(painter, QRectF(name_px, top, kRunning_px, kLine_px), line.running, Qt::AlignRight);
    painter.setPen(m_theme.quiet);
    drawTabular(painter, QRectF(width() - wait_px, top, wait_px, kLine_px), line.wait, Qt::AlignRight);
    painter.fillRect(0, top + kLine_px - 1, width(), 1, m_theme.line);
    const int done = static_cast<int>(std::min(1.0, line.ratio) * width());
    painter.fillRect(0, top + kLine_px - 1, done, 1,
                     m_theme.experiment);  // the share as a length, where the eye is anyway
  }
}

}  // namespace interleave::ui
