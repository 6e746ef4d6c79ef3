// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/command_words.h"

#include <QRegularExpression>
#include <optional>

namespace interleave::ui {
namespace {

class Splitter {
 public:
  explicit Splitter(const QString& line) : m_line(line) {}

  Result<std::vector<std::string>> split() {
    for (; m_at < m_line.size(); ++m_at) {
      const QChar c = m_line[m_at];
      if (c.isSpace()) {
        endWord();
      } else if (c == '\'' || c == '"') {
        if (!takeQuoted(c)) {
          return fail(ErrorCode::InvalidArgument, std::string("the quote ") + c.toLatin1() + " is not closed");
        }
      } else if (c == '\\') {
        if (m_at + 1 == m_line.size()) {
          return fail(ErrorCode::InvalidArgument, "a backslash needs a character after it");
        }
        word() += m_line[++m_at];
      } else if (QString("|&;<>").contains(c)) {
        return fail(ErrorCode::InvalidArgument,
                    std::string("'") + c.toLatin1() + "' needs a shell: write sh -c '…', or put it in quotes");
      } else {
        word() += c;
      }
    }
    endWord();
    if (m_words.empty()) {
      return fail(ErrorCode::InvalidArgument, "type a command, such as python3 pool.py");
    }
    if (m_words.front().empty()) {
      return fail(ErrorCode::InvalidArgument, "the command has no name");
    }
    return m_words;
  }

 private:
  QString& word() {
    if (!m_word) {
      m_word.emplace();
    }
    return *m_word;
  }

  void endWord() {
    if (m_word) {
      m_words.push_back(m_word->toStdString());
      m_word.reset();
    }
  }

  bool takeQuoted(QChar quote) {
    word();
    while (++m_at < m_line.size()) {
      const QChar c = m_line[m_at];
      if (c == quote) {
        return true;
      }
      const bool is_escape =
          quote == '"' && c == '\\' && m_at + 1 < m_line.size() && QString("\"\\$`\n").contains(m_line[m_at + 1]);
      *m_word += is_escape ? m_line[++m_at] : c;
    }
    return false;
  }

  const QString m_line;
  qsizetype m_at = 0;
  std::optional<QString> m_word;
  std::vector<std::string> m_words;
};

}  // namespace

Result<std::vector<std::string>> splitWords(const QString& line) {
  return Splitter(line).split();
}

QString joinedWords(const std::vector<std::string>& words) {
  static const QRegularExpression plain("^[A-Za-z0-9_@%+=:,./~^#*?\\[\\]{}!$-]+$");
  QStringList quoted;
  for (const std::string& one : words) {
    QString word = QString::fromStdString(one);
    quoted << (plain.match(word).hasMatch() ? word : "'" + word.replace("'", "'\\''") + "'");
  }
  return quoted.join(' ');
}

}  // namespace interleave::ui
