// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/likeness_card.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/window/section_head.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

QString cell(const std::string& text, const char* align = "left") {
  return QString("<td align='%1' style='padding-right:7px'>%2</td>")
      .arg(QLatin1String(align), QString::fromStdString(text).toHtmlEscaped());
}

QString rowOf(const LikenessPart& part) {
  const std::string alike = part.alike ? QString::number(*part.alike, 'f', 2).toStdString() : "-";
  return "<tr>" + cell(part.name) + cell(part.one, "right") + cell(part.other, "right") + cell(alike, "right") +
         "</tr>";
}

}  // namespace

LikenessCard::LikenessCard(QWidget* parent) : QFrame(parent), m_head(new QLabel), m_parts(new QLabel) {
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(14, 14, 14, 0);
  outer->setSpacing(8);
  auto* head = new SectionHead("Emulated against real");
  head->setContentsMargins(0, 0, 20, 0);  // the fold button is there
  outer->addWidget(head);
  auto* frame = new QFrame;
  frame->setObjectName("verdict");  // looks as one
  outer->addWidget(frame);
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(11, 9, 9, 9);
  column->setSpacing(6);
  m_head->setWordWrap(true);
  m_head->setTextFormat(Qt::PlainText);
  m_head->setFont(boldFont());
  m_parts->setTextFormat(Qt::RichText);
  m_parts->setFont(smallFont());
  m_parts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // never wider than the panel
  m_parts->setToolTip(
      "Hand-off: median time from one thread's slice to the next one's. Slice: the median; alike is how far the "
      "lengths'\n"
      "distributions agree. Overlap: time with two or more running. Each is alike from 0 to 1.");
  for (QLabel* label : {m_head, m_parts}) {
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(label);
  }
  hide();
}

void LikenessCard::setReport(const std::optional<LikenessReport>& report) {
  setVisible(report.has_value());
  if (!report) {
    m_text.clear();
    return;
  }
  m_head->setText(QString::fromStdString(report->words));
  QString table = "<table cellspacing='0' cellpadding='1'><tr>" + cell("") + cell("emulated", "right") +
                  cell("real", "right") + cell("alike", "right") + "</tr>";
  m_text = m_head->text();
  for (const LikenessPart& part : report->parts) {
    table += rowOf(part);
    m_text += QString(" %1: %2 emulated, %3 real.")
                  .arg(QString::fromStdString(part.name), QString::fromStdString(part.one),
                       QString::fromStdString(part.other));
  }
  m_parts->setText(table + "</table>");
  setAccessibleName("Emulated against real: " + m_text);
}

}  // namespace interleave::ui
