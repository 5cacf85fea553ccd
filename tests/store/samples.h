#pragma once

#include "core/store/queue_repository.h"
#include "core/store/sale_repository.h"
#include "core/store/store_repository.h"

#include "tests/store/test_server.h"

#include <QTemporaryDir>
#include <QTest>

namespace cartwright::store::samples {

/// Fails the test with the error's own sentence.
#define VERIFY_OK(result)                                                                                    \
    do {                                                                                                     \
        const auto& checked = (result);                                                                      \
        QVERIFY2(checked.has_value(), qPrintable(checked ? QString() : checked.error().sentence));           \
    } while (false)
#define VERIFY_ERROR(result, expectedKind)                                                                   \
    do {                                                                                                     \
        const auto& checked = (result);                                                                      \
        QVERIFY2(!checked.has_value(), "expected an error");                                                 \
        QVERIFY2(checked.error().kind == (expectedKind), qPrintable(checked.error().sentence));              \
        QVERIFY(!checked.error().sentence.isEmpty());                                                        \
    } while (false)

/// Ends the program where a step that only prepares a test does not work.
template <class T> void require(const Result<T>& result)
{
    if (!result)
        qFatal("%s %s", qPrintable(result.error().sentence), qPrintable(result.error().details));
}

inline constexpr UtcMicroseconds morning = 1'772'446'504'120'000; // 2026-03-02T10:15:04.12Z
inline constexpr Microseconds second = microsecondsPerSecond;
inline constexpr Microseconds minute = 60 * second;

/// The n-th product number, with a right check digit.
inline Gtin gtin(int n)
{
    const QString body = QStringLiteral("0731%1").arg(n, 9, 10, QLatin1Char('0'));
    for (int digit = 0; digit < 10; ++digit)
        if (auto parsed = Gtin::parse(body + QString::number(digit)))
            return *parsed;
    return {};
}

inline Store demoStore(const QString& storeId = QStringLiteral("demo-01"))
{
    Store store;
    store.storeId = storeId;
    store.name = QStringLiteral("Köket");
    store.timeZone = QStringLiteral("Europe/Stockholm");
    store.currency = QStringLiteral("SEK");
    store.taxClasses = {{QStringLiteral("food"), 120'000}, {QStringLiteral("other"), 250'000}};
    store.cameras = {{QStringLiteral("shelf-3"), QStringLiteral("Drinks, left"), 1920, 1080}};
    store.bins = {{QStringLiteral("B2"),
                   gtin(1),
                   QStringLiteral("P2"),
                   {{QStringLiteral("shelf-3"), {{286, 100}, {344, 100}, {344, 316.5}}}}}};
    return store;
}

inline SaleKey keyOf(const QString& saleId, const QString& storeId = QStringLiteral("demo-01"))
{
    return {storeId, saleId};
}

inline Event takeEvent(const QString& id, const Gtin& product, UtcMicroseconds at)
{
    Event event;
    event.eventId = id;
    event.kind = EventKind::Take;
    event.at = at;
    event.until = at + second;
    event.cameraId = QStringLiteral("shelf-3");
    event.binId = QStringLiteral("B2");
    event.box = Box{280, 90, 70.5, 230};
    event.candidates = {{product, 0.71}, {gtin(2), 0.22}, {Gtin(), 0.07}};
    event.kindProbability = 0.9;
    event.actorProbability = 0.93;
    return event;
}

inline Sale sampleSale(const QString& saleId, int revision = 1)
{
    Sale sale;
    sale.key = keyOf(saleId);
    sale.revision = revision;
    sale.enteredAt = morning;
    sale.exitedAt = morning + 3 * minute;
    sale.shopperRef = QStringLiteral("opaque");
    sale.groupSize = 2;
    sale.clips = {{QStringLiteral("shelf-3"), QStringLiteral("demo-01/s/r1/clips/shelf-3.mp4"), morning,
                   -1500, QString(64, QLatin1Char('a'))}};
    Event weight;
    weight.eventId = QStringLiteral("e2");
    weight.kind = EventKind::Weight;
    weight.at = weight.until = morning + 8 * second;
    weight.plateId = QStringLiteral("P2");
    weight.deltaGrams = -512;
    Event scan;
    scan.eventId = QStringLiteral("e3");
    scan.kind = EventKind::Scan;
    scan.at = scan.until = morning + 9 * second;
    scan.gtin = gtin(3);
    scan.weightGrams = 498;
    sale.events = {takeEvent(QStringLiteral("e1"), gtin(1), morning + 5 * second), weight, scan};
    sale.series = {{QStringLiteral("P2"), morning, 60, QStringLiteral("series/P2.csv")}};
    sale.cart = Cart{{{gtin(1), 1, 0.83, {QStringLiteral("e1")}}}};
    sale.modelName = QStringLiteral("vendor");
    sale.modelVersion = QStringLiteral("4.2");
    return sale;
}

inline Prediction samplePrediction(int revision = 1)
{
    Prediction prediction;
    prediction.saleRevision = revision;
    prediction.modelName = QStringLiteral("cartwright-bins");
    prediction.modelVersion = QStringLiteral("1");
    ClipState clip;
    clip.cameraId = QStringLiteral("shelf-3");
    clip.usable = true;
    clip.damage = QStringLiteral("The clip stops early.");
    clip.firstTimestamp = -40'000;
    clip.endTimestamp = 30 * second;
    clip.width = 1920;
    clip.height = 1080;
    clip.frames = 900;
    clip.gaps = {{second, 2 * second}, {5 * second, 6 * second}};
    prediction.clips = {clip};
    prediction.events = {takeEvent(QStringLiteral("a1"), gtin(1), morning + 5 * second)};
    prediction.events[0].source = EventSource::Analysis;
    prediction.cart = Cart{{{gtin(1), 1, 0.8, {QStringLiteral("a1")}}}};
    return prediction;
}

inline Receipt sampleReceipt(const QString& saleId, int quantity = 1)
{
    Receipt receipt;
    receipt.key = keyOf(saleId);
    receipt.issuedAt = morning + 4 * minute;
    receipt.currency = QStringLiteral("SEK");
    receipt.lines = {{gtin(1), QStringLiteral("Läsk"), quantity, 1500, 1500 * quantity,
                      QStringLiteral("food"), 120'000, 161 * quantity}};
    receipt.total = 1500 * quantity;
    receipt.tax = 161 * quantity;
    receipt.reason = QStringLiteral("predicted");
    receipt.issuedBy = QStringLiteral("pipeline");
    return receipt;
}

inline Decision flagged(UtcMicroseconds dueAt = morning + 20 * minute)
{
    return {.flags = {{FlagRule::UncertainProduct, 0.71, 0.9, QStringLiteral("a1")}},
            .receipt = std::nullopt,
            .dueAt = dueAt};
}

inline Decision audited(const QString& saleId)
{
    return {.flags = {{FlagRule::AuditSample, 0.01, 0.02, {}}},
            .receipt = sampleReceipt(saleId),
            .dueAt = morning + 20 * minute};
}

/// A real database with the demo store, and a clock that stands still: a file in a folder of its own, or, where
/// CARTWRIGHT_TEST_ENGINE says "postgresql", a database of its own on a private server.
class Bench
{
public:
    Bench()
    {
        if (TestServer::isWanted())
            m_address = TestServer::shared().newDatabase();
        database = open();
        require(StoreRepository(*database).save(demoStore(), {}));
    }
    QString path() const
    {
        return m_address.isEmpty() ? folder.filePath(QStringLiteral("cartwright.sqlite")) : m_address;
    }
    /// One more connection.
    std::unique_ptr<Database> open() const
    {
        auto opened = Database::open(path(), clock, TimeSource::Given);
        require(opened);
        return std::move(*opened);
    }

    /// Brings a sale into the queue.
    void queue(const QString& saleId, const Decision& decision = flagged())
    {
        SaleRepository sales(*database);
        require(sales.addRevision(sampleSale(saleId), saleId.toUtf8()));
        require(sales.savePrediction(keyOf(saleId), samplePrediction()));
        require(sales.saveDecision(keyOf(saleId), 1, decision));
    }

    QTemporaryDir folder;
    FakeClock clock{morning + 5 * minute};
    std::unique_ptr<Database> database;

private:
    QString m_address;
};

inline Submission corrected(const QString& saleId, int revision = 1)
{
    Submission submission;
    submission.verdict.key = keyOf(saleId);
    submission.verdict.outcome = VerdictOutcome::Corrected;
    submission.verdict.reviewer = QStringLiteral("ada");
    submission.verdict.openedAt = morning + 5 * minute;
    submission.verdict.decidedAt = morning + 5 * minute + 20 * second;
    submission.verdict.saleRevision = revision;
    submission.verdict.cart = Cart{{{gtin(1), 2, 1, {QStringLiteral("a1")}}}};
    submission.verdict.note = QStringLiteral("two in one grab");
    submission.verdict.edits = {{.kind = EditKind::SetQuantity,
                                 .eventId = QStringLiteral("a1"),
                                 .gtin = {},
                                 .action = EventKind::None,
                                 .quantity = 2,
                                 .evidence = Evidence{QStringLiteral("shelf-3"), 5'033'333},
                                 .box = std::nullopt,
                                 .reason = {}},
                                {.kind = EditKind::DrawBox,
                                 .eventId = QStringLiteral("a1"),
                                 .gtin = gtin(1),
                                 .action = EventKind::None,
                                 .quantity = 0,
                                 .evidence = Evidence{QStringLiteral("shelf-3"), 5'033'333},
                                 .box = Box{1, 2, 30, 40},
                                 .reason = QStringLiteral("hand hides it")}};
    Label label;
    label.labelId = QStringLiteral("a1/1");
    label.key = keyOf(saleId);
    label.eventId = QStringLiteral("a1");
    label.cameraId = QStringLiteral("shelf-3");
    label.clipSha256 = QString(64, QLatin1Char('a'));
    label.clipFile = QStringLiteral("demo-01/s/r1/clips/shelf-3.mp4");
    label.clipTimestamp = 5'033'333;
    label.box = {1, 2, 30, 40};
    label.gtin = gtin(1);
    label.action = EventKind::Take;
    label.source = LabelSource::Drawn;
    label.origin = LabelOrigin::Drawn;
    label.trackId = QStringLiteral("a1");
    label.reviewer = QStringLiteral("ada");
    label.verdictNumber = 1;
    label.modelVersion = QStringLiteral("1");
    submission.labels = {label};
    submission.receipt = sampleReceipt(saleId, 2);
    submission.receipt->reason = QStringLiteral("corrected");
    submission.receipt->issuedBy = QStringLiteral("reviewer");
    return submission;
}

} // namespace cartwright::store::samples
