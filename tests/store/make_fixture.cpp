// Makes the fixture of the schema that this program was built with: store_make_fixture FOLDER writes
// schema-N.sql, schema-N.postgresql.sql and schema-N.facts. Run it before an upgrade file is added, and keep them; see
// fixtures/README.md.
#include "core/base/safe_file.h"
#include "core/store/gateway.h"
#include "core/store/near_words.h"
#include "core/store/schema.h"
#include "tests/store/facts_dump.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <cstdio>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

QString sale(const char* name) { return QLatin1String(name); }

void addProducts(Database& database)
{
    const auto product = [](int n, const QString& name, MinorUnits price,
                            std::optional<std::int64_t> weight) {
        return Product{gtin(n), name, price, QStringLiteral("food"), weight, QString()};
    };
    StoreRepository stores(database);
    require(stores.save(demoStore(), {product(1, QStringLiteral("Läsk; 'citron'"), 1500, 512),
                                      product(2, QStringLiteral("Oat drink"), 2190, std::nullopt)}));
    require(stores.save(demoStore(), {product(2, QStringLiteral("Oat drink, 1 l"), 2290, 1040),
                                      product(3, QStringLiteral("Plums"), 4990, std::nullopt)}));
    require(stores.save(demoStore(QStringLiteral("two")), {product(1, QStringLiteral("Läsk"), 1600, 512)}));
}

/// Sales at every step of their way.
void addSales(Bench& bench)
{
    SaleRepository sales(*bench.database);
    QueueRepository queue(*bench.database);
    const QString ada = QStringLiteral("ada");
    require(sales.addRevision(sampleSale(sale("s-ingested")), "{\"sale\": 1}\n"));
    Sale bare = sampleSale(sale("s-bare"));
    bare.cart.reset();
    bare.events.clear();
    bare.series.clear();
    require(sales.addRevision(bare, QByteArray("\0\xff'", 3)));
    require(sales.savePrediction(bare.key, samplePrediction()));
    for (const char* name : {"s-waiting", "s-held", "s-skipped", "s-escalated", "s-corrected", "s-unsure"})
        bench.queue(sale(name));
    bench.queue(sale("s-audit"), audited(sale("s-audit")));
    bench.queue(sale("s-requested"),
                {.flags = {}, .receipt = sampleReceipt(sale("s-requested")), .dueAt = morning + 20 * minute});
    bench.clock.advance(minute);
    require(queue.skip(*queue.claim(keyOf(sale("s-skipped")), ada, 10 * minute), QStringLiteral("too dark")));
    Verdict escalation = corrected(sale("s-escalated")).verdict;
    escalation.note = QStringLiteral("two groups");
    require(queue.escalate(*queue.claim(keyOf(sale("s-escalated")), ada, 10 * minute), escalation));
    require(queue.release(*queue.claim(keyOf(sale("s-waiting")), ada, 10 * minute)));
    require(queue.request(keyOf(sale("s-requested")), QStringLiteral("bo")));
    bench.clock.advance(minute);
    require(queue.submit(*queue.claim(keyOf(sale("s-corrected")), ada, 10 * minute),
                         corrected(sale("s-corrected"))));
    Submission unsure = corrected(sale("s-unsure"));
    unsure.verdict.outcome = VerdictOutcome::Unresolvable;
    unsure.labels.clear();
    require(queue.submit(*queue.claim(keyOf(sale("s-unsure")), ada, 10 * minute), unsure));
    require(queue.claim(keyOf(sale("s-held")), QStringLiteral("bo"), 24 * 60 * minute));
    require(sales.markReceiptSent(keyOf(sale("s-audit")), 1));
    require(sales.addRevision(sampleSale(sale("s-corrected"), 2), "{\"sale\": 2}\n"));
}

void fill(Bench& bench)
{
    addProducts(*bench.database);
    addSales(bench);
    require(LabelRepository(*bench.database)
                .recordDataset({.folder = QStringLiteral("/datasets/v1"),
                                .format = QStringLiteral("coco"),
                                .contentHash = QString(64, QLatin1Char('c')),
                                .labels = 1,
                                .frames = 1,
                                .createdAt = morning + 10 * minute}));
}

std::vector<Row> rowsFor(Gateway& gateway, const QString& sql, const Values& bindings = {})
{
    auto rows = gateway.rows(sql, bindings);
    require(rows);
    return std::move(*rows);
}

QString column(Gateway& gateway, const QString& sql) { return rowsFor(gateway, sql).at(0).text(); }

/// The rows of a table as INSERT statements, in the words of SQLite's own quote().
QString rowsOf(Gateway& gateway, const QString& table)
{
    QStringList names;
    for (auto& row :
         rowsFor(gateway, QStringLiteral("SELECT name FROM pragma_table_info(?) ORDER BY cid"), {table}))
        names.append(row.text());
    QStringList quoted;
    for (const auto& name : names)
        quoted.append(QStringLiteral("quote(%1)").arg(name));
    QString text;
    for (auto& row :
         rowsFor(gateway, QStringLiteral("SELECT %1 FROM %2").arg(quoted.join(QLatin1Char(',')), table))) {
        QStringList values;
        for (qsizetype i = 0; i < names.size(); ++i)
            values.append(row.text());
        text += QStringLiteral("INSERT INTO %1 (%2) VALUES (%3);\n\n")
                    .arg(table, names.join(QStringLiteral(", ")), values.join(QStringLiteral(", ")));
    }
    return text;
}

