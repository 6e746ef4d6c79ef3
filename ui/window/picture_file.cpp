// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/picture_file.h"

#include <QSaveFile>
#include <cerrno>

namespace interleave::ui {

Status savePicture(const QImage& image, const QString& path) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly) || !image.save(&file, "PNG") || !file.commit()) {
    return fail(ErrorCode::Io, "could not write " + path.toStdString() + ": " + file.errorString().toStdString() +
                                   ". Choose another folder.");
  }
  return {};
}

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
