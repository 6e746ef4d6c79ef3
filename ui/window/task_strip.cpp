// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/task_strip.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

#include "ui/window/elided_label.h"

namespace interleave::ui {
namespace {

constexpr int kSteps = 1000;
constexpr int kProgress_px = 220;

}  // namespace

TaskStrip::TaskStrip(QWidget* parent)
    : QFrame(parent), m_text(new ElidedLabel), m_progress(new QProgressBar), m_cancel(new QPushButton("Cancel")) {
  setObjectName("taskStrip");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(14, 4, 10, 4);
  row->setSpacing(12);
  m_text->setAccessibleName("What is being done");
  m_progress->setTextVisible(false);
  m_progress->setFixedWidth(kProgress_px);
  m_progress->setAccessibleName("How far it is");
  m_cancel->setAccessibleName("Cancel reading or writing");
  row->addWidget(m_text, 1);
  row->addWidget(m_progress);
  row->addWidget(m_cancel);
  connect(m_cancel, &QPushButton::clicked, this, [this] {
    m_cancel->setEnabled(false);
    emit cancelled();
  });
  hide();
}

void TaskStrip::begin(const QString& text) {
  m_text->setText(text);
  m_progress->setRange(0, 0);
  m_cancel->setEnabled(true);
  show();
}

void TaskStrip::setProgress(double share) {
  m_progress->setRange(0, kSteps);
  m_progress->setValue(qRound(share * kSteps));
}

void TaskStrip::end() {
  hide();
}

}  // namespace interleave::ui
