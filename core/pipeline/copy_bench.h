#pragma once

#include "core/base/cancellation.h"
#include "core/pipeline/copy_settings.h"

#include <QStringList>

#include <optional>

namespace cartwright::pipeline {

/// What the review copy of one clip costs, in seconds of this machine. Each figure is of a confined process of its own,
/// its start included.
struct CopyCost
{
    QString path;
    double clipSeconds = 0;
    double decodeSeconds = 0; ///< decoding alone
    double copySeconds = 0;   ///< decoding and encoding, nothing masked
    double maskSeconds = 0;   ///< decoding, masking and encoding
    std::int64_t clipBytes = 0;
    std::int64_t copyBytes = 0; ///< masked
    std::size_t frames = 0;
    double maskedShare = 0; ///< of the area of all pictures
};

/// How well masks cover what was drawn by eye.
struct MaskRecall
{
    /// `covered` of all boxes have at least this share of their area pixelated.
    static constexpr double bodyShare = 0.75;
    static constexpr double faceShare = 0.9;
    int bodies = 0;
    int bodiesCovered = 0;
    int faces = 0;
    int facesCovered = 0;
    double bodyArea = 0;  ///< mean share of a body that is pixelated
    double faceArea = 0;
    double goodsArea = 0; ///< mean share of the goods' area that is pixelated and should not be
    double handArea = 0;  ///< the same of hands at work
    double elsewhere = 0; ///< mean share of the picture outside every body that is pixelated
    int frames = 0;
    struct Worst
    {
        QString file;
        int frame = 0;
        double share = 0; ///< of its least covered face
    };
    std::vector<Worst> worst; ///< the least covered faces, at most 8
};

struct CopyBench
{
    std::vector<CopyCost> clips;
    std::optional<MaskRecall> recall; ///< where a file of boxes was given
};

/// Copies each clip into memory that is dropped, and where `boxesFile` is given compares the masks with its boxes
/// ("cartwright.people-boxes/1": per file name frames with boxes x, y, width, height). The goods' box is given to the masker as
/// the camera's bin.
Result<CopyBench> benchCopies(const QStringList& clips, const QString& boxesFile, const CopySettings& settings,
                              const Cancellation& cancel = {});

/// The same for stills as datasets have them: each picture is masked with what was seen in the half second before it (or, at
/// the start of a group of pictures, shortly after).
Result<MaskRecall> benchStillMasking(const QStringList& clips, const QString& boxesFile, const vision::PeopleSettings& people,
                                     const Cancellation& cancel = {});

} // namespace cartwright::pipeline
