#include "tests/ui/window_fixture.h"

#include "core/store/label_repository.h"

#include <QMap>

using namespace cartwright;

/// The thirteen reasons why a sale needs a person, each as the machine brings it to the window, solved by keys alone, and ending in
/// the right receipt and labels.
class SituationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keys_endInTheRightReceiptsAndLabels();
};

namespace {

/// "Ctrl+Enter", "2", "+", or a text in quotes that is typed.
void press(const OpenWindow& open, const QString& key)
{
    static const QMap<QString, Qt::Key> named{{QStringLiteral("Enter"), Qt::Key_Return}, {QStringLiteral("Right"), Qt::Key_Right},
                                              {QStringLiteral("Left"), Qt::Key_Left},    {QStringLiteral("+"), Qt::Key_Plus},
                                              {QStringLiteral("-"), Qt::Key_Minus},      {QStringLiteral("/"), Qt::Key_Slash}};
    if (key.startsWith(QLatin1Char('"')))
        return open.type(key.mid(1).chopped(1));
    const bool control = key.startsWith(QStringLiteral("Ctrl+"));
    const QString bare = control ? key.mid(5) : key;
    const Qt::Key code = named.value(bare, static_cast<Qt::Key>(bare.at(0).toLatin1()));
    open.key(code, control ? Qt::ControlModifier : Qt::NoModifier);
}

made::Machine machine(std::vector<Event> events, const QMap<QString, int>& cart, FlagRule rule, const char* eventId = "e2")
{
    const std::map<QString, Gtin> codes{{QStringLiteral("oat"), made::oatMilk()}, {QStringLiteral("plain"), made::plain()}, {QStringLiteral("vanilla"), made::vanilla()}};
    made::Machine made{std::move(events), {}, {{rule, 0.5, 0.8, QLatin1String(eventId)}}};
    for (auto line = cart.begin(); line != cart.end(); ++line)
        made.cart.lines.push_back({codes.at(line.key()), line.value(), 0.6, {}});
    return made;
}

/// The first event is sure: oat milk at B1. The second is what the row is about.
std::vector<Event> eventsWith(const std::function<void(Event&)>& change)
{
    std::vector<Event> events = made::events();
    events[1].candidates = {{made::plain(), 0.95}, {made::vanilla(), 0.03}, {Gtin(), 0.02}};
    change(events[1]);
    return events;
}

struct Situation
{
    QByteArray name;
    made::Machine machine;
    QString question;
    QStringList keys;
    QString receipt;
    QString labels;
};

std::vector<Situation> situations; // filled once, in the order of the documented reasons

void row(const char* name, const made::Machine& machine, const char* question, const char* keys, const char* receipt, const char* labels)
{
    situations.push_back({name, machine, QString::fromLatin1(question), QString::fromLatin1(keys).split(QLatin1Char(' ')),
                          QString::fromLatin1(receipt), QString::fromLatin1(labels)});
}

QString receiptOf(const made::Workspace& workspace, const char* saleId)
{
    QStringList lines;
    const auto receipts = made::orFail(store::SaleRepository(*workspace.database).receipts(made::Workspace::key(saleId)));
    if (receipts.empty())
        return QStringLiteral("no receipt");
    for (const ReceiptLine& line : receipts.back().lines)
        lines << QStringLiteral("%1 %2").arg(line.quantity).arg(line.name.section(QLatin1Char(' '), 0, -1));
    lines.sort();
    return lines.join(QStringLiteral(", "));
}

/// "return oat, take oat": action and product of the labels.
QString labelsOf(const made::Workspace& workspace, const char* saleId)
{
    QMap<QString, int> counts;
    const auto labels = made::orFail(store::LabelRepository(*workspace.database).ofSale(made::Workspace::key(saleId)));
    for (const Label& label : labels) {
        const QString product = label.gtin == made::oatMilk() ? QStringLiteral("oat") : label.gtin == made::plain() ? QStringLiteral("plain") : QStringLiteral("vanilla");
        ++counts[(label.action == EventKind::Return ? QStringLiteral("return ") : QStringLiteral("take ")) + product];
    }
    QStringList texts;
    for (auto count = counts.begin(); count != counts.end(); ++count)
        texts << count.key();
    return texts.join(QStringLiteral(", "));
}

void fill()
{
    const auto doubtful = [](Event& event) { event.candidates = {{made::plain(), 0.5}, {made::oatMilk(), 0.45}, {Gtin(), 0.05}}; };

    row("1 put back beside an item of the same weight", machine(eventsWith([&](Event& event) {
            doubtful(event);
            event.kind = EventKind::Return;
        }), {{"oat", 1}}, FlagRule::UncertainProduct),
        "which product?", "2 Ctrl+Enter", "", "return oat, take oat");
    row("2 hands crossing: it was somebody else's", machine(eventsWith([](Event& event) { event.actorProbability = 0.5; }), {{"oat", 1}, {"plain", 1}}, FlagRule::UncertainShopper),
        "which shopper?", "0 Ctrl+Enter", "1 Oat milk 1 l", "take oat");
    row("3 handed over by another shopper", machine(eventsWith([](Event& event) { event.kind = EventKind::None; event.kindProbability = 0.6; }), {{"oat", 1}}, FlagRule::UncertainAction),
        "take or return?", "A \"7312345000038\" Enter Ctrl+Enter", "1 Oat milk 1 l, 1 Yoghurt vanilla", "take oat");
    row("4 two shoppers take from one bin at once", machine([] {
            auto events = eventsWith([](Event& event) { event.actorProbability = 0.55; });
            events.push_back(made::interaction("e3", "right", "B2", made::clipStart + 3 * made::second, {{made::plain(), 0.95}}));
            return events;
        }(), {{"oat", 1}, {"plain", 2}}, FlagRule::UncertainShopper),
        "which shopper?", "0 Ctrl+Enter", "1 Oat milk 1 l, 1 Yoghurt plain", "take oat, take plain");
    row("5 another shopper nearer at the put-back", machine(eventsWith([](Event& event) {
            event.kind = EventKind::None;
            event.actorProbability = 0.4;
            event.candidates = {{made::oatMilk(), 0.9}};
        }), {{"oat", 1}}, FlagRule::UncertainShopper),
        "which shopper?", "R Ctrl+Enter", "", "return oat, take oat");
    row("6 two held, one taken", machine(eventsWith([](Event& event) { event.quantity = 2; }), {{"oat", 1}, {"plain", 2}}, FlagRule::SensorsDisagree),
        "how many?", "Ctrl+Right - Ctrl+Enter", "1 Oat milk 1 l, 1 Yoghurt plain", "take oat, take plain");
    row("7 several in one grab", machine(eventsWith([](Event&) {}), {{"oat", 1}, {"plain", 1}}, FlagRule::SensorsDisagree),
        "how many?", "Ctrl+Right + + Ctrl+Enter", "1 Oat milk 1 l, 3 Yoghurt plain", "take oat, take plain");
    row("8 left on the floor", machine(eventsWith([](Event& event) { event.kindProbability = 0.5; }), {{"oat", 1}, {"plain", 1}}, FlagRule::UncertainAction),
        "take or return?", "0 Ctrl+Enter", "1 Oat milk 1 l", "take oat");
    row("9 the next shopper buys the misplaced item", machine(eventsWith([&](Event& event) { doubtful(event); }), {{"oat", 1}, {"plain", 1}}, FlagRule::UncertainProduct),
        "which product?", "2 Ctrl+Enter", "2 Oat milk 1 l", "take oat");
    row("10 the planogram is wrong", machine(eventsWith([](Event& event) { event.candidates = {{made::plain(), 0.6}, {Gtin(), 0.4}}; }), {{"oat", 1}, {"plain", 1}}, FlagRule::UncertainProduct),
        "which product?", "/ \"7312345000038\" Enter Ctrl+Enter", "1 Oat milk 1 l, 1 Yoghurt vanilla", "take oat, take vanilla");
    row("11 the camera is covered", machine(eventsWith([](Event&) {}), {{"oat", 1}, {"plain", 1}}, FlagRule::EvidenceIncomplete),
        "is the cart complete?", "Ctrl+Right Ctrl+Enter", "1 Oat milk 1 l, 1 Yoghurt plain", "take oat, take plain");
    auto group = machine(eventsWith([](Event& event) { event.actorProbability = 0.5; }), {{"oat", 1}, {"plain", 1}}, FlagRule::UncertainShopper);
    group.groupSize = 2;
    row("12 who belongs to the group", group, "the same group?", "T Ctrl+Enter", "1 Oat milk 1 l, 1 Yoghurt plain", "take oat, take plain");
    row("13 sensor data is missing", machine(eventsWith([](Event& event) { event.candidates = {}; event.kind = EventKind::None; }), {{"oat", 1}}, FlagRule::EvidenceIncomplete),
        "is the cart complete?", "A \"7312345000038\" Enter Ctrl+Enter", "1 Oat milk 1 l, 1 Yoghurt vanilla", "take oat");
}

} // namespace

