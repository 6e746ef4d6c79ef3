// SPDX-License-Identifier: GPL-3.0-or-later
// The address of a Dask scheduler, as a person types it. Threading: a pure function.
#pragma once

#include <string>

#include "core/base/result.h"

namespace interleave {

/// "tcp://host:port" or "tls://host:port", tcp where none of them is said and Dask's own port 8786 where there is none;
/// or what is wrong with it. Whether anybody answers there is not asked.
Result<std::string> schedulerAddress(const std::string& typed);

}  // namespace interleave
