#pragma once

#include "app/cli/command.h"
#include "core/review/desk.h"
#include "core/store/opinion_repository.h"

namespace cartwright::cli {

/// "waiting", "claimed", "escalated", "done".
QString nameOf(store::QueueState state);
Result<store::QueueState> queueStateOf(const QString& name);

void printQueue(Context& context, const std::vector<store::QueueEntry>& entries, const store::QueueCounts& counts);
void printCase(Context& context, const review::ReviewCase& shown);
void printOpinions(Context& context, const std::vector<store::SecondOpinion>& opinions);
void printSubmitted(Context& context, const review::ReviewCase& after, const store::Submitted& submitted);
void printReceipts(Context& context, const std::vector<Receipt>& receipts);

} // namespace cartwright::cli
