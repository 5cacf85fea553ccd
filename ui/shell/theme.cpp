#include "ui/shell/theme.h"

#include "ui/widgets/colours.h"

#include <QFile>
#include <QFont>
#include <QPalette>
#include <QStyleFactory>

#include <algorithm>

namespace cartwright::ui {

namespace {

QPalette darkPalette()
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(0x16, 0x1a, 0x20));
    palette.setColor(QPalette::WindowText, QColor(0xe4, 0xe8, 0xee));
    palette.setColor(QPalette::Base, QColor(0x1c, 0x21, 0x29));
    palette.setColor(QPalette::AlternateBase, QColor(0x21, 0x27, 0x30));
    palette.setColor(QPalette::Text, QColor(0xe4, 0xe8, 0xee));
    palette.setColor(QPalette::PlaceholderText, QColor(0x9a, 0xa6, 0xb6));
    palette.setColor(QPalette::Button, QColor(0x2a, 0x31, 0x3c));
    palette.setColor(QPalette::ButtonText, QColor(0xe4, 0xe8, 0xee));
    palette.setColor(QPalette::ToolTipBase, QColor(0x2a, 0x31, 0x3c));
    palette.setColor(QPalette::ToolTipText, QColor(0xe4, 0xe8, 0xee));
    palette.setColor(QPalette::Highlight, QColor(0x5a, 0xa6, 0xf5));
    palette.setColor(QPalette::HighlightedText, QColor(0x0b, 0x12, 0x1b));
    palette.setColor(QPalette::Link, QColor(0x7c, 0xb9, 0xf8));
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::Light, QColor(0x3a, 0x43, 0x50));
    palette.setColor(QPalette::Midlight, QColor(0x32, 0x3a, 0x46));
    palette.setColor(QPalette::Mid, QColor(0x36, 0x3f, 0x4b));
    palette.setColor(QPalette::Dark, QColor(0x0f, 0x12, 0x17));
    palette.setColor(QPalette::Shadow, QColor(0x08, 0x0a, 0x0d));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0x6d, 0x78, 0x87));
    return palette;
}

QPalette lightPalette()
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(0xf1, 0xf3, 0xf6));
    palette.setColor(QPalette::WindowText, QColor(0x1b, 0x22, 0x2c));
    palette.setColor(QPalette::Base, QColor(0xff, 0xff, 0xff));
    palette.setColor(QPalette::AlternateBase, QColor(0xf6, 0xf8, 0xfa));
    palette.setColor(QPalette::Text, QColor(0x1b, 0x22, 0x2c));
    palette.setColor(QPalette::PlaceholderText, QColor(0x59, 0x65, 0x74));
    palette.setColor(QPalette::Button, QColor(0xe6, 0xea, 0xef));
    palette.setColor(QPalette::ButtonText, QColor(0x1b, 0x22, 0x2c));
    palette.setColor(QPalette::ToolTipBase, QColor(0xff, 0xff, 0xff));
    palette.setColor(QPalette::ToolTipText, QColor(0x1b, 0x22, 0x2c));
    palette.setColor(QPalette::Highlight, QColor(0x1c, 0x63, 0xb8));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x1c, 0x63, 0xb8));
    palette.setColor(QPalette::BrightText, Qt::black);
    palette.setColor(QPalette::Light, Qt::white);
    palette.setColor(QPalette::Midlight, QColor(0xe3, 0xe7, 0xec));
    palette.setColor(QPalette::Mid, QColor(0xcd, 0xd4, 0xdc));
    palette.setColor(QPalette::Dark, QColor(0x9a, 0xa4, 0xb0));
    palette.setColor(QPalette::Shadow, QColor(0x6b, 0x74, 0x80));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0x8b, 0x95, 0xa1));
    return palette;
}

QPalette highContrastPalette()
{
    QPalette palette;
    const QColor black(0, 0, 0);
    const QColor white(0xff, 0xff, 0xff);
    const QColor yellow(0xff, 0xe0, 0x3d);
    for (const auto role : {QPalette::Window, QPalette::Base, QPalette::AlternateBase, QPalette::Button,
                            QPalette::ToolTipBase, QPalette::Dark, QPalette::Shadow})
        palette.setColor(role, black);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText,
                            QPalette::BrightText, QPalette::PlaceholderText, QPalette::Mid})
        palette.setColor(role, white);
    palette.setColor(QPalette::Light, QColor(0x4d, 0x4d, 0x4d));
    palette.setColor(QPalette::Midlight, QColor(0x2b, 0x2b, 0x2b));
    palette.setColor(QPalette::Highlight, yellow);
    palette.setColor(QPalette::HighlightedText, black);
    palette.setColor(QPalette::Link, yellow);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0xb0, 0xb0, 0xb0));
    return palette;
}

