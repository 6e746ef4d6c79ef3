// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/figure.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <csignal>
#include <thread>

#include "tests/unit/chart/sample_traces.h"
#include "ui/chart/palette.h"

namespace interleave::ui {
namespace {

Figure smallFigure() {
  Figure figure;
  figure.title = QStringLiteral("Title");
  figure.footnote = QStringLiteral("footnote");
  figure.panels = {{QStringLiteral("Threads"), QStringLiteral("0.4 s"), turnsUnderGil(4, 5 * kMs, 400 * kMs)},
                   {QStringLiteral("Processes"), QStringLiteral("0.1 s"), processesSideBySide(4, 90 * kMs)}};
  figure.size = {800, 600};
  return figure;
}

// How many pixels have this colour.
int countColour(const QImage& image, const QColor& colour) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      count += image.pixelColor(x, y) == colour ? 1 : 0;
    }
  }
  return count;
}

TEST(Figure, HasTheSizeThatWasAskedForAtEveryScaleThemeAndOrder) {
  for (const ThemeName name : {ThemeName::Light, ThemeName::Dark, ThemeName::Print}) {
    for (const PanelOrder order : {PanelOrder::Stacked, PanelOrder::SideBySide}) {
      Figure figure = smallFigure();
      figure.theme = name;
      figure.order = order;
      figure.size = {1000, 400};
      figure.scale = 1.5;
      const auto image = renderFigure(figure);
      ASSERT_TRUE(image);
      EXPECT_EQ(image->size(), QSize(1000, 400));
      EXPECT_EQ(image->pixelColor(999, 0), theme(name).panel);
    }
  }
}

TEST(Figure, RowsByCoreNeedAPanelThatHasCores) {
  Figure figure = smallFigure();
  figure.rows = Rows::Core;
  const auto refused = renderFigure(figure);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("need the kernel's view"));
  figure.panels[0].snapshot = turnsOnCores();
  for (const ThemeName name : {ThemeName::Light, ThemeName::Dark, ThemeName::Print}) {
    figure.theme = name;
    const auto image = renderFigure(figure);
    ASSERT_TRUE(image);
    EXPECT_GT(countColour(*image, jobFill(job(1), PaletteName::Default, MarkStyle::Live, theme(name)).ground), 1000);
  }
}

TEST(Figure, ConnectorsCanBeLeftOut) {
  Figure figure = smallFigure();
  figure.panels = {{"Threads", "", turnsOnCores()}};
  const QImage with = *renderFigure(figure);
  figure.connectors = false;
  EXPECT_NE(*renderFigure(figure), with);
}

TEST(Figure, TransparentMeansNoGround) {
  Figure figure = smallFigure();
  EXPECT_EQ(renderFigure(figure)->pixelColor(799, 0).alpha(), 255);
  figure.transparent = true;
  EXPECT_EQ(renderFigure(figure)->pixelColor(799, 0).alpha(), 0);
}

TEST(Figure, ALargerPictureIsTheSamePictureWithMorePixels) {
  Figure figure = smallFigure();
  figure.size = {1280, 720};
  const QImage once = *renderFigure(figure);
  figure.size = {2560, 1440};
  const QImage twice = *renderFigure(figure);
  const QColor blue = jobFill(job(0), PaletteName::Default, MarkStyle::Live, theme(ThemeName::Light)).ground;
  int compared = 0;
  for (int y = 1; y < once.height() - 1; ++y) {
    for (int x = 1; x < once.width() - 1; ++x) {
      // Inside of a mark, not at an edge, which is finer at twice the scale.
      const bool is_inside =
          once.pixelColor(x, y) == blue && once.pixelColor(x - 1, y) == blue && once.pixelColor(x + 1, y) == blue;
      if (is_inside) {
        ASSERT_EQ(twice.pixelColor(2 * x, 2 * y), blue) << x << "," << y;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 1000);
}

TEST(Figure, APreviewHasTheProportionsOfThePicture) {
  Figure figure = smallFigure();
  figure.size = {1920, 1080};
  figure.scale = 1.5;
  const QImage whole = *renderFigure(figure);
  const QImage preview = *renderFigure(resized(figure, {640, 360}));
  ASSERT_EQ(preview.size(), QSize(640, 360));
  const QColor blue = jobFill(job(0), PaletteName::Default, MarkStyle::Live, theme(ThemeName::Light)).ground;
  const auto share = [&](const QImage& image) {
    return static_cast<double>(countColour(image, blue)) / (image.width() * image.height());
  };
  EXPECT_NEAR(share(preview) / share(whole), 1.0, 0.1);
}

TEST(Figure, TheFootnoteIsWrappedRatherThanCut) {
  const auto inkRows = [](const QString& footnote) {
    Figure figure = smallFigure();
    figure.size = {640, 480};
    figure.footnote = footnote;
    const QImage image = *renderFigure(figure);
    int rows = 0;
    for (int y = 436; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        if (image.pixelColor(x, y).lightness() < 160) {
          ++rows;
          break;
        }
      }
    }
    return rows;
  };
  EXPECT_GT(inkRows(QString("one word after the other ").repeated(8)), inkRows("one word") + 3) << "a second line";
}

TEST(Figure, PanelsSideBySideHaveOneRangeOfTime) {
  Figure figure = smallFigure();
  figure.order = PanelOrder::SideBySide;
  figure.style = MarkStyle::Runtimes;
  figure.size = {1600, 600};
  const QImage image = *renderFigure(figure);
  // Job 0 ran 400 ms in the left panel and 90 ms in the right one: its bar must be as much shorter.
  const QColor blue = jobFill(job(0), PaletteName::Default, MarkStyle::Runtimes, theme(ThemeName::Light)).ground;
  const auto longest = [&](int from, int to) {
    int most = 0;
    for (int y = 0; y < 400; ++y) {
      int row = 0;
      for (int x = from; x < to; ++x) {
        row += image.pixelColor(x, y) == blue ? 1 : 0;
      }
      most = std::max(most, row);
    }
    return most;
  };
  EXPECT_NEAR(static_cast<double>(longest(800, 1600)) / longest(0, 800), 90.0 / 398.75, 0.01);
}

TEST(Figure, ThePrintThemeIsBlackAndWhite) {
  Figure figure = smallFigure();
  figure.theme = ThemeName::Print;
  const QImage image = *renderFigure(figure);
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QRgb pixel = image.pixel(x, y);
      ASSERT_TRUE(qRed(pixel) == qGreen(pixel) && qGreen(pixel) == qBlue(pixel)) << x << "," << y;
    }
  }
}

