// SPDX-License-Identifier: GPL-3.0-or-later
// Names and values in rows with hairlines between them; values stand at the right, digit below digit.
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

namespace interleave::ui {

class TabularLabel;

class FactList : public QWidget {
  Q_OBJECT
 public:
  struct Fact {
    QString name;
    QString explanation;
  };

  explicit FactList(const std::vector<Fact>& facts, QWidget* parent = nullptr);
  /// By the facts' order.
  void setValue(std::size_t at, const QString& value);
  QString value(std::size_t at) const;

 private:
  std::vector<TabularLabel*> m_values;
};

}  // namespace interleave::ui