/// Whether the rows behind a search index are all there is of it: no table has its texts.
bool isBehindNearWords(const QString& table) { return table.startsWith(QStringLiteral("product_near_")); }

/// The database as SQL. What stands behind a search index is left out where the index can be made again from its table.
QString sqlOf(Gateway& gateway)
{
    const QString number = column(gateway, QStringLiteral("PRAGMA user_version"));
    QString text =
        QStringLiteral("-- Schema %1 with a few sales, made by store_make_fixture.\n\n").arg(number);
    QString rows;
    QString later;
    for (auto& entry :
         rowsFor(gateway, QStringLiteral("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL "
                                         "AND name NOT LIKE 'sqlite_%' AND name NOT GLOB "
                                         "'product_[wd][oi]*_*' ORDER BY rowid"))) {
        const QString type = entry.text();
        const QString name = entry.text();
        const QString sql = entry.text() + QStringLiteral(";\n\n");
        if (type != QStringLiteral("table")) {
            later += sql;
        } else if (sql.startsWith(QStringLiteral("CREATE VIRTUAL"))) {
            text += sql;
            if (!sql.contains(QStringLiteral("content = ''")))
                later += QStringLiteral("INSERT INTO %1 (%1) VALUES ('rebuild');\n\n").arg(name);
        } else if (isBehindNearWords(name)) { // made with the index, with first rows of its own
            rows += rowsOf(gateway, name).replace(QStringLiteral("INSERT INTO"), QStringLiteral("INSERT OR REPLACE INTO"));
        } else {
            text += sql;
            rows += rowsOf(gateway, name);
        }
    }
    return text + rows + later +
           QStringLiteral("PRAGMA application_id = %1;\n\nPRAGMA user_version = %2;\n\n")
               .arg(applicationId)
               .arg(number);
}

/// Tables of a file that a server has not, or fills by itself.
bool isOfFilesOnly(const QString& table)
{
    return table == QStringLiteral("product_words") || table == QStringLiteral("product_digits") || isBehindNearWords(table) ||
           table == QStringLiteral("product_near") || table == QStringLiteral("measure_change") ||
           table.startsWith(QStringLiteral("account"));
}

/// What a server keeps beside its terms in the place of the index above.
QString nearKeysOf(Gateway& gateway)
{
    QString text;
    for (auto& row : rowsFor(gateway, QStringLiteral("SELECT term_row, term FROM product_term ORDER BY term_row"))) {
        const QString number = row.text();
        text += QStringLiteral("INSERT INTO product_near (term_row, keys) VALUES (%1, '{%2}');\n\n")
                    .arg(number, nearKeys(row.text()).join(QLatin1Char(',')));
    }
    return text;
}

/// The same rows for a server: the upgrades in its words, then the rows, then the numbering behind them.
QString serverSqlOf(Gateway& gateway)
{
    const auto engine = Engine::of(QStringLiteral("postgresql://operator@/x"));
    require(engine);
    const auto upgrades = schemaUpgrades(**engine);
    require(upgrades);
    QString text;
    for (std::size_t i = 0; i < upgrades->size(); ++i)
        text += (*upgrades)[i].trimmed() +
                QStringLiteral("\n\nINSERT INTO cartwright_schema (version, applied_at) VALUES (%1, %2);\n\n").arg(i + 1).arg(morning);
    static const QRegularExpression bytes(QStringLiteral("(?<=[ (])X'([0-9A-F]*)'"));
    QString numbering;
    for (auto& entry : rowsFor(gateway, QStringLiteral("SELECT t.name, (SELECT c.name FROM pragma_table_info(t.name) c WHERE c.pk = 1 "
                                                       "AND c.type = 'INTEGER' AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name) "
                                                       "d WHERE d.pk = 2)) FROM sqlite_schema t WHERE t.type = 'table' AND "
                                                       "t.name NOT LIKE 'sqlite_%' ORDER BY t.rowid"))) {
        const QString table = entry.text();
        const QString key = entry.text();
        if (isOfFilesOnly(table))
            continue;
        text += rowsOf(gateway, table).replace(bytes, QStringLiteral("'\\x\\1'"));
        if (!key.isEmpty()) // which does nothing where the table does not number it
            numbering += QStringLiteral("SELECT setval(pg_get_serial_sequence('%1', '%2'), (SELECT greatest(1, max(%2)) FROM %1));\n\n")
                             .arg(table, key);
    }
    return text + nearKeysOf(gateway) + numbering;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 2) {
        std::fputs("store_make_fixture FOLDER\n", stderr);
        return 2;
    }
    Bench bench;
    fill(bench);
    const QString base = QStringLiteral("%1/schema-%2")
                             .arg(QString::fromLocal8Bit(argv[1]),
                                  column(bench.database->gateway(), QStringLiteral("PRAGMA user_version")));
    require(writeFile(base + QStringLiteral(".sql"), sqlOf(bench.database->gateway()).toUtf8()));
    require(writeFile(base + QStringLiteral(".postgresql.sql"), serverSqlOf(bench.database->gateway()).toUtf8()));
    require(writeFile(base + QStringLiteral(".facts"), FactsDump::of(*bench.database)));
    return 0;
}
