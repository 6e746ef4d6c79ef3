// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_subject.h"

#include <QDir>
#include <QFileInfo>
#include <QStringList>

#include "core/base/number_text.h"
#include "core/experiment/catalogue.h"
#include "core/sched/proc_reader.h"
#include "ui/window/command_words.h"

namespace interleave::ui {
namespace {

constexpr qsizetype kLongestTitle = 44;  // beside a panel's figures in a small window

QString workText(const Experiment& experiment) {
  QString text = QString::fromStdString(experiment.workload);
  if (const auto info = workloadNamed(experiment.workload); info && !(*info)->parameters.empty()) {
    const std::string& key = (*info)->parameters.front().key;
    if (const auto found = experiment.parameters.find(key); found != experiment.parameters.end()) {
      const auto* whole = std::get_if<std::int64_t>(&found->second);
      const std::string value = whole != nullptr ? groupedDigits(*whole) : toText(found->second);
      text += QString(" · %1 %2").arg(QString::fromStdString(key), QString::fromStdString(value));
    }
  }
  return text + QString(" · %1 job%2").arg(experiment.jobs).arg(experiment.jobs == 1 ? "" : "s");
}

QString folderText(const WatchSettings& settings) {
  const QString folder = settings.folder.empty() ? QDir::currentPath() : QString::fromStdString(settings.folder);
  return "in " + QDir::toNativeSeparators(folder);
}

}  // namespace

RunSubject::RunSubject(WatchSettings watched) : m_what(std::move(watched)) {
  if (const auto pid = this->watched()->pid) {
    const auto stat = readThreadStat(*pid, *pid);
    m_process_name = stat ? QString::fromStdString(stat->name) : QString();
  }
}

QString RunSubject::title() const {
  if (const Experiment* chosen = experiment()) {
    return m_name.isEmpty() ? QString::fromStdString(interleave::title(*chosen)) : m_name;
  }
  const QString text = file() != nullptr ? QFileInfo(file()->path).fileName() : pictureTitle();
  if (file() != nullptr && text.size() > kLongestTitle) {
    return text.left(kLongestTitle / 2) + "…" + text.right(kLongestTitle / 2 - 1);  // its ending says what it is
  }
  return text.size() <= kLongestTitle ? text : text.left(kLongestTitle - 1) + "…";
}

QString RunSubject::work() const {
  if (const Experiment* chosen = experiment()) {
    const QString how = m_name.isEmpty() ? QString() : QString::fromStdString(interleave::title(*chosen)) + " · ";
    return how + workText(*chosen);
  }
  if (file() != nullptr) {
    return "trace file · in " + QDir::toNativeSeparators(QFileInfo(file()->path).absolutePath());
  }
  return watched()->pid ? QString("watched · attached to") : "watched · " + folderText(*watched());
}

QString RunSubject::settings() const {
  if (const Experiment* chosen = experiment()) {
    return QString::fromStdString(describe(*chosen));
  }
  if (file() != nullptr) {
    const QString path = "trace file " + QDir::toNativeSeparators(QFileInfo(file()->path).absoluteFilePath());
    return file()->remark.isEmpty() ? path : path + " · " + file()->remark;
  }
  return watched()->pid ? "watched: " + title() : joinedWords(watched()->command) + " · " + folderText(*watched());
}

QString RunSubject::pictureTitle() const {
  if (const Experiment* chosen = experiment()) {
    return QString::fromStdString(interleave::title(*chosen) + " · " + chosen->workload);
  }
  if (file() != nullptr) {
    return QFileInfo(file()->path).fileName();
  }
  const WatchSettings& settings = *watched();
  if (settings.pid) {
    return m_process_name.isEmpty() ? QString("process %1").arg(*settings.pid)
                                    : QString("%1, process %2").arg(m_process_name).arg(*settings.pid);
  }
  QStringList words;
  for (const std::string& word : settings.command) {
    words << QString::fromStdString(word).simplified();
  }
  for (QString& word : words) {
    if (&word == &words.front() || word.endsWith(".py") || word.endsWith(".sh")) {
      word = word.section('/', -1);  // "/usr/bin/python3 /home/ada/pool.py" is python3 pool.py
    }
  }
  return words.join(' ');
}

QString RunSubject::panelTitle(Rows rows) const {
  return experiment() != nullptr ? title() : rows == Rows::Core ? "Cores" : "Threads";
}

}  // namespace interleave::ui
