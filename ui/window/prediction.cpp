// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/prediction.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace interleave::ui {

std::optional<Prediction> predictionFor(const std::string& lesson) {
  QFile file(":/interleave/lessons/predictions.json");
  if (!file.open(QIODevice::ReadOnly)) {
    return std::nullopt;
  }
  const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
  const QJsonObject found = all.value(QString::fromStdString(lesson)).toObject();
  Prediction prediction;
  prediction.question = found.value("question").toString();
  for (const QJsonValue& answer : found.value("answers").toArray()) {
    prediction.answers << answer.toString();
  }
  prediction.right = found.value("right").toInt(-1);
  prediction.why = found.value("why").toString();
  const bool is_whole = !prediction.question.isEmpty() && prediction.answers.size() >= 2 && prediction.right >= 0 &&
                        prediction.right < prediction.answers.size();
  return is_whole ? std::optional(prediction) : std::nullopt;
}

}  // namespace interleave::ui
