#pragma once

#include "core/dataset/frames.h"

namespace cartwright::dataset {

/// What became of one planned image.
struct ExtractedImage
{
    QString sha256;       ///< of the JPEG file
    bool damaged = false; ///< the frame did not decode, so there is no file
};

struct ExtractionFolders
{
    QString data;     ///< images are written below it
    QString progress; ///< keeps a record of finished images, so that a killed run goes on
};

/// Decodes and writes the images, on two threads, each clip from front to back. Images that a record names
/// and whose content is still what it says are kept. Same order as `images`. Failed, Cancelled.
Result<std::vector<ExtractedImage>> extractImages(const std::vector<PlannedImage>& images, int jpegQuality,
                                                  const ExtractionFolders& folders,
                                                  const Cancellation& cancel, const Progress& progress);

} // namespace cartwright::dataset
