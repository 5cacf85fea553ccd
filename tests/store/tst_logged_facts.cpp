#include "core/base/json.h"
#include "core/store/label_repository.h"
#include "core/store/log_repository.h"
#include "core/store/settings_log.h"
#include "tests/store/samples.h"

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

/// Each write leaves one entry that says who, in which role, what, and what was there before.
class LoggedFactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_bench->clock.advance(second);
        m_seen = entries().size();
    }
    void import_tellsEachPriceThatChanged();
    void import_tellsWhatChangedInTheDescription();
    void import_hashesWhatIsTooLong();
    void ingest_tellsEachRevision();
    void prediction_tellsTheLinesBefore();
    void decision_tellsFlagsReceiptAndQueue();
    void decisionOfALaterRevision_tellsTheReceiptBefore();
    void lease_tellsWhoHeldItBefore();
    void skip_tellsTheReason_andEscalation_tellsTheNote();
    void request_tellsWhatItOpensAgain();
    void submit_tellsLinesAndReceiptsBefore();
    void secondVerdict_tellsTheFirstOnesLines();
    void whatWritesNothing_isNotLogged();
    void receiptSent_isToldOnce();
    void dataset_isTold();
    void settings_areToldWhenTheyDiffer();

private:
    std::vector<LogEntry> entries()
    {
        auto found = LogRepository(*m_bench->database).newest({}, 10'000);
        require(found);
        return std::move(*found);
    }
    /// "who/role action subject", of the entries since the last look.
    QStringList news()
    {
        QStringList lines;
        const auto all = entries();
        for (std::size_t i = m_seen; i < all.size(); ++i)
            lines.append(
                QStringLiteral("%1/%2 %3 %4").arg(all[i].who, all[i].role, all[i].action, all[i].subject));
        m_seen = all.size();
        m_last = all.empty() ? LogEntry() : all.back();
        return lines;
    }
    /// A value of the last entry's details, as compact JSON; "changes.lines.old" goes inside.
    QString detail(const char* path) const
    {
        QJsonValue value = m_last.details;
        for (const QString& step : QString::fromLatin1(path).split(QLatin1Char('.')))
            value = value.toObject().value(step);
        QByteArray text =
            toJsonLine({{QStringLiteral("v"), value.isUndefined() ? QJsonValue() : value}}).trimmed();
        return QString::fromUtf8(text.mid(5, text.size() - 6));
    }
    static QString line(int product, int quantity)
    {
        return QStringLiteral("[{\"gtin\":\"%1\",\"quantity\":%2}]")
            .arg(gtin(product).digits())
            .arg(quantity);
    }
    void import(MinorUnits price, const QString& name = QStringLiteral("Milk"),
                const Store& store = demoStore())
    {
        require(StoreRepository(*m_bench->database, {QStringLiteral("max"), QStringLiteral("manager")})
                    .save(store, {Product{gtin(1), name, price, QStringLiteral("food"), std::nullopt, {}}}));
    }
    SaleRepository sales() { return SaleRepository(*m_bench->database); }
    QueueRepository queue(const char* role = "lead")
    {
        return QueueRepository(*m_bench->database, QLatin1String(role));
    }
    Lease claim(const char* owner = "ada")
    {
        return queue().claim(keyOf(one), QLatin1String(owner), 10 * minute).value();
    }

    const QString one = QStringLiteral("s-1");
    std::unique_ptr<Bench> m_bench;
    std::size_t m_seen = 0;
    LogEntry m_last;
};

void LoggedFactsTest::import_tellsEachPriceThatChanged()
{
    import(1290);
    QCOMPARE(news(), QStringList{QStringLiteral("max/manager store.imported demo-01")});
    QCOMPARE(detail("products_added"), QStringLiteral("1"));
    QCOMPARE(detail("changes"), QStringLiteral("{}"));
    QCOMPARE(m_last.at, m_bench->clock.now());
    import(1390, QStringLiteral("Whole milk"));
    const auto all = entries();
    QCOMPARE(news(), (QStringList{QStringLiteral("max/manager product.changed demo-01/") + gtin(1).digits(),
                                  QStringLiteral("max/manager store.imported demo-01")}));
    m_last = all[all.size() - 2];
    QCOMPARE(detail("changes"), QStringLiteral("{\"name\":{\"new\":\"Whole milk\",\"old\":\"Milk\"},"
                                               "\"price\":{\"new\":1390,\"old\":1290}}"));
    import(1390, QStringLiteral("Whole milk"));
    QCOMPARE(news(), QStringList{QStringLiteral("max/manager store.imported demo-01")});
    QCOMPARE(detail("products_unchanged"), QStringLiteral("1"));
}

