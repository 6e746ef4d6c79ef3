// SPDX-License-Identifier: GPL-3.0-or-later
// How alike the emulated run and the real one are, in a frame of its own: the score in words, then each part with what
// was measured of either. Hidden while there is nothing to say.
#pragma once

#include <QFrame>
#include <QString>
#include <optional>

#include "core/trace/likeness.h"

class QGridLayout;
class QLabel;

namespace interleave::ui {

class LikenessCard : public QFrame {
  Q_OBJECT
 public:
  explicit LikenessCard(QWidget* parent = nullptr);
  void setReport(const std::optional<LikenessReport>& report);
  /// All that it says; empty while it is hidden.
  QString text() const { return m_text; }

 private:
  QLabel* m_head = nullptr;
  QLabel* m_parts = nullptr;
  QString m_text;
};

}  // namespace interleave::ui
