#include "ui/bridge/store_thread.h"

#include "core/store/settings_log.h"
#include "core/trust/server_address.h"

namespace cartwright::ui {

namespace {

/// Lets all further work be done as this person.
void seat(StoreRoom& room, const trust::Identity& who)
{
    const QString role = who.role == trust::Role::DeskOwner ? review::Reviewer().role : trust::nameOf(who.role);
    room.who = who;
    room.desk = std::make_unique<review::Desk>(room.workspace, *room.database, review::Reviewer{.name = who.name, .role = role},
                                               room.workspace.leaseLength());
}

} // namespace

StoreThread::StoreThread(QString folder, QString databaseAddress, review::Reviewer reviewer, const Clock& clock, QObject* parent)
    : QObject(parent), m_folder(std::move(folder)), m_reviewer(std::move(reviewer)), m_clock(clock), m_worker(new QObject),
      m_databaseAddress(std::move(databaseAddress)), m_firstAddress(m_databaseAddress)
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
    m_room.emplace(StoreRoom{*workspace, {}, std::move(*database), nullptr});
    seat(*m_room, {.name = m_reviewer.name, .role = trust::Role::DeskOwner});
    return &*m_room;
}

void StoreThread::begin(QObject* receiver, std::function<void(Result<std::optional<trust::Identity>>)> done)
{
    using Who = std::optional<trust::Identity>;
    run<Who>(
        receiver,
        [name = m_reviewer.name](StoreRoom& room) -> Result<Who> {
            trust::Accounts accounts(*room.database);
            const auto asked = accounts.askForPassword();
            if (!asked || *asked)
                return asked ? Result<Who>(Who()) : failure(asked.error());
            auto who = accounts.withoutPassword(name);
            if (!who)
                return failure(who.error());
            seat(room, *who);
            if (auto noted = store::noteSettings(room.workspace, *room.database, who->actor()); !noted)
                return failure(noted.error());
            return Who(*who);
        },
        std::move(done));
}

Result<trust::Identity> StoreThread::identified(const QString& name, const QString& password)
{
    const auto workspace = store::Workspace::open(m_folder, m_firstAddress);
    if (!workspace)
        return failure(workspace.error());
    if (workspace->isOnServer()) {
        m_room.reset();
        m_databaseAddress = trust::addressFor(workspace->databasePath(), name, password);
    }
    const auto room = openedRoom();
    if (!room)
        return failure(room.error());
    trust::Accounts accounts(*(*room)->database);
    auto who = accounts.isOnServer() ? accounts.withoutPassword({}) : accounts.signIn(name, password);
    if (!who)
        return who;
    seat(**room, *who);
    if (auto noted = store::noteSettings((*room)->workspace, *(*room)->database, who->actor()); !noted)
        return failure(noted.error());
    return who;
}

void StoreThread::signIn(QObject* receiver, const QString& name, const QString& password,
                         std::function<void(Result<trust::Identity>)> done)
{
    post([this, alive = QPointer<QObject>(receiver), name, password, done = std::move(done)]() mutable {
        auto who = std::make_shared<Result<trust::Identity>>(identified(name, password));
        answer([alive, who, done = std::move(done)] {
            if (alive)
                done(std::move(*who));
        });
    });
}

void StoreThread::signOut()
{
    post([this] {
        if (m_room)
            trust::Accounts(*m_room->database).noteSignOut(m_room->who);
        m_room.reset();
        m_databaseAddress = m_firstAddress;
    });
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
