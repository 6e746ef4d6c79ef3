// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/palette.h"

#include <QPainter>
#include <QPixmap>
#include <array>
#include <cmath>

namespace interleave::ui {
namespace {

constexpr std::array<QRgb, kJobColours> kOkabeIto = {0xFF0072B2, 0xFFE69F00, 0xFF009E73,
                                                     0xFFCC79A7, 0xFF56B4E9, 0xFFD55E00};
constexpr std::array<Texture, 5> kRounds = {Texture::None, Texture::Slash, Texture::Dots, Texture::Backslash,
                                            Texture::Lines};
constexpr double kTile = 6.0;  // of a texture, in units of the painter

QColor faded(QColor colour, double strength) {
  colour.setAlphaF(static_cast<float>(strength));
  return colour;
}

Fill printJobFill(std::uint32_t job) {
  const QColor black(Qt::black);
  const QColor white(Qt::white);
  switch (job % kJobColours) {
    case 0:
      return {QColor(0x20, 0x20, 0x20), Texture::None, {}, black};
    case 1:
      return {QColor(0xC4, 0xC4, 0xC4), Texture::None, {}, black};
    case 2:
      return {white, Texture::Backslash, black, black};
    case 3:
      return {QColor(0x80, 0x80, 0x80), Texture::None, {}, black};
    case 4:
      return {white, Texture::Dots, black, black};
    default:
      return {white, Texture::Lines, black, black};
  }
}

// A grey that no job has, in print a texture that none has.
Fill joblessFill(ThemeName name) {
  switch (name) {
    case ThemeName::Light:
      return {QColor(0x8A, 0x93, 0xA3), Texture::None, {}, QColor(0x66, 0x70, 0x85)};
    case ThemeName::Dark:
      return {QColor(0x73, 0x7C, 0x8B), Texture::None, {}, QColor(0x98, 0xA2, 0xB3)};
    case ThemeName::Print:
      break;
  }
  return {QColor(Qt::white), Texture::Slash, QColor(0x90, 0x90, 0x90), QColor(0x70, 0x70, 0x70)};
}

void drawTexture(QPainter& painter, Texture texture, const QColor& colour, double tile) {
  const double width = tile / 5.0;
  painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::SquareCap));
  const auto slash = [&] {
    painter.drawLine(QPointF(0, tile), QPointF(tile, 0));
    painter.drawLine(QPointF(-tile, tile), QPointF(tile, -tile));
    painter.drawLine(QPointF(0, 2 * tile), QPointF(2 * tile, 0));
  };
  const auto backslash = [&] {
    painter.drawLine(QPointF(0, 0), QPointF(tile, tile));
    painter.drawLine(QPointF(-tile, 0), QPointF(tile, 2 * tile));
    painter.drawLine(QPointF(0, -tile), QPointF(2 * tile, tile));
  };
  switch (texture) {
    case Texture::None:
      break;
    case Texture::Slash:
      slash();
      break;
    case Texture::Backslash:
      backslash();
      break;
    case Texture::Cross:
      slash();
      backslash();
      break;
    case Texture::Dots:
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawEllipse(QPointF(tile / 2, tile / 2), tile / 5, tile / 5);
      break;
    case Texture::Lines:
      painter.fillRect(QRectF(0, std::floor(tile / 2), tile, std::max(1.0, std::round(width))), colour);
      break;
  }
}

}  // namespace

Fill jobFill(JobId job, PaletteName palette, MarkStyle style, const Theme& theme) {
  if (job == kNoJob) {
    return joblessFill(theme.name);
  }
  if (theme.name == ThemeName::Print) {
    return printJobFill(number(job));
  }
  if (palette == PaletteName::Article) {
    const QColor colour = style == MarkStyle::Live ? QColor(0xD6, 0x27, 0x28) : QColor(0x1F, 0x77, 0xB4);
    return {faded(colour, style == MarkStyle::Live ? 0.85 : 1.0), Texture::None, {}, colour.darker(125)};
  }
  const QColor colour = QColor::fromRgb(kOkabeIto[number(job) % kJobColours]);
  const Texture texture = kRounds[number(job) / kJobColours % kRounds.size()];
  return {colour, texture, faded(Qt::white, 0.6), colour.darker(130)};
}

