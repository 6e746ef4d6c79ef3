// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/agreement.h"

#include <algorithm>

namespace interleave {

std::optional<double> Agreement::ratio() const {
  const std::int64_t either_ns = both_ns + only_marks_ns + only_kernel_ns;
  return either_ns > 0 ? std::optional(static_cast<double>(both_ns) / static_cast<double>(either_ns)) : std::nullopt;
}

Agreement& Agreement::operator+=(const Agreement& other) {
  both_ns += other.both_ns;
  only_marks_ns += other.only_marks_ns;
  only_kernel_ns += other.only_kernel_ns;
  return *this;
}

void AgreementTally::addMarks(const Slice& slice) {
  if (slice.state == State::Running || slice.state == State::Ready) {
    m_marks.push_back(slice);
    compare();
  }
}

void AgreementTally::addKernel(const Slice& slice) {
  m_kernel.push_back(slice);
  compare();
}

void AgreementTally::close() {
  compare();
  settle();
}

void AgreementTally::compare() {
  while (!m_marks.empty() && !m_kernel.empty()) {
    Slice& marks = m_marks.front();
    const Slice& kernel = m_kernel.front();
    if (kernel.end_ns <= marks.begin_ns) {
      m_kernel.pop_front();
      continue;
    }
    if (marks.end_ns <= kernel.begin_ns) {
      m_marks.pop_front();  // of a time before the kernel's word
      continue;
    }
    const std::int64_t begin_ns = std::max(marks.begin_ns, kernel.begin_ns);
    const std::int64_t end_ns = std::min(marks.end_ns, kernel.end_ns);
    const bool marks_run = marks.state == State::Running;
    const bool kernel_runs = kernel.state == State::Running;
    if (kernel.state == State::Lost || kernel.state == State::Starting) {
      settle();
    } else if (marks_run && kernel_runs) {
      settle();
      m_total.both_ns += end_ns - begin_ns;
    } else if (marks_run != kernel_runs) {
      add(kernel_runs ? 1 : -1, begin_ns, end_ns);
    } else {
      settle();
    }
    marks.begin_ns = end_ns;
    if (marks.begin_ns >= marks.end_ns) {
      m_marks.pop_front();
    }
    if (end_ns >= kernel.end_ns) {
      m_kernel.pop_front();
    }
  }
}

void AgreementTally::add(int kind, std::int64_t begin_ns, std::int64_t end_ns) {
  if (kind != m_kind || begin_ns > m_stretch_end_ns) {
    settle();
  }
  m_kind = kind;
  m_stretch_ns += end_ns - begin_ns;
  m_stretch_end_ns = end_ns;
}

void AgreementTally::settle() {
  if (m_stretch_ns <= m_tolerance_ns) {
    m_total.both_ns += m_stretch_ns;
  } else {
    (m_kind < 0 ? m_total.only_marks_ns : m_total.only_kernel_ns) += m_stretch_ns;
  }
  m_stretch_ns = 0;
  m_kind = 0;
}

}  // namespace interleave
