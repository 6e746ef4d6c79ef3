// SPDX-License-Identifier: GPL-3.0-or-later
// What the window remembers from one start to the next: one typed getter and setter for each choice.
//
// A value that is missing, of the wrong type or out of range reads as its default: a settings file that was damaged or
// written by another version never stops the window. Threading: the GUI thread.
#pragma once

#include <QByteArray>
#include <QSettings>
#include <QSize>
#include <QString>
#include <QStringList>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/experiment/experiment.h"
#include "ui/chart/chart_input.h"
#include "ui/chart/figure.h"
#include "ui/chart/theme.h"
#include "ui/window/sweep_choices.h"

namespace interleave::ui {

enum class ThemeChoice { System, Light, Dark };
enum class FigurePart { WholeRun, Visible };

/// What can be chosen of how many of a run's newest minutes are kept; 0: all.
inline constexpr std::array<int, 4> kKeepMinutes{0, 1, 5, 15};

/// What the export dialog starts with.
struct ExportChoices {
  QSize size{1920, 1080};
  double scale = 1.0;
  ThemeName theme = ThemeName::Light;
  PaletteName palette = PaletteName::Default;
  bool is_transparent = false;
  FigurePart part = FigurePart::WholeRun;
  PanelOrder order = PanelOrder::Stacked;  // of several runs
  friend bool operator==(const ExportChoices&, const ExportChoices&) = default;
};

class WindowSettings {
 public:
  /// `file`: an INI file to use instead of the user's own.
  explicit WindowSettings(const QString& file = {});

  std::optional<Experiment> experiment() const;
  void setExperiment(const Experiment& experiment);
  Rows rows() const;
  void setRows(Rows rows);
  MarkStyle style() const;
  void setStyle(MarkStyle style);
  /// Whether hand-overs are drawn.
  bool areConnectorsShown() const;
  void setConnectorsShown(bool are_shown);
  /// Whether requests and forced switches of the emulated GIL are drawn.
  bool areGilPointsShown() const;
  void setGilPointsShown(bool are_shown);
  /// Whether the code of the experiment is shown in place of the runs.
  bool isCodeShown() const;
  void setCodeShown(bool is_shown);
  ThemeChoice theme() const;
  void setTheme(ThemeChoice theme);
  /// How many of the newest minutes of a run are kept; 0: all. One of kKeepMinutes.
  int keepMinutes() const;
  void setKeepMinutes(int minutes);
  std::int64_t keep_ns() const { return std::int64_t{keepMinutes()} * 60'000'000'000; }
  ExportChoices exportChoices() const;
  void setExportChoices(const ExportChoices& choices);
  /// Commands that were watched, the newest first.
  QStringList commands() const;
  void addCommand(const QString& command);
  /// Where they work; the user's own folder at first.
  QString commandFolder() const;
  void setCommandFolder(const QString& folder);
  /// Interpreters that were named by hand, the newest first.
  QStringList pythons() const;
  void addPython(const QString& path);
  /// Where pictures were last saved; the user's pictures folder at first.
  QString folder() const;
  void setFolder(const QString& folder);

  /// Where traces were last opened or saved; the user's own folder at first.
  QString traceFolder() const;
  void setTraceFolder(const QString& folder);

  SweepChoices sweepChoices() const;
  void setSweepChoices(const SweepChoices& choices);

  QByteArray geometry() const;
  void setGeometry(const QByteArray& geometry);
  /// A panel's extent in pixels, as the user left it; nothing at first. `panel` is the panel's object name.
  std::optional<int> panelExtent(const QString& panel) const;
  bool isPanelFolded(const QString& panel) const;
  void setPanel(const QString& panel, int extent_px, bool is_folded);

  /// Forgets everything.
  void clear();
  /// Writes now rather than later.
  void save();

 private:
  int number(const QString& key, int least, int most, int fallback) const;

  std::unique_ptr<QSettings> m_settings;
};

}  // namespace interleave::ui
