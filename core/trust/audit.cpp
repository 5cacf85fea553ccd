#include "core/trust/audit.h"

#include "core/store/label_repository.h"
#include "core/trust/chain_diagnosis.h"

#include <algorithm>
#include <set>

namespace cartwright::trust {
namespace {

using store::LogRepository;
using store::Seal;

constexpr int page = 1000;

tl::unexpected<Error> stopped() { return failure(ErrorKind::Cancelled, QStringLiteral("Reading the log was stopped.")); }

/// One walk along the chain.
class Walk
{
public:
    Walk(LogRepository& log, std::vector<Checkpoint> checkpoints) : m_log(log), m_checkpoints(std::move(checkpoints))
    {
        std::stable_sort(m_checkpoints.begin(), m_checkpoints.end(),
                         [](const auto& one, const auto& other) { return one.count < other.count; });
        while (m_next < m_checkpoints.size() && m_checkpoints[m_next].count == 0)
            ++m_next;
        m_report.checkpoints = static_cast<std::int64_t>(m_next);
    }

    const store::ChainHead& head() const { return m_report.head; }
    /// Takes the next seal; false where it does not fit.
    Result<bool> take(const Seal& seal)
    {
        const Break here{.beforePrevious = m_beforePrevious,
                         .previous = m_report.head.hash,
                         .previousPosition = m_report.head.count,
                         .previousNumber = m_report.head.number,
                         .seal = seal};
        if (seal.position != here.previousPosition + 1 || !seal.entry ||
            store::sealOf(here.previous, *seal.entry) != seal.hash) {
            auto place = diagnose(m_log, here);
            if (!place)
                return failure(place.error());
            m_report.broken = std::move(*place);
            return false;
        }
        // A file takes the numbers of an undone transaction back, so there no number is ever left out.
        if (m_log.isSealedAtOnce() && seal.number != here.previousNumber + 1) {
            m_report.broken = BrokenPlace{
                .how = Breakage::EntryRemoved,
                .position = seal.position,
                .number = 0,
                .sentence = QStringLiteral("What stood after entry %1 and before entry %2 was removed from the log, and the "
                                           "seals go on over the gap.")
                                .arg(here.previousNumber)
                                .arg(seal.number)};
            return false;
        }
        m_beforePrevious = here.previous;
        m_report.head = {.count = seal.position, .number = seal.number, .hash = seal.hash};
        m_report.backward += seal.entry->at < m_at ? 1 : 0;
        m_at = seal.entry->at;
        return agrees(seal);
    }
    /// What the chain's end says, once all seals were taken.
    Result<void> end(UtcMicroseconds now)
    {
        if (!m_report.broken && m_next < m_checkpoints.size())
            m_report.broken = truncated(m_checkpoints[m_next]);
        auto unsealed = unsealedPlace(m_log, m_report.head, now, m_report.waiting);
        if (!unsealed)
            return failure(unsealed.error());
        const auto isFirst = [&](const BrokenPlace& place) {
            return !m_report.broken || m_report.broken->how == Breakage::Truncated ||
                   (m_report.broken->number > 0 && place.number < m_report.broken->number);
        };
        if (*unsealed && isFirst(**unsealed))
            m_report.broken = std::move(**unsealed);
        return m_report.broken ? Result<void>() : countsAgree();
    }
    AuditReport report() && { return std::move(m_report); }

private:
    static QString sourceOf(const Checkpoint& checkpoint)
    {
        return QStringLiteral("the checkpoint %1 of %2").arg(checkpoint.from, formatUtc(checkpoint.at));
    }
    bool agrees(const Seal& seal)
    {
        for (; m_next < m_checkpoints.size() && m_checkpoints[m_next].count == seal.position; ++m_next) {
            const Checkpoint& checkpoint = m_checkpoints[m_next];
            if (checkpoint.hash == seal.hash) {
                ++m_report.checkpoints;
                m_agreed = seal.number;
                continue;
            }
            const QString since = m_agreed > 0 ? QStringLiteral("between entry %1 and this one").arg(m_agreed)
                                               : QStringLiteral("before or at this one");
            m_report.broken = BrokenPlace{
                .how = Breakage::Rewritten,
                .position = seal.position,
                .number = seal.number,
                .sentence = described(*seal.entry) + QStringLiteral(" and its seals are whole in themselves, but not what %1 "
                                                                    "saw there: the log was rewritten %2.")
                                                         .arg(sourceOf(checkpoint), since)};
            return false;
        }
        return true;
    }
    BrokenPlace truncated(const Checkpoint& checkpoint) const
    {
        return {.how = Breakage::Truncated,
                .position = m_report.head.count + 1,
                .number = 0,
                .sentence = QStringLiteral("The log ends with entry %1, its %2. seal, but %3 saw %4: its end was removed.")
                                .arg(m_report.head.number)
                                .arg(m_report.head.count)
                                .arg(sourceOf(checkpoint))
                                .arg(checkpoint.count)};
    }
    /// A file counts the numbers it gave.
    Result<void> countsAgree()
    {
        const auto given = m_log.lastGivenNumber();
        if (!given)
            return failure(given.error());
        const auto head = m_log.head(); // somebody may have written since
        if (!head)
            return failure(head.error());
        if (*given && head->number >= m_report.head.number && **given > head->number)
            m_report.broken = BrokenPlace{
                .how = Breakage::Truncated,
                .position = head->count + 1,
                .number = 0,
                .sentence = QStringLiteral("The log ends with entry %1, but the file has given numbers up to %2: its end was "
                                           "removed.")
                                .arg(head->number)
                                .arg(**given)};
        return {};
    }

