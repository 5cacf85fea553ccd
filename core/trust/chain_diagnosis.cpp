#include "core/trust/chain_diagnosis.h"

namespace cartwright::trust {
namespace {

using store::LogRepository;
using store::Seal;
using store::sealOf;
using store::StoredLogEntry;

constexpr int page = 1000;
constexpr int mostUnsealed = 100;
/// A server's programs seal within seconds of writing, and no transaction lasts longer than minutes.
constexpr Microseconds sealedWithin = 3600LL * microsecondsPerSecond;

BrokenPlace placeOf(Breakage how, std::int64_t position, std::int64_t number, const QString& sentence)
{
    return {.how = how, .position = position, .number = number, .sentence = sentence};
}

/// The first entries without a seal.
Result<std::vector<StoredLogEntry>> unsealedEntries(LogRepository& log)
{
    std::vector<StoredLogEntry> entries;
    std::int64_t beyond = std::numeric_limits<std::int64_t>::min();
    while (entries.size() < mostUnsealed) {
        const auto number = log.firstUnsealed(beyond);
        if (!number)
            return failure(number.error());
        if (!*number)
            break;
        auto entry = log.entry(**number);
        if (!entry)
            return failure(entry.error());
        if (*entry)
            entries.push_back(std::move(**entry));
        beyond = **number;
    }
    return entries;
}

Result<std::optional<Seal>> sealAfter(LogRepository& log, std::int64_t position)
{
    auto seals = log.seals(position, 1);
    if (!seals)
        return failure(seals.error());
    return seals->empty() ? std::optional<Seal>() : std::optional(std::move(seals->front()));
}

BrokenPlace removedBefore(const Break& broken, const QString& how)
{
    const QString after = broken.previousNumber > 0 ? QStringLiteral("after entry %1").arg(broken.previousNumber)
                                                    : QStringLiteral("at the beginning");
    return placeOf(Breakage::EntryRemoved, broken.previousPosition + 1, 0,
                   QStringLiteral("What stood %1 and before entry %2 was removed from the log%3.")
                       .arg(after)
                       .arg(broken.seal.number)
                       .arg(how));
}

/// Positions are missing before this seal.
BrokenPlace diagnoseGap(const Break& broken, const std::vector<StoredLogEntry>& unsealed)
{
    const auto gone = broken.seal.position - broken.previousPosition - 1;
    for (const auto& entry : unsealed)
        if (entry.number < broken.seal.number &&
            (gone > 1 || (broken.seal.entry &&
                          sealOf(sealOf(broken.previous, entry), *broken.seal.entry) == broken.seal.hash)))
            return placeOf(Breakage::SealRemoved, broken.previousPosition + 1, entry.number,
                           described(entry) + QStringLiteral(" is there, but its seal was removed."));
    return removedBefore(broken, QStringLiteral(", %1 with their seals").arg(gone));
}

/// What an entry elsewhere in the log has to do with the place that does not fit.
std::optional<BrokenPlace> displaced(const Break& broken, const StoredLogEntry& other, const QString& otherSeal)
{
    const Seal& seal = broken.seal;
    const auto reordered = [&](const QString& sentence) {
        return placeOf(Breakage::Reordered, seal.position, seal.number, described(*seal.entry) + sentence.arg(other.number));
    };
    const QString here = sealOf(broken.previous, other);
    if (here == seal.hash)
        return reordered(QStringLiteral(" stands where the seal is that of entry %1; their seals have changed places."));
    if (!otherSeal.isEmpty() && here == otherSeal)
        return reordered(QStringLiteral(" stands in the chain where entry %1 belongs; they have changed places."));
    StoredLogEntry moved = other;
    moved.number = seal.number;
    if (sealOf(broken.previous, moved) == seal.hash)
        return reordered(QStringLiteral(" said what entry %1 says now; they have changed places."));
    return std::nullopt;
}

Result<std::optional<BrokenPlace>> findDisplaced(LogRepository& log, const Break& broken,
                                                 const std::vector<StoredLogEntry>& unsealed)
{
    for (const auto& entry : unsealed)
        if (auto place = displaced(broken, entry, {}))
            return place;
    for (std::int64_t beyond = 0;;) {
        const auto seals = log.seals(beyond, page);
        if (!seals)
            return failure(seals.error());
        for (const auto& seal : *seals) {
            if (seal.entry && seal.position != broken.seal.position)
                if (auto place = displaced(broken, *seal.entry, seal.hash))
                    return place;
            beyond = seal.position;
        }
        if (seals->empty())
            return std::optional<BrokenPlace>();
    }
}

/// Nothing was moved: the entry or its seal was changed. What follows tells which, because it was sealed over the
/// seal as it was.
BrokenPlace diagnoseChange(const LogRepository& log, const Break& broken, const std::optional<Seal>& next)
{
    const Seal& seal = broken.seal;
    const StoredLogEntry& entry = *seal.entry;
    const auto goesOn = [&](const QString& hash) { return next && next->entry && sealOf(hash, *next->entry) == next->hash; };
    const bool numbersHaveAGap = entry.number > broken.previousNumber + 1;
    const QString what = described(entry);
    if (goesOn(sealOf(broken.previous, entry)))
        return placeOf(Breakage::SealAltered, seal.position, seal.number, what + QStringLiteral(" is as it was; its seal was altered."));
    if (goesOn(seal.hash) && numbersHaveAGap && log.isSealedAtOnce())
        return removedBefore(broken, QStringLiteral(", and the seals were numbered anew"));
    if (goesOn(seal.hash))
        return placeOf(Breakage::EntryAltered, seal.position, seal.number,
                       what + (numbersHaveAGap
                                   ? QStringLiteral(" was altered after it was sealed, or what stood before it was removed.")
                                   : QStringLiteral(" was altered after it was sealed.")));
    return placeOf(Breakage::EntryAltered, seal.position, seal.number,
                   what + (next ? QStringLiteral(" or its seal was altered, and so was what follows.")
                                : QStringLiteral(" or its seal was altered; it is the last one, so that a checkpoint alone "
                                                 "could tell which.")));
}

} // namespace

QString described(const StoredLogEntry& entry)
{
    return QStringLiteral("Entry %1 (%2 of %3 by %4, %5)")
        .arg(QString::number(entry.number), entry.action, entry.subject, entry.who, formatUtc(entry.at));
}

Result<BrokenPlace> diagnose(LogRepository& log, const Break& broken)
{
    const Seal& seal = broken.seal;
    const auto unsealed = unsealedEntries(log);
    if (!unsealed)
        return failure(unsealed.error());
    if (seal.position != broken.previousPosition + 1)
        return diagnoseGap(broken, *unsealed);
    if (!seal.entry)
        return placeOf(Breakage::EntryRemoved, seal.position, seal.number,
                       QStringLiteral("Entry %1 was removed; its seal is still there.").arg(seal.number));
    if (sealOf(broken.beforePrevious, *seal.entry) == seal.hash)
        return placeOf(Breakage::EntryInserted, broken.previousPosition, broken.previousNumber,
                       QStringLiteral("Entry %1 was inserted before entry %2, with a seal of its own.")
                           .arg(broken.previousNumber)
                           .arg(seal.number));
    for (const auto& entry : *unsealed)
        if (sealOf(sealOf(broken.previous, entry), *seal.entry) == seal.hash)
            return placeOf(Breakage::SealRemoved, seal.position, entry.number,
                           described(entry) + QStringLiteral(" is there, but its seal was removed."));
    auto moved = findDisplaced(log, broken, *unsealed);
    if (!moved)
        return failure(moved.error());
    if (*moved)
        return std::move(**moved);
    const auto next = sealAfter(log, seal.position);
    if (!next)
        return failure(next.error());
    return diagnoseChange(log, broken, *next);
}

Result<std::optional<BrokenPlace>> unsealedPlace(LogRepository& log, const store::ChainHead& head, UtcMicroseconds now,
                                                 std::int64_t& waiting)
{
    const auto unsealed = unsealedEntries(log);
    if (!unsealed)
        return failure(unsealed.error());
    for (const auto& entry : *unsealed) {
        const bool isBehind = entry.number < head.number;
        if (log.isSealedAtOnce())
            return std::optional(placeOf(isBehind ? Breakage::EntryInserted : Breakage::Unsealed, 0, entry.number,
                                         described(entry) +
                                             (isBehind ? QStringLiteral(" was inserted; no program writes one without its seal.")
                                                       : QStringLiteral(" has no seal: another program wrote it, or its seal "
                                                                        "was removed."))));
        if (isBehind && entry.at < now - sealedWithin)
            return std::optional(placeOf(Breakage::Unsealed, 0, entry.number,
                                         described(entry) + QStringLiteral(" has no seal though it is older than an hour and "
                                                                           "later ones have theirs: it was inserted, or its "
                                                                           "seal was removed.")));
        ++waiting;
    }
    return std::optional<BrokenPlace>();
}

} // namespace cartwright::trust
