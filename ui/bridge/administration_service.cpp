#include "ui/bridge/administration_service.h"

namespace cartwright::ui {

namespace {

Result<void> permit(StoreRoom& room, trust::Action action, const QString& subject)
{
    return trust::Accounts(*room.database).permit(room.who, action, subject);
}

} // namespace

AdministrationService::AdministrationService(StoreThread& store, const Clock& clock, QObject* parent)
    : QObject(parent), m_store(store), m_clock(clock)
{
}

AdministrationService::~AdministrationService()
{
    m_cancel.cancel();
    if (m_examining)
        m_examining->wait();
}

void AdministrationService::accounts()
{
    using Accounts = std::vector<store::ServerAccount>;
    m_store.run<Accounts>(
        this,
        [](StoreRoom& room) -> Result<Accounts> {
            if (auto may = permit(room, trust::Action::ManageAccounts, QStringLiteral("accounts")); !may)
                return failure(may.error());
            return trust::Accounts(*room.database).list();
        },
        [this](const Result<Accounts>& all) {
            if (all)
                Q_EMIT accountsListed(*all);
            else
                Q_EMIT failed(all.error());
        });
}

void AdministrationService::change(Change change, const QString& sentence)
{
    m_store.run<void>(
        this,
        [change = std::move(change)](StoreRoom& room) -> Result<void> {
            if (auto may = permit(room, trust::Action::ManageAccounts, QStringLiteral("accounts")); !may)
                return may;
            trust::Accounts accounts(*room.database);
            return change(accounts, room.who);
        },
        [this, sentence](const Result<void>& done) {
            if (!done) {
                Q_EMIT failed(done.error());
                return;
            }
            Q_EMIT accountsChanged(sentence);
            accounts();
        });
}

void AdministrationService::addAccount(const QString& name, trust::Role role, const QString& password)
{
    change([=](trust::Accounts& accounts, const trust::Identity& by) { return accounts.add(name, role, password, by); },
           tr("Account %1 is added. Where there was none before, everybody signs in from the next start on.").arg(name));
}

void AdministrationService::setRole(const QString& name, trust::Role role)
{
    change([=](trust::Accounts& accounts, const trust::Identity& by) { return accounts.setRole(name, role, by); },
           tr("Account %1 has another role now.").arg(name));
}

void AdministrationService::setActive(const QString& name, bool active)
{
    change([=](trust::Accounts& accounts, const trust::Identity& by) { return accounts.setActive(name, active, by); },
           active ? tr("Account %1 may sign in again.").arg(name) : tr("Account %1 may not sign in any more.").arg(name));
}

void AdministrationService::setPassword(const QString& name, const QString& password)
{
    change([=](trust::Accounts& accounts, const trust::Identity& by) { return accounts.setPassword(name, password, by); },
           tr("Account %1 has a new password.").arg(name));
}

void AdministrationService::examine(store::DoctorOptions::Depth depth)
{
    using Options = store::DoctorOptions;
    m_store.run<Options>(
        this,
        [depth](StoreRoom& room) -> Result<Options> {
            if (auto may = permit(room, trust::Action::Examine, QStringLiteral("doctor")); !may)
                return failure(may.error());
            Options options;
            options.depth = depth;
            return options;
        },
        [this](const Result<Options>& options) {
            if (options)
                startExamining(*options);
            else
                Q_EMIT failed(options.error());
        });
}

void AdministrationService::startExamining(const store::DoctorOptions& options)
{
    m_cancel.cancel();
    if (m_examining)
        m_examining->wait(); // it looks at its cancellation between two files
    m_cancel = Cancellation();
    auto work = [this, folder = m_store.folder(), options, cancel = m_cancel] {
        const Result<store::Examination> result = store::examine(folder, options, m_clock, cancel);
        auto answer = [this, result, cancel] {
            if (cancel.isCancelled())
                return;
            if (result)
                Q_EMIT examined(*result);
            else
                Q_EMIT failed(result.error());
        };
        QMetaObject::invokeMethod(this, std::move(answer), Qt::QueuedConnection);
    };
    m_examining.reset(QThread::create(std::move(work)));
    m_examining->setObjectName(QStringLiteral("doctor"));
    m_examining->start();
}

void AdministrationService::log(const store::LogFilter& filter, int limit)
{
    using Entries = std::vector<store::LogEntry>;
    m_store.run<Entries>(
        this,
        [filter, limit](StoreRoom& room) -> Result<Entries> {
            if (auto may = permit(room, trust::Action::ReadLog, QStringLiteral("log")); !may)
                return failure(may.error());
            return store::LogRepository(*room.database).newest(filter, limit);
        },
        [this](const Result<Entries>& entries) {
            if (entries)
                Q_EMIT logRead(*entries);
            else
                Q_EMIT failed(entries.error());
        });
}

} // namespace cartwright::ui