void LoggedFactsTest::import_tellsWhatChangedInTheDescription()
{
    Store store = demoStore();
    store.taxClasses[0].ratePartsPerMillion = 60'000;
    import(1290, QStringLiteral("Milk"), store);
    news();
    QVERIFY2(detail("changes.tax_classes.old").contains(QStringLiteral("120000")) ||
                 detail("changes.tax_classes.old").contains(QStringLiteral("12")),
             qPrintable(detail("changes")));
    QVERIFY(detail("changes.tax_classes.new") != detail("changes.tax_classes.old"));
    QCOMPARE(detail("changes.bins"), QStringLiteral("null"));
}

void LoggedFactsTest::import_hashesWhatIsTooLong()
{
    Store store = demoStore();
    for (int i = 0; i < 100; ++i)
        store.cameras.push_back(
            {QStringLiteral("camera-%1").arg(i), QStringLiteral("Over the shelves, left"), 1920, 1080});
    import(1290, QStringLiteral("Milk"), store);
    news();
    QCOMPARE(detail("changes.cameras.new.sha256").size(), 66);
    QVERIFY(detail("changes.cameras.old").contains(QStringLiteral("shelf-3")));
}

void LoggedFactsTest::ingest_tellsEachRevision()
{
    require(sales().addRevision(sampleSale(one), "1"));
    QCOMPARE(news(), QStringList{QStringLiteral("pipeline/pipeline sale.ingested demo-01/s-1")});
    QCOMPARE(detail("changes.revision"), QStringLiteral("{\"new\":1,\"old\":null}"));
    require(sales().savePrediction(keyOf(one), samplePrediction()));
    require(sales().addRevision(sampleSale(one, 2), "2"));
    news();
    QCOMPARE(detail("changes"), QStringLiteral("{\"revision\":{\"new\":2,\"old\":1},"
                                               "\"stage\":{\"new\":\"ingested\",\"old\":\"analysed\"}}"));
    QCOMPARE(detail("clips"), QStringLiteral("1"));
}

void LoggedFactsTest::prediction_tellsTheLinesBefore()
{
    require(sales().addRevision(sampleSale(one), "1"));
    news();
    require(sales().savePrediction(keyOf(one), samplePrediction()));
    QCOMPARE(news(), QStringList{QStringLiteral("pipeline/pipeline sale.predicted demo-01/s-1")});
    QCOMPARE(detail("changes.lines.old"), QStringLiteral("null"));
    QCOMPARE(detail("changes.lines.new"), line(1, 1));
    QCOMPARE(detail("model"), QStringLiteral("\"cartwright-bins\""));
    Prediction second = samplePrediction();
    second.cart.lines[0].quantity = 3;
    second.modelVersion = QStringLiteral("2");
    require(sales().savePrediction(keyOf(one), second));
    news();
    QCOMPARE(detail("changes.lines.old"), line(1, 1));
    QCOMPARE(detail("changes.lines.new"), line(1, 3));
    QCOMPARE(detail("model_version"), QStringLiteral("\"2\""));
}

void LoggedFactsTest::decision_tellsFlagsReceiptAndQueue()
{
    m_bench->queue(one);
    QCOMPARE(news().back(), QStringLiteral("pipeline/pipeline sale.decided demo-01/s-1"));
    QCOMPARE(detail("flags"),
             QStringLiteral(
                 "[{\"event_id\":\"a1\",\"limit\":0.9,\"rule\":\"uncertain_product\",\"value\":0.71}]"));
    QCOMPARE(detail("due"), QStringLiteral("\"2026-03-02T10:35:04.120Z\""));
    QCOMPARE(detail("changes.queue"), QStringLiteral("{\"new\":\"waiting\",\"old\":null}"));
    QCOMPARE(detail("changes.stage"), QStringLiteral("{\"new\":\"queued\",\"old\":\"analysed\"}"));
    QCOMPARE(detail("changes.receipt"), QStringLiteral("null"));
}

