#include "tests/ui/window_fixture.h"

#include "ui/shell/fuzzy.h"
#include "ui/shell/key_presets.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>

using namespace cartwright;

/// Actions, keys, presets and the palette, in the real window.
class ShellTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void fuzzy_findsLettersInOrder_andWordStartsFirst_data();
    void fuzzy_findsLettersInOrder_andWordStartsFirst();
    void everyAction_isRegistered();
    void everyPreset_namesKnownActions_andHasNoConflict_data();
    void everyPreset_namesKnownActions_andHasNoConflict();
    void everyKeyOfTheDesign_isThere();
    void preset_changesTheKeyAtOnce_andIsRemembered();
    void takenKey_leavesItsFormerAction();
    void editor_searches_recordsAKey_andWarns();
    void settings_showAtOnce_andAreKeptForEachPerson();
    void palette_findsAnAction_andDoesIt();
    void palette_keepsKeysFromTheWindowBelow();
    void placeKeys_areTheRailsOrder();

private:
    const ui::ActionRegistry& actions() const { return m_open->window->actions(); }

    std::unique_ptr<made::Workspace> m_workspace;
    std::unique_ptr<OpenWindow> m_open;
};

void ShellTest::initTestCase()
{
    m_workspace = std::make_unique<made::Workspace>(1);
    m_open = std::make_unique<OpenWindow>(*m_workspace);
    QVERIFY(m_open->waitForSale("s-1"));
}

void ShellTest::cleanupTestCase()
{
    m_open.reset();
}

void ShellTest::fuzzy_findsLettersInOrder_andWordStartsFirst_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("better");
    QTest::addColumn<QString>("worse");
    const auto row = [](const char* name, const char* typed, const char* better, const char* worse) {
        QTest::newRow(name) << QString::fromLatin1(typed) << QString::fromLatin1(better) << QString::fromLatin1(worse);
    };
    row("initials", "ofb", "One frame back", "Loop off beside");
    row("in a row", "loop", "Loop the event", "All colours of shops");
    row("early", "que", "Queue", "Go to the Queue");
    row("case and spaces do not count", "O F", "One frame back", "Of all, fewer");
}

void ShellTest::fuzzy_findsLettersInOrder_andWordStartsFirst()
{
    QFETCH(QString, typed);
    QFETCH(QString, better);
    QFETCH(QString, worse);
    QVERIFY(ui::fuzzyScore(typed, better));
    if (const std::optional<int> other = ui::fuzzyScore(typed, worse); other && typed != QLatin1String("O F"))
        QVERIFY2(*ui::fuzzyScore(typed, better) > *other,
                 qPrintable(QStringLiteral("%1, %2").arg(*ui::fuzzyScore(typed, better)).arg(*other)));
    QVERIFY(!ui::fuzzyScore(typed + QStringLiteral("zz"), better));
    QCOMPARE(ui::fuzzyScore(QString(), better).value_or(-1), 0);
}

void ShellTest::everyAction_isRegistered()
{
    // Actions with a name are the window's own; Qt's own ones have none, or begin with an underscore or "qt".
    for (const QAction* action : m_open->window->findChildren<QAction*>()) {
        const QString name = action->objectName();
        if (name.isEmpty() || name.startsWith(QLatin1Char('_')) || name.startsWith(QLatin1String("qt")) || action->isSeparator())
            continue;
        const bool editors = qobject_cast<const QLineEdit*>(action->parent()) != nullptr;
        QVERIFY2(editors || actions().find(name), qPrintable(name + QStringLiteral(" is in no group of a place")));
    }
    QHash<QString, int> names;
    for (const auto& entry : actions().entries()) {
        QVERIFY2(!entry.name().isEmpty(), qPrintable(entry.action->text()));
        QVERIFY2(!entry.title.isEmpty(), qPrintable(entry.name()));
        QVERIFY2(++names[entry.name()] == 1, qPrintable(entry.name() + QStringLiteral(" names two actions")));
    }
}

void ShellTest::everyPreset_namesKnownActions_andHasNoConflict_data()
{
    QTest::addColumn<QString>("id");
    for (const ui::KeyPreset& preset : ui::keyPresets())
        QTest::newRow(qPrintable(preset.id)) << preset.id;
}

