#include "ui/review/review_place.h"

#include "ui/player/transport_bar.h"
#include "ui/review/event_place.h"
#include "ui/widgets/glyphs.h"
#include "ui/widgets/texts.h"

#include <QApplication>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace cartwright::ui {

ReviewPlace::ReviewPlace(DeskService& desk, CatalogueService& catalogue, RevealService& reveal, const Clock& clock, QWidget* parent)
    : Place(parent)
{
    setObjectName(QStringLiteral("reviewPlace"));
    m_flow = new CaseFlow(desk, clock, this);
    m_playback = new Playback(m_reaper, this);
    m_stillsService = new StillsService(this);
    m_pictures = new PictureService(this);
    m_barcodes = new BarcodeService(this);
    m_panes = new PaneGrid;
    m_nextPictures = new NextPictures(m_reaper, *m_panes, this);
    m_reveal = new RevealControl(reveal, m_reaper, *m_playback, *m_panes, this);
    setMemoryBudget({});
    ReviewEditor::Eyes eyes;
    eyes.evidence = [this] { return evidenceOf(m_panes->active()); };
    eyes.selectedLine = [this] { return m_cart->selected(); };
    m_editor = new ReviewEditor(*m_flow, std::move(eyes), this);
    m_annotator = new Annotator(*m_flow, *m_panes, *m_playback, this);
    m_actions = new ReviewActions(*m_flow, *m_playback, *m_panes, *m_editor, actionPlace(), this);
    addActions(m_actions->all());
    makePanels(catalogue, clock);
    makeLayout();
    connectFlow();
    connectPlayback();
    connectPanels();
    connectReveal();
    connectLabels();
    connectCodes();
    m_slowOpening.setSingleShot(true);
    m_slowOpening.setInterval(250);
    connect(&m_slowOpening, &QTimer::timeout, this, [this] { m_stack->setCurrentWidget(m_empty); });
    qApp->installEventFilter(this);
    showState();
}

ReviewPlace::~ReviewPlace()
{
    // Both hand their players to the reaper, which goes before the children do.
    delete m_reveal;
    delete m_nextPictures;
    delete m_playback;
}

void ReviewPlace::setMemoryBudget(const MemoryBudget& budget)
{
    m_playback->setCacheBytes(budget.openSale());
    m_nextPictures->setCacheBytes(budget.nextSale());
}

void ReviewPlace::makePanels(CatalogueService& catalogue, const Clock& clock)
{
    m_banner = new Banner;
    m_ask = new AskLine;
    m_empty = new EmptyState(QStringLiteral("reviewEmpty"));
    m_header = new ReviewHeader(clock);
    m_cart = new CartPanel(catalogue, *m_pictures);
    m_event = new EventPanel(
        catalogue, *m_pictures, {m_actions->find("eventTake"), m_actions->find("eventReturn"), m_actions->find("submit")});
    m_stills = new StillsStrip;
    m_axis = new TimeAxis;
    m_hover = new HoverPicture(this);
    m_labelLine = plainLabel(QStringLiteral("labelLine"));
    m_labelLine->setWordWrap(true);
    m_labelLine->setMargin(4);
    m_labelLine->hide();
}

void ReviewPlace::makeLayout()
{
    QList<QAction*> buttons;
    for (const char* name : {"previousEvent", "stepBack", "shuttleBack", "play", "shuttleForward", "stepForward",
                             "nextEvent", "loopEvent"})
        buttons << m_actions->find(name);
    buttons.insert(7, nullptr);
    auto* cameras = new QWidget;
    auto* cameraColumn = new QVBoxLayout(cameras);
    cameraColumn->setContentsMargins(0, 0, 0, 0);
    cameraColumn->setSpacing(0);
    cameraColumn->addWidget(m_panes, 1);
    cameraColumn->addWidget(m_labelLine);
    cameraColumn->addWidget(new TransportBar(*m_playback, buttons));
    m_workbench = new Workbench({cameras, m_header, m_cart, m_event, m_stills, m_axis});
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_workbench);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_ask);
    column->addWidget(m_stack, 1);
}

