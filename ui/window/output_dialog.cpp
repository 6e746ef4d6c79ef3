// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/output_dialog.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextCursor>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/window/figures_text.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr int kLook_ms = 50;
constexpr std::size_t kPortion = 32 * 1024;  // bytes at a time: some milliseconds to lay out
constexpr std::uint64_t kTooFarBehind = 256 * 1024;
constexpr int kLongestLine = 2'000;  // a line without end would be laid out anew with each portion

// Without what only a terminal understands; each line's end is one character.
QString plainText(const QString& text, int& column) {
  QString plain;
  plain.reserve(text.size());
  for (qsizetype i = 0; i < text.size(); ++i) {
    const QChar c = text[i];
    if (c == '\x1b' && i + 1 < text.size() && text[i + 1] == '[') {
      i += 2;
      while (i < text.size() && !(text[i] >= '@' && text[i] <= '~')) {
        ++i;
      }
    } else if (c == '\n' || (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) {
      plain += '\n';
      column = 0;
    } else if (c == '\t' || c >= ' ') {
      if (++column > kLongestLine) {
        plain += '\n';
        column = 1;
      }
      plain += c;
    }
  }
  return plain;
}

}  // namespace

OutputDialog::OutputDialog(QWidget* parent)
    : QDialog(parent), m_title(new QLabel), m_note(new QLabel), m_text(new QPlainTextEdit) {
  setWindowTitle("Output");
  resize(760, 440);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 14, 14, 14);
  column->setSpacing(10);
  m_title->setFont(boldFont());
  m_title->setTextFormat(Qt::PlainText);
  m_note->setProperty("role", "quiet");
  m_note->setObjectName("note");
  m_note->setFont(smallFont());
  QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  fixed.setPixelSize(12);
  m_text->setFont(fixed);
  m_text->setReadOnly(true);
  m_text->setUndoRedoEnabled(false);
  m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_text->setAccessibleName("Output of the program");
  auto* copy = new QPushButton("&Copy all");
  copy->setToolTip("Copy the text above");
  auto* close = new QPushButton("Close");
  auto* row = new QHBoxLayout;
  row->addWidget(m_note, 1);
  row->addWidget(copy);
  row->addWidget(close);
  column->addWidget(m_title);
  column->addWidget(m_text, 1);
  column->addLayout(row);
  connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
  connect(close, &QPushButton::clicked, this, &QDialog::close);
  m_timer.setInterval(kLook_ms);
  connect(&m_timer, &QTimer::timeout, this, &OutputDialog::look);
}

void OutputDialog::setOutput(const QString& title, std::shared_ptr<ProgramOutput> output) {
  m_title->setText(fontMetrics().elidedText(title, Qt::ElideRight, 700));
  if (output == m_output && !m_title->text().isEmpty()) {
    if (!m_output) {
      m_note->setText("This run prints nothing here.");
    }
    return;
  }
  m_output = std::move(output);
  m_text->clear();
  if (!m_output) {
    m_timer.stop();
    m_note->setText("This run prints nothing here.");
    return;
  }
  startAt(m_output->extent().cut);
  m_timer.start();
  look();
}

void OutputDialog::startAt(std::uint64_t from) {
  m_text->clear();
  m_decoder.resetState();
  m_from = from;
  m_to = from;
  m_column = 0;
}

void OutputDialog::look() {
  const ProgramOutput::Extent extent = m_output->extent();
  const bool is_behind = m_to < extent.cut || extent.all - m_to > kTooFarBehind;
  if (extent.is_complete && (m_from > extent.cut || m_to < extent.cut)) {
    startAt(extent.cut);  // there is time now for what came too fast
  } else if (!extent.is_complete && is_behind) {
    startAt(std::max(extent.cut, extent.all - std::min<std::uint64_t>(extent.all, kPortion)));
  }
  add(m_output->part(m_to, kPortion));
  say(extent);
  if (extent.is_complete && m_to == extent.all) {
    m_timer.stop();
  }
}

void OutputDialog::add(const std::string& bytes) {
  if (bytes.empty()) {
    return;
  }
  m_to += bytes.size();
  const QString text =
      plainText(m_decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size()))), m_column);
  QScrollBar* scroll = m_text->verticalScrollBar();
  const bool is_at_end = scroll->value() >= scroll->maximum();
  QTextCursor end(m_text->document());
  end.movePosition(QTextCursor::End);
  end.insertText(text);
  if (is_at_end) {
    scroll->setValue(scroll->maximum());
  }
}

void OutputDialog::say(const ProgramOutput::Extent& extent) {
  if (extent.all == 0) {
    m_note->setText(extent.is_complete ? "It printed nothing." : "Nothing printed yet.");
  } else if (m_from > 0) {
    m_note->setText(QString("The first %1 of %2 bytes are cut.").arg(countText(m_from), countText(extent.all)));
  } else {
    m_note->setText(countText(extent.all) + (extent.all == 1 ? " byte" : " bytes"));
  }
}

}  // namespace interleave::ui
