// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/interval_control.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <cmath>

#include "core/experiment/experiment.h"
#include "ui/window/calm_wheel.h"

namespace interleave::ui {
namespace {

// The slider's steps: 1, 2 and 5 of every power of ten from 0.01 ms to 1 s, which is where the lock's behaviour
// changes. Any other value within the limits can be typed.
constexpr double kMantissas[] = {1.0, 2.0, 5.0};
constexpr int kSteps = 16;

double stepValue_ms(int step) {
  return kMantissas[step % 3] * std::pow(10.0, step / 3 - 2);
}

ParameterSpec intervalSpec() {
  ParameterSpec spec;
  spec.key = "switch-interval";
  spec.label = "Switch interval";
  spec.unit = "ms";
  spec.explanation = "How long a thread may hold the GIL while others wait for it. CPython's is 5 ms.";
  spec.kind = ParameterKind::Real;
  spec.fallback = Experiment{}.switch_interval_ms;
  spec.least = Limits::kShortestSwitchInterval_ms;
  spec.most = Limits::kLongestSwitchInterval_ms;
  return spec;
}

}  // namespace

IntervalControl::IntervalControl(const QString& name, QWidget* parent)
    : QWidget(parent), m_slider(new QSlider(Qt::Horizontal)), m_edit(new NumberEdit(intervalSpec())) {
  const QString explanation = QString::fromStdString(m_edit->spec().explanation);
  m_slider->setRange(0, kSteps - 1);
  m_slider->setPageStep(3);
  m_slider->setAccessibleName(name + ", slider");
  m_slider->setToolTip(explanation);
  ignoreWheel(*m_slider);
  m_edit->setAccessibleName(name);
  m_edit->setToolTip(explanation);
  m_edit->setFixedWidth(86);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(12);
  row->addWidget(m_slider, 1);
  row->addWidget(m_edit);
  connect(m_slider, &QSlider::valueChanged, this, [this](int step) {
    m_edit->setValue(stepValue_ms(step));
    emit edited();
  });
  connect(m_edit, &QLineEdit::textChanged, this, &IntervalControl::problemChanged);
  connect(m_edit, &QLineEdit::textEdited, this, [this] {
    if (const auto interval = interval_ms()) {
      slideTo(*interval);
    }
    emit edited();
  });
}

std::optional<double> IntervalControl::interval_ms() const {
  const auto value = m_edit->value();
  return value ? std::optional(std::get<double>(*value)) : std::nullopt;
}

void IntervalControl::setInterval_ms(double interval_ms) {
  m_edit->setValue(interval_ms);
  slideTo(interval_ms);
}

bool IntervalControl::hasFocusWithin() const {
  return m_edit->hasFocus() || m_slider->hasFocus();
}

void IntervalControl::slideTo(double interval_ms) {
  const QSignalBlocker quiet(m_slider);
  int nearest = 0;
  for (int step = 1; step < kSteps; ++step) {
    if (std::abs(std::log(stepValue_ms(step) / interval_ms)) <
        std::abs(std::log(stepValue_ms(nearest) / interval_ms))) {
      nearest = step;
    }
  }
  m_slider->setValue(nearest);
}

}  // namespace interleave::ui
