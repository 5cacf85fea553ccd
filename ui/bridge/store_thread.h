#pragma once

#include "core/review/desk.h"
#include "core/store/database.h"
#include "core/store/workspace.h"
#include "core/trust/accounts.h"

#include <QObject>
#include <QPointer>
#include <QThread>

#include <functional>
#include <memory>
#include <optional>

namespace cartwright::ui {

/// What work on the store thread may use. It is made, used and destroyed on that thread only.
struct StoreRoom
{
    store::Workspace workspace;
    trust::Identity who; ///< the desk's owner until somebody signs in; the window shows no place before
    std::unique_ptr<store::Database> database;
    std::unique_ptr<review::Desk> desk;
};

/// The one thread that touches the workspace: it opens a database of its own at the first work. Work is done in the
/// order it was asked for; the destructor finishes what is waiting, so that no draft is lost. Calls: the UI thread.
class StoreThread : public QObject
{
    Q_OBJECT

public:
    /// An empty address means the workspace's own database. `clock` must outlive this object.
    StoreThread(QString folder, QString databaseAddress, review::Reviewer reviewer, const Clock& clock,
                QObject* parent = nullptr);
    ~StoreThread() override;

    const QString& folder() const { return m_folder; }

    /// Who this is without a password; nothing where somebody has to sign in first. A server that wants a password, or does not answer,
    /// is an error, after which `signIn` tries again.
    void begin(QObject* receiver, std::function<void(Result<std::optional<trust::Identity>>)> done);
    /// With name and password; from then on all work is done as that person. On a server they are the connection's own.
    void signIn(QObject* receiver, const QString& name, const QString& password,
                std::function<void(Result<trust::Identity>)> done);
    /// After what was asked for before; on a server that ends the connection.
    void signOut();

    /// Runs `work` on the store thread, then `done` with its result on the UI thread unless `receiver` is gone by then.
    /// Where the workspace cannot be opened, `done` gets that error and `work` is not run.
    template <class T>
    void run(QObject* receiver, std::function<Result<T>(StoreRoom&)> work, std::function<void(Result<T>)> done)
    {
        post([this, alive = QPointer<QObject>(receiver), work = std::move(work), done = std::move(done)]() mutable {
            Result<StoreRoom*> room = openedRoom();
            auto result = std::make_shared<Result<T>>(room ? work(**room) : failure(room.error()));
            answer([this, alive, done = std::move(done), result] {
                noteReachable(*result ? nullptr : &result->error());
                if (alive)
                    done(std::move(*result));
            });
        });
    }

Q_SIGNALS:
    /// A server went away or is back; its sentence where it is away.
    void reachableChanged(bool reachable, const QString& sentence);

private:
    void noteReachable(const Error* error);
    void post(std::function<void()> work);
    void answer(std::function<void()> done);
    Result<StoreRoom*> openedRoom();
    Result<trust::Identity> identified(const QString& name, const QString& password);

    // Set once, read by both threads.
    const QString m_folder;
    const review::Reviewer m_reviewer;
    const Clock& m_clock;
    // UI thread only.
    QThread m_thread;
    QObject* m_worker = nullptr;
    bool m_reachable = true;
    // Store thread only.
    QString m_databaseAddress; ///< with the password of whoever signed in to a server
    const QString m_firstAddress;
    std::optional<StoreRoom> m_room;
};

} // namespace cartwright::ui
