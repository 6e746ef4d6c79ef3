// SPDX-License-Identifier: GPL-3.0-or-later
// What a student is asked before a lesson's runs: the outcomes to choose from, and which of them comes true. Data, from
// resources/lessons.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <string>

namespace interleave::ui {

struct Prediction {
  QString question;
  QStringList answers;  // 2 to 4
  int right = 0;        // which of them
  QString why;
};

/// Nothing for a lesson that asks nothing.
std::optional<Prediction> predictionFor(const std::string& lesson);

}  // namespace interleave::ui