QString sizes(double points)
{
    return QStringLiteral(
               "QWidget { font-size: %5pt; }"
               "#whyQuestion, #emptyTitle, #disputeTitle { font-size: %1pt; font-weight: 600; }"
               "#reviewsValue, #wrongValue { font-size: %2pt; font-weight: 600; }"
               "#cartTotal, #reviewsTitle, #wrongTitle { font-size: %3pt; font-weight: 600; }"
               "#whyValue { font-size: %3pt; }"
               "QDockWidget { font-size: %4pt; }")
        .arg(points * 1.3, 0, 'f', 1)
        .arg(points * 2.2, 0, 'f', 1)
        .arg(points * 1.12, 0, 'f', 1)
        .arg(points * 0.92, 0, 'f', 1)
        .arg(points, 0, 'f', 1);
}

QString shapes(const QPalette& palette)
{
    QFile file(QStringLiteral(":/themes/window.qss"));
    QString sheet = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    auto words = sheetColours(palette);
    // Longer names first, so that none is replaced inside another.
    std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    for (const auto& [word, colour] : words)
        sheet.replace(word, colour.name());
    return sheet;
}

} // namespace

QString nameOf(ThemeName theme)
{
    switch (theme) {
    case ThemeName::Dark: return QStringLiteral("dark");
    case ThemeName::Light: return QStringLiteral("light");
    case ThemeName::HighContrast: return QStringLiteral("high-contrast");
    }
    return {};
}

std::optional<ThemeName> themeNamed(const QString& name)
{
    for (const ThemeName theme : {ThemeName::Dark, ThemeName::Light, ThemeName::HighContrast})
        if (nameOf(theme) == name)
            return theme;
    return std::nullopt;
}

QPalette paletteOf(ThemeName theme)
{
    switch (theme) {
    case ThemeName::Light: return lightPalette();
    case ThemeName::HighContrast: return highContrastPalette();
    case ThemeName::Dark: break;
    }
    return darkPalette();
}

std::vector<std::pair<QString, QColor>> sheetColours(const QPalette& palette)
{
    const Colours colours = Colours::of(palette);
    const bool dark = palette.color(QPalette::Window).lightness() < 128;
    const bool stark = colours.isStark;
    const auto by = [&](QRgb inDark, QRgb inLight) { return QColor(dark ? inDark : inLight); };
    return {
        {QStringLiteral("@window"), palette.color(QPalette::Window)},
        {QStringLiteral("@base"), palette.color(QPalette::Base)},
        {QStringLiteral("@text"), palette.color(QPalette::Text)},
        {QStringLiteral("@off"), palette.color(QPalette::Disabled, QPalette::Text)},
        {QStringLiteral("@quiet"), colours.quiet},
        {QStringLiteral("@line"), colours.line},
        {QStringLiteral("@accent"), colours.accent},
        {QStringLiteral("@onaccent"), palette.color(QPalette::HighlightedText)},
        {QStringLiteral("@chosen"), stark ? QColor(0x00, 0x3a, 0x8c) : by(0xff2d3f55, 0xffd7e6f8)},
        {QStringLiteral("@button"), palette.color(QPalette::Button)},
        {QStringLiteral("@hover"), palette.color(QPalette::Midlight)},
        {QStringLiteral("@doubt"), colours.doubt},
        {QStringLiteral("@danger"), colours.danger},
        {QStringLiteral("@dark"), by(palette.color(QPalette::Dark).rgb(), 0xffe3e7ec)},
        {QStringLiteral("@railtext"), palette.color(QPalette::Text)},
        {QStringLiteral("@railhover"), by(palette.color(QPalette::Button).rgb(), 0xffd3dae2)},
    };
}

void applyTheme(QApplication& application, ThemeName theme, int scalePercent)
{
    // The size the system asked for is kept on the application, so that scaling twice does not multiply.
    constexpr auto basePoints = "cartwrightBasePoints";
    if (!application.property(basePoints).isValid())
        application.setProperty(basePoints, std::max(9.0, QApplication::font().pointSizeF()));
    const double points = application.property(basePoints).toDouble() * std::clamp(scalePercent, 100, 200) / 100;
    QFont font = QApplication::font();
    font.setPointSizeF(points);
    const QPalette palette = paletteOf(theme);
    // Each of these goes through every widget, so nothing is set twice.
    constexpr auto shown = "cartwrightLooks";
    const QString looks = QStringLiteral("%1 %2").arg(nameOf(theme)).arg(points);
    if (application.property(shown).toString() == looks)
        return;
    if (!application.property(shown).isValid())
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    application.setProperty(shown, looks);
    QApplication::setPalette(palette);
    QApplication::setFont(font);
    application.setStyleSheet(sizes(points) + shapes(palette));
}

} // namespace cartwright::ui
