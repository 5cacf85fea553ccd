#pragma once

#include "ui/bridge/measures_service.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace cartwright::ui {

/// Rows of text for the tables of the Measures place. A figure without a denominator says "not enough data".
struct FigureTable
{
    QStringList headers;
    std::vector<QStringList> rows;
    bool operator==(const FigureTable&) const = default;
};

FigureTable overallTable(const measures::Figures& figures);
FigureTable dayTable(const std::vector<measures::Day>& days);
FigureTable reasonTable(const measures::Figures& figures);

QString notEnoughData();
/// "312.5", per thousand.
QString perThousand(const measures::Share& share);
QString percentOf(const measures::Share& share);
/// "4.2 % (95 % interval 0.5 to 14.3 %)".
QString withInterval(const measures::Share& share);

} // namespace cartwright::ui
