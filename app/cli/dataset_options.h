#pragma once

#include "app/cli/command.h"

#include "core/dataset/dataset.h"
#include "core/store/dataset_repository.h"

namespace cartwright::cli {

/// "coco, yolo, ...", for help texts.
QString datasetFormatWords();
/// The options by which labels are chosen, and those of a new version with them.
void labelChoiceOptions(QCommandLineParser& parser);
void datasetCreateOptions(QCommandLineParser& parser);
/// What they say. WrongUsage.
Result<store::LabelChoice> labelChoiceOf(const Context& context);
Result<dataset::CreateOptions> createOptionsOf(const Context& context);

} // namespace cartwright::cli
