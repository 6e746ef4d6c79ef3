// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/picture_name.h"

namespace interleave::ui {

QString pictureName(const QString& title) {
  QString name;
  for (const QChar character : title.toLower()) {
    if (character.isLetterOrNumber()) {
      name += character;
    } else if (!name.isEmpty() && !name.endsWith('-')) {
      name += '-';
    }
  }
  while (name.endsWith('-')) {
    name.chop(1);
  }
  return (name.isEmpty() ? "run" : name.left(100)) + ".png";
}

}  // namespace interleave::ui
