// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/figures_text.h"

#include <algorithm>

#include "ui/chart/text_width.h"

namespace interleave::ui {
namespace {

bool isDigit(QChar c) {
  return c >= QLatin1Char('0') && c <= QLatin1Char('9');
}

double digitWidth(const QFont& font) {
  double widest = 0.0;
  for (char c = '0'; c <= '9'; ++c) {
    widest = std::max(widest, textWidth(font, QString(QLatin1Char(c))));
  }
  return widest;
}

// Calls part(text, offset, width) for every digit and every run of other characters.
template <class Part>
double forParts(const QFont& font, const QString& text, Part part) {
  const double digit = digitWidth(font);
  double x = 0.0;
  for (qsizetype i = 0; i < text.size();) {
    qsizetype end = i + 1;
    if (!isDigit(text[i])) {
      while (end < text.size() && !isDigit(text[end])) {
        ++end;
      }
    }
    const QString piece = text.mid(i, end - i);
    const double advance = textWidth(font, piece);
    const double width = isDigit(text[i]) ? digit : advance;
    part(piece, x + (width - advance) / 2.0);
    x += width;
    i = end;
  }
  return x;
}

}  // namespace

double figuresWidth(const QFont& font, const QString& text) {
  return forParts(font, text, [](const QString&, double) {});
}

void drawFigures(QPainter& painter, const QPointF& at, const QString& text) {
  forParts(painter.font(), text,
           [&](const QString& piece, double x) { painter.drawText(at + QPointF(x, 0.0), piece); });
}

QString elidedFigures(const QFont& font, const QString& text, double width) {
  const double own = figuresWidth(font, text);
  if (own <= width) {
    return text;
  }
  return elidedText(font, text, width * textWidth(font, text) / own);
}

}  // namespace interleave::ui