void SituationsTest::keys_endInTheRightReceiptsAndLabels()
{
    fill();
    QCOMPARE(situations.size(), 13u);
    made::Workspace workspace(0);
    const auto saleOf = [](std::size_t i) { return QByteArray("s-") + QByteArray::number(static_cast<int>(i) + 1).rightJustified(2, '0'); };
    for (std::size_t i = 0; i < situations.size(); ++i)
        workspace.addFlagged(saleOf(i).constData(), situations[i].machine);
    const OpenWindow open(workspace);
    for (std::size_t i = 0; i < situations.size(); ++i) {
        const Situation& now = situations[i];
        QVERIFY2(open.waitForSale(saleOf(i).constData()), now.name.constData());
        QVERIFY2(open.text("whyQuestion") == now.question, (now.name + ": " + open.text("whyQuestion").toUtf8()).constData());
        for (const QString& key : now.keys) {
            press(open, key);
            if (key == QLatin1String("Enter")) // the search answers from another thread
                QVERIFY2(QTest::qWaitFor([&] { return qobject_cast<QLineEdit*>(QApplication::focusWidget()) == nullptr; }, 20000),
                         (now.name + ": the search is taken").constData());
        }
    }
    QVERIFY(QTest::qWaitFor([&] { return open.flow().state() == ui::CaseFlow::State::QueueEmpty && open.waitUntilSettled(); }, 20000));
    for (std::size_t i = 0; i < situations.size(); ++i) {
        QVERIFY2(receiptOf(workspace, saleOf(i).constData()) == situations[i].receipt,
                 (situations[i].name + ": " + receiptOf(workspace, saleOf(i).constData()).toUtf8()).constData());
        QVERIFY2(labelsOf(workspace, saleOf(i).constData()) == situations[i].labels,
                 (situations[i].name + ": " + labelsOf(workspace, saleOf(i).constData()).toUtf8()).constData());
    }
}

QTEST_MAIN(SituationsTest)
#include "tst_situations.moc"
