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
  bool hasFinished() const;  // as it should
};

class RunShelf : public QAbstractListModel {
  Q_OBJECT
 public:
  static constexpr std::size_t kMostRuns = 50;
  static constexpr std::size_t kMostCompared = 4;
  /// ShownRole: is drawn; ChosenRole: is the one among those drawn whose results are shown.
  enum Role { IdRole = Qt::UserRole, SettingsRole, ElapsedRole, ShownRole, ChosenRole, FailedRole };

  using QAbstractListModel::QAbstractListModel;

  /// A new live run. The oldest one that is neither shown nor live goes when there are too many.
  RunId add(RunSubject subject, std::shared_ptr<ProgramOutput> output = nullptr);
  void setFindings(RunId id, FindingsPtr findings, Moment moment);
  /// A live run stays.
  void remove(RunId id);
  /// The runs that are drawn, from top to bottom, and the one of them whose results are shown.
  /// REQUIRES: at most kMostCompared of this shelf, each once; `chosen` is among them, and none only without any.
  void setShown(std::vector<RunId> shown, std::optional<RunId> chosen);
  const std::vector<RunId>& shown() const { return m_shown; }
  bool isShown(RunId id) const;
  std::optional<RunId> chosen() const { return m_chosen; }
  /// Null when there is none (any more).
  const ShelfRun* run(RunId id) const;
  std::optional<RunId> newest() const;
  /// What another run is best compared with: the newest before it that did the same work, else after it, else the
  /// newest before it at all, else after it; nothing when it is alone.
  std::optional<RunId> partnerOf(RunId id) const;
  QModelIndex indexOf(RunId id) const;
  static RunId idAt(const QModelIndex& index);

  /// How many times shorter the run took than the newest finished serial run of the same work.
  std::optional<double> speedUp(const ShelfRun& run) const;

  Qt::ItemFlags flags(const QModelIndex& index) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 signals:
  /// The shelf has let go of it.
  void discarded(const std::shared_ptr<const void>& trace);

 private:
  void changed(RunId id);
  void removeAt(std::size_t at);

  std::vector<ShelfRun> m_runs;  // the newest first
  std::vector<RunId> m_shown;
  std::optional<RunId> m_chosen;
  int m_next = 0;
};

}  // namespace interleave::ui
