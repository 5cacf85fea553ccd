#include "core/pipeline/analyse.h"

#include "core/pipeline/fuse.h"
#include "core/pipeline/recognise.h"
#include "core/vision/candidates.h"
#include "core/vision/confined_jobs.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace cartwright::pipeline {
namespace {

/// What one clip gave.
struct ClipFindings
{
    store::ClipState state;
    std::vector<Sighting> sightings;
    Microseconds unseen = 0; ///< gaps and blind spans together
    std::optional<Error> error;
};

std::vector<vision::WatchedBin> watchedBins(const Store& store, const QString& cameraId)
{
    std::vector<vision::WatchedBin> watched;
    for (const auto& bin : store.bins)
        for (const auto& view : bin.views)
            if (view.cameraId == cameraId)
                watched.push_back({bin.binId, view.polygon});
    return watched;
}

store::ClipState stateOf(const Clip& clip, const media::ClipIndex& index)
{
    store::ClipState state;
    state.cameraId = clip.cameraId;
    state.usable = !index.frames.empty();
    state.damage = index.damage;
    state.firstTimestamp = index.firstTimestamp();
    state.endTimestamp = index.endTimestamp();
    state.width = index.info.width;
    state.height = index.info.height;
    state.frames = static_cast<int>(index.frames.size());
    for (const auto& gap : index.gaps)
        state.gaps.emplace_back(gap.from, gap.until);
    return state;
}

void addSightings(ClipFindings& result, const vision::Findings& findings, const Clip& clip, const Store& store,
                  const std::vector<Product>& products)
{
    const auto moment = [&](Microseconds timestamp) {
        return clip.startsAt + clip.clockOffset + timestamp - result.state.firstTimestamp;
    };
    for (const auto& found : findings.interactions) {
        Sighting sighting;
        sighting.cameraId = clip.cameraId;
        sighting.binId = found.binId;
        sighting.outcome = found.outcome;
        sighting.outcomeProbability = found.outcomeProbability;
        sighting.quantity = found.quantity;
        sighting.from = moment(found.from);
        sighting.until = moment(found.until);
        sighting.region = found.region;
        sighting.candidates = vision::planogramCandidates(found, store, clip.cameraId, products);
        result.sightings.push_back(std::move(sighting));
    }
    for (const auto& blind : findings.blind)
        result.state.gaps.emplace_back(blind.from, blind.until);
    std::sort(result.state.gaps.begin(), result.state.gaps.end());
}

/// Whether the feed left the interactions to us.
bool needsAnalysis(const Sale& sale)
{
    return std::none_of(sale.events.begin(), sale.events.end(), [](const Event& e) { return e.isInteraction(); });
}

ClipFindings readClip(const store::Workspace& workspace, const Clip& clip, const Store& store,
                      const std::vector<Product>& products, bool findThem, const learning::Model* model, const Cancellation& cancel)
{
    ClipFindings result;
    result.state.cameraId = clip.cameraId;
    const auto give = [&](const Error& error) {
        // Stopping and a bad line are errors of the job; anything else is a fact about this clip.
        if (error.kind == ErrorKind::Cancelled || error.kind == ErrorKind::Unreachable)
            result.error = error;
        else
            result.state.damage = error.sentence;
        return std::move(result);
    };
    const auto places = workspace.mediaPlaces();
    if (!places) {
        result.error = places.error();
        return result;
    }
    const ClipLocation location = places->locate(clip.file);
    media::ConfinedOptions options;
    options.cancel = cancel;
    auto decoder = media::ConfinedDecoder::open(location, options);
    if (!decoder)
        return give(decoder.error());
    auto index = media::loadOrMakeIndex(location, **decoder);
    if (!index)
        return give(index.error());
    result.state = stateOf(clip, *index);
    const auto bins = watchedBins(store, clip.cameraId);
    if (findThem && !bins.empty()) {
        const auto findings = vision::findInteractionsConfined(**decoder, *index, bins);
        if (!findings)
            return give(findings.error());
        addSightings(result, *findings, clip, store, products);
        if (model)
            if (auto seen = recogniseSightings(**decoder, *index, *model, products, findings->interactions, result.sightings); !seen)
                return give(seen.error());
    }
    for (const auto& [from, until] : result.state.gaps)
        result.unseen += until - from;
    return result;
}

std::vector<ClipFindings> readClips(const store::Workspace& workspace, const Sale& sale, const Store& store,
                                    const std::vector<Product>& products, const learning::Model* model, const Cancellation& cancel)
{
    std::vector<ClipFindings> results(sale.clips.size());
    std::atomic<std::size_t> next = 0;
    const bool findThem = needsAnalysis(sale);
    const auto work = [&] {
        for (std::size_t i = next++; i < sale.clips.size(); i = next++)
            results[i] = readClip(workspace, sale.clips[i], store, products, findThem, model, cancel);
    };
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    {
        std::vector<std::jthread> helpers; // joined at the end of this block
        for (std::size_t i = 1; i < std::min<std::size_t>(cores, sale.clips.size()); ++i)
            helpers.emplace_back(work);
        work();
    }
    return results;
}

/// Fills in what a feed's own interactions leave open, so that no bin is without its planogram's product.
std::vector<Event> feedInteractions(const Sale& sale, const Store& store)
{
    std::vector<Event> events;
    for (const auto& event : sale.events) {
        if (!event.isInteraction())
            continue;
        Event filled = event;
        const Bin* bin = store.findBin(event.binId);
        if (filled.candidates.empty() && bin)
            filled.candidates.push_back({bin->gtin, 0.9});
        std::stable_sort(filled.candidates.begin(), filled.candidates.end(),
                         [](const auto& a, const auto& b) { return a.probability > b.probability; });
        events.push_back(std::move(filled));
    }
    std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    return events;
}

/// Analysis' events and the feed's sensor facts on one axis.
std::vector<Event> onOneAxis(const std::vector<Event>& interactions, const Sale& sale)
{
    std::vector<Event> events = interactions;
    for (const auto& event : sale.events)
        if (!event.isInteraction())
            events.push_back(event);
    std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    return events;
}

void judgeEvidence(review::FlagInput& input, const Sale& sale, const std::vector<ClipFindings>& clips)
{
    Microseconds unseen = 0;
    Microseconds wanted = 0;
    const Microseconds visit = std::max<Microseconds>(sale.exitedAt - sale.enteredAt, 1);
    for (const auto& clip : clips) {
        const Microseconds length = clip.state.endTimestamp - clip.state.firstTimestamp;
        wanted += std::max(length, Microseconds{1});
        if (!clip.state.usable) {
            wanted += visit;
            unseen += visit;
        }
        unseen += std::min(clip.unseen, length);
        if (!clip.state.usable || !clip.state.damage.isEmpty() || clip.unseen > 0)
            input.evidenceComplete = false;
    }
    input.evidenceMissing =
        wanted == 0 ? 0 : std::min(1.0, static_cast<double>(unseen) / static_cast<double>(wanted));
}

} // namespace

