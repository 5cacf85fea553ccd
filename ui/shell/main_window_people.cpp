// Who sits at the window: signing in and out, and what a role sees.
#include "ui/shell/main_window.h"

#include "ui/disputes/disputes_place.h"
#include "ui/models/models_place.h"
#include "ui/widgets/role_titles.h"
#include "ui/widgets/texts.h"

#include <QStatusBar>

namespace cartwright::ui {

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
    for (const Seat& seat : m_seats)
        seat.action->setVisible(false);
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
    goNowhere();
    m_whoLabel->clear();
    m_signOut->setVisible(false);
    for (const Seat& seat : m_seats)
        seat.action->setVisible(false);
    m_stack->setCurrentWidget(m_signIn);
    m_signIn->ask({}, trouble);
}

bool MainWindow::isPlaceAllowed(PlaceId id) const
{
    return m_who && trust::isAllowed(m_who->role, factsOf(id).action);
}

void MainWindow::enter(const trust::Identity& who)
{
    m_who = who;
    restorePerson();
    m_whoLabel->setText(tr("%1 · %2").arg(who.name, roleTitle(who.role)));
    for (const Seat& seat : m_seats)
        seat.action->setVisible(isPlaceAllowed(seat.id));
    const bool reviews = isPlaceAllowed(PlaceId::Review);
    const QString denied = reviews ? QString() : trust::denial(who.name, who.role, trust::Action::Review).sentence;
    m_review->setDenied(denied);
    m_queue->setOpenDenied(denied);
    m_queue->setSeesOpinions(trust::isAllowed(who.role, trust::Action::SeeOpinions));
    m_disputes->setOpenDenied(denied);
    const auto refusal = [&](trust::Action action) {
        return trust::isAllowed(who.role, action) ? QString() : trust::denial(who.name, who.role, action).sentence;
    };
    m_models->setDenied(refusal(trust::Action::TrainModels), refusal(trust::Action::PromoteModels));
    const std::optional<PlaceId> asked = placeNamed(m_options.place);
    const Seat* first = nullptr;
    for (const Seat& seat : m_seats)
        if (isPlaceAllowed(seat.id) && (!first || seat.id == asked))
            first = &seat;
    if (!first) {
        m_stack->setCurrentWidget(m_signIn);
        m_signIn->ask({}, tr("%1 has a role without a place in this window; the command line is for it.").arg(who.name));
        return;
    }
    if (first->id == PlaceId::Review && !m_options.saleId.isEmpty())
        m_review->flow().openById(m_options.saleId);
    goTo(first->id);
}

void MainWindow::signOut()
{
    m_settings.setReviewLayout(m_review->workbench().layoutState());
    m_review->flow().leave();
    m_store->signOut();
    askWho({});
}

} // namespace cartwright::ui
