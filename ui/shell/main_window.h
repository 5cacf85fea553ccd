#pragma once

#include "ui/bridge/store_thread.h"
#include "ui/measures/measures_place.h"
#include "ui/queue/queue_place.h"
#include "ui/review/review_place.h"
#include "ui/shell/key_sheet.h"
#include "ui/shell/options.h"
#include "ui/shell/rail.h"
#include "ui/shell/shell_settings.h"
#include "ui/shell/sign_in_page.h"

#include <QMainWindow>

#include <optional>

namespace cartwright::ui {

/// The window: the rail, the places that exist, menus made from their actions, themes and the sheet of keys.
/// Without a workspace it says how to get one; where the workspace has accounts it first asks who is there, and then shows the places
/// of that person's role. `clock` and `settings` must outlive it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(const Options& options, ShellSettings& settings, const Clock& clock);
    ~MainWindow() override;

    /// Opens the first sale, or the one and the place that the options name.
    void start();
    /// Whether the place in front shows all that it asked for.
    bool isSettled() const;
    ReviewPlace* review() { return m_review; }

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void makePlaces();
    QAction* addPlace(QWidget* place, const char* objectName, const QString& name, const QIcon& icon);
    void goTo(int place);
    void makeSignIn();
    void askWho(const QString& trouble);
    void showTrouble(const Error& error);
    void enter(const trust::Identity& who);
    void signOut();
    bool isPlaceAllowed(int place) const;
    void makeViewActions();
    void makeScaleActions();
    void makeMenus();
    void showNoWorkspace();
    void showReachable(bool reachable, const QString& sentence);
    void restoreLooks();
    void setTheme(ThemeName theme);
    void setScale(int percent);
    QList<ActionGroup> groups() const;

    const Options m_options;
    ShellSettings& m_settings;
    const Clock& m_clock;
    std::unique_ptr<StoreThread> m_store;
    DeskService* m_desk = nullptr;
    CatalogueService* m_catalogue = nullptr;
    QStackedWidget* m_stack = nullptr;
    ReviewPlace* m_review = nullptr;
    QueuePlace* m_queue = nullptr;
    MeasuresPlace* m_measures = nullptr;
    KeySheet* m_keys = nullptr;
    SignInPage* m_signIn = nullptr;
    EmptyState* m_trouble = nullptr; ///< says why the workspace cannot be opened
    QAction* m_signOut = nullptr; ///< shown while somebody is signed in
    QLabel* m_whoLabel = nullptr;
    std::optional<trust::Identity> m_who; ///< none before it is known
    QLabel* m_away = nullptr; ///< says that the server does not answer
    QList<QAction*> m_places;
    QList<QAction*> m_viewActions;
    int m_current = -1;
};

} // namespace cartwright::ui
