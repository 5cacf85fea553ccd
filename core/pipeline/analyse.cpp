#include "core/pipeline/analyse.h"

#include "core/pipeline/evidence.h"
#include "core/pipeline/recognise.h"
#include "core/pipeline/traces.h"
#include "core/vision/candidates.h"
#include "core/vision/confined_jobs.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace cartwright::pipeline {
namespace {

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

/// From the clip's own clock to the common one.
class ClipClock
{
public:
    ClipClock(const Clip& clip, const media::ClipIndex& index)
        : m_offset(clip.startsAt + clip.clockOffset - index.firstTimestamp())
    {
    }
    UtcMicroseconds moment(Microseconds timestamp) const { return timestamp + m_offset; }
    Microseconds timestamp(UtcMicroseconds moment) const { return moment - m_offset; }

private:
    Microseconds m_offset;
};

Sighting sightingOf(const vision::Interaction& found, const Clip& clip, const ClipClock& clock)
{
    Sighting sighting;
    sighting.cameraId = clip.cameraId;
    sighting.binId = found.binId;
    sighting.outcome = found.outcome;
    sighting.outcomeProbability = found.outcomeProbability;
    sighting.quantity = found.quantity;
    sighting.from = clock.moment(found.from);
    sighting.until = clock.moment(found.until);
    sighting.region = found.region;
    sighting.arms = found.arms;
    return sighting;
}

/// The moments at which shoppers of the group were seen coming: all for their sleeves, their boxes in their own camera.
std::vector<vision::AskedMoment> momentsOf(const Sale& sale, const Clip& clip, const ClipClock& clock)
{
    std::vector<vision::AskedMoment> moments;
    for (const auto& event : sale.events)
        if (event.kind == EventKind::Entry && event.box)
            moments.push_back({clock.timestamp(event.at), event.cameraId == clip.cameraId ? event.box : std::nullopt});
    return moments;
}

Company companyOf(const vision::Findings& findings, const Sale& sale)
{
    Company company;
    std::size_t known = 0;
    for (const auto& seen : findings.seen) {
        ++known;
        if (!seen.arms.empty())
            company.own.push_back(seen.arms.front().colour);
    }
    company.isComplete = company.own.size() == known && known >= static_cast<std::size_t>(sale.groupSize);
    return company;
}

void addSightings(ClipFindings& result, const vision::Findings& findings, const Sale& sale, const Clip& clip,
                  const ClipClock& clock, const Store& store, const std::vector<Product>& products)
{
    for (const auto& found : findings.interactions) {
        Sighting sighting = sightingOf(found, clip, clock);
        sighting.candidates = vision::planogramCandidates(found, store, clip.cameraId, products);
        result.seen.sightings.push_back(std::move(sighting));
    }
    for (const auto& found : findings.elsewhere)
        result.seen.elsewhere.push_back(sightingOf(found, clip, clock));
    const Company company = companyOf(findings, sale);
    judgeActors(result.seen.sightings, company);
    judgeActors(result.seen.elsewhere, company);
    for (const auto& meeting : findings.meetings) {
        const bool oneIs = ownProbability(meeting.one.colour, company) >= 0.5;
        const bool otherIs = ownProbability(meeting.other.colour, company) >= 0.5;
        if (!company.own.empty() && (oneIs != otherIs || !company.isComplete))
            result.seen.met.push_back({clock.moment(meeting.from), clock.moment(meeting.until)});
    }
    for (const auto& [from, until] : result.state.gaps)
        result.blind.emplace_back(clock.moment(from), clock.moment(until));
    for (const auto& blind : findings.blind) {
        result.blind.emplace_back(clock.moment(blind.from), clock.moment(blind.until));
        result.state.gaps.emplace_back(blind.from, blind.until);
    }
    std::sort(result.blind.begin(), result.blind.end());
    std::sort(result.state.gaps.begin(), result.state.gaps.end());
}

/// Whether the feed left the interactions to us.
bool needsAnalysis(const Sale& sale)
{
    return std::none_of(sale.events.begin(), sale.events.end(), [](const Event& e) { return e.isInteraction(); });
}

ClipFindings readClip(const store::Workspace& workspace, const Sale& sale, const Clip& clip, const Store& store,
                      const std::vector<Product>& products, bool findThem, const learning::Model* model,
                      const Cancellation& cancel)
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
    const ClipClock clock(clip, *index);
    result.span = {clock.moment(index->firstTimestamp()), clock.moment(index->endTimestamp())};
    for (const auto& [from, until] : result.state.gaps)
        result.gaps += until - from;
    const auto bins = watchedBins(store, clip.cameraId);
    if (findThem && !bins.empty()) {
        const auto findings =
            vision::findInteractionsConfined(**decoder, *index, bins, momentsOf(sale, clip, clock));
        if (!findings)
            return give(findings.error());
        addSightings(result, *findings, sale, clip, clock, store, products);
        if (model)
            if (auto seen = recogniseSightings(**decoder, *index, *model, products, findings->interactions, result.seen.sightings); !seen)
                return give(seen.error());
    }
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
            results[i] = readClip(workspace, sale, sale.clips[i], store, products, findThem, model, cancel);
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

} // namespace

