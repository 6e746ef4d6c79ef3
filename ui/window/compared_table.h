// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of the runs that are compared, below each other; a run's name is a link that chooses it.
#pragma once

#include <QWidget>
#include <array>
#include <vector>

#include "ui/window/comparison.h"

class QLabel;
class QPushButton;

namespace interleave::ui {

class TabularLabel;

class ComparedTable : public QWidget {
  Q_OBJECT
 public:
  static constexpr std::size_t kFigures = 4;

  explicit ComparedTable(QWidget* parent = nullptr);
  /// REQUIRES: at most RunShelf::kMostCompared.
  void setLines(const std::vector<ComparedLine>& lines);

 signals:
  void chosen(interleave::ui::RunId id);

 private:
  struct Line {
    QPushButton* title = nullptr;
    std::array<TabularLabel*, kFigures> figures{};
    RunId id{};
  };
  void placeTitles();
  void resizeEvent(QResizeEvent* event) override;

  std::array<Line, RunShelf::kMostCompared> m_lines;
  std::vector<ComparedLine> m_shown;
};

}  // namespace interleave::ui