void LoggedFactsTest::decisionOfALaterRevision_tellsTheReceiptBefore()
{
    Decision closing{.flags = {}, .receipt = sampleReceipt(one), .dueAt = morning};
    m_bench->queue(one, closing);
    news();
    QCOMPARE(detail("changes.receipt"), QStringLiteral("{\"new\":1,\"old\":null}"));
    require(sales().addRevision(sampleSale(one, 2), "2"));
    require(sales().savePrediction(keyOf(one), samplePrediction(2)));
    closing.receipt = sampleReceipt(one, 2);
    require(sales().saveDecision(keyOf(one), 2, closing));
    news();
    QCOMPARE(detail("changes.receipt"), QStringLiteral("{\"new\":2,\"old\":1}"));
    QCOMPARE(detail("changes.total"), QStringLiteral("{\"new\":3000,\"old\":1500}"));
}

void LoggedFactsTest::lease_tellsWhoHeldItBefore()
{
    m_bench->queue(one);
    news();
    const Lease lost = claim();
    QCOMPARE(news(), QStringList{QStringLiteral("ada/lead lease.claimed demo-01/s-1")});
    QCOMPARE(detail("changes.owner"), QStringLiteral("{\"new\":\"ada\",\"old\":\"\"}"));
    m_bench->clock.advance(11 * minute);
    const Lease held = claim("bo");
    QCOMPARE(news(), QStringList{QStringLiteral("bo/lead lease.claimed demo-01/s-1")});
    QCOMPARE(detail("changes.owner"), QStringLiteral("{\"new\":\"bo\",\"old\":\"ada\"}"));
    QVERIFY(!queue().release(lost));
    QCOMPARE(news(), QStringList());
    require(queue("reviewer").release(held));
    QCOMPARE(news(), QStringList{QStringLiteral("bo/reviewer lease.released demo-01/s-1")});
    QCOMPARE(detail("changes.queue"), QStringLiteral("{\"new\":\"waiting\",\"old\":\"claimed\"}"));
    require(queue("lead").claimNext(QStringLiteral("cy"), minute));
    QCOMPARE(news(), QStringList{QStringLiteral("cy/lead lease.claimed demo-01/s-1")});
}

void LoggedFactsTest::skip_tellsTheReason_andEscalation_tellsTheNote()
{
    m_bench->queue(one);
    require(queue().skip(claim(), QStringLiteral("too dark")));
    QCOMPARE(news().back(), QStringLiteral("ada/lead sale.skipped demo-01/s-1"));
    QCOMPARE(detail("reason"), QStringLiteral("\"too dark\""));
    QCOMPARE(detail("changes.skips"), QStringLiteral("{\"new\":1,\"old\":0}"));
    Verdict verdict;
    verdict.note = QStringLiteral("two groups");
    require(queue().escalate(claim(), verdict));
    QCOMPARE(news().back(), QStringLiteral("ada/lead sale.escalated demo-01/s-1"));
    QCOMPARE(detail("note"), QStringLiteral("\"two groups\""));
    QCOMPARE(detail("changes.queue"), QStringLiteral("{\"new\":\"escalated\",\"old\":\"claimed\"}"));
}

void LoggedFactsTest::request_tellsWhatItOpensAgain()
{
    m_bench->queue(one, {.flags = {}, .receipt = sampleReceipt(one), .dueAt = morning});
    news();
    require(queue("manager").request(keyOf(one), QStringLiteral("bo")));
    QCOMPARE(news(), QStringList{QStringLiteral("bo/manager review.requested demo-01/s-1")});
    QCOMPARE(detail("changes.queue"), QStringLiteral("{\"new\":\"waiting\",\"old\":null}"));
    QCOMPARE(detail("revision"), QStringLiteral("1"));
}

void LoggedFactsTest::submit_tellsLinesAndReceiptsBefore()
{
    m_bench->queue(one, audited(one));
    const Lease lease = claim();
    news();
    require(queue().submit(lease, corrected(one)));
    QCOMPARE(news(), QStringList{QStringLiteral("ada/lead verdict.submitted demo-01/s-1")});
    QCOMPARE(detail("changes.lines.old"), line(1, 1));
    QCOMPARE(detail("changes.lines.new"), line(1, 2));
    QCOMPARE(detail("changes.receipt"), QStringLiteral("{\"new\":2,\"old\":1}"));
    QCOMPARE(detail("changes.total"), QStringLiteral("{\"new\":3000,\"old\":1500}"));
    QCOMPARE(detail("changes.queue"), QStringLiteral("{\"new\":\"done\",\"old\":\"claimed\"}"));
    QCOMPARE(detail("outcome"), QStringLiteral("\"corrected\""));
    QCOMPARE(detail("note"), QStringLiteral("\"two in one grab\""));
    QCOMPARE(detail("edits"), QStringLiteral("2"));
    QCOMPARE(detail("labels"), QStringLiteral("1"));
}

