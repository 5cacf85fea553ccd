#pragma once

#include "ui/shell/theme.h"

#include <QSize>
#include <QStringList>

#include <optional>

namespace cartwright::ui {

/// What the command line asks for.
struct Options
{
    QString workspace;              ///< empty: none named
    QString database;               ///< a server's address; empty: the workspace's own
    QString reviewer;
    std::optional<ThemeName> theme; ///< none: as remembered
    std::optional<int> scalePercent;
    QString language;               ///< empty: as remembered
    std::optional<QSize> size;
    QString place = QStringLiteral("review");
    QString saleId;
    QString action;                 ///< the object name of an action to do when the place has settled
    QString screenshot;             ///< where to save a picture of the window before ending
    int benchSales = 0;             ///< work through so many sales by keys, print what it took, and end
    bool json = false;              ///< print it as JSON
    QString trouble;                ///< what is wrong with the command line, else empty
};

/// Reads the command line; `--help` and `--version` print and end the program.
Options readOptions(const QStringList& arguments);

} // namespace cartwright::ui
