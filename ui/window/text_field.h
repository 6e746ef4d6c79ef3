// SPDX-License-Identifier: GPL-3.0-or-later
// A line of words with its label above.
#pragma once

#include <QStringList>

#include "ui/window/field.h"

class QAction;
class QLineEdit;

namespace interleave::ui {

class TextField : public Field {
  Q_OBJECT
 public:
  TextField(const QString& name, FieldWidth width, const QString& explanation, int most_characters = 200);
  QString text() const;
  /// Does not count as edited.
  void setText(const QString& text);
  /// What an empty line stands for.
  void setPlaceholder(const QString& text);
  /// Texts that are offered while one is typed, and all of them by Down; any other may be typed.
  void setSuggestions(const QStringList& texts);
  QStringList suggestions() const { return m_suggestions; }

 protected:
  /// With something beside the line.
  TextField(const QString& name, const QString& explanation, int most_characters, QWidget* beside);

 private:
  void offerAll();

  QLineEdit* m_edit = nullptr;
  QStringList m_suggestions;
  QAction* m_offer = nullptr;  // Down
};

}  // namespace interleave::ui
