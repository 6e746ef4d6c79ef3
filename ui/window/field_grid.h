// SPDX-License-Identifier: GPL-3.0-or-later
// Fields in two columns: a full one takes a row, two halves share one, a last half has the row for itself. What is wrong
// with a row's fields is said below it.
#pragma once

#include <QPointer>
#include <QString>
#include <QWidget>
#include <vector>

class QGridLayout;
class QLabel;

namespace interleave::ui {

class Field;

class FieldGrid : public QWidget {
  Q_OBJECT
 public:
  explicit FieldGrid(QWidget* parent = nullptr);

  /// In order of reading and of the Tab key. Fields become the grid's children; those left out are the caller's to delete.
  void setFields(std::vector<Field*> fields);
  /// The first field's problem; empty when all is well.
  QString problem() const;

 private:
  struct Row {
    std::vector<Field*> fields;
    QLabel* problem = nullptr;
  };
  void arrange();
  void addRow(std::vector<Field*> fields);
  void showProblems();
  void pickMnemonics();

  QGridLayout* m_grid = nullptr;
  std::vector<Field*> m_fields;
  std::vector<Row> m_rows;
};

}  // namespace interleave::ui
