// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of this session, the newest first: the one that is live and up to 50 that ended. A list for views, and the
// place to look a run up. Threading: the GUI thread.
#pragma once

#include <QAbstractListModel>
#include <memory>
#include <optional>
#include <vector>

#include "ui/window/program_output.h"
#include "ui/window/run_findings.h"
#include "ui/window/run_subject.h"

namespace interleave::ui {

enum class RunId : int {};

struct ShelfRun {
  RunId id{};
  RunSubject subject;
  std::shared_ptr<ProgramOutput> output;  // null when what it prints is not ours to show
  FindingsPtr findings;                   // null until its first figures
  bool is_live = true;

  bool hasFailed() const;
};

class RunShelf : public QAbstractListModel {
  Q_OBJECT
 public:
  static constexpr std::size_t kMostRuns = 50;
  enum Role { IdRole = Qt::UserRole, SettingsRole, ElapsedRole, ShownRole, FailedRole };

  using QAbstractListModel::QAbstractListModel;

  /// A new live run. The oldest one that is neither shown nor live goes when there are too many.
  RunId add(RunSubject subject, std::shared_ptr<ProgramOutput> output = nullptr);
  void setFindings(RunId id, FindingsPtr findings, Moment moment);
  /// A live run stays.
  void remove(RunId id);
  void setShown(std::optional<RunId> id);
  std::optional<RunId> shown() const { return m_shown; }
  /// Null when there is none (any more).
  const ShelfRun* run(RunId id) const;
  std::optional<RunId> newest() const;
  QModelIndex indexOf(RunId id) const;
  static RunId idAt(const QModelIndex& index);

  /// How many times shorter the run took than the newest finished serial run of the same work.
  std::optional<double> speedUp(const ShelfRun& run) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 signals:
  /// The shelf has let go of it.
  void discarded(const std::shared_ptr<const void>& trace);

 private:
  void changed(RunId id);
  void removeAt(std::size_t at);

  std::vector<ShelfRun> m_runs;  // the newest first
  std::optional<RunId> m_shown;
  int m_next = 0;
};

}  // namespace interleave::ui
