#include "core/vision/candidates.h"

#include "core/vision/picture_view.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace cartwright::vision {
namespace {

constexpr double neighbourWeight = 0.06;
constexpr double neighbourFall = 2;
constexpr double noneWeight = 0.02;
constexpr double unclearWeight = 0.06;
constexpr std::size_t mostProducts = 5;
constexpr double lookStrength = 6;

std::optional<Box> boxOf(const Bin& bin, const QString& cameraId)
{
    for (const BinView& view : bin.views) {
        if (view.cameraId != cameraId || view.polygon.empty())
            continue;
        const auto [left, right] = std::minmax_element(view.polygon.begin(), view.polygon.end(),
                                                       [](const Point& a, const Point& b) { return a.x < b.x; });
        const auto [top, bottom] = std::minmax_element(view.polygon.begin(), view.polygon.end(),
                                                       [](const Point& a, const Point& b) { return a.y < b.y; });
        return Box{left->x, top->y, right->x - left->x, bottom->y - top->y};
    }
    return std::nullopt;
}

double gapBetween(const Box& a, const Box& b)
{
    const double x = std::max({0.0, b.x - (a.x + a.width), a.x - (b.x + b.width)});
    const double y = std::max({0.0, b.y - (a.y + a.height), a.y - (b.y + b.height)});
    return std::hypot(x, y);
}

bool isSold(const Gtin& gtin, const std::vector<Product>& products)
{
    return std::any_of(products.begin(), products.end(), [&](const Product& p) { return p.gtin == gtin; });
}

/// Weights of the products of the other bins in view.
std::map<Gtin, double> neighbours(const Bin& own, const Box& place, const Store& store, const QString& cameraId,
                                  const std::vector<Product>& products)
{
    std::map<Gtin, double> weights;
    double sum = 0;
    const double unit = std::max({1.0, place.width, place.height});
    for (const Bin& bin : store.bins) {
        const std::optional<Box> box = boxOf(bin, cameraId);
        if (bin.binId == own.binId || bin.gtin == own.gtin || !box || !isSold(bin.gtin, products))
            continue;
        const double weight = neighbourWeight * std::exp(-neighbourFall * gapBetween(place, *box) / unit);
        weights[bin.gtin] += weight;
        sum += weight;
    }
    if (sum > neighbourWeight)
        for (auto& [gtin, weight] : weights)
            weight *= neighbourWeight / sum;
    return weights;
}

void sortAndNormalise(std::vector<Candidate>& candidates)
{
    double sum = 0;
    for (const Candidate& candidate : candidates)
        sum += candidate.probability;
    for (Candidate& candidate : candidates)
        candidate.probability /= sum;
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.probability > b.probability; });
}

/// Hue-saturation cells for what is coloured, luma cells for what is not; sums to 1.
std::vector<double> lookOf(const media::Picture& picture)
{
    std::vector<double> cells(16 * 8 + 8, 0.0);
    if (picture.isEmpty() || picture.layout == media::PixelLayout::Gray8)
        return cells;
    cv::Mat small;
    cv::resize(viewOf(picture), small, cv::Size(32, 32), 0, 0, cv::INTER_AREA);
    if (small.channels() == 4)
        cv::cvtColor(small, small, cv::COLOR_BGRA2BGR);
    cv::Mat colours;
    cv::cvtColor(small, colours, cv::COLOR_BGR2HSV);
    for (int y = 0; y < colours.rows; ++y) {
        for (int x = 0; x < colours.cols; ++x) {
            const cv::Vec3b pixel = colours.at<cv::Vec3b>(y, x);
            const bool coloured = pixel[1] >= 40 && pixel[2] >= 30;
            const int cell = coloured ? std::min(15, pixel[0] * 16 / 180) * 8 + pixel[1] / 32 : 16 * 8 + pixel[2] / 32;
            cells[static_cast<std::size_t>(cell)] += 1.0 / (32 * 32);
        }
    }
    return cells;
}

double similarity(const std::vector<double>& a, const std::vector<double>& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::min(a[i], b[i]);
    return sum;
}

std::optional<double> bestSimilarity(const std::vector<double>& seen, const Gtin& gtin,
                                     const std::vector<ProductLook>& looks)
{
    std::optional<double> best;
    for (const ProductLook& look : looks) {
        if (look.gtin != gtin || gtin.isEmpty())
            continue;
        for (const media::Picture& picture : look.pictures)
            best = std::max(best.value_or(0), similarity(seen, lookOf(picture)));
    }
    return best;
}

} // namespace

std::vector<Candidate> planogramCandidates(const Interaction& interaction, const Store& store,
                                           const QString& cameraId, const std::vector<Product>& products)
{
    const double clear = std::clamp(2 * interaction.outcomeProbability - 1, 0.0, 1.0);
    double none = noneWeight + unclearWeight * (1 - clear);
    std::vector<Candidate> candidates;
    const Bin* bin = store.findBin(interaction.binId);
    const bool known = bin && isSold(bin->gtin, products);
    if (known)
        candidates.push_back({bin->gtin, 1});
    else
        none += 1;
    if (bin) {
        std::vector<Candidate> near;
        if (const std::optional<Box> place = boxOf(*bin, cameraId))
            for (const auto& [gtin, weight] : neighbours(*bin, *place, store, cameraId, products))
                near.push_back({gtin, weight});
        std::stable_sort(near.begin(), near.end(),
                         [](const Candidate& a, const Candidate& b) { return a.probability > b.probability; });
        for (const Candidate& candidate : near) {
            if (candidates.size() < mostProducts)
                candidates.push_back(candidate);
            else
                none += candidate.probability;
        }
    }
    candidates.push_back({Gtin(), none});
    sortAndNormalise(candidates);
    return candidates;
}

std::vector<Candidate> sharpenByLook(std::vector<Candidate> candidates, const media::Picture& seen,
                                     const std::vector<ProductLook>& looks)
{
    try {
        if (seen.isEmpty() || seen.layout == media::PixelLayout::Gray8 || candidates.empty())
            return candidates;
        const std::vector<double> seenLook = lookOf(seen);
        std::vector<std::optional<double>> similarities;
        double sum = 0;
        int count = 0;
        for (const Candidate& candidate : candidates) {
            similarities.push_back(bestSimilarity(seenLook, candidate.gtin, looks));
            sum += similarities.back().value_or(0);
            count += similarities.back() ? 1 : 0;
        }
        if (count < 2)
            return candidates;
        for (std::size_t i = 0; i < candidates.size(); ++i)
            if (similarities[i])
                candidates[i].probability *= std::exp(lookStrength * (*similarities[i] - sum / count));
        sortAndNormalise(candidates);
    } catch (const cv::Exception&) {
        // A picture that cannot be read tells nothing; the candidates stay as they were.
    }
    return candidates;
}

} // namespace cartwright::vision
