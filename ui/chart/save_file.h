// SPDX-License-Identifier: GPL-3.0-or-later
// A file is written whole or not at all; a pipe or device, which no finished file can replace, is written to.
// Any thread. Errors name the path and the system's reason.
#pragma once

#include <QByteArray>
#include <string>

#include "core/base/result.h"

namespace interleave::ui {

Status saveFile(const QByteArray& bytes, const std::string& path);

}  // namespace interleave::ui
