#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

#include <functional>
#include <vector>

namespace cartwright::cli {

/// Times of one kind of call, in microseconds.
struct Timed
{
    QString name;
    std::vector<double> times;
    QString note; ///< what else was counted

    double quantile(double q) const; ///< of at least one time
    double perSecond() const;
};

/// Calls until `count` are done or a call says that there is nothing more to do. NotFound where nothing was done.
Result<Timed> measure(const QString& name, int count, const Cancellation& cancel,
                      const std::function<Result<bool>(int)>& call);

/// One call's microseconds.
double timeOf(const std::function<void()>& call);

QJsonObject toJson(const Timed& timed);
QStringList tableHead();
QStringList tableRow(const Timed& timed);

/// Cores, memory, and how often the disk under the folder makes a small write durable: "fdatasync_per_second".
Result<QJsonObject> machineOf(const QString& folder);
QString describeMachine(const QJsonObject& machine);

} // namespace cartwright::cli
