// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_field.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>

namespace interleave::ui {
namespace {

constexpr int kLongestPath = 4096;

}  // namespace

FileField::FileField(const QString& name, const QString& explanation, const QString& filter)
    : FileField(name, explanation, filter, new QPushButton("Choose…")) {}

FileField::FileField(const QString& name, const QString& explanation, const QString& filter, QPushButton* choose)
    : TextField(name, explanation, kLongestPath, choose), m_filter(filter) {
  choose->setAccessibleName("Choose the " + name);
  connect(choose, &QPushButton::clicked, this, &FileField::choose);
}

void FileField::choose() {
  const QFileInfo before(text());
  auto* dialog =
      new QFileDialog(window(), "Choose the " + name(), before.exists() ? before.path() : QString(), m_filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    setText(path);
    emit edited();
  });
  dialog->open();
}

}  // namespace interleave::ui
