// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>

#include <cstdlib>
#include <memory>
#include <string>

namespace interleave {

void setUpLog(const char* program) {
  auto logger = std::make_shared<spdlog::logger>(program, std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  logger->set_pattern("%H:%M:%S.%e %n[%P] %^%l%$ %v");
  const char* wanted = std::getenv("INTERLEAVE_LOG");
  const auto level = wanted != nullptr ? spdlog::level::from_str(wanted) : spdlog::level::warn;
  // from_str makes "off" of what it does not know.
  const bool is_unknown = wanted != nullptr && level == spdlog::level::off && std::string(wanted) != "off";
  logger->set_level(is_unknown ? spdlog::level::warn : level);
  spdlog::set_default_logger(std::move(logger));
  if (is_unknown) {
    spdlog::warn("INTERLEAVE_LOG={} is not a level; use off, error, warn, info or debug", wanted);
  }
}

}  // namespace interleave
