#pragma once

#include "core/base/cancellation.h"
#include "core/media/picture.h"

#include <QByteArray>
#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

namespace cartwright::vision {

/// How pictures are described and told apart: edges and colours of patches on a grid, each encoded as Fisher vectors of the whole
/// picture and of parts of it, and one linear machine per class (see fisher_encoder.h, local_descriptors.h and
/// linear_classes.h for the sources).
struct RecogniserSettings
{
    int side = 256;                     ///< the longer side that pictures are brought to, 32 to 1024
    int step = 6;                       ///< pixels from patch to patch
    std::vector<int> cells = {4, 6, 9}; ///< pixels of a patch's 4 x 4 cells
    int edgeGaussians = 64;
    int colourGaussians = 64;
    int sampledPatches = 36'000; ///< of all pictures, for axes and mixtures
    double cost = 256;           ///< of the machines' mistakes
    int threads = 2;

    static RecogniserSettings forPhotos() { return {}; }
    /// For pieces of a shelf's picture, which are small and many.
    static RecogniserSettings forCrops();
};

/// What to learn from. `picture` is called from several threads, more than once for some; its error ends the training.
struct TrainingSet
{
    QStringList classes;
    std::vector<int> labels; ///< a picture's class, or -1 where it shows none of the classes
    std::vector<int> groups; ///< pictures of one group (a sale) are held back together; as many as labels
    std::function<Result<media::Picture>(std::size_t)> picture;
};

/// A trained recogniser: a value that is cheap to copy; any thread may ask it.
class Recogniser
{
public:
    /// From what `toBytes` gave. Integrity where the bytes are cut, not finite or contradict themselves.
    static Result<Recogniser> fromBytes(const QByteArray& bytes);
    QByteArray toBytes() const;

    const QStringList& classes() const;
    /// One score per class, the greater the likelier; not probabilities (see learning/calibration.h). An empty picture scores 0.
    std::vector<double> scores(const media::Picture& picture) const;

    /// Bytes that the model takes in memory.
    std::int64_t size() const;

    struct Parts;
    explicit Recogniser(std::shared_ptr<const Parts> parts) : m_parts(std::move(parts)) {}

private:
    std::shared_ptr<const Parts> m_parts;
};

struct Trained
{
    Recogniser recogniser;
    /// Scores of each training picture by machines that have not seen its group (four folds of groups): what confidence
    /// is calibrated on.
    std::vector<std::vector<double>> heldOut;
};

/// `progress` gets the share done, 0 to 1, from any of its threads, one call at a time. The same set and settings give the same
/// recogniser. WrongUsage: fewer than two classes with pictures, or labels out of range. Cancelled.
Result<Trained> trainRecogniser(const TrainingSet& set, const RecogniserSettings& settings, const Cancellation& cancel = {},
                                const std::function<void(double)>& progress = {});

} // namespace cartwright::vision
