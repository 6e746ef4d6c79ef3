// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_discovery.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <thread>

#include "core/python/python_cache.h"
#include "core/python/python_inquiry.h"

namespace interleave {
namespace {

PythonAnswer askOrSayWhyNot(const std::string& path, const PythonSearch& search) {
  auto answer = askPython(path, search.time_limit_ms, search.is_given_up);
  if (answer) {
    return std::move(*answer);
  }
  PythonAnswer failed;
  failed.interpreter.path = path;
  failed.interpreter.problem = answer.error().message;
  return failed;
}

// One answer a candidate, in the same order; the cache knows them afterwards.
std::vector<PythonAnswer> askAll(const std::vector<std::string>& candidates, const PythonSearch& search) {
  PythonCache cache(search.cache_file);
  std::vector<PythonAnswer> answers(candidates.size());
  std::vector<std::size_t> unknown;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (auto known = cache.find(candidates[i])) {
      answers[i] = std::move(*known);
    } else {
      unknown.push_back(i);
    }
  }
  std::atomic<std::size_t> next{0};
  const auto ask = [&] {
    for (std::size_t i = next++; i < unknown.size(); i = next++) {
      answers[unknown[i]] = askOrSayWhyNot(candidates[unknown[i]], search);
    }
  };
  // An interpreter's death signal comes with the end of the thread that asks it: each thread outlives those it asks.
  std::vector<std::thread> threads;
  const std::size_t wanted = std::min(unknown.size(), static_cast<std::size_t>(std::max(1, search.at_once)));
  try {
    while (threads.size() + 1 < wanted) {
      threads.emplace_back(ask);
    }
  } catch (const std::system_error&) {
    // Those that there are, and this one, do it.
  }
  ask();
  for (std::thread& thread : threads) {
    thread.join();
  }
  if (search.is_given_up != nullptr && *search.is_given_up) {
    return answers;  // what was not answered says nothing about who was asked
  }
  for (const std::size_t i : unknown) {
    cache.remember(candidates[i], answers[i]);
  }
  cache.save();
  return answers;
}

// Two candidates may turn out to be one: a launcher, and what it launches.
std::string identityOf(const PythonAnswer& answer) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(answer.interpreter.path, error);
  return (error ? answer.interpreter.path : real.string()) + "\n" + answer.prefix;
}

struct WantedVersion {
  std::vector<int> parts;
  bool is_free_threaded = false;

  bool fits(const PythonInterpreter& interpreter) const {
    const int given[3] = {interpreter.version.major, interpreter.version.minor, interpreter.version.micro};
    return std::equal(parts.begin(), parts.end(), given) && (!is_free_threaded || interpreter.is_free_threaded);
  }
};

std::optional<WantedVersion> parseVersion(std::string_view text) {
  WantedVersion wanted;
  if (text.ends_with('t')) {
    wanted.is_free_threaded = true;
    text.remove_suffix(1);
  }
  while (wanted.parts.size() < 3) {
    int part = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
    if (error != std::errc() || part < 0) {
      return std::nullopt;
    }
    wanted.parts.push_back(part);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) {
      return wanted;
    }
    if (text.front() != '.') {
      return std::nullopt;
    }
    text.remove_prefix(1);
  }
  return std::nullopt;
}

std::string listOf(const std::vector<PythonInterpreter>& found) {
  std::vector<std::string> lines;
  for (const PythonInterpreter& interpreter : found) {
    if (interpreter.isUsable()) {
      lines.push_back(fmt::format("{} ({})", interpreter.name(), interpreter.path));
    }
  }
  return lines.empty() ? std::string("no CPython of version 3.8 or newer was found on this machine")
                       : fmt::format("found: {}", fmt::join(lines, ", "));
}

Result<PythonInterpreter> chooseByPath(std::string path, const PythonSearch& search) {
  if (path.starts_with("~/")) {
    path = search.places.home + path.substr(1);
  }
  std::error_code error;
  path = std::filesystem::absolute(path, error).lexically_normal().string();
  if (!std::filesystem::is_regular_file(path, error)) {
    return fail(ErrorCode::NotFound, fmt::format("the interpreter {} is not there", path));
  }
  PythonSearch alone = search;
  alone.places = PythonPlaces{{}, {}, search.places.home, {}};
  PythonAnswer answer = std::move(askAll({path}, alone).front());
  if (!answer.interpreter.isUsable()) {
    const bool has_name = answer.interpreter.version != PythonVersion{};
    return fail(ErrorCode::InvalidArgument,
                fmt::format("the interpreter {}{} can't be used: {}", path,
                            has_name ? " (" + answer.interpreter.name() + ")" : "", answer.interpreter.problem));
  }
  return std::move(answer.interpreter);
}

}  // namespace

PythonSearch PythonSearch::usual() {
  PythonSearch search;
  search.cache_file = PythonCache::usualFile();
  return search;
}

std::vector<PythonInterpreter> findPythons(const PythonSearch& search) {
  std::vector<PythonAnswer> answers = askAll(pythonCandidates(search.places), search);
  std::vector<PythonInterpreter> found;
  std::set<std::string> seen;
  for (PythonAnswer& answer : answers) {
    if (seen.insert(identityOf(answer)).second) {
      found.push_back(std::move(answer.interpreter));
    }
  }
  std::stable_partition(found.begin(), found.end(), [](const PythonInterpreter& one) { return one.isUsable(); });
  return found;
}

Result<PythonInterpreter> choosePython(const std::string& wanted, const PythonSearch& search) {
  if (wanted.find('/') != std::string::npos) {
    return chooseByPath(wanted, search);
  }
  const auto version = wanted.empty() ? WantedVersion{} : parseVersion(wanted);
  const std::vector<PythonInterpreter> found = findPythons(search);
  if (!version) {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("'{}' is no Python: write it as python:3.12 or python:/path/to/python; {}",
                            wanted.substr(0, 100), listOf(found)));
  }
  const PythonInterpreter* best = nullptr;
  for (const PythonInterpreter& interpreter : found) {
    if (!interpreter.isUsable() || !version->fits(interpreter)) {
      continue;
    }
    if (wanted.empty() && best == nullptr && std::filesystem::path(interpreter.path).filename() == "python3") {
      return interpreter;  // what a person gets who types python3
    }
    // Where a version is there with and without a GIL, the usual one is meant unless the other was asked for.
    const auto rank = [&](const PythonInterpreter& one) {
      return std::pair(one.version, version->is_free_threaded == one.is_free_threaded);
    };
    if (best == nullptr || rank(interpreter) > rank(*best)) {
      best = &interpreter;
    }
  }
  if (best == nullptr) {
    return fail(ErrorCode::NotFound,
                wanted.empty() ? listOf(found)
                               : fmt::format("there is no Python {} that can be used; {}", wanted, listOf(found)));
  }
  return *best;
}

}  // namespace interleave
