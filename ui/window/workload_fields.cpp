// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/workload_fields.h"

#include "ui/window/choice_field.h"
#include "ui/window/file_field.h"
#include "ui/window/number_field.h"
#include "ui/window/text_field.h"

namespace interleave::ui {
namespace {

Field* makeField(const ParameterSpec& spec) {
  if (spec.kind == ParameterKind::File) {
    return new FileField(QString::fromStdString(spec.label), QString::fromStdString(spec.explanation),
                         "Python (*.py);;All files (*)");
  }
  if (spec.kind == ParameterKind::Text) {
    return new TextField(QString::fromStdString(spec.label), FieldWidth::Full, QString::fromStdString(spec.explanation),
                         static_cast<int>(spec.most));
  }
  if (spec.kind != ParameterKind::Choice) {
    return new NumberField(spec, FieldWidth::Half);
  }
  std::vector<Choice> choices;
  for (const std::string& name : spec.choices) {
    choices.push_back({QString::fromStdString(name), QString::fromStdString(name), {}});
  }
  return new ChoiceField(QString::fromStdString(spec.label), FieldWidth::Half, choices,
                         QString::fromStdString(spec.explanation));
}

}  // namespace

WorkloadFields::WorkloadFields(const WorkloadInfo& info, QWidget& home) : QObject(&home), m_info(info) {
  for (const ParameterSpec& spec : info.parameters) {
    Field* field = makeField(spec);
    field->setParent(&home);
    field->setObjectName("parameter/" + QString::fromStdString(spec.key));
    field->hide();
    connect(field, &Field::edited, this, &WorkloadFields::edited);
    m_fields.push_back(field);
  }
  setValues({});
}

Field* WorkloadFields::field(const std::string& key) const {
  for (std::size_t i = 0; i < m_fields.size(); ++i) {
    if (m_info.parameters[i].key == key) {
      return m_fields[i];
    }
  }
  return nullptr;
}

ParameterValues WorkloadFields::values() const {
  ParameterValues values;
  for (std::size_t i = 0; i < m_fields.size(); ++i) {
    if (const auto* chosen = dynamic_cast<const ChoiceField*>(m_fields[i])) {
      values[m_info.parameters[i].key] = chosen->chosen().toStdString();
    } else if (const auto* text = dynamic_cast<const TextField*>(m_fields[i])) {
      values[m_info.parameters[i].key] = text->text().toStdString();
    } else if (const auto value = static_cast<const NumberField*>(m_fields[i])->value()) {
      values[m_info.parameters[i].key] = *value;
    }
  }
  return values;
}

void WorkloadFields::setValues(const ParameterValues& values) {
  for (std::size_t i = 0; i < m_fields.size(); ++i) {
    const ParameterSpec& spec = m_info.parameters[i];
    const auto given = values.find(spec.key);
    const ParameterValue& value = given != values.end() && check(spec, given->second) ? given->second : spec.fallback;
    if (auto* chosen = dynamic_cast<ChoiceField*>(m_fields[i])) {
      chosen->choose(QString::fromStdString(std::get<std::string>(value)));
    } else if (auto* text = dynamic_cast<TextField*>(m_fields[i])) {
      text->setText(QString::fromStdString(std::get<std::string>(value)));
    } else {
      static_cast<NumberField*>(m_fields[i])->setValue(value);
    }
  }
}

}  // namespace interleave::ui
