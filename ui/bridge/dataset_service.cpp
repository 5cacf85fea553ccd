#include "ui/bridge/dataset_service.h"

#include "core/base/safe_file.h"
#include "core/dataset/counts.h"
#include "core/dataset/json_lines.h"
#include "core/store/store_repository.h"

#include <QImageReader>
#include <QPainter>

namespace cartwright::ui {

namespace {

constexpr std::size_t mostTiles = 200;
constexpr QSize tileSize(240, 150);

bool passes(const dataset::Mark& mark, const dataset::Header& header, const SampleFilter& filter)
{
    const QString origin = mark.attributes.value(QStringLiteral("source")).toString();
    return (filter.category.isEmpty() || header.categories[mark.category].name == filter.category) &&
           (filter.origin.isEmpty() || origin == filter.origin) &&
           (!filter.doubtfulOnly || origin == QLatin1String("machine") || !mark.keyframe);
}

QImage drawn(const QString& path, const dataset::Sample& sample, const dataset::Header& header, const SampleFilter& filter)
{
    QImageReader reader(path);
    reader.setScaledSize(QSize(sample.width, sample.height).scaled(tileSize, Qt::KeepAspectRatio));
    QImage picture = reader.read().convertToFormat(QImage::Format_RGB32);
    if (picture.isNull())
        return picture;
    const double scale = double(picture.width()) / sample.width;
    QPainter painter(&picture);
    for (const dataset::Mark& mark : sample.marks) {
        // White under colour, so that the box shows on any ground.
        const QRectF box(mark.box.x * scale, mark.box.y * scale, mark.box.width * scale, mark.box.height * scale);
        painter.setPen(QPen(Qt::black, 3));
        painter.drawRect(box);
        painter.setPen(QPen(passes(mark, header, filter) ? QColor(255, 196, 0) : QColor(235, 235, 235), 1.5));
        painter.drawRect(box);
    }
    return picture;
}

SampleTile tileOf(const QString& folder, const dataset::Sample& sample, const dataset::Header& header, const SampleFilter& filter)
{
    QStringList products;
    for (const dataset::Mark& mark : sample.marks)
        products.append(QStringLiteral("%1 · %2 · %3").arg(header.categories[mark.category].name, mark.attributes.value(QStringLiteral("action")).toString(),
                                                           mark.attributes.value(QStringLiteral("source")).toString()));
    const auto word = [&](const char* key) { return sample.origin.value(QLatin1String(key)).toString(); };
    return {drawn(folder + QLatin1Char('/') + sample.file, sample, header, filter),
            sample.marks.empty() ? sample.name : header.categories[sample.marks.front().category].name,
            QStringLiteral("%1 · %2 · %3\n%4").arg(word("sale"), word("camera"), sample.subset, products.join(QLatin1Char('\n'))),
            {word("store"), word("sale")}};
}

Result<SamplesReport> readSamples(const QString& folder, const SampleFilter& filter, const Cancellation& cancel)
{
    const auto labels = dataset::openLabels(folder + QLatin1Char('/') + QLatin1String(dataset::labelsFile), cancel);
    if (!labels)
        return failure(labels.error());
    SamplesReport report;
    for (const dataset::Category& category : labels->header.categories)
        report.categories.append(category.name);
    dataset::Counts counts(labels->header);
    const auto walked = labels->samples([&](const dataset::Sample& sample) -> Result<void> {
        counts.add(sample);
        const bool wanted = std::any_of(sample.marks.begin(), sample.marks.end(), [&](const dataset::Mark& mark) { return passes(mark, labels->header, filter); });
        report.matching += wanted ? 1 : 0;
        if (wanted && report.tiles.size() < mostTiles)
            report.tiles.push_back(tileOf(folder, sample, labels->header, filter));
        return {};
    });
    if (!walked)
        return failure(walked.error());
    report.counts = counts.toJson();
    report.card = QString::fromUtf8(readFile(folder + QStringLiteral("/card.md")).value_or(QByteArray()));
    return report;
}

} // namespace

DatasetService::DatasetService(StoreThread& store, QObject* parent) : QObject(parent), m_store(store) {}

DatasetService::~DatasetService()
{
    m_cancel.cancel();
    m_reading.cancel();
    for (QThread* thread : std::as_const(m_readers)) {
        thread->wait();
        delete thread;
    }
    if (m_making) {
        m_making->wait();
        delete m_making;
    }
}

void DatasetService::load()
{
    m_store.run<DatasetsReport>(
        this,
        [](StoreRoom& room) -> Result<DatasetsReport> {
            store::DatasetRepository datasets(*room.database, room.who.actor());
            auto versions = datasets.versions();
            if (!versions)
                return failure(versions.error());
            store::LabelChoice since;
            if (!versions->empty())
                since.decidedAfter = versions->front().record.createdAt;
            auto all = datasets.count({}), fresh = datasets.count(since);
            const auto stores = store::StoreRepository(*room.database).list();
            if (!all || !fresh || !stores)
                return failure(!all ? all.error() : !fresh ? fresh.error() : stores.error());
            DatasetsReport report{std::move(*versions), std::move(*all), std::move(*fresh), {}};
            for (const auto& store : *stores)
                report.stores.append(store.storeId);
            return report;
        },
        [this](const Result<DatasetsReport>& result) {
            if (result)
                Q_EMIT loaded(*result);
            else
                Q_EMIT failed(result.error());
        });
}

void DatasetService::count(const store::LabelChoice& choice)
{
    const quint64 request = ++m_lastCount;
    m_store.run<store::LabelCounts>(
        this, [choice](StoreRoom& room) { return store::DatasetRepository(*room.database).count(choice); },
        [this, request](const Result<store::LabelCounts>& result) {
            if (request != m_lastCount)
                return;
            if (result)
                Q_EMIT counted(*result);
            else
                Q_EMIT failed(result.error());
        });
}

void DatasetService::showSamples(const QString& folder, const SampleFilter& filter)
{
    m_reading.cancel();
    m_reading = Cancellation();
    const quint64 request = ++m_lastSamples;
    auto result = std::make_shared<Result<SamplesReport>>();
    QThread* thread = QThread::create([folder, filter, cancel = m_reading, result] { *result = readSamples(folder, filter, cancel); });
    thread->setObjectName(QStringLiteral("samples"));
    m_readers.append(thread);
    connect(thread, &QThread::finished, this, [this, thread, request, result] {
        m_readers.removeOne(thread);
        thread->deleteLater();
        if (request != m_lastSamples)
            return;
        if (*result)
            Q_EMIT samplesRead(**result);
        else
            Q_EMIT failed(result->error());
    });
    thread->start();
}

void DatasetService::create(const pipeline::DatasetRequest& request)
{
    if (m_making)
        return;
    m_cancel = Cancellation();
    struct Asked
    {
        QString folder;
        QString address;
        trust::Identity who;
    };
    // Who this is, and whether he may, is known on the store thread.
    m_store.run<Asked>(
        this,
        [request](StoreRoom& room) -> Result<Asked> {
            using People = pipeline::DatasetRequest::People;
            trust::Accounts accounts(*room.database);
            if (auto may = accounts.permit(room.who, trust::Action::CreateDataset, QStringLiteral("dataset create")); !may)
                return failure(may.error());
            if (request.people == People::Shown)
                if (auto may = accounts.permit(room.who, trust::Action::ShowPeople, QStringLiteral("dataset create")); !may)
                    return failure(may.error());
            return Asked{room.workspace.folder(), room.workspace.databasePath(), room.who};
        },
        [this, request](const Result<Asked>& asked) {
            if (!asked) {
                Q_EMIT failed(asked.error());
                return;
            }
            auto result = std::make_shared<Result<dataset::Created>>();
            m_making = QThread::create([this, request, asked = *asked, cancel = m_cancel, result] {
                static const SystemClock clock;
                const auto workspace = store::Workspace::open(asked.folder);
                auto database = workspace ? store::Database::open(asked.address, clock) : Result<std::unique_ptr<store::Database>>(failure(workspace.error()));
                if (!database) {
                    *result = failure(database.error());
                    return;
                }
                *result = pipeline::makeDataset(*workspace, **database, request, cancel,
                                                [this](const pipeline::Progress& progress) {
                                                    QMetaObject::invokeMethod(this, [this, progress] { Q_EMIT progressed(progress.done, progress.total); });
                                                },
                                                asked.who.actor());
            });
            m_making->setObjectName(QStringLiteral("dataset"));
            connect(m_making, &QThread::finished, this, [this, result] { endMaking(*result); });
            m_making->start();
        });
}

void DatasetService::endMaking(const Result<dataset::Created>& result)
{
    m_making->deleteLater();
    m_making = nullptr;
    if (result)
        Q_EMIT created(*result);
    else
        Q_EMIT failed(result.error());
}

} // namespace cartwright::ui
