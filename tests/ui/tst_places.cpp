#include "tests/ui/window_fixture.h"

#include <QComboBox>
#include <QMenuBar>
#include <QPushButton>
#include <QTableView>

using namespace cartwright;

class PlacesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void window_withoutAWorkspace_saysHowToGetOne();
    void wrongWorkspace_isOneSentence_andNoCrash();
    void queue_listsSalesByDeadline_andFiltersThem();
    void queue_enterOpensTheMarkedSaleInReview();
    void queue_tellsSecondOpinions_ofTheMarkedSale();
    void queue_withoutAFit_offersToClearTheFilters();
    void measures_withEmptyDenominators_sayNotEnoughData();
    void measures_afterAReview_showNumeratorAndDenominator();
    void disputes_findTheReceipt_andAReviewMayBeAskedFor();
    void disputes_sayWhatIsWrongWithANumber();
    void administration_showsAccountsHealthAndLog();
    void keySheet_listsEveryKey_andEscapeClosesIt();
    void everyAction_hasNameTooltipAndKeyOfItsOwn();
    void everyControl_hasAnAccessibleName();
    void theme_andScale_areRemembered();
};

void PlacesTest::window_withoutAWorkspace_saysHowToGetOne()
{
    const QTemporaryDir folder;
    ui::ShellSettings settings(folder.path() + QStringLiteral("/desktop.ini"));
    const SystemClock clock;
    ui::MainWindow window(ui::Options(), settings, clock);
    window.show();
    window.start();
    auto* empty = window.findChild<QWidget*>(QStringLiteral("noWorkspace"));
    QVERIFY(empty && empty->isVisible());
    QVERIFY(empty->findChild<QLabel*>(QStringLiteral("emptySentence"))->text().contains(QStringLiteral("cartwright-cli demo")));
    QVERIFY(window.isSettled());
}

void PlacesTest::wrongWorkspace_isOneSentence_andNoCrash()
{
    made::Workspace workspace(0);
    workspace.folder = workspace.root.path() + QStringLiteral("/nothing-here");
    const OpenWindow open(workspace);
    QVERIFY(open.waitUntilSettled());
    auto* trouble = open.find("workspaceTrouble");
    QVERIFY(trouble && trouble->isVisible());
    QVERIFY(trouble->findChild<QLabel*>(QStringLiteral("emptySentence"))->text().contains(QStringLiteral("nothing-here")));
}

void PlacesTest::queue_listsSalesByDeadline_andFiltersThem()
{
    made::Workspace workspace(3);
    const OpenWindow open(workspace, QStringLiteral("queue"));
    QVERIFY(open.waitUntilSettled());
    auto* model = open.find<QTableView>("queueTable")->model();
    QTRY_COMPARE(model->rowCount(), 3);
    QCOMPARE(model->index(0, ui::QueueModel::Sale).data().toString(), QStringLiteral("s-1"));
    QCOMPARE(model->index(0, ui::QueueModel::Reasons).data().toString(), QStringLiteral("uncertain product"));
    QTRY_VERIFY(open.text("queueCounts").startsWith(QStringLiteral("3 waiting")));
    open.key(Qt::Key_F, Qt::ControlModifier);
    open.type(QStringLiteral("-2"));
    QTRY_COMPARE(model->rowCount(), 1);
    QCOMPARE(model->index(0, ui::QueueModel::Sale).data().toString(), QStringLiteral("s-2"));
    open.find<QLineEdit>("textFilter")->clear();
    QTRY_COMPARE(model->rowCount(), 3);
    auto* reasons = open.find<QComboBox>("reasonFilter");
    reasons->setCurrentIndex(reasons->findText(QStringLiteral("sensors disagree")));
    QTRY_COMPARE(model->rowCount(), 0);
}

