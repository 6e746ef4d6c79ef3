// SPDX-License-Identifier: GPL-3.0-or-later
// Saves a run as a picture, or copies it. What is wrong is said in the dialog, which then stays.
#pragma once

#include <QDialog>

#include "ui/window/figure_form.h"
#include "ui/window/window_settings.h"

class QLabel;
class QPushButton;

namespace interleave::ui {

class PicturePreview;

class ExportDialog : public QDialog {
  Q_OBJECT
 public:
  /// REQUIRES: the source's findings are not null; the settings outlive the dialog.
  ExportDialog(FigureSource source, WindowSettings& settings, const Theme& theme, QWidget* parent);

 signals:
  /// A picture was written to `path`.
  void saved(const QString& path);

 private:
  void build(const Theme& theme);
  void showPreview();
  void askPath();
  void save(const QString& path);
  void copy();
  void say(const QString& text, const char* role);

  WindowSettings& m_settings;
  FigureForm* m_form = nullptr;
  PicturePreview* m_preview = nullptr;
  QLabel* m_message = nullptr;
  QPushButton* m_copy = nullptr;
  QPushButton* m_save = nullptr;
};

}  // namespace interleave::ui
