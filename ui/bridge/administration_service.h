#pragma once

#include "core/store/doctor.h"
#include "core/store/log_repository.h"
#include "ui/bridge/store_thread.h"

namespace cartwright::ui {

/// Accounts, the doctor and the log, for the Administration place. Each call asks whether this person may; a denial comes
/// back as `failed`, and the core logs it.
class AdministrationService : public QObject
{
    Q_OBJECT

public:
    AdministrationService(StoreThread& store, const Clock& clock, QObject* parent = nullptr);
    ~AdministrationService() override;

    void accounts();
    void addAccount(const QString& name, trust::Role role, const QString& password);
    void setRole(const QString& name, trust::Role role);
    void setActive(const QString& name, bool active);
    void setPassword(const QString& name, const QString& password);
    /// In a thread of its own, because it may read every clip.
    void examine(store::DoctorOptions::Depth depth);
    void log(const store::LogFilter& filter, int limit);

Q_SIGNALS:
    void accountsListed(const std::vector<cartwright::store::ServerAccount>& accounts);
    void accountsChanged(const QString& sentence);
    void examined(const cartwright::store::Examination& examination);
    void logRead(const std::vector<cartwright::store::LogEntry>& entries);
    void failed(const cartwright::Error& error);

private:
    using Change = std::function<Result<void>(trust::Accounts&, const trust::Identity&)>;
    void change(Change change, const QString& sentence);
    void startExamining(const store::DoctorOptions& options);

    StoreThread& m_store;
    const Clock& m_clock;
    std::unique_ptr<QThread> m_examining; ///< the last examination, until the next or the end
    Cancellation m_cancel;
};

} // namespace cartwright::ui
