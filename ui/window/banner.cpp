// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/window/shape_icon.h"

namespace interleave::ui {

Banner::Banner(QWidget* parent) : QFrame(parent), m_text(new QLabel), m_close(new QToolButton) {
  setObjectName("banner");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(14, 6, 10, 6);
  row->setSpacing(10);
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_text->setProperty("role", "problem");
  m_text->setAccessibleName("Message");
  m_close->setProperty("role", "fold");
  m_close->setFixedSize(22, 22);
  m_close->setToolTip("Dismiss");
  m_close->setAccessibleName("Dismiss the message");
  m_close->setFocusPolicy(Qt::StrongFocus);
  row->addWidget(m_text, 1);
  row->addWidget(m_close, 0, Qt::AlignTop);
  connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
  hide();
}

void Banner::setTheme(const Theme& theme) { m_close->setIcon(shapeIcon(IconShape::Close, theme.quiet, theme.line)); }

void Banner::showMessage(const QString& text) {
  m_text->setText(text);
  setVisible(!text.isEmpty());
}

QString Banner::message() const { return isHidden() ? QString() : m_text->text(); }

}  // namespace interleave::ui
