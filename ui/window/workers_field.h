// SPDX-License-Identifier: GPL-3.0-or-later
// How many workers: one of the usual numbers, as many as there are cores, or typed.
#pragma once

#include <optional>

#include "ui/window/field.h"

class QComboBox;

namespace interleave::ui {

class WorkersField : public Field {
  Q_OBJECT
 public:
  explicit WorkersField(int cores);

  /// Nothing while what stands there is not a number of workers.
  std::optional<int> workers() const;
  /// Does not count as edited.
  void setWorkers(int workers);
  QString problem() const override;
  /// The model serial runs on one worker, whatever this says.
  void setSerial(bool is_serial);

 private:
  QString written(int workers) const;

  QComboBox* m_box = nullptr;
  int m_cores;
  int m_workers = 1;  // also while the model is serial
};

}  // namespace interleave::ui
