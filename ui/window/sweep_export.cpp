// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sweep_export.h"

#include <QDir>
#include <QFileDialog>
#include <QFutureWatcher>
#include <QtConcurrent>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/session/sweep_plot.h"
#include "ui/chart/figure.h"
#include "ui/chart/save_file.h"
#include "ui/chart/scaling_figure.h"
#include "ui/window/picture_name.h"

namespace interleave::ui {
namespace {

using Export = SweepResults::Export;

QString titleOf(const Sweep& sweep) {
  return QString::fromStdString(sweep.plan().base.workload + " by " + sweep.plan().key);
}

QString fileName(const Sweep& sweep, Export what) {
  const QString picture = pictureName(titleOf(sweep));
  const QString base = picture.left(picture.lastIndexOf('.'));
  return base + (what == Export::Picture ? ".png" : what == Export::Csv ? ".csv" : ".json");
}

}  // namespace

void SweepExport::ask(const Sweep& sweep, ScalingQuantity quantity, Export what) {
  const char* filter = what == Export::Picture ? "Pictures (*.png)"
                       : what == Export::Csv   ? "CSV (*.csv)"
                                               : "JSON (*.json)";
  auto* dialog = new QFileDialog(&m_window, "Save the sweep", m_settings.folder(), filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(what == Export::Picture ? "png" : what == Export::Csv ? "csv" : "json");
  dialog->selectFile(fileName(sweep, what));
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, sweep, quantity, what](const QString& path) { save(sweep, quantity, what, path); });
  dialog->open();
}

void SweepExport::save(const Sweep& sweep, ScalingQuantity quantity, Export what, const QString& path) {
  const std::string to = path.toStdString();
  if (what == Export::Picture) {
    const ExportChoices choices = m_settings.exportChoices();
    ScalingFigure figure;
    figure.title = titleOf(sweep);
    figure.footnote = QString::fromStdString(sweepProvenance(sweep));
    figure.plot = plotOf(sweep, quantity);
    figure.theme = choices.theme;
    figure.size = choices.size;
    figure.scale = choices.scale;
    figure.transparent = choices.is_transparent;
    const auto image = renderScaling(figure);
    if (!image) {
      emit told(QString::fromStdString(image.error().message));
      return;
    }
    write(path, [picture = *image, to] { return savePng(picture, to); });
  } else if (what == Export::Csv) {
    write(path, [sweep, to] { return saveFile(QByteArray::fromStdString(sweepCsv(sweep)), to); });
  } else {
    write(path, [sweep, to] {
      const std::string text = sweepJson(sweep).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
      return saveFile(QByteArray::fromStdString(text), to);
    });
  }
}

void SweepExport::write(const QString& path, std::function<Status()> writing) {
  emit told("Saving…");
  auto* watcher = new QFutureWatcher<Status>(this);
  connect(watcher, &QFutureWatcher<Status>::finished, this, [this, watcher, path] {
    watcher->deleteLater();
    if (const Status status = watcher->result(); !status) {
      emit told(QString::fromStdString(status.error().message) + ". Choose another folder.");
      return;
    }
    m_settings.setFolder(QFileInfo(path).absolutePath());
    emit told("Saved " + QDir::toNativeSeparators(path));
  });
  watcher->setFuture(QtConcurrent::run(std::move(writing)));
}

}  // namespace interleave::ui
