// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/viewport_math.h"

#include <algorithm>

namespace interleave::ui {
namespace {

constexpr double kAir = 1.03;
constexpr double kFirstFollowed_ns = 1e8;

Viewport withinRun(Viewport viewport, double whole_ns) {
  const double half = viewport.length_ns() / 2.0;
  const double middle = std::clamp(viewport.begin_ns + half, 0.0, std::max(whole_ns, half));
  viewport.begin_ns = middle - half;
  viewport.end_ns = middle + half;
  return viewport;
}

}  // namespace

Viewport fitted(const Viewport& viewport, double whole_ns) {
  return {0.0, std::max(whole_ns, kShortestWhole_ns) * kAir, viewport.first_row};
}

Viewport zoomed(const Viewport& viewport, double about_ns, double factor, double whole_ns) {
  const double longest = 2.0 * std::max(whole_ns, kShortestWhole_ns);
  const double length = std::clamp(viewport.length_ns() / factor, kShortestView_ns, longest);
  const double place = (about_ns - viewport.begin_ns) / viewport.length_ns();
  Viewport next = viewport;
  next.begin_ns = about_ns - place * length;
  next.end_ns = next.begin_ns + length;
  return withinRun(next, whole_ns);
}

Viewport panned(const Viewport& viewport, double by_ns, double whole_ns) {
  Viewport next = viewport;
  next.begin_ns += by_ns;
  next.end_ns += by_ns;
  return withinRun(next, whole_ns);
}

double followedEnd(double end_ns, double now_ns) {
  if (now_ns <= end_ns * 0.97 && end_ns <= std::max(kFirstFollowed_ns, now_ns * 4.0)) {
    return end_ns;
  }
  return std::max(kFirstFollowed_ns, now_ns * 1.3);
}

}  // namespace interleave::ui