ReviewActions::Place ReviewPlace::actionPlace()
{
    ReviewActions::Place place;
    place.addProduct = [this] { m_cart->search().begin(); };
    place.searchForEvent = [this] { m_event->search().begin(); };
    place.drawBox = [this] { m_annotator->draw(); };
    place.drawPoints = [this] { m_annotator->drawPoints(); };
    place.adjustBox = [this] { m_annotator->adjust(); };
    place.carryBoxes = [this] { m_annotator->carryOn(); };
    place.acceptBoxes = [this] { m_annotator->accept(); };
    place.rejectBoxes = [this] { m_annotator->reject(); };
    place.moveItem = [this] { m_cart->askWhereTo(); };
    place.readBarcode = [this] { readBarcode(); };
    place.zoom = [this] { toggleZoom(); };
    place.loopEvent = [this] { toggleEventLoop(); };
    place.reveal = [this] { toggleReveal(); };
    place.zoomTime = [this](double factor) { m_axis->zoom(factor); };
    place.scrollTime = [this](double share) { m_axis->scroll(share); };
    place.wholeTime = [this] { m_axis->showWhole(); };
    place.submit = [this] { submit(); };
    place.skip = [this] {
        ask(SkipReason, tr("Why skip this sale?"), tr("Skip"));
    };
    place.escalate = [this] {
        ask(EscalateReason, tr("Why should a lead look at this sale?"), tr("Escalate"));
    };
    return place;
}

void ReviewPlace::connectFlow()
{
    connect(m_flow, &CaseFlow::caseOpened, this, &ReviewPlace::showCase);
    connect(m_flow, &CaseFlow::caseClosed, this, &ReviewPlace::showNoCase);
    connect(m_flow, &CaseFlow::stateChanged, this, &ReviewPlace::showState);
    connect(m_flow, &CaseFlow::cartChanged, this, &ReviewPlace::showCart);
    connect(m_flow, &CaseFlow::currentEventChanged, this, &ReviewPlace::showEvent);
    connect(m_flow, &CaseFlow::noticed, this, &ReviewPlace::noticed);
    connect(m_flow, &CaseFlow::failed, m_banner, &Banner::showError);
    connect(m_flow, &CaseFlow::nextReady, m_nextPictures, &NextPictures::prepare);
    connect(m_flow, &CaseFlow::nextGone, m_nextPictures, &NextPictures::drop);
    connect(m_flow, &CaseFlow::hindered, this, [this](const QString& sentence) {
        if (sentence.isEmpty())
            m_banner->clear();
        else
            m_banner->showText(Banner::Tone::Warning, sentence);
    });
    for (auto warning : {&CaseFlow::leaseLost, &CaseFlow::submitDelayed, &CaseFlow::submitRefused})
        connect(m_flow, warning, this,
                [this](const QString& sentence) { m_banner->showText(Banner::Tone::Warning, sentence); });
}

void ReviewPlace::connectPlayback()
{
    connect(m_playback, &Playback::momentChanged, m_axis, &TimeAxis::setMoment);
    connect(m_playback, &Playback::frameShown, this, [this](std::size_t index, const PaneImage& frame) {
        if (VideoPane* pane = m_panes->pane(index))
            pane->setFrame(frame);
        if (VideoPane* pane = m_panes->pane(index))
            pane->setBoxes(m_annotator->boxesOn(index));
    });
    connect(m_playback, &Playback::stateChanged, this, [this] {
        m_axis->setLoop(m_playback->loopIn(), m_playback->loopOut());
        m_actions->find("play")->setIcon(glyph(m_playback->isPlaying() ? Glyph::Pause : Glyph::Play));
        m_actions->find("loopEvent")->setChecked(m_playback->loopIn() && m_playback->loopOut());
    });
    connect(m_panes, &PaneGrid::pictureSizeChanged, m_playback, &Playback::setPictureSize);
    connect(m_panes, &PaneGrid::activeChanged, this, [this](std::size_t pane) {
        m_playback->setLeader(pane);
        m_actions->find("zoom")->setChecked(m_panes->pane(pane)->isZoomed());
    });
}

void ReviewPlace::connectLabels()
{
    connect(m_annotator, &Annotator::boxesChanged, this, &ReviewPlace::showLabels);
    connect(m_annotator, &Annotator::stateSaid, this, [this](const QString& sentence) {
        m_labelLine->setText(sentence);
        m_labelLine->setVisible(!sentence.isEmpty());
    });
    connect(m_annotator, &Annotator::hindered, this,
            [this](const QString& sentence) { m_banner->showText(Banner::Tone::Warning, sentence); });
    connect(m_annotator, &Annotator::failed, m_banner, &Banner::showError);
}

