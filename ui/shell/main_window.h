#pragma once

#include "ui/bridge/store_thread.h"
#include "ui/measures/measures_place.h"
#include "ui/queue/queue_place.h"
#include "ui/review/review_place.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/key_sheet.h"
#include "ui/shell/keyboard.h"
#include "ui/shell/looks.h"
#include "ui/shell/options.h"
#include "ui/shell/place_facts.h"
#include "ui/shell/rail.h"
#include "ui/shell/settings_window.h"
#include "ui/shell/shell_settings.h"
#include "ui/shell/sign_in_page.h"
#include "ui/widgets/action_registry.h"

#include <QMainWindow>

#include <optional>

namespace cartwright::ui {

class DisputesPlace;
class ModelsPlace;

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
    /// Every action of the window.
    const ActionRegistry& actions() const { return m_registry; }
    Keyboard& keyboard() { return m_keyboard; }
    /// Does the action of this object name, as a key would; whether there was one that could be done.
    bool doAction(const QString& name);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void makePlaces();
    /// Puts the place behind a button of the rail; to be called in the rail's order.
    void addPlace(PlaceId id, Place* place);
    void connectPlaces();
    void goTo(PlaceId id);
    void goNowhere();
    void registerActions();
    void makeSignIn();
    void askWho(const QString& trouble);
    void showTrouble(const Error& error);
    void enter(const trust::Identity& who);
    void signOut();
    bool isPlaceAllowed(PlaceId id) const;
    void makeViewActions();
    void makeMenus();
    void showNoWorkspace();
    void showReachable(bool reachable, const QString& sentence);
    void restoreLooks();
    void restorePerson();
    void openSettings(SettingsWindow::Page page);

    /// A place that exists, and the action that leads to it.
    struct Seat
    {
        PlaceId id = PlaceId::Review;
        Place* place = nullptr;
        QAction* action = nullptr;
    };
    const Seat* current() const;

    const Options m_options;
    ShellSettings& m_settings;
    const Clock& m_clock;
    std::unique_ptr<StoreThread> m_store;
    DeskService* m_desk = nullptr;
    RevealService* m_revealService = nullptr;
    CatalogueService* m_catalogue = nullptr;
    QStackedWidget* m_stack = nullptr;
    ReviewPlace* m_review = nullptr;
    QueuePlace* m_queue = nullptr;
    DisputesPlace* m_disputes = nullptr;
    ModelsPlace* m_models = nullptr;
    KeySheet* m_keys = nullptr;
    CommandPalette* m_palette = nullptr;
    SignInPage* m_signIn = nullptr;
    EmptyState* m_trouble = nullptr; ///< says why the workspace cannot be opened
    QAction* m_signOut = nullptr; ///< shown while somebody is signed in
    QLabel* m_whoLabel = nullptr;
    std::optional<trust::Identity> m_who; ///< none before it is known
    QLabel* m_away = nullptr; ///< says that the server does not answer
    std::vector<Seat> m_seats; ///< in the rail's order
    QList<QAction*> m_viewActions;
    ActionRegistry m_registry;
    Keyboard m_keyboard{m_registry, m_settings};
    Looks m_looks;
    SettingsWindow* m_settingsWindow = nullptr; ///< made when first asked for
    std::optional<PlaceId> m_current; ///< none while nobody is in
};

} // namespace cartwright::ui