Fill stateFill(State state, const Theme& theme) {
  const bool print = theme.name == ThemeName::Print;
  const bool dark = theme.name == ThemeName::Dark;
  const QColor none(Qt::transparent);
  switch (state) {
    case State::Starting: {
      const QColor grey = print ? QColor(0xB0, 0xB0, 0xB0) : dark ? QColor(0x6A, 0x72, 0x80) : QColor(0xA9, 0xB0, 0xBC);
      return {grey, Texture::None, {}, grey};
    }
    case State::Ready: {
      const QColor blue = print ? QColor(0xD8, 0xD8, 0xD8) : faded(QColor(0x56, 0xB4, 0xE9), 0.5);
      return {blue, Texture::None, {}, print ? QColor(Qt::black) : QColor(0x56, 0xB4, 0xE9)};
    }
    case State::GilWait:
      return {
          none, Texture::Slash, print ? QColor(Qt::black) : faded(QColor(0xD5, 0x5E, 0x00), dark ? 0.75 : 0.85), {}};
    case State::LockWait:
      return {
          none, Texture::Cross, print ? QColor(Qt::black) : faded(QColor(0xD5, 0x5E, 0x00), dark ? 0.75 : 0.85), {}};
    case State::IoWait: {
      const QColor amber = print ? QColor(0x70, 0x70, 0x70) : faded(QColor(0xE6, 0x9F, 0x00), 0.55);
      return {amber, Texture::None, {}, print ? QColor(0x70, 0x70, 0x70) : QColor(0xE6, 0x9F, 0x00)};
    }
    case State::Waiting: {
      const QColor grey = print ? QColor(0x90, 0x90, 0x90) : faded(theme.quiet, 0.55);
      return {grey, Texture::None, {}, grey};
    }
    case State::Copying:
      return {none, Texture::Dots, print ? QColor(Qt::black) : QColor(0xCC, 0x79, 0xA7), {}};
    case State::Lost:
      return {none, Texture::None, {}, theme.warning};
    case State::Idle:
    case State::Running:
    case State::Gone:
      break;
  }
  return {none, Texture::None, {}, {}};
}

double heightRatio(State state) {
  switch (state) {
    case State::Starting:
      return 0.2;
    case State::Ready:
      return 0.5;
    case State::GilWait:
    case State::LockWait:
    case State::Copying:
      return 1.0 / 3.0;
    case State::IoWait:
      return 0.16;
    case State::Waiting:
      return 0.1;
    case State::Idle:
    case State::Running:
    case State::Lost:
    case State::Gone:
      break;
  }
  return 1.0;
}

QBrush brushFor(const Fill& fill, double device_scale) {
  if (fill.texture == Texture::None) {
    return QBrush(fill.ground);
  }
  // A tile of whole device pixels, scaled back by the brush: no smear at any scale.
  const int side = std::max(4, static_cast<int>(std::lround(kTile * device_scale)));
  QPixmap tile(side, side);
  tile.fill(fill.ground);
  QPainter painter(&tile);
  painter.setRenderHint(QPainter::Antialiasing);
  drawTexture(painter, fill.texture, fill.over, side);
  painter.end();
  QBrush brush(tile);
  brush.setTransform(QTransform::fromScale(1.0 / device_scale, 1.0 / device_scale));
  return brush;
}

const char* toText(PaletteName palette) {
  return palette == PaletteName::Default ? "default" : "article";
}

std::optional<PaletteName> paletteFromText(std::string_view text) {
  for (const PaletteName palette : {PaletteName::Default, PaletteName::Article}) {
    if (text == toText(palette)) {
      return palette;
    }
  }
  return std::nullopt;
}

}  // namespace interleave::ui
