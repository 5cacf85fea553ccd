#include "ui/review/review_actions.h"

#include "ui/player/pane_grid.h"
#include "ui/player/playback.h"
#include "ui/review/case_flow.h"
#include "ui/review/review_editor.h"
#include "ui/widgets/glyphs.h"

namespace cartwright::ui {

using media::Direction;

ReviewActions::ReviewActions(CaseFlow& flow, Playback& playback, PaneGrid& panes, ReviewEditor& editor, Place place,
                             QObject* parent)
    : QObject(parent), m_flow(flow), m_place(std::move(place))
{
    group(tr("Play"), ActionScope::Player);
    makePlaying(playback);
    group(tr("Move"), ActionScope::Player);
    makeJumping(flow, playback);
    group(tr("Loop and speed"), ActionScope::Player);
    makeLooping(playback);
    group(tr("Time axis"), ActionScope::Timeline);
    makeTime();
    group(tr("Cameras"), ActionScope::Player);
    makeLooking(panes);
    group(tr("This event"), ActionScope::Review);
    makeChoosing(editor);
    group(tr("Labels"), ActionScope::Annotate);
    makeLabels();
    group(tr("Cart"), ActionScope::Cart);
    makeCart(editor);
    group(tr("Decide"), ActionScope::Review);
    makeDeciding(flow);
    for (auto signal : {&CaseFlow::stateChanged, &CaseFlow::cartChanged, &CaseFlow::currentEventChanged})
        connect(&flow, signal, this, &ReviewActions::refresh);
    refresh();
}

void ReviewActions::group(const QString& title, ActionScope scope)
{
    m_groups.append({title, {}, scope});
}

QAction* ReviewActions::add(Needs needs, const char* objectName, const QString& text, const QList<QKeySequence>& keys,
                            std::function<void()> run)
{
    auto* action = new QAction(this);
    describe(*action, QLatin1String(objectName), text, keys);
    connect(action, &QAction::triggered, this, std::move(run));
    m_groups.last().actions.append(action);
    m_all.append({action, needs});
    return action;
}

void ReviewActions::makePlaying(Playback& playback)
{
    Playback* p = &playback;
    QAction* play = add(Needs::Sale, "play", tr("Play or pause"), {Qt::Key_Space}, [p] { p->togglePlaying(); });
    play->setIcon(glyph(Glyph::Play));
    play->setAutoRepeat(false);
    add(Needs::Sale, "shuttleBack", tr("Shuttle back, again doubles"), {Qt::Key_J}, [p] {
        p->shuttle(Direction::Backward);
    })->setIcon(glyph(Glyph::Back));
    add(Needs::Sale, "shuttleStop", tr("Stop; held, J and L step"), {Qt::Key_K}, [p] { p->pause(); });
    add(Needs::Sale, "shuttleForward", tr("Shuttle forward, again doubles"), {Qt::Key_L}, [p] {
        p->shuttle(Direction::Forward);
    })->setIcon(glyph(Glyph::Forward));
    for (const char* name : {"shuttleBack", "shuttleStop", "shuttleForward"})
        find(name)->setAutoRepeat(false);
    add(Needs::Sale, "stepBack", tr("One frame back"), {Qt::Key_Comma, Qt::Key_Left}, [p] {
        p->step(Direction::Backward);
    })->setIcon(glyph(Glyph::StepBack));
    add(Needs::Sale, "stepForward", tr("One frame forward"), {Qt::Key_Period, Qt::Key_Right}, [p] {
        p->step(Direction::Forward);
    })->setIcon(glyph(Glyph::StepForward));
}

void ReviewActions::makeJumping(CaseFlow& flow, Playback& playback)
{
    Playback* p = &playback;
    CaseFlow* f = &flow;
    add(Needs::Sale, "secondBack", tr("One second back"), {QKeySequence(Qt::SHIFT | Qt::Key_Left)},
        [p] { p->jump(-microsecondsPerSecond); });
    add(Needs::Sale, "secondForward", tr("One second forward"), {QKeySequence(Qt::SHIFT | Qt::Key_Right)},
        [p] { p->jump(microsecondsPerSecond); });
    add(Needs::Sale, "saleStart", tr("Start of the sale"), {Qt::Key_Home}, [p] { p->seek(p->startsAt()); });
    add(Needs::Sale, "saleEnd", tr("End of the sale"), {Qt::Key_End}, [p] { p->seek(p->endsAt()); });
    add(Needs::Sale, "previousEvent", tr("Previous event"), {QKeySequence(Qt::CTRL | Qt::Key_Left)}, [f] {
        f->moveToEvent(-1);
    })->setIcon(glyph(Glyph::PreviousEvent));
    add(Needs::Sale, "nextEvent", tr("Next event"), {QKeySequence(Qt::CTRL | Qt::Key_Right)}, [f] {
        f->moveToEvent(1);
    })->setIcon(glyph(Glyph::NextEvent));
    add(Needs::Sale, "nextDoubt", tr("Next event in order of doubt"), {QKeySequence(Qt::SHIFT | Qt::Key_N)},
        [f] { f->moveByDoubt(); });
}

void ReviewActions::makeLooping(Playback& playback)
{
    Playback* p = &playback;
    QAction* loop = add(Needs::Sale, "loopEvent", tr("Loop the event"), {Qt::Key_Backslash}, m_place.loopEvent);
    loop->setIcon(glyph(Glyph::Loop));
    loop->setCheckable(true);
    add(Needs::Sale, "loopIn", tr("Loop starts here"), {Qt::Key_I}, [p] { p->setLoop(p->moment(), p->loopOut()); });
    add(Needs::Sale, "loopOut", tr("Loop ends here"), {Qt::Key_O}, [p] { p->setLoop(p->loopIn(), p->moment()); });
    add(Needs::Sale, "slower", tr("Slower"), {Qt::Key_BracketLeft}, [p] { p->changeSpeed(-1); });
    add(Needs::Sale, "faster", tr("Faster"), {Qt::Key_BracketRight}, [p] { p->changeSpeed(1); });
    add(Needs::Sale, "normalSpeed", tr("Normal speed"), {Qt::Key_Backspace}, [p] { p->resetSpeed(); });
}

void ReviewActions::makeTime()
{
    constexpr double factor = 1.5;
    constexpr double part = 0.25;
    add(Needs::Sale, "timeZoomIn", tr("Less time on the axis"), {QKeySequence(Qt::ALT | Qt::Key_Up)},
        [this] { m_place.zoomTime(factor); });
    add(Needs::Sale, "timeZoomOut", tr("More time on the axis"), {QKeySequence(Qt::ALT | Qt::Key_Down)},
        [this] { m_place.zoomTime(1 / factor); });
    add(Needs::Sale, "timeBack", tr("Scroll the axis back"), {QKeySequence(Qt::ALT | Qt::Key_Left)},
        [this] { m_place.scrollTime(-part); });
    add(Needs::Sale, "timeOn", tr("Scroll the axis on"), {QKeySequence(Qt::ALT | Qt::Key_Right)},
        [this] { m_place.scrollTime(part); });
    add(Needs::Sale, "timeWhole", tr("The whole sale on the axis"), {QKeySequence(Qt::ALT | Qt::Key_Home)},
        [this] { m_place.wholeTime(); });
}

void ReviewActions::makeLooking(PaneGrid& panes)
{
    PaneGrid* grid = &panes;
    for (int number = 1; number <= 9; ++number) {
        const auto key = static_cast<Qt::Key>(Qt::Key_0 + number);
        add(Needs::Sale, qPrintable(QStringLiteral("enlarge%1").arg(number)), tr("Enlarge camera %1").arg(number),
            {QKeySequence(Qt::CTRL | key)},
            [grid, number] { grid->toggleEnlarged(static_cast<std::size_t>(number) - 1); });
    }
    add(Needs::Sale, "reveal", tr("Show people unmasked for 30 seconds, with a reason"), {QKeySequence(Qt::CTRL | Qt::Key_U)},
        m_place.reveal)->setCheckable(true);
    add(Needs::Sale, "zoom", tr("Zoom to the bin"), {Qt::Key_Z}, m_place.zoom)->setCheckable(true);
}

void ReviewActions::makeChoosing(ReviewEditor& editor)
{
    ReviewEditor* e = &editor;
    for (int number = 1; number <= 9; ++number) {
        const auto key = static_cast<Qt::Key>(Qt::Key_0 + number);
        add(Needs::Editing, qPrintable(QStringLiteral("candidate%1").arg(number)), tr("Choose candidate %1").arg(number),
            {QKeySequence(key)}, [e, number] { e->chooseCandidate(number); });
    }
    add(Needs::Editing, "candidate0", tr("None of these"), {Qt::Key_0}, [e] { e->chooseCandidate(0); });
    add(Needs::Editing, "eventTake", tr("Take"), {Qt::Key_T}, [e] { e->setAction(EventKind::Take); })
        ->setCheckable(true);
    add(Needs::Editing, "eventReturn", tr("Return"), {Qt::Key_R}, [e] { e->setAction(EventKind::Return); })
        ->setCheckable(true);
    add(Needs::Editing, "searchForEvent", tr("Another product for this event"), {Qt::Key_Slash},
        m_place.searchForEvent);
}

void ReviewActions::makeCart(ReviewEditor& editor)
{
    ReviewEditor* e = &editor;
    add(Needs::Editing, "addProduct", tr("Add a product"), {Qt::Key_A}, m_place.addProduct);
    add(Needs::Editing, "removeLine", tr("Remove the line"), {Qt::Key_Delete}, [e] { e->removeLine(); });
    add(Needs::Editing, "more", tr("One more"), {Qt::Key_Plus, Qt::Key_Equal}, [e] { e->changeQuantity(1); });
    add(Needs::Editing, "fewer", tr("One fewer"), {Qt::Key_Minus}, [e] { e->changeQuantity(-1); });
    add(Needs::Editing, "moveItem", tr("Move an item to another shopper's sale"), {Qt::Key_M}, m_place.moveItem);
    add(Needs::Editing, "readBarcode", tr("Read a barcode on this frame"), {Qt::Key_C}, m_place.readBarcode);
}

void ReviewActions::makeDeciding(CaseFlow& flow)
{
    CaseFlow* f = &flow;
    add(Needs::Editing, "submit", tr("Confirm"), {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)}, m_place.submit)
        ->setAutoRepeat(false);
    add(Needs::Editing, "skip", tr("Skip with a reason…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return)},
        m_place.skip);
    add(Needs::Editing, "escalate", tr("Escalate with a reason…"), {QKeySequence(Qt::CTRL | Qt::Key_E)},
        m_place.escalate);
    add(Needs::Nothing, "goBack", tr("Back to the sale that could not be submitted"), {QKeySequence(Qt::CTRL | Qt::Key_Backspace)},
        [f] { f->goBack(); });
    add(Needs::Editing, "undo", tr("Undo"), {QKeySequence(Qt::CTRL | Qt::Key_Z)}, [f] { f->undo(); });
    add(Needs::Editing, "redo", tr("Redo"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)}, [f] { f->redo(); });
}

