#include "ui/bridge/store_thread.h"

namespace cartwright::ui {

namespace {

/// How long a reviewer holds a sale, from the workspace's settings ("lease": {"seconds": n}), else ten minutes.
Microseconds leaseLengthOf(const store::Workspace& workspace)
{
    constexpr std::int64_t usualSeconds = 600;
    std::int64_t seconds = usualSeconds;
    if (const Result<QJsonObject> settings = workspace.settings())
        seconds = settings->value(QStringLiteral("lease")).toObject().value(QStringLiteral("seconds")).toInteger(usualSeconds);
    return std::clamp<std::int64_t>(seconds, 30, 24 * 3600) * microsecondsPerSecond;
}

} // namespace

StoreThread::StoreThread(QString folder, QString databaseAddress, review::Reviewer reviewer, const Clock& clock, QObject* parent)
    : QObject(parent), m_folder(std::move(folder)), m_databaseAddress(std::move(databaseAddress)), m_reviewer(std::move(reviewer)), m_clock(clock),
      m_worker(new QObject)
{
    m_thread.setObjectName(QStringLiteral("store"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

StoreThread::~StoreThread()
{
    // The last work closes the database on its own thread and then ends the loop, so nothing asked before is dropped.
    post([this] {
        m_room.reset();
        QThread::currentThread()->quit();
    });
    m_thread.wait();
    delete m_worker;
}

void StoreThread::post(std::function<void()> work)
{
    QMetaObject::invokeMethod(m_worker, std::move(work), Qt::QueuedConnection);
}

void StoreThread::answer(std::function<void()> done)
{
    QMetaObject::invokeMethod(this, std::move(done), Qt::QueuedConnection);
}

Result<StoreRoom*> StoreThread::openedRoom()
{
    if (m_room)
        return &*m_room;
    Result<store::Workspace> workspace = store::Workspace::open(m_folder, m_databaseAddress);
    if (!workspace)
        return failure(workspace.error());
    Result<std::unique_ptr<store::Database>> database = store::Database::open(workspace->databasePath(), m_clock);
    if (!database)
        return failure(database.error());
    auto desk = std::make_unique<review::Desk>(*workspace, **database, m_reviewer, leaseLengthOf(*workspace));
    m_room.emplace(StoreRoom{*workspace, m_reviewer.name, std::move(*database), std::move(desk)});
    return &*m_room;
}

void StoreThread::noteReachable(const Error* error)
{
    const bool reachable = !error || error->kind != ErrorKind::Unreachable;
    if (reachable == m_reachable)
        return;
    m_reachable = reachable;
    Q_EMIT reachableChanged(reachable, reachable ? QString() : error->sentence);
}

} // namespace cartwright::ui
