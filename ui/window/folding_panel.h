// SPDX-License-Identifier: GPL-3.0-or-later
// A panel at an edge of the window that can be resized (it stands in a splitter) and folded to a strip with its name.
#pragma once

#include <QWidget>

#include "ui/chart/theme.h"

class QToolButton;

namespace interleave::ui {

class FoldingPanel : public QWidget {
  Q_OBJECT
 public:
  struct Extents {
    int least_px;
    int usual_px;
  };

  /// `edge`: of the window; extents are across it.
  FoldingPanel(const QString& name, Qt::Edge edge, QWidget* content, Extents extents, QWidget* parent = nullptr);

  bool isFolded() const { return m_is_folded; }
  void setFolded(bool is_folded);
  /// As the user left it, also while folded.
  int extent_px() const { return m_extent_px; }
  void setExtent_px(int extent_px);
  void resetExtent() { m_extent_px = m_extents.usual_px; }
  /// What the splitter should give it now.
  int wantedExtent_px() const;
  void setTheme(const Theme& theme);

 signals:
  void foldedChanged(bool is_folded);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  bool isSide() const { return m_edge == Qt::LeftEdge || m_edge == Qt::RightEdge; }
  void apply();
  void placeButton();

  QString m_name;
  Qt::Edge m_edge;
  QWidget* m_content = nullptr;
  QToolButton* m_button = nullptr;
  Extents m_extents;
  Theme m_theme = theme(ThemeName::Light);
  int m_extent_px;
  bool m_is_folded = false;
};

}  // namespace interleave::ui
