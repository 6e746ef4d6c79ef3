// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace interleave {

tl::unexpected<Error> failErrno(std::string_view tried, int errno_value) {
  ErrorCode code = ErrorCode::Io;
  if (errno_value == ENOENT) {
    code = ErrorCode::NotFound;
  } else if (errno_value == ENOMEM || errno_value == EMFILE || errno_value == ENFILE || errno_value == EAGAIN) {
    code = ErrorCode::Unavailable;
  }
  return fail(code, fmt::format("{}: {}", tried, std::generic_category().message(errno_value)));
}

}  // namespace interleave