void LoggedFactsTest::secondVerdict_tellsTheFirstOnesLines()
{
    m_bench->queue(one);
    require(queue().escalate(claim(), corrected(one).verdict)); // an escalation decides nothing
    news();
    QCOMPARE(detail("changes.lines.new"), line(1, 2)); // but says what its reviewer thought
    Submission submission = corrected(one);
    submission.verdict.cart.lines[0].quantity = 1;
    require(queue().submit(claim("bo"), submission));
    news();
    QCOMPARE(detail("changes.lines"), QStringLiteral("null")); // the prediction stands
    QCOMPARE(detail("verdict"), QStringLiteral("2"));
}

void LoggedFactsTest::whatWritesNothing_isNotLogged()
{
    m_bench->queue(one);
    const Lease lease = claim();
    news();
    require(sales().addRevision(sampleSale(one), one.toUtf8()));
    require(sales().savePrediction(keyOf(one), samplePrediction()));
    require(sales().saveDecision(keyOf(one), 1, flagged()));
    require(queue().heartbeat(lease, minute));
    QCOMPARE(news(), QStringList());
    require(queue().submit(lease, corrected(one)));
    QCOMPARE(news().size(), 1);
    require(queue().submit(lease, corrected(one))); // the same again
    QVERIFY(!sales().addRevision(sampleSale(one), "other"));
    QVERIFY(!queue().claim(keyOf(one), QStringLiteral("bo"), minute));
    QCOMPARE(news(), QStringList());
}

void LoggedFactsTest::receiptSent_isToldOnce()
{
    m_bench->queue(one, audited(one));
    news();
    require(sales().markReceiptSent(keyOf(one), 1));
    QCOMPARE(news(), QStringList{QStringLiteral("pipeline/pipeline receipt.sent demo-01/s-1")});
    QCOMPARE(detail("version"), QStringLiteral("1"));
    require(sales().markReceiptSent(keyOf(one), 1));
    QCOMPARE(news(), QStringList());
}

void LoggedFactsTest::dataset_isTold()
{
    require(LabelRepository(*m_bench->database, {QStringLiteral("mia"), QStringLiteral("ml_engineer")})
                .recordDataset({.folder = QStringLiteral("/d/v1"),
                                .format = QStringLiteral("coco"),
                                .contentHash = QStringLiteral("abc"),
                                .labels = 4,
                                .frames = 3,
                                .createdAt = 0}));
    QCOMPARE(news(), QStringList{QStringLiteral("mia/ml_engineer dataset.made /d/v1")});
    QCOMPARE(m_last.details, (QJsonObject{{QStringLiteral("format"), QStringLiteral("coco")},
                                          {QStringLiteral("content"), QStringLiteral("abc")},
                                          {QStringLiteral("labels"), 4},
                                          {QStringLiteral("frames"), 3}}));
}

void LoggedFactsTest::settings_areToldWhenTheyDiffer()
{
    const auto workspace = Workspace::create(m_bench->folder.filePath(QStringLiteral("shop")));
    require(workspace);
    const Actor by{QStringLiteral("olga"), QStringLiteral("operator")};
    require(noteSettings(*workspace, *m_bench->database, by));
    QCOMPARE(news(), QStringList{QStringLiteral("olga/operator settings.changed ") + workspace->folder()});
    QCOMPARE(detail("changes.audit_share"), QStringLiteral("{\"new\":0.02,\"old\":null}"));
    require(noteSettings(*workspace, *m_bench->database, by));
    QCOMPARE(news(), QStringList());
    QJsonObject settings = workspace->settings().value();
    settings.insert(QStringLiteral("audit_share"), 0.05);
    settings.insert(QStringLiteral("database"), QStringLiteral("postgresql://olga:s3cret@db/shop"));
    require(workspace->saveSettings(settings));
    require(noteSettings(*workspace, *m_bench->database, by));
    QCOMPARE(news().size(), 1);
    QCOMPARE(detail("changes.audit_share"), QStringLiteral("{\"new\":0.05,\"old\":0.02}"));
    QCOMPARE(detail("changes.lease_minutes"), QStringLiteral("null"));
    QVERIFY(!toJsonLine(m_last.details).contains("s3cret"));
}

QTEST_GUILESS_MAIN(LoggedFactsTest)
#include "tst_logged_facts.moc"
