// SPDX-License-Identifier: GPL-3.0-or-later
// A rendered picture becomes a file.
#pragma once

#include <QImage>
#include <QString>

#include "core/base/result.h"

namespace interleave::ui {

/// Writes a PNG; the file is complete or not there at all. Any thread: packing a large picture takes longer than a frame.
Status savePicture(const QImage& image, const QString& path);
/// A name for a file out of a title: "threads-under-a-gil-4.png".
QString pictureName(const QString& title);

}  // namespace interleave::ui
