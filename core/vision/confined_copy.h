#pragma once

// Internal to core/vision: the two sides of making a review copy in a confined process.

#include "core/vision/confined_jobs.h"

#include <QJsonArray>

namespace cartwright::vision {

inline QString copyQuestion() { return QStringLiteral("copy"); }
Result<media::ConfinedMessage> answerCopy(const media::ConfinedMessage& question, const PreparedModels& models,
                                          const std::function<void(double)>& progress);

QJsonArray polygonToJson(const std::vector<Point>& polygon);
std::vector<Point> polygonFromJson(const QJsonValue& value);

} // namespace cartwright::vision
