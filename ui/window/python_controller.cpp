// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/python_controller.h"

#include <QFileDialog>
#include <QtConcurrent>
#include <algorithm>

#include "ui/window/experiment_panel.h"
#include "ui/window/window_settings.h"

namespace interleave::ui {
namespace {

// One, whatever it turns out to be.
std::vector<PythonInterpreter> askOne(const std::string& path, const PythonSearch& search) {
  auto chosen = choosePython(path, search);
  if (chosen) {
    return {std::move(*chosen)};
  }
  PythonInterpreter refused;
  refused.path = path;
  refused.problem = chosen.error().message;
  return {refused};
}

}  // namespace

PythonController::PythonController(Parts parts) : m_parts(parts) {
  connect(&m_parts.panel, &ExperimentPanel::interpreterWanted, this, &PythonController::ask);
  connect(&m_finding, &QFutureWatcherBase::finished, this, &PythonController::found);
}

PythonController::~PythonController() {
  m_is_given_up = true;
  m_finding.waitForFinished();
}

void PythonController::find(const PythonSearch& search) {
  m_search = search;
  m_search.is_given_up = &m_is_given_up;
  for (const QString& path : m_parts.settings.pythons()) {
    m_search.places.named.push_back(path.toStdString());
  }
  m_finding.setFuture(QtConcurrent::run([wanted = m_search] { return findPythons(wanted); }));
}

void PythonController::found() {
  std::vector<PythonInterpreter> found = m_finding.result();
  const QString named = std::exchange(m_named, {});
  if (named.isEmpty()) {
    m_pythons = std::move(found);
  } else {
    const PythonInterpreter& one = found.front();
    std::erase_if(m_pythons, [&](const PythonInterpreter& known) { return known.path == one.path; });
    m_pythons.push_back(one);
    if (one.isUsable()) {
      m_parts.settings.addPython(QString::fromStdString(one.path));
    }
  }
  m_parts.panel.setPythons(m_pythons);
  emit pythonsChanged(m_pythons);
  if (!named.isEmpty()) {
    m_parts.panel.chooseInterpreter(m_pythons.back().path);
    return;
  }
  // One that was chosen before and that is in none of the usual places.
  const std::optional<std::string> chosen = m_parts.panel.unknownInterpreter();
  if (chosen) {
    take(QString::fromStdString(*chosen));
  }
}

void PythonController::ask() {
  if (m_finding.isRunning()) {
    return;  // the list is about to change
  }
  auto* dialog = new QFileDialog(&m_parts.window, "Choose a Python interpreter", "/usr/bin");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &PythonController::take);
  dialog->open();
}

void PythonController::take(const QString& path) {
  m_named = path;
  m_finding.setFuture(
      QtConcurrent::run([wanted = m_search, path = path.toStdString()] { return askOne(path, wanted); }));
}

}  // namespace interleave::ui
