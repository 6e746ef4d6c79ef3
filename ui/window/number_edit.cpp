// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/number_edit.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"

namespace interleave::ui {
namespace {

constexpr int kMostCharacters = 64;
constexpr int kUnitGap_px = 9;

double asReal(const ParameterValue& value) {
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
}

/// 5 → 6, 10 → 20, 1000 → 900: one of the leading digit, so that any limit is a few dozen steps away.
double stepped(double value, bool is_up) {
  if (value <= 0.0) {
    return is_up ? 1.0 : 0.0;
  }
  double unit = std::pow(10.0, std::floor(std::log10(value) + 1e-9));
  if (!is_up && value < unit * 1.5) {
    unit /= 10.0;
  }
  return is_up ? value + unit : value - unit;
}

}  // namespace

NumberEdit::NumberEdit(ParameterSpec spec) : m_spec(std::move(spec)) {
  setMaxLength(kMostCharacters);
  if (!m_spec.unit.empty()) {
    const int unit = fontMetrics().horizontalAdvance(QString::fromStdString(m_spec.unit));
    setTextMargins(0, 0, unit + kUnitGap_px, 0);
  }
}

std::optional<ParameterValue> NumberEdit::value() const {
  const auto parsed = parseValue(m_spec, text().trimmed().toStdString());
  return parsed ? std::optional(*parsed) : std::nullopt;
}

void NumberEdit::setValue(const ParameterValue& value) { setText(written(value)); }

QString NumberEdit::written(const ParameterValue& value) const {
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole != nullptr ? QString::fromStdString(groupedDigits(*whole)) : QString::number(asReal(value), 'g', 12);
}

QString NumberEdit::problem() const {
  if (value() || (m_is_optional && text().trimmed().isEmpty())) {
    return {};
  }
  const char* kind = m_spec.kind == ParameterKind::Integer ? "a whole number" : "a number";
  return QString::fromStdString(m_spec.label + ": " + kind + " from " + m_spec.limits() +
                                (m_spec.unit.empty() ? "" : " " + m_spec.unit));
}

void NumberEdit::setOptional(const QString& placeholder) {
  m_is_optional = true;
  setPlaceholderText(placeholder);
}

QSize NumberEdit::minimumSizeHint() const { return {64, QLineEdit::minimumSizeHint().height()}; }

void NumberEdit::step(int key) {
  const auto now = value();
  if (!now) {
    return;
  }
  const double before = asReal(*now);
  double after = before;
  switch (key) {
    case Qt::Key_Up:
    case Qt::Key_Down:
      after = stepped(before, key == Qt::Key_Up);
      break;
    case Qt::Key_PageUp:
      after = std::max(before, 1e-9) * 10.0;
      break;
    default:
      after = before / 10.0;
      break;
  }
  after = std::clamp(after, m_spec.least, m_spec.most);
  const bool is_whole = m_spec.kind == ParameterKind::Integer;
  setText(written(is_whole ? ParameterValue(static_cast<std::int64_t>(std::llround(after))) : ParameterValue(after)));
  emit textEdited(text());
}

void NumberEdit::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
      step(event->key());
      break;
    default:
      QLineEdit::keyPressEvent(event);
  }
}

void NumberEdit::focusOutEvent(QFocusEvent* event) {
  if (const auto now = value()) {
    setValue(*now);
  }
  QLineEdit::focusOutEvent(event);
}

void NumberEdit::paintEvent(QPaintEvent* event) {
  QLineEdit::paintEvent(event);
  if (m_spec.unit.empty()) {
    return;
  }
  QPainter painter(this);
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(rect().adjusted(0, 0, -kUnitGap_px, 0), Qt::AlignVCenter | Qt::AlignRight,
                   QString::fromStdString(m_spec.unit));
}

}  // namespace interleave::ui