void ReviewPlace::connectReveal()
{
    connect(m_reveal, &RevealControl::changed, this, [this] { m_actions->find("reveal")->setChecked(m_reveal->isOn()); });
    connect(m_reveal, &RevealControl::refused, m_banner, &Banner::showError);
}

void ReviewPlace::connectAxis()
{
    connect(m_axis, &TimeAxis::seekAsked, m_playback, &Playback::seek);
    connect(m_axis, &TimeAxis::eventChosen, m_flow, &CaseFlow::setCurrentEvent);
    connect(m_axis, &TimeAxis::hoverEnded, m_hover, &HoverPicture::leave);
    connect(m_axis, &TimeAxis::hovered, this, [this](UtcMicroseconds moment, std::optional<std::size_t> camera, QPoint where) {
        const auto pane = camera.value_or(m_panes->active());
        if (m_flow->opened() && pane < m_flow->opened()->cameras.size())
            m_hover->ask(m_flow->opened()->cameras[pane], moment, where);
    });
}

void ReviewPlace::connectPanels()
{
    connectAxis();
    connect(m_event, &EventPanel::candidateClicked, m_editor, &ReviewEditor::chooseCandidate);
    connect(&m_cart->search(), &ProductSearch::productChosen, m_editor, &ReviewEditor::addProduct);
    connect(&m_event->search(), &ProductSearch::productChosen, m_editor, &ReviewEditor::chooseProduct);
    for (ProductSearch* search : {&m_cart->search(), &m_event->search()})
        connect(search, &ProductSearch::left, this, &ReviewPlace::focusPanes);
    connect(m_empty, &EmptyState::stepAsked, m_flow, &CaseFlow::openNext);
    connect(m_ask, &AskLine::answered, this, &ReviewPlace::answer);
    connect(m_ask, &AskLine::givenUp, this, &ReviewPlace::focusPanes);
    connect(m_stillsService, &StillsService::made, this,
            [this](quint64 request, const QImage& before, const QImage& after) {
                if (request == m_stillsRequest)
                    m_stills->setImages(before, after);
            });
    connect(m_stillsService, &StillsService::failed, this, [this](quint64 request, const Error& error) {
        if (request == m_stillsRequest)
            m_stills->setText(error.sentence);
    });
}

void ReviewPlace::setActive(bool active)
{
    m_active = active;
    m_actions->setActive(active);
    if (active)
        focusPanes();
    else
        m_playback->pause();
}

bool ReviewPlace::isSettled() const
{
    switch (m_flow->state()) {
    case CaseFlow::State::Nothing:
    case CaseFlow::State::Opening:
    case CaseFlow::State::Deciding: return false;
    case CaseFlow::State::QueueEmpty:
    case CaseFlow::State::Failed: return m_flow->unsent() == 0;
    case CaseFlow::State::Open: return m_panes->allPainted() && m_stills->isSettled() && m_flow->unsent() == 0;
    }
    return false;
}

bool ReviewPlace::isDecidingPanePainted() const
{
    const VideoPane* pane = m_panes->pane(m_panes->active());
    return pane && pane->hasPainted() && pane->shown().state == media::PaneFrame::State::Shown;
}

std::size_t ReviewPlace::activeFrame() const
{
    const VideoPane* pane = m_panes->pane(m_panes->active());
    return pane ? pane->shown().index : 0;
}

bool ReviewPlace::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyRelease)
        return Place::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    const bool typing = qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr;
    if (key->key() == Qt::Key_K && !key->isAutoRepeat() && key->modifiers() == Qt::NoModifier && !typing)
        m_playback->setStepOnShuttle(event->type() == QEvent::ShortcutOverride);
    // Space presses the button that was reached with Tab; everywhere else it plays.
    const bool onButton = qobject_cast<QAbstractButton*>(QApplication::focusWidget()) != nullptr;
    if (event->type() == QEvent::ShortcutOverride && key->key() == Qt::Key_Space && onButton) {
        event->accept();
        return true;
    }
    return Place::eventFilter(watched, event);
}

} // namespace cartwright::ui
