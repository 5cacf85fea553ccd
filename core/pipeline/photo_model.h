#pragma once

#include "core/base/cancellation.h"
#include "core/base/clock.h"
#include "core/learning/model_folder.h"
#include "core/pipeline/progress.h"

namespace cartwright::pipeline {

/// A list of photos as product catalogues come: one line a photo, `path, fine class, coarse class`, paths relative to the
/// list's folder, classes as whole numbers. Blank lines are passed over.
struct PhotoList
{
    struct Photo
    {
        QString path; ///< absolute
        int fine = 0;
        int coarse = 0;
    };
    std::vector<Photo> photos;
    QString sha256; ///< of the list's bytes
    QStringList notes; ///< what is allowed but worth knowing: classes with one photo
};
/// NotFound; Refused, naming the line, where it is malformed, a path leaves the folder, or a fine class has two coarse ones.
Result<PhotoList> readPhotoList(const QString& path);

struct PhotoTraining
{
    learning::Model model;
    int photos = 0;
    double heldOutFine = 0; ///< share of training photos that machines which had not seen them told right
    double seconds = 0;
    QStringList notes;
};
/// Photos that follow each other in the list are held back together, because series of one piece do. Names the model `photos`.
Result<PhotoTraining> trainOnPhotos(const QString& list, const vision::RecogniserSettings& settings, const Clock& clock,
                                    const Cancellation& cancel, const ProgressCallback& progress);

struct PhotoScore
{
    int photos = 0;
    int fine = 0;   ///< told right
    int coarse = 0; ///< whose coarse class was told right
    double calibrationError = 0;
    std::vector<learning::ReliabilityBin> reliability;
    double secondsEach = 0;
};
/// Refused where the list has a class that the model does not know.
Result<PhotoScore> evaluateOnPhotos(const learning::Model& model, const QString& list, const Cancellation& cancel,
                                    const ProgressCallback& progress);

} // namespace cartwright::pipeline
