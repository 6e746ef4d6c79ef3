// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of outputs: pictures, summaries, traces.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/base/names.h"
#include "core/base/number_text.h"
#include "ui/cli/assignments.h"
#include "ui/cli/options.h"

namespace interleave::ui {
namespace {

Result<double> number(const std::string& option, const std::string& text) {
  if (const auto value = parseReal(text)) {
    return *value;
  }
  return fail(ErrorCode::InvalidArgument, fmt::format("{}: '{}' is not a number", option, text));
}

template <class Enum>
Result<Enum> oneOf(std::string_view what, const std::string& text,
                   const std::vector<std::pair<std::string, Enum>>& choices) {
  std::vector<std::string> names;
  for (const auto& [choice_name, value] : choices) {
    if (choice_name == text) {
      return value;
    }
    names.push_back(choice_name);
  }
  return fail(ErrorCode::InvalidArgument, unknownName(what, text, names));
}

Result<QSize> toSize(const std::string& text) {
  const std::size_t cross = text.find('x');
  const auto width = parseInteger(text.substr(0, cross));
  const auto height = cross == std::string::npos ? std::nullopt : parseInteger(text.substr(cross + 1));
  if (!width || !height) {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("--size {}: write it as WIDTHxHEIGHT, such as 1920x1080", text));
  }
  if (std::min(*width, *height) < kSmallestFigure_px || std::max(*width, *height) > kLargestFigure_px) {
    return fail(ErrorCode::OutOfRange, fmt::format("--size {}: out of range, each side takes {} to {} pixels", text,
                                                   kSmallestFigure_px, kLargestFigure_px));
  }
  return QSize(static_cast<int>(*width), static_cast<int>(*height));
}

}  // namespace

void addPictureTo(CLI::App& command, OutputOptions& options) {
  const char* const group = "Pictures";
  command.add_option("--rows", options.rows, "worker, job or core")->group(group)->capture_default_str();
  command.add_option("--style", options.style, "live or runtimes")->group(group)->capture_default_str();
  command.add_option("--size", options.size, "WIDTHxHEIGHT in pixels")->group(group)->capture_default_str();
  command.add_option("--scale", options.scale, "how large type and lines are")->group(group)->capture_default_str();
  command.add_option("--theme", options.theme, "light, dark or print")->group(group)->capture_default_str();
  command.add_option("--palette", options.palette, "default or article")->group(group)->capture_default_str();
  command.add_option("--title", options.title, "above the picture")->group(group);
  command.add_flag("--transparent", options.transparent, "no ground")->group(group);
}

void addFilesTo(CLI::App& command, OutputOptions& options) {
  command.add_option("-o,--png", options.png, "the picture")->group("Outputs");
  command.add_option("--summary", options.summary, "all figures as JSON; - for standard output")->group("Outputs");
}

void addTraceTo(CLI::App& command, OutputOptions& options) {
  command
      .add_option("--trace", options.trace,
                  "the trace: Chrome Trace Event JSON, packed where the name ends in .gz; binary where in .iltrace")
      ->group("Outputs");
}

Result<Figure> toFigure(const OutputOptions& options) {
  Figure figure;
  Assignments assign;
  assign.set(std::optional(options.rows), figure.rows, [](const std::string& text) {
    return oneOf<Rows>("kind of rows", text, {{"worker", Rows::Worker}, {"job", Rows::Job}, {"core", Rows::Core}});
  });
  assign.set(std::optional(options.style), figure.style, [](const std::string& text) {
    return oneOf<MarkStyle>("style", text, {{"live", MarkStyle::Live}, {"runtimes", MarkStyle::Runtimes}});
  });
  assign.set(std::optional(options.theme), figure.theme, [](const std::string& text) {
    return oneOf<ThemeName>("theme", text,
                            {{"light", ThemeName::Light}, {"dark", ThemeName::Dark}, {"print", ThemeName::Print}});
  });
  assign.set(std::optional(options.palette), figure.palette, [](const std::string& text) {
    return oneOf<PaletteName>("palette", text, {{"default", PaletteName::Default}, {"article", PaletteName::Article}});
  });
  assign.set(std::optional(options.size), figure.size, toSize);
  assign.set(std::optional(options.scale), figure.scale, [](const std::string& text) -> Result<double> {
    const auto scale = number("--scale", text);
    if (scale && (*scale < 0.25 || *scale > 8.0)) {
      return fail(ErrorCode::OutOfRange, fmt::format("--scale: {} is out of range, it takes 0.25 to 8", text));
    }
    return scale;
  });
  if (assign.error()) {
    return tl::unexpected(*assign.error());
  }
  figure.transparent = options.transparent;
  if (options.title) {
    figure.title = QString::fromStdString(*options.title);
  }
  return figure;
}

}  // namespace interleave::ui
