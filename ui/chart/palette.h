// SPDX-License-Identifier: GPL-3.0-or-later
// What a mark is filled with. A job's colour is never relied on alone: states have a height and a texture of their own,
// and from the seventh job on the colours return with a texture.
// Source: the eight-colour set of Okabe and Ito (2008), without black and yellow.
#pragma once

#include <QBrush>
#include <QColor>
#include <optional>
#include <string_view>

#include "core/trace/slice.h"
#include "ui/chart/chart_input.h"
#include "ui/chart/theme.h"

namespace interleave::ui {

enum class Texture { None, Slash, Backslash, Dots, Cross, Lines };

/// A ground (transparent where there is none), a texture over it and a darker edge.
struct Fill {
  QColor ground;
  Texture texture = Texture::None;
  QColor over;
  QColor edge;
  friend bool operator==(const Fill&, const Fill&) = default;
};

inline constexpr int kJobColours = 6;

/// What a job that runs, or with kNoJob what runs in no job, is filled with. `style` matters to the article's palette
/// only.
Fill jobFill(JobId job, PaletteName palette, MarkStyle style, const Theme& theme);
/// What a state other than running is filled with.
Fill stateFill(State state, const Theme& theme);
/// How much of a lane's height a state takes, 0..1; running takes all of it.
double heightRatio(State state);

/// A brush for `fill` whose texture is crisp where one unit of the painter is `device_scale` pixels.
QBrush brushFor(const Fill& fill, double device_scale);

/// "default", "article", as on the command line.
const char* toText(PaletteName palette);
/// Nothing for any other word.
std::optional<PaletteName> paletteFromText(std::string_view text);

}  // namespace interleave::ui
