#pragma once

#include "core/base/json.h"
#include "core/domain/decision.h"

namespace cartwright {

/// Plain values as JSON and back, in the words and units of the feed. Used for drafts, stored bodies, corrections
/// files and the outbox. Decoding refuses what the encoder could not have written.
QJsonObject toJson(const Store& store);
Result<Store> storeFromJson(const QJsonObject& object, const QString& where);

QJsonObject toJson(const Event& event);
Result<Event> eventFromJson(const QJsonObject& object, const QString& where);
QJsonArray toJson(const std::vector<Candidate>& candidates);
Result<std::vector<Candidate>> candidatesFromJson(const QJsonArray& array, const QString& where);
QJsonArray toJson(const Box& box);

QJsonArray toJson(const Cart& cart);
Result<Cart> cartFromJson(const QJsonArray& array, const QString& where);

QJsonObject toJson(const Edit& edit);
Result<Edit> editFromJson(const QJsonObject& object, const QString& where);
QJsonArray toJson(const std::vector<Edit>& edits);
Result<std::vector<Edit>> editsFromJson(const QJsonArray& array, const QString& where);

QJsonObject toJson(const Flag& flag);
QJsonObject toJson(const Receipt& receipt);

} // namespace cartwright