Result<Analysis> analyseSale(const store::Workspace& workspace, const Sale& sale, const Store& store,
                             const std::map<Gtin, Product>& products, const Knowledge& knowledge,
                             const Cancellation& cancel)
{
    if (auto program = media::confinedDecoderProgram(); !program)
        return failure(ErrorKind::Failed, program.error().sentence);
    std::vector<Product> catalogue;
    for (const auto& [gtin, product] : products)
        catalogue.push_back(product);
    auto clips = readClips(workspace, sale, store, catalogue, knowledge.model, cancel);
    Seen seen;
    Analysis analysis;
    const auto append = [](auto& to, auto& from) { std::move(from.begin(), from.end(), std::back_inserter(to)); };
    for (auto& clip : clips) {
        if (clip.error)
            return failure(*clip.error);
        append(seen.sightings, clip.seen.sightings);
        append(seen.elsewhere, clip.seen.elsewhere);
        append(seen.met, clip.seen.met);
        analysis.prediction.clips.push_back(clip.state);
    }

    const bool own = needsAnalysis(sale);
    Circumstances known{knowledge.reliability, knowledge.shelf, {}, {}, joinElsewhere(std::move(seen.elsewhere)), seen.met, {}};
    readTraces(known, workspace, sale);
    auto joined = joinSightings(std::move(seen.sightings));
    for (Event& event : known.elsewhere)
        event.eventId = freeEventId(event.eventId, sale);
    for (Event& event : joined.events) {
        const QString id = freeEventId(event.eventId, sale);
        if (joined.shared.contains(event.eventId))
            known.shared.insert(id);
        event.eventId = id;
    }
    Fused fused = fuse(sale, own ? std::move(joined.events) : feedInteractions(sale, store), store, products, known);
    fused.events.insert(fused.events.end(), known.plateSteps.begin(), known.plateSteps.end());
    analysis.prediction.saleRevision = sale.revision;
    analysis.prediction.modelName = own ? QString::fromLatin1(vision::analysisName) : sale.modelName;
    analysis.prediction.modelVersion = own ? QString::fromLatin1(vision::analysisVersion) : sale.modelVersion;
    analysis.prediction.events = onOneAxis(fused.events, sale);
    analysis.prediction.cart = std::move(fused.cart);

    analysis.flagInput.key = sale.key;
    analysis.flagInput.prediction = analysis.prediction;
    analysis.flagInput.disagreements = std::move(fused.disagreements);
    judgeEvidence(analysis.flagInput, sale, store, clips);
    return analysis;
}

} // namespace cartwright::pipeline
