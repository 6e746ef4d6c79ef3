// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/workers_field.h"

#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QSignalBlocker>
#include <set>

#include "core/base/number_text.h"
#include "core/experiment/experiment.h"
#include "ui/window/calm_wheel.h"

namespace interleave::ui {
namespace {

const QString kSerial = "1 (serial)";

}  // namespace

WorkersField::WorkersField(int cores) : Field("Workers", FieldWidth::Half), m_box(new QComboBox), m_cores(cores) {
  m_box->setEditable(true);
  m_box->setInsertPolicy(QComboBox::NoInsert);
  m_box->setView(new QListView(m_box));
  m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_box->setMinimumContentsLength(6);
  m_box->setCompleter(nullptr);
  ignoreWheel(*m_box);
  std::set<int> usual{1, 2, 4, 8, 16, cores};
  for (const int workers : usual) {
    m_box->addItem(written(workers));
  }
  setControl(m_box, QString("Threads or processes that take jobs from one queue, %1 to %2. This machine has %3 core%4.")
                        .arg(Limits::kFewestWorkers)
                        .arg(Limits::kMostWorkers)
                        .arg(cores)
                        .arg(cores == 1 ? "" : "s"));
  m_box->lineEdit()->setAccessibleName(name());
  connect(m_box, &QComboBox::currentTextChanged, this, [this] {
    markProblem();
    emit edited();
  });
}

QString WorkersField::written(int workers) const {
  return workers == m_cores ? QString("%1 (= cores)").arg(workers) : QString::number(workers);
}

std::optional<int> WorkersField::workers() const {
  if (!m_box->isEnabled()) {
    return m_workers;
  }
  QString text = m_box->currentText().trimmed();
  if (text.compare("cores", Qt::CaseInsensitive) == 0) {
    return m_cores;
  }
  const auto typed = parseInteger(text.remove("(= cores)").trimmed().toStdString());
  if (!typed || *typed < Limits::kFewestWorkers || *typed > Limits::kMostWorkers) {
    return std::nullopt;
  }
  return static_cast<int>(*typed);
}

void WorkersField::setWorkers(int workers) {
  const QSignalBlocker quiet(m_box);
  m_workers = workers;
  m_box->setCurrentText(m_box->isEnabled() ? written(workers) : kSerial);
  markProblem();
}

QString WorkersField::problem() const {
  if (workers()) {
    return {};
  }
  return QString("Workers: a whole number from %1 to %2").arg(Limits::kFewestWorkers).arg(Limits::kMostWorkers);
}

void WorkersField::setSerial(bool is_serial) {
  if (is_serial == !m_box->isEnabled()) {
    return;
  }
  const QSignalBlocker quiet(m_box);
  if (is_serial) {
    m_workers = workers().value_or(1);
  }
  m_box->setEnabled(!is_serial);
  m_box->setCurrentText(is_serial ? kSerial : written(m_workers));
  markProblem();
}

}  // namespace interleave::ui