void PlacesTest::queue_enterOpensTheMarkedSaleInReview()
{
    made::Workspace workspace(3);
    const OpenWindow open(workspace, QStringLiteral("queue"));
    auto* table = open.find<QTableView>("queueTable");
    QTRY_COMPARE(table->model()->rowCount(), 3);
    table->setFocus();
    open.key(Qt::Key_Down);
    open.key(Qt::Key_Return);
    QVERIFY(open.waitForSale("s-2"));
    QVERIFY(open.find("reviewPlace")->isVisible());
}

/// A reviewer comes too late: what would have been submitted is kept, and shown where the sale is.
void PlacesTest::queue_tellsSecondOpinions_ofTheMarkedSale()
{
    made::Workspace workspace(2);
    {
        store::QueueRepository queue(*workspace.database);
        const auto lease = queue.claim(made::Workspace::key("s-2"), QStringLiteral("ada"), 60 * made::second);
        QVERIFY(lease.has_value());
        QVERIFY(queue.release(*lease).has_value());
        QVERIFY(queue.claim(lease->key, QStringLiteral("bo"), 60 * made::second).has_value());
        store::Submission late;
        late.verdict.key = lease->key;
        late.verdict.reviewer = QStringLiteral("ada");
        late.verdict.outcome = VerdictOutcome::Corrected;
        late.verdict.saleRevision = 1;
        late.verdict.cart = Cart{{{made::oatMilk(), 2, 1, {}}}};
        late.verdict.note = QStringLiteral("two <b>cartons</b>");
        QVERIFY(!queue.submit(*lease, late).has_value());
    }
    const OpenWindow open(workspace, QStringLiteral("queue"));
    auto* table = open.find<QTableView>("queueTable");
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QVERIFY(!open.find("opinionsPanel")->isVisible());
    table->setFocus();
    open.key(Qt::Key_Down);
    QTRY_VERIFY(open.find("opinionsPanel")->isVisible());
    const QString text = open.text("opinionsText");
    QVERIFY2(text.contains(QStringLiteral("ada")) && text.contains(QStringLiteral("corrected")) &&
                 text.contains(QStringLiteral("2 × Oat")) && text.contains(QStringLiteral("<b>cartons</b>")),
             qPrintable(text));
    open.key(Qt::Key_Up);
    QTRY_VERIFY(!open.find("opinionsPanel")->isVisible());
}

void PlacesTest::queue_withoutAFit_offersToClearTheFilters()
{
    made::Workspace workspace(1);
    const OpenWindow open(workspace, QStringLiteral("queue"));
    QVERIFY(open.waitUntilSettled());
    open.find<QLineEdit>("textFilter")->setText(QStringLiteral("no such sale"));
    auto* empty = open.find("queueEmpty");
    QTRY_VERIFY(empty->isVisible());
    empty->findChild<QPushButton*>(QStringLiteral("emptyStep"))->click();
    QTRY_VERIFY(open.find("queueTable")->isVisible());
}

void PlacesTest::measures_withEmptyDenominators_sayNotEnoughData()
{
    made::Workspace workspace(0);
    const OpenWindow open(workspace, QStringLiteral("measures"));
    QVERIFY(open.waitUntilSettled());
    QCOMPARE(open.text("reviewsValue"), QStringLiteral("not enough data"));
    QCOMPARE(open.text("wrongValue"), QStringLiteral("not enough data"));
    const auto* model = open.find<QTableView>("overallTable")->model();
    for (int row = 0; row < 6; ++row)
        QCOMPARE(model->index(row, 1).data().toString(), QStringLiteral("not enough data"));
}

void PlacesTest::measures_afterAReview_showNumeratorAndDenominator()
{
    made::Workspace workspace(1);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return open.flow().state() == ui::CaseFlow::State::QueueEmpty; }, 20000));
    open.key(Qt::Key_6, Qt::AltModifier);
    QTRY_COMPARE(open.text("reviewsValue"), QLocale().toString(1000.0, 'f', 1));
    QVERIFY(open.text("reviewsBasis").startsWith(QStringLiteral("1 reviewed of 1 closed")));
    QCOMPARE(open.text("wrongValue"), QStringLiteral("not enough data"));
}

