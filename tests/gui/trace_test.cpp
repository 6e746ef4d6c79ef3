// SPDX-License-Identifier: GPL-3.0-or-later
// Trace files are opened, dropped and saved as a person does it, and the window says what it can't read.
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

#include "core/trace/trace_store.h"
#include "core/trace_file/trace_file.h"
#include "tests/gui/window_fixture.h"
#include "ui/chart/timeline_layout.h"
#include "ui/chart/timeline_view.h"
#include "ui/window/background_tasks.h"
#include "ui/window/banner.h"
#include "ui/window/task_strip.h"

namespace interleave::ui {
namespace {

class TraceTest : public WindowTest {
 protected:
  QString made(const QString& name, const QByteArray& bytes) {
    QFile file(path(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    return path(name);
  }
  QString foreign(const QString& name = "torch.json") {
    return made(name, R"({"traceEvents":[
      {"ph":"M","name":"process_name","pid":7,"args":{"name":"python"}},
      {"ph":"M","name":"thread_name","pid":7,"tid":8,"args":{"name":"main"}},
      {"ph":"X","name":"aten::add","pid":7,"tid":8,"ts":1000,"dur":3000},
      {"ph":"X","name":"aten::mul","pid":9,"tid":9,"ts":2000,"dur":1000}]})");
  }
  QString banner() { return window().findChild<Banner*>()->message(); }
  TimelineView& timeline() { return *window().findChild<TimelineView*>("timeline"); }
  QString title(const ShelfRun* run) { return run->subject.title(); }
  QAction* action(const QString& text) {
    for (QAction* found : window().actions()) {
      if (QString(found->text()).remove('&') == text) {
        return found;
      }
    }
    return nullptr;
  }
};

TEST_F(TraceTest, ATraceOfAnotherProgramIsARunOfTheSession) {
  window().openTraces({foreign()});
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(title(newest()), "torch.json");
  EXPECT_TRUE(newest()->findings->sentence.startsWith("trace file · 0.003 s · 2 threads in 2 processes"));
  EXPECT_EQ(timeline().layoutNow().rows.size(), 2u);
  EXPECT_EQ(timeline().layoutNow().rows[0].label, "main");
  EXPECT_EQ(timeline().layoutNow().rows[0].group, "python 7");
  EXPECT_TRUE(timeline().layoutNow().rows[1].begins_group);
  EXPECT_EQ(banner(), "");
  EXPECT_FALSE(button("Use these settings")->isVisible()) << "a file has none";
}

TEST_F(TraceTest, OneWhoseOldestPartWasDroppedSaysSoAboveItsLanes) {
  window().openTraces({made("kept.json", R"({"otherData":{"interleave":1,"kept_from_ns":2000000},"traceEvents":[
      {"ph":"M","name":"thread_name","pid":7,"tid":8,"args":{"worker":0,"kind":"thread","name":"thread 0","start_ns":0}},
      {"ph":"X","name":"job 0","cat":"running","pid":7,"tid":8,"ts":2100,"dur":3000,"args":{"job":0}}]})")});
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  const TimelineLayout& layout = timeline().layoutNow();
  ASSERT_EQ(layout.panels.size(), 1u);
  EXPECT_TRUE(layout.panels[0].sentence.startsWith("only what came after 0.002 s was kept"))
      << layout.panels[0].sentence.toStdString();
  EXPECT_FALSE(layout.panels[0].dropped.isEmpty());
}

TEST_F(TraceTest, SeveralAreOpenedBesideEachOther) {
  window().openTraces({foreign("a.json"), foreign("b.json")});
  ASSERT_TRUE(eventually([&] { return window().runs().shown().size() == 2; }));
  EXPECT_EQ(timeline().layoutNow().panels.size(), 2u);
}

TEST_F(TraceTest, WhatIsNoTraceIsSaidAndNothingChanges) {
  window().openTraces({made("rubbish.json",
                            "\x7f"
                            "ELF")});
  ASSERT_TRUE(eventually([&] { return !banner().isEmpty(); }));
  EXPECT_TRUE(banner().contains("rubbish.json")) << banner().toStdString();
  EXPECT_EQ(newest(), nullptr);
  EXPECT_FALSE(window().findChild<TaskStrip*>()->isVisible());
}

TEST_F(TraceTest, AFileThatIsCutShortSaysWhere) {
  QFile whole(foreign());
  ASSERT_TRUE(whole.open(QIODevice::ReadOnly));
  window().openTraces({made("cut.json", whole.readAll().left(290))});
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_TRUE(banner().contains("cut short at byte 290")) << banner().toStdString();
  EXPECT_TRUE(newest()->findings->sentence.contains("cut short at byte 290"));
}

TEST_F(TraceTest, AFileIsDroppedOnTheWindow) {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(foreign())});
  QDragEnterEvent enter(QPoint(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&window(), &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop(QPointF(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&window(), &drop);
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(title(newest()), "torch.json");
}

TEST_F(TraceTest, ARunThatIsSavedIsTheSameWhenItIsOpened) {
  EXPECT_FALSE(action("Save trace…")->isEnabled());
  choose("Workload", "sleep");
  type("Sleep", "20");
  click("Run");
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  const SnapshotPtr saved = newest()->findings->snapshot;
  for (const char* name : {"run.json", "run.json.gz", "run.iltrace"}) {
    ASSERT_TRUE(action("Save trace…")->isEnabled());
    action("Save trace…")->trigger();
    auto* files = window().findChild<QFileDialog*>();
    ASSERT_NE(files, nullptr);
    ASSERT_TRUE(QTest::qWaitForWindowExposed(files));
    auto* line = files->findChild<QLineEdit*>("fileNameEdit");
    line->selectAll();
    QTest::keyClicks(line, path(name));
    QTest::keyClick(line, Qt::Key_Return);
    ASSERT_TRUE(eventually([&] { return QFileInfo::exists(path(name)); })) << banner().toStdString();
    window().openTraces({path(name)});
    ASSERT_TRUE(eventually([&] { return newest()->subject.file() != nullptr && title(newest()) == name; })) << name;
    const SnapshotPtr opened = newest()->findings->snapshot;
    ASSERT_EQ(opened->tracks.size(), saved->tracks.size());
    for (std::size_t t = 0; t < saved->tracks.size(); ++t) {
      ASSERT_EQ(opened->tracks[t].size(), saved->tracks[t].size());
      for (std::size_t i = 0; i < saved->tracks[t].size(); ++i) {
        ASSERT_EQ(opened->tracks[t].at(i), saved->tracks[t].at(i));
      }
    }
  }
}

TEST_F(TraceTest, SlicesThatAreDamagedAreSaidAboveTheTimeline) {
  TraceStore store(1, 1, 1);
  for (std::int64_t i = 0; i < 3 * 4096; ++i) {
    store.append(WorkerId{0}, {i * 1000, i * 1000 + 700, JobId{0}, State::Running});
  }
  store.publish(3 * 4096 * 1000, false);
  ASSERT_TRUE(writeTraceFile(*store.snapshot(), path("run.iltrace").toStdString()));
  QFile file(path("run.iltrace"));
  ASSERT_TRUE(file.open(QIODevice::ReadWrite));
  ASSERT_TRUE(file.seek(4096 + 65536 + 100) && file.write("x", 1) == 1);
  file.close();
  window().openTraces({path("run.iltrace")});
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_TRUE(banner().contains("run.iltrace is damaged: 4,096 slices of thread 0")) << banner().toStdString();
  EXPECT_TRUE(newest()->findings->file->remark.contains("1 damaged part shown as lost"));
}

// Where nothing was counted when it was opened, drawing is the first to look.
TEST_F(TraceTest, WhatTurnsOutToBeDamagedLaterIsSaidThen) {
  TraceStore store(1, 1, 1);
  store.append(WorkerId{0}, {0, 1000, JobId{0}, State::Running});
  store.publish(1000, false);
  ASSERT_TRUE(writeTraceFile(*store.snapshot(), path("run.iltrace").toStdString()));
  window().openTraces({path("run.iltrace")});
  ASSERT_TRUE(eventually([&] { return hasEnded(); }));
  EXPECT_EQ(banner(), "");
  std::const_pointer_cast<TraceFaults>(newest()->findings->snapshot->faults)->add("run.iltrace is damaged: half of it");
  EXPECT_TRUE(eventually([&] { return banner() == "run.iltrace is damaged: half of it."; })) << banner().toStdString();
}

// One that ends only when it is cancelled, and one behind it.
TEST_F(TraceTest, WhatTakesItsTimeCanBeCancelled) {
  TaskStrip strip;
  BackgroundTasks tasks(strip);
  std::atomic<bool> has_begun = false;
  bool was_cancelled = false;
  bool has_second_run = false;
  tasks.add("Reading", [&](std::stop_token stop, const BackgroundTasks::Progress& progress) {
    progress(1, 4);
    has_begun = true;
    while (!stop.stop_requested()) {
      QThread::yieldCurrentThread();
    }
    return [&] { was_cancelled = true; };
  });
  tasks.add("Reading another", [&](std::stop_token, const BackgroundTasks::Progress&) {
    has_second_run = true;
    return [] {};
  });
  strip.show();
  ASSERT_TRUE(eventually([&] { return has_begun.load(); }));
  QTest::mouseClick(strip.findChild<QPushButton*>(), Qt::LeftButton);
  ASSERT_TRUE(eventually([&] { return !tasks.isBusy(); }));
  EXPECT_TRUE(was_cancelled);
  EXPECT_FALSE(has_second_run);
  EXPECT_FALSE(strip.isVisible());
}

}  // namespace
}  // namespace interleave::ui
