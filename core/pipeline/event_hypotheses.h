#pragma once

#include "core/pipeline/fuse.h"

namespace cartwright::pipeline {

/// The likelihood model of one interaction, as fuse.h states it.

struct Hypothesis
{
    EventKind kind = EventKind::None;
    int pieces = 0;
    Gtin gtin;
    double probability = 0;
};

/// What a plate says around an interaction.
struct PlateVoice
{
    bool reports = false;
    double delta = 0; ///< grams, all steps together
    int steps = 0;
};

/// Everything that bears on one interaction.
struct Evidence
{
    Event event;              ///< as the cameras or the feed have it
    bool camerasSpeak = true; ///< false where only a plate noticed
    PlateVoice plate;
    const std::map<Gtin, double>* strange = nullptr; ///< goods of others in this bin
    const std::map<Gtin, int>* held = nullptr;       ///< by the shopper; nothing where that is not known
    bool besideBins = false;  ///< put down or gone where there is no bin
};

/// All hypotheses with their posterior probabilities, which sum to 1.
std::vector<Hypothesis> weighHypotheses(const Evidence& evidence, const std::map<Gtin, Product>& products,
                                        const Reliability& reliability);
/// Puts the most probable kind and pieces, its probability and the products' into the event.
void settle(Event& event, const std::vector<Hypothesis>& hypotheses);

} // namespace cartwright::pipeline
