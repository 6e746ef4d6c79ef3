// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sched/kernel_observer.h"

#include <cstdlib>
#include <string_view>

#include "core/base/names.h"
#include "core/sched/proc_observer.h"
#include "core/sched/switch_observer.h"

namespace interleave {
namespace {

template <class Observer>
Result<std::unique_ptr<KernelObserver>> observeWith(pid_t pid, Observed when) {
  auto observer = Observer::observe(pid, when);
  if (!observer) {
    return tl::unexpected(observer.error());
  }
  return std::unique_ptr<KernelObserver>(std::move(*observer));
}

}  // namespace

const char* name(KernelView view) {
  switch (view) {
    case KernelView::Perf:
      return "perf";
    case KernelView::Proc:
      return "proc";
    case KernelView::None:
      break;
  }
  return "none";
}

Result<std::unique_ptr<KernelObserver>> observeKernel(pid_t pid, Observed when, std::string& refusal) {
  refusal.clear();
  const char* set = std::getenv("INTERLEAVE_KERNEL_VIEW");
  const std::string_view wanted = set != nullptr ? set : "";
  if (wanted == "none") {
    return std::unique_ptr<KernelObserver>();
  }
  if (wanted == "proc") {
    return observeWith<ProcObserver>(pid, when);
  }
  if (!wanted.empty() && wanted != "perf") {
    return fail(ErrorCode::InvalidArgument, unknownName("kernel view", wanted, {"perf", "proc", "none"}));
  }
  auto observer = observeWith<SwitchObserver>(pid, when);
  if (observer || wanted == "perf" || observer.error().code == ErrorCode::NotFound) {
    return observer;
  }
  refusal = observer.error().message;
  return observeWith<ProcObserver>(pid, when);
}

}  // namespace interleave
