#pragma once

#include "core/billing/pricing.h"
#include "core/base/clock.h"
#include "core/base/safe_file.h"
#include "core/media/clip_index.h"
#include "core/media/clip_writer.h"
#include "core/store/copy_repository.h"
#include "core/store/database.h"
#include "core/store/queue_repository.h"
#include "core/store/sale_repository.h"
#include "core/store/store_repository.h"
#include "core/store/workspace.h"

#include <QDir>
#include <QTemporaryDir>

/// A workspace made through the core's own repositories: one store, two cameras, a clip per camera of 50 frames at ten
/// frames a second, and as many flagged sales as asked for.
namespace made {

using namespace cartwright;

inline constexpr UtcMicroseconds start = 1'772'446'500'000'000; ///< 2026-03-02T10:15:00Z, when sales begin
inline constexpr Microseconds second = microsecondsPerSecond;
inline constexpr Microseconds clipStart = 2 * second; ///< clips begin after the entry

template <class T> T orFail(Result<T> result)
{
    if (!result)
        qFatal("%s %s", qPrintable(result.error().sentence), qPrintable(result.error().details));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

inline Gtin gtin(const char* digits)
{
    return orFail(Gtin::parse(QString::fromLatin1(digits)));
}
inline Gtin oatMilk() { return gtin("07312345000014"); }
inline Gtin plain() { return gtin("07312345000021"); }
inline Gtin vanilla() { return gtin("07312345000038"); }

inline Store store()
{
    Store store;
    store.storeId = QStringLiteral("demo-01");
    store.name = QStringLiteral("Corner shop");
    store.timeZone = QStringLiteral("Europe/Stockholm");
    store.currency = QStringLiteral("SEK");
    store.taxClasses = {{QStringLiteral("food"), 120'000}};
    store.cameras = {{QStringLiteral("left"), QStringLiteral("Drinks, left"), 160, 96},
                     {QStringLiteral("right"), QStringLiteral("Drinks, right"), 160, 96}};
    const std::vector<Point> leftBin{{20, 20}, {60, 20}, {60, 70}, {20, 70}};
    const std::vector<Point> rightBin{{90, 20}, {130, 20}, {130, 70}, {90, 70}};
    store.bins = {{QStringLiteral("B1"), oatMilk(), {}, {{QStringLiteral("left"), leftBin}}},
                  {QStringLiteral("B2"), plain(), {}, {{QStringLiteral("right"), rightBin}}}};
    return store;
}

inline std::vector<Product> products()
{
    const QString food = QStringLiteral("food");
    return {{oatMilk(), QStringLiteral("Oat milk 1 l"), 1990, food, {}, {}},
            {plain(), QStringLiteral("Yoghurt plain"), 2490, food, {}, {}},
            {vanilla(), QStringLiteral("Yoghurt vanilla"), 2690, food, {}, {}}};
}

/// Frames grow brighter, so that neighbouring ones differ.
inline void writeClip(const QString& path)
{
    constexpr int width = 160;
    constexpr int height = 96;
    QDir().mkpath(QFileInfo(path).path());
    media::WriterOptions options;
    options.width = width;
    options.height = height;
    options.nominalRate = 10;
    options.keyframeEvery = 10;
    auto writer = orFail(media::ClipWriter::create(path, options));
    for (int i = 0; i < 50; ++i) {
        const std::shared_ptr<std::uint8_t> pixels(new std::uint8_t[width * height * 3], std::default_delete<std::uint8_t[]>());
        std::fill_n(pixels.get(), width * height * 3, static_cast<std::uint8_t>(20 + i * 4));
        orFail(writer->write({width, height, width * 3, media::PixelLayout::Bgr24, pixels}, i * second / 10));
    }
    orFail(writer->finish());
}

inline Event interaction(const char* id, const char* camera, const char* bin, Microseconds at,
                         std::vector<Candidate> candidates)
{
    Event event;
    event.eventId = QString::fromLatin1(id);
    event.kind = EventKind::Take;
    event.source = EventSource::Analysis;
    event.at = start + at;
    event.until = start + at + second / 2;
    event.cameraId = QString::fromLatin1(camera);
    event.binId = QString::fromLatin1(bin);
    event.candidates = std::move(candidates);
    return event;
}

/// The doubtful event is the second one: plain or vanilla. It ends 3.5 s into the clips.
inline std::vector<Event> events()
{
    return {interaction("e1", "left", "B1", clipStart + second, {{oatMilk(), 0.97}, {plain(), 0.02}}),
            interaction("e2", "right", "B2", clipStart + 3 * second, {{plain(), 0.54}, {vanilla(), 0.41}, {Gtin(), 0.05}})};
}

/// What the machine made of a sale.
struct Machine
{
    std::vector<Event> events;
    Cart cart;
    std::vector<Flag> flags;
    int groupSize = 1;
};

inline Machine usual()
{
    return {events(),
            {{{oatMilk(), 1, 0.97, {QStringLiteral("e1")}}, {plain(), 1, 0.54, {QStringLiteral("e2")}}}},
            {{FlagRule::UncertainProduct, 0.54, 0.8, QStringLiteral("e2")}}};
}

class Workspace
{
public:
    enum class Kind : std::uint8_t { Flagged, Audit, Closed };

    explicit Workspace(int sales = 2, Kind kind = Kind::Flagged) : clock(start + 5 * 60 * second)
    {
        folder = root.path() + QStringLiteral("/workspace");
        const store::Workspace workspace = orFail(store::Workspace::create(folder));
        database = orFail(store::Database::open(workspace.databasePath(), clock));
        orFail(store::StoreRepository(*database).save(store(), products()));
        for (int i = 1; i <= sales; ++i)
            addSale(workspace, QStringLiteral("s-%1").arg(i), kind, i);
    }

    /// One more sale that waits, as the pipeline would add it.
    void addFlagged(const char* saleId, const Machine& machine = usual())
    {
        addSale(orFail(store::Workspace::open(folder)), QString::fromLatin1(saleId), Kind::Flagged, 9, machine);
    }

    /// One that was decided and is reviewed blind.
    void addAudit(const char* saleId, const Machine& machine)
    {
        addSale(orFail(store::Workspace::open(folder)), QString::fromLatin1(saleId), Kind::Audit, 9, machine);
    }

    static SaleKey key(const char* saleId) { return {QStringLiteral("demo-01"), QString::fromLatin1(saleId)}; }
    QStringList drafts() const
    {
        return QDir(folder + QStringLiteral("/drafts")).entryList({QStringLiteral("*.json")}, QDir::Files);
    }

    /// Whether a draft speaks of this kind of edit.
    bool draftHolds(const char* kind) const
    {
        for (const QString& name : drafts())
            if (readFile(folder + QStringLiteral("/drafts/") + name).value_or(QByteArray()).contains(kind))
                return true;
        return false;
    }

    QTemporaryDir root;
    QString folder;
    FakeClock clock;
    std::unique_ptr<store::Database> database; ///< of the test's own thread

private:
    void addSale(const store::Workspace& workspace, const QString& saleId, Kind kind, int number, const Machine& machine = usual())
    {
        Sale sale;
        sale.key = {QStringLiteral("demo-01"), saleId};
        sale.enteredAt = start;
        sale.exitedAt = start + 8 * second;
        sale.groupSize = machine.groupSize;
        for (const char* camera : {"left", "right"}) {
            Clip clip;
            clip.cameraId = QString::fromLatin1(camera);
            clip.file = QStringLiteral("demo-01/%1/r1/clips/%2.mp4").arg(saleId, clip.cameraId);
            clip.startsAt = start + clipStart;
            const QString path = workspace.mediaFolder() + QLatin1Char('/') + clip.file;
            writeClip(path);
            clip.sha256 = orFail(sha256OfFile(path));
            sale.clips.push_back(clip);
        }
        store::SaleRepository sales(*database);
        orFail(sales.addRevision(sale, "{}"));
        store::Prediction prediction;
        prediction.modelName = QStringLiteral("test");
        prediction.modelVersion = QStringLiteral("1");
        prediction.events = machine.events;
        prediction.cart = machine.cart;
        for (const Clip& clip : sale.clips) {
            store::ClipState state;
            state.cameraId = clip.cameraId;
            state.usable = true;
            state.endTimestamp = 5 * second;
            state.width = 160;
            state.height = 96;
            state.frames = 50;
            prediction.clips.push_back(state);
        }
        orFail(sales.savePrediction(sale.key, prediction));
        store::Decision decision;
        decision.dueAt = start + (10 + number) * 60 * second;
        if (kind == Kind::Flagged)
            decision.flags = machine.flags;
        else {
            if (kind == Kind::Audit)
                decision.flags = {{FlagRule::AuditSample, 0, 0, {}}};
            std::map<Gtin, Product> priced;
            for (const Product& product : products())
                priced.emplace(product.gtin, product);
            decision.receipt = orFail(billing::price(sale.key, prediction.cart, store(), priced));
            decision.receipt->issuedAt = start;
            decision.receipt->issuedBy = QStringLiteral("pipeline");
            decision.receipt->reason = QStringLiteral("predicted");
        }
        orFail(sales.saveDecision(sale.key, 1, decision));
        for (std::size_t i = 0; i < sale.clips.size(); ++i)
            addCopy(workspace, sale, i);
    }

    /// The clips show nobody, so their copies may be what they are.
    void addCopy(const store::Workspace& workspace, const Sale& sale, std::size_t position)
    {
        store::ReviewCopy copy;
        copy.position = position;
        copy.file = QStringLiteral("demo-01/%1/r1/copies/%2.mp4").arg(sale.key.saleId).arg(position);
        copy.sha256 = sale.clips[position].sha256;
        copy.masking = QStringLiteral("people");
        copy.originalWidth = 160;
        copy.originalHeight = 96;
        const QString path = workspace.mediaFolder() + QLatin1Char('/') + copy.file;
        QDir().mkpath(QFileInfo(path).path());
        orFail(copyFile(workspace.mediaFolder() + QLatin1Char('/') + sale.clips[position].file, path));
        copy.bytes = QFileInfo(path).size();
        orFail(writeFile(path + QStringLiteral(".index"), media::toBytes(orFail(media::indexClip(path)))));
        orFail(store::CopyRepository(*database).save(sale.key, 1, copy));
    }
};

} // namespace made
