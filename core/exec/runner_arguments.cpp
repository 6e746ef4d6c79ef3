// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/runner_arguments.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <charconv>
#include <string_view>

namespace interleave {
namespace {

const char kOwnProgram[] = "/proc/self/exe";  // the very file that runs, even when it has been replaced meanwhile

// Reads `--name=NUMBER` into `out`; false when it is something else.
template <class Number>
bool readNumber(std::string_view argument, std::string_view name, Number& out) {
  if (!argument.starts_with(name)) {
    return false;
  }
  argument.remove_prefix(name.size());
  const char* const end = argument.data() + argument.size();
  const auto [parsed, error] = std::from_chars(argument.data(), end, out);
  return error == std::errc() && parsed == end;
}

bool isSocket(int fd) {
  struct stat file {};
  return fd >= 0 && fstat(fd, &file) == 0 && S_ISSOCK(file.st_mode);
}

bool isOpen(int fd) {
  return fd >= 0 && fcntl(fd, F_GETFD) >= 0;
}

}  // namespace

Result<RunnerArguments> parseRunnerArguments(const std::vector<std::string>& arguments) {
  RunnerArguments parsed;
  bool known = true;
  for (const std::string& argument : arguments) {
    if (argument == "--worker") {
      parsed.mode = RunnerMode::Worker;
    } else if (argument == "--forkserver") {
      parsed.mode = RunnerMode::Forkserver;
    } else if (argument == "--http-server") {
      parsed.mode = RunnerMode::HttpServer;
    } else if (argument == "--payload-sender") {
      parsed.mode = RunnerMode::PayloadSender;
    } else {
      known = known && (readNumber(argument, "--control-fd=", parsed.control_fd) ||
                        readNumber(argument, "--region-fd=", parsed.region_fd) ||
                        readNumber(argument, "--started=", parsed.start_raw));
    }
  }
  const bool needs_region = parsed.mode != RunnerMode::HttpServer;
  if (!known || !isSocket(parsed.control_fd) || (needs_region && !isOpen(parsed.region_fd))) {
    return fail(ErrorCode::InvalidArgument,
                "interleave-runner is started by interleave and is of no use by itself; try: interleave run --help");
  }
  return parsed;
}

std::vector<std::string> workerCommand(std::uint64_t start_raw) {
  return {kOwnProgram, "--worker", "--control-fd=3", "--region-fd=4", fmt::format("--started={}", start_raw)};
}

std::vector<std::string> forkserverCommand() {
  return {kOwnProgram, "--forkserver", "--control-fd=3", "--region-fd=4"};
}

std::vector<std::string> payloadSenderCommand() {
  return {kOwnProgram, "--payload-sender", "--control-fd=3", "--region-fd=4"};
}

std::vector<std::string> httpServerCommand() {
  return {kOwnProgram, "--http-server", "--control-fd=3"};
}

}  // namespace interleave
