#pragma once

#include <QString>

namespace cartwright {

/// Who does something, and in which role, as the log will tell it. Plain value; any thread.
struct Actor
{
    QString who;
    QString role;

    bool operator==(const Actor&) const = default;
};

/// The pipeline's own work.
inline Actor pipelineActor()
{
    return {QStringLiteral("pipeline"), QStringLiteral("pipeline")};
}

} // namespace cartwright
