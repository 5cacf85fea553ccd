#include "core/vision/linear_classes.h"
#include "core/vision/recogniser_parts.h"
#include "core/vision/row_products.h"

#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

namespace cartwright::vision {
namespace {

constexpr int folds = 4;
constexpr std::size_t mostSampledPictures = 600;
constexpr double sampledShare = 0.25; ///< of the progress; encoding takes to 0.75, the machines the rest
constexpr double encodedShare = 0.75;

Error broken(const cv::Exception& problem)
{
    return {ErrorKind::Failed, QStringLiteral("The recogniser could not be trained: a computation failed."), QString::fromLocal8Bit(problem.what())};
}

Error stopped() { return {ErrorKind::Cancelled, QStringLiteral("The training was stopped; nothing has changed."), {}}; }

/// Does `one` for each of `count` numbers on several threads; the first error ends it.
Result<void> forAll(std::size_t count, int threads, const Cancellation& cancel, const std::function<Result<void>(std::size_t)>& one)
{
    std::atomic<std::size_t> next = 0;
    std::mutex lock;
    std::optional<Error> trouble;
    const auto tried = [&](std::size_t i) -> Result<void> { // an exception must not leave a thread
        try {
            return one(i);
        } catch (const cv::Exception& problem) {
            return failure(broken(problem));
        }
    };
    const auto work = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            Result<void> done = cancel.isCancelled() ? failure(stopped()) : tried(i);
            if (done)
                continue;
            const std::lock_guard held(lock);
            if (!trouble)
                trouble = done.error();
            next = count;
        }
    };
    {
        std::vector<std::jthread> helpers; // joined at the end of this block
        for (int i = 1; i < threads; ++i)
            helpers.emplace_back(work);
        work();
    }
    if (trouble)
        return failure(*trouble);
    return {};
}

/// Tells how far it is, one call at a time.
class Share
{
public:
    Share(std::function<void(double)> tell, double from, double until, std::size_t steps)
        : m_tell(std::move(tell)), m_from(from), m_width(until - from), m_steps(steps)
    {
    }
    void step()
    {
        const std::lock_guard held(m_lock);
        ++m_done;
        if (m_tell)
            m_tell(m_from + m_width * static_cast<double>(m_done) / static_cast<double>(m_steps));
    }

private:
    std::mutex m_lock;
    std::function<void(double)> m_tell;
    double m_from;
    double m_width;
    std::size_t m_steps;
    std::size_t m_done = 0;
};

void pick(const cv::Mat& from, int count, std::mt19937& random, cv::Mat& into)
{
    if (from.empty())
        return;
    for (int i = 0; i < count; ++i)
        into.push_back(from.row(static_cast<int>(random() % static_cast<unsigned>(from.rows))));
}

/// Axes and mixtures from some patches of evenly chosen pictures.
Result<PictureEncoder> fitEncoder(const TrainingSet& set, const RecogniserSettings& settings, const Cancellation& cancel,
                                  const std::function<void(double)>& progress)
{
    PictureEncoder encoder{settings.side, {settings.cells, settings.step}, {}, {}};
    const std::size_t count = std::min(mostSampledPictures, set.labels.size());
    const int each = std::max(1, settings.sampledPatches / static_cast<int>(count));
    std::vector<cv::Mat> edges(count);
    std::vector<cv::Mat> colours(count);
    Share share(progress, 0, sampledShare / 2, count);
    auto read = forAll(count, settings.threads, cancel, [&](std::size_t i) -> Result<void> {
        const auto picture = set.picture(i * set.labels.size() / count);
        if (!picture)
            return failure(picture.error());
        const BothKinds both = describe(*picture, encoder.side, encoder.grid);
        std::mt19937 random(static_cast<unsigned>(i));
        pick(both.edges.values, each, random, edges[i]);
        pick(both.colours.values, each, random, colours[i]);
        share.step();
        return {};
    });
    if (!read)
        return failure(read.error());
    cv::Mat edgeSample;
    cv::Mat colourSample;
    for (std::size_t i = 0; i < count; ++i) {
        if (!edges[i].empty())
            edgeSample.push_back(edges[i]);
        if (!colours[i].empty())
            colourSample.push_back(colours[i]);
    }
    if (edgeSample.rows < 4 * settings.edgeGaussians || colourSample.rows < 4 * settings.colourGaussians)
        return failure(ErrorKind::Refused, QStringLiteral("The pictures are too small or too few to learn from: give more of them."));
    encoder.edges = FisherEncoder::fit(edgeSample, {64, settings.edgeGaussians});
    encoder.colours = FisherEncoder::fit(colourSample, {48, settings.colourGaussians});
    return encoder;
}

cv::Mat chosen(const cv::Mat& products, const std::vector<int>& rows, const std::vector<int>& columns)
{
    cv::Mat result(static_cast<int>(rows.size()), static_cast<int>(columns.size()), CV_32F);
    for (std::size_t y = 0; y < rows.size(); ++y) {
        const float* from = products.ptr<float>(rows[y]);
        float* to = result.ptr<float>(static_cast<int>(y));
        for (std::size_t x = 0; x < columns.size(); ++x)
            to[x] = from[columns[x]];
    }
    return result;
}

