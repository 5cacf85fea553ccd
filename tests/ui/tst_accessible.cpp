#include "tests/ui/window_fixture.h"

#include "ui/shell/theme.h"
#include "ui/widgets/colours.h"

#include <QAbstractScrollArea>
#include <QAccessible>
#include <QAccessibleInterface>
#include <QFile>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTabWidget>

#include <cmath>

using namespace cartwright;

namespace {

/// Relative luminance and contrast as WCAG 2.1 defines them.
double luminance(const QColor& colour)
{
    const auto linear = [](double part) { return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& one, const QColor& other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

/// "mainWindow/places/queuePlace/queueTable": where an object sits, for whoever has to mend it.
QString pathOf(const QObject* object)
{
    QStringList names;
    for (; object; object = object->parent())
        names.prepend(object->objectName().isEmpty() ? QLatin1String(object->metaObject()->className()) : object->objectName());
    return names.join(QLatin1Char('/'));
}

/// Whether a person can reach it with the keyboard at this moment.
bool isReachable(const QWidget* widget)
{
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0 && !widget->focusProxy();
}

} // namespace

/// Every place and window, walked: names and roles, the way of the Tab key, contrast in every theme, right to left.
class AccessibleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void styleSheet_hasContrast_inEveryTheme_data();
    void styleSheet_hasContrast_inEveryTheme();
    void paintedColours_haveContrast_inEveryTheme_data();
    void paintedColours_haveContrast_inEveryTheme();
    void everyPlace_namesEveryControl_data();
    void everyPlace_namesEveryControl();
    void tabKey_reachesEveryControl_data();
    void tabKey_reachesEveryControl();
    void shownText_hasContrast_data();
    void shownText_hasContrast();
    void rightToLeft_mirrorsTheWindow_butNeitherVideoNorTime();
    void emptyStates_haveOneNextStep();

private:
    static void themes();
    void places();
    void show(const QString& place) const;

    std::unique_ptr<made::Workspace> m_workspace;
    std::unique_ptr<OpenWindow> m_open;
};

void AccessibleTest::initTestCase()
{
    m_workspace = std::make_unique<made::Workspace>(2);
    m_open = std::make_unique<OpenWindow>(*m_workspace);
    QVERIFY(m_open->waitForSale("s-1"));
}

void AccessibleTest::cleanupTestCase()
{
    m_open.reset();
}

void AccessibleTest::themes()
{
    QTest::addColumn<int>("theme");
    for (const ui::ThemeName theme : {ui::ThemeName::Dark, ui::ThemeName::Light, ui::ThemeName::HighContrast})
        QTest::newRow(qPrintable(ui::nameOf(theme))) << static_cast<int>(theme);
}

void AccessibleTest::places()
{
    QTest::addColumn<QString>("place");
    for (const auto& entry : m_open->window->actions().entries())
        if (entry.name().startsWith(QLatin1String("place")))
            QTest::newRow(qPrintable(entry.title)) << entry.name();
    for (const char* window : {"settings", "shortcutEditor", "commandPalette"})
        QTest::newRow(window) << QString::fromLatin1(window);
}

void AccessibleTest::show(const QString& place) const
{
    if (auto* settings = m_open->find("settingsWindow"))
        settings->close();
    if (m_open->find("paletteOverlay")->isVisible())
        m_open->find<QAction>("commandPalette")->trigger();
    m_open->window->activateWindow();
    QVERIFY(m_open->window->doAction(place));
    QVERIFY(m_open->waitUntilSettled());
    QCoreApplication::processEvents();
}

void AccessibleTest::styleSheet_hasContrast_inEveryTheme_data()
{
    themes();
}

void AccessibleTest::styleSheet_hasContrast_inEveryTheme()
{
    QFETCH(int, theme);
    const QPalette palette = ui::paletteOf(static_cast<ui::ThemeName>(theme));
    QHash<QString, QColor> colours;
    for (const auto& [word, colour] : ui::sheetColours(palette))
        colours.insert(word, colour);
    QFile file(QStringLiteral(":/themes/window.qss"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QString sheet = QString::fromUtf8(file.readAll());
    sheet.remove(QRegularExpression(QStringLiteral("/\\*.*?\\*/"), QRegularExpression::DotMatchesEverythingOption));
    static const QRegularExpression rule(QStringLiteral("([^{}]+)\\{([^}]*)\\}"));
    static const QRegularExpression text(QStringLiteral("(?:^|[ ;])(?:selection-)?color:\\s*(@\\w+)"));
    static const QRegularExpression ground(QStringLiteral("background(?:-color)?:\\s*(@\\w+)"));
    int pairs = 0;
    for (auto rules = rule.globalMatch(sheet); rules.hasNext();) {
        const auto found = rules.next();
        const QString selector = found.captured(1).trimmed();
        for (auto words = text.globalMatch(found.captured(2)); words.hasNext();) {
            const QString word = words.next().captured(1);
            QVERIFY2(colours.contains(word), qPrintable(word));
            if (selector.contains(QLatin1String(":disabled")))
                continue; // what cannot be used is exempt (WCAG 1.4.3)
            // A text without a ground of its own lies on the window, on a panel, or on a button.
            QStringList grounds{QStringLiteral("@window"), QStringLiteral("@base")};
            if (const auto own = ground.match(found.captured(2)); own.hasMatch())
                grounds = {own.captured(1)};
            for (const QString& behind : grounds) {
                const double ratio = contrast(colours.value(word), colours.value(behind));
                QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1 { %2 on %3 }: %4").arg(selector, word, behind).arg(ratio)));
                ++pairs;
            }
        }
    }
    QVERIFY(pairs > 30);
}

void AccessibleTest::paintedColours_haveContrast_inEveryTheme_data()
{
    themes();
}

void AccessibleTest::paintedColours_haveContrast_inEveryTheme()
{
    QFETCH(int, theme);
    const QPalette palette = ui::paletteOf(static_cast<ui::ThemeName>(theme));
    const ui::Colours colours = ui::Colours::of(palette);
    const std::pair<const char*, QColor> grounds[] = {{"window", palette.color(QPalette::Window)},
                                                      {"base", colours.surface}};
    const std::pair<const char*, QColor> texts[] = {
        {"quiet", colours.quiet}, {"doubt", colours.doubt}, {"danger", colours.danger}, {"good", colours.good},
        {"accent", colours.accent}, {"text", palette.color(QPalette::Text)}, {"link", palette.color(QPalette::Link)}};
    for (const auto& [groundName, ground] : grounds)
        for (const auto& [name, text] : texts)
            QVERIFY2(contrast(text, ground) >= 4.5,
                     qPrintable(QStringLiteral("%1 on %2: %3").arg(QLatin1String(name), QLatin1String(groundName)).arg(contrast(text, ground))));
    const std::pair<QPalette::ColorRole, QPalette::ColorRole> roles[] = {
        {QPalette::ButtonText, QPalette::Button},       {QPalette::HighlightedText, QPalette::Highlight},
        {QPalette::ToolTipText, QPalette::ToolTipBase}, {QPalette::Text, QPalette::AlternateBase},
        {QPalette::ButtonText, QPalette::Midlight},     {QPalette::PlaceholderText, QPalette::Window}};
    for (const auto& [text, ground] : roles)
        QVERIFY2(contrast(palette.color(text), palette.color(ground)) >= 4.5, qPrintable(QStringLiteral("palette role %1").arg(text)));
    // Bars and hatching carry a meaning without being text: 3 to 1 (WCAG 1.4.11).
    for (const QColor& shape : {colours.camera, colours.gap})
        QVERIFY2(contrast(shape, colours.surface) >= 3, qPrintable(shape.name()));
}

void AccessibleTest::everyPlace_namesEveryControl_data()
{
    places();
}

void AccessibleTest::everyPlace_namesEveryControl()
{
    QFETCH(QString, place);
    show(place);
    int controls = 0;
    for (QWidget* widget : m_open->window->findChildren<QWidget*>()) {
        const bool control = widget->focusPolicy() != Qt::NoFocus && widget->isVisible();
        if (!control || qobject_cast<const QMenuBar*>(widget) || widget->objectName().startsWith(QLatin1String("qt_")))
            continue;
        ++controls;
        QAccessibleInterface* seen = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(seen && seen->isValid(), qPrintable(pathOf(widget)));
        QVERIFY2(!seen->text(QAccessible::Name).isEmpty(), qPrintable(pathOf(widget) + QStringLiteral(" has no name")));
        QVERIFY2(seen->role() != QAccessible::NoRole, qPrintable(pathOf(widget) + QStringLiteral(" has no role")));
        QVERIFY2(!widget->objectName().isEmpty(), qPrintable(pathOf(widget) + QStringLiteral(" has no object name")));
    }
    QVERIFY(controls > 3);
}

void AccessibleTest::tabKey_reachesEveryControl_data()
{
    places();
}

void AccessibleTest::tabKey_reachesEveryControl()
{
    QFETCH(QString, place);
    show(place);
    if (place == QLatin1String("commandPalette"))
        return; // one line, and the keys of a list in it
    QWidget* window = QApplication::activeWindow();
    QVERIFY(window);
    QSet<const QWidget*> left;
    for (const QWidget* widget : window->findChildren<QWidget*>())
        if (isReachable(widget) && widget->window() == window && !widget->objectName().startsWith(QLatin1String("qt_")))
            left.insert(widget);
    QVERIFY(left.size() > 2);
    const qsizetype all = left.size();
    for (qsizetype i = 0; i < all * 3 && !left.isEmpty(); ++i) {
        QVERIFY(QApplication::focusWidget());
        left.remove(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QStringList missed;
    for (const QWidget* widget : left)
        missed << pathOf(widget);
    QVERIFY2(missed.isEmpty(), qPrintable(missed.join(QStringLiteral(", "))));
}

void AccessibleTest::shownText_hasContrast_data()
{
    themes();
}

void AccessibleTest::shownText_hasContrast()
{
    QFETCH(int, theme);
    m_open->window->doAction(theme == 0 ? QStringLiteral("themeDark") : theme == 1 ? QStringLiteral("themeLight") : QStringLiteral("themeHighContrast"));
    QStringList faint;
    for (const auto& entry : m_open->window->actions().entries()) {
        if (!entry.name().startsWith(QLatin1String("place")))
            continue;
        show(entry.name());
        const QImage picture = m_open->window->grab().toImage();
        for (const QLabel* label : m_open->window->findChildren<QLabel*>()) {
            if (!label->isVisible() || !label->isEnabled() || label->text().isEmpty() || label->visibleRegion().isEmpty())
                continue;
            // The ground is what lies in the corner; the text's colour is what the style sheet left in the palette.
            const QPoint corner = label->mapTo(m_open->window.get(), QPoint(0, 0));
            const QColor ground = picture.pixelColor(std::clamp(corner.x(), 0, picture.width() - 1), std::clamp(corner.y(), 0, picture.height() - 1));
            const double ratio = contrast(label->palette().color(label->foregroundRole()), ground);
            if (ratio < 4.5)
                faint << QStringLiteral("%1: %2").arg(pathOf(label)).arg(ratio, 0, 'f', 2);
        }
    }
    m_open->window->doAction(QStringLiteral("themeDark"));
    QVERIFY2(faint.isEmpty(), qPrintable(faint.join(QStringLiteral(", "))));
}

void AccessibleTest::rightToLeft_mirrorsTheWindow_butNeitherVideoNorTime()
{
    QApplication::setLayoutDirection(Qt::RightToLeft);
    show(QStringLiteral("placeReview"));
    const auto leftOf = [this](const char* name) { return m_open->find(name)->mapTo(m_open->window.get(), QPoint()).x(); };
    QVERIFY(leftOf("rail") > m_open->window->width() / 2);
    for (const char* name : {"timeAxis", "paneGrid", "transportBar", "stillsStrip"})
        QVERIFY2(m_open->find(name)->layoutDirection() == Qt::LeftToRight, name);
    QVERIFY(m_open->pane(1)->x() <= m_open->pane(2)->x());
    QVERIFY(leftOf("previousEventButton") < leftOf("nextEventButton"));
    QApplication::setLayoutDirection(Qt::LeftToRight);
    QVERIFY(leftOf("rail") < m_open->window->width() / 2 || QTest::qWaitFor([&] { return leftOf("rail") < 100; }));
}

void AccessibleTest::emptyStates_haveOneNextStep()
{
    made::Workspace nothing(0);
    const OpenWindow open(nothing);
    QVERIFY(open.waitUntilSettled());
    QStringList without;
    for (const auto& entry : open.window->actions().entries()) {
        if (!entry.name().startsWith(QLatin1String("place")))
            continue;
        open.window->doAction(entry.name());
        QVERIFY(open.waitUntilSettled());
        for (const auto* empty : open.window->findChildren<ui::EmptyState*>())
            if (empty->isVisible()) {
                const auto* sentence = empty->findChild<QLabel*>(QStringLiteral("emptySentence"));
                const auto* step = empty->findChild<QPushButton*>(QStringLiteral("emptyStep"));
                if (sentence->text().isEmpty() || !step->isVisible() || step->text().isEmpty())
                    without << pathOf(empty);
            }
    }
    QVERIFY2(without.isEmpty(), qPrintable(without.join(QStringLiteral(", "))));
}

QTEST_MAIN(AccessibleTest)
#include "tst_accessible.moc"
