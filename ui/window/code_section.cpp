// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/code_section.h"

#include <QClipboard>
#include <QDialog>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/experiment/as_python.h"
#include "ui/window/run_findings.h"
#include "ui/window/window_theme.h"

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

QPlainTextEdit* codeView(const QString& name) {
  auto* made = new QPlainTextEdit;
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  font.setPixelSize(11);
  made->setReadOnly(true);
  made->setLineWrapMode(QPlainTextEdit::NoWrap);
  made->setTabChangesFocus(true);
  made->setFont(font);
  made->setAccessibleName(name);
  return made;
}

}  // namespace

CodeSection::CodeSection(QWidget* parent) : QWidget(parent) {
  m_copy = link("Copy", "Copy the Python program", "Copies the Python program that this experiment amounts to");
  m_show =
      link("In a window…", "Show the Python program", "The same in a window of its own, to read it beside the run");
  m_preview = codeView("The Python program, preview");
  auto* row = new QHBoxLayout;
  row->setSpacing(12);
  m_about = new QLabel("The experiment as a Python program");
  m_about->setProperty("role", "quiet");
  m_about->setFont(smallFont());
  m_about->setWordWrap(true);
  row->addWidget(m_copy);
  row->addWidget(m_show);
  row->addStretch(1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 8, 14, 10);
  column->setSpacing(6);
  column->addWidget(m_about);
  column->addWidget(m_preview, 1);
  column->addLayout(row);
  connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_program); });
  connect(m_show, &QPushButton::clicked, this, &CodeSection::showProgram);
}

void CodeSection::setExperiment(const Result<Experiment>& experiment) {
  m_program = experiment ? QString::fromStdString(asPython(*experiment)) : QString();
  m_copy->setEnabled(experiment.has_value());
  m_show->setEnabled(experiment.has_value());
  m_about->setText(experiment ? QString("The experiment as a Python program")
                              : asSentence(QString::fromStdString(experiment.error().message)));
  if (m_program != m_preview->toPlainText()) {
    m_preview->setPlainText(m_program);
  }
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
  m_text = codeView("The Python program");
  m_text->setPlainText(m_program);
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
