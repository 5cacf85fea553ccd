#include "core/review/desk.h"
#include "core/store/label_repository.h"
#include "core/store/store_repository.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace cartwright;
using namespace cartwright::review;

namespace {

constexpr UtcMicroseconds morning = 1'772'445'600'000'000; // 2026-03-02T10:00:00Z
const Gtin milk = *Gtin::parse(QStringLiteral("96385074"));
const Gtin juice = *Gtin::parse(QStringLiteral("614141000036"));

Store demoStore()
{
    Store value;
    value.storeId = QStringLiteral("demo");
    value.name = QStringLiteral("Demo");
    value.timeZone = QStringLiteral("Europe/Stockholm");
    value.currency = QStringLiteral("SEK");
    value.taxClasses = {{QStringLiteral("food"), 120'000}};
    value.cameras = {{QStringLiteral("c1"), QStringLiteral("One"), 640, 360}};
    value.bins = {{QStringLiteral("B1"), milk, {}, {{QStringLiteral("c1"), {{10, 10}, {60, 10}, {60, 90}}}}}};
    return value;
}

Sale sale(const QString& id)
{
    Sale value;
    value.key = {QStringLiteral("demo"), id};
    value.enteredAt = morning;
    value.exitedAt = morning + 60 * microsecondsPerSecond;
    value.clips = {{QStringLiteral("c1"), QStringLiteral("demo/%1/r1/c1.mp4").arg(id), morning, 0, QString(64, QLatin1Char('a'))}};
    return value;
}

store::Prediction prediction()
{
    Event take;
    take.eventId = QStringLiteral("a1");
    take.kind = EventKind::Take;
    take.source = EventSource::Analysis;
    take.at = morning + 5 * microsecondsPerSecond;
    take.until = morning + 7 * microsecondsPerSecond;
    take.cameraId = QStringLiteral("c1");
    take.binId = QStringLiteral("B1");
    take.candidates = {{milk, 0.54}, {juice, 0.41}, {Gtin(), 0.05}};
    store::Prediction value;
    value.modelName = QStringLiteral("m");
    value.modelVersion = QStringLiteral("1");
    store::ClipState clip;
    clip.cameraId = QStringLiteral("c1");
    clip.usable = true;
    clip.firstTimestamp = 2'000'000; // a clip whose stream does not begin at zero
    clip.endTimestamp = 62'000'000;
    clip.width = 640;
    clip.height = 360;
    clip.frames = 900;
    value.clips = {clip};
    value.events = {take};
    value.cart.lines = {{milk, 1, 0.54, {QStringLiteral("a1")}}};
    return value;
}

Edit chooseJuice()
{
    return {EditKind::ChooseProduct, QStringLiteral("a1"), juice, EventKind::None, 0, Evidence{QStringLiteral("c1"), 8'000'000}, {}, {}};
}

Session sessionOf(const ReviewCase& reviewCase)
{
    return {reviewCase.prediction.events, reviewCase.prediction.cart};
}

} // namespace

class TestDesk : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_workspace = store::Workspace::create(m_folder->filePath(QStringLiteral("shop"))).value();
        m_database = std::move(store::Database::open(m_workspace->databasePath(), m_clock).value());
        QVERIFY(store::StoreRepository(*m_database).save(demoStore(), {{milk, QStringLiteral("Milk"), 1290, QStringLiteral("food"), {}, {}},
                                                                   {juice, QStringLiteral("Juice"), 2490, QStringLiteral("food"), {}, {}}}).has_value());
        queue(QStringLiteral("s-1"), FlagRule::UncertainProduct);
    }
    void cleanup()
    {
        m_database.reset();
        m_folder.reset();
    }
    void submit_writesVerdictLabelsAndReceiptTogether()
    {
        Desk desk = deskOf(QStringLiteral("ada"));
        auto opened = desk.claimNext();
        QVERIFY(opened && *opened);
        Session session = sessionOf(**opened);
        QVERIFY(session.apply(chooseJuice()).has_value());
        const auto submitted = desk.submit(**opened, session, {});
        QVERIFY2(submitted.has_value(), submitted ? "" : qPrintable(submitted.error().sentence));
        const auto after = desk.look((*opened)->sale.key).value();
        QVERIFY(after.verdicts.back().outcome == VerdictOutcome::Corrected);
        QCOMPARE(after.receipts.back().total, MinorUnits(2490));
        QCOMPARE(after.receipts.back().issuedBy, QStringLiteral("reviewer"));
        const auto labels = store::LabelRepository(*m_database).ofSale(after.sale.key).value();
        QCOMPARE(labels.size(), std::size_t(3));
        for (const auto& label : labels) {
            QVERIFY(label.gtin == juice && label.source == LabelSource::Corrected && label.action == EventKind::Take);
            QVERIFY((label.box == Box{10, 10, 50, 80})); // no hand was seen, so the bin's own box
        }
        QCOMPARE(labels.front().clipTimestamp, Microseconds(6'700'000)); // 0.3 s before 5 s into a stream that begins at 2 s
        QVERIFY(!desk.claimNext().value());
    }
    void aSecondReviewer_isToldWhoHoldsTheSale()
    {
        Desk ada = deskOf(QStringLiteral("ada"));
        QVERIFY(ada.claimNext().value());
        Desk bob = deskOf(QStringLiteral("bob"));
        QVERIFY(!bob.claimNext().value());
        const auto refused = bob.claim({QStringLiteral("demo"), QStringLiteral("s-1")});
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Locked);
        QVERIFY(refused.error().sentence.contains(QStringLiteral("ada")));
    }
    void whoWasOvertaken_isFencedOut_andKeepsTheDraft()
    {
        Desk ada = deskOf(QStringLiteral("ada"));
        const auto opened = *ada.claimNext().value();
        Session session = sessionOf(opened);
        QVERIFY(session.apply(chooseJuice()).has_value());
        QVERIFY(ada.saveDraft(opened, session.edits()).has_value());
        m_clock.advance(11 * 60 * microsecondsPerSecond);
        Desk bob = deskOf(QStringLiteral("bob"));
        const auto taken = *bob.claimNext().value();
        const auto late = ada.submit(opened, session, {});
        QVERIFY(!late);
        QCOMPARE(late.error().kind, ErrorKind::Locked);
        QVERIFY(bob.submit(taken, sessionOf(taken), {}).has_value());
        QCOMPARE(bob.look(opened.sale.key)->verdicts.size(), std::size_t(1));
        QCOMPARE(QDir(m_workspace->draftsFolder()).entryList(QDir::Files).size(), 1);
    }
    void aDraft_comesBack_afterACrash_andGoesWithTheVerdict()
    {
        {
            Desk desk = deskOf(QStringLiteral("ada"));
            const auto opened = *desk.claimNext().value();
            Session session = sessionOf(opened);
            QVERIFY(session.apply(chooseJuice()).has_value());
            QVERIFY(desk.saveDraft(opened, session.edits()).has_value());
        }
        Desk again = deskOf(QStringLiteral("ada"));
        const auto reopened = again.claim({QStringLiteral("demo"), QStringLiteral("s-1")}).value();
        QCOMPARE(reopened.draft.size(), std::size_t(1));
        Session session = sessionOf(reopened);
        QCOMPARE(session.restore(reopened.draft), 0);
        QVERIFY(again.submit(reopened, session, {}).has_value());
        QVERIFY(QDir(m_workspace->draftsFolder()).entryList(QDir::Files).isEmpty());
    }
    void aChangeWithoutEvidence_needsAReason()
    {
        Desk desk = deskOf(QStringLiteral("ada"));
        const auto opened = *desk.claimNext().value();
        Session session = sessionOf(opened);
        QVERIFY(session.apply({EditKind::AdjustLine, {}, milk, EventKind::None, 1, {}, {}, {}}).has_value());
        const auto bare = desk.submit(opened, session, {});
        QVERIFY(!bare);
        QCOMPARE(bare.error().kind, ErrorKind::Refused);
        QVERIFY(desk.submit(opened, session, {QStringLiteral("the shopper said so"), {}, false}).has_value());
        QVERIFY(desk.look(opened.sale.key)->verdicts.back().note.contains(QStringLiteral("the shopper said so")));
    }
    void skippingAndEscalating_needAReason()
    {
        queue(QStringLiteral("s-2"), FlagRule::UncertainAction);
        Desk desk = deskOf(QStringLiteral("ada"));
        const auto first = *desk.claimNext().value();
        QVERIFY(!desk.skip(first, QStringLiteral(" ")));
        QVERIFY(desk.skip(first, QStringLiteral("clip still coming")).has_value());
        const auto second = *desk.claimNext().value();
        QVERIFY(second.sale.key != first.sale.key);
        QVERIFY(!desk.escalate(second, sessionOf(second), {}));
        QVERIFY(desk.escalate(second, sessionOf(second), QStringLiteral("two groups")).has_value());
        QCOMPARE(desk.claimNext().value()->sale.key.saleId, first.sale.key.saleId);
    }
    void anAuditSample_isReviewedBlind()
    {
        queue(QStringLiteral("s-0"), FlagRule::AuditSample);
        Desk desk = deskOf(QStringLiteral("ada"));
        QVERIFY(!desk.claimNext().value()->blind); // the flagged one has a deadline and comes first
        QVERIFY(desk.claimNext().value()->blind);
    }
    void aClosedSale_isReviewedOnRequest_andAmended()
    {
        close(QStringLiteral("s-9"));
        Desk desk = deskOf(QStringLiteral("ada"));
        const auto opened = desk.claim({QStringLiteral("demo"), QStringLiteral("s-9")});
        QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().sentence));
        Session session = sessionOf(*opened);
        QVERIFY(session.apply(chooseJuice()).has_value());
        QCOMPARE(desk.submit(*opened, session, {})->receiptVersion, 2);
        const auto again = desk.claim(opened->sale.key);
        QVERIFY(!again);
        QCOMPARE(again.error().kind, ErrorKind::Refused);
    }

