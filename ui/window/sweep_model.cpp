// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sweep_model.h"

#include <algorithm>

#include "core/session/sweep_values.h"
#include "ui/window/figures_text.h"

namespace interleave::ui {
namespace {

QString timeText(double seconds) {
  return QString::number(seconds, 'f', 3) + " s";
}

double timeOf(const SweepPoint& point, int column) {
  return column == SweepModel::kLeast  ? point.least_s()
         : column == SweepModel::kMost ? point.most_s()
                                       : point.median_s();
}

}  // namespace

void SweepModel::setSweep(const Sweep* sweep) {
  beginResetModel();
  m_sweep = sweep;
  m_rows.clear();
  for (std::size_t s = 0; m_sweep != nullptr && s < m_sweep->series().size(); ++s) {
    for (std::size_t p = 0; p < m_sweep->series()[s].points.size(); ++p) {
      m_rows.push_back({s, p, 0});
    }
  }
  endResetModel();
}

void SweepModel::pointChanged(const SweepStep& step) {
  const auto row = std::find_if(m_rows.begin(), m_rows.end(), [&](const SweepStep& other) {
    return other.series == step.series && other.point == step.point;
  });
  if (row == m_rows.end()) {
    return;
  }
  const int at = static_cast<int>(row - m_rows.begin());
  emit dataChanged(index(at, 0), index(at, kColumns - 1));
  // It may be what the others are held against.
  emit dataChanged(index(0, kSpeedUp), index(rowCount() - 1, kSpeedUp));
}

SweepStep SweepModel::stepAt(int row) const {
  return m_rows[static_cast<std::size_t>(row)];
}

int SweepModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SweepModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QVariant SweepModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) {
    return {};
  }
  const SweepStep step = stepAt(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return text(step, index.column());
    case kSortRole:
      return sortKey(step, index.column());
    case Qt::ToolTipRole:
      return QString::fromStdString(m_sweep->at(step).problem);
    case Qt::TextAlignmentRole:
      return QVariant::fromValue((index.column() == kModel ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    default:
      return {};
  }
}

QString SweepModel::text(const SweepStep& step, int column) const {
  const SweepPoint& point = m_sweep->at(step);
  const QString nothing = QString::fromUtf16(kNothing);
  switch (column) {
    case kModel:
      return QString::fromStdString(label(point.experiment.model));
    case kValue:
      return QString::fromStdString(point.value);
    case kRuns:
      return point.problem.empty() ? QString::number(point.measurements.size()) : QString("failed");
    case kSpeedUp: {
      const auto speed_up = m_sweep->speedUp(step.series, step.point);
      return speed_up ? QString::number(*speed_up, 'f', 2) + "×" : nothing;
    }
    default:
      return point.isMeasured() ? timeText(timeOf(point, column)) : nothing;
  }
}

QVariant SweepModel::sortKey(const SweepStep& step, int column) const {
  const SweepPoint& point = m_sweep->at(step);
  switch (column) {
    case kModel:
      return static_cast<int>(point.experiment.model);
    case kValue: {
      const auto number = valueNumber(point.value);
      return number ? QVariant(*number) : QVariant(QString::fromStdString(point.value));
    }
    case kRuns:
      return static_cast<int>(point.measurements.size());
    case kSpeedUp:
      return m_sweep->speedUp(step.series, step.point).value_or(0.0);
    default:
      return point.isMeasured() ? timeOf(point, column) : 0.0;
  }
}

QVariant SweepModel::headerData(int section, Qt::Orientation orientation, int role) const {
  static const char* const names[kColumns] = {"Model", "", "Runs", "Least", "Median", "Most", "Speed-up"};
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return QVariant::fromValue((section == kModel ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  return section != kValue    ? QString(names[section])
         : m_sweep != nullptr ? QString::fromStdString(m_sweep->plan().key)
                              : QString("Value");
}

}  // namespace interleave::ui
