#include "core/store/doctor_checks.h"
#include "core/store/inspection.h"
#include "core/store/schema.h"

#include <QFileInfo>

namespace cartwright::store::doctor {
namespace {

constexpr Microseconds longestLease = 24LL * 3600 * microsecondsPerSecond;

QString restoreNext() { return QStringLiteral("keep the file and go back to a backup (`cartwright-cli restore`)"); }

/// Whether what the schema demands of the pages and the rows is so.
void checkPages(Patient& patient, Gateway& gateway)
{
    const QString pages = QStringLiteral("database");
    const auto damages = integrityProblems(gateway);
    if (damages)
        patient.addFindings(pages, Grade::Error, QStringLiteral("whole"), QStringLiteral("%1 damages"), *damages, restoreNext());
    else
        patient.add(pages, Grade::Error, damages.error().sentence, restoreNext());
    const QString keys = QStringLiteral("foreign keys");
    const auto broken = foreignKeyProblems(gateway);
    if (broken)
        patient.addFindings(keys, Grade::Error, QStringLiteral("every key has its row"), QStringLiteral("%1 broken"), *broken,
                            restoreNext());
    else
        patient.add(keys, Grade::Error, broken.error().sentence, restoreNext());
}

/// The schema's number; whether rows can be asked for as this program knows them.
bool checkSchema(Patient& patient, Gateway& gateway)
{
    const QString name = QStringLiteral("schema");
    const auto upgrades = schemaUpgrades();
    const auto owner = oneNumber(gateway, QStringLiteral("PRAGMA application_id"));
    const auto version = oneNumber(gateway, QStringLiteral("PRAGMA user_version"));
    if (!upgrades || !owner || !version) {
        patient.add(name, Grade::Error, QStringLiteral("the database does not say which it has"), restoreNext());
        return false;
    }
    const auto known = static_cast<std::int64_t>(upgrades->size());
    const QString what = QStringLiteral("%1, this program's is %2").arg(*version).arg(known);
    if (*owner != applicationId)
        patient.add(name, Grade::Error, QStringLiteral("%1 is the database of another program").arg(gateway.path()),
                    QStringLiteral("put the workspace's own database in its place"));
    else if (*version > known)
        patient.add(name, Grade::Error, what, QStringLiteral("use the newer program"));
    else if (*version < known)
        patient.add(name, Grade::Warning, what, QStringLiteral("open the workspace once; it is copied, then upgraded"));
    else
        patient.add(name, Grade::Ok, what);
    return *owner == applicationId && *version == known;
}

/// The rows of search indices are not part of the pages' check.
void checkSearch(Patient& patient, Gateway& gateway)
{
    const QString name = QStringLiteral("search");
    const auto indices = gateway.rows(
        QStringLiteral("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"));
    if (!indices) {
        patient.add(name, indices.error());
        return;
    }
    QStringList broken;
    for (Row row : *indices) {
        const QString index = row.text();
        if (auto begun = gateway.begin(); !begun) {
            patient.add(name, begun.error());
            return;
        }
        if (!gateway.exec(QStringLiteral("INSERT INTO %1 (%1, rank) VALUES ('integrity-check', 1)").arg(index)))
            broken.append(index);
        gateway.rollback();
    }
    patient.addFindings(name, Grade::Error, QStringLiteral("indices agree with their tables"),
                        QStringLiteral("%1 indices disagree with their tables"), broken,
                        QStringLiteral("import the store's description again"));
}

/// The same pairs as the statement below gives for a file.
QString serversKeys()
{
    return QStringLiteral(
        "WITH keys AS (SELECT p.relname::text AS parent, a.attname::text AS key FROM pg_constraint c "
        "JOIN pg_class p ON p.oid = c.conrelid JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
        "WHERE c.contype = 'p' AND array_length(c.conkey, 1) = 1 AND p.relnamespace = 'public'::regnamespace) "
        "SELECT t.relname::text, keys.parent, keys.key FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 "
        "JOIN keys ON keys.key = a.attname::text WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace "
        "AND t.relname::text <> keys.parent AND keys.key IN (keys.parent || '_row', keys.parent || '_id') ORDER BY 1, 2");
}

/// For columns called as another table's only key: "12 rows of flag name no store (store_id)".
Result<QStringList> danglingColumns(Gateway& gateway)
{
    const auto pairs = gateway.rows(gateway.engine().isServer() ? serversKeys() : QStringLiteral(
        "WITH tables AS (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'), "
        "keys AS (SELECT t.name AS parent, max(c.name) AS key FROM tables AS t, pragma_table_info(t.name) AS c "
        "WHERE c.pk > 0 GROUP BY t.name HAVING count(*) = 1) "
        "SELECT t.name, keys.parent, keys.key FROM tables AS t, pragma_table_info(t.name) AS c, keys "
        "WHERE c.name = keys.key AND t.name <> keys.parent "
        "AND keys.key IN (keys.parent || '_row', keys.parent || '_id') ORDER BY 1, 2"));
    if (!pairs)
        return failure(pairs.error());
    QStringList found;
    for (Row row : *pairs) {
        const QString table = row.text();
        const QString parent = row.text();
        const QString key = row.text();
        const auto count = oneNumber(
            gateway, QStringLiteral("SELECT count(*) FROM \"%1\" AS child WHERE child.\"%3\" IS NOT NULL AND NOT EXISTS "
                                    "(SELECT 1 FROM \"%2\" AS parent WHERE parent.\"%3\" = child.\"%3\")").arg(table, parent, key));
        if (!count)
            return failure(count.error());
        if (*count > 0)
            found.append(QStringLiteral("%1 rows of %2 name no %3").arg(*count).arg(table, parent));
    }
    return found;
}

/// What rows cite by more than one column without a key.
Result<QStringList> danglingRevisions(Gateway& gateway)
{
    QStringList found;
    for (const auto& [sentence, sql] :
         {std::pair(QStringLiteral("%1 sales have no latest revision"),
                    QStringLiteral("SELECT count(*) FROM sale WHERE NOT EXISTS (SELECT 1 FROM sale_revision AS r WHERE "
                                   "r.sale_row = sale.sale_row AND r.revision = sale.revision)")),
          std::pair(QStringLiteral("%1 queued sales have no such revision"),
                    QStringLiteral("SELECT count(*) FROM queue WHERE NOT EXISTS (SELECT 1 FROM sale_revision AS r WHERE "
                                   "r.sale_row = queue.sale_row AND r.revision = queue.revision)")),
          std::pair(QStringLiteral("%1 verdicts name a receipt that is not there"),
                    QStringLiteral("SELECT count(*) FROM verdict WHERE receipt_version > 0 AND NOT EXISTS (SELECT 1 FROM "
                                   "receipt AS r WHERE r.sale_row = verdict.sale_row AND r.version = verdict.receipt_version)"))}) {
        const auto count = oneNumber(gateway, sql);
        if (!count)
            return failure(count.error());
        if (*count > 0)
            found.append(sentence.arg(*count));
    }
    return found;
}

void checkOrphans(Patient& patient)
{
    const QString name = QStringLiteral("orphans");
    const auto columns = danglingColumns(*patient.gateway);
    const auto revisions = danglingRevisions(*patient.gateway);
    if (!columns || !revisions)
        patient.add(name, columns ? revisions.error() : columns.error());
    else
        patient.addFindings(name, Grade::Error, QStringLiteral("every row cites what is there"),
                            QStringLiteral("%1 kinds of rows cite nothing"), *columns + *revisions, restoreNext());
}

/// Whether each entry of the log has its seal and each seal its entry; that they fit is the audit's question.
void checkLog(Patient& patient)
{
    const QString name = QStringLiteral("log");
    const QString next = QStringLiteral("`cartwright-cli audit verify` names the first entry that is not as it was written");
    const auto entries = oneNumber(*patient.gateway, QStringLiteral("SELECT count(*) FROM log"));
    const auto bare = oneNumber(*patient.gateway, QStringLiteral("SELECT count(*) FROM log_chain AS c LEFT JOIN log AS l "
                                                                 "ON l.number = c.number WHERE l.number IS NULL"));
    const auto gaps =
        oneNumber(*patient.gateway, QStringLiteral("SELECT coalesce(max(position), 0) - count(*) FROM log_chain"));
    const auto unsealed = oneNumber(*patient.gateway, QStringLiteral("SELECT count(*) FROM log AS l LEFT JOIN log_chain AS c "
                                                                     "ON l.number = c.number WHERE c.number IS NULL"));
    for (const auto* asked : {&entries, &bare, &gaps, &unsealed})
        if (!*asked) {
            patient.add(name, asked->error());
            return;
        }
    if (*bare > 0 || *gaps > 0 || (*unsealed > 0 && patient.serverAddress.isEmpty()))
        patient.add(name, Grade::Error, QStringLiteral("%1 entries; %2 seals without one, %3 seals gone, %4 entries without one")
                                            .arg(*entries).arg(*bare).arg(*gaps).arg(*unsealed), next);
    else
        patient.add(name, Grade::Ok, *unsealed > 0 ? QStringLiteral("%1 entries, the last %2 wait for their seal").arg(*entries).arg(*unsealed)
                                                   : QStringLiteral("%1 entries, each with its seal").arg(*entries));
}

void checkLeases(Patient& patient)
{
    const QString name = QStringLiteral("leases");
    const auto far = oneNumber(*patient.gateway,
                               QStringLiteral("SELECT count(*) FROM queue WHERE state = 'claimed' AND lease_until > ?"),
                               {patient.clock.now() + longestLease});
    if (!far)
        patient.add(name, far.error());
    else if (*far == 0)
        patient.add(name, Grade::Ok, QStringLiteral("none ends later than in a day"));
    else
        patient.add(name, Grade::Warning, QStringLiteral("%1 end later than in a day").arg(*far),
                    QStringLiteral("check this machine's clock; their reviewers can give them back by skipping"));
}

void checkReceipts(Patient& patient)
{
    const QString name = QStringLiteral("receipts to send");
    const auto waiting = oneNumber(*patient.gateway, QStringLiteral("SELECT count(*) FROM receipt_to_send"));
    if (!waiting)
        patient.add(name, waiting.error());
    else
        patient.add(name, *waiting == 0 ? Grade::Ok : Grade::Warning, QStringLiteral("%1 wait").arg(*waiting),
                    *waiting == 0 ? QString() : QStringLiteral("run `cartwright-cli analyse`, which sends them"));
}

/// What can be asked of a server; its pages are its own.
void checkServer(Patient& patient)
{
    const QString name = QStringLiteral("database");
    auto gateway = Gateway::open(patient.serverAddress, patient.clock);
    const QString next = QStringLiteral("check the network and the server, and run the doctor again");
    if (!gateway) {
        patient.add(name, Grade::Warning, gateway.error().sentence, next);
        return;
    }
    patient.add(name, Grade::Ok, QStringLiteral("answers; its pages are looked at there, by pg_amcheck"));
    const auto keys = oneNumber(**gateway, QStringLiteral("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated"));
    if (!keys)
        patient.add(QStringLiteral("foreign keys"), keys.error());
    else
        patient.add(QStringLiteral("foreign keys"), *keys == 0 ? Grade::Ok : Grade::Error,
                    *keys == 0 ? QStringLiteral("every key has its row") : QStringLiteral("%1 keys were never checked").arg(*keys),
                    *keys == 0 ? QString() : QStringLiteral("ALTER TABLE … VALIDATE CONSTRAINT there"));
    const auto upgrades = schemaUpgrades((*gateway)->engine());
    const auto version = oneNumber(**gateway, QStringLiteral("SELECT max(version) FROM cartwright_schema"));
    if (!upgrades || !version) {
        patient.add(QStringLiteral("schema"), upgrades ? version.error() : upgrades.error());
        return;
    }
    const auto known = static_cast<std::int64_t>(upgrades->size());
    const QString what = QStringLiteral("%1, this program's is %2").arg(*version).arg(known);
    patient.add(QStringLiteral("schema"), *version == known ? Grade::Ok : Grade::Warning, what,
                *version == known  ? QString()
                : *version > known ? QStringLiteral("use the newer program")
                                   : QStringLiteral("let the tables' owner open the workspace once"));
    if (*version == known)
        patient.gateway = std::move(*gateway);
}

} // namespace

void checkDatabase(Patient& patient)
{
    if (!patient.serverAddress.isEmpty()) {
        checkServer(patient);
        return;
    }
    const QString name = QStringLiteral("database");
    const QString path = patient.databasePath();
    if (!QFileInfo(path).isFile()) {
        patient.add(name, Grade::Error, path + QStringLiteral(" is missing"), restoreNext());
        return;
    }
    auto gateway = Gateway::open(path, patient.clock);
    if (!gateway) {
        const bool busy = gateway.error().kind == ErrorKind::Locked;
        patient.add(name, busy ? Grade::Warning : Grade::Error, gateway.error().sentence,
                    busy ? QStringLiteral("run the doctor again") : restoreNext());
        return;
    }
    checkPages(patient, **gateway);
    if (!checkSchema(patient, **gateway))
        return;
    if (patient.isDeep())
        checkSearch(patient, **gateway);
    patient.gateway = std::move(*gateway);
}

void checkRows(Patient& patient)
{
    checkOrphans(patient);
    checkLog(patient);
    checkLeases(patient);
    checkReceipts(patient);
}

} // namespace cartwright::store::doctor
