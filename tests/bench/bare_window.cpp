// SPDX-License-Identifier: GPL-3.0-or-later
// The least that shows a plot with QCustomPlot: what the window's start is measured beside (bench_start.py).
#include <qcustomplot.h>

#include <QApplication>
#include <QMainWindow>
#include <QTimer>
#include <cmath>
#include <cstdio>

namespace {

// The window itself is not painted where the plot covers it.
class BarePlot : public QCustomPlot {
 protected:
  void paintEvent(QPaintEvent* event) override {
    QCustomPlot::paintEvent(event);
    if (!m_is_told) {
      m_is_told = true;
      QTimer::singleShot(0, this, [] { std::fprintf(stderr, "first window painted\n"); });
    }
  }

 private:
  bool m_is_told = false;
};

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QMainWindow window;
  auto* plot = new BarePlot;
  QVector<double> x;
  QVector<double> y;
  for (int i = 0; i < 1000; ++i) {
    x.push_back(i);
    y.push_back(std::sin(i / 50.0));
  }
  plot->addGraph()->setData(x, y);
  plot->rescaleAxes();
  window.setCentralWidget(plot);
  window.resize(1440, 900);
  window.show();
  return QApplication::exec();
}
