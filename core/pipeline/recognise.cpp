#include "core/pipeline/recognise.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

namespace cartwright::pipeline {
namespace {

constexpr double margin = 0.1;
constexpr double unplannedShare = 0.04;
constexpr std::size_t mostNamed = 5;

int bytesOf(media::PixelLayout layout)
{
    return layout == media::PixelLayout::Gray8 ? 1 : layout == media::PixelLayout::Bgr24 ? 3 : 4;
}

bool endsTheJob(const Error& error)
{
    return error.kind == ErrorKind::Cancelled || error.kind == ErrorKind::Unreachable;
}

} // namespace

media::Picture cropOf(const media::Picture& frame, const Box& box)
{
    const int left = std::clamp(static_cast<int>(std::floor(box.x - margin * box.width)), 0, frame.width);
    const int top = std::clamp(static_cast<int>(std::floor(box.y - margin * box.height)), 0, frame.height);
    const int right = std::clamp(static_cast<int>(std::ceil(box.x + (1 + margin) * box.width)), 0, frame.width);
    const int bottom = std::clamp(static_cast<int>(std::ceil(box.y + (1 + margin) * box.height)), 0, frame.height);
    if (frame.isEmpty() || right <= left || bottom <= top)
        return {};
    const int pixel = bytesOf(frame.layout);
    media::Picture crop;
    crop.width = right - left;
    crop.height = bottom - top;
    crop.stride = static_cast<std::ptrdiff_t>(crop.width) * pixel;
    crop.layout = frame.layout;
    const auto bytes = static_cast<std::size_t>(crop.stride) * static_cast<std::size_t>(crop.height);
    const std::shared_ptr<std::uint8_t[]> pixels(new std::uint8_t[bytes]);
    for (int y = 0; y < crop.height; ++y) {
        std::uint8_t* to = pixels.get() + y * crop.stride;
        const std::uint8_t* from = frame.pixels.get() + (top + y) * frame.stride + static_cast<std::ptrdiff_t>(left) * pixel;
        std::memcpy(to, from, static_cast<std::size_t>(crop.stride));
    }
    crop.pixels = std::shared_ptr<const std::uint8_t>(pixels, pixels.get());
    return crop;
}

std::size_t placeAt(const media::ClipIndex& index, Microseconds timestamp)
{
    const auto after = std::upper_bound(index.frames.begin(), index.frames.end(), timestamp,
                                        [](Microseconds moment, const auto& frame) { return moment < frame.timestamp; });
    return after == index.frames.begin() ? 0 : static_cast<std::size_t>(after - index.frames.begin()) - 1;
}

std::vector<Candidate> candidatesByLook(const std::vector<Candidate>& planned, const std::vector<learning::Model::Guess>& look,
                                        const std::vector<Product>& products)
{
    if (look.empty() || planned.empty())
        return planned;
    std::map<QString, double> likelihood;
    for (const auto& guess : look)
        likelihood[guess.name] = guess.probability * static_cast<double>(look.size());
    const double unknown = likelihood[QString()];
    std::map<Gtin, double> prior;
    for (const Candidate& candidate : planned)
        prior[candidate.gtin] = candidate.probability * (1 - unplannedShare);
    std::size_t unplanned = 0;
    for (const Product& product : products)
        unplanned += prior.contains(product.gtin) ? 0U : 1U;
    for (const Product& product : products)
        prior.try_emplace(product.gtin, unplannedShare / static_cast<double>(std::max<std::size_t>(1, unplanned)));
    std::vector<Candidate> result;
    double sum = 0;
    for (const auto& [gtin, share] : prior) {
        const auto known = likelihood.find(gtin.digits());
        const double weight = share * (known == likelihood.end() || gtin.isEmpty() ? unknown : known->second);
        result.push_back({gtin, weight});
        sum += weight;
    }
    if (sum <= 0)
        return planned;
    for (Candidate& candidate : result)
        candidate.probability /= sum;
    std::stable_sort(result.begin(), result.end(), [](const Candidate& a, const Candidate& b) { return a.probability > b.probability; });
    double rest = 0;
    while (result.size() > mostNamed) {
        rest += result.back().probability;
        result.pop_back();
    }
    const auto none = std::find_if(result.begin(), result.end(), [](const Candidate& c) { return c.gtin.isEmpty(); });
    if (none == result.end())
        result.push_back({Gtin(), rest});
    else
        none->probability += rest;
    std::stable_sort(result.begin(), result.end(), [](const Candidate& a, const Candidate& b) { return a.probability > b.probability; });
    return result;
}

Result<void> recogniseSightings(media::ConfinedDecoder& decoder, const media::ClipIndex& index, const learning::Model& model,
                                const std::vector<Product>& products, const std::vector<vision::Interaction>& interactions,
                                std::vector<Sighting>& sightings)
{
    if (!model.canLook() || index.frames.empty())
        return {};
    for (std::size_t i = 0; i < interactions.size() && i < sightings.size(); ++i) {
        const vision::Interaction& found = interactions[i];
        if (found.outcome == EventKind::None)
            continue;
        const Microseconds moment = found.outcome == EventKind::Take ? found.before : found.after;
        const auto frame = decoder.frame(index, placeAt(index, moment), media::PixelLayout::Bgra32);
        if (!frame && endsTheJob(frame.error()))
            return failure(frame.error());
        if (!frame || frame->damaged)
            continue;
        sightings[i].candidates = candidatesByLook(sightings[i].candidates, model.guesses(cropOf(frame->picture, found.region)), products);
    }
    return {};
}

} // namespace cartwright::pipeline
