// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/watch_command.h"

#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "ui/cli/exit_status.h"
#include "ui/cli/keep_minutes.h"
#include "ui/cli/outputs.h"
#include "ui/cli/trace_output.h"

namespace interleave::ui {
namespace {

constexpr std::size_t kMostRows = 24;
constexpr int kNotExecutable = 126;  // as shells say it
constexpr int kNoSuchCommand = 127;
constexpr std::int64_t kAgainWithin_ns = 2 * kNsPerSecond;

// What a signal handler may set.
std::atomic<int> signals_seen{0};
std::atomic<int> to_pass_on{0};

// While it lives, signals that end programs are the command's first. One from the terminal has reached it already, for
// it shares our process group; one that was sent to us alone is passed on. What the caller had us ignore (nohup) stays
// ignored.
class SignalRelay {
 public:
  SignalRelay() {
    signals_seen = 0;
    to_pass_on = 0;
    struct sigaction action {};
    action.sa_flags = static_cast<int>(SA_SIGINFO | SA_RESTART);
    action.sa_sigaction = [](int number, siginfo_t* info, void*) {
      signals_seen.fetch_add(1);
      if (info == nullptr || info->si_code != SI_KERNEL) {
        to_pass_on = number;
      }
    };
    for (std::size_t i = 0; i < std::size(kSignals); ++i) {
      sigaction(kSignals[i], nullptr, &m_before[i]);
      if (m_before[i].sa_handler != SIG_IGN) {
        sigaction(kSignals[i], &action, nullptr);
      }
    }
  }
  ~SignalRelay() {
    for (std::size_t i = 0; i < std::size(kSignals); ++i) {
      sigaction(kSignals[i], &m_before[i], nullptr);
    }
  }
  SignalRelay(const SignalRelay&) = delete;
  SignalRelay& operator=(const SignalRelay&) = delete;

