#pragma once

#include <QString>

#include <functional>

namespace cartwright::pipeline {

/// How far a job is. `what` names the item just finished or under work, for a line of progress.
struct Progress
{
    int done = 0;
    int total = 0;
    QString what;
};

/// May be called from worker threads, one call at a time.
using ProgressCallback = std::function<void(const Progress&)>;

} // namespace cartwright::pipeline
