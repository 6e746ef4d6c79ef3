// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/scheduler_field.h"

#include "core/experiment/experiment.h"
#include "core/experiment/scheduler_address.h"

namespace interleave::ui {

SchedulerField::SchedulerField()
    : TextField(
          "Scheduler", FieldWidth::Full,
          "The address of a Dask scheduler, such as tcp://192.168.1.20:8786; its workers run the jobs, and are left "
          "as they are. Empty: a cluster is made on this machine for the run.",
          static_cast<int>(Limits::kLongestScheduler)) {
  setPlaceholder("a cluster on this machine");
  connect(this, &Field::edited, this, [this] {
    markProblem();
    emit problemChanged();
  });
}

QString SchedulerField::problem() const {
  const std::string typed = text().trimmed().toStdString();
  if (typed.empty()) {
    return {};
  }
  const auto address = schedulerAddress(typed);
  return address ? QString() : QString::fromStdString(address.error().message);
}

std::string SchedulerField::scheduler() const {
  return schedulerAddress(text().trimmed().toStdString()).value_or(std::string());
}

}  // namespace interleave::ui
