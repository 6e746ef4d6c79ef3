// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/results_panel.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <utility>

#include "core/base/clock.h"
#include "ui/window/big_number.h"
#include "ui/window/compared_table.h"
#include "ui/window/elided_label.h"
#include "ui/window/fact_list.h"
#include "ui/window/figures_text.h"
#include "ui/window/section_head.h"
#include "ui/window/share_table.h"
#include "ui/window/sureness_section.h"
#include "ui/window/time_bar.h"
#include "ui/window/verdict_card.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

enum Fact : std::size_t {
  kEnded,
  kBusy,
  kCpu,
  kSlices,
  kMedian,
  kNinetieth,
  kSwitches,
  kMigrations,
  kTicks,
  kSamples,
};

std::vector<FactList::Fact> facts() {
  return {{"Ended", "How the program ended"},
          {"Busy", "Time that workers ran, added up over all of them"},
          {"CPU time", "What the kernel charged the program and the processes it waited for"},
          {"Slices", "Stretches in which one worker ran one job without a break; of a watched program, on one core"},
          {"Median slice", "Half of the slices are shorter"},
          {"90 % of slices below", "Nine of ten slices are shorter"},
          {"Switches",
           "How often running passed from one worker to another; of a watched program, how often a thread got a core"},
          {"Migrations", "How often a thread went on with another core than before"},
          {"Ticks", "Marks that the jobs left"},
          {"Samples", "Marks that carried information and were sent"}};
}

constexpr int kHeadHeight_px = 20;  // of either head, so that nothing moves

QString nothing() {
  return QString::fromUtf16(kNothing);
}

std::optional<double> inSeconds(std::optional<double> ms) {
  return ms ? std::optional(*ms / 1e3) : std::nullopt;
}

}  // namespace

ResultsPanel::ResultsPanel(QAction& show_jobs, QAction& show_output, QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 14, 14, 10);
  column->setSpacing(8);
  column->addWidget(head());
  m_run_title = new ElidedLabel;
  m_run_title->setFont(boldFont());
  m_run_title->setAccessibleName("Run whose result is shown");
  m_run_title->hide();
  column->addWidget(m_run_title);
  auto* grid = new QGridLayout;
  grid->setContentsMargins(0, 0, 0, 4);
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(8);
  for (std::size_t i = 0; i < m_numbers.size(); ++i) {
    m_numbers[i] = new BigNumber;
    grid->addWidget(m_numbers[i], static_cast<int>(i / 2), static_cast<int>(i % 2));
    grid->setColumnStretch(static_cast<int>(i % 2), 1);
  }
  column->addLayout(grid);
  m_outcome = new QLabel;
  m_outcome->setWordWrap(true);
  m_outcome->setTextFormat(Qt::PlainText);
  m_outcome->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_outcome->setObjectName("outcome");
  column->addWidget(m_outcome);
  m_verdict = new VerdictCard;
  column->addWidget(m_verdict);
  m_compared_head = new SectionHead("Compared");
  m_compared = new ComparedTable;
  column->addWidget(m_compared_head);
  column->addWidget(m_compared);
  connect(m_compared, &ComparedTable::chosen, this, &ResultsPanel::chosen);
  setCompared({});
  column->addWidget(new SectionHead("Where the time went"));
  m_time = new TimeBar;
  column->addWidget(m_time);
  column->addSpacing(4);
  m_workers_head = new SectionHead("Workers");
  m_workers = new ShareTable("workers", true);
  m_cores_head = new SectionHead("Cores");
  m_cores = new ShareTable("cores", false);
  for (QWidget* part : std::initializer_list<QWidget*>{m_workers_head, m_workers, m_cores_head, m_cores}) {
    column->addWidget(part);
  }
  column->addWidget(new SectionHead("In numbers"));
  m_facts = new FactList(facts());
  column->addWidget(m_facts);
  m_jobs_link = link(show_jobs);
  m_output_link = link(show_output);
  column->addWidget(m_jobs_link, 0, Qt::AlignLeft);
  column->addWidget(m_output_link, 0, Qt::AlignLeft);
  column->addWidget(new SectionHead("How sure is this?"));
  m_sureness = new SurenessSection;
  column->addWidget(m_sureness);
  column->addStretch(1);
  showRun(nullptr, nullptr, std::nullopt);
}

QWidget* ResultsPanel::head() {
  auto* made = new QWidget;
  auto* row = new QHBoxLayout(made);
  row->setContentsMargins(0, 0, 20, 0);  // the fold button is there
  row->setSpacing(8);
  m_head = new SectionHead("Result");
  m_head->setObjectName("head");
  m_part_head = new QLabel;  // not in capitals, for there is a unit in it
  m_part_head->setFont(boldFont());
  m_part_head->setObjectName("partHead");
  m_clear = new QPushButton("Clear");
  m_clear->setProperty("role", "link");
  m_clear->setFont(smallFont());
  m_clear->setToolTip("Clear the selection: show the result of the whole run (Backspace in the timeline)");
  m_clear->setAccessibleName("Clear the selection");
  made->setMinimumHeight(kHeadHeight_px);
  row->addWidget(m_head);
  row->addWidget(m_part_head);
  row->addStretch(1);
  row->addWidget(m_clear);
  connect(m_clear, &QPushButton::clicked, this, &ResultsPanel::wholeWanted);
  return made;
}

