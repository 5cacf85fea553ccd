#include "ui/shell/theme.h"

#include "ui/widgets/colours.h"

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
               "#whyQuestion, #emptyTitle { font-size: %1pt; font-weight: 600; }"
               "#reviewsValue, #wrongValue { font-size: %2pt; font-weight: 600; }"
               "#cartTotal, #reviewsTitle, #wrongTitle { font-size: %3pt; font-weight: 600; }"
               "#whyValue { font-size: %3pt; }"
               "QDockWidget { font-size: %4pt; }")
        .arg(points * 1.3, 0, 'f', 1)
        .arg(points * 2.2, 0, 'f', 1)
        .arg(points * 1.12, 0, 'f', 1)
        .arg(points * 0.92, 0, 'f', 1);
}

QString shapes(const QPalette& palette)
{
    const Colours colours = Colours::of(palette);
    const auto name = [&](QPalette::ColorRole role) { return palette.color(role).name(); };
    QString sheet = QStringLiteral(
        "QDockWidget::title { background: @window; padding: 5px 10px 3px 10px; }"
        "QDockWidget { color: @quiet; titlebar-close-icon: none; titlebar-normal-icon: none; }"
        "QDockWidget > QWidget { background: @base; }"
        "QMainWindow::separator { background: @window; width: 4px; height: 4px; }"
        "QMainWindow::separator:hover { background: @line; }"
        "QTableView, QListWidget { background: @base; selection-background-color: @chosen;"
        "  selection-color: @text; border: none; outline: none; }"
        "QTableView::item { padding: 3px 6px; }"
        "QTableView:focus { border: 1px solid @accent; }"
        "QListWidget { border: 1px solid @line; border-radius: 4px; }"
        "QListWidget::item { padding: 3px 6px; }"
        "QHeaderView::section { background: @window; color: @quiet; border: none; border-bottom: 1px solid @line;"
        "  padding: 5px 6px; }"
        "QLineEdit { background: @window; border: 1px solid @line; border-radius: 4px; padding: 5px 8px; }"
        "QLineEdit:focus { border: 2px solid @accent; padding: 4px 7px; }"
        "QPushButton, QToolButton { background: @button; border: 1px solid @line; border-radius: 4px;"
        "  padding: 5px 12px; color: @text; }"
        "QPushButton:hover, QToolButton:hover { background: @hover; }"
        "QPushButton:focus, QToolButton:focus { border: 2px solid @accent; padding: 4px 11px; }"
        "QPushButton:disabled, QToolButton:disabled { color: @off; }"
        "QToolButton:checked { background: @accent; color: @onaccent; }"
        "#transportBar QToolButton { background: transparent; border: 1px solid transparent; padding: 4px 7px; }"
        "#transportBar QToolButton:hover { background: @button; }"
        "#transportBar QToolButton:checked { background: @accent; }"
        "#transportBar QToolButton:focus { border: 1px solid @accent; }"
        "#submitButton { background: @accent; color: @onaccent; font-weight: 600; padding: 8px; }"
        "#submitButton:disabled { background: @button; color: @off; }"
        "#rail { background: @dark; }"
        "#rail QToolButton { background: transparent; border: none; border-radius: 6px; padding: 8px 4px;"
        "  color: @railtext; }"
        "#rail QToolButton:hover { background: @railhover; }"
        "#rail QToolButton:checked { background: @accent; color: @onaccent; }"
        "#rail QToolButton:focus { border: 2px solid @railtext; }"
        "#banner, #askLine { background: @button; border-bottom: 1px solid @line; }"
        "#banner[tone=\"warning\"] { border-left: 5px solid @doubt; }"
        "#banner[tone=\"trouble\"] { border-left: 5px solid @danger; }"
        "#banner[tone=\"notice\"] { border-left: 5px solid @accent; }"
        "#bannerSign { font-weight: 700; }"
        "#whyQuestion { color: @text; } #whyValue { color: @doubt; }"
        "#whyDue[late=\"true\"] { color: @danger; }"
        "#whyOthers, #cartBefore, #cartEmpty, #eventQuantity, #playStateLabel, #queueCounts, #reviewsBasis,"
        "#wrongBasis, #emptySentence, #reviewerLabel { color: @quiet; }"
        "QTabWidget::pane { border: none; border-top: 1px solid @line; }"
        "QTabBar::tab { background: transparent; color: @quiet; padding: 6px 14px; border: none; }"
        "QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }"
        "QTabBar::tab:focus { color: @accent; }"
        "QStatusBar { color: @quiet; } QStatusBar::item { border: none; }"
        "QMenuBar { background: @window; } QMenuBar::item { padding: 4px 10px; }"
        "QMenuBar::item:selected, QMenu::item:selected { background: @accent; color: @onaccent; }"
        "QToolTip { color: @text; background: @button; border: 1px solid @line; padding: 3px; }"
        "#keySheet { background: @base; border: 1px solid @line; border-radius: 8px; }"
        "#keyName { font-weight: 600; } #keyGroup { color: @accent; font-weight: 600; }");
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
    application.setStyleSheet(shapes(palette) + sizes(points));
}

} // namespace cartwright::ui
