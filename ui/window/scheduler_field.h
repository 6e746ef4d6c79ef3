// SPDX-License-Identifier: GPL-3.0-or-later
// The address of a Dask cluster that is given; an empty line stands for one that is made on this machine.
#pragma once

#include <string>

#include "ui/window/text_field.h"

namespace interleave::ui {

class SchedulerField : public TextField {
  Q_OBJECT
 public:
  SchedulerField();
  QString problem() const override;
  /// Complete where it is a good one; empty: none is given.
  std::string scheduler() const;
};

}  // namespace interleave::ui
