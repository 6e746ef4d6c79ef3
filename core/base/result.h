// SPDX-License-Identifier: GPL-3.0-or-later
// Errors as values. Everything in the project that can fail for a reason outside it returns Result<T>; exceptions of
// ours cross no module. The message is for a person: what was tried, on what, why it failed, what to do.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace interleave {

enum class ErrorCode {
  InvalidArgument,  // a name or value that a person gave is not one of those allowed
  OutOfRange,       // a number outside its limits
  NotFound,         // a file, program or name that is not there
  Io,               // reading or writing failed
  Unavailable,      // the machine refuses something we need (memory, descriptors, processes)
  Protocol,         // the other process said something that makes no sense
  Crashed,          // a process of ours ended in a way nobody asked for
  TimedOut,
  Cancelled,
  Deadlocked,  // workers wait for each other in a circle
};

struct Error {
  ErrorCode code = ErrorCode::Io;
  std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// An unexpected value for `return fail(...)` in any function that returns a Result.
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

/// As fail(), for a system call: appends the text of `errno_value` and picks the code that fits it.
[[nodiscard]] tl::unexpected<Error> failErrno(std::string_view tried, int errno_value);

}  // namespace interleave