QAction* ReviewActions::find(const char* objectName) const
{
    for (const auto& [action, needs] : m_all)
        if (action->objectName() == QLatin1String(objectName))
            return action;
    return nullptr;
}

QList<QAction*> ReviewActions::all() const
{
    QList<QAction*> actions;
    for (const auto& [action, needs] : m_all)
        actions.append(action);
    return actions;
}

void ReviewActions::setActive(bool active)
{
    m_active = active;
    refresh();
}

void ReviewActions::setDenied(const QString& reason)
{
    for (const auto& [action, needs] : m_all) {
        describe(*action, action->objectName(), action->text(), action->shortcuts());
        if (!reason.isEmpty())
            action->setToolTip(reason.toHtmlEscaped());
    }
}

void ReviewActions::refresh()
{
    const bool sale = m_flow.opened() != nullptr;
    for (const auto& [action, needs] : m_all)
        action->setEnabled(m_active && (needs == Needs::Nothing || (needs == Needs::Sale && sale) ||
                                        (needs == Needs::Editing && m_flow.canEdit())));
    if (m_flow.canGoOn())
        find("submit")->setEnabled(m_active);
    find("goBack")->setEnabled(m_active && m_flow.canGoBack());
    QAction* undo = find("undo");
    undo->setEnabled(m_active && m_flow.canUndo());
    undo->setText(m_flow.canUndo() ? tr("Undo: %1").arg(m_flow.undoName()) : tr("Undo"));
    QAction* redo = find("redo");
    redo->setEnabled(m_active && m_flow.canRedo());
    redo->setText(m_flow.canRedo() ? tr("Redo: %1").arg(m_flow.redoName()) : tr("Redo"));
    const bool corrected = m_flow.session() && m_flow.session()->state().corrected && !m_flow.opened()->reviewCase.blind;
    find("submit")->setText(m_flow.canGoOn() ? tr("The next sale") : m_flow.opened() && m_flow.opened()->reviewCase.blind ? tr("Submit")
                            : corrected                                          ? tr("Submit the corrected cart")
                                                                                 : tr("Confirm the cart"));
}

} // namespace cartwright::ui
