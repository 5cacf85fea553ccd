#pragma once

#include <QColor>
#include <QPalette>

namespace cartwright::ui {

/// The few colours beside the palette's own, for custom-painted widgets. They follow the palette, so that a change of
/// theme reaches them with no settings asked. None of them is the only carrier of a meaning.
struct Colours
{
    QColor surface;   ///< behind panels
    QColor line;      ///< hairlines
    QColor quiet;     ///< secondary text, at least 4.5:1 on the surface
    QColor accent;    ///< what is selected or current
    QColor doubt;     ///< amber
    QColor danger;    ///< red
    QColor good;      ///< green
    QColor camera;    ///< bars of footage on the time axis
    QColor gap;       ///< hatching of missing footage
    bool isStark = false; ///< the theme of high contrast

    static Colours of(const QPalette& palette);
};

} // namespace cartwright::ui
