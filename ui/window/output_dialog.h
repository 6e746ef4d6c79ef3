// SPDX-License-Identifier: GPL-3.0-or-later
// What a watched program prints, as it comes: text that can be selected and copied. Follows the end while that is in
// sight. Threading: the GUI thread; text is added in portions, so that a program that prints megabytes doesn't hold the
// window up.
#pragma once

#include <QDialog>
#include <QStringDecoder>
#include <QTimer>
#include <memory>

#include "ui/window/program_output.h"

class QLabel;
class QPlainTextEdit;

namespace interleave::ui {

class OutputDialog : public QDialog {
  Q_OBJECT
 public:
  explicit OutputDialog(QWidget* parent);
  /// `title` names the run. Null: it has no output here.
  void setOutput(const QString& title, std::shared_ptr<ProgramOutput> output);

 private:
  void startAt(std::uint64_t from);
  void look();
  void add(const std::string& bytes);
  void say(const ProgramOutput::Extent& extent);

  std::shared_ptr<ProgramOutput> m_output;
  QLabel* m_title = nullptr;
  QLabel* m_note = nullptr;
  QPlainTextEdit* m_text = nullptr;
  QTimer m_timer;
  QStringDecoder m_decoder{QStringDecoder::Utf8};
  std::uint64_t m_from = 0;  // the bytes that are shown
  std::uint64_t m_to = 0;
  int m_column = 0;  // characters since the last line's end
};

}  // namespace interleave::ui
