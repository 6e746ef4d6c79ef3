// SPDX-License-Identifier: GPL-3.0-or-later
// The articles' experiments as this program repeats them: the claim, the runs, and the property that their outcome has.
#pragma once

#include <string>
#include <vector>

#include "core/session/run_record.h"

namespace interleave {

enum class Extent { Full, Quick };  // Quick: sizes for a try-out in seconds

struct ArticleRun {
  std::string title;
  Experiment experiment;
};

/// Whether the property held, and the sentence that says by what figures.
struct ArticleFinding {
  bool holds = false;
  std::string sentence;
};

struct Article {
  std::string id;
  std::string claim;            // what people say
  std::string found;            // what the articles measured or expect
  std::string property;         // what must come out here
  bool has_common_axis = true;  // the runs are drawn over one time axis
  std::vector<ArticleRun> (*runs)(Extent extent);
  /// REQUIRES: one finished record for each of the runs, in their order.
  ArticleFinding (*judge)(const std::vector<RunRecord>& records);
};

const std::vector<Article>& articles();
std::vector<std::string> articleIds();
Result<const Article*> articleNamed(const std::string& id);

}  // namespace interleave
