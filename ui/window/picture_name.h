// SPDX-License-Identifier: GPL-3.0-or-later
// What a picture's file is called.
#pragma once

#include <QString>

namespace interleave::ui {

/// A name for a file out of a title: "threads-under-a-gil-4.png".
QString pictureName(const QString& title);

}  // namespace interleave::ui
