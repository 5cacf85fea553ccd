#pragma once

#include <QApplication>
#include <QString>

namespace cartwright::ui {

enum class ThemeName : std::uint8_t { Dark, Light };

/// Sets style, palette, small style sheet and text size of the application. `scalePercent` is 100 to 200 and is applied
/// to the font size that the application had at the first call.
void applyTheme(QApplication& application, ThemeName theme, int scalePercent);

} // namespace cartwright::ui
