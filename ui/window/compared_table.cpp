// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compared_table.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/window/tabular_label.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

struct Column {
  const char* name;
  const char* explanation;
};
constexpr Column kColumns[ComparedTable::kFigures] = {
    {"elapsed", "From the run's start to its end"},
    {"speed-up", "How many times shorter than the first of those compared"},
    {"cores busy", "Workers that ran, on the average"},
    {"overlap", "Of the time in which any job ran, the part in which two or more did"},
};

}  // namespace

ComparedTable::ComparedTable(QWidget* parent) : QWidget(parent) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 4);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(1);
  for (int c = 0; c < static_cast<int>(kFigures); ++c) {
    auto* name = new QLabel(kColumns[c].name);
    name->setFont(smallFont());
    name->setProperty("role", "quiet");
    name->setToolTip(kColumns[c].explanation);
    name->setAlignment(Qt::AlignRight);
    grid->addWidget(name, 0, c);
    grid->setColumnStretch(c, 1);
  }
  int row = 1;
  for (Line& line : m_lines) {
    line.title = new QPushButton;
    line.title->setProperty("role", "link");
    line.title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    grid->setRowMinimumHeight(row, 20);
    grid->addWidget(line.title, row++, 0, 1, static_cast<int>(kFigures));
    connect(line.title, &QPushButton::clicked, this, [this, &line] { emit chosen(line.id); });
    for (int c = 0; c < static_cast<int>(kFigures); ++c) {
      TabularLabel*& figure = line.figures[static_cast<std::size_t>(c)];
      figure = new TabularLabel(Qt::AlignRight | Qt::AlignVCenter);
      figure->setFont(smallFont());
      grid->addWidget(figure, row, c);
    }
    ++row;
  }
}

void ComparedTable::setLines(const std::vector<ComparedLine>& lines) {
  m_shown = lines;
  auto* grid = static_cast<QGridLayout*>(layout());
  for (std::size_t i = 0; i < m_lines.size(); ++i) {
    Line& line = m_lines[i];
    const bool is_shown = i < lines.size();
    line.title->setVisible(is_shown);
    grid->setRowMinimumHeight(static_cast<int>(2 * i + 1), is_shown ? 20 : 0);
    for (TabularLabel* figure : line.figures) {
      figure->setVisible(is_shown);
    }
    if (!is_shown) {
      continue;
    }
    const ComparedLine& of = lines[i];
    line.id = of.id;
    line.title->setFont(of.is_chosen ? boldFont() : font());
    line.title->setToolTip(of.is_chosen ? "The results are this run's" : "Show this run's results");
    line.title->setAccessibleName(QString("%1, elapsed %2, speed-up %3, cores busy %4, overlap %5%6")
                                      .arg(of.title, of.elapsed, of.speed_up, of.cores_busy, of.overlap,
                                           of.is_chosen ? ", its results are shown" : ""));
    const QString texts[] = {of.elapsed, of.speed_up, of.cores_busy, of.overlap};
    for (std::size_t c = 0; c < kFigures; ++c) {
      line.figures[c]->setText(texts[c]);
      line.figures[c]->setAccessibleName(of.title + ", " + kColumns[c].name);
    }
  }
  placeTitles();
}

// A button cuts its text without a word.
void ComparedTable::placeTitles() {
  for (std::size_t i = 0; i < m_shown.size(); ++i) {
    QPushButton* title = m_lines[i].title;
    title->setText(title->fontMetrics().elidedText(m_shown[i].title, Qt::ElideRight, width() - 4));
  }
}

void ComparedTable::resizeEvent(QResizeEvent*) {
  placeTitles();
}

}  // namespace interleave::ui
