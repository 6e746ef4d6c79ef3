// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/runs_panel.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QMouseEvent>
#include <QVBoxLayout>

#include "ui/window/run_row_painter.h"

namespace interleave::ui {

RunsPanel::RunsPanel(RunShelf& shelf, QWidget* parent)
    : QWidget(parent),
      m_shelf(shelf),
      m_empty(new QLabel("Every run is kept here until the window closes.")),
      m_list(new QListView),
      m_painter(new RunRowPainter(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 8, 14, 10);
  column->setSpacing(6);
  m_empty->setProperty("role", "quiet");
  m_empty->setWordWrap(true);
  m_empty->setAlignment(Qt::AlignTop);
  column->addWidget(m_empty, 1);
  m_list->setModel(&m_shelf);
  m_list->setItemDelegate(m_painter);
  m_list->setMouseTracking(true);
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setUniformItemSizes(true);
  m_list->setContextMenuPolicy(Qt::CustomContextMenu);
  m_list->setObjectName("runs");
  m_list->setAccessibleName("Runs of this session");
  m_list->setMinimumHeight(64);
  m_list->setAccessibleDescription(
      "Enter shows a run, Space puts it beside those shown or takes it away, Delete removes it");
  m_list->installEventFilter(this);
  m_list->viewport()->installEventFilter(this);
  column->addWidget(m_list, 1);
  connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) {
    const RunId id = RunShelf::idAt(index);
    m_is_on_check ? emit checkWanted(id) : emit chosen(id);
  });
  connect(m_list, &QListView::doubleClicked, this, [this](const QModelIndex& index) {
    if (!m_is_on_check) {
      emit aloneWanted(RunShelf::idAt(index));
    }
  });
  connect(m_list, &QListView::customContextMenuRequested, this, &RunsPanel::showMenu);
  connect(&m_shelf, &QAbstractItemModel::rowsInserted, this, &RunsPanel::showEmptiness);
  connect(&m_shelf, &QAbstractItemModel::rowsRemoved, this, &RunsPanel::showEmptiness);
  showEmptiness();
}

void RunsPanel::setTheme(const Theme& theme) {
  m_painter->setTheme(theme);
  m_list->viewport()->update();
}

void RunsPanel::showEmptiness() {
  const bool is_empty = m_shelf.rowCount() == 0;
  m_empty->setVisible(is_empty);
  m_list->setVisible(!is_empty);
}

bool RunsPanel::eventFilter(QObject* object, QEvent* event) {
  if (event->type() == QEvent::MouseButtonPress && object == m_list->viewport()) {
    const auto* press = static_cast<QMouseEvent*>(event);
    m_is_on_check =
        press->position().x() < RunRowPainter::kCheck_px || press->modifiers().testFlag(Qt::ControlModifier);
  }
  if (event->type() == QEvent::KeyPress && object == m_list && m_list->currentIndex().isValid()) {
    const RunId id = RunShelf::idAt(m_list->currentIndex());
    switch (static_cast<QKeyEvent*>(event)->key()) {
      case Qt::Key_Return:
      case Qt::Key_Enter:
        emit aloneWanted(id);
        return true;
      case Qt::Key_Space:
        emit checkWanted(id);
        return true;
      case Qt::Key_Delete:
        emit removalWanted(id);
        return true;
      default:
        break;
    }
  }
  return QWidget::eventFilter(object, event);
}

void RunsPanel::showMenu(const QPoint& at) {
  const QModelIndex index = m_list->indexAt(at);
  const ShelfRun* run = index.isValid() ? m_shelf.run(RunShelf::idAt(index)) : nullptr;
  if (run == nullptr) {
    return;
  }
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const RunId id = run->id;
  menu->addAction("Show alone", this, [this, id] { emit aloneWanted(id); });
  const bool is_compared = m_shelf.isShown(id) && m_shelf.shown().size() > 1;
  const bool has_room = !m_shelf.isShown(id) && m_shelf.shown().size() < RunShelf::kMostCompared;
  menu->addAction(is_compared ? "Take out of the comparison" : "Compare with what is shown", this,
                  [this, id] { emit checkWanted(id); })
      ->setEnabled(is_compared || has_room);
  menu->addAction("Use its settings", this, [this, id] { emit settingsWanted(id); })
      ->setEnabled(run->subject.file() == nullptr);
  menu->addAction("Remove", this, [this, id] { emit removalWanted(id); })->setEnabled(!run->is_live);
  menu->popup(m_list->viewport()->mapToGlobal(at));
}

}  // namespace interleave::ui
