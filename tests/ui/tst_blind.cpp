#include "tests/ui/window_fixture.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QLabel>

using namespace cartwright;

/// A blind review shows nothing of the machine's answer: whatever that was, every text of the window is the same, down to tooltips,
/// the accessibility tree and what is printed. The answer comes after submitting.
class BlindTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void texts_areTheSame_whateverTheMachineAnswered();
    void answer_isToldAfterSubmitting();
};

namespace {

QStringList printed; // by qDebug and its like

void keepPrinted(QtMsgType, const QMessageLogContext&, const QString& text)
{
    printed << text;
}

void addAccessible(QAccessibleInterface* item, QStringList& texts, int depth = 0)
{
    if (!item || !item->isValid() || depth > 40)
        return;
    for (const auto text : {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
        texts << item->text(text);
    if (QAccessibleValueInterface* value = item->valueInterface())
        texts << value->currentValue().toString();
    for (int i = 0; i < item->childCount(); ++i)
        addAccessible(item->child(i), texts, depth + 1);
}

QStringList textsOf(const OpenWindow& open)
{
    QStringList texts;
    addAccessible(QAccessible::queryAccessibleInterface(open.window.get()), texts);
    for (const auto* widget : open.window->findChildren<QWidget*>()) {
        texts << widget->toolTip() << widget->statusTip() << widget->whatsThis() << widget->accessibleName() << widget->accessibleDescription();
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            texts << label->text();
    }
    for (const auto* action : open.window->findChildren<QAction*>())
        texts << action->text() << action->toolTip() << (action->isChecked() ? QStringLiteral("checked") : QString());
    for (const auto* view : open.window->findChildren<QAbstractItemView*>())
        if (const auto* model = view->model())
            for (int row = 0; row < model->rowCount(); ++row)
                for (int column = 0; column < model->columnCount(); ++column)
                    for (const int role : std::initializer_list<int>{Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole, Qt::AccessibleDescriptionRole, Qt::CheckStateRole,
                                           static_cast<int>(ui::CandidateModel::ShareRole)})
                        texts << model->index(row, column).data(role).toString();
    for (const auto& event : ui::axisContentOf(*open.flow().opened(), *open.flow().session()).events)
        texts << event.text << QString::number(static_cast<int>(event.action)) << QString::number(event.doubt);
    return texts;
}

made::Machine otherMachine()
{
    made::Machine other = made::usual();
    other.events[0].kind = EventKind::Return;
    other.events[0].candidates = {{made::vanilla(), 0.6}, {made::plain(), 0.4}};
    other.events[1].quantity = 3;
    other.events[1].actorProbability = 0.3;
    other.events[1].candidates = {{made::oatMilk(), 0.99}};
    other.cart.lines = {{made::vanilla(), 3, 0.5, {QStringLiteral("e1")}}};
    return other;
}

QStringList textsOfBlind(const made::Machine& machine)
{
    made::Workspace workspace(0);
    workspace.addAudit("s-1", machine);
    const OpenWindow open(workspace);
    if (!open.waitForSale("s-1") || !open.flow().opened()->reviewCase.blind)
        return {};
    QStringList texts = textsOf(open);
    open.key(Qt::Key_Right, Qt::ControlModifier); // the other event
    if (!open.waitUntilSettled())
        return {};
    texts << textsOf(open);
    texts.replaceInStrings(workspace.root.path(), QString()); // each has a folder of its own
    return texts;
}

} // namespace

void BlindTest::texts_areTheSame_whateverTheMachineAnswered()
{
    const auto former = qInstallMessageHandler(keepPrinted);
    QStringList one = textsOfBlind(made::usual());
    const QStringList printedOfOne = std::exchange(printed, {});
    QStringList other = textsOfBlind(otherMachine());
    qInstallMessageHandler(former);
    QVERIFY(one.size() > 100);
    for (QStringList* texts : {&one, &other})
        texts->removeAll(QString());
    QCOMPARE(one, other);
    QCOMPARE(printedOfOne, printed);
    QVERIFY(one.filter(QStringLiteral("Oat milk")).size() > 0); // the products are there to choose from
}

void BlindTest::answer_isToldAfterSubmitting()
{
    made::Workspace workspace(0);
    workspace.addAudit("s-1", made::usual());
    workspace.addAudit("s-2", made::usual());
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    QString said;
    connect(&open.flow(), &ui::CaseFlow::noticed, this, [&](const QString& sentence) { said = sentence; });
    open.key(Qt::Key_1);
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!said.isEmpty(), 20000);
    QVERIFY2(said.contains(QStringLiteral("otherwise: 1 Oat milk 1 l, 1 Yoghurt plain")), qPrintable(said));
}

QTEST_MAIN(BlindTest)
#include "tst_blind.moc"
