// SPDX-License-Identifier: GPL-3.0-or-later
// A run's verdict in a frame of its own: what was seen in bold, why, and in bold what to use instead. The text can be
// selected, and a screen reader reads all of it.
#pragma once

#include <QFrame>
#include <QString>
#include <optional>

#include "core/analysis/verdict.h"

class QLabel;

namespace interleave::ui {

class VerdictCard : public QFrame {
  Q_OBJECT
 public:
  explicit VerdictCard(QWidget* parent = nullptr);
  /// Nothing: the card is not there.
  void setVerdict(const std::optional<Verdict>& verdict);
  /// What it says, without marks; empty when it is not there.
  QString text() const;

 private:
  QLabel* m_text = nullptr;
  QString m_verdict;
};

}  // namespace interleave::ui
