#pragma once

#include "core/base/cancellation.h"
#include "core/domain/decision.h"
#include "core/media/picture.h"
#include "core/pipeline/progress.h"
#include "core/store/workspace.h"

#include <QStringList>

#include <map>

namespace cartwright::pipeline {

/// A picture of one product alone, cut out of a frame or from the catalogue.
struct ProductCrop
{
    Gtin gtin;
    int group = 0; ///< crops of one sale are of one group, and so are a product's catalogue pictures
    media::Picture picture;
};

/// What of a sale is held back together, 0 to 2^30 - 1: the same number on every machine and in every run.
int groupOf(const SaleKey& key);

struct LabelCrops
{
    std::vector<ProductCrop> crops;
    QStringList notes; ///< what was left out, one sentence each
};

/// Chooses for each event the label whose frame shows the product at rest: a take's first one, a return's last one; boxes drawn
/// by hand all count. Labels that no person stands for are left out, and so are those that contradict each other (the same
/// box on the same frame with two products).
std::vector<Label> labelsToLearnFrom(const std::vector<Label>& labels, QStringList& notes);

/// Cuts them out of their clips, which are decoded in confined processes. A clip that cannot be read is a note.
Result<LabelCrops> cropLabels(const store::Workspace& workspace, const std::vector<Label>& labels, const Cancellation& cancel,
                              const ProgressCallback& progress);

/// Catalogue pictures as they might look on a shelf: small, darker and brighter, blurred, and cut a little: eight of each.
Result<LabelCrops> cropCatalogue(const store::Workspace& workspace, const std::map<Gtin, Product>& products);

} // namespace cartwright::pipeline
