// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/function_list.h"

#include <QtConcurrent>

#include "core/python/python_functions.h"

namespace interleave::ui {
namespace {

constexpr int kPause_ms = 300;
constexpr int kPatience_ms = 10'000;

}  // namespace

FunctionList::FunctionList(ExperimentPanel& panel) : m_panel(panel) {
  m_pause.setSingleShot(true);
  m_pause.setInterval(kPause_ms);
  connect(&m_panel, &ExperimentPanel::changed, this, &FunctionList::look);
  connect(&m_pause, &QTimer::timeout, this, &FunctionList::ask);
  connect(&m_asking, &QFutureWatcherBase::finished, this, &FunctionList::listed);
  look();
}

FunctionList::~FunctionList() {
  m_is_given_up = true;
  m_asking.waitForFinished();
}

void FunctionList::look() {
  if (m_panel.ownFile() == m_file) {
    return;
  }
  m_file = m_panel.ownFile();
  m_panel.offerFunctions({}, {});
  m_pause.start();
}

void FunctionList::ask() {
  if (!m_file || m_asking.isRunning()) {
    return;  // listed() asks again
  }
  m_asked = m_file;
  m_asking.setFuture(QtConcurrent::run([wanted = *m_file, given_up = &m_is_given_up] {
    return pythonFunctions(wanted.interpreter, wanted.file, kPatience_ms, given_up);
  }));
}

void FunctionList::listed() {
  if (m_asked != m_file) {
    ask();
    return;
  }
  const Names found = m_asking.result();
  if (!found) {
    m_panel.offerFunctions({}, QString::fromStdString(found.error().message));
    return;
  }
  QStringList names;
  for (const std::string& name : *found) {
    names << QString::fromStdString(name);
  }
  const QString note = names.isEmpty() ? QString("The file defines no function")
                                       : "In the file: " + names.mid(0, 8).join(", ") + (names.size() > 8 ? " …" : "");
  m_panel.offerFunctions(names, note);
}

}  // namespace interleave::ui
