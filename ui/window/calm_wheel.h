// SPDX-License-Identifier: GPL-3.0-or-later
// Controls in a panel that scrolls: the wheel scrolls the panel and never changes a choice by accident.
#pragma once

class QWidget;

namespace interleave::ui {

void ignoreWheel(QWidget& control);

}  // namespace interleave::ui
