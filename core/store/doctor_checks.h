#pragma once

// Internal to store: the doctor's checks, and what they share.

#include "core/store/doctor.h"
#include "core/store/gateway.h"
#include "core/store/workspace.h"

#include <memory>

namespace cartwright::store::doctor {

/// A workspace under examination.
struct Patient
{
    QString folder; ///< absolute
    const DoctorOptions& options;
    const Clock& clock;
    const Cancellation& cancel;
    QString serverAddress;            ///< empty where the tables are a file
    std::unique_ptr<Gateway> gateway; ///< null where the database cannot be asked
    std::vector<Check> checks;

    QString path(const QString& relative) const { return folder + QLatin1Char('/') + relative; }
    QString databasePath() const { return path(QStringLiteral("cartwright.sqlite")); }
    bool isDeep() const { return options.depth == DoctorOptions::Depth::Deep; }

    void add(const QString& name, Grade grade, const QString& what, const QString& next = {});
    /// A check that could not be made.
    void add(const QString& name, const Error& error);
    /// Ok with `fine` where nothing was found; else how many, the first few of them, and what to do.
    void addFindings(const QString& name, Grade grade, const QString& fine, const QString& found, const QStringList& which,
                     const QString& next);
};

/// Opens the database and looks at its pages, keys, indices and schema. Sets `gateway` where rows can be asked for.
void checkDatabase(Patient& patient);

/// Rows whose columns cite what is not there though no key demands it, leases, receipts that wait.
void checkRows(Patient& patient);

void checkClips(Patient& patient);       ///< every file that a row cites
void checkMediaFolders(Patient& patient); ///< every folder that no row cites
void checkDrafts(Patient& patient);
void checkOutbox(Patient& patient);
void checkDatasets(Patient& patient);
void checkUnfinished(Patient& patient); ///< what killed programs left

} // namespace cartwright::store::doctor
