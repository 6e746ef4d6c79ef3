// SPDX-License-Identifier: GPL-3.0-or-later
// What the experiment's controls offer, whatever the machine: the start methods, the workloads, the limits of the
// numbers. See python_choices.h for what depends on Python. Threading: pure functions.
#pragma once

#include <vector>

#include "core/experiment/parameters.h"
#include "ui/window/choice_field.h"

namespace interleave::ui {

std::vector<Choice> startMethodChoices();
std::vector<Choice> workloadChoices();
ParameterSpec jobsSpec();
ParameterSpec timeoutSpec();

}  // namespace interleave::ui
