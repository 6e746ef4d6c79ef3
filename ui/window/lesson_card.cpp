// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/lesson_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/window/run_findings.h"
#include "ui/window/section_head.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

QLabel* paragraph(QVBoxLayout* column, const char* name) {
  auto* made = new QLabel;
  made->setWordWrap(true);
  made->setTextFormat(Qt::PlainText);
  made->setObjectName(name);
  column->addWidget(made);
  return made;
}

}  // namespace

LessonCard::LessonCard(QWidget* parent) : QFrame(parent) {
  setObjectName("lessonCard");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 14, 14, 12);
  column->setSpacing(6);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(0, 0, 20, 0);  // the fold button is there
  auto* close = new QPushButton("Close");
  close->setProperty("role", "link");
  close->setFont(smallFont());
  close->setAccessibleName("Close the lesson");
  head->addWidget(new SectionHead("Lesson"));
  head->addStretch(1);
  head->addWidget(close);
  column->addLayout(head);
  m_claim = paragraph(column, "lessonClaim");
  m_claim->setFont(boldFont());
  m_verdict = paragraph(column, "lessonVerdict");
  m_verdict->setFont(boldFont());
  m_prediction = paragraph(column, "lessonPrediction");
  m_sentence = paragraph(column, "lessonSentence");
  connect(close, &QPushButton::clicked, this, &QWidget::hide);
  hide();
}

void LessonCard::say(QLabel* label, const QString& text) {
  label->setText(text);
  label->setVisible(!text.isEmpty());
}

void LessonCard::showRunning(const Article& article, const QString& progress) {
  say(m_claim, "“" + QString::fromStdString(article.claim) + "”");
  say(m_verdict, {});
  say(m_sentence, progress);
  say(m_prediction, {});
  show();
}

void LessonCard::showUnfinished(const QString& why) {
  say(m_verdict, "Not finished");
  say(m_sentence, why);
}

void LessonCard::showFinding(const Article& article, const ArticleFinding& finding,
                             const std::optional<Prediction>& prediction, std::optional<int> answer) {
  const QString property = QString::fromStdString(article.property);
  say(m_verdict, finding.holds ? "As expected: " + property + "." : "Not as expected here: " + property + ".");
  QStringList lines{"Measured:"};
  for (const std::string& line : finding.lines) {
    lines << "•\u00a0" + asSentence(QString::fromStdString(line));
  }
  say(m_sentence, lines.join('\n'));
  if (!prediction) {
    return;
  }
  QString text;
  if (answer) {
    text = QString("You predicted: “%1”. ").arg(prediction->answers[*answer]);
    // Of a property that did not hold here, no answer is shown to be right or wrong.
    text += !finding.holds ? "This time the figures settle nothing. "
            : *answer == prediction->right
                ? "So it came out. "
                : QString("It came out otherwise: “%1”. ").arg(prediction->answers[prediction->right]);
  }
  say(m_prediction, text + prediction->why);
}

}  // namespace interleave::ui
