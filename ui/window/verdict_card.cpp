// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/verdict_card.h"

#include <QLabel>
#include <QVBoxLayout>

namespace interleave::ui {
namespace {

QString bold(const std::string& text) {
  return "<b>" + QString::fromStdString(text).toHtmlEscaped() + "</b>";
}

}  // namespace

VerdictCard::VerdictCard(QWidget* parent) : QFrame(parent) {
  setObjectName("verdict");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(11, 9, 9, 9);
  m_text = new QLabel;
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::RichText);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  column->addWidget(m_text);
  setVisible(false);
}

void VerdictCard::setVerdict(const std::optional<Verdict>& verdict) {
  setVisible(verdict.has_value());
  if (!verdict) {
    m_text->clear();
    m_verdict.clear();
    return;
  }
  QString text = bold(verdict->headline) + " " + QString::fromStdString(verdict->explanation).toHtmlEscaped();
  if (!verdict->advice.empty()) {
    text += " " + bold(verdict->advice);
  }
  m_text->setText(text);
  m_verdict = QString::fromStdString(verdict->text());
  setAccessibleName("Verdict: " + m_verdict);
}

QString VerdictCard::text() const {
  return m_verdict;
}

}  // namespace interleave::ui