private:
    Desk deskOf(const QString& name) { return {*m_workspace, *m_database, {name, QStringLiteral("reviewer")}}; }
    void predict(const QString& id)
    {
        store::SaleRepository sales(*m_database);
        QVERIFY(sales.addRevision(sale(id), "{}").has_value());
        QVERIFY(sales.savePrediction({QStringLiteral("demo"), id}, prediction()).has_value());
    }
    std::optional<Receipt> receipt(const QString& id)
    {
        auto priced = billing::price({QStringLiteral("demo"), id}, prediction().cart, demoStore(),
                                     store::StoreRepository(*m_database).products(QStringLiteral("demo")).value());
        priced->issuedAt = m_clock.now();
        priced->issuedBy = QStringLiteral("pipeline");
        priced->reason = QStringLiteral("predicted");
        return *priced;
    }
    void queue(const QString& id, FlagRule rule)
    {
        predict(id);
        store::Decision decision{{{rule, 0.46, 0.3, QStringLiteral("a1")}}, {}, morning + 900 * microsecondsPerSecond};
        if (rule == FlagRule::AuditSample)
            decision.receipt = receipt(id);
        QVERIFY(store::SaleRepository(*m_database).saveDecision({QStringLiteral("demo"), id}, 1, decision).has_value());
    }
    void close(const QString& id)
    {
        predict(id);
        QVERIFY(store::SaleRepository(*m_database).saveDecision({QStringLiteral("demo"), id}, 1, {{}, receipt(id), morning}).has_value());
    }

    FakeClock m_clock{morning + 120 * microsecondsPerSecond};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<store::Workspace> m_workspace;
    std::unique_ptr<store::Database> m_database;
};

QTEST_GUILESS_MAIN(TestDesk)
#include "tst_desk.moc"
