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
/// `assortment` must outlive the sales.
std::vector<PlannedSale> planSales(const Settings& settings, const std::vector<RigCamera>& rig,
                                   const Assortment& assortment = usualAssortment());

/// The sale in the feed's format; `clips` have their hashes already, `series` are the plates' traces.
QJsonObject saleJson(const PlannedSale& sale, const Store& store, const std::vector<RigCamera>& rig,
                     const std::vector<Clip>& clips, const std::vector<Series>& series);
/// What a plate sends as its 60 Hz trace: one line of grams per sample under the heading "weight_g", an empty line where it
/// was silent.
inline constexpr int plateRate = 60;
QByteArray plateTrace(const PlannedSale& sale, int place);
/// What really happened, for truth.json.
QJsonArray truthJson(const std::vector<PlannedSale>& sales, const std::vector<RigCamera>& rig);

} // namespace cartwright::simulator
