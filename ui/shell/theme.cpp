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

QString sizes(double points)
{
    return QStringLiteral(
               "QWidget { font-size: %5pt; }"
               "#whyQuestion, #emptyTitle { font-size: %1pt; font-weight: 600; }"
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
    const Colours colours = Colours::of(palette);
    const auto name = [&](QPalette::ColorRole role) { return palette.color(role).name(); };
    QFile file(QStringLiteral(":/themes/window.qss"));
    QString sheet = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    const bool dark = palette.color(QPalette::Window).lightness() < 128;
    const std::pair<QLatin1String, QString> words[] = {
        {QLatin1String("@window"), name(QPalette::Window)},
        {QLatin1String("@base"), name(QPalette::Base)},
        {QLatin1String("@text"), name(QPalette::Text)},
        {QLatin1String("@quiet"), colours.quiet.name()},
        {QLatin1String("@line"), colours.line.name()},
        {QLatin1String("@accent"), colours.accent.name()},
        {QLatin1String("@onaccent"), name(QPalette::HighlightedText)},
        {QLatin1String("@chosen"), dark ? QStringLiteral("#2d3f55") : QStringLiteral("#d7e6f8")},
        {QLatin1String("@button"), name(QPalette::Button)},
        {QLatin1String("@hover"), name(QPalette::Midlight)},
        {QLatin1String("@off"), palette.color(QPalette::Disabled, QPalette::Text).name()},
        {QLatin1String("@doubt"), colours.doubt.name()},
        {QLatin1String("@danger"), colours.danger.name()},
        {QLatin1String("@dark"), dark ? name(QPalette::Dark) : QStringLiteral("#e3e7ec")},
        {QLatin1String("@railtext"), name(QPalette::Text)},
        {QLatin1String("@railhover"), dark ? name(QPalette::Button) : QStringLiteral("#d3dae2")},
    };
    // Longer names first, so that none is replaced inside another.
    std::vector<std::pair<QLatin1String, QString>> sorted(std::begin(words), std::end(words));
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    for (const auto& [word, value] : sorted)
        sheet.replace(word, value);
    return sheet;
}

} // namespace

void applyTheme(QApplication& application, ThemeName theme, int scalePercent)
{
    // The size the system asked for is kept on the application, so that scaling twice does not multiply.
    constexpr auto basePoints = "cartwrightBasePoints";
    if (!application.property(basePoints).isValid())
        application.setProperty(basePoints, std::max(9.0, QApplication::font().pointSizeF()));
    const double points = application.property(basePoints).toDouble() * std::clamp(scalePercent, 100, 200) / 100;
    QFont font = QApplication::font();
    font.setPointSizeF(points);
    const QPalette palette = theme == ThemeName::Dark ? darkPalette() : lightPalette();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(palette);
    QApplication::setFont(font);
    application.setStyleSheet(sizes(points) + shapes(palette));
}

} // namespace cartwright::ui
