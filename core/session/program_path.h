// SPDX-License-Identifier: GPL-3.0-or-later
// Which file a command's first word means.
// Threading: any. Errors: what is not there or can't be executed, in one line that names it.
#pragma once

#include <string>

#include "core/base/result.h"

namespace interleave {

/// The file that a shell would run for `program` in `folder` (empty: ours): as it is when it holds a slash, else the
/// first in PATH. A relative path is relative to that folder.
Result<std::string> programPath(const std::string& program, const std::string& folder = {});

}  // namespace interleave
