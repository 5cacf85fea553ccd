#pragma once

#include "core/simulator/random.h"
#include "core/simulator/script.h"

namespace cartwright::simulator {

enum class Hold : std::uint8_t { ThenTake, ThenPutBack };

/// Writes visits one after the other into a script and keeps the stock, the carts and the plates in step with
/// them. Between two visits nobody is before the shelf for at least `minimumCalm` seconds, but where `beginAt` says
/// otherwise. What is written is done by the shopper whose turn it is: the first one, until `turnTo` names another.
class ScriptWriter
{
public:
    static constexpr double minimumCalm = 1.2;

    ScriptWriter(Script& script, Random random);

    void turnTo(std::size_t shopper);
    double now() const { return m_now; }
    /// The next visit begins at this moment, whoever else is before the shelf.
    void beginAt(double time);
    /// Time goes on when the last hand has left.
    void waitForAll();
    /// The shopper whose turn it is rests a hand on the empty place, so that a camera sees who came.
    void comeToShelf();

    /// A spot of every place is filled; every third bin or so lacks one copy.
    void stockShelf();
    /// Takes a copy off the shelf before the sale begins, so that there is room for another.
    void makeRoom(int place);
    /// Before the sale begins: one copy in this place is of another article; or all of them are.
    void misplace(int place, int article);
    void restock(int place, int article);
    /// Takes the copy that does not belong into this place.
    void takeMisplaced(int place);

    void take(int place, int quantity = 1);
    /// Puts a copy that the shopper has into this place, whatever belongs there.
    void putInto(int place, int article);
    /// The hand stays before the goods and touches nothing.
    void hover(int place, double seconds);
    /// Takes a copy out and holds it over its bin.
    void hold(int place, double seconds, Hold then);
    /// Takes two copies out, puts one back and leaves with the other.
    void holdTwoTakeOne(int place);
    /// Takes a copy out and gives it to another shopper's hand before the shelf.
    void takeAndHandOver(int place, std::size_t to);
    /// The hand stays between cameras and goods, far before the shelf.
    void standBefore(int place, double seconds);
    /// Ends the sale with a calm shelf, at least `minimumLength` seconds after it began.
    void finish(double minimumLength);

    bool hasCopies(int place, int quantity) const;
    /// What the shopper whose turn it is holds.
    const std::map<int, int>& inHands() const { return m_carts[m_shopper]; }
    /// Where the copies of an article stand.
    int homeOf(int article) const;

private:
    struct Grasp
    {
        Vec3 hand;
        std::vector<int> spots;
    };
    Grasp graspFor(int place, int quantity);
    Visit& beginVisit(int place, Vec3 grasp);
    void endVisit(Visit& visit);
    void stay(Visit& visit, double seconds);
    void moveTo(Visit& visit, Vec3 hand, double seconds);
    void pick(Visit& visit, int spot, Vec3 hand);
    void release(Visit& visit, int spot, int article, Vec3 hand);
    void change(int place, int spot, int article);
    void note(EventKind kind, int place, int article, int quantity);
    void giveUp(int article);
    int articleIn(int place) const;
    const Place& placeOf(int place) const;
    const Article& articleOf(int article) const;
    /// Where a hand holds a copy, from the copy's foot.
    Vec3 gripOf(int article) const;

    Script& m_script;
    Random m_random;
    Stock m_stock;
    std::vector<int> m_articles; ///< what belongs into each place, whatever the planogram says
    std::vector<std::map<int, int>> m_carts; ///< of each shopper
    std::size_t m_shopper = 0;
    double m_now = 0;
    bool m_atOnce = false; ///< the next visit begins without a pause
    Vec3 m_origin; ///< where the hand of the running visit came from
};

} // namespace cartwright::simulator
