#pragma once

#include "core/dataset/extraction.h"
#include "core/dataset/version_writer.h"

namespace cartwright::dataset {

/// Writes everything beside the pictures, which lie in `folder`. NotFound where no label is left; Failed.
Result<WrittenVersion> assemble(const Plan& plan, const std::vector<PlannedImage>& images, const std::vector<ExtractedImage>& extracted,
                                const std::vector<LeftOut>& leftOut, const QString& folder);

} // namespace cartwright::dataset
