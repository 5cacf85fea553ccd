#include "ui/widgets/colours.h"

namespace cartwright::ui {

Colours Colours::of(const QPalette& palette)
{
    Colours colours;
    colours.surface = palette.color(QPalette::Base);
    colours.line = palette.color(QPalette::Mid);
    colours.quiet = palette.color(QPalette::PlaceholderText);
    colours.accent = palette.color(QPalette::Highlight);
    colours.isStark = palette.color(QPalette::Window) == Qt::black;
    const bool dark = palette.color(QPalette::Window).lightness() < 128;
    colours.doubt = dark ? QColor(0xf0, 0xb4, 0x4c) : QColor(0x8f, 0x5a, 0x00);
    colours.danger = dark ? QColor(0xff, 0x8a, 0x80) : QColor(0xb3, 0x26, 0x1e);
    colours.good = dark ? QColor(0x7f, 0xcf, 0x9a) : QColor(0x1e, 0x6b, 0x3a);
    colours.camera = dark ? QColor(0x6a, 0x7f, 0x9a) : QColor(0x7c, 0x8f, 0xa6);
    colours.gap = dark ? QColor(0x8c, 0x6a, 0x3a) : QColor(0xb9, 0x8a, 0x46);
    if (colours.isStark) {
        colours.camera = QColor(0x9a, 0xb4, 0xd6);
        colours.gap = QColor(0xff, 0xb0, 0x4d);
    }
    return colours;
}

} // namespace cartwright::ui
