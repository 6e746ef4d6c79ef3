// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/keys_dialog.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/window/section_head.h"
#include "ui/window/window_actions.h"

namespace interleave::ui {
namespace {

struct KeyLine {
  QString keys;
  QString effect;
};

std::vector<KeyLine> windowKeys(const WindowActions& actions) {
  std::vector<KeyLine> lines;
  for (const QAction* action : actions.withKeys()) {
    QStringList keys;
    if (action == actions.run()) {
      keys << "Space";
    }
    for (const QKeySequence& key : action->shortcuts()) {
      keys << key.toString(QKeySequence::NativeText);
    }
    lines.push_back({keys.join("  ·  "), action->statusTip()});
  }
  lines.push_back({"Alt", "Underlines the letter that leads to each control"});
  lines.push_back({"Tab  ·  Shift+Tab", "To the next control, or back"});
  return lines;
}

std::vector<KeyLine> timelineKeys() {
  return {{"W  ·  S", "Zoom in, zoom out"},
          {"A  ·  D", "Earlier, later"},
          {"F", "See all of the run"},
          {"Page Up  ·  Page Down", "Scroll the rows"},
          {"Wheel", "Zoom at the cursor"},
          {"Drag", "Pan"},
          {"Ctrl+Drag", "Select a range of time; its edges can be dragged"},
          {"[  ·  ]   or   I  ·  O", "Select from here, up to here (at the cursor)"},
          {"Z", "See the selection as large as fits"},
          {"Backspace  ·  Click", "Clear the selection; of runs compared, a click shows the results of that one"},
          {"Double-click", "See all of the run"}};
}

std::vector<KeyLine> otherKeys() {
  return {{"Up  ·  Down", "In a number: one step of its leading digit"},
          {"Page Up  ·  Page Down", "In a number: ten times more, ten times less"},
          {"Enter", "In the list of runs: show the run alone"},
          {"Space  ·  Ctrl+Click", "In the list of runs: put it beside those shown, or take it away"},
          {"Delete", "In the list of runs: remove the run"}};
}

void addLines(QVBoxLayout& column, const QString& head, const std::vector<KeyLine>& lines) {
  column.addWidget(new SectionHead(head));
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(18);
  grid->setVerticalSpacing(5);
  grid->setColumnMinimumWidth(0, 230);
  grid->setColumnStretch(1, 1);
  for (const KeyLine& line : lines) {
    const int row = grid->rowCount();
    auto* keys = new QLabel(line.keys);
    keys->setProperty("role", "name");
    grid->addWidget(keys, row, 0);
    grid->addWidget(new QLabel(line.effect), row, 1);
  }
  column.addLayout(grid);
  column.addSpacing(8);
}

}  // namespace

KeysDialog::KeysDialog(const WindowActions& actions, QWidget* parent) : QDialog(parent) {
  setWindowTitle("Keyboard");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 18, 20, 16);
  column->setSpacing(8);
  addLines(*column, "Window", windowKeys(actions));
  addLines(*column, "Timeline", timelineKeys());
  addLines(*column, "Lists and numbers", otherKeys());
  auto* close = new QPushButton("Close");
  close->setDefault(true);
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  column->addWidget(close, 0, Qt::AlignRight);
}

}  // namespace interleave::ui
