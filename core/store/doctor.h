#pragma once

#include "core/base/cancellation.h"
#include "core/base/clock.h"
#include "core/base/result.h"

#include <QStringList>

#include <vector>

namespace cartwright::store {

enum class Grade : std::uint8_t {
    Ok,
    Warning, ///< somebody should look, nothing is lost
    Error,   ///< stored data contradicts itself, or cannot be read
};

/// One line of the doctor's report.
struct Check
{
    QString name; ///< "clips", "free space"
    Grade grade = Grade::Ok;
    QString what; ///< what was found
    QString next; ///< what to do, empty where there is nothing to do
};

struct DoctorOptions
{
    enum class Depth : std::uint8_t {
        Usual,
        Deep, ///< also hashes every clip and compares search indices with their tables
    };
    Depth depth = Depth::Usual;
    std::int64_t freeFloorBytes = 1LL << 30; ///< less free space than this, or than the database needs for a copy, is a warning
    QString serverAddress = {};              ///< instead of the one in the workspace's settings
    QStringList versions;                    ///< what the caller knows about its own parts, as "FFmpeg 5.1"
};

struct Examination
{
    std::vector<Check> checks;
    bool isViolated() const; ///< one of them is an Error
};

/// Examines a workspace folder and changes nothing in it (a transaction that a killed program left is rolled back, as by
/// any opening). Never fails because of what it finds: a database that cannot be opened is one Error among the checks.
/// Tables and what they cite are read from the schema. The database keeps no sizes of clips, so that without Deep a clip
/// is missing, empty or there.
/// Where the tables are on a server, what only the server can look at (its pages, search indices) is left to its own tools; a server
/// that cannot be reached is a warning.
/// NotFound where there is no such folder; Cancelled. Any thread; opens a connection of its own.
Result<Examination> examine(const QString& folder, const DoctorOptions& options, const Clock& clock,
                            const Cancellation& cancel = {});

} // namespace cartwright::store
