// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/section_head.h"

#include "ui/window/window_theme.h"

namespace interleave::ui {

SectionHead::SectionHead(const QString& text, QWidget* parent) : QLabel(text, parent) {
  setProperty("role", "section");
  setFont(sectionFont());
}

}  // namespace interleave::ui
