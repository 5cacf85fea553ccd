#pragma once

#include "core/domain/sale.h"
#include "core/media/review_copy.h"

#include <QJsonObject>

#include <memory>
#include <vector>

namespace cartwright::vision {

/// What is used to find people. Settings of a workspace ("review_copies") name it; see peopleSettingsOf.
struct PeopleSettings
{
    enum class Masking : std::uint8_t {
        People, ///< bodies and faces; the whole frame where the detector fails
        Whole,  ///< every frame as a whole
        None,   ///< nothing; only to measure what masking costs, a workspace's settings cannot ask for it
    } masking = Masking::People;
    QString cascadeFolder = QStringLiteral("/usr/share/opencv4/haarcascades"); ///< of Debian's opencv-data
    QString faceModel;                                                         ///< a YuNet model (ONNX), or empty
};

/// The detectors, loaded. Loading opens files, so it comes before a process locks itself up. One thread at a time.
class PeopleModels
{
public:
    /// Failed or NotFound where a cascade or the model cannot be loaded; the sentence names it.
    static Result<std::shared_ptr<PeopleModels>> load(const PeopleSettings& settings);
    ~PeopleModels();
    PeopleModels(const PeopleModels&) = delete;
    PeopleModels& operator=(const PeopleModels&) = delete;

private:
    friend class PeopleFinder;
    struct Private;
    explicit PeopleModels(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

/// A bin in the clip's picture: bodies leave it clear, so that hands at work are seen; heads and faces do not.
using ClearArea = std::vector<Point>;

/// Masks people in a review copy: bodies by HOG (Dalal and Triggs, CVPR 2005; OpenCV's default people detector), faces by
/// OpenCV's cascades and, where configured, YuNet. It looks a few times a second at a small picture, links what it finds
/// to tracks, fills the gaps of a track and holds its ends, with a margin. What moves at the left or right edge is taken for
/// somebody who is cut off there, because no detector knows half a person. Without models, or when the detector fails,
/// every frame is masked as a whole.
class PeopleMasker : public media::CopyMasker
{
public:
    /// `models` may be null. `clipWidth` is the width of the picture that the areas refer to; copies may be smaller.
    PeopleMasker(std::shared_ptr<PeopleModels> models, std::vector<ClearArea> clear, int clipWidth);
    ~PeopleMasker() override;

    Microseconds lookAhead() const override;
    void look(const media::Picture& luma, Microseconds timestamp) override;
    media::MaskGrid maskAt(Microseconds timestamp) override;

    /// "people", or "whole" from when on nothing could be told apart.
    QString state() const;
    /// Why it is "whole", empty otherwise.
    const QString& trouble() const;
    /// How many bodies and faces were found in all, before tracking.
    std::size_t found() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cartwright::vision
