// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/about_dialog.h"

#include <QApplication>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/sched/machine.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr int kIcon_px = 64;

QLabel* quietLine(const QString& text) {
  auto* line = new QLabel(text);
  line->setWordWrap(true);
  line->setProperty("role", "quiet");
  return line;
}

}  // namespace

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
  setWindowTitle("About Interleave");
  setFixedWidth(420);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 20, 20, 16);
  column->setSpacing(10);
  auto* icon = new QLabel;
  icon->setPixmap(QIcon(":/interleave/icons/interleave.svg").pixmap(QSize(kIcon_px, kIcon_px), devicePixelRatioF()));
  auto* name = new QLabel("Interleave");
  name->setFont(numberFont());
  auto* purpose = new QLabel(
      "Shows how concurrent programs really run: which worker ran at every instant, what the others waited for, and what "
      "that cost.");
  purpose->setWordWrap(true);
  column->addWidget(icon);
  column->addWidget(name);
  column->addWidget(purpose);
  if (const QString version = QApplication::applicationVersion(); !version.isEmpty()) {
    column->addWidget(quietLine("Version " + version));
  }
  column->addWidget(quietLine("This machine: " + QString::fromStdString(thisMachine().describe())));
  column->addWidget(quietLine("Free software under the GNU General Public License, version 3 or later. It comes without "
                              "any warranty."));
  auto* close = new QPushButton("Close");
  close->setDefault(true);
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  column->addWidget(close, 0, Qt::AlignRight);
}

}  // namespace interleave::ui