void PlacesTest::disputes_findTheReceipt_andAReviewMayBeAskedFor()
{
    made::Workspace workspace(1, made::Workspace::Kind::Closed);
    const OpenWindow open(workspace, QStringLiteral("disputes"));
    QVERIFY(open.waitUntilSettled());
    QVERIFY(open.find("disputesEmpty")->isVisible());
    QVERIFY(!open.find<QAction>("requestReview")->isEnabled());
    open.key(Qt::Key_F, Qt::ControlModifier);
    open.type(QStringLiteral("demo-01/s-1/v1"));
    open.key(Qt::Key_Return);
    QTRY_COMPARE(open.find<QTableView>("receiptVersionTable")->model()->rowCount(), 1);
    const auto* lines = open.find<QTableView>("receiptLineTable")->model();
    QCOMPARE(lines->rowCount(), 2);
    QCOMPARE(lines->index(0, 0).data().toString(), QStringLiteral("Oat milk 1 l"));
    QVERIFY(open.text("disputeTotal").startsWith(QStringLiteral("Receipt demo-01/s-1/v1: 44.80 SEK")));
    QTRY_VERIFY(open.find<QAction>("requestReview")->isEnabled());
    open.key(Qt::Key_R, Qt::ControlModifier);
    QTRY_VERIFY(open.text("disputeState").contains(QStringLiteral("a review is asked for")));
    QVERIFY(!open.find<QAction>("requestReview")->isEnabled());
    QCOMPARE(made::orFail(store::QueueRepository(*workspace.database).entry(made::Workspace::key("s-1"))).state,
             store::QueueState::Waiting);
    open.key(Qt::Key_Return, Qt::ControlModifier); // the evidence
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_2);
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return open.flow().state() == ui::CaseFlow::State::QueueEmpty; }, 20000));
    open.key(Qt::Key_3, Qt::AltModifier);
    QTRY_COMPARE(open.find<QTableView>("receiptVersionTable")->model()->rowCount(), 2);
    QCOMPARE(lines->rowCount(), 3); // what was taken off stays in sight
    QVERIFY(lines->index(2, 3).data().toString().startsWith(QStringLiteral("taken off, was 1 for 24.90")));
    QCOMPARE(open.find<QTableView>("verdictTable")->model()->rowCount(), 1);
}

void PlacesTest::disputes_sayWhatIsWrongWithANumber()
{
    made::Workspace workspace(1);
    const OpenWindow open(workspace, QStringLiteral("disputes"));
    QVERIFY(open.waitUntilSettled());
    open.find<QLineEdit>("receiptNumber")->setText(QStringLiteral("nothing-like-it/v3"));
    open.key(Qt::Key_Return);
    QTRY_VERIFY(open.bannerText().contains(QStringLiteral("nothing-like-it")));
    open.find<QLineEdit>("receiptNumber")->setText(QStringLiteral("s-1"));
    open.key(Qt::Key_Return);
    QTRY_VERIFY(open.text("disputeState").startsWith(QStringLiteral("Nothing is charged yet")));
    QVERIFY(open.bannerText().isEmpty());
}

