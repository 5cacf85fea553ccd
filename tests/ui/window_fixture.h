#pragma once

#include "tests/ui/made_workspace.h"

#include "ui/shell/main_window.h"

#include <QTest>

/// A window on a made workspace, driven by keys and found by object names.
class OpenWindow
{
public:
    explicit OpenWindow(made::Workspace& workspace, const QString& place = QStringLiteral("review"),
                        const QString& reviewer = QStringLiteral("ada"))
        : settings(workspace.root.path() + QStringLiteral("/desktop.ini"))
    {
        options.workspace = workspace.folder;
        options.reviewer = reviewer;
        options.place = place;
        window = std::make_unique<cartwright::ui::MainWindow>(options, settings, workspace.clock);
        window->show();
        if (!QTest::qWaitForWindowExposed(window.get()))
            qWarning("The window did not show.");
        window->activateWindow();
        window->start();
    }

    template <class Widget = QWidget> Widget* find(const char* name) const
    {
        return window->findChild<Widget*>(QLatin1String(name));
    }
    cartwright::ui::CaseFlow& flow() const { return window->review()->flow(); }
    bool waitUntilSettled() const
    {
        return QTest::qWaitFor([this] { return window->isSettled(); }, 20000);
    }
    bool waitForSale(const char* saleId) const
    {
        return QTest::qWaitFor([&] { return flow().opened() && flow().opened()->key().saleId == QLatin1String(saleId); },
                               20000) &&
               waitUntilSettled();
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : window.get(), key, modifiers);
    }
    void type(const QString& text) const { QTest::keyClicks(QApplication::focusWidget(), text); }
    QString text(const char* label) const
    {
        const auto* found = find<QLabel>(label);
        return found ? found->text() : QStringLiteral("no label ") + QLatin1String(label);
    }
    /// The sentence of the banner that shows now, in whatever place; empty where none does.
    QString bannerText() const
    {
        for (const auto* banner : window->findChildren<QWidget*>(QStringLiteral("banner")))
            if (banner->isVisible())
                return banner->findChild<QLabel*>(QStringLiteral("bannerText"))->text();
        return {};
    }
    cartwright::ui::VideoPane* pane(int number) const
    {
        return window->findChild<cartwright::ui::VideoPane*>(QStringLiteral("videoPane%1").arg(number));
    }
    QStringList cart() const
    {
        QStringList lines;
        for (const auto& line : flow().session()->state().cart.lines)
            lines << QStringLiteral("%1 %2").arg(line.quantity).arg(cartwright::ui::productName(*flow().opened(), line.gtin));
        return lines;
    }

    cartwright::ui::Options options;
    cartwright::ui::ShellSettings settings;
    std::unique_ptr<cartwright::ui::MainWindow> window;
};
