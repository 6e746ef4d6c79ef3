// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/code_section.h"

#include <QClipboard>
#include <QDialog>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/experiment/as_python.h"
#include "ui/window/section_head.h"

namespace interleave::ui {
namespace {

QPushButton* link(const QString& text, const QString& name, const QString& explanation) {
  auto* button = new QPushButton(text);
  button->setProperty("role", "link");
  button->setFixedHeight(18);
  button->setAccessibleName(name);
  button->setToolTip(explanation);
  return button;
}

}  // namespace

CodeSection::CodeSection(QWidget* parent) : QWidget(parent) {
  m_copy = link("Copy", "Copy the Python program", "Copies the Python program that this experiment amounts to");
  m_show = link("Show…", "Show the Python program", "The Python program that this experiment amounts to");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(14, 6, 14, 10);
  row->setSpacing(12);
  row->addWidget(new SectionHead("As Python"), 1);
  row->addWidget(m_show);
  row->addWidget(m_copy);
  connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_program); });
  connect(m_show, &QPushButton::clicked, this, &CodeSection::showProgram);
}

void CodeSection::setExperiment(const Result<Experiment>& experiment) {
  m_program = experiment ? QString::fromStdString(asPython(*experiment)) : QString();
  m_copy->setEnabled(experiment.has_value());
  m_show->setEnabled(experiment.has_value());
  if (m_text && experiment) {
    m_text->setPlainText(m_program);
  }
}

void CodeSection::showProgram() {
  if (m_text) {
    m_text->window()->raise();
    return;
  }
  auto* dialog = new QDialog(window());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle("As Python");
  dialog->resize(680, 480);
  auto* column = new QVBoxLayout(dialog);
  column->setContentsMargins(20, 18, 20, 16);
  column->setSpacing(12);
  m_text = new QPlainTextEdit(m_program);
  m_text->setReadOnly(true);
  m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_text->setAccessibleName("The Python program");
  column->addWidget(m_text, 1);
  auto* copy = new QPushButton("&Copy");
  copy->setProperty("role", "primary");
  auto* close = new QPushButton("Close");
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(10);
  buttons->addStretch(1);
  buttons->addWidget(close);
  buttons->addWidget(copy);
  column->addLayout(buttons);
  connect(close, &QPushButton::clicked, dialog, &QDialog::close);
  connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_program); });
  dialog->show();
}

}  // namespace interleave::ui
