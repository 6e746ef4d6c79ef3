// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/query.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "core/experiment/needs.h"
#include "core/workload/log_text.h"
#include "core/workload/made_file.h"

namespace interleave {
namespace {

constexpr int kInstructionsATick = 400;     // of SQLite's machine, about 10 us
constexpr std::uint64_t kRowsALook = 4096;  // while the table is made

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

tl::unexpected<Error> broken(sqlite3* database, const std::string& tried) {
  const bool is_full = database != nullptr && sqlite3_errcode(database) == SQLITE_FULL;
  return fail(ErrorCode::Io,
              fmt::format("{}: {}{}", tried, database != nullptr ? sqlite3_errmsg(database) : "no memory",
                          is_full ? "; make room, or choose fewer rows" : ""));
}

Result<Database> openDatabase(const std::string& path, int flags) {
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(raw, &sqlite3_close);
  if (opened != SQLITE_OK) {
    return broken(raw, fmt::format("can't open the database {}", path));
  }
  return database;
}

Result<Statement> prepared(sqlite3* database, const char* text) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(database, text, -1, &raw, nullptr) != SQLITE_OK) {
    return broken(database, "can't ask the database");
  }
  return Statement(raw, &sqlite3_finalize);
}

}  // namespace

Query::Query(const WorkloadSettings& settings)
    : m_rows(static_cast<std::uint64_t>(integer(settings.parameters, "rows"))), m_seed(settings.seed) {}

Query::Order Query::order(std::uint64_t seed, std::uint64_t row) {
  SplitMix random(seed * 1'000'003 + row);
  const auto customer = static_cast<std::int64_t>(random.below(10'000));
  return {customer, static_cast<std::int64_t>(1 + random.below(100'000))};
}

std::string Query::name() const {
  return databaseFileName(m_rows, m_seed);
}

Status Query::prepare(Preparation& preparation) const {
  const auto made = madeFile(name(), m_rows * kBytesADatabaseRow, "the database", preparation,
                             [&](const std::string& path) { return write(path, preparation); });
  return made ? Status() : Status(tl::unexpected(made.error()));
}

Status Query::write(const std::string& path, const Preparation& preparation) const {
  const auto database = openDatabase(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!database) {
    return tl::unexpected(database.error());
  }
  sqlite3* const to = database->get();
  const std::string tried = fmt::format("can't write the database {}", path);
  // No journal: a file that is not whole is thrown away.
  if (sqlite3_exec(to,
                   "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;"
                   "CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER, amount INTEGER, note TEXT)",
                   nullptr, nullptr, nullptr) != SQLITE_OK) {
    return broken(to, tried);
  }
  const auto insert = prepared(to, "INSERT INTO orders VALUES(?, ?, ?, 'delivered on time')");
  if (!insert) {
    return tl::unexpected(insert.error());
  }
  for (std::uint64_t row = 0; row < m_rows; ++row) {
    const Order made = order(m_seed, row);
    sqlite3_bind_int64(insert->get(), 1, static_cast<std::int64_t>(row));
    sqlite3_bind_int64(insert->get(), 2, made.customer);
    sqlite3_bind_int64(insert->get(), 3, made.amount);
    if (sqlite3_step(insert->get()) != SQLITE_DONE) {
      return broken(to, tried);
    }
    sqlite3_reset(insert->get());
    if (row % kRowsALook == 0 && !preparation.goesOn()) {
      return stopped();
    }
  }
  if (sqlite3_exec(to, "COMMIT", nullptr, nullptr, nullptr) != SQLITE_OK) {
    return broken(to, tried);
  }
  return {};
}

Result<JobResult> Query::run(JobContext& job) const {
  const auto folder = madeFilesFolder();
  if (!folder) {
    return tl::unexpected(folder.error());
  }
  const auto database = openDatabase(*folder + "/" + name(), SQLITE_OPEN_READONLY);
  if (!database) {
    return tl::unexpected(database.error());
  }
  const auto select = prepared(database->get(), "SELECT sum(amount) FROM orders WHERE customer % 10 = ?");
  if (!select) {
    return tl::unexpected(select.error());
  }
  sqlite3_bind_int64(select->get(), 1, number(job.job()) % 10);
  sqlite3_progress_handler(
      database->get(), kInstructionsATick,
      [](void* context) {
        auto* running = static_cast<JobContext*>(context);
        running->mark();
        return running->isStopped() ? 1 : 0;
      },
      &job);
  job.tick();
  const int step = job.withoutLock([&] { return sqlite3_step(select->get()); });
  if (step == SQLITE_INTERRUPT) {
    return stopped();
  }
  if (step != SQLITE_ROW) {
    return broken(database->get(), "can't ask the database");
  }
  return JobResult(static_cast<std::uint64_t>(sqlite3_column_int64(select->get(), 0)));
}

}  // namespace interleave
