// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/unique_fd.h"

namespace interleave {
namespace {

constexpr int kFirstInherited = 3;

double toSeconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

// The child's first steps after any fork: its group, and its end with ours.
void tieToParent(ProcessGroup group, pid_t parent) {
  if (group == ProcessGroup::Own) {
    setpgid(0, 0);
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) {
    _exit(127);  // the parent went before the death signal was armed
  }
}

void unblockSignals() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Gives the child nothing to read, and `output` to write to.
bool redirect(int output) {
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  return nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
         dup2(output, STDERR_FILENO) >= 0;
}

// Between fork and exec only async-signal-safe calls are allowed; all that allocates was done before.
[[noreturn]] void becomeChild(char* const* argv, const int* inherited, int count, int report, ProcessGroup group,
                              pid_t parent, int output) {
  tieToParent(group, parent);
  // First lift every descriptor above the target range, so that no dup2 overwrites one still needed.
  const int base = kFirstInherited + count + 1;
  int lifted_report = fcntl(report, F_DUPFD_CLOEXEC, base);
  bool ok = lifted_report >= 0 && (output < 0 || redirect(output));
  constexpr int kMost = 16;
  int lifted[kMost] = {};
  for (int i = 0; ok && i < count; ++i) {
    lifted[i] = fcntl(inherited[i], F_DUPFD_CLOEXEC, base);
    ok = lifted[i] >= 0;
  }
  for (int i = 0; ok && i < count; ++i) {
    ok = dup2(lifted[i], kFirstInherited + i) >= 0;  // dup2 clears close-on-exec
  }
  if (ok) {
    // All others are closed at exec, whoever opened them without O_CLOEXEC.
    syscall(SYS_close_range, static_cast<unsigned>(kFirstInherited + count), ~0U, CLOSE_RANGE_CLOEXEC);
    unblockSignals();
    execv(argv[0], argv);
  }
  const int why = errno;
  const ssize_t written = write(lifted_report >= 0 ? lifted_report : report, &why, sizeof why);
  _exit(written == sizeof why ? 127 : 126);
}

const char* plainSignalName(int signal_number) {
  switch (signal_number) {
    case SIGSEGV:
      return "SIGSEGV (segmentation fault)";
    case SIGABRT:
      return "SIGABRT (aborted)";
    case SIGBUS:
      return "SIGBUS (bus error)";
    case SIGFPE:
      return "SIGFPE (arithmetic error)";
    case SIGILL:
      return "SIGILL (illegal instruction)";
    case SIGKILL:
      return "SIGKILL (killed from outside, or out of memory)";
    case SIGTERM:
      return "SIGTERM (asked to end)";
    default:
      return nullptr;
  }
}

}  // namespace

std::string describeWaitStatus(int status) {
  if (WIFSIGNALED(status)) {
    const char* name = plainSignalName(WTERMSIG(status));
    return name != nullptr ? fmt::format("was killed by {}", name)
                           : fmt::format("was killed by signal {}", WTERMSIG(status));
  }
  return fmt::format("exited with status {}", WEXITSTATUS(status));
}

bool ProcessEnd::isClean() const {
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
std::string ProcessEnd::describe() const {
  return describeWaitStatus(status);
}

Result<ChildProcess> ChildProcess::spawn(const std::vector<std::string>& arguments, const std::vector<int>& inherited,
                                         ProcessGroup group, int output) {
  if (arguments.empty() || inherited.size() > 8) {
    return fail(ErrorCode::InvalidArgument, "can't start a process: no program, or too many descriptors to pass on");
  }
  int report[2] = {-1, -1};
  if (pipe2(report, O_CLOEXEC) != 0) {
    return failErrno("can't start a process: no pipe", errno);
  }
  UniqueFd reading(report[0]);
  UniqueFd writing(report[1]);
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);

  const pid_t parent = getpid();
  const pid_t pid = ::fork();
  if (pid < 0) {
    return failErrno(fmt::format("can't start {}", arguments[0]), errno);
  }
  if (pid == 0) {
    becomeChild(argv.data(), inherited.data(), static_cast<int>(inherited.size()), writing.get(), group, parent,
                output);
  }
  if (group == ProcessGroup::Own) {
    setpgid(pid, pid);  // in both processes, so that neither order of events leaves a window
  }
  ChildProcess child(pid, group);
  writing.reset();
  int why = 0;
  ssize_t got = 0;
  do {
    got = read(reading.get(), &why, sizeof why);
  } while (got < 0 && errno == EINTR);
  if (got == sizeof why) {
    child.wait();
    return failErrno(fmt::format("can't start {}", arguments[0]), why);
  }
  return child;
}

Result<ChildProcess> ChildProcess::fork(const std::function<int()>& body, ProcessGroup group) {
  const pid_t parent = getpid();
  const pid_t pid = ::fork();
  if (pid < 0) {
    return failErrno("can't fork a process", errno);
  }
  if (pid == 0) {
    tieToParent(group, parent);
    unblockSignals();
    _exit(body());
  }
  if (group == ProcessGroup::Own) {
    setpgid(pid, pid);
  }
  return ChildProcess(pid, group);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : m_pid(std::exchange(other.m_pid, -1)), m_group(other.m_group), m_end(std::move(other.m_end)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this != &other) {
    kill();
    wait();
    m_pid = std::exchange(other.m_pid, -1);
    m_group = other.m_group;
    m_end = std::move(other.m_end);
  }
  return *this;
}

ChildProcess::~ChildProcess() {
  kill();
  wait();
}

std::optional<ProcessEnd> ChildProcess::collect(int options) {
  if (m_end || m_pid <= 0) {
    return m_end;
  }
  siginfo_t info{};
  int got = 0;
  do {
    got = waitid(P_PID, static_cast<id_t>(m_pid), &info, options | WEXITED | WNOWAIT);
  } while (got < 0 && errno == EINTR);
  if (got == 0 && info.si_pid == 0) {
    return std::nullopt;  // still running
  }
  if (got < 0) {
    m_end = ProcessEnd{};  // somebody else reaped it; nothing more is to be learnt
    return m_end;
  }
  if (m_group == ProcessGroup::Own) {
    ::kill(-m_pid, SIGKILL);  // its orphans, while the unreaped leader still keeps the group's number from reuse
  }
  int status = 0;
  rusage usage{};
  wait4(m_pid, &status, 0, &usage);
  m_end = ProcessEnd{status, toSeconds(usage.ru_utime) + toSeconds(usage.ru_stime)};
  return m_end;
}

std::optional<ProcessEnd> ChildProcess::poll() {
  return collect(WNOHANG);
}

ProcessEnd ChildProcess::wait() {
  return collect(0).value_or(ProcessEnd{});
}

void ChildProcess::kill() {
  if (m_pid > 0 && !m_end) {
    ::kill(m_group == ProcessGroup::Own ? -m_pid : m_pid, SIGKILL);
  }
}

}  // namespace interleave
