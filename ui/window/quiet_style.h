// SPDX-License-Identifier: GPL-3.0-or-later
// Fusion, but the letters that Alt picks are underlined only while Alt is held: labels stay calm until they are needed.
#pragma once

#include <QProxyStyle>

namespace interleave::ui {

class QuietStyle : public QProxyStyle {
  Q_OBJECT
 public:
  QuietStyle();
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const override;
  using QProxyStyle::polish;
  void polish(QApplication* application) override;

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void setUnderlined(bool is_underlined);

  bool m_is_underlined = false;
};

}  // namespace interleave::ui
