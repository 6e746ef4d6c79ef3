// SPDX-License-Identifier: GPL-3.0-or-later
// `interleave reproduce`: the articles' experiments, their pictures and figures, and a page that puts what came out
// beside what the articles found.
#pragma once

#include <string>
#include <vector>

#include "core/session/article.h"
#include "ui/cli/options.h"

namespace interleave::ui {

class ReproduceCommand {
 public:
  void addTo(CLI::App& app);
  bool isAsked() const;
  int execute(int argc, char** argv);

 private:
  struct Reproduction {
    const Article* article = nullptr;
    std::vector<RunRecord> records;
    std::vector<ArticleRun> runs;
    ArticleFinding finding;
    bool is_complete = false;
    std::vector<std::string> pictures;
  };
  Result<std::vector<const Article*>> chosen() const;
  int reproduce(Reproduction& reproduction, const Figure& looks);
  void draw(Reproduction& reproduction, const Figure& looks);
  Status findPythons();
  void write(const Status& written);
  std::string pythonsText() const;
  std::string page(const std::vector<Reproduction>& reproductions) const;
  std::string path(const std::string& file) const;

  CLI::App* m_command = nullptr;
  std::vector<std::string> m_ids;
  std::string m_folder;
  bool m_quick = false;
  std::string m_runtime;
  ArticleInterpreters m_pythons;
  OutputOptions m_output;
  bool m_all_written = true;
};

}  // namespace interleave::ui
