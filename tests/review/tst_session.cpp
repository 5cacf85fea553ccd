#include "core/review/session.h"

#include <QTest>

#include <random>

using namespace cartwright;
using namespace cartwright::review;

namespace {

const Gtin milk = *Gtin::parse(QStringLiteral("96385074"));
const Gtin juice = *Gtin::parse(QStringLiteral("614141000036"));

Event interaction(const QString& id, EventKind kind, const Gtin& likely, double sure)
{
    Event event;
    event.eventId = id;
    event.kind = kind;
    event.candidates = {{likely, sure}, {likely == milk ? juice : milk, 1 - sure}};
    return event;
}

Session session()
{
    return {{interaction(QStringLiteral("a1"), EventKind::Take, milk, 0.95), interaction(QStringLiteral("a2"), EventKind::Take, juice, 0.54)},
            Cart{{{milk, 1, 0.95, {QStringLiteral("a1")}}, {juice, 1, 0.54, {QStringLiteral("a2")}}}}};
}

Edit choose(const QString& id, const Gtin& gtin)
{
    return {EditKind::ChooseProduct, id, gtin, EventKind::None, 0, Evidence{QStringLiteral("c1"), 5}, {}, {}};
}

Edit act(const QString& id, EventKind action)
{
    return {EditKind::ChooseAction, id, {}, action, 0, Evidence{QStringLiteral("c1"), 5}, {}, {}};
}

Edit adjust(const Gtin& gtin, int by)
{
    return {EditKind::AdjustLine, {}, gtin, EventKind::None, by, {}, {}, {}};
}

Edit box(const QString& id, int frame)
{
    return {EditKind::DrawBox, id, {}, EventKind::None, 0, Evidence{QStringLiteral("c1"), frame * 100'000}, Box{1.0 * frame, 2, 30, 40}, {}};
}

bool sameState(const SessionState& a, const SessionState& b)
{
    return a.cart == b.cart && a.boxes == b.boxes && a.noBoxes == b.noBoxes && a.moved == b.moved && a.corrected == b.corrected;
}

int quantity(const Session& session, const Gtin& gtin)
{
    const auto* line = session.state().cart.find(gtin);
    return line ? line->quantity : 0;
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void opening_landsOnTheMostDoubtfulEvent()
    {
        QCOMPARE(session().mostDoubtful().value_or(9), std::size_t(1));
        QVERIFY(!session().state().corrected);
    }
    void returnOfWhatTheCartHadNot_bringsNothingIn_whenItsProductIsChanged()
    {
        Session s({interaction(QStringLiteral("a1"), EventKind::Take, milk, 0.95), interaction(QStringLiteral("a2"), EventKind::Return, juice, 0.5)},
                  Cart{{{milk, 1, 0.95, {QStringLiteral("a1")}}}});
        QVERIFY(s.apply(choose(QStringLiteral("a2"), milk)).has_value());
        QVERIFY(s.state().cart.lines.empty());
        QVERIFY(s.apply(adjust(juice, 1)).has_value());
        QCOMPARE(quantity(s, juice), 1);
        s.undo();
        s.undo();
        QCOMPARE(quantity(s, milk), 1);
        QCOMPARE(quantity(s, juice), 0);
    }
    void choosingAnotherProduct_movesThePieceToItsLine()
    {
        Session s = session();
        QVERIFY(s.apply(choose(QStringLiteral("a2"), milk)).has_value());
        QCOMPARE(quantity(s, milk), 2);
        QCOMPARE(quantity(s, juice), 0);
        QVERIFY(s.state().corrected);
    }
    void makingATakeAReturn_countsBothWays()
    {
        Session s = session();
        QVERIFY(s.apply(choose(QStringLiteral("a2"), milk)).has_value());
        QVERIFY(s.apply(act(QStringLiteral("a2"), EventKind::Return)).has_value());
        QCOMPARE(quantity(s, milk), 0);
    }
    void choosingNone_takesThePieceOut()
    {
        Session s = session();
        QVERIFY(s.apply(choose(QStringLiteral("a1"), {})).has_value());
        QCOMPARE(quantity(s, milk), 0);
        QVERIFY(s.apply(choose(QStringLiteral("a1"), milk)).has_value());
        QCOMPARE(quantity(s, milk), 1);
        QVERIFY(!s.state().corrected);
    }
    void aChangeWithoutEvidence_isMarked()
    {
        Session s = session();
        QVERIFY(s.apply(adjust(milk, 1)).has_value());
        QVERIFY(!s.state().lines.front().hasEvidence);
        QVERIFY(s.apply(adjust(milk, -1)).has_value());
        QVERIFY(s.state().lines.front().hasEvidence); // back at the predicted quantity
    }
    void editsThatMakeNoSense_areRefusedAndLeaveNothing_data()
    {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 6; ++i)
            QTest::addRow("edit %d", i) << i;
    }
    void editsThatMakeNoSense_areRefusedAndLeaveNothing()
    {
        QFETCH(int, which);
        const Edit bad[] = {choose(QStringLiteral("a9"), milk),
                            act(QStringLiteral("a1"), EventKind::Weight),
                            {EditKind::SetQuantity, QStringLiteral("a1"), {}, EventKind::None, 0, {}, {}, {}},
                            adjust({}, 1),
                            adjust(milk, 0),
                            {EditKind::DrawBox, QStringLiteral("a1"), {}, EventKind::None, 0, {}, Box{0, 0, 5, 5}, {}}};
        Session s = session();
        const auto before = s.state().cart;
        QVERIFY(!s.apply(bad[which]));
        QVERIFY(s.edits().empty());
        QVERIFY(s.state().cart == before);
    }
    void undoAndRedo_walkTheSameStates_forRandomEdits()
    {
        std::mt19937 random(7);
        Session s = session();
        std::vector<SessionState> states{s.state()};
        for (int i = 0; i < 200; ++i) {
            Edit edit;
            const auto id = random() % 2 ? QStringLiteral("a1") : QStringLiteral("a2");
            const int held = quantity(s, milk);
            switch (random() % 7) {
            case 0: edit = choose(id, random() % 3 == 0 ? Gtin() : random() % 2 ? milk : juice); break;
            case 1: edit = act(id, random() % 2 ? EventKind::Take : EventKind::Return); break;
            case 2: edit = {EditKind::SetQuantity, id, {}, EventKind::None, int(random() % 5) + 1, {}, {}, {}}; break;
            case 3: edit = box(id, int(random() % 4)); break;
            case 4:
                edit = box(id, int(random() % 4));
                edit.kind = EditKind::RemoveBox;
                break;
            case 5:
                edit = {EditKind::MoveLine, {}, milk, EventKind::None, 1, {}, {}, {}};
                edit.otherSale = QStringLiteral("s-2");
                break;
            default: edit = adjust(random() % 2 ? milk : juice, random() % 2 ? 1 : -1); break;
            }
            const bool refused = edit.kind == EditKind::MoveLine && held == 0;
            QCOMPARE(s.apply(edit).has_value(), !refused);
            if (!refused)
                states.push_back(s.state());
        }
        for (std::size_t i = states.size() - 1; i-- > 0;) {
            s.undo();
            QVERIFY(sameState(s.state(), states[i]));
        }
        QVERIFY(!s.canUndo());
        for (std::size_t i = 1; i < states.size(); ++i) {
            s.redo();
            QVERIFY(sameState(s.state(), states[i]));
        }
        QVERIFY(!s.canRedo());
    }
    void movingAnItemToAnotherSale_takesItOutOfThisCart()
    {
        Session s = session();
        Edit move = adjust(milk, 1);
        move.kind = EditKind::MoveLine;
        QVERIFY2(!s.apply(move), "it must say where to");
        move.otherSale = QStringLiteral("s-2");
        move.evidence = Evidence{QStringLiteral("c1"), 5};
        QVERIFY(s.apply(move).has_value());
        QCOMPARE(quantity(s, milk), 0);
        QCOMPARE(s.state().moved.size(), 1u);
        QVERIFY(s.state().lines.front().hasEvidence);
        QVERIFY2(!s.apply(move), "there is none left");
    }
    void editsTowards_reachTheTarget()
    {
        Session s = session();
        const Cart target{{{juice, 3, 1, {}}}};
        for (const auto& edit : editsTowards(s, target, {}, QStringLiteral("because")))
            QVERIFY(s.apply(edit).has_value());
        QVERIFY(s.state().cart.sameContents(target));
    }
    void aDraft_isRestoredAsFarAsItApplies()
    {
        Session s = session();
        QCOMPARE(s.restore({adjust(milk, 1), choose(QStringLiteral("gone"), milk)}), 1);
        QCOMPARE(quantity(s, milk), 2);
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
