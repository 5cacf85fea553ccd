#include "core/store/sqlite_error.h"

#include <QSqlError>

namespace cartwright::store {
namespace {

// Primary result codes, https://www.sqlite.org/rescode.html; the driver gives extended ones, whose low byte
// they are.
enum Code : int {
    Busy = 5,
    Blocked = 6,
    ReadOnly = 8,
    InputOutput = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    Constraint = 19,
    NotADatabase = 26
};

int primaryCode(const QSqlError& error) { return error.nativeErrorCode().toInt() & 0xff; }

} // namespace

bool isBusy(const QSqlError& error)
{
    const int code = primaryCode(error);
    return code == Busy || code == Blocked;
}

bool endsTransaction(const QSqlError& error) { return !isBusy(error) && primaryCode(error) != Constraint; }

Error errorOf(const QSqlError& error, const QString& path, const QString& sql)
{
    const QString said = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    const auto make = [&](ErrorKind kind, const QString& sentence) {
        return Error{kind, sentence,
                     QStringLiteral("SQLite %1: %2\n%3").arg(error.nativeErrorCode(), said, sql)};
    };
    switch (primaryCode(error)) {
    case Busy:
    case Blocked:
        return make(ErrorKind::Locked,
                    QStringLiteral("The database %1 is busy: somebody else keeps writing to it. "
                                   "Try again in a moment.")
                        .arg(path));
    case Full:
        return make(ErrorKind::Failed,
                    QStringLiteral("Writing to the database %1 failed: disk full. Nothing was changed; "
                                   "free some space and do the same again.")
                        .arg(path));
    case ReadOnly:
    case CannotOpen:
        return make(ErrorKind::Failed,
                    QStringLiteral("The database %1 cannot be opened for writing: %2. Check its "
                                   "permissions and its folder's.")
                        .arg(path, said));
    case InputOutput:
        return make(ErrorKind::Failed,
                    QStringLiteral("Reading or writing the database %1 failed: %2. Check the disk and "
                                   "do the same again.")
                        .arg(path, said));
    case Corrupt:
        return make(ErrorKind::Integrity,
                    QStringLiteral("The database %1 is damaged: %2. Keep the file and go back to a "
                                   "copy of it.")
                        .arg(path, said));
    case NotADatabase:
        return make(ErrorKind::Integrity,
                    QStringLiteral("%1 is not a database; it was left untouched.").arg(path));
    case Constraint:
        return make(ErrorKind::Integrity,
                    QStringLiteral("The database %1 refused a change that breaks a rule of its own: "
                                   "%2. Nothing was changed.")
                        .arg(path, said));
    default:
        return make(ErrorKind::Failed, QStringLiteral("The database %1 failed: %2.").arg(path, said));
    }
}

} // namespace cartwright::store
