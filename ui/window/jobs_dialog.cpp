// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/jobs_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>
#include <array>

#include "ui/window/jobs_model.h"
#include "ui/window/row_table.h"
#include "ui/window/table_text.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr std::array<int, JobsModel::kColumns> kWidths_px{64, 90, 74, 110, 96, 120, 190, 200};

}  // namespace

JobsDialog::JobsDialog(QWidget* parent)
    : QDialog(parent), m_title(new QLabel), m_model(new JobsModel(this)), m_table(rowTable(*m_model, "Jobs")) {
  setWindowTitle("All jobs");
  resize(1000, 460);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 14, 14, 14);
  column->setSpacing(10);
  m_title->setFont(boldFont());
  m_table->horizontalHeader()->setStretchLastSection(true);
  for (int i = 0; i < JobsModel::kColumns; ++i) {
    m_table->setColumnWidth(i, kWidths_px[static_cast<std::size_t>(i)]);
  }
  auto* copy_button = new QPushButton("&Copy");
  copy_button->setToolTip("Copy the selected rows, or all, as text (Ctrl+C)");
  auto* close = new QPushButton("Close");
  auto* row = new QHBoxLayout;
  row->addStretch(1);
  row->addWidget(copy_button);
  row->addWidget(close);
  column->addWidget(m_title);
  column->addWidget(m_table, 1);
  column->addLayout(row);
  connect(copy_button, &QPushButton::clicked, this, &JobsDialog::copy);
  connect(new QShortcut(QKeySequence::Copy, this), &QShortcut::activated, this, &JobsDialog::copy);
  connect(close, &QPushButton::clicked, this, &QDialog::close);
  m_table->setFocus();
}

void JobsDialog::setRun(const QString& title, const SnapshotPtr& snapshot) {
  m_title->setText(title);
  m_model->setSnapshot(snapshot);
}

void JobsDialog::copy() {
  QGuiApplication::clipboard()->setText(tableText(*m_table));
}

}  // namespace interleave::ui