void PlacesTest::administration_showsAccountsHealthAndLog()
{
    made::Workspace workspace(1);
    const OpenWindow open(workspace, QStringLiteral("administration"));
    QVERIFY(open.waitUntilSettled());
    auto* accounts = open.find<QTableView>("accountTable")->model();
    QCOMPARE(accounts->rowCount(), 0);
    QTRY_VERIFY(open.text("accountNote").contains(QStringLiteral("no account")));
    auto* add = open.find<QPushButton>("accountAdd");
    QVERIFY(!add->isEnabled());
    open.find<QLineEdit>("accountName")->setText(QStringLiteral("olga"));
    open.find<QLineEdit>("accountPassword")->setText(QStringLiteral("correct horse"));
    auto* role = open.find<QComboBox>("accountRole");
    role->setCurrentIndex(role->findText(QStringLiteral("operator")));
    add->click();
    QTRY_COMPARE_WITH_TIMEOUT(accounts->rowCount(), 1, 20000);
    QCOMPARE(accounts->index(0, 1).data().toString(), QStringLiteral("operator"));
    QVERIFY(open.find<QLineEdit>("accountPassword")->text().isEmpty());
    const auto* log = open.find<QTableView>("logTable")->model();
    QTRY_VERIFY(log->rowCount() > 3);
    open.find<QLineEdit>("logAction")->setText(QStringLiteral("sale.decided"));
    QTRY_COMPARE(log->rowCount(), 1);
    QVERIFY(log->index(0, 5).data().toString().endsWith(QStringLiteral("s-1")));
    open.key(Qt::Key_D, Qt::ControlModifier);
    const auto* health = open.find<QTableView>("healthTable")->model();
    QTRY_VERIFY_WITH_TIMEOUT(health->rowCount() > 3, 20000);
    QVERIFY(open.find<QPushButton>("healthExamine")->isEnabled());
}

void PlacesTest::keySheet_listsEveryKey_andEscapeClosesIt()
{
    made::Workspace workspace(1);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_F1);
    auto* sheet = open.find("keyOverlay");
    QVERIFY(sheet->isVisible());
    QStringList keys;
    for (const QLabel* label : sheet->findChildren<QLabel*>(QStringLiteral("keyName")))
        keys << label->text();
    for (const char* key : {"Space", "J", "K", "L", "Home", "\\", "Backspace", "Z", "A", "Del", "T", "R", "B", "Ctrl+E", "Alt+1"})
        QVERIFY2(keys.contains(QLatin1String(key)), key);
    open.key(Qt::Key_Escape);
    QVERIFY(!sheet->isVisible());
}

void PlacesTest::everyAction_hasNameTooltipAndKeyOfItsOwn()
{
    made::Workspace workspace(0);
    const OpenWindow open(workspace);
    QHash<QString, QString> owners;
    for (const ui::ActionGroup& group : open.window->review()->actionGroups()) {
        for (const QAction* action : group.actions) {
            QVERIFY(!action->objectName().isEmpty());
            QVERIFY(!action->text().isEmpty());
            QVERIFY2(!action->shortcuts().isEmpty(), qPrintable(action->objectName()));
            QVERIFY(action->toolTip().contains(action->shortcuts().first().toString(QKeySequence::NativeText).toHtmlEscaped()) ||
                    action->toolTip().contains(QChar(0x2190)) || action->toolTip().contains(QChar(0x2192)));
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!owners.contains(key.toString()), qPrintable(key.toString()));
                owners.insert(key.toString(), action->objectName());
            }
        }
    }
    QVERIFY(owners.size() > 50);
}

void PlacesTest::everyControl_hasAnAccessibleName()
{
    made::Workspace workspace(1);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    for (const QWidget* widget : open.window->findChildren<QWidget*>()) {
        const bool control = widget->focusPolicy() != Qt::NoFocus && widget->isVisible();
        if (!control || qobject_cast<const QMenuBar*>(widget) || widget->objectName().startsWith(QLatin1String("qt_")))
            continue;
        QVERIFY2(!widget->accessibleName().isEmpty(),
                 qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()), widget->objectName())));
        QVERIFY2(!widget->objectName().isEmpty(), qPrintable(widget->accessibleName()));
    }
}

void PlacesTest::theme_andScale_areRemembered()
{
    made::Workspace workspace(0);
    {
        const OpenWindow open(workspace);
        open.find<QAction>("themeLight")->trigger();
        open.find<QAction>("scale150")->trigger();
        QVERIFY(QApplication::palette().color(QPalette::Window).lightness() > 128);
    }
    const ui::ShellSettings settings(workspace.root.path() + QStringLiteral("/desktop.ini"));
    QCOMPARE(settings.theme(), ui::ThemeName::Light);
    QCOMPARE(settings.scalePercent(), 150);
}

QTEST_MAIN(PlacesTest)
#include "tst_places.moc"
