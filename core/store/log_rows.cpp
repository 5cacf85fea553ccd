#include "core/store/log_rows.h"

namespace cartwright::store {
namespace {

constexpr int sealPage = 1000;
/// The number of the server's lock under which one program at a time seals; "SEAL".
constexpr std::int64_t sealLock = 0x5345414C;
/// A transaction that took its number early may commit late; entries are looked for so many numbers behind
/// the last seal.
constexpr std::int64_t lateNumbers = 100'000;

void appendSeal(Work& work, ChainHead& head, const StoredLogEntry& entry)
{
    head.hash = sealOf(head.hash, entry);
    head.number = entry.number;
    ++head.count;
    work.run(QStringLiteral("INSERT INTO log_chain (position, number, hash) VALUES (?, ?, ?)"),
             {head.count, head.number, head.hash});
}

/// Entries without a seal beyond a number, the lowest first.
std::vector<StoredLogEntry> unsealed(Work& work, std::int64_t beyond)
{
    std::vector<StoredLogEntry> entries;
    work.each(QStringLiteral("SELECT %1 FROM log l LEFT JOIN log_chain c ON c.number = l.number "
                             "WHERE l.number > ? AND c.number IS NULL ORDER BY l.number LIMIT ?")
                  .arg(QLatin1String(logColumns)),
              {beyond, sealPage}, [&](Row& row) { entries.push_back(readStoredEntry(row)); });
    return entries;
}

} // namespace

StoredLogEntry readStoredEntry(Row& row)
{
    StoredLogEntry entry;
    entry.number = row.integer();
    entry.at = row.integer();
    entry.who = row.text();
    entry.role = row.text();
    entry.action = row.text();
    entry.subject = row.text();
    entry.details = row.text();
    return entry;
}

ChainHead readHead(Work& work)
{
    ChainHead head;
    if (auto row = work.one(
            QStringLiteral("SELECT position, number, hash FROM log_chain ORDER BY position DESC LIMIT 1"))) {
        head.count = row->integer();
        head.number = row->integer();
        head.hash = row->text();
    }
    return head;
}

bool sealsAtOnce(const Engine& engine) { return !engine.isServer(); }

void writeLog(Work& work, const Actor& actor, const QString& action, const QString& subject,
              const QJsonObject& details)
{
    StoredLogEntry entry{.number = 0,
                         .at = work.now(),
                         .who = actor.who,
                         .role = actor.role,
                         .action = action,
                         .subject = subject,
                         .details = QString::fromUtf8(toJsonLine(details)).trimmed()};
    const QString insert =
        QStringLiteral("INSERT INTO log (at, who, role, action, subject, details) VALUES (?, ?, ?, ?, ?, ?)");
    const Values values{entry.at, entry.who, entry.role, entry.action, entry.subject, entry.details};
    work.noteWritten();
    if (!sealsAtOnce(work.engine())) {
        work.run(insert, values); // and not its number: most roles of a server write to the log without reading it
        return;
    }
    auto row = work.one(insert + QStringLiteral(" RETURNING number"), values);
    if (!row)
        return;
    // This entry only: one that somebody slipped in beside the program stays without a seal, and is found.
    entry.number = row->integer();
    ChainHead head = readHead(work);
    appendSeal(work, head, entry);
}

void sealLog(Work& work)
{
    // The server seals by itself, when somebody asks: a client that could write seals could forge them.
    if (work.engine().isServer()) {
        std::int64_t sealed = sealPage;
        while (work.ok() && sealed == sealPage)
            sealed = work.insert(QStringLiteral("SELECT cartwright_seal_log(?, ?, ?)"),
                                 {sealLock, lateNumbers, static_cast<std::int64_t>(sealPage)});
        return;
    }
    ChainHead head = readHead(work);
    std::int64_t beyond = head.number - lateNumbers;
    for (;;) {
        const auto entries = unsealed(work, beyond);
        for (const auto& entry : entries)
            appendSeal(work, head, entry);
        if (!work.ok() || entries.empty())
            return;
        beyond = entries.back().number;
    }
}

void sealServerLog(Gateway& gateway, SealTime when)
{
    if (sealsAtOnce(gateway.engine()) || !gateway.takeSealTurn(when == SealTime::Now))
        return;
    Work work(gateway, Work::Kind::Write);
    // Somebody who seals just now seals this connection's entries too, or the next one does: many clients would
    // else all wait for one another here.
    if (when == SealTime::WhenDue) {
        auto free = work.one(QStringLiteral("SELECT pg_try_advisory_xact_lock(?::bigint)::text"), {sealLock});
        if (!free || free->text() != QStringLiteral("true"))
            return;
    }
    sealLog(work);
    static_cast<void>(work.finish());
}

Result<void> sealOldLog(Gateway& gateway)
{
    const auto isUnsealed = [](Work& work) {
        return !work.one(QStringLiteral("SELECT 1 FROM log_chain LIMIT 1")) &&
               work.one(QStringLiteral("SELECT 1 FROM log LIMIT 1"));
    };
    if (!sealsAtOnce(gateway.engine())) // the sealer will come by
        return {};
    {
        Work work(gateway, Work::Kind::Read);
        const bool waits = isUnsealed(work);
        if (auto looked = work.finish(); !looked || !waits)
            return looked;
    }
    Work work(gateway, Work::Kind::Write);
    if (isUnsealed(work)) // nobody was faster
        sealLog(work);
    return work.finish();
}

} // namespace cartwright::store
