#pragma once

#include "core/dataset/dataset.h"

namespace cartwright::dataset {

inline constexpr const char* manifestSchema = "cartwright.dataset/1";

/// A label as it goes out: without the reviewer's name.
struct PlannedLabel
{
    Label label;    ///< its `reviewer` is a pseudonym
    QString sha256; ///< over all that goes out about it
};

/// What a dataset is made from. Equal plans have equal hashes and give equal bytes.
struct Plan
{
    CreateOptions options;
    std::vector<PlannedLabel> labels; ///< by store, sale, camera, clip, timestamp, label id; none twice
    std::map<Gtin, QString> names;    ///< of the products that labels name
    QString sha256;
};

/// WrongUsage for options that make no sense; NotFound where there are no labels.
Result<Plan> makePlan(std::vector<Label> labels, const std::map<Gtin, QString>& productNames,
                      const CreateOptions& options);

} // namespace cartwright::dataset
