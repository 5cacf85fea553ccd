#pragma once

#include "core/media/picture.h"

#include <QString>

#include <vector>

namespace cartwright::vision {

struct Bar
{
    QString name;
    double value = 0;
};

/// A chart of horizontal bars with their numbers, as a gray picture (Gray8). Letters that the font lacks lose their accents or become
/// "?". The same input gives the same picture. Any thread.
media::Picture barChart(const QString& title, const std::vector<Bar>& bars);

} // namespace cartwright::vision
