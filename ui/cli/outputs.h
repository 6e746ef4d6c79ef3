// SPDX-License-Identifier: GPL-3.0-or-later
// Where a run's results go without a window.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/base/result.h"
#include "core/session/run_record.h"
#include "ui/chart/chart_input.h"

class QApplication;

namespace interleave::ui {

/// What pictures need of Qt, without a display. At most one may live.
class PictureDrawer {
 public:
  PictureDrawer(int argc, char** argv);
  ~PictureDrawer();
  PictureDrawer(const PictureDrawer&) = delete;
  PictureDrawer& operator=(const PictureDrawer&) = delete;

 private:
  int m_argc;  // Qt keeps a reference
  std::unique_ptr<QApplication> m_application;
};

PanelInput panelOf(const RunRecord& record);
/// To a file, or to standard output for "-". A file is complete or not there.
Status writeSummary(const RunRecord& record, const std::string& path);
Status writeJson(const nlohmann::json& object, const std::string& path);
/// As it is; the same places.
Status writeText(const std::string& text, const std::string& path);
/// The figures for a person, to standard output.
void printFigures(const RunRecord& record);

}  // namespace interleave::ui
