#include "core/pipeline/review_bench.h"

#include "core/base/part_file.h"
#include "core/base/safe_file.h"
#include "core/media/clip_index.h"
#include "core/media/numbered_clip.h"
#include "core/media/review_copy.h"
#include "core/store/copy_repository.h"
#include "core/store/queue_repository.h"
#include "core/store/sale_repository.h"
#include "core/store/store_repository.h"
#include "core/store/workspace.h"

#include <QDir>
#include <QFileInfo>

namespace cartwright::pipeline {
namespace {

constexpr int width = 1920;
constexpr int height = 1080;
constexpr int rate = 25;
constexpr int productCount = 2000;
constexpr int eventCount = 6;
const QString storeId = QStringLiteral("bench");

QString cameraId(int camera) { return QStringLiteral("cam-%1").arg(camera + 1); }
QString binId(int bin) { return QStringLiteral("B%1").arg(bin + 1); }

Gtin productCode(int number)
{
    const QString digits = QStringLiteral("0200%1").arg(number, 9, 10, QLatin1Char('0'));
    int sum = 0;
    for (int i = 0; i < digits.size(); ++i)
        sum += digits.at(i).digitValue() * (i % 2 == 0 ? 3 : 1);
    return Gtin::parse(digits + QString::number((10 - sum % 10) % 10)).value_or(Gtin());
}

/// Each camera sees all bins, in a row of its own.
Store benchStore(int cameras)
{
    Store store;
    store.storeId = storeId;
    store.name = QStringLiteral("Measured shop");
    store.timeZone = QStringLiteral("Europe/Stockholm");
    store.currency = QStringLiteral("SEK");
    store.taxClasses = {{QStringLiteral("food"), 120'000}};
    for (int camera = 0; camera < cameras; ++camera)
        store.cameras.push_back({cameraId(camera), QStringLiteral("Aisle %1").arg(camera + 1), width, height});
    for (int number = 0; number < eventCount; ++number) {
        Bin bin{binId(number), productCode(number), QStringLiteral("P%1").arg(number + 1), {}};
        for (int camera = 0; camera < cameras; ++camera) {
            const double x = 120 + number * 280;
            const double y = 200 + camera * 120;
            bin.views.push_back({cameraId(camera), {{x, y}, {x + 220, y}, {x + 220, y + 260}, {x, y + 260}}});
        }
        store.bins.push_back(std::move(bin));
    }
    return store;
}

std::vector<Product> benchProducts()
{
    std::vector<Product> products;
    for (int i = 0; i < productCount; ++i)
        products.push_back({productCode(i), QStringLiteral("Measured article %1").arg(i + 1), 1000 + i * 10, QStringLiteral("food"), 500, {}});
    return products;
}

class NothingMasked final : public media::CopyMasker
{
public:
    Microseconds lookAhead() const override { return 0; }
    void look(const media::Picture&, Microseconds) override {}
    media::MaskGrid maskAt(Microseconds) override { return {}; }
};

/// A clip and its copy that sales share.
struct Footage
{
    QString clip; ///< both below the media folder
    QString copy;
    QString clipSha256;
    QString copySha256;
    Microseconds clipStart = 0;
    std::int64_t copyBytes = 0;
    std::int64_t frames = 0;
};

Result<Footage> makeFootage(const QString& media, const QString& name, int frames, const Cancellation& cancel)
{
    Footage footage{QStringLiteral("bench/%1.mp4").arg(name), QStringLiteral("bench/%1-copy.mp4").arg(name), {}, {}, 0, 0, frames};
    const QString clipPath = media + QLatin1Char('/') + footage.clip;
    const QString copyPath = media + QLatin1Char('/') + footage.copy;
    QDir().mkpath(QFileInfo(clipPath).path());
    media::NumberedClip numbered;
    numbered.frames = frames;
    numbered.keyframeEvery = 50;
    if (!QFileInfo::exists(clipPath))
        if (auto made = media::writeNumberedClip(numbered, clipPath, cancel); !made)
            return failure(made.error());
    const auto index = media::indexClip(clipPath);
    if (!index)
        return failure(index.error());
    footage.clipStart = index->firstTimestamp();
    if (!QFileInfo::exists(copyPath)) {
        auto file = PartFile::create(copyPath);
        if (!file)
            return failure(file.error());
        NothingMasked nothing;
        const auto copied = media::writeReviewCopy(clipPath, *index, file->descriptor(), {}, nothing);
        if (!copied)
            return failure(copied.error());
        if (auto saved = writeFile(copyPath + QStringLiteral(".index"), media::toBytes(copied->index)); !saved)
            return failure(saved.error());
        if (auto finished = file->finish(); !finished)
            return failure(finished.error());
    }
    const auto clipSum = sha256OfFile(clipPath);
    const auto copySum = sha256OfFile(copyPath);
    if (!clipSum || !copySum)
        return failure(clipSum ? copySum.error() : clipSum.error());
    footage.clipSha256 = *clipSum;
    footage.copySha256 = *copySum;
    footage.copyBytes = QFileInfo(copyPath).size();
    return footage;
}

/// The doubtful event is the fourth one.
store::Prediction predictionOf(const Sale& sale, int cameras, Microseconds length)
{
    store::Prediction prediction;
    prediction.modelName = QStringLiteral("bench");
    prediction.modelVersion = QStringLiteral("1");
    for (int i = 0; i < eventCount; ++i) {
        constexpr int doubtful = 3;
        Event event;
        event.eventId = QStringLiteral("e%1").arg(i + 1);
        event.kind = EventKind::Take;
        event.source = EventSource::Analysis;
        event.at = sale.enteredAt + length * (i + 1) / (eventCount + 2);
        event.until = event.at + microsecondsPerSecond / 2;
        event.cameraId = cameraId(i % cameras);
        event.binId = binId(i);
        const double best = i == doubtful ? 0.54 : 0.97;
        event.candidates = {{productCode(i), best}, {productCode(i + 1), 0.98 - best}, {Gtin(), 0.02}};
        prediction.cart.lines.push_back({productCode(i), 1, best, {event.eventId}});
        Event weight;
        weight.eventId = QStringLiteral("w%1").arg(i + 1);
        weight.kind = EventKind::Weight;
        weight.at = weight.until = event.until;
        weight.plateId = QStringLiteral("P%1").arg(i + 1);
        weight.deltaGrams = -500;
        prediction.events.push_back(std::move(event));
        prediction.events.push_back(std::move(weight));
    }
    return prediction;
}

Result<void> addSale(store::Database& database, const QString& saleId, const std::vector<Footage>& footage, Microseconds length)
{
    store::SaleRepository sales(database);
    Sale sale;
    sale.key = {storeId, saleId};
    sale.enteredAt = database.clock().now() - length;
    sale.exitedAt = sale.enteredAt + length;
    for (std::size_t camera = 0; camera < footage.size(); ++camera) {
        Clip clip;
        clip.cameraId = cameraId(static_cast<int>(camera));
        clip.file = footage[camera].clip;
        clip.startsAt = sale.enteredAt;
        clip.sha256 = footage[camera].clipSha256;
        sale.clips.push_back(std::move(clip));
    }
    if (auto added = sales.addRevision(sale, "{}"); !added)
        return failure(added.error());
    const store::Prediction prediction = predictionOf(sale, static_cast<int>(footage.size()), length);
    if (auto saved = sales.savePrediction(sale.key, prediction); !saved)
        return saved;
    store::Decision decision;
    decision.dueAt = sale.exitedAt + 15 * 60 * microsecondsPerSecond;
    decision.flags = {{FlagRule::UncertainProduct, 0.54, 0.8, QStringLiteral("e4")}};
    if (auto saved = sales.saveDecision(sale.key, 1, decision); !saved)
        return saved;
    for (std::size_t camera = 0; camera < footage.size(); ++camera) {
        store::ReviewCopy copy;
        copy.position = camera;
        copy.file = footage[camera].copy;
        copy.sha256 = footage[camera].copySha256;
        copy.bytes = footage[camera].copyBytes;
        copy.frames = footage[camera].frames;
        copy.masking = QStringLiteral("people");
        copy.clipStart = footage[camera].clipStart;
        copy.originalWidth = width;
        copy.originalHeight = height;
        if (auto saved = store::CopyRepository(database).save(sale.key, 1, copy); !saved)
            return saved;
    }
    return {};
}

Result<std::vector<std::vector<Footage>>> makeSets(const QString& media, const ReviewBenchOptions& options,
                                                   const Cancellation& cancel, const ProgressCallback& progress)
{
    std::vector<std::vector<Footage>> sets;
    for (int set = 0; set < options.sets; ++set) {
        sets.emplace_back();
        for (int camera = 0; camera < options.cameras; ++camera) {
            const QString name = QStringLiteral("set%1-%2").arg(set + 1).arg(cameraId(camera));
            auto footage = makeFootage(media, name, options.seconds * rate, cancel);
            if (!footage)
                return failure(footage.error());
            sets.back().push_back(std::move(*footage));
            if (progress)
                progress({set * options.cameras + camera + 1, options.sets * options.cameras, name});
        }
    }
    return sets;
}

} // namespace

Result<void> makeReviewBench(const QString& folder, const ReviewBenchOptions& options, const Clock& clock, const Cancellation& cancel,
                             const ProgressCallback& progress)
{
    const bool isThere = QFileInfo::exists(folder + QStringLiteral("/settings.json"));
    const auto workspace = isThere ? store::Workspace::open(folder) : store::Workspace::create(folder);
    if (!workspace)
        return failure(workspace.error());
    const auto database = store::Database::open(workspace->databasePath(), clock);
    if (!database)
        return failure(database.error());
    const auto counts = store::QueueRepository(**database).counts();
    if (!counts)
        return failure(counts.error());
    if (auto saved = store::StoreRepository(**database).save(benchStore(options.cameras), benchProducts()); !saved)
        return failure(saved.error());
    const auto sets = makeSets(workspace->mediaFolder(), options, cancel, progress);
    if (!sets)
        return failure(sets.error());
    const int first = counts->waiting + counts->claimed + counts->escalated + counts->done;
    for (int i = counts->waiting; i < options.sales; ++i) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Stopped; called again, it goes on."));
        const auto& footage = (*sets)[static_cast<std::size_t>(i) % sets->size()];
        const QString saleId = QStringLiteral("s-%1").arg(first + i - counts->waiting + 1, 5, 10, QLatin1Char('0'));
        if (auto added = addSale(**database, saleId, footage, options.seconds * microsecondsPerSecond); !added)
            return added;
    }
    return {};
}

} // namespace cartwright::pipeline
