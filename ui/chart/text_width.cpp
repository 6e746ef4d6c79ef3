// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/text_width.h"

#include <QFontMetricsF>
#include <QHash>

namespace interleave::ui {
namespace {

constexpr qsizetype kMost = 4096;  // numbers that change all the time must not pile up

/// All in which fonts of chartFont differ, and what is written.
struct Written {
  QString family;
  int px = 0;
  int weight = 0;
  QString text;
  friend bool operator==(const Written&, const Written&) = default;
};

std::size_t qHash(const Written& written, std::size_t seed) {
  return qHashMulti(seed, written.px, written.weight, written.text);  // there is hardly more than one family
}

}  // namespace

double textWidth(const QFont& font, const QString& text) {
  thread_local QHash<Written, double> known;
  Written written{font.family(), font.pixelSize(), font.weight(), text};
  if (const auto found = known.constFind(written); found != known.constEnd()) {
    return *found;
  }
  if (known.size() >= kMost) {
    known.clear();
  }
  const double width = QFontMetricsF(font).horizontalAdvance(text);
  known.insert(std::move(written), width);
  return width;
}

QString elidedText(const QFont& font, const QString& text, double width) {
  return textWidth(font, text) <= width ? text : QFontMetricsF(font).elidedText(text, Qt::ElideRight, width);
}

}  // namespace interleave::ui
