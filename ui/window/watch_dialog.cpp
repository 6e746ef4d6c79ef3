// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/watch_dialog.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QCompleter>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <QtConcurrent>

#include "core/session/program_path.h"
#include "ui/window/command_words.h"
#include "ui/window/row_table.h"
#include "ui/window/window_settings.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

constexpr int kWidth_px = 620;
constexpr int kColumns_px[] = {74, 130, 74, 260};

QLabel* fieldLabel(const QString& text, QWidget* control) {
  auto* made = new QLabel(text);
  made->setFont(smallFont());
  made->setProperty("role", "quiet");
  made->setBuddy(control);
  control->setAccessibleName(QString(text).remove('&'));
  return made;
}

QLabel* quietLine(const QString& text) {
  auto* made = new QLabel(text);
  made->setFont(smallFont());
  made->setProperty("role", "quiet");
  made->setWordWrap(true);
  return made;
}

}  // namespace

std::vector<std::string> scriptCommand(const QString& file) {
  const std::string path = file.toStdString();
  const QString ending = QFileInfo(file).suffix();
  if (ending == "py") {
    return {"python3", path};
  }
  if (ending == "sh" && !QFileInfo(file).isExecutable()) {
    return {"sh", path};
  }
  return {path};
}

WatchDialog::WatchDialog(WindowSettings& settings, QWidget* parent)
    : QDialog(parent), m_settings(settings), m_pages(new QStackedWidget), m_problem(new QLabel) {
  setWindowTitle("Watch a program");
  resize(kWidth_px, 380);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 18, 20, 16);
  column->setSpacing(12);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  auto* group = new QButtonGroup(this);
  const QString names[] = {"Start a &program", "A program that &runs already"};
  for (int page : {kStart, kAttach}) {
    QPushButton*& made = m_page_buttons[page];
    made = new QPushButton(names[page]);
    made->setCheckable(true);
    made->setAutoDefault(false);
    group->addButton(made, page);
    row->addWidget(made);
  }
  row->addStretch(1);
  connect(group, &QButtonGroup::idClicked, this, [this](int page) { showPage(static_cast<Page>(page)); });
  column->addLayout(row);
  m_pages->addWidget(startPage());
  m_pages->addWidget(attachPage());
  column->addWidget(m_pages, 1);
  m_problem->setWordWrap(true);
  m_problem->setProperty("role", "problem");
  m_problem->setObjectName("problem");
  m_problem->setAccessibleName("Message");
  m_problem->setTextFormat(Qt::PlainText);
  auto* cancel = new QPushButton("Cancel");
  cancel->setAutoDefault(false);
  auto* watch = new QPushButton("&Watch");
  watch->setProperty("role", "primary");
  watch->setDefault(true);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(10);
  buttons->addWidget(m_problem, 1);
  buttons->addWidget(cancel);
  buttons->addWidget(watch);
  column->addLayout(buttons);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(watch, &QPushButton::clicked, this, &WatchDialog::finish);
  connect(&m_looked_up, &QFutureWatcherBase::finished, this, [this] {
    m_processes->setProcesses(m_looked_up.result());
    chooseByNumber();
  });
  showPage(kStart);
}

QWidget* WatchDialog::startPage() {
  auto* page = new QWidget;
  auto* grid = new QGridLayout(page);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(4);
  m_command = new QComboBox;
  m_command->setEditable(true);
  m_command->setInsertPolicy(QComboBox::NoInsert);
  m_command->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_command->setMinimumContentsLength(20);
  m_command->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  m_command->lineEdit()->setPlaceholderText("python3 pool.py");
  m_command->completer()->setCaseSensitivity(Qt::CaseSensitive);
  m_command->addItems(m_settings.commands());
  m_folder = new QLineEdit(QDir::toNativeSeparators(m_settings.commandFolder()));
  auto* script = new QPushButton("Choose a &script…");
  auto* folder = new QPushButton("C&hoose…");
  folder->setAccessibleName("Choose the folder");
  script->setAutoDefault(false);
  folder->setAutoDefault(false);
  grid->addWidget(fieldLabel("&Command", m_command), 0, 0);
  grid->addWidget(m_command, 1, 0);
  grid->addWidget(script, 1, 1);
  grid->setRowMinimumHeight(2, 8);
  grid->addWidget(fieldLabel("Working &folder", m_folder), 3, 0);
  grid->addWidget(m_folder, 4, 0);
  grid->addWidget(folder, 4, 1);
  grid->setRowMinimumHeight(5, 8);
  grid->addWidget(
      quietLine("Each of its threads and processes becomes a lane, from its first instruction, as the kernel gave "
                "it cores. Nothing is changed in the program. What it prints is shown under Output."),
      6, 0, 1, 2);
  grid->setRowStretch(7, 1);
  grid->setColumnStretch(0, 1);
  connect(script, &QPushButton::clicked, this, &WatchDialog::chooseScript);
  connect(folder, &QPushButton::clicked, this, &WatchDialog::chooseFolder);
  connect(m_command, &QComboBox::editTextChanged, this, [this] { say({}); });
  connect(m_folder, &QLineEdit::textChanged, this, [this] { say({}); });
  return page;
}

