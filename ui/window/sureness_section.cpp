// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sureness_section.h"

#include <QLabel>
#include <QVBoxLayout>

#include "core/base/clock.h"
#include "ui/window/fact_list.h"
#include "ui/window/figures_text.h"
#include "ui/window/measurement_text.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

enum Sureness : std::size_t { kView, kClock, kTick, kLostSamples, kLostRecords, kAgreement, kOwnLoad, kFrame };

std::vector<FactList::Fact> sureness() {
  return {{"Kernel view",
           "Who says when a thread had a core: the kernel's own switch records, which are exact, or a look into "
           "/proc now and then"},
          {"Clock",
           "What is read: the processor's own counter (tsc) or the kernel's clock (monotonic), and its smallest step"},
          {"One tick", "What a mark costs the job that leaves it, measured on this machine"},
          {"Lost samples", "Marks that had no room; 0 means that nothing was missed"},
          {"Lost records", "Switch records that the kernel had no room for; 0 means that nothing was missed"},
          {"Probe and kernel agree",
           "Of the time in which the probe or the kernel say that a job ran, the part in which both do"},
          {"This window's own load", "CPU time that this program took while the run went on"},
          {"This window's frame", "CPU time of the last picture of the timeline"}};
}

QString nothing() {
  return QString::fromUtf16(kNothing);
}

// Why it was not seen better; empty: it could not be.
QString limitOf(const Measurement& measurement) {
  const QString told = QString::fromStdString(toldBy(measurement));
  return told.isEmpty() ? QString::fromStdString(measurement.refusal) : "what the workers did is " + told;
}

}  // namespace

SurenessSection::SurenessSection(QWidget* parent)
    : QWidget(parent), m_facts(new FactList(sureness())), m_note(new QLabel) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_facts);
  m_note->setWordWrap(true);
  m_note->setFont(smallFont());
  m_note->setProperty("role", "quiet");
  m_note->setTextFormat(Qt::PlainText);
  column->addWidget(m_note);
  m_facts->setValue(kFrame, nothing());
}

void SurenessSection::showRun(const RunFindings* run) {
  const Measurement measurement = run != nullptr ? run->measurement : Measurement();
  const QString limit = limitOf(measurement);
  showFacts(run, measurement, limit);
  showNote(run, limit);
}

void SurenessSection::showFacts(const RunFindings* run, const Measurement& measurement, const QString& limit) {
  const bool is_watched = run != nullptr && run->watch;
  m_facts->setValue(kView, run != nullptr ? viewText(measurement) : nothing());
  m_facts->setRemark(kView, limit);
  m_facts->setValue(kClock, clockText(measurement));
  m_facts->setValue(kTick, nanosecondsText(measurement.tick_ns));
  m_facts->setValue(kLostSamples, run != nullptr ? countText(run->figures.lost_samples) : nothing());
  const bool has_records = measurement.view == KernelView::Perf;
  m_facts->setValue(kLostRecords, has_records ? countText(measurement.lost_records) : nothing());
  m_facts->setValue(kAgreement, shareText(measurement.agreement, 1));
  m_facts->setRemark(kAgreement,
                     measurement.contradiction_ns > 0
                         ? QString("For %1 the probe says that a job ran, and the kernel that it had no core.")
                               .arg(lengthText(seconds(measurement.contradiction_ns)))
                         : QString());
  m_facts->setValue(
      kOwnLoad, measurement.host_cpu_ratio
                    ? shareText(measurement.host_cpu_ratio, *measurement.host_cpu_ratio < 0.0995 ? 1 : 0) + " of a core"
                    : nothing());
  const bool is_file = run != nullptr && run->file;
  for (const Sureness fact : {kTick, kLostSamples, kAgreement}) {
    m_facts->setShown(fact, !is_watched && !is_file);
  }
  for (const Sureness fact : {kView, kClock, kLostRecords, kOwnLoad}) {
    m_facts->setShown(fact, !is_file);
  }
}

void SurenessSection::showNote(const RunFindings* run, const QString& limit) {
  QString note = limit.isEmpty() ? QString() : asSentence(limit);
  if (run != nullptr && run->file) {
    note = "A trace from a file: who measured it, and how well, the file does not say.";
    for (const QString& line : run->file->notes) {
      note += '\n' + line;
    }
  }
  if (const QString kept = run != nullptr ? keptNote(*run) : QString(); !kept.isEmpty()) {
    note += (note.isEmpty() ? "" : "\n") + kept;
  }
  m_note->setText(note);
  m_note->setVisible(!note.isEmpty());
}

void SurenessSection::setFrame_ms(double frame_ms) {
  m_facts->setValue(kFrame, QString::number(frame_ms, 'f', 1) + " ms");
}

}  // namespace interleave::ui