Result<Analysis> analyseSale(const store::Workspace& workspace, const Sale& sale, const Store& store,
                             const std::map<Gtin, Product>& products, const Cancellation& cancel, const learning::Model* model)
{
    if (auto program = media::confinedDecoderProgram(); !program)
        return failure(ErrorKind::Failed, program.error().sentence);
    std::vector<Product> catalogue;
    for (const auto& [gtin, product] : products)
        catalogue.push_back(product);
    auto clips = readClips(workspace, sale, store, catalogue, model, cancel);
    std::vector<Sighting> sightings;
    Analysis analysis;
    for (auto& clip : clips) {
        if (clip.error)
            return failure(*clip.error);
        std::move(clip.sightings.begin(), clip.sightings.end(), std::back_inserter(sightings));
        analysis.prediction.clips.push_back(clip.state);
    }

    const bool own = needsAnalysis(sale);
    Fused fused = fuse(sale, own ? joinSightings(std::move(sightings)) : feedInteractions(sale, store), store, products);
    analysis.prediction.saleRevision = sale.revision;
    analysis.prediction.modelName = own ? QString::fromLatin1(vision::analysisName) : sale.modelName;
    analysis.prediction.modelVersion = own ? QString::fromLatin1(vision::analysisVersion) : sale.modelVersion;
    analysis.prediction.events = onOneAxis(fused.events, sale);
    analysis.prediction.cart = std::move(fused.cart);

    analysis.flagInput.key = sale.key;
    analysis.flagInput.prediction = analysis.prediction;
    analysis.flagInput.sensorDisagreements = fused.disagreements;
    analysis.flagInput.firstDisagreement = fused.firstDisagreement;
    judgeEvidence(analysis.flagInput, sale, clips);
    return analysis;
}

} // namespace cartwright::pipeline
