// SPDX-License-Identifier: GPL-3.0-or-later
// The picture that would be saved, at the size there is room for: drawn by the same code, only smaller.
#pragma once

#include <QImage>
#include <QTimer>
#include <QWidget>
#include <optional>

#include "ui/chart/figure.h"

namespace interleave::ui {

class PicturePreview : public QWidget {
  Q_OBJECT
 public:
  explicit PicturePreview(QWidget* parent = nullptr);
  /// Drawn soon, once for several changes that follow each other closely. Nothing: no picture.
  void setFigure(std::optional<Figure> figure);
  void setGround(const QColor& ground, const QColor& line);
  QSize sizeHint() const override { return {640, 400}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void render();
  QRect place() const;

  std::optional<Figure> m_figure;
  QImage m_image;
  QString m_problem;
  QTimer m_soon;
  QColor m_ground;
  QColor m_line;
};

}  // namespace interleave::ui
