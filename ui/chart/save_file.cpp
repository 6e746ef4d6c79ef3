// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/save_file.h"

#include <fmt/format.h>

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace interleave::ui {
namespace {

Status failed(const QFileDevice& file, const std::string& path) {
  return fail(ErrorCode::Io, fmt::format("can't write {}: {}", path, file.errorString().toStdString()));
}

// Writes on after a short write, for only the next one tells why; and flushes before the file is finished, for a
// QSaveFile forgets why its last write failed.
Status writeAll(const QByteArray& bytes, QFileDevice& file, const std::string& path) {
  if (!file.open(QIODevice::WriteOnly)) {
    return failed(file, path);
  }
  for (qsizetype done = 0; done < bytes.size();) {
    const qint64 written = file.write(bytes.constData() + done, bytes.size() - done);
    if (written <= 0) {
      return failed(file, path);
    }
    done += written;
  }
  return file.flush() ? Status() : failed(file, path);
}

}  // namespace

Status saveFile(const QByteArray& bytes, const std::string& path) {
  const QString name = QString::fromStdString(path);
  const QFileInfo info(name);
  if (info.exists() && !info.isFile() && !info.isDir()) {
    QFile device(name);
    return writeAll(bytes, device, path);
  }
  QSaveFile file(name);
  if (const Status written = writeAll(bytes, file, path); !written) {
    return written;
  }
  return file.commit() ? Status() : failed(file, path);
}

}  // namespace interleave::ui
