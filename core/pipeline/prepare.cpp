#include "core/pipeline/prepare.h"

#include "core/media/confined_decoder.h"
#include "core/pipeline/prepare_clip.h"
#include "core/store/sale_repository.h"
#include "core/store/store_repository.h"

#include <QFileInfo>

#include <algorithm>
#include <atomic>
#include <limits>
#include <optional>
#include <thread>

namespace cartwright::pipeline {
namespace {

using store::ReviewCopy;
using Part = ReviewCopy::Part;

/// Clips up to this many times the decisive length are copied as a whole at once.
constexpr int shortEnough = 3;

struct Job
{
    Sale sale;
    Store store;
    CopySettings settings;
    std::optional<store::Prediction> prediction;
    std::vector<Flag> flags;
    std::vector<ReviewCopy> present;
};

Result<Job> loadJob(const store::Workspace& workspace, store::Database& database, const SaleKey& key)
{
    if (auto program = media::confinedDecoderProgram(); !program)
        return failure(ErrorKind::Failed, program.error().sentence);
    const auto settings = workspace.settings();
    if (!settings)
        return failure(settings.error());
    auto copies = copySettingsFrom(*settings);
    if (!copies)
        return failure(copies.error());
    store::SaleRepository sales(database);
    auto sale = sales.load(key);
    if (!sale)
        return failure(sale.error());
    auto store = store::StoreRepository(database).load(key.storeId);
    if (!store)
        return failure(store.error());
    auto prediction = sales.prediction(key);
    if (!prediction)
        return failure(prediction.error());
    auto flags = sales.flags(key);
    if (!flags)
        return failure(flags.error());
    auto present = store::CopyRepository(database).ofSale(key, sale->revision);
    if (!present)
        return failure(present.error());
    return Job{std::move(*sale), std::move(*store), std::move(*copies), std::move(*prediction), std::move(*flags), std::move(*present)};
}

/// The event that a reviewer is led to first: one that a flag names, else the least certain one.
const Event* decisiveEvent(const Job& job)
{
    if (!job.prediction)
        return nullptr;
    const Event* least = nullptr;
    double certainty = 2;
    for (const Event& event : job.prediction->events) {
        if (!event.isInteraction())
            continue;
        const bool flagged = std::any_of(job.flags.begin(), job.flags.end(),
                                         [&](const Flag& flag) { return !flag.eventId.isEmpty() && flag.eventId == event.eventId; });
        const double sure = (flagged ? 0 : 1) + (event.candidates.empty() ? 0 : event.candidates.front().probability);
        if (sure < certainty) {
            certainty = sure;
            least = &event;
        }
    }
    return least;
}

bool isThere(const store::Workspace& workspace, const ReviewCopy& copy)
{
    return copy.file.isEmpty() || QFileInfo(workspace.mediaFolder() + QLatin1Char('/') + copy.file).size() == copy.bytes;
}

bool has(const store::Workspace& workspace, const Job& job, std::size_t position, Part part)
{
    return std::any_of(job.present.begin(), job.present.end(), [&](const ReviewCopy& copy) {
        return copy.position == position && (copy.part == part || copy.part == Part::Whole) && isThere(workspace, copy);
    });
}

std::vector<CopyTask> decisiveTasks(const store::Workspace& workspace, const Job& job)
{
    std::vector<CopyTask> tasks;
    const Event* event = decisiveEvent(job);
    if (!event || job.settings.decisiveLength <= 0)
        return tasks;
    for (std::size_t i = 0; i < job.sale.clips.size(); ++i) {
        const Clip& clip = job.sale.clips[i];
        const auto state = std::find_if(job.prediction->clips.begin(), job.prediction->clips.end(),
                                        [&](const store::ClipState& one) { return one.cameraId == clip.cameraId && one.usable; });
        if (state == job.prediction->clips.end() || has(workspace, job, i, Part::Decisive) ||
            state->endTimestamp - state->firstTimestamp <= shortEnough * job.settings.decisiveLength)
            continue;
        const Microseconds decides = state->firstTimestamp + std::max(event->at, event->until) - clip.startsAt - clip.clockOffset;
        const Microseconds from = std::max(decides - job.settings.decisiveLength / 2, state->firstTimestamp);
        const Microseconds until = std::min(decides + job.settings.decisiveLength / 2, state->endTimestamp);
        if (from < until)
            tasks.push_back({clip, i, Part::Decisive, from, until});
    }
    return tasks;
}

std::vector<CopyTask> wholeTasks(const store::Workspace& workspace, const Job& job, Again again)
{
    std::vector<CopyTask> tasks;
    for (std::size_t i = 0; i < job.sale.clips.size(); ++i)
        if (again == Again::Yes || !has(workspace, job, i, Part::Whole))
            tasks.push_back({job.sale.clips[i], i, Part::Whole, 0, 0});
    return tasks;
}

/// Makes the copies side by side; the facts are saved by the caller's thread, which holds the database.
Result<std::vector<ReviewCopy>> makeAll(const store::Workspace& workspace, store::Database& database, const Job& job,
                                        const std::vector<CopyTask>& tasks, const Cancellation& cancel)
{
    std::vector<std::optional<Result<ReviewCopy>>> made(tasks.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < tasks.size() && !cancel.isCancelled(); i = next++)
            made[i] = makeReviewCopy(workspace, job.store, tasks[i], job.settings, cancel);
    };
    {
        const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
        std::vector<std::jthread> helpers; // joined at the end of this block
        for (std::size_t i = 1; i < std::min<std::size_t>(cores, tasks.size()); ++i)
            helpers.emplace_back(work);
        work();
    }
    store::CopyRepository copies(database);
    std::vector<ReviewCopy> saved;
    std::optional<Error> error;
    for (const auto& one : made) {
        if (one && *one) {
            if (auto kept = copies.save(job.sale.key, job.sale.revision, **one); !kept)
                return failure(kept.error());
            saved.push_back(**one);
        } else if (one && !error) {
            error = one->error();
        }
    }
    if (cancel.isCancelled())
        return failure(ErrorKind::Cancelled, QStringLiteral("Preparing %1 was stopped; the same command goes on.").arg(job.sale.key.saleId));
    if (error)
        return failure(*error);
    return saved;
}

} // namespace

