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
  /// Leaves a row out, or lets it in again.
  void setShown(std::size_t at, bool is_shown);
  /// What the row's value needs explained, beside the fact's own explanation; may be empty.
  void setRemark(std::size_t at, const QString& remark);

 private:
  struct Row {
    QWidget* row = nullptr;
    QString explanation;
  };

  std::vector<Row> m_rows;
  std::vector<TabularLabel*> m_values;
};

}  // namespace interleave::ui
