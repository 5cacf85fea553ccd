// Who sits at the window: signing in and out, and what a role sees.
#include "ui/shell/main_window.h"

#include "ui/widgets/texts.h"

#include <QStatusBar>

#include <array>

namespace cartwright::ui {

namespace {

/// What a place is for, in the order of the rail.
constexpr std::array placeActions{trust::Action::Review, trust::Action::SeeQueue, trust::Action::SeeMeasures};

QString titleOf(trust::Role role)
{
    switch (role) {
    case trust::Role::Reviewer: return MainWindow::tr("reviewer");
    case trust::Role::Lead: return MainWindow::tr("lead");
    case trust::Role::MlEngineer: return MainWindow::tr("ML engineer");
    case trust::Role::Manager: return MainWindow::tr("manager");
    case trust::Role::Operator: return MainWindow::tr("operator");
    case trust::Role::Pipeline: return MainWindow::tr("pipeline");
    case trust::Role::DeskOwner: return MainWindow::tr("desk owner");
    }
    return {};
}

} // namespace

void MainWindow::makeSignIn()
{
    m_signIn = new SignInPage;
    m_trouble = new EmptyState(QStringLiteral("workspaceTrouble"));
    m_stack->addWidget(m_signIn);
    m_stack->addWidget(m_trouble);
    connect(m_trouble, &EmptyState::stepAsked, this, &MainWindow::start);
    m_signOut = new QAction(this);
    describe(*m_signOut, QStringLiteral("signOut"), tr("Sign out"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Q)});
    connect(m_signOut, &QAction::triggered, this, &MainWindow::signOut);
    addAction(m_signOut);
    m_signOut->setVisible(false);
    for (QAction* place : std::as_const(m_places))
        place->setVisible(false);
    connect(m_signIn, &SignInPage::entered, this, [this](const QString& name, const QString& password) {
        m_store->signIn(this, name, password, [this](const Result<trust::Identity>& who) {
            if (!who)
                return askWho(who.error().sentence);
            m_signOut->setVisible(true);
            enter(*who);
        });
    });
}

void MainWindow::start()
{
    if (!m_store)
        return;
    m_store->begin(this, [this](const Result<std::optional<trust::Identity>>& who) {
        if (who && *who)
            enter(**who);
        else if (who || who.error().kind == ErrorKind::Locked || who.error().kind == ErrorKind::Unreachable)
            // A server that does not let the address's own login in may know another.
            askWho(who ? QString() : who.error().sentence);
        else
            showTrouble(who.error());
    });
}

void MainWindow::showTrouble(const Error& error)
{
    m_trouble->setTexts(tr("The workspace cannot be opened"), error.sentence, tr("Try again"));
    m_stack->setCurrentWidget(m_trouble);
}

void MainWindow::askWho(const QString& trouble)
{
    m_who.reset();
    m_current = -1;
    m_whoLabel->clear();
    m_signOut->setVisible(false);
    for (QAction* place : std::as_const(m_places))
        place->setVisible(false);
    m_review->setActive(false);
    m_stack->setCurrentWidget(m_signIn);
    m_signIn->ask({}, trouble);
}

bool MainWindow::isPlaceAllowed(int place) const
{
    return m_who && trust::isAllowed(m_who->role, placeActions[static_cast<std::size_t>(place)]);
}

void MainWindow::enter(const trust::Identity& who)
{
    m_who = who;
    m_whoLabel->setText(tr("%1 · %2").arg(who.name, titleOf(who.role)));
    for (int i = 0; i < m_places.size(); ++i)
        m_places[i]->setVisible(isPlaceAllowed(i));
    const QString denied = isPlaceAllowed(0) ? QString() : trust::denial(who.name, who.role, trust::Action::Review).sentence;
    m_review->setDenied(denied);
    m_queue->setOpenDenied(denied);
    m_queue->setSeesOpinions(trust::isAllowed(who.role, trust::Action::SeeOpinions));
    const QStringList names{QStringLiteral("review"), QStringLiteral("queue"), QStringLiteral("measures")};
    const auto asked = static_cast<int>(names.indexOf(m_options.place));
    if (isPlaceAllowed(asked)) {
        if (asked == 0 && !m_options.saleId.isEmpty())
            m_review->flow().openById(m_options.saleId);
        return goTo(asked);
    }
    for (int i = 0; i < m_places.size(); ++i)
        if (isPlaceAllowed(i))
            return goTo(i);
    m_stack->setCurrentWidget(m_signIn);
    m_signIn->ask({}, tr("%1 has a role without a place in this window; the command line is for it.").arg(who.name));
}

void MainWindow::signOut()
{
    m_review->flow().leave();
    m_queue->setActive(false);
    m_measures->setActive(false);
    m_store->signOut();
    askWho({});
}

} // namespace cartwright::ui
