#include "tests/ui/made_workspace.h"

#include "ui/cart/candidate_model.h"
#include "ui/cart/cart_model.h"
#include "ui/measures/figures_model.h"
#include "ui/queue/queue_model.h"
#include "ui/review/case_flow.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace cartwright;

namespace {

ui::OpenedCase openedCase(bool blind = false)
{
    ui::OpenedCase opened;
    opened.reviewCase.sale.key = made::Workspace::key("s-1");
    opened.reviewCase.store = made::store();
    for (const Product& product : made::products())
        opened.reviewCase.products[product.gtin] = product;
    opened.reviewCase.prediction.events = made::events();
    opened.reviewCase.prediction.cart.lines = {{made::oatMilk(), 1, 0.97, {}}, {made::plain(), 1, 0.54, {}}};
    opened.reviewCase.blind = blind;
    return opened;
}

Edit adjust(const Gtin& gtin, int by, bool withEvidence)
{
    Edit edit;
    edit.kind = EditKind::AdjustLine;
    edit.gtin = gtin;
    edit.quantity = by;
    if (withEvidence)
        edit.evidence = Evidence{QStringLiteral("left"), 1};
    return edit;
}

} // namespace

class ModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cartModel_followsTheSession();
    void cartModel_marksDoubt_andChangesWithoutEvidence();
    void candidateModel_ranksCandidates_andEndsWithNone();
    void candidateModel_ofABlindReview_tellsNothing();
    void queueModel_loadsPageAfterPage();
    void figuresModel_showsShares_andSaysWhenThereAreNone();
    void figures_neverShowAShareWithoutItsNumbers();
};

void ModelsTest::cartModel_followsTheSession()
{
    const ui::OpenedCase opened = openedCase();
    review::Session session = ui::sessionFor(opened.reviewCase);
    ui::CartModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(ui::cartRowsOf(opened, session));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, ui::CartModel::Amount).data().toString(), QStringLiteral("19.90"));
    QVERIFY(session.apply(adjust(made::vanilla(), 2, true)).has_value());
    model.setRows(ui::cartRowsOf(opened, session));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(2, ui::CartModel::Amount).data().toString(), QStringLiteral("53.80"));
    QCOMPARE(model.index(2, ui::CartModel::Mark).data().toString(), QStringLiteral("added"));
    session.undo();
    model.setRows(ui::cartRowsOf(opened, session));
    QCOMPARE(model.rowCount(), 2);
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
}

void ModelsTest::cartModel_marksDoubt_andChangesWithoutEvidence()
{
    const ui::OpenedCase opened = openedCase();
    review::Session session = ui::sessionFor(opened.reviewCase);
    ui::CartModel model;
    model.setRows(ui::cartRowsOf(opened, session));
    QCOMPARE(model.index(0, ui::CartModel::Mark).data().toString(), QString());
    QCOMPARE(model.index(1, ui::CartModel::Mark).data().toString(), QStringLiteral("! 54 %"));
    QVERIFY(session.apply(adjust(made::plain(), -1, false)).has_value());
    model.setRows(ui::cartRowsOf(opened, session));
    QCOMPARE(model.index(1, ui::CartModel::Mark).data().toString(), QStringLiteral("no evidence"));
    QVERIFY(model.index(1, ui::CartModel::Product).data(Qt::FontRole).value<QFont>().strikeOut());
}

void ModelsTest::candidateModel_ranksCandidates_andEndsWithNone()
{
    const ui::OpenedCase opened = openedCase();
    const review::Session session = ui::sessionFor(opened.reviewCase);
    ui::CandidateModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(ui::candidateRowsOf(opened, session.state().events[1]));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, ui::CandidateModel::Product).data().toString(), QStringLiteral("\u2713 Yoghurt plain"));
    QCOMPARE(model.index(1, ui::CandidateModel::Probability).data().toString(), QStringLiteral("41 %"));
    QCOMPARE(model.index(2, ui::CandidateModel::Key).data().toString(), QStringLiteral("0"));
    QCOMPARE(model.index(2, ui::CandidateModel::Probability).data().toString(), QStringLiteral("5 %"));
    QVERIFY(model.rowOfKey(3) == nullptr);
}

void ModelsTest::candidateModel_ofABlindReview_tellsNothing()
{
    const ui::OpenedCase opened = openedCase(true);
    const review::Session session = ui::sessionFor(opened.reviewCase);
    QVERIFY(session.state().cart.lines.empty());
    for (const review::DecidedEvent& event : session.state().events) {
        QVERIFY(event.product.isEmpty());
        QCOMPARE(event.action, EventKind::None);
        for (const ui::CandidateRow& row : ui::candidateRowsOf(opened, event)) {
            QVERIFY(!row.probability.has_value());
            QVERIFY(!row.chosen);
        }
    }
}

void ModelsTest::queueModel_loadsPageAfterPage()
{
    const FakeClock clock(made::start);
    ui::QueueModel model(clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<store::QueueEntry> page(3);
    for (std::size_t i = 0; i < page.size(); ++i) {
        page[i].key = {QStringLiteral("demo"), QString::number(i)};
        page[i].dueAt = made::start - 60 * made::second;
    }
    int wanted = -1;
    connect(&model, &ui::QueueModel::pageWanted, this, [&](int offset) { wanted = offset; });
    model.setPage(0, page, false);
    if (model.canFetchMore({})) // the tester may have asked for it already
        model.fetchMore({});
    QCOMPARE(wanted, 3);
    QVERIFY2(!model.canFetchMore({}), "one page is asked for once");
    model.setPage(3, page, true);
    QCOMPARE(model.rowCount(), 6);
    QVERIFY(!model.canFetchMore({}));
    QCOMPARE(model.index(0, ui::QueueModel::Due).data().toString(), QStringLiteral("01:00 late"));
    model.setPage(0, {}, true);
    QCOMPARE(model.rowCount(), 0);
}

void ModelsTest::figuresModel_showsShares_andSaysWhenThereAreNone()
{
    ui::FiguresModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    measures::Figures figures;
    figures.reviews = {7, 200};
    model.setTable(ui::overallTable(figures));
    QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("35.0"));
    QCOMPARE(model.index(0, 2).data().toString(), QStringLiteral("7"));
    QCOMPARE(model.index(0, 3).data().toString(), QStringLiteral("200"));
    QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("not enough data"));
    figures.wrongReceipts = {2, 48};
    model.setTable(ui::overallTable(figures));
    QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("4.2 % (95 % interval 0.5 to 14.3 %)"));
}

void ModelsTest::figures_neverShowAShareWithoutItsNumbers()
{
    measures::Day day;
    day.start = made::start;
    const ui::FigureTable table = ui::dayTable({day});
    QCOMPARE(table.rows.front().size(), table.headers.size());
    QCOMPARE(table.rows.front()[1], QStringLiteral("not enough data"));
    QCOMPARE(table.rows.front()[3], QStringLiteral("0"));
}

QTEST_MAIN(ModelsTest)
#include "tst_models.moc"
