// SPDX-License-Identifier: GPL-3.0-or-later
// One of the four results that matter: a large number with its meaning below.
#pragma once

#include <QWidget>

class QLabel;

namespace interleave::ui {

class TabularLabel;

class BigNumber : public QWidget {
  Q_OBJECT
 public:
  explicit BigNumber(QWidget* parent = nullptr);
  void setNumber(const QString& value, const QString& meaning, const QString& explanation);
  QString value() const;
  QString meaning() const;

 private:
  TabularLabel* m_value = nullptr;
  QLabel* m_meaning = nullptr;
};

}  // namespace interleave::ui
