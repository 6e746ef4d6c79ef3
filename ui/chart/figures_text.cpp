// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/figures_text.h"

#include <QFontMetricsF>
#include <algorithm>

namespace interleave::ui {
namespace {

bool isDigit(QChar c) {
  return c >= QLatin1Char('0') && c <= QLatin1Char('9');
}

double digitWidth(const QFontMetricsF& metrics) {
  double widest = 0.0;
  for (char c = '0'; c <= '9'; ++c) {
    widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(c)));
  }
  return widest;
}

// Calls part(text, offset, width) for every digit and every run of other characters.
template <class Part>
double forParts(const QFontMetricsF& metrics, const QString& text, Part part) {
  const double digit = digitWidth(metrics);
  double x = 0.0;
  for (qsizetype i = 0; i < text.size();) {
    qsizetype end = i + 1;
    if (!isDigit(text[i])) {
      while (end < text.size() && !isDigit(text[end])) {
        ++end;
      }
    }
    const QString piece = text.mid(i, end - i);
    const double advance = metrics.horizontalAdvance(piece);
    const double width = isDigit(text[i]) ? digit : advance;
    part(piece, x + (width - advance) / 2.0);
    x += width;
    i = end;
  }
  return x;
}

}  // namespace

double figuresWidth(const QFont& font, const QString& text) {
  return forParts(QFontMetricsF(font), text, [](const QString&, double) {});
}

void drawFigures(QPainter& painter, const QPointF& at, const QString& text) {
  forParts(QFontMetricsF(painter.font()), text,
           [&](const QString& piece, double x) { painter.drawText(at + QPointF(x, 0.0), piece); });
}

QString elidedFigures(const QFont& font, const QString& text, double width) {
  const double own = figuresWidth(font, text);
  if (own <= width) {
    return text;
  }
  const QFontMetricsF metrics(font);
  return metrics.elidedText(text, Qt::ElideRight, width * metrics.horizontalAdvance(text) / own);
}

}  // namespace interleave::ui