    LogRepository& m_log;
    std::vector<Checkpoint> m_checkpoints;
    std::size_t m_next = 0;
    std::int64_t m_agreed = 0;
    QString m_beforePrevious;
    UtcMicroseconds m_at = std::numeric_limits<UtcMicroseconds>::min();
    AuditReport m_report;
};

} // namespace

QString nameOf(Breakage breakage)
{
    switch (breakage) {
    case Breakage::EntryAltered: return QStringLiteral("entry_altered");
    case Breakage::EntryRemoved: return QStringLiteral("entry_removed");
    case Breakage::EntryInserted: return QStringLiteral("entry_inserted");
    case Breakage::Reordered: return QStringLiteral("reordered");
    case Breakage::SealAltered: return QStringLiteral("seal_altered");
    case Breakage::SealRemoved: return QStringLiteral("seal_removed");
    case Breakage::Unsealed: return QStringLiteral("unsealed");
    case Breakage::Truncated: return QStringLiteral("truncated");
    case Breakage::Rewritten: return QStringLiteral("rewritten");
    }
    return {};
}

Result<AuditReport> verifyLog(store::Database& database, const std::vector<Checkpoint>& checkpoints,
                              const Cancellation& cancel, const std::function<void(std::int64_t, std::int64_t)>& progress)
{
    LogRepository log(database);
    const auto all = log.head();
    if (!all)
        return failure(all.error());
    Walk walk(log, checkpoints);
    for (bool fits = true; fits;) {
        if (cancel.isCancelled())
            return stopped();
        const auto seals = log.seals(walk.head().count, page);
        if (!seals)
            return failure(seals.error());
        for (std::size_t i = 0; i < seals->size() && fits; ++i) {
            const auto taken = walk.take((*seals)[i]);
            if (!taken)
                return failure(taken.error());
            fits = *taken;
        }
        if (progress)
            progress(walk.head().count, std::max(all->count, walk.head().count));
        if (seals->empty())
            break;
    }
    if (auto ended = walk.end(database.clock().now()); !ended)
        return failure(ended.error());
    return std::move(walk).report();
}

Result<KnownCheckpoints> checkpointsOfExports(store::Database& database)
{
    const auto records = store::LabelRepository(database).datasets();
    if (!records)
        return failure(records.error());
    KnownCheckpoints known;
    std::set<QString> seen;
    for (const auto& record : *records) {
        if (!seen.insert(record.folder).second)
            continue;
        const auto before = known.checkpoints.size();
        for (const QString& file : checkpointsBeside(record.folder))
            if (const auto read = readCheckpoints(file))
                known.checkpoints.insert(known.checkpoints.end(), read->begin(), read->end());
        known.missing += known.checkpoints.size() == before ? 1 : 0;
    }
    return known;
}

Result<void> exportLog(store::Database& database, const std::function<void(const QByteArray&)>& use,
                       const Cancellation& cancel)
{
    LogRepository log(database);
    for (std::int64_t beyond = 0;;) {
        if (cancel.isCancelled())
            return stopped();
        const auto seals = log.seals(beyond, page);
        if (!seals)
            return failure(seals.error());
        if (seals->empty())
            return {};
        for (const auto& seal : *seals) {
            beyond = seal.position;
            QJsonObject line{{QStringLiteral("position"), static_cast<qint64>(seal.position)},
                             {QStringLiteral("number"), static_cast<qint64>(seal.number)},
                             {QStringLiteral("seal"), seal.hash}};
            if (seal.entry) {
                line.insert(QStringLiteral("at"), static_cast<qint64>(seal.entry->at));
                line.insert(QStringLiteral("who"), seal.entry->who);
                line.insert(QStringLiteral("role"), seal.entry->role);
                line.insert(QStringLiteral("action"), seal.entry->action);
                line.insert(QStringLiteral("subject"), seal.entry->subject);
                line.insert(QStringLiteral("details"), seal.entry->details);
            }
            use(toJsonLine(line));
        }
    }
}

} // namespace cartwright::trust
