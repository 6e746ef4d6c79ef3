// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/message.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/experiment/experiment_json.h"

namespace interleave {
namespace {

using nlohmann::json;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

constexpr char kRunning[] = "running";
constexpr char kWaiting[] = "waiting";

// Reads fields and remembers whether all were there and of their type.
class Fields {
 public:
  explicit Fields(const json& object) : m_object(object) {}

  template <class Number>
  Number number(const char* field) {
    const auto found = m_object.find(field);
    if (found == m_object.end() || !found->is_number_integer() ||
        (std::is_unsigned_v<Number> && !found->is_number_unsigned())) {
      m_ok = false;
      return Number{};
    }
    return found->get<Number>();
  }
  std::string text(const char* field) {
    const auto found = m_object.find(field);
    if (found == m_object.end() || !found->is_string()) {
      m_ok = false;
      return {};
    }
    return found->get<std::string>();
  }
  bool flag(const char* field) {
    const auto found = m_object.find(field);
    if (found == m_object.end() || !found->is_boolean()) {
      m_ok = false;
      return false;
    }
    return found->get<bool>();
  }
  bool isOk() const { return m_ok; }
  void setBroken() { m_ok = false; }

 private:
  const json& m_object;
  bool m_ok = true;
};

JobDone readJobDone(const json& object, Fields& fields) {
  JobDone done;
  done.job = JobId{fields.number<std::uint32_t>("job")};
  done.worker = WorkerId{fields.number<std::uint32_t>("worker")};
  done.begin_raw = fields.number<std::uint64_t>("begin");
  done.end_raw = fields.number<std::uint64_t>("end");
  done.ticks = fields.number<std::uint64_t>("ticks");
  done.ok = fields.flag("ok");
  if (object.contains("result")) {
    done.result = fields.number<std::uint64_t>("result");
  }
  if (object.contains("error")) {
    done.error = fields.text("error");
  }
  return done;
}

json toObject(const Finished& finished) {
  json object = {{"type", "finished"},
                 {"kind", static_cast<unsigned>(finished.kind)},
                 {"message", finished.message},
                 {"end", finished.end_raw}};
  if (finished.memory_kb) {
    object["memory_kb"] = *finished.memory_kb;
  }
  if (finished.result) {
    object["result"] = *finished.result;
  }
  if (!finished.conclusion.empty()) {
    object["conclusion"] = finished.conclusion;
  }
  return object;
}

void readOptional(const json& object, Fields& fields, Finished& finished) {
  if (object.contains("memory_kb")) {
    finished.memory_kb = fields.number<std::uint64_t>("memory_kb");
  }
  if (object.contains("result")) {
    finished.result = fields.number<std::uint64_t>("result");
  }
  if (object.contains("conclusion")) {
    finished.conclusion = fields.text("conclusion");
  }
}

json toObject(const JobDone& done) {
  json object = {{"type", "job_done"},
                 {"job", number(done.job)},
                 {"worker", number(done.worker)},
                 {"begin", done.begin_raw},
                 {"end", done.end_raw},
                 {"ticks", done.ticks},
                 {"ok", done.ok}};
  if (done.result) {
    object["result"] = *done.result;
  }
  if (!done.error.empty()) {
    object["error"] = done.error;
  }
  return object;
}

json toObject(const SeenElsewhere& seen) {
  json spans = json::array();
  for (const SeenElsewhere::Span& span : seen.spans) {
    spans.push_back({{"state", span.is_running ? kRunning : kWaiting}, {"begin", span.begin_ns}, {"end", span.end_ns}});
  }
  return {{"type", "seen_elsewhere"}, {"worker", number(seen.worker)}, {"name", seen.name},
          {"pid", seen.pid},          {"job", number(seen.job)},       {"spans", std::move(spans)}};
}

SeenElsewhere readSeenElsewhere(const json& object, Fields& fields) {
  SeenElsewhere seen;
  seen.worker = WorkerId{fields.number<std::uint32_t>("worker")};
  seen.name = fields.text("name");
  seen.pid = fields.number<std::int32_t>("pid");
  seen.job = JobId{fields.number<std::uint32_t>("job")};
  const auto spans = object.find("spans");
  if (spans == object.end() || !spans->is_array()) {
    fields.setBroken();
    return seen;
  }
  for (const json& one : *spans) {
    Fields inner(one);
    const std::string state = inner.text("state");
    seen.spans.push_back({state == kRunning, inner.number<std::int64_t>("begin"), inner.number<std::int64_t>("end")});
    if (!inner.isOk() || (state != kRunning && state != kWaiting)) {
      fields.setBroken();
    }
  }
  return seen;
}

}  // namespace

std::string encode(const Message& message) {
  const json object = std::visit(
      Overloaded{
          [](const Hello& m) {
            return json{{"type", "hello"}, {"version", m.version}, {"pid", m.pid}};
          },
          [](const Start& m) {
            return json{{"type", "start"},
                        {"experiment", toJson(m.experiment)},
                        {"worker", m.worker},
                        {"http_port", m.http_port}};
          },
          [](const Prepare& m) {
            return json{{"type", "prepare"}, {"experiment", toJson(m.experiment)}};
          },
          [](const Prepared& m) {
            return json{{"type", "prepared"}, {"note", m.note}, {"cpu_us", m.cpu_us}};
          },
          [](const SetSwitchInterval& m) {
            return json{{"type", "set_switch_interval"}, {"interval_us", m.interval_us}};
          },
          [](const SwitchIntervalSet& m) {
            return json{{"type", "switch_interval_set"}, {"interval_us", m.interval_us}, {"at", m.at_raw}};
          },
          [](const Cancel&) {
            return json{{"type", "cancel"}};
          },
          [](const Job& m) {
            return json{{"type", "job"}, {"job", number(m.job)}};
          },
          [](const JobDone& m) { return toObject(m); },
          [](const WorkerGone& m) {
            return json{{"type", "worker_gone"}, {"worker", number(m.worker)}, {"reason", m.reason}};
          },
          [](const ViewElsewhere& m) {
            return json{{"type", "view_elsewhere"}, {"source", m.source}, {"error_ns", m.error_ns}, {"note", m.note}};
          },
          [](const SeenElsewhere& m) { return toObject(m); },
          [](const Finished& m) { return toObject(m); },
      },
      message);
  // An error text may hold any bytes a library gave us; they must not throw here.
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<Message> decode(const std::string& text) {
  const json object = json::parse(text, nullptr, false);
  const auto broken = [&] {
    return fail(ErrorCode::Protocol, fmt::format("a message that makes no sense: {}", text.substr(0, 200)));
  };
  if (!object.is_object()) {
    return broken();
  }
  Fields fields(object);
  const std::string type = fields.text("type");
  Message message;
  if (type == "hello") {
    message = Hello{fields.number<std::uint32_t>("version"), fields.number<std::int32_t>("pid")};
  } else if (type == "start" || type == "prepare") {
    const auto found = object.find("experiment");
    if (found == object.end()) {
      return broken();
    }
    auto experiment = experimentFromJson(*found);
    if (!experiment) {
      return tl::unexpected(experiment.error());
    }
    if (type == "prepare") {
      message = Prepare{std::move(*experiment)};
    } else {
      message = Start{std::move(*experiment), fields.number<std::uint32_t>("worker"),
                      fields.number<std::uint16_t>("http_port")};
    }
  } else if (type == "prepared") {
    message = Prepared{fields.text("note"), fields.number<std::uint64_t>("cpu_us")};
  } else if (type == "set_switch_interval") {
    message = SetSwitchInterval{fields.number<std::uint32_t>("interval_us")};
  } else if (type == "switch_interval_set") {
    message = SwitchIntervalSet{fields.number<std::uint32_t>("interval_us"), fields.number<std::uint64_t>("at")};
  } else if (type == "cancel") {
    message = Cancel{};
  } else if (type == "job") {
    message = Job{JobId{fields.number<std::uint32_t>("job")}};
  } else if (type == "job_done") {
    message = readJobDone(object, fields);
  } else if (type == "worker_gone") {
    message = WorkerGone{WorkerId{fields.number<std::uint32_t>("worker")}, fields.text("reason")};
  } else if (type == "view_elsewhere") {
    message = ViewElsewhere{fields.text("source"), fields.number<std::int64_t>("error_ns"), fields.text("note")};
  } else if (type == "seen_elsewhere") {
    message = readSeenElsewhere(object, fields);
  } else if (type == "finished") {
    const auto kind = fields.number<std::uint32_t>("kind");
    if (kind > static_cast<std::uint32_t>(FinishKind::Crashed)) {
      return broken();
    }
    Finished finished{static_cast<FinishKind>(kind), fields.text("message"), fields.number<std::uint64_t>("end")};
    readOptional(object, fields, finished);
    message = std::move(finished);
  } else {
    return broken();
  }
  if (!fields.isOk()) {
    return broken();
  }
  return message;
}

}  // namespace interleave