TEST(Figure, TheArticlesPaletteHasBlueBars) {
  Figure figure = smallFigure();
  figure.palette = PaletteName::Article;
  figure.style = MarkStyle::Runtimes;
  const QImage image = *renderFigure(figure);
  EXPECT_GT(countColour(image, QColor(0x1F, 0x77, 0xB4)), 1000);
  EXPECT_EQ(countColour(image, QColor(0xE6, 0x9F, 0x00)), 0);
  EXPECT_EQ(paletteFromText("article"), PaletteName::Article);
  EXPECT_FALSE(paletteFromText("Article"));
}

TEST(Figure, AViewportShowsThatPartOnly) {
  Figure figure = smallFigure();
  figure.panels.pop_back();
  const int all = countColour(*renderFigure(figure), QColor(0xA9, 0xB0, 0xBC));  // starting
  figure.viewport = Viewport{1e8, 2e8, 0.0};
  EXPECT_LT(countColour(*renderFigure(figure), QColor(0xA9, 0xB0, 0xBC)), all) << "the start lies before";
}

TEST(Figure, SizesOutsideTheLimitsAreNamed) {
  Figure figure = smallFigure();
  figure.size = {100, 600};
  const auto image = renderFigure(figure);
  ASSERT_FALSE(image);
  EXPECT_EQ(image.error().code, ErrorCode::OutOfRange);
  EXPECT_THAT(image.error().message, testing::AllOf(testing::HasSubstr("100x600"), testing::HasSubstr("320 to 16384")));
  figure.size = {800, 20'000};
  EXPECT_FALSE(renderFigure(figure));
  figure.size = {320, 320};
  EXPECT_TRUE(renderFigure(figure));
}

TEST(Figure, NothingToDrawIsAnError) {
  Figure figure = smallFigure();
  figure.panels.clear();
  ASSERT_FALSE(renderFigure(figure));
  EXPECT_THAT(renderFigure(figure).error().message, testing::HasSubstr("nothing to draw"));
  figure.panels = {{"A", "", TraceStore(0, 0, 0).snapshot()}};
  EXPECT_FALSE(renderFigure(figure));
}

TEST(WritePng, WritesAPictureThatReadsBack) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("a picture.png"));
  ASSERT_TRUE(writePng(smallFigure(), path.toStdString()));
  EXPECT_EQ(QImage(path).size(), QSize(800, 600));
}

TEST(WritePng, AnUnwritablePathIsNamedWithTheReason) {
  const Status status = writePng(smallFigure(), "/nowhere/at/all/picture.png");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::Io);
  EXPECT_THAT(status.error().message,
              testing::AllOf(testing::HasSubstr("/nowhere/at/all/picture.png"), testing::HasSubstr("No such file")));
}

// A limit on the size of files stands in for a full disk: the kernel refuses the same write.
TEST(WritePng, AFullDiskIsNamedAndLeavesNothingBehind) {
  const QTemporaryDir folder;
  const std::string path = folder.filePath(QStringLiteral("picture.png")).toStdString();
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto old_action = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{2'000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const Status status = writePng(smallFigure(), path);
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_action);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, testing::AllOf(testing::HasSubstr(path), testing::HasSubstr("too large")));
  EXPECT_TRUE(QDir(folder.path()).entryList(QDir::Files).isEmpty());
}

TEST(WritePng, APipeIsWrittenToAndStaysAPipe) {
  const QTemporaryDir folder;
  const std::string path = folder.filePath(QStringLiteral("pipe")).toStdString();
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  QByteArray read;
  std::thread reader([&] {
    QFile pipe(QString::fromStdString(path));
    if (pipe.open(QIODevice::ReadOnly)) {
      read = pipe.readAll();
    }
  });
  const Status status = writePng(smallFigure(), path);
  reader.join();
  EXPECT_TRUE(status);
  EXPECT_EQ(QImage::fromData(read).size(), QSize(800, 600));
  struct stat info {};
  ASSERT_EQ(lstat(path.c_str(), &info), 0);
  EXPECT_TRUE(S_ISFIFO(info.st_mode));
}

TEST(WritePng, WhatWasThereStaysWhenItFails) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("picture.png"));
  QFile old(path);
  ASSERT_TRUE(old.open(QIODevice::WriteOnly));
  old.write("old");
  old.close();
  Figure figure = smallFigure();
  figure.panels.clear();
  EXPECT_FALSE(writePng(figure, path.toStdString()));
  ASSERT_TRUE(old.open(QIODevice::ReadOnly));
  EXPECT_EQ(old.readAll(), QByteArray("old"));
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

}  // namespace
}  // namespace interleave::ui
