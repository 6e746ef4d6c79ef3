// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/matrix.h"

#include <algorithm>

namespace interleave {
namespace {

constexpr std::size_t kProductsATick = 16'384;  // about 5 us

void fill(std::vector<double>& matrix, std::size_t n, std::uint32_t job, unsigned factor) {
  for (std::size_t i = 0; i < n * n; ++i) {
    matrix[i] = Matrix::element(job, factor, i / n, i % n);
  }
}

}  // namespace

Matrix::Matrix(const WorkloadSettings& settings) : m_n(static_cast<std::size_t>(integer(settings.parameters, "n"))) {}

double Matrix::element(std::uint32_t job, unsigned factor, std::size_t row, std::size_t column) {
  return static_cast<double>((row * 7 + column * (3 + factor) + row * column + job) % 10);
}

Result<JobResult> Matrix::run(JobContext& job) const {
  const std::size_t n = m_n;
  std::vector<double> a(n * n);
  std::vector<double> b(n * n);
  std::vector<double> c(n * n);
  job.tick();
  return job.withoutLock([&]() -> Result<JobResult> {
    fill(a, n, number(job.job()), 0);
    job.mark();
    fill(b, n, number(job.job()), 1);
    job.mark();
    const std::size_t rows_a_tick = std::max<std::size_t>(1, kProductsATick / n);
    for (std::size_t i = 0; i < n; ++i) {
      double* const out = &c[i * n];
      for (std::size_t k = 0; k < n; ++k) {
        const double factor = a[i * n + k];
        const double* const in = &b[k * n];
        for (std::size_t j = 0; j < n; ++j) {
          out[j] += factor * in[j];
        }
        if (k % rows_a_tick == 0) {
          job.mark();
          if (job.isStopped()) {
            return stopped();
          }
        }
      }
    }
    double sum = 0.0;  // whole numbers below 2^53: exact
    for (const double value : c) {
      sum += value;
    }
    return JobResult(static_cast<std::uint64_t>(sum));
  });
}

}  // namespace interleave
