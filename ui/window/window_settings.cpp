// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_settings.h"

#include <QDir>
#include <QStandardPaths>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/experiment/experiment_json.h"
#include "core/session/sweep.h"
#include "ui/chart/figure.h"

namespace interleave::ui {
namespace {

constexpr int kLargestPanel_px = 10'000;
constexpr int kMostCommands = 10;

}  // namespace

WindowSettings::WindowSettings(const QString& file)
    : m_settings(file.isEmpty() ? std::make_unique<QSettings>()
                                : std::make_unique<QSettings>(file, QSettings::IniFormat)) {
  if (m_settings->status() == QSettings::FormatError) {
    m_settings->clear();
  }
}

int WindowSettings::number(const QString& key, int least, int most, int fallback) const {
  bool is_number = false;
  const int value = m_settings->value(key).toInt(&is_number);
  return is_number && value >= least && value <= most ? value : fallback;
}

std::optional<Experiment> WindowSettings::experiment() const {
  const QString text = m_settings->value("experiment").toString();
  if (text.isEmpty()) {
    return std::nullopt;
  }
  const Result<Experiment> read = experimentFromText(text.toStdString()).and_then(checked);
  return read ? std::optional(*read) : std::nullopt;
}

void WindowSettings::setExperiment(const Experiment& experiment) {
  m_settings->setValue("experiment", QString::fromStdString(toJson(experiment).dump()));
}

Rows WindowSettings::rows() const {
  return static_cast<Rows>(number("rows", 0, 2, 0));
}
void WindowSettings::setRows(Rows rows) {
  m_settings->setValue("rows", static_cast<int>(rows));
}

MarkStyle WindowSettings::style() const {
  return static_cast<MarkStyle>(number("style", 0, 1, 0));
}
void WindowSettings::setStyle(MarkStyle style) {
  m_settings->setValue("style", static_cast<int>(style));
}

bool WindowSettings::areConnectorsShown() const {
  return m_settings->value("connectors").toString() != "false";
}
void WindowSettings::setConnectorsShown(bool are_shown) {
  m_settings->setValue("connectors", are_shown ? "true" : "false");
}
bool WindowSettings::isCodeShown() const {
  return m_settings->value("code_shown").toString() == "true";
}
void WindowSettings::setCodeShown(bool is_shown) {
  m_settings->setValue("code_shown", is_shown ? "true" : "false");
}

bool WindowSettings::areGilPointsShown() const {
  return m_settings->value("gil_points").toString() != "false";
}
void WindowSettings::setGilPointsShown(bool are_shown) {
  m_settings->setValue("gil_points", are_shown ? "true" : "false");
}

QStringList WindowSettings::commands() const {
  QStringList commands = m_settings->value("watch/commands").toStringList();
  commands.removeAll({});
  return commands.mid(0, kMostCommands);
}

void WindowSettings::addCommand(const QString& command) {
  QStringList known = commands();
  known.removeAll(command);
  known.prepend(command);
  m_settings->setValue("watch/commands", known.mid(0, kMostCommands));
}

QStringList WindowSettings::pythons() const {
  QStringList pythons = m_settings->value("python/named").toStringList();
  pythons.removeAll({});
  return pythons.mid(0, kMostCommands);
}

void WindowSettings::addPython(const QString& path) {
  QStringList known = pythons();
  known.removeAll(path);
  known.prepend(path);
  m_settings->setValue("python/named", known.mid(0, kMostCommands));
}

QString WindowSettings::commandFolder() const {
  const QString folder = m_settings->value("watch/folder").toString();
  return !folder.isEmpty() && QDir(folder).exists() ? folder : QDir::homePath();
}

void WindowSettings::setCommandFolder(const QString& folder) {
  m_settings->setValue("watch/folder", folder);
}

ThemeChoice WindowSettings::theme() const {
  return static_cast<ThemeChoice>(number("theme", 0, 2, 0));
}
void WindowSettings::setTheme(ThemeChoice theme) {
  m_settings->setValue("theme", static_cast<int>(theme));
}

int WindowSettings::keepMinutes() const {
  const int minutes = number("keep_minutes", 0, kKeepMinutes.back(), 0);
  return std::find(kKeepMinutes.begin(), kKeepMinutes.end(), minutes) != kKeepMinutes.end() ? minutes : 0;
}
void WindowSettings::setKeepMinutes(int minutes) {
  m_settings->setValue("keep_minutes", minutes);
}

ExportChoices WindowSettings::exportChoices() const {
  ExportChoices choices;
  choices.size = {number("export/width", kSmallestFigure_px, kLargestFigure_px, choices.size.width()),
                  number("export/height", kSmallestFigure_px, kLargestFigure_px, choices.size.height())};
  bool is_number = false;
  const double scale = m_settings->value("export/scale").toDouble(&is_number);
  choices.scale = is_number && scale >= 0.5 && scale <= 8.0 ? scale : 1.0;
  choices.theme = static_cast<ThemeName>(number("export/theme", 0, 2, 0));
  choices.palette = static_cast<PaletteName>(number("export/palette", 0, 1, 0));
  choices.is_transparent = m_settings->value("export/transparent").toString() == "true";
  choices.part = static_cast<FigurePart>(number("export/part", 0, 1, 0));
  choices.order = static_cast<PanelOrder>(number("export/order", 0, 1, 0));
  return choices;
}

void WindowSettings::setExportChoices(const ExportChoices& choices) {
  m_settings->setValue("export/width", choices.size.width());
  m_settings->setValue("export/height", choices.size.height());
  m_settings->setValue("export/scale", choices.scale);
  m_settings->setValue("export/theme", static_cast<int>(choices.theme));
  m_settings->setValue("export/palette", static_cast<int>(choices.palette));
  m_settings->setValue("export/transparent", choices.is_transparent ? "true" : "false");
  m_settings->setValue("export/part", static_cast<int>(choices.part));
  m_settings->setValue("export/order", static_cast<int>(choices.order));
}

QString WindowSettings::traceFolder() const {
  const QString folder = m_settings->value("trace/folder").toString();
  return !folder.isEmpty() && QDir(folder).exists() ? folder : QDir::homePath();
}

void WindowSettings::setTraceFolder(const QString& folder) {
  m_settings->setValue("trace/folder", folder);
}

QString WindowSettings::folder() const {
  const QString folder = m_settings->value("export/folder").toString();
  if (!folder.isEmpty() && QDir(folder).exists()) {
    return folder;
  }
  const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
  return QDir(pictures).exists() ? pictures : QDir::homePath();
}

void WindowSettings::setFolder(const QString& folder) {
  m_settings->setValue("export/folder", folder);
}

SweepChoices WindowSettings::sweepChoices() const {
  SweepChoices choices;
  choices.key = m_settings->value("sweep/key", choices.key).toString();
  choices.values = m_settings->value("sweep/values").toString();
  choices.repeats = number("sweep/repeats", 1, kMostRepeats, choices.repeats);
  if (m_settings->contains("sweep/models")) {
    choices.models.clear();
    for (const QString& text : m_settings->value("sweep/models").toStringList()) {
      if (const auto model = modelNamed(text.toStdString())) {
        choices.models.push_back(*model);
      }
    }
  }
  return choices;
}

void WindowSettings::setSweepChoices(const SweepChoices& choices) {
  QStringList models;
  for (const Model model : choices.models) {
    models << QString::fromStdString(name(model));
  }
  m_settings->setValue("sweep/key", choices.key);
  m_settings->setValue("sweep/values", choices.values);
  m_settings->setValue("sweep/repeats", choices.repeats);
  m_settings->setValue("sweep/models", models);
}

QByteArray WindowSettings::geometry() const {
  return m_settings->value("window/geometry").toByteArray();
}
void WindowSettings::setGeometry(const QByteArray& geometry) {
  m_settings->setValue("window/geometry", geometry);
}

std::optional<int> WindowSettings::panelExtent(const QString& panel) const {
  const int extent = number("window/" + panel + "/extent", 1, kLargestPanel_px, 0);
  return extent > 0 ? std::optional(extent) : std::nullopt;
}

bool WindowSettings::isPanelFolded(const QString& panel) const {
  return m_settings->value("window/" + panel + "/folded").toString() == "true";
}

void WindowSettings::setPanel(const QString& panel, int extent_px, bool is_folded) {
  m_settings->setValue("window/" + panel + "/extent", extent_px);
  m_settings->setValue("window/" + panel + "/folded", is_folded ? "true" : "false");
}

void WindowSettings::clear() {
  m_settings->clear();
}
void WindowSettings::save() {
  m_settings->sync();
}

}  // namespace interleave::ui
