// SPDX-License-Identifier: GPL-3.0-or-later
// What a run is of: an experiment, a program that is watched, or a trace from a file. A value, known before the run
// begins and never changed, with the words for it.
#pragma once

#include <QString>
#include <variant>

#include "core/experiment/experiment.h"
#include "core/session/watch_session.h"
#include "ui/chart/chart_input.h"

namespace interleave::ui {

struct OpenedFile {
  QString path;
  QString remark;  // what of it is not shown; empty: nothing
};

class RunSubject {
 public:
  /// `name`: what it is called where it is one of several, as in a lesson; empty: as its settings say.
  explicit RunSubject(Experiment experiment, QString name = {})
      : m_what(std::move(experiment)), m_name(std::move(name)) {}
  /// Reads the name of the process that it attaches to.
  explicit RunSubject(WatchSettings watched);
  explicit RunSubject(OpenedFile file) : m_what(std::move(file)) {}

  /// Null for anything else.
  const Experiment* experiment() const { return std::get_if<Experiment>(&m_what); }
  /// Null for anything else.
  const WatchSettings* watched() const { return std::get_if<WatchSettings>(&m_what); }
  /// Null for anything else.
  const OpenedFile* file() const { return std::get_if<OpenedFile>(&m_what); }

  /// Its name; "Threads under a GIL, 4"; "python3 pool.py"; "python3, process 4711". A long command is cut.
  QString title() const;
  /// What the title leaves out, most telling first: "live-tracker · n 10,000,000 · 4 jobs"; "watched · in /home/ada".
  QString work() const;
  /// All that it was set to.
  QString settings() const;
  /// What stands above a picture of it.
  QString pictureTitle() const;
  /// What stands above its panel in a picture with that title.
  QString panelTitle(Rows rows) const;

 private:
  std::variant<Experiment, WatchSettings, OpenedFile> m_what;
  QString m_name;
  QString m_process_name;  // of whom it attaches to
};

}  // namespace interleave::ui
