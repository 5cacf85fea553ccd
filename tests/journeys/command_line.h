#pragma once

#include "core/base/json.h"

#include <QJsonDocument>
#include <QProcess>

namespace cartwright::tests {

/// What one call of cartwright-cli gave.
struct Ran
{
    int code = -1;
    QByteArray out;
    QByteArray err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    /// For QVERIFY2.
    QByteArray all() const { return "code " + QByteArray::number(code) + "\n" + out + err; }
};

inline QString commandLinePath() { return QStringLiteral(CARTWRIGHT_BIN_DIR "/cartwright-cli"); }

/// Runs the command line to its end.
inline Ran run(const QStringList& arguments)
{
    QProcess process;
    process.start(commandLinePath(), arguments);
    Ran ran;
    if (!process.waitForFinished(600'000))
        return ran;
    ran.code = process.exitCode();
    ran.out = process.readAllStandardOutput();
    ran.err = process.readAllStandardError();
    return ran;
}

/// Starts the command line, kills it after so many milliseconds, and tells whether it was still running.
inline bool runAndKill(const QStringList& arguments, int afterMilliseconds)
{
    QProcess process;
    process.start(commandLinePath(), arguments);
    const bool ended = process.waitForFinished(afterMilliseconds);
    process.kill(); // SIGKILL
    process.waitForFinished(10'000);
    return !ended;
}

} // namespace cartwright::tests
