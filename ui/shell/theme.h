#pragma once

#include <QApplication>
#include <QPalette>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace cartwright::ui {

enum class ThemeName : std::uint8_t { Dark, Light, HighContrast };

/// "dark", "light" and "high-contrast", as stored and typed.
QString nameOf(ThemeName theme);
std::optional<ThemeName> themeNamed(const QString& name);

/// The colours of a theme, without applying them.
QPalette paletteOf(ThemeName theme);

/// The colours that the style sheet names ("@text", "@chosen", …), for this palette.
std::vector<std::pair<QString, QColor>> sheetColours(const QPalette& palette);

/// Sets style, palette, small style sheet and text size of the application. `scalePercent` is 100 to 200 and is applied
/// to the font size that the application had at the first call.
void applyTheme(QApplication& application, ThemeName theme, int scalePercent);

} // namespace cartwright::ui