void ShellTest::everyPreset_namesKnownActions_andHasNoConflict()
{
    QFETCH(QString, id);
    QFile file(QStringLiteral(":/keys/%1.json").arg(id));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject written = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(written.value(QLatin1String("preset")).toString(), id);
    const QJsonObject keys = written.value(QLatin1String("keys")).toObject();
    for (auto it = keys.begin(); it != keys.end(); ++it) {
        QVERIFY2(actions().find(it.key()), qPrintable(it.key() + QStringLiteral(" is no action")));
        for (const QJsonValue& key : it->toArray()) {
            const QKeySequence read(key.toString(), QKeySequence::PortableText);
            QVERIFY2(read.count() == 1 && read[0].key() != Qt::Key_unknown, qPrintable(key.toString()));
        }
    }
    m_open->window->keyboard().choosePreset(id);
    QStringList conflicts;
    for (const auto& conflict : actions().conflicts())
        conflicts << QStringLiteral("%1: %2, %3").arg(conflict.key.toString(), conflict.one, conflict.other);
    m_open->window->keyboard().choosePreset(QStringLiteral("default"));
    QVERIFY2(conflicts.isEmpty(), qPrintable(conflicts.join(QStringLiteral("; "))));
}

void ShellTest::everyKeyOfTheDesign_isThere()
{
    QSet<QString> keys;
    for (const auto& entry : actions().entries())
        if (entry.scope == ui::ActionScope::Global || ui::scopesMeet(entry.scope, ui::ActionScope::Review))
            for (const QKeySequence& key : entry.action->shortcuts())
                keys.insert(key.toString());
    for (const char* key : {"Space", "J", "K", "L", ",", ".", "Left", "Right", "Shift+Left", "Shift+Right", "Home", "End",
                            "Ctrl+Left", "Ctrl+Right", "\\", "I", "O", "[", "]", "Backspace", "1", "9", "0", "Ctrl+1",
                            "Ctrl+9", "Z", "A", "Del", "+", "-", "T", "R", "B", "Ctrl+Return", "Ctrl+Shift+Return", "Ctrl+E",
                            "Ctrl+Z", "Ctrl+Shift+Z", "F1", "?", "Ctrl+Shift+P", "Alt+1", "Alt+2", "Alt+6"})
        QVERIFY2(keys.contains(QLatin1String(key)), key);
}

void ShellTest::preset_changesTheKeyAtOnce_andIsRemembered()
{
    const QAction* loop = actions().find(QStringLiteral("loopEvent"))->action;
    m_open->window->keyboard().choosePreset(QStringLiteral("mpv"));
    QCOMPARE(loop->shortcuts(), QList<QKeySequence>{QKeySequence(Qt::Key_L)});
    QVERIFY(loop->toolTip().contains(QStringLiteral("(L)")));
    QCOMPARE(m_open->settings.keyPreset(), QStringLiteral("mpv"));
    m_open->window->keyboard().choosePreset(QStringLiteral("no such preset"));
    QCOMPARE(m_open->window->keyboard().preset(), QStringLiteral("default"));
    QCOMPARE(loop->shortcuts(), QList<QKeySequence>{QKeySequence(Qt::Key_Backslash)});
}

void ShellTest::takenKey_leavesItsFormerAction()
{
    ui::Keyboard& keyboard = m_open->window->keyboard();
    const QAction* zoom = actions().find(QStringLiteral("zoom"))->action;
    const QAction* take = actions().find(QStringLiteral("eventTake"))->action;
    const QKeySequence t(Qt::Key_T);
    QCOMPARE(actions().rivals(QStringLiteral("zoom"), t).size(), 1u);
    QVERIFY(actions().rivals(QStringLiteral("findSale"), t).empty()); // another place's
    keyboard.setKeys(QStringLiteral("zoom"), {t});
    QCOMPARE(actions().conflicts().size(), 1u);
    keyboard.takeKey(QStringLiteral("zoom"), t);
    QVERIFY(actions().conflicts().empty());
    QVERIFY(take->shortcuts().isEmpty());
    QCOMPARE(ui::keyMapOf(m_open->settings.keyChanges()).size(), 2);
    keyboard.restore(); // as the next start does
    QCOMPARE(zoom->shortcuts(), QList<QKeySequence>{t});
    keyboard.resetAll();
    QCOMPARE(take->shortcuts(), QList<QKeySequence>{t});
    QVERIFY(m_open->settings.keyChanges().isEmpty());
}

