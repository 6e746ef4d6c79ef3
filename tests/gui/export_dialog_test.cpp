// SPDX-License-Identifier: GPL-3.0-or-later
// A run becomes a picture of the chosen size, in the chosen folder, or the dialog says why not.
#include "ui/window/export_dialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QImage>
#include <QLabel>
#include <QSignalSpy>

#include "tests/gui/window_fixture.h"

namespace interleave::ui {
namespace {

class ExportDialogTest : public WindowTest {
 protected:
  void SetUp() override {
    WindowTest::SetUp();
    choose("Workload", "sleep");
    type("Sleep", "20");
    click("Run");
    ASSERT_TRUE(eventually([&] { return hasEnded(); }));
    openDialog();
  }

  void openDialog() {
    click("Export picture…");
    m_dialog = window().findChild<ExportDialog*>();
    ASSERT_NE(m_dialog, nullptr);
    ASSERT_TRUE(QTest::qWaitForWindowExposed(m_dialog));
  }

  QPushButton* dialogButton(const QString& text) {
    for (QPushButton* found : m_dialog->findChildren<QPushButton*>()) {
      if (QString(found->text()).remove('&') == text) {
        return found;
      }
    }
    return nullptr;
  }
  QString message() { return m_dialog->findChild<QLabel*>("message")->text(); }

  /// Answers the file dialog with a path, as typed.
  void saveAs(const QString& path) {
    QTest::mouseClick(dialogButton("Save…"), Qt::LeftButton);
    auto* files = m_dialog->findChild<QFileDialog*>();
    ASSERT_NE(files, nullptr);
    ASSERT_TRUE(QTest::qWaitForWindowExposed(files));
    auto* line = files->findChild<QLineEdit*>("fileNameEdit");
    EXPECT_TRUE(line->text().endsWith(".png"));
    line->selectAll();
    QTest::keyClicks(line, path);
    QTest::keyClick(line, Qt::Key_Return);
  }

  ExportDialog* m_dialog = nullptr;
};

TEST_F(ExportDialogTest, WritesAPictureOfTheChosenSizeAndRemembersTheFolder) {
  choose("Size", "1280 × 720");
  QSignalSpy saved(m_dialog, &ExportDialog::saved);
  const QString file = path("run.png");
  saveAs(file);
  ASSERT_TRUE(eventually([&] { return saved.size() == 1; })) << message().toStdString();
  EXPECT_EQ(QImage(file).size(), QSize(1280, 720));
  EXPECT_TRUE(message().contains("run.png"));
  EXPECT_EQ(WindowSettings(settingsFile()).folder(), QFileInfo(file).absolutePath());
  EXPECT_EQ(WindowSettings(settingsFile()).exportChoices().size, QSize(1280, 720));
}

TEST_F(ExportDialogTest, AFolderThatCannotBeWrittenIsSaidInTheDialog) {
  saveAs("/sys/run.png");
  ASSERT_TRUE(eventually([&] { return message().contains("/sys/run.png"); })) << message().toStdString();
  EXPECT_TRUE(m_dialog->isVisible());
  EXPECT_TRUE(dialogButton("Save…")->isEnabled());
  EXPECT_NE(WindowSettings(settingsFile()).folder(), "/sys");
}

TEST_F(ExportDialogTest, ASizeOutOfLimitsIsExplainedAndNotSaved) {
  type("Width", "12");
  EXPECT_FALSE(dialogButton("Save…")->isEnabled());
  EXPECT_TRUE(message().contains("320")) << message().toStdString();
  choose("Size", "1280 × 720");
  EXPECT_TRUE(dialogButton("Save…")->isEnabled());
  EXPECT_EQ(message(), "");
  type("Width", "800");
  EXPECT_TRUE(dialogButton("Save…")->isEnabled());
  EXPECT_EQ(find<QComboBox>("Size")->currentText(), "Other…");
}

TEST_F(ExportDialogTest, CopiesThePictureWithItsGroundOrWithout) {
  choose("Size", "1280 × 720");
  choose("Theme", "Dark");
  QTest::mouseClick(dialogButton("Copy"), Qt::LeftButton);
  QImage copied = QGuiApplication::clipboard()->image();
  ASSERT_EQ(copied.size(), QSize(1280, 720));
  EXPECT_EQ(copied.pixelColor(0, 0), theme(ThemeName::Dark).panel);
  auto* transparent = m_dialog->findChild<QCheckBox*>("transparent");
  QTest::mouseClick(transparent, Qt::LeftButton, {}, QPoint(8, transparent->height() / 2));
  ASSERT_TRUE(transparent->isChecked());
  QTest::mouseClick(dialogButton("Copy"), Qt::LeftButton);
  copied = QGuiApplication::clipboard()->image();
  EXPECT_EQ(copied.pixelColor(0, 0).alpha(), 0);
}

TEST_F(ExportDialogTest, ChoicesAreThereTheNextTime) {
  choose("Size", "3840 × 2160");
  choose("Theme", "Print");
  type("Scale", "2");
  QTest::keyClick(m_dialog, Qt::Key_Escape);
  ASSERT_TRUE(eventually([&] { return window().findChild<ExportDialog*>() == nullptr; }));
  openDialog();
  EXPECT_EQ(find<QComboBox>("Size")->currentText(), "3840 × 2160");
  EXPECT_EQ(find<QComboBox>("Theme")->currentText(), "Print");
  EXPECT_EQ(find<QLineEdit>("Scale")->text(), "2");
}

}  // namespace
}  // namespace interleave::ui
