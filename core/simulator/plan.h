#pragma once

#include "core/simulator/script.h"

#include <QJsonArray>
#include <QJsonObject>

namespace cartwright::simulator {

/// One sale of the store, thought up but not yet filmed.
struct PlannedSale
{
    QString saleId;
    UtcMicroseconds enteredAt = 0;
    UtcMicroseconds exitedAt = 0;
    std::uint64_t seed = 0;
    Script script;
};

/// WrongUsage, naming the setting, where one is out of its range.
Result<void> checkSettings(const Settings& settings);
/// The settings that decide on the bytes, to tell whether a folder was made with the same ones.
QJsonObject toJson(const Settings& settings);

/// The situation of each sale: shares met by largest remainders, order by dice.
std::vector<Situation> situationsOf(const Settings& settings);
std::vector<PlannedSale> planSales(const Settings& settings, const std::vector<RigCamera>& rig);

/// The sale in the feed's format; `clips` have their hashes already.
QJsonObject saleJson(const PlannedSale& sale, const QString& storeId, const std::vector<Clip>& clips);
/// What really happened, for truth.json.
QJsonArray truthJson(const std::vector<PlannedSale>& sales, const std::vector<RigCamera>& rig);

} // namespace cartwright::simulator
