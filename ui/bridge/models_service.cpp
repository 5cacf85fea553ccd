#include "ui/bridge/models_service.h"

#include "core/base/clock.h"

namespace cartwright::ui {
namespace {

Result<ModelsReport> report(StoreRoom& room)
{
    store::ModelRepository repository(*room.database);
    auto models = repository.all();
    auto changes = repository.changes();
    const auto live = repository.live();
    const auto shadow = repository.shadow();
    if (!models || !changes)
        return failure(!models ? models.error() : changes.error());
    if (!live || !shadow)
        return failure(!live ? live.error() : shadow.error());
    return ModelsReport{std::move(*models), std::move(*changes), *live ? (*live)->row : 0, *shadow ? (*shadow)->row : 0};
}

struct Promoted
{
    QString title;
    pipeline::Gate gate;
};

Result<Promoted> promoteRow(StoreRoom& room, std::int64_t row)
{
    const auto models = store::ModelRepository(*room.database).all();
    if (!models)
        return failure(models.error());
    for (const auto& record : *models) {
        if (record.row != row)
            continue;
        const auto gate = pipeline::promote(room.workspace, *room.database, record, room.who.actor());
        if (!gate)
            return failure(gate.error());
        return Promoted{record.title(), *gate};
    }
    return failure(ErrorKind::NotFound, QStringLiteral("The model is gone."));
}

/// What the training needs of the room, copied so that it can go its own way.
struct TrainingPlace
{
    store::Workspace workspace;
    Actor actor;
};

Result<pipeline::SaleTraining> trainAside(const TrainingPlace& place, const Cancellation& cancel, const pipeline::ProgressCallback& progress)
{
    const SystemClock clock;
    auto database = store::Database::open(place.workspace.databasePath(), clock);
    if (!database)
        return failure(database.error());
    pipeline::SaleTrainingOptions options;
    options.actor = place.actor;
    return pipeline::trainOnSales(place.workspace, **database, options, cancel, progress);
}

} // namespace

ModelsService::ModelsService(StoreThread& store, QObject* parent) : QObject(parent), m_store(store) {}

ModelsService::~ModelsService()
{
    m_cancel.cancel();
    if (m_training) {
        m_training->wait();
        delete m_training;
    }
}

void ModelsService::load()
{
    m_store.run<ModelsReport>(this, report, [this](const Result<ModelsReport>& result) {
        if (result)
            Q_EMIT loaded(*result);
        else
            Q_EMIT failed(result.error());
    });
}

void ModelsService::promote(std::int64_t modelRow)
{
    m_store.run<Promoted>(
        this, [modelRow](StoreRoom& room) { return promoteRow(room, modelRow); },
        [this](const Result<Promoted>& result) {
            if (!result) {
                Q_EMIT failed(result.error());
                return;
            }
            Q_EMIT promoted(result->title, result->gate);
            load();
        });
}

void ModelsService::rollBack(const QString& reason)
{
    m_store.run<store::ModelRecord>(
        this,
        [reason](StoreRoom& room) { return pipeline::rollBack(room.workspace, *room.database, reason, room.who.actor()); },
        [this](const Result<store::ModelRecord>& result) {
            if (!result) {
                Q_EMIT failed(result.error());
                return;
            }
            Q_EMIT rolledBack(result->title());
            load();
        });
}

void ModelsService::train()
{
    if (m_training)
        return;
    m_cancel = Cancellation();
    m_store.run<TrainingPlace>(
        this, [](StoreRoom& room) { return Result<TrainingPlace>(TrainingPlace{room.workspace, room.who.actor()}); },
        [this](const Result<TrainingPlace>& place) {
            if (!place) {
                Q_EMIT failed(place.error());
                return;
            }
            if (m_training)
                return;
            m_training = QThread::create([this, place = *place, cancel = m_cancel] {
                const auto result = trainAside(place, cancel, [this](const pipeline::Progress& p) {
                    QMetaObject::invokeMethod(this, [this, p] { Q_EMIT progressed(p.done, p.total); }, Qt::QueuedConnection);
                });
                QMetaObject::invokeMethod(this, [this, result] { endTraining(result); }, Qt::QueuedConnection);
            });
            m_training->setObjectName(QStringLiteral("training"));
            m_training->start();
            Q_EMIT progressed(0, 1);
        });
}

void ModelsService::stopTraining() { m_cancel.cancel(); }

void ModelsService::endTraining(const Result<pipeline::SaleTraining>& result)
{
    m_training->wait();
    delete m_training;
    m_training = nullptr;
    if (result)
        Q_EMIT trained(*result);
    else
        Q_EMIT failed(result.error());
    load();
}

} // namespace cartwright::ui
