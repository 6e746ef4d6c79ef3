// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/watched_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "core/base/clock.h"
#include "core/sched/proc_reader.h"
#include "core/session/program_path.h"

namespace interleave {
namespace {

constexpr std::int64_t kTimeToEnd_ns = 300 * kNsPerMs;       // between SIGTERM and SIGKILL
constexpr std::int64_t kTimeToBeGone_ns = 3 * kNsPerSecond;  // then the kernel has been too busy, or they fork faster
constexpr int kLook_ms = 5;

double toSeconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

// What is left of a child that can't become the program: tells why.
[[noreturn]] void giveUp(int report, int why) {
  [[maybe_unused]] const ssize_t written = write(report, &why, sizeof why);
  _exit(127);
}

// Between fork and exec only async-signal-safe calls are allowed; all that allocates was done before.
[[noreturn]] void becomeProgram(const char* path, char* const* argv, char* const* script_argv, int release, int report,
                                pid_t parent, const WatchedPlace& place) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    _exit(127);
  }
  char go = 0;
  ssize_t got = 0;
  do {
    got = read(release, &go, 1);
  } while (got < 0 && errno == EINTR);
  if (got != 1) {
    _exit(127);  // our end was closed: nobody wants it any more
  }
  // What this program ignores or blocks for itself is not for others.
  for (const int number : {SIGPIPE, SIGXFSZ}) {
    ::signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (place.output >= 0) {
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(place.output, STDOUT_FILENO) < 0 ||
        dup2(place.output, STDERR_FILENO) < 0) {
      giveUp(report, errno);
    }
  }
  if (!place.folder.empty() && chdir(place.folder.c_str()) != 0) {
    giveUp(report, errno);
  }
  execv(path, argv);
  if (errno == ENOEXEC) {  // a script without "#!": what every shell does
    execv("/bin/sh", script_argv);
    errno = ENOEXEC;
  }
  giveUp(report, errno);
}

