#pragma once

// Internal to core/simulator: how the situations are played.

#include "core/simulator/script_writer.h"

namespace cartwright::simulator {

/// A sale under way: the writer with its dice.
struct Play
{
    Script& script;
    ScriptWriter writer;
    Random random;

    int anyBin(int quantity)
    {
        int place = random.below(emptyPlace);
        while (!writer.hasCopies(place, quantity))
            place = (place + 1) % emptyPlace;
        return place;
    }
    int articleOf(int place) const { return script.shop->place(place).article; }
    QString binOf(int place) const { return script.shop->place(place).binId; }
    void plainActions(int count)
    {
        for (int i = 0; i < count; ++i) {
            if (!writer.inHands().empty() && random.chance(0.25))
                putBackOne();
            else
                writer.take(anyBin(1));
        }
    }
    void putBackOne()
    {
        auto it = writer.inHands().begin();
        std::advance(it, random.below(static_cast<int>(writer.inHands().size())));
        writer.putInto(writer.homeOf(it->first), it->first);
    }
};

/// What is done in the casting's situation, and the sentence on what went wrong.
void playSituation(Play& play, const Casting& casting);
/// The situations with several shoppers, for playSituation.
void playTogether(Play& play, Situation situation);

/// Hides something that happened from a camera, or darkens all cameras.
void blind(Script& script, std::size_t cameras, Random random);
/// Takes away a part of what cameras or plates would have sent.
void loseData(Script& script, std::size_t cameras, Random random);
/// Goods are scanned and weighed when they are laid into the cart, on the way out; now and then one is forgotten.
void scanCart(Script& script, Random random);

} // namespace cartwright::simulator
