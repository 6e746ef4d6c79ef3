// SPDX-License-Identifier: GPL-3.0-or-later
// The controls of one workload's parameters, made from the catalogue. Kept while another workload is chosen, so that
// going back to it finds what was typed.
#pragma once

#include <QObject>
#include <vector>

#include "core/experiment/catalogue.h"

namespace interleave::ui {

class Field;

class WorkloadFields : public QObject {
  Q_OBJECT
 public:
  /// REQUIRES: `info` outlives this (the catalogue's entries do).
  WorkloadFields(const WorkloadInfo& info, QWidget& home);

  /// In the catalogue's order; their parent is `home` until a grid takes them.
  const std::vector<Field*>& fields() const { return m_fields; }
  /// Null when the workload has no such parameter.
  Field* field(const std::string& key) const;
  /// The values of the fields that are valid.
  ParameterValues values() const;
  /// A parameter that is missing gets its default.
  void setValues(const ParameterValues& values);

 signals:
  void edited();

 private:
  const WorkloadInfo& m_info;
  std::vector<Field*> m_fields;
};

}  // namespace interleave::ui
