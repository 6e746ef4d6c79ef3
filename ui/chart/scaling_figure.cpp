// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/scaling_figure.h"

#include <fmt/format.h>
#include <qcustomplot.h>

#include <algorithm>

#include "ui/chart/chart_style.h"
#include "ui/chart/figure.h"
#include "ui/chart/scaling_content.h"

namespace interleave::ui {
namespace {

constexpr QSizeF kReference{1280.0, 720.0};  // as in figure.cpp
constexpr double kInset = 18.0;
constexpr double kTitle = 44.0;
}  // namespace

Result<QImage> renderScaling(const ScalingFigure& figure) {
  const auto fits = [](int px) { return px >= kSmallestFigure_px && px <= kLargestFigure_px; };
  if (!fits(figure.size.width()) || !fits(figure.size.height())) {
    return fail(ErrorCode::OutOfRange,
                fmt::format("a picture of {}x{} pixels: width and height must be {} to {}", figure.size.width(),
                            figure.size.height(), kSmallestFigure_px, kLargestFigure_px));
  }
  if (figure.plot.isEmpty()) {
    return fail(ErrorCode::InvalidArgument, "there is nothing to draw: nothing was measured");
  }
  QImage image(figure.size, QImage::Format_ARGB32_Premultiplied);
  if (image.isNull()) {
    return fail(ErrorCode::Unavailable, fmt::format("a picture of {}x{} pixels does not fit into memory",
                                                    figure.size.width(), figure.size.height()));
  }
  image.fill(figure.transparent ? QColor(Qt::transparent) : theme(figure.theme).panel);
  const double larger = std::min(figure.size.width() / kReference.width(), figure.size.height() / kReference.height());
  const double scale = figure.scale * std::max(1.0, larger);
  const double width = figure.size.width() / scale - 2.0 * kInset;
  const double height = figure.size.height() / scale - 2.0 * kInset;
  QCustomPlot plot;
  plot.setAttribute(Qt::WA_DontShowOnScreen);
  const ChartStyle style{theme(figure.theme), PaletteName::Default, loadFonts()};
  dressScaling(plot, style);
  fillScaling(plot, figure.plot, style);
  QCPPainter painter(&image);
  painter.setMode(QCPPainter::pmNoCaching);
  painter.setRenderHint(QPainter::TextAntialiasing);
  painter.scale(scale, scale);
  painter.translate(kInset, kInset);
  double top = 0.0;
  if (!figure.title.isEmpty()) {
    const QFont font = chartFont(style.family, 20, Weight::SemiBold);
    painter.setFont(font);
    painter.setPen(style.theme.ink);
    painter.drawText(QPointF(4.0, 24.0),
                     QFontMetricsF(font).elidedText(figure.title.simplified(), Qt::ElideRight, width));
    top = kTitle;
  }
  double bottom = height;
  if (!figure.footnote.isEmpty()) {
    const QFont font = chartFont(style.family, 11);
    const QRectF needed =
        QFontMetricsF(font).boundingRect(QRectF(0.0, 0.0, width - 8.0, 60.0), Qt::TextWordWrap, figure.footnote);
    bottom -= std::min(60.0, needed.height()) + 8.0;
    painter.setFont(font);
    painter.setPen(style.theme.quiet);
    painter.drawText(QRectF(4.0, bottom + 8.0, width - 8.0, 60.0), Qt::TextWordWrap, figure.footnote);
  }
  painter.translate(0.0, top);
  plot.toPainter(&painter, static_cast<int>(width), static_cast<int>(std::max(1.0, bottom - top)));
  painter.end();
  return image;
}

}  // namespace interleave::ui