QWidget* WatchDialog::attachPage() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  m_search = new QLineEdit;
  m_search->setPlaceholderText("Search by number, name or command");
  m_search->setAccessibleName("Search");
  m_search->setClearButtonEnabled(true);
  m_processes = new ProcessModel(this);
  m_found = new QSortFilterProxyModel(this);
  m_found->setSourceModel(m_processes);
  m_found->setFilterKeyColumn(-1);
  m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
  m_table = rowTable(*m_found, "Processes of yours");
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->horizontalHeader()->setStretchLastSection(true);
  for (int i = 0; i < ProcessModel::kColumns; ++i) {
    m_table->setColumnWidth(i, kColumns_px[i]);
  }
  column->addWidget(m_search);
  column->addWidget(m_table, 1);
  column->addWidget(quietLine("Your own processes. Stop lets go of it; it runs on."));
  connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
    m_found->setFilterFixedString(text);
    chooseByNumber();
  });
  connect(m_table, &QTableView::doubleClicked, this, &WatchDialog::finish);
  return page;
}

void WatchDialog::startWith(const WatchSettings& watched) {
  if (watched.pid) {
    m_search->setText(QString::number(*watched.pid));
    showPage(kAttach);
    return;
  }
  m_command->setEditText(joinedWords(watched.command));
  if (!watched.folder.empty()) {
    m_folder->setText(QString::fromStdString(watched.folder));
  }
}

void WatchDialog::showPage(Page page) {
  m_page_buttons[page]->setChecked(true);
  m_pages->setCurrentIndex(page);
  say({});
  if (page == kAttach) {
    lookUp();
    m_search->setFocus();
  } else {
    m_command->setFocus();
    m_command->lineEdit()->selectAll();
  }
}

void WatchDialog::chooseScript() {
  auto* dialog =
      new QFileDialog(this, "Choose a script or a program", m_folder->text(), "Scripts (*.py *.sh);;All files (*)");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
    m_command->setEditText(joinedWords(scriptCommand(file)));
    m_folder->setText(QDir::toNativeSeparators(QFileInfo(file).absolutePath()));
  });
  dialog->open();
}

void WatchDialog::chooseFolder() {
  auto* dialog = new QFileDialog(this, "Choose the working folder", m_folder->text());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) { m_folder->setText(folder); });
  dialog->open();
}

void WatchDialog::lookUp() {
  m_looked_up.setFuture(QtConcurrent::run(ownProcesses));
}

void WatchDialog::chooseByNumber() {
  for (int row = 0; row < m_found->rowCount(); ++row) {
    const QModelIndex index = m_found->index(row, ProcessModel::kPid);
    if (index.data().toString() == m_search->text().trimmed()) {
      m_table->selectRow(row);
      m_table->scrollTo(index);
      return;
    }
  }
}

Result<WatchSettings> WatchDialog::toStart() const {
  WatchSettings settings;
  auto words = splitWords(m_command->currentText());
  if (!words) {
    return tl::unexpected(words.error());
  }
  settings.command = std::move(*words);
  QString folder = m_folder->text().trimmed();
  if (folder == "~" || folder.startsWith("~/")) {
    folder.replace(0, 1, QDir::homePath());
  }
  settings.folder = folder.toStdString();
  if (!folder.isEmpty() && !QDir(folder).exists()) {
    return fail(ErrorCode::NotFound, "there is no folder " + settings.folder);
  }
  if (const auto program = programPath(settings.command.front(), settings.folder); !program) {
    return tl::unexpected(program.error());
  }
  return settings;
}

Result<WatchSettings> WatchDialog::toAttach() const {
  const QModelIndexList rows = m_table->selectionModel()->selectedRows();
  // One that is left by the search needs no click.
  const QModelIndex only = m_found->rowCount() == 1 ? m_found->index(0, 0) : QModelIndex();
  const QModelIndex index = rows.isEmpty() ? only : rows.front();
  if (!index.isValid()) {
    return fail(ErrorCode::InvalidArgument, "choose a process in the list");
  }
  WatchSettings settings;
  settings.pid = m_processes->process(m_found->mapToSource(index)).pid;
  return settings;
}

void WatchDialog::finish() {
  const auto settings = m_pages->currentIndex() == kStart ? toStart() : toAttach();
  if (!settings) {
    QString problem = QString::fromStdString(settings.error().message);
    problem[0] = problem[0].toUpper();
    say(problem + ".");
    return;
  }
  if (!settings->pid) {
    m_settings.addCommand(m_command->currentText().trimmed());
    m_settings.setCommandFolder(QString::fromStdString(settings->folder));
  }
  emit chosen(*settings);
  accept();
}

void WatchDialog::say(const QString& problem) {
  m_problem->setText(problem);
  const bool is_command = !problem.isEmpty() && m_pages->currentIndex() == kStart;
  m_command->setProperty("valid", !is_command);
  m_command->style()->unpolish(m_command);
  m_command->style()->polish(m_command);
}

}  // namespace interleave::ui
