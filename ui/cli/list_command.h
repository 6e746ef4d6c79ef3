// SPDX-License-Identifier: GPL-3.0-or-later
// `interleave list`: what there is to choose from.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace interleave::ui {

class ListCommand {
 public:
  void addTo(CLI::App& app);
  bool isAsked() const;
  int execute() const;

 private:
  CLI::App* m_command = nullptr;
  std::string m_what;
  bool m_json = false;
};

}  // namespace interleave::ui
