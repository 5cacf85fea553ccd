#pragma once

#include "core/simulator/random.h"
#include "core/simulator/script.h"

namespace cartwright::simulator {

enum class Hold : std::uint8_t { ThenTake, ThenPutBack };

/// Writes visits one after the other into a script and keeps the stock, the cart and the plates in step with
/// them. Between two visits nobody is before the shelf for at least `minimumCalm` seconds.
class ScriptWriter
{
public:
    static constexpr double minimumCalm = 1.2;

    ScriptWriter(Script& script, Random random);

    /// A spot of every place is filled; every third bin or so lacks one copy.
    void stockShelf();
    /// Takes a copy off the shelf before the sale begins, so that there is room for another.
    void makeRoom(int place);

    void take(int place, int quantity = 1);
    /// Puts a copy that the shopper has into this place, whatever belongs there.
    void putInto(int place, int article);
    /// The hand stays before the goods and touches nothing.
    void hover(int place, double seconds);
    /// Takes a copy out and holds it over its bin.
    void hold(int place, double seconds, Hold then);
    /// Takes two copies out, puts one back and leaves with the other.
    void holdTwoTakeOne(int place);
    /// Something the cameras do not show: a copy of the shopper's is put down on the floor.
    void dropOnFloor(int article);
    /// Ends the sale with a calm shelf, at least `minimumLength` seconds after it began.
    void finish(double minimumLength);

    bool hasCopies(int place, int quantity) const;
    const std::map<int, int>& inHands() const { return m_script.cart; }

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

    Script& m_script;
    Random m_random;
    Stock m_stock;
    double m_now = 0;
    Vec3 m_origin; ///< where the hand of the running visit came from
};

} // namespace cartwright::simulator
