// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/top_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMap>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>

#include "ui/window/elided_label.h"
#include "ui/window/shape_icon.h"
#include "ui/window/window_actions.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr int kHeight_px = 48;
constexpr int kProgress_px = 120;
constexpr int kRoomForAll_px = 1380;  // narrower, the progress needs it more

}  // namespace

TopBar::TopBar(const WindowActions& actions, QWidget* parent) : QFrame(parent), m_actions(actions) {
  setObjectName("topBar");
  setFixedHeight(kHeight_px);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(14, 0, 14, 1);
  row->setSpacing(10);
  auto* name = new QLabel("Interleave");
  QFont name_font = boldFont();
  name_font.setPixelSize(15);
  name->setFont(name_font);
  m_run = button(*actions.run());
  m_run->setProperty("role", "primary");
  m_watch = button(*actions.watch());
  m_stop = button(*actions.stop());
  m_progress = new QProgressBar;
  m_progress->setTextVisible(false);
  m_progress->setFixedWidth(kProgress_px);
  m_progress->setAccessibleName("Jobs done");
  m_status = new ElidedLabel;
  m_status->setFont(smallFont());
  m_status->setObjectName("status");
  m_status->setAccessibleName("Progress");
  m_more = moreButton();
  row->addWidget(name);
  row->addSpacing(12);
  row->addWidget(lessonsButton());
  row->addWidget(m_run);
  row->addWidget(m_watch);
  row->addWidget(m_stop);
  row->addWidget(m_progress);
  row->addWidget(m_status, 1);
  row->addWidget(menuButton("Ro&ws", actions.rows(), {actions.showConnectors(), actions.showGilPoints()}));
  row->addWidget(menuButton("St&yle", actions.styles()));
  row->addWidget(button(*actions.compare()));
  m_against = button(*actions.against());
  row->addWidget(m_against);
  row->addWidget(button(*actions.exportPicture()));
  row->addWidget(m_more);
  setProgress(0, 0);
  setStatus({});
}

void TopBar::resizeEvent(QResizeEvent* event) {
  m_against->setVisible(width() >= kRoomForAll_px);  // the menu has it as well
  QFrame::resizeEvent(event);
}

QPushButton* TopBar::button(QAction& action) {
  auto* made = new QPushButton(this);
  const auto follow = [made, &action] {
    made->setText(action.text());
    made->setToolTip(action.toolTip());
    made->setEnabled(action.isEnabled());
    made->setCheckable(action.isCheckable());
    made->setChecked(action.isChecked());
    made->setAccessibleName(QString(action.text()).remove('&'));
  };
  follow();
  connect(&action, &QAction::changed, made, follow);
  connect(made, &QPushButton::clicked, &action, &QAction::trigger);
  return made;
}

QPushButton* TopBar::menuButton(const QString& name, const std::vector<QAction*>& choices,
                                const std::vector<QAction*>& besides) {
  auto* made = new QPushButton(this);
  auto* menu = new QMenu(made);
  menu->setToolTipsVisible(true);
  made->setMenu(menu);
  made->setProperty("role", "menu");
  int widest = 0;
  for (QAction* choice : choices) {
    menu->addAction(choice);
    widest = std::max(widest, made->fontMetrics().horizontalAdvance(QString(name).remove('&') + ": " + choice->text()));
    const auto follow = [made, name, choice] {
      if (choice->isChecked()) {
        made->setText(name + ": " + choice->text());
        made->setAccessibleName(made->text().remove('&'));
      }
    };
    follow();
    connect(choice, &QAction::toggled, made, follow);
  }
  if (!besides.empty()) {
    menu->addSeparator();
  }
  for (QAction* action : besides) {
    menu->addAction(action);
  }
  made->setFixedWidth(widest + 54);  // the bar does not move when another is chosen
  return made;
}

QPushButton* TopBar::lessonsButton() {
  auto* made = new QPushButton("&Lessons", this);
  made->setToolTip("What people say about threads and processes, put to the test (Alt+L)");
  made->setAccessibleName("Lessons");
  made->setProperty("role", "menu");
  auto* menu = new QMenu(made);
  menu->setToolTipsVisible(true);
  connect(&m_actions, &WindowActions::lessonsMade, menu, [this, menu] { fillLessons(*menu); });
  made->setMenu(menu);
  return made;
}

void TopBar::fillLessons(QMenu& menu) const {
  QMap<QString, QMenu*> groups;
  for (QAction* lesson : m_actions.lessons()) {
    const QString group = lesson->property("group").toString();
    if (!groups.contains(group)) {
      groups[group] = menu.addMenu(group);
      groups[group]->setToolTipsVisible(true);
    }
    groups[group]->addAction(lesson);
  }
}

QPushButton* TopBar::moreButton() {
  auto* made = new QPushButton(this);
  made->setAccessibleName("Menu");
  made->setToolTip("Menu (Alt+M)");
  made->setShortcut(QKeySequence(Qt::ALT | Qt::Key_M));
  made->setProperty("role", "more");
  made->setObjectName("more");
  auto* menu = new QMenu(made);
  menu->addActions({m_actions.openTrace(), m_actions.saveTrace()});
  menu->addSeparator();
  QMenu* theme = menu->addMenu("Theme");
  for (QAction* choice : m_actions.themes()) {
    theme->addAction(choice);
  }
  QMenu* keep = menu->addMenu("Keep");
  keep->setToolTipsVisible(true);
  for (QAction* choice : m_actions.keeps()) {
    keep->addAction(choice);
  }
  QMenu* panels = menu->addMenu("Panels");
  panels->addActions({m_actions.foldExperiment(), m_actions.foldResults(), m_actions.foldGauges()});
  menu->addSeparator();
  menu->addActions({m_actions.showTimeline(), m_actions.showSweep()});
  menu->addSeparator();
  menu->addAction(m_actions.against());
  menu->addAction(m_actions.showJobs());
  menu->addAction(m_actions.showOutput());
  menu->addAction(m_actions.showKeys());
  menu->addAction(m_actions.about());
  menu->addSeparator();
  menu->addAction(m_actions.forget());
  menu->addAction(m_actions.quit());
  made->setMenu(menu);
  return made;
}

void TopBar::setTheme(const Theme& theme) {
  const QColor faint = mixed(theme.quiet, theme.panel, 0.35);
  m_run->setIcon(shapeIcon(IconShape::Play, theme.on_accent, faint));
  m_stop->setIcon(shapeIcon(IconShape::Stop, theme.ink, faint));
  m_more->setIcon(shapeIcon(IconShape::Dots, theme.ink, faint));
  for (QPushButton* made : {m_run, m_stop, m_more}) {
    made->setIconSize({12, 12});
  }
}

void TopBar::setProgress(std::size_t ended, std::size_t all) {
  m_progress->setVisible(all > 0);
  m_progress->setRange(0, static_cast<int>(all));
  m_progress->setValue(static_cast<int>(ended));
}

void TopBar::setStatus(const QString& text) {
  m_words = text;
  if (!m_has_problem) {
    showStatus(text, "quiet");
  }
}

void TopBar::setProblem(const QString& text) {
  m_has_problem = true;
  showStatus(text, "problem");
}

void TopBar::clearProblem() {
  m_has_problem = false;
  showStatus(m_words, "quiet");
}

void TopBar::showStatus(const QString& text, const char* role) {
  if (m_status->property("role") != role) {
    m_status->setProperty("role", role);
    m_status->style()->unpolish(m_status);
    m_status->style()->polish(m_status);
  }
  m_status->setText(text);
}

}  // namespace interleave::ui
