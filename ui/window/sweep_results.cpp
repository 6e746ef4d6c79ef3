// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sweep_results.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/window/section_head.h"
#include "ui/window/verdict_card.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

std::optional<Verdict> wordsOf(const std::optional<SweepVerdict>& verdict) {
  if (!verdict) {
    return std::nullopt;
  }
  Verdict words;
  words.headline = verdict->headline;
  words.explanation = verdict->explanation;
  words.advice = verdict->advice;
  return words;
}

}  // namespace

SweepResults::SweepResults(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 14, 14, 12);
  column->setSpacing(10);
  m_verdict = new VerdictCard;
  m_sentences = new QLabel;
  m_sentences->setObjectName("sweepSentences");
  m_sentences->setWordWrap(true);
  m_sentences->setTextFormat(Qt::PlainText);
  m_sentences->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_message = new QLabel;
  m_message->setObjectName("sweepExportMessage");
  m_message->setWordWrap(true);
  m_message->setFont(smallFont());
  m_message->setProperty("role", "quiet");
  column->addWidget(new SectionHead("Sweep"));
  column->addWidget(m_verdict);
  column->addWidget(m_sentences);
  auto* grid = new QGridLayout;
  grid->setSpacing(8);
  const auto add = [&](const QString& text, const QString& tip, int row, int place) {
    auto* made = new QPushButton(text);
    made->setToolTip(tip);
    grid->addWidget(made, row, place);
    m_exports.push_back(made);
    return made;
  };
  const auto exports = [&](QPushButton* button, Export what) {
    connect(button, &QPushButton::clicked, this, [this, what] { emit exportWanted(what); });
  };
  exports(add("Save picture…", "The plot as a PNG (Ctrl+E)", 0, 0), Export::Picture);
  connect(add("Copy table", "The table as text, to paste it elsewhere", 0, 1), &QPushButton::clicked, this,
          &SweepResults::copyWanted);
  exports(add("Save CSV…", "A line a run", 1, 0), Export::Csv);
  exports(add("Save JSON…", "All that is known of the sweep", 1, 1), Export::Json);
  column->addLayout(grid);
  column->addWidget(m_message);
  column->addStretch(1);
  showSweep(nullptr);
}

void SweepResults::showSweep(const Sweep* sweep) {
  const bool has_any = sweep != nullptr && sweep->runsDone() > 0;
  m_verdict->setVerdict(has_any ? wordsOf(verdictOf(*sweep)) : std::nullopt);
  QStringList sentences;
  if (has_any) {
    for (const std::string& sentence : sweepSentences(*sweep)) {
      sentences << QString::fromStdString(sentence);
    }
  }
  m_sentences->setText(has_any ? sentences.join('\n') : QString("What the sweep shows will stand here."));
  for (QPushButton* button : m_exports) {
    button->setEnabled(has_any);
  }
}

void SweepResults::say(const QString& text) {
  m_message->setText(text);
}

}  // namespace interleave::ui
