// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/results_panel.h"

#include <QAction>
#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/base/clock.h"
#include "ui/window/big_number.h"
#include "ui/window/fact_list.h"
#include "ui/window/figures_text.h"
#include "ui/window/section_head.h"
#include "ui/window/time_bar.h"

namespace interleave::ui {
namespace {

enum Fact : std::size_t { kBusy, kSlices, kMedian, kNinetieth, kSwitches, kTicks, kSamples };
enum Sureness : std::size_t { kClock, kView, kLost, kFrame };

std::vector<FactList::Fact> facts() {
  return {{"Busy", "Time that workers ran jobs, added up over all of them"},
          {"Slices", "Stretches in which one worker ran one job without a break"},
          {"Median slice", "Half of the slices are shorter"},
          {"90 % of slices below", "Nine of ten slices are shorter"},
          {"Switches", "How often running passed from one worker to another"},
          {"Ticks", "Marks that the jobs left"},
          {"Samples", "Marks that carried information and were sent"}};
}

std::vector<FactList::Fact> sureness() {
  return {{"Clock", "What the probe reads: the processor's own counter (tsc), or the kernel's clock (monotonic)"},
          {"View", "Where the states come from: the marks that the jobs leave"},
          {"Lost samples", "Samples that had no room; 0 means that nothing was missed"},
          {"This window's frame", "CPU time of the last picture of the timeline"}};
}

std::optional<double> measured(const RunRecord* record, double RunFigures::*figure) {
  return record != nullptr && record->figures.elapsed_ns > 0 ? std::optional(record->figures.*figure) : std::nullopt;
}

std::optional<double> inSeconds(std::optional<double> ms) { return ms ? std::optional(*ms / 1e3) : std::nullopt; }

}  // namespace

ResultsPanel::ResultsPanel(QAction& show_jobs, QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 14, 14, 10);
  column->setSpacing(8);
  column->addWidget(new SectionHead("Result"));
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
  column->addWidget(new SectionHead("Where the time went"));
  m_time = new TimeBar;
  column->addWidget(m_time);
  column->addSpacing(4);
  column->addWidget(new SectionHead("In numbers"));
  m_facts = new FactList(facts());
  column->addWidget(m_facts);
  auto* jobs = new QPushButton(show_jobs.text());
  jobs->setProperty("role", "link");
  jobs->setToolTip(show_jobs.toolTip());
  connect(jobs, &QPushButton::clicked, &show_jobs, &QAction::trigger);
  connect(&show_jobs, &QAction::changed, jobs, [jobs, &show_jobs] { jobs->setEnabled(show_jobs.isEnabled()); });
  column->addWidget(jobs, 0, Qt::AlignLeft);
  column->addWidget(new SectionHead("How sure is this?"));
  m_sureness = new FactList(sureness());
  column->addWidget(m_sureness);
  column->addStretch(1);
  setRecord(nullptr, std::nullopt);
}

void ResultsPanel::setRecord(const std::shared_ptr<const RunRecord>& record, std::optional<double> speed_up) {
  showNumbers(record.get(), speed_up);
  showFacts(record.get());
  m_time->setShares(record ? timeShares(record->figures) : std::vector<TimeShare>());
}

void ResultsPanel::showNumbers(const RunRecord* record, std::optional<double> speed_up) {
  const QString nothing = QString::fromUtf16(kNothing);
  const int cores = record != nullptr ? record->machine.cores : thisMachine().cores;
  m_numbers[0]->setNumber(record != nullptr ? elapsedText(record->figures.elapsed_ns) : nothing, "elapsed",
                          "From the run's start to its end");
  if (speed_up) {
    m_numbers[1]->setNumber(ratioText(speed_up, 2) + "×", "speed-up over serial",
                            "How many times shorter than the serial run of the same work");
  } else {
    m_numbers[1]->setNumber(record != nullptr ? countText(record->figures.slices) : nothing, "slices",
                            "Run the same work with the model Serial, and its speed-up is shown here");
  }
  m_numbers[2]->setNumber(ratioText(measured(record, &RunFigures::parallelism), 2), QString("cores busy of %1").arg(cores),
                          "How many cores this run kept busy, on average");
  m_numbers[3]->setNumber(ratioText(record != nullptr ? record->figures.overlap : std::nullopt, 3), "overlap",
                          "Of the time in which a worker ran, the part in which two or more did");
}

void ResultsPanel::showFacts(const RunRecord* record) {
  const QString nothing = QString::fromUtf16(kNothing);
  const RunFigures figures = record != nullptr ? record->figures : RunFigures();
  const auto count = [&](std::uint64_t value) { return record != nullptr ? countText(value) : nothing; };
  m_facts->setValue(kBusy, record != nullptr ? lengthText(seconds(figures.busy_ns)) : nothing);
  m_facts->setValue(kSlices, count(figures.slices));
  m_facts->setValue(kMedian, lengthText(inSeconds(figures.median_slice_ms)));
  m_facts->setValue(kNinetieth, lengthText(inSeconds(figures.p90_slice_ms)));
  m_facts->setValue(kSwitches, count(figures.switches));
  m_facts->setValue(kTicks, count(figures.ticks));
  m_facts->setValue(kSamples, count(figures.samples));
  m_sureness->setValue(kClock, record != nullptr ? QString::fromStdString(record->measurement.clock) : nothing);
  m_sureness->setValue(kView, record != nullptr ? "probe's own" : nothing);
  m_sureness->setValue(kFrame, nothing);
  m_sureness->setValue(kLost, count(figures.lost_samples));
}

void ResultsPanel::setFrame_ms(double frame_ms) { m_sureness->setValue(kFrame, QString::number(frame_ms, 'f', 1) + " ms"); }

void ResultsPanel::setTheme(const Theme& theme) { m_time->setTheme(theme); }

}  // namespace interleave::ui