QPushButton* ResultsPanel::link(QAction& action) {
  auto* made = new QPushButton(action.text());
  made->setProperty("role", "link");
  made->setToolTip(action.toolTip());
  connect(made, &QPushButton::clicked, &action, &QAction::trigger);
  connect(&action, &QAction::changed, made, [made, &action] { made->setEnabled(action.isEnabled()); });
  return made;
}

void ResultsPanel::showRun(const FindingsPtr& findings, const PartPtr& part, std::optional<double> speed_up) {
  const RunFindings* run = findings.get();
  const bool is_part = run != nullptr && part != nullptr;
  const RunFigures figures = is_part ? part->figures : run != nullptr ? run->figures : RunFigures();
  m_part_head->setText(QString("Result of %1 selected").arg(lengthText(seconds(figures.elapsed_ns))));
  m_head->setVisible(!is_part);
  m_part_head->setVisible(is_part);
  m_clear->setVisible(is_part);
  const bool is_watched = run != nullptr && run->watch;
  const bool is_file = run != nullptr && run->file;
  if (is_file) {
    showFileNumbers(*run, figures, is_part);
  } else if (is_watched) {
    showWatchedNumbers(*run, figures, is_part);
  } else {
    showNumbers(run, figures, is_part, speed_up);
  }
  const QString outcome = run != nullptr && !is_part ? conclusionText(*run) : QString();
  m_outcome->setText(outcome);
  m_outcome->setVisible(!outcome.isEmpty());
  // It speaks of the whole run, and would be read as the part's.
  m_verdict->setVerdict(run != nullptr && !is_part ? run->verdict : std::nullopt);
  m_jobs_link->setVisible(!is_watched && !is_file);
  m_output_link->setVisible(is_watched);
  m_time->setShares(run != nullptr ? timeShares(figures) : std::vector<TimeShare>());
  showFacts(run, figures, is_part);
  showTables(run, part.get());
  m_sureness->showRun(run);
}

void ResultsPanel::showFacts(const RunFindings* run, const RunFigures& figures, bool is_part) {
  const bool is_watched = run != nullptr && run->watch;
  const auto count = [&](std::uint64_t value) { return run != nullptr ? countText(value) : nothing(); };
  // What is only counted over the whole run.
  const auto whole = [&](std::uint64_t value) { return run != nullptr && !is_part ? countText(value) : nothing(); };
  for (const Fact fact : {kEnded, kCpu, kMigrations}) {
    m_facts->setShown(fact, is_watched);
  }
  const bool is_file = run != nullptr && run->file;
  for (const Fact fact : {kTicks, kSamples}) {
    m_facts->setShown(fact, !is_watched && !is_file);
  }
  m_facts->setValue(kBusy, run != nullptr ? lengthText(seconds(figures.busy_ns)) : nothing());
  m_facts->setValue(kSlices, count(figures.slices));
  m_facts->setValue(kMedian, lengthText(inSeconds(figures.median_slice_ms)));
  m_facts->setValue(kNinetieth, lengthText(inSeconds(figures.p90_slice_ms)));
  // Slices without a median are those of a trace that is too long for each to be looked at.
  const bool has_counted = figures.slices == 0 || figures.median_slice_ms;
  m_facts->setValue(kSwitches, has_counted ? count(figures.switches) : nothing());
  m_facts->setValue(kTicks, whole(figures.ticks));
  m_facts->setValue(kSamples, whole(figures.samples));
  if (!is_watched) {
    return;
  }
  std::uint64_t switches = 0;
  std::uint64_t migrations = 0;
  for (const Track& track : run->snapshot->tracks) {
    switches += track.info().switches;
    migrations += track.info().migrations;
  }
  m_facts->setValue(kEnded, run->end_words.isEmpty() ? "still running" : run->end_words);
  m_facts->setValue(kCpu, lengthText(is_part ? std::nullopt : run->watch->cpu_s));
  m_facts->setValue(kSwitches, whole(switches));
  m_facts->setValue(kMigrations, whole(migrations));
}

void ResultsPanel::showTables(const RunFindings* run, const Part* part) {
  const bool is_watched = run != nullptr && (run->watch || run->file);
  m_workers_head->setText(is_watched ? "Threads" : "Workers");
  m_workers->setKind(is_watched ? "threads" : "workers");
  const std::vector<ShareLine> none;
  m_workers->setLines(run == nullptr ? none : part != nullptr ? part->worker_lines : run->worker_lines);
  m_cores->setLines(run == nullptr ? none : part != nullptr ? part->core_lines : run->core_lines);
  for (const auto& [section, table] : {std::pair(m_workers_head, m_workers), std::pair(m_cores_head, m_cores)}) {
    section->setVisible(!table->lines().empty());
    table->setVisible(!table->lines().empty());
  }
}

void ResultsPanel::setCompared(const std::vector<ComparedLine>& lines) {
  m_compared->setLines(lines);
  m_compared_head->setVisible(!lines.empty());
  m_compared->setVisible(!lines.empty());
  m_run_title->setVisible(!lines.empty());
  for (const ComparedLine& line : lines) {
    if (line.is_chosen) {
      m_run_title->setText(line.title);
    }
  }
}

void ResultsPanel::setFrame_ms(double frame_ms) {
  m_sureness->setFrame_ms(frame_ms);
}

void ResultsPanel::setTheme(const Theme& theme) {
  m_time->setTheme(theme);
  m_workers->setTheme(theme);
  m_cores->setTheme(theme);
}

}  // namespace interleave::ui