 private:
  static constexpr int kSignals[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
  struct sigaction m_before[std::size(kSignals)];
};

// The first signal is the command's; a second one soon after it is meant for us.
void waitForEnd(WatchSession& session, bool is_attached) {
  constexpr double kLook_s = 0.02;
  int handled = 0;
  std::int64_t last_ns = std::numeric_limits<std::int64_t>::min() / 2;
  while (!session.waitFor(kLook_s)) {
    const int seen = signals_seen;
    if (seen == handled) {
      continue;
    }
    const std::int64_t now_ns = monotonicNow_ns();
    if (is_attached || seen > handled + 1 || now_ns - last_ns < kAgainWithin_ns) {
      session.cancel();
    } else if (const int number = to_pass_on.exchange(0); number != 0) {
      session.signal(number);
    }
    last_ns = now_ns;
    handled = seen;
  }
}

int statusOf(const WatchOutcome& outcome) {
  switch (outcome.end) {
    case WatchEnd::Exited:
      return outcome.status;
    case WatchEnd::Killed:
      return 128 + outcome.status;
    case WatchEnd::Gone:
      return kFinished;
    case WatchEnd::TimedOut:
      return kRunFailed;
    case WatchEnd::Cancelled:
      break;
  }
  return kCancelled;
}

int statusOf(const Error& error, bool is_attaching) {
  if (is_attaching) {
    return kBadArguments;
  }
  if (error.code == ErrorCode::NotFound) {
    return kNoSuchCommand;
  }
  return error.code == ErrorCode::InvalidArgument ? kNotExecutable : kRunFailed;
}

Status printText(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    return failErrno("can't write the summary to standard output", errno);
  }
  return {};
}

}  // namespace

void WatchCommand::addTo(CLI::App& app) {
  m_command =
      app.add_subcommand("watch", "shows any program's threads and processes: watch [OPTIONS] -- COMMAND [ARG...]");
  m_command->add_option("--pid", m_pid, "attaches to a running process of yours instead of starting a command");
  m_command->add_option("--timeout", m_timeout, "ends the command after this many seconds");
  addFilesTo(*m_command, m_output);
  addTraceTo(*m_command, m_output);
  addKeepTo(*m_command, m_keep_minutes);
  addPictureTo(*m_command, m_output);
  m_command->get_option("--rows")->description("worker (a lane a thread) or core");
  m_command->footer(
      "Its output is shown, its exit status passed on; Ctrl+C goes to it, a second one to us.\n"
      "Example: interleave watch --png lanes.png -- make -j8");
}

bool WatchCommand::isAsked() const {
  return m_command->parsed();
}

int WatchCommand::takeCommand(int argc, char** argv) {
  if (argc < 2 || std::strcmp(argv[1], "watch") != 0) {
    return argc;
  }
  for (int i = 2; i < argc; ++i) {
    if (std::strcmp(argv[i], "--") == 0) {
      m_words.assign(argv + i + 1, argv + argc);
      return i;
    }
  }
  return argc;
}

Result<WatchSettings> WatchCommand::settings() const {
  if (m_output.rows == "job") {
    return fail(ErrorCode::InvalidArgument,
                "--rows: a watched program has no jobs; it takes worker (a lane a thread) or core");
  }
  WatchSettings settings;
  settings.command = m_words;
  if (m_pid && !m_words.empty()) {
    return fail(ErrorCode::InvalidArgument, "watch: either --pid or a command, not both");
  }
  if (!m_pid && m_words.empty()) {
    return fail(ErrorCode::InvalidArgument,
                "watch: nothing to watch; write the command after --, or name a process with --pid");
  }
  if (m_pid) {
    const auto pid = parseInteger(*m_pid);
    if (!pid || *pid <= 0 || *pid > std::numeric_limits<pid_t>::max()) {
      return fail(ErrorCode::InvalidArgument, fmt::format("--pid: '{}' is not a process' number", *m_pid));
    }
    settings.pid = static_cast<pid_t>(*pid);
  }
  if (m_timeout) {
    settings.timeout_s = parseReal(*m_timeout);
    if (!settings.timeout_s || *settings.timeout_s <= 0.0 || *settings.timeout_s > 1e9) {
      return fail(ErrorCode::InvalidArgument,
                  fmt::format("--timeout: '{}' is not a number of seconds above 0", *m_timeout));
    }
  }
  const auto keep_ns = toKeep_ns(m_keep_minutes);
  if (!keep_ns) {
    return tl::unexpected(keep_ns.error());
  }
  settings.keep_ns = *keep_ns;
  return settings;
}

int WatchCommand::execute(int argc, char** argv) {
  const auto fail_with = [](const Error& error, int status) {
    fmt::print(stderr, "interleave: {}\n", error.message);
    return status;
  };
  const auto figure = toFigure(m_output);
  const auto wanted = settings();
  if (!figure || !wanted) {
    return fail_with(!figure ? figure.error() : wanted.error(), kBadArguments);
  }
  const SignalRelay relay;
  auto session = WatchSession::start(*wanted);
  if (!session) {
    return fail_with(session.error(), statusOf(session.error(), wanted->pid.has_value()));
  }
  waitForEnd(**session, wanted->pid.has_value());
  const WatchRecord record = recordOf(**session, *wanted);
  for (const std::string& note : record.outcome.notes) {
    fmt::print(stderr, "interleave: note: {}\n", note);
  }
  for (const std::string& line : tableLines(record, kMostRows)) {
    fmt::print(stderr, "interleave: {}\n", line);
  }
  const bool all_written = writeOutputs(record, *figure, argc, argv);
  const int status = statusOf(record.outcome);
  return status == kFinished && !all_written ? kOutputFailed : status;
}

bool WatchCommand::writeOutputs(const WatchRecord& record, Figure figure, int argc, char** argv) const {
  bool all_written = true;
  const auto report = [&](const Status& written) {
    if (!written) {
      fmt::print(stderr, "interleave: {}\n", written.error().message);
      all_written = false;
    }
  };
  if (!m_output.summary.empty()) {
    const std::string text = summaryJson(record).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    report(m_output.summary == "-" ? printText(text) : writeText(text, m_output.summary));
  }
  if (!m_output.png.empty()) {
    const PictureDrawer drawer(argc, argv);
    if (!m_output.title) {
      figure.title = QString::fromStdString(record.title);
    }
    const SnapshotPtr& shown = record.snapshot;
    figure.panels.push_back({m_output.rows == "core" ? QStringLiteral("Cores") : QStringLiteral("Threads"),
                             QString::fromStdString(figuresSentence(record)), shown});
    figure.footnote = QString::fromStdString(provenance(record));
    report(shown->tracks.empty()
               ? Status(fail(ErrorCode::NotFound,
                             fmt::format("{} was not written: there is nothing to draw", m_output.png)))
               : writePng(figure, m_output.png));
  }
  if (!m_output.trace.empty()) {
    report(writeWatched(*record.snapshot, m_output.trace, {}, record.title));
  }
  return all_written;
}

}  // namespace interleave::ui