std::vector<char*> pointersTo(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) {
    pointers.push_back(const_cast<char*>(word.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

bool isFolder(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

Result<WatchedProcess> WatchedProcess::hold(const std::vector<std::string>& command, const WatchedPlace& place) {
  if (command.empty()) {
    return fail(ErrorCode::InvalidArgument, "no command to watch");
  }
  if (!place.folder.empty() && !isFolder(place.folder)) {
    return fail(ErrorCode::NotFound, fmt::format("can't run {}: there is no folder {}", command[0], place.folder));
  }
  const auto path = programPath(command[0], place.folder);
  if (!path) {
    return tl::unexpected(path.error());
  }
  int release[2] = {-1, -1};
  int report[2] = {-1, -1};
  if (pipe2(release, O_CLOEXEC) != 0) {
    return failErrno("can't start a process: no pipe", errno);
  }
  UniqueFd release_read(release[0]);
  UniqueFd release_write(release[1]);
  if (pipe2(report, O_CLOEXEC) != 0) {
    return failErrno("can't start a process: no pipe", errno);
  }
  UniqueFd report_read(report[0]);
  UniqueFd report_write(report[1]);
  std::vector<std::string> script{"/bin/sh", *path};
  script.insert(script.end(), command.begin() + 1, command.end());
  const std::vector<char*> argv = pointersTo(command);
  const std::vector<char*> script_argv = pointersTo(script);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) {
    return failErrno(fmt::format("can't run {}", command[0]), errno);
  }
  if (pid == 0) {
    close(release_write.get());  // or it would wait for itself
    becomeProgram(path->c_str(), argv.data(), script_argv.data(), release_read.get(), report_write.get(), parent,
                  place);
  }
  return WatchedProcess(pid, std::move(release_write), std::move(report_read), command[0], *path);
}

WatchedProcess::WatchedProcess(pid_t pid, UniqueFd release, UniqueFd report, std::string name, std::string path)
    : m_pid(pid),
      m_release(std::move(release)),
      m_report(std::move(report)),
      m_name(std::move(name)),
      m_path(std::move(path)) {
  int before = 0;
  prctl(PR_GET_CHILD_SUBREAPER, &before);
  m_was_subreaper = before != 0;
  prctl(PR_SET_CHILD_SUBREAPER, 1);
}

WatchedProcess::WatchedProcess(WatchedProcess&& other) noexcept
    : m_pid(std::exchange(other.m_pid, -1)),
      m_release(std::move(other.m_release)),
      m_report(std::move(other.m_report)),
      m_name(std::move(other.m_name)),
      m_path(std::move(other.m_path)),
      m_was_subreaper(std::exchange(other.m_was_subreaper, true)),
      m_out_of_reach(std::move(other.m_out_of_reach)) {}

WatchedProcess::~WatchedProcess() {
  if (m_pid > 0) {
    endDescendants(Ending::AtOnce, [](pid_t) { return false; });
    ::kill(m_pid, SIGKILL);
    collect();
  }
  if (!m_was_subreaper) {
    prctl(PR_SET_CHILD_SUBREAPER, 0);
  }
}

Status WatchedProcess::release() {
  const char go = 1;
  if (write(m_release.get(), &go, 1) != 1) {
    return failErrno(fmt::format("can't run {}", m_name), errno);
  }
  m_release.reset();
  int why = 0;
  ssize_t got = 0;
  do {
    got = read(m_report.get(), &why, sizeof why);
  } while (got < 0 && errno == EINTR);
  m_report.reset();
  if (got != sizeof why) {
    return {};  // the pipe closed as it became the program
  }
  return fail(ErrorCode::InvalidArgument,
              fmt::format("can't run {}: {}", m_path, std::generic_category().message(why)));
}

bool WatchedProcess::hasEnded() const {
  siginfo_t info{};
  return m_pid <= 0 || waitid(P_PID, static_cast<id_t>(m_pid), &info, WNOHANG | WEXITED | WNOWAIT) != 0 ||
         info.si_pid != 0;
}

void WatchedProcess::waitUntilEnded() const {
  siginfo_t info{};
  while (m_pid > 0 && waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
}

ProcessEnd WatchedProcess::collect() {
  int status = 0;
  rusage usage{};
  pid_t got = 0;
  do {
    got = wait4(m_pid, &status, 0, &usage);
  } while (got < 0 && errno == EINTR);
  m_pid = -1;
  return ProcessEnd{status, toSeconds(usage.ru_utime) + toSeconds(usage.ru_stime)};
}

bool WatchedProcess::signal(int number) {
  return m_pid <= 0 || ::kill(m_pid, number) == 0 || errno != EPERM;
}

std::vector<pid_t> WatchedProcess::descendants(const std::function<bool(pid_t)>& is_known) const {
  std::vector<pid_t> found;
  const pid_t session = getsid(0);
  const pid_t group = getpgrp();
  for (const pid_t child : childrenOf(getpid())) {
    const auto stat = readThreadStat(child, child);
    // Children of ours: the program itself, its orphans, and whom this program started for itself, which lead a group.
    const bool is_its_own = child == m_pid || (stat && (stat->group == group || is_known(child)));
    if (!stat || !is_its_own || (child != m_pid && stat->session != session)) {
      continue;
    }
    for (const pid_t pid : processTree(child)) {
      const auto each = pid == child ? stat : readThreadStat(pid, pid);
      if (pid != m_pid && !m_out_of_reach.contains(pid) && each && each->state != 'Z' && each->state != 'X') {
        found.push_back(pid);
      } else if (pid == child && pid != m_pid && each && each->state == 'Z') {
        waitpid(pid, nullptr, WNOHANG);  // an orphan that nobody else will ask after
      }
    }
  }
  return found;
}

std::size_t WatchedProcess::endDescendants(Ending ending, const std::function<bool(pid_t)>& is_known) {
  std::set<pid_t> ended;
  const std::int64_t begin_ns = monotonicNow_ns();
  while (true) {
    const std::vector<pid_t> left = descendants(is_known);
    const std::int64_t passed_ns = monotonicNow_ns() - begin_ns;
    if (left.empty() || passed_ns > kTimeToBeGone_ns) {
      break;
    }
    const bool is_late = ending == Ending::AtOnce || passed_ns > kTimeToEnd_ns;
    for (const pid_t pid : left) {
      if (ended.insert(pid).second || is_late) {
        if (::kill(pid, is_late ? SIGKILL : SIGTERM) != 0 && errno == EPERM) {
          m_out_of_reach.insert(pid);
          ended.erase(pid);
        }
      }
    }
    ::poll(nullptr, 0, kLook_ms);
  }
  return ended.size();
}

}  // namespace interleave
