// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sweep_page.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStyle>
#include <QTableView>
#include <QVBoxLayout>

#include "core/session/sweep_plot.h"
#include "ui/window/elided_label.h"
#include "ui/window/row_table.h"
#include "ui/window/sweep_form.h"
#include "ui/window/sweep_model.h"
#include "ui/window/table_text.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr int kRow_px = 24;
constexpr int kProgress_px = 120;

ElidedLabel* smallLine(const char* name) {
  auto* made = new ElidedLabel;
  made->setFont(smallFont());
  made->setProperty("role", "quiet");
  made->setAccessibleName(name);
  return made;
}

}  // namespace

SweepPage::SweepPage(QWidget* parent) : QWidget(parent), m_form(new SweepForm), m_plot(new ScalingView) {
  setObjectName("sweepPage");
  m_plot->setObjectName("scaling");
  m_plot->setAccessibleName("Plot of the sweep");
  m_plot->setEmptyText("Press Run sweep to see how the run time changes with the number of workers");
  m_pointed = smallLine("Point of the plot");
  m_pointed->setContentsMargins(14, 0, 14, 4);
  auto* seen = new QWidget;
  auto* seen_column = new QVBoxLayout(seen);
  seen_column->setContentsMargins(0, 0, 0, 0);
  seen_column->setSpacing(0);
  seen_column->addWidget(m_plot, 1);
  seen_column->addWidget(m_pointed);
  m_model = new SweepModel(this);
  m_sorted = new QSortFilterProxyModel(this);
  m_sorted->setSourceModel(m_model);
  m_sorted->setSortRole(SweepModel::kSortRole);
  m_table = rowTable(*m_sorted, "Table of the sweep", kRow_px);
  m_table->setSortingEnabled(true);
  m_table->sortByColumn(-1, Qt::AscendingOrder);
  m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  auto* split = new QSplitter(Qt::Vertical);
  split->setHandleWidth(1);
  split->setChildrenCollapsible(false);
  split->addWidget(seen);
  split->addWidget(m_table);
  split->setStretchFactor(0, 2);
  split->setStretchFactor(1, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_form);
  column->addWidget(lines());
  column->addWidget(split, 1);
  auto* copy = new QShortcut(QKeySequence::Copy, m_table);
  copy->setContext(Qt::WidgetShortcut);
  connect(copy, &QShortcut::activated, this, &SweepPage::copyTable);
  connect(m_plot, &ScalingView::pointed, this, &SweepPage::showPointed);
  connect(m_plot, &ScalingView::chosen, this, [this](ScalingPlace place) {
    const ScalingCurve& curve = m_plot->plot().curves[place.curve];
    emit runWanted(curve.series, curve.marks[place.mark].point);
  });
  connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
    const SweepStep step = m_model->stepAt(m_sorted->mapToSource(index).row());
    emit runWanted(step.series, step.point);
  });
  setProgress(0, 0);
}

QWidget* SweepPage::lines() {
  m_progress = new QProgressBar;
  m_progress->setTextVisible(false);
  m_progress->setFixedWidth(kProgress_px);
  m_progress->setAccessibleName("Runs done");
  m_message = smallLine("State of the sweep");
  m_message->setObjectName("sweepMessage");
  m_speed_up = new QPushButton("Speed-up");
  m_elapsed = new QPushButton("Elapsed time");
  auto* group = new QButtonGroup(this);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(14, 2, 14, 6);
  row->setSpacing(8);
  row->addWidget(m_progress);
  row->addWidget(m_message, 1);
  for (QPushButton* quantity : {m_speed_up, m_elapsed}) {
    quantity->setCheckable(true);
    quantity->setFont(smallFont());
    group->addButton(quantity);
    row->addWidget(quantity);
    connect(quantity, &QPushButton::clicked, this, &SweepPage::showQuantity);
  }
  m_speed_up->setChecked(true);
  auto* made = new QWidget;
  made->setLayout(row);
  return made;
}

ScalingQuantity SweepPage::quantity() const {
  return m_speed_up->isChecked() ? ScalingQuantity::SpeedUp : ScalingQuantity::Elapsed;
}

void SweepPage::setTheme(const Theme& theme) {
  m_plot->setTheme(theme);
}

void SweepPage::setSweep(const Sweep* sweep) {
  m_sweep = sweep;
  m_model->setSweep(sweep);
  if (sweep != nullptr) {
    (usualQuantity(*sweep) == ScalingQuantity::SpeedUp ? m_speed_up : m_elapsed)->setChecked(true);
  }
  showQuantity();
}

void SweepPage::showQuantity() {
  m_plot->setPlot(m_sweep != nullptr ? plotOf(*m_sweep, quantity()) : ScalingPlot());
}

void SweepPage::pointChanged(const SweepStep& step) {
  m_model->pointChanged(step);
}

void SweepPage::refresh() {
  showQuantity();
}

void SweepPage::setProgress(std::size_t done, std::size_t all) {
  m_progress->setVisible(all > 0);
  m_progress->setRange(0, static_cast<int>(all));
  m_progress->setValue(static_cast<int>(done));
}

void SweepPage::say(const QString& text, Tone tone) {
  const char* role = tone == Tone::Problem ? "problem" : "quiet";
  if (m_message->property("role") != role) {
    m_message->setProperty("role", role);
    m_message->style()->unpolish(m_message);
    m_message->style()->polish(m_message);
  }
  m_message->setText(text);
}

QString SweepPage::said() const {
  return m_message->text();
}

void SweepPage::showPointed(std::optional<ScalingPlace> place) {
  if (!place || m_sweep == nullptr) {
    m_pointed->setText({});
    return;
  }
  const ScalingCurve& curve = m_plot->plot().curves[place->curve];
  const std::size_t p = curve.marks[place->mark].point;
  const SweepPoint& point = m_sweep->series()[curve.series].points[p];
  const auto speed_up = m_sweep->speedUp(curve.series, p);
  m_pointed->setText(QString("%1, %2 = %3 · %4 s (%5 to %6)%7 · click to see the run")
                         .arg(QString::fromStdString(label(point.experiment.model)),
                              QString::fromStdString(m_sweep->plan().key), QString::fromStdString(point.value))
                         .arg(point.median_s(), 0, 'f', 3)
                         .arg(point.least_s(), 0, 'f', 3)
                         .arg(point.most_s(), 0, 'f', 3)
                         .arg(speed_up ? QString(" · %1×").arg(*speed_up, 0, 'f', 2) : QString()));
}

void SweepPage::copyTable() const {
  QGuiApplication::clipboard()->setText(tableText(*m_table));
}

}  // namespace interleave::ui
