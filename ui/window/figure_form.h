// SPDX-License-Identifier: GPL-3.0-or-later
// The choices of an exported picture.
#pragma once

#include <QWidget>

#include "ui/chart/figure.h"
#include "ui/window/comparison.h"
#include "ui/window/window_settings.h"

class QCheckBox;

namespace interleave::ui {

class ChoiceField;
class FieldGrid;
class NumberField;
class TextField;

/// What is exported: a run or several compared, and how the window shows them.
struct FigureSource {
  std::vector<ComparedRun> runs;  // 1 to 4, from top to bottom
  Rows rows = Rows::Worker;
  MarkStyle style = MarkStyle::Live;
  bool are_connectors_shown = true;
  bool are_gil_points_shown = true;
  Viewport visible;
  QString remark;  // for the line below the picture; may be empty
};

class FigureForm : public QWidget {
  Q_OBJECT
 public:
  FigureForm(FigureSource source, const ExportChoices& choices, QWidget* parent = nullptr);

  /// What is chosen; or what is wrong with it, in one line.
  Result<Figure> figure() const;
  /// REQUIRES: figure() has a value.
  ExportChoices choices() const;

 signals:
  void changed();

 private:
  void build();
  void showChoices(const ExportChoices& choices);
  void presetChosen();
  void sizeTyped();
  QSize typedSize() const;

  FigureSource m_source;
  FieldGrid* m_grid = nullptr;
  TextField* m_title = nullptr;
  ChoiceField* m_preset = nullptr;
  NumberField* m_width = nullptr;
  NumberField* m_height = nullptr;
  NumberField* m_scale = nullptr;
  ChoiceField* m_theme = nullptr;
  ChoiceField* m_palette = nullptr;
  ChoiceField* m_rows = nullptr;
  ChoiceField* m_style = nullptr;
  ChoiceField* m_part = nullptr;
  ChoiceField* m_order = nullptr;  // of several runs
  QCheckBox* m_connectors = nullptr;
  QCheckBox* m_gil_points = nullptr;
  QCheckBox* m_transparent = nullptr;
};

}  // namespace interleave::ui
