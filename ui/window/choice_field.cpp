// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/choice_field.h"

#include <QComboBox>
#include <QListView>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <algorithm>

#include "ui/window/calm_wheel.h"

namespace interleave::ui {
namespace {

// While its list is closed, arrow keys choose what they come to: they shall not come to what does something. A list
// passes over what is disabled, so commands are that until it is opened.
class ChoiceBox : public QComboBox {
 public:
  void setCommand(int at) { m_commands.push_back(at); }
  void forgetCommands() { m_commands.clear(); }
  void enableCommands(bool are_enabled) {
    const auto* items = static_cast<const QStandardItemModel*>(model());
    for (const int at : m_commands) {
      items->item(at)->setEnabled(are_enabled);
    }
  }
  void showPopup() override {
    enableCommands(true);
    QComboBox::showPopup();
  }
  void hidePopup() override {
    QComboBox::hidePopup();
    enableCommands(false);
  }

 private:
  std::vector<int> m_commands;
};

}  // namespace

ChoiceField::ChoiceField(const QString& name, FieldWidth width, const std::vector<Choice>& choices,
                         const QString& explanation)
    : Field(name, width), m_box(new ChoiceBox) {
  m_box->setView(new QListView(m_box));  // the style's own view ignores the sheet's item heights
  m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_box->setMinimumContentsLength(6);
  m_box->setMaxVisibleItems(16);
  ignoreWheel(*m_box);
  fill(choices);
  setControl(m_box, explanation);
  connect(m_box, &QComboBox::currentIndexChanged, this, &Field::edited);
}

void ChoiceField::fill(const std::vector<Choice>& choices) {
  const auto* items = static_cast<const QStandardItemModel*>(m_box->model());
  for (const Choice& choice : choices) {
    m_box->addItem(choice.label, choice.name);
    const int at = m_box->count() - 1;
    m_box->setItemData(at, choice.explanation, Qt::ToolTipRole);
    items->item(at)->setEnabled(choice.is_enabled);
    if (choice.is_command) {
      static_cast<ChoiceBox*>(m_box)->setCommand(at);
    }
  }
  static_cast<ChoiceBox*>(m_box)->enableCommands(false);
}

void ChoiceField::setChoices(const std::vector<Choice>& choices, const QString& explanation) {
  const QSignalBlocker quiet(m_box);
  const QString before = chosen();
  m_box->clear();
  static_cast<ChoiceBox*>(m_box)->forgetCommands();
  fill(choices);
  const auto fits = [&](const Choice& choice) { return choice.is_enabled && choice.name == before; };
  auto wanted = std::find_if(choices.begin(), choices.end(), fits);
  if (wanted == choices.end()) {
    wanted = std::find_if(choices.begin(), choices.end(), [](const Choice& choice) { return choice.is_enabled; });
  }
  m_box->setCurrentIndex(wanted == choices.end() ? -1 : static_cast<int>(wanted - choices.begin()));
  setExplanation(explanation);
}

QString ChoiceField::chosen() const {
  return m_box->currentData().toString();
}

void ChoiceField::choose(const QString& name) {
  const QSignalBlocker quiet(m_box);
  if (const int at = m_box->findData(name); at >= 0) {
    m_box->setCurrentIndex(at);
  }
}

}  // namespace interleave::ui