void ShellTest::editor_searches_recordsAKey_andWarns()
{
    m_open->key(Qt::Key_K, Qt::ControlModifier | Qt::AltModifier);
    QTRY_VERIFY(m_open->find("settingsWindow") && m_open->find("settingsWindow")->isVisible());
    QTRY_COMPARE(QApplication::activeWindow(), m_open->find("settingsWindow")); // till then keys are the main window's
    auto* table = m_open->find<QTableView>("keyTable");
    const QAbstractItemModelTester tester(table->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_open->find<QLineEdit>("keySearch")->setText(QStringLiteral("zoom to the bin"));
    QCOMPARE(table->model()->rowCount(), 1);
    table->setCurrentIndex(table->model()->index(0, 0));
    auto* change = m_open->find<QPushButton>("changeKey");
    change->setFocus();
    QTest::keyClick(change, Qt::Key_Space);
    QTest::keyClick(change, Qt::Key_Shift, Qt::ShiftModifier); // alone it is no key
    QTest::keyClick(change, Qt::Key_Tab);                      // taken, not followed
    const QAction* zoom = actions().find(QStringLiteral("zoom"))->action;
    QCOMPARE(zoom->shortcuts(), QList<QKeySequence>{QKeySequence(Qt::Key_Tab)});
    QTest::keyClick(change, Qt::Key_Space);
    QTest::keyClick(change, Qt::Key_Escape); // gives up
    QCOMPARE(zoom->shortcuts(), QList<QKeySequence>{QKeySequence(Qt::Key_Tab)});
    QTest::keyClick(change, Qt::Key_Space);
    QTest::keyClick(change, Qt::Key_T);
    QVERIFY(m_open->text("keyWarning").contains(QStringLiteral("“Take”")));
    QVERIFY(table->model()->index(0, 3).data().toString().startsWith(QLatin1Char('!')));
    auto* takeOver = m_open->find<QPushButton>("takeKey");
    QVERIFY(takeOver->isVisible());
    takeOver->click();
    QVERIFY(!takeOver->isVisible());
    QVERIFY(actions().conflicts().empty());
    QVERIFY(actions().find(QStringLiteral("eventTake"))->action->shortcuts().isEmpty());
    m_open->find<QPushButton>("resetKeys")->click();
    QCOMPARE(zoom->shortcuts(), QList<QKeySequence>{QKeySequence(Qt::Key_Z)});
}

void ShellTest::settings_showAtOnce_andAreKeptForEachPerson()
{
    auto* theme = m_open->find<QComboBox>("settingsTheme");
    theme->setCurrentIndex(2);
    Q_EMIT theme->activated(2);
    QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(Qt::black));
    QVERIFY(m_open->find<QAction>("themeHighContrast")->isChecked());
    const double before = QApplication::font().pointSizeF();
    m_open->find<QSpinBox>("settingsScale")->setValue(130);
    QCOMPARE(QApplication::font().pointSizeF(), before * 1.3);
    m_open->find<QPushButton>("settingsClose")->click();
    ui::ShellSettings later(m_workspace->root.path() + QStringLiteral("/desktop.ini"));
    later.setPerson(QStringLiteral("bob / eve"));
    later.setTheme(ui::ThemeName::Light);
    QCOMPARE(later.scalePercent(), 130); // who has none begins with the desk's
    later.setPerson(QStringLiteral("ada"));
    QCOMPARE(later.theme(), ui::ThemeName::HighContrast);
    m_open->find<QAction>("themeDark")->trigger();
    m_open->find<QAction>("scale100")->trigger();
    m_open->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_open->window.get()));
}

void ShellTest::palette_findsAnAction_andDoesIt()
{
    QVERIFY(m_open->pane(2)->caption().contains(QStringLiteral("frame 36 of")));
    m_open->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    auto* overlay = m_open->find("paletteOverlay");
    QVERIFY(overlay->isVisible());
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("paletteLine"));
    m_open->type(QStringLiteral("frame forw"));
    QCOMPARE(m_open->find<QListView>("paletteList")->currentIndex().data().toString(), QStringLiteral("One frame forward"));
    m_open->key(Qt::Key_Return);
    QVERIFY(!overlay->isVisible());
    QVERIFY(QTest::qWaitFor([this] { return m_open->pane(2)->caption().contains(QStringLiteral("frame 37 of")); }));
    m_open->key(Qt::Key_Left);
    QVERIFY(QTest::qWaitFor([this] { return m_open->pane(2)->caption().contains(QStringLiteral("frame 36 of")); }));
}

void ShellTest::palette_keepsKeysFromTheWindowBelow()
{
    m_open->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    m_open->key(Qt::Key_Return, Qt::ControlModifier); // would submit
    m_open->key(Qt::Key_E, Qt::ControlModifier);      // would escalate
    m_open->key(Qt::Key_3, Qt::AltModifier);
    QVERIFY(!m_open->find("askLine")->isVisible());
    QCOMPARE(m_open->flow().state(), ui::CaseFlow::State::Open);
    m_open->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!m_open->find("paletteOverlay")->isVisible());
}

void ShellTest::placeKeys_areTheRailsOrder()
{
    m_open->key(Qt::Key_2, Qt::AltModifier);
    QTRY_VERIFY(m_open->find("queuePlace")->isVisible());
    m_open->key(Qt::Key_6, Qt::AltModifier);
    QTRY_VERIFY(m_open->find("measuresPlace")->isVisible());
    m_open->key(Qt::Key_1, Qt::AltModifier);
    QTRY_VERIFY(m_open->find("reviewPlace")->isVisible());
}

QTEST_MAIN(ShellTest)
#include "tst_shell.moc"