Result<void> prepareDecisive(const store::Workspace& workspace, store::Database& database, const SaleKey& key,
                             const Cancellation& cancel)
{
    const auto job = loadJob(workspace, database, key);
    if (!job)
        return failure(job.error());
    if (auto made = makeAll(workspace, database, *job, decisiveTasks(workspace, *job), cancel); !made)
        return failure(made.error());
    return {};
}

Result<Prepared> prepareSale(const store::Workspace& workspace, store::Database& database, const SaleKey& key, Again again,
                             const Cancellation& cancel)
{
    const auto job = loadJob(workspace, database, key);
    if (!job)
        return failure(job.error());
    if (auto made = makeAll(workspace, database, *job, decisiveTasks(workspace, *job), cancel); !made)
        return failure(made.error());
    const auto made = makeAll(workspace, database, *job, wholeTasks(workspace, *job, again), cancel);
    if (!made)
        return failure(made.error());
    Prepared prepared;
    prepared.sales = 1;
    for (const ReviewCopy& copy : *made)
        ++(copy.file.isEmpty() ? prepared.without : prepared.copies);
    return prepared;
}

Result<Prepared> prepareSales(const store::Workspace& workspace, store::Database& database, const Cancellation& cancel,
                              const ProgressCallback& progress)
{
    const auto keys = store::CopyRepository(database).salesWithout(std::numeric_limits<int>::max());
    if (!keys)
        return failure(keys.error());
    Prepared prepared;
    int done = 0;
    for (const SaleKey& key : *keys) {
        const auto one = prepareSale(workspace, database, key, Again::No, cancel);
        if (!one && one.error().kind == ErrorKind::Cancelled)
            return failure(one.error());
        if (one) {
            ++prepared.sales;
            prepared.copies += one->copies;
            prepared.without += one->without;
        } else {
            prepared.failures.emplace_back(key, one.error());
        }
        if (progress)
            progress({++done, static_cast<int>(keys->size()), key.saleId});
    }
    return prepared;
}

} // namespace cartwright::pipeline
