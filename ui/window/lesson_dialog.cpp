// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/lesson_dialog.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/window/section_head.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr int kWidth_px = 520;

QLabel* paragraph(const QString& text) {
  auto* made = new QLabel(text);
  made->setWordWrap(true);
  made->setTextFormat(Qt::PlainText);
  return made;
}

// A radio button's own text does not wrap: its words are a label beside it, and choose it as well.
class AnswerLabel : public QLabel {
 public:
  AnswerLabel(const QString& text, QRadioButton* button) : QLabel(text), m_button(button) {
    setWordWrap(true);
    setTextFormat(Qt::PlainText);
    setBuddy(button);
  }

 protected:
  void mousePressEvent(QMouseEvent*) override {
    m_button->setFocus(Qt::MouseFocusReason);
    m_button->click();
  }

 private:
  QRadioButton* m_button;
};

}  // namespace

LessonDialog::LessonDialog(const Article& article, std::optional<Prediction> prediction,
                           const ArticleInterpreters& pythons, QWidget* parent)
    : QDialog(parent), m_article(article), m_pythons(pythons) {
  setWindowTitle("Lesson");
  setFixedWidth(kWidth_px);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 18, 20, 16);
  column->setSpacing(10);
  column->addWidget(new SectionHead("People say"));
  auto* claim = paragraph("“" + QString::fromStdString(article.claim) + "”");
  QFont font = boldFont();
  font.setPixelSize(17);
  claim->setFont(font);
  claim->setObjectName("claim");
  column->addWidget(claim);
  m_runs = paragraph({});
  m_runs->setProperty("role", "quiet");
  m_runs->setObjectName("lessonRuns");
  column->addWidget(m_runs);
  if (prediction) {
    column->addWidget(new SectionHead("Predict first"));
    column->addWidget(paragraph(prediction->question));
    column->addWidget(answers(*prediction));
  }
  m_full = new QCheckBox("As &large as in the articles: minutes instead of seconds");
  column->addWidget(m_full);
  m_real = new QCheckBox;
  const auto real = article.runs(Extent::Quick, pythons);
  const auto in_python = std::find_if(real.begin(), real.end(),
                                      [](const ArticleRun& run) { return run.experiment.runtime == Runtime::Python; });
  m_real->setVisible(in_python != real.end());
  if (in_python != real.end()) {
    m_real->setText("In &real " + QString::fromStdString(placeOf(in_python->experiment)));
    m_real->setToolTip("Otherwise in C++ under an emulated GIL, which is sooner done and shows who waits for the lock");
  }
  column->addWidget(m_real);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(10);
  auto* skip = new QPushButton("Run without predicting");
  skip->setProperty("role", "link");
  skip->setVisible(prediction.has_value());
  skip->setAutoDefault(false);
  auto* cancel = new QPushButton("Cancel");
  cancel->setAutoDefault(false);
  m_start = new QPushButton("Run the lesson");
  m_start->setProperty("role", "primary");
  m_start->setDefault(true);
  m_start->setEnabled(!prediction);
  m_start->setToolTip(prediction ? "Choose what you expect first" : QString());
  buttons->addWidget(skip);
  buttons->addStretch(1);
  buttons->addWidget(cancel);
  buttons->addWidget(m_start);
  column->addLayout(buttons);
  connect(skip, &QPushButton::clicked, this, [this] { start(std::nullopt); });
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(m_start, &QPushButton::clicked, this,
          [this] { start(m_answers != nullptr ? std::optional(m_answers->checkedId()) : std::nullopt); });
  for (QCheckBox* box : {m_full, m_real}) {
    connect(box, &QCheckBox::toggled, this, &LessonDialog::showRuns);
  }
  showRuns();
}

QWidget* LessonDialog::answers(const Prediction& prediction) {
  auto* made = new QWidget;
  auto* column = new QVBoxLayout(made);
  column->setContentsMargins(0, 0, 0, 4);
  column->setSpacing(8);
  m_answers = new QButtonGroup(this);
  for (int i = 0; i < prediction.answers.size(); ++i) {
    auto* button = new QRadioButton;
    button->setAccessibleName(prediction.answers[i]);
    m_answers->addButton(button, i);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(button, 0, Qt::AlignTop);
    row->addWidget(new AnswerLabel(prediction.answers[i], button), 1);
    column->addLayout(row);
    connect(button, &QRadioButton::toggled, this, [this] { m_start->setEnabled(true); });
  }
  return made;
}

std::vector<ArticleRun> LessonDialog::runs() const {
  return m_article.runs(m_full->isChecked() ? Extent::Full : Extent::Quick,
                        m_real->isChecked() ? m_pythons : ArticleInterpreters());
}

void LessonDialog::showRuns() {
  QStringList titles;
  for (const ArticleRun& run : runs()) {
    titles << QString::fromStdString(run.title);
  }
  m_runs->setText(QString("%1 runs, one after the other: %2.").arg(titles.size()).arg(titles.join(" · ")));
}

void LessonDialog::start(std::optional<int> answer) {
  emit startWanted(answer, runs());
  accept();
}

}  // namespace interleave::ui
