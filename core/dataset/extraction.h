#pragma once

#include "core/dataset/frames.h"

namespace cartwright::dataset {

/// What became of one planned image.
struct ExtractedImage
{
    QString sha256;           ///< of the JPEG file
    bool damaged = false;     ///< the frame did not decode, so there is no file
    std::uint64_t hash = 0;   ///< of what is seen (core/vision/picture_facts.h)
    double sharpness = 0;
    double masked = 0;        ///< share of the picture
    QString masking;          ///< "people", "whole", "none"
};

struct ExtractionFolders
{
    QString data;     ///< images are written below it
    QString progress; ///< keeps a record of finished images, so that a killed run goes on
};

struct ExtractionOptions
{
    int jpegQuality = 92;
    vision::PeopleSettings people = {};
    std::map<std::pair<QString, QString>, std::vector<vision::ClearArea>> clear = {};
};

/// Decodes, masks and writes the images on two threads: a group of pictures is decoded once, by one thread. Images that a record
/// names and whose content is still what it says are kept. Same order as `images`. NotFound for the models that find people;
/// Failed, Cancelled.
Result<std::vector<ExtractedImage>> extractImages(const std::vector<PlannedImage>& images, const ExtractionOptions& options,
                                                  const ExtractionFolders& folders,
                                                  const Cancellation& cancel, const Progress& progress);

} // namespace cartwright::dataset
