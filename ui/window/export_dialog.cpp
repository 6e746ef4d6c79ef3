// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/export_dialog.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFutureWatcher>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QtConcurrent>

#include "ui/window/picture_name.h"
#include "ui/window/picture_preview.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr int kForm_px = 276;

}  // namespace

ExportDialog::ExportDialog(FigureSource source, WindowSettings& settings, const Theme& theme, QWidget* parent)
    : QDialog(parent), m_settings(settings), m_form(new FigureForm(std::move(source), settings.exportChoices())),
      m_preview(new PicturePreview), m_message(new QLabel), m_copy(new QPushButton("&Copy")), m_save(new QPushButton("Sa&ve…")) {
  setWindowTitle("Export picture");
  resize(1040, 600);
  build(theme);
  connect(m_form, &FigureForm::changed, this, &ExportDialog::showPreview);
  connect(m_copy, &QPushButton::clicked, this, &ExportDialog::copy);
  connect(m_save, &QPushButton::clicked, this, &ExportDialog::askPath);
  showPreview();
}

void ExportDialog::build(const Theme& theme) {
  m_preview->setGround(theme.background, theme.line);
  m_message->setWordWrap(true);
  m_message->setObjectName("message");
  m_message->setAccessibleName("Message");
  m_save->setProperty("role", "primary");
  m_save->setDefault(true);
  m_copy->setToolTip("Copy the picture, to paste it elsewhere");
  auto* close = new QPushButton("Close");
  connect(close, &QPushButton::clicked, this, &QDialog::reject);
  auto* form_area = new QScrollArea;
  m_form->setContentsMargins(14, 14, 14, 14);
  form_area->setWidget(m_form);
  form_area->setWidgetResizable(true);
  form_area->setFrameShape(QFrame::NoFrame);
  form_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  form_area->setFixedWidth(kForm_px);
  auto* across = new QHBoxLayout;
  across->setSpacing(0);
  across->addWidget(form_area);
  across->addWidget(m_preview, 1);
  auto* buttons = new QHBoxLayout;
  buttons->setContentsMargins(14, 10, 14, 12);
  buttons->setSpacing(10);
  buttons->addWidget(m_message, 1);
  buttons->addWidget(m_copy);
  buttons->addWidget(close);
  buttons->addWidget(m_save);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addLayout(across, 1);
  column->addLayout(buttons);
}

void ExportDialog::showPreview() {
  const auto figure = m_form->figure();
  m_save->setEnabled(figure.has_value());
  m_copy->setEnabled(figure.has_value());
  if (figure) {
    m_settings.setExportChoices(m_form->choices());
    m_preview->setFigure(*figure);
    say({}, "quiet");
  } else {
    say(QString::fromStdString(figure.error().message), "problem");
  }
}

void ExportDialog::askPath() {
  const auto figure = m_form->figure();
  if (!figure) {
    return;
  }
  auto* dialog = new QFileDialog(this, "Save picture", m_settings.folder(), "Pictures (*.png)");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix("png");
  dialog->selectFile(pictureName(figure->title));
  connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::save);
  dialog->open();
}

void ExportDialog::save(const QString& path) {
  const auto figure = m_form->figure();
  const auto image = figure.and_then(renderFigure);
  if (!image) {
    say(QString::fromStdString(image.error().message), "problem");
    return;
  }
  m_save->setEnabled(false);
  say("Saving…", "quiet");
  auto* watcher = new QFutureWatcher<Status>(this);
  connect(watcher, &QFutureWatcher<Status>::finished, this, [this, watcher, path] {
    watcher->deleteLater();
    m_save->setEnabled(true);
    if (const Status status = watcher->result(); !status) {
      say(QString::fromStdString(status.error().message) + ". Choose another folder.", "problem");
      return;
    }
    m_settings.setFolder(QFileInfo(path).absolutePath());
    say("Saved " + QDir::toNativeSeparators(path), "quiet");
    emit saved(path);
  });
  watcher->setFuture(QtConcurrent::run([picture = *image, path = path.toStdString()] { return savePng(picture, path); }));
}

void ExportDialog::copy() {
  const auto image = m_form->figure().and_then(renderFigure);
  if (!image) {
    say(QString::fromStdString(image.error().message), "problem");
    return;
  }
  QGuiApplication::clipboard()->setImage(*image);
  say("Copied.", "quiet");
}

void ExportDialog::say(const QString& text, const char* role) {
  m_message->setProperty("role", role);
  m_message->setText(text);
  m_message->style()->polish(m_message);
}

}  // namespace interleave::ui