/// Groups in order of their first picture, dealt to the folds in turn.
std::vector<int> foldsOf(const TrainingSet& set)
{
    std::map<int, int> fold;
    std::vector<int> result;
    for (std::size_t i = 0; i < set.labels.size(); ++i) {
        const int group = i < set.groups.size() ? set.groups[i] : static_cast<int>(i);
        result.push_back(fold.try_emplace(group, static_cast<int>(fold.size()) % folds).first->second);
    }
    return result;
}

/// What is known after encoding.
struct Encoded
{
    cv::Mat vectors;  ///< pictures x dimensions
    cv::Mat products; ///< pictures x pictures
};

Result<std::vector<std::vector<double>>> heldOutScores(const TrainingSet& set, const RecogniserSettings& settings, const cv::Mat& products,
                                                       const Cancellation& cancel, Share& share)
{
    const int classes = static_cast<int>(set.classes.size());
    const std::vector<int> fold = foldsOf(set);
    std::vector<std::vector<double>> scores(set.labels.size());
    auto done = forAll(folds, settings.threads, cancel, [&](std::size_t f) -> Result<void> {
        std::vector<int> seen;
        std::vector<int> unseen;
        std::vector<int> labels;
        for (std::size_t i = 0; i < fold.size(); ++i) {
            (fold[i] == static_cast<int>(f) ? unseen : seen).push_back(static_cast<int>(i));
            if (fold[i] != static_cast<int>(f))
                labels.push_back(set.labels[i]);
        }
        if (unseen.empty() || seen.empty())
            return {};
        const DualClasses dual = trainOneAgainstRest(chosen(products, seen, seen), labels, classes, settings.cost);
        share.step();
        const cv::Mat values = chosen(products, unseen, seen) * dual.shares;
        for (std::size_t i = 0; i < unseen.size(); ++i) {
            auto& own = scores[static_cast<std::size_t>(unseen[i])];
            for (int c = 0; c < classes; ++c)
                own.push_back(static_cast<double>(values.at<float>(static_cast<int>(i), c) + dual.biases[static_cast<std::size_t>(c)]));
        }
        return {};
    });
    if (!done)
        return failure(done.error());
    return scores;
}

Result<Encoded> encodeAll(const TrainingSet& set, const PictureEncoder& encoder, const RecogniserSettings& settings,
                          const Cancellation& cancel, const std::function<void(double)>& progress)
{
    Encoded encoded;
    encoded.vectors.create(static_cast<int>(set.labels.size()), encoder.dimensions(), CV_32F);
    Share share(progress, sampledShare, encodedShare, set.labels.size());
    auto done = forAll(set.labels.size(), settings.threads, cancel, [&](std::size_t i) -> Result<void> {
        const auto picture = set.picture(i);
        if (!picture)
            return failure(picture.error());
        encoder.encode(*picture).copyTo(encoded.vectors.row(static_cast<int>(i)));
        share.step();
        return {};
    });
    if (!done)
        return failure(done.error());
    encoded.products = pairProducts(encoded.vectors);
    return encoded;
}

Result<void> checkSet(const TrainingSet& set)
{
    std::set<int> seen;
    for (const int label : set.labels) {
        if (label < -1 || label >= set.classes.size())
            return failure(ErrorKind::WrongUsage, QStringLiteral("A picture's class is not among the classes."));
        if (label >= 0)
            seen.insert(label);
    }
    if (seen.size() < 2)
        return failure(ErrorKind::WrongUsage, QStringLiteral("There are pictures of fewer than two classes: nothing can be told apart."));
    return {};
}

Result<Trained> train(const TrainingSet& set, const RecogniserSettings& settings, const Cancellation& cancel,
                      const std::function<void(double)>& progress)
{
    auto encoder = fitEncoder(set, settings, cancel, progress);
    if (!encoder)
        return failure(encoder.error());
    const auto encoded = encodeAll(set, *encoder, settings, cancel, progress);
    if (!encoded)
        return failure(encoded.error());
    const int classes = static_cast<int>(set.classes.size());
    Share share(progress, encodedShare, 1, folds + 1);
    auto heldOut = heldOutScores(set, settings, encoded->products, cancel, share);
    if (!heldOut)
        return failure(heldOut.error());
    const DualClasses dual = trainOneAgainstRest(encoded->products, set.labels, classes, settings.cost);
    share.step();
    if (cancel.isCancelled())
        return failure(stopped());
    auto parts = std::make_shared<Recogniser::Parts>();
    parts->classes = set.classes;
    parts->encoder = std::move(*encoder);
    cv::gemm(dual.shares, encoded->vectors, 1, cv::noArray(), 0, parts->weights, cv::GEMM_1_T);
    parts->biases = cv::Mat(dual.biases, true).reshape(1, 1);
    return Trained{Recogniser(std::move(parts)), std::move(*heldOut)};
}

} // namespace

Result<Trained> trainRecogniser(const TrainingSet& set, const RecogniserSettings& settings, const Cancellation& cancel,
                                const std::function<void(double)>& progress)
{
    if (auto checked = checkSet(set); !checked)
        return failure(checked.error());
    try {
        return train(set, settings, cancel, progress);
    } catch (const cv::Exception& problem) {
        return failure(broken(problem));
    }
}

} // namespace cartwright::vision
