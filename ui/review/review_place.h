#pragma once

#include "ui/annotate/annotator.h"
#include "ui/bridge/catalogue_service.h"
#include "ui/bridge/memory_budget.h"
#include "ui/bridge/barcode_service.h"
#include "ui/bridge/picture_service.h"
#include "ui/bridge/stills_service.h"
#include "ui/cart/cart_panel.h"
#include "ui/cart/event_panel.h"
#include "ui/cart/scanner_filter.h"
#include "ui/player/pane_grid.h"
#include "ui/player/playback.h"
#include "ui/player/stills_strip.h"
#include "ui/review/case_flow.h"
#include "ui/review/next_pictures.h"
#include "ui/review/review_actions.h"
#include "ui/review/review_editor.h"
#include "ui/review/reveal.h"
#include "ui/review/review_header.h"
#include "ui/review/workbench.h"
#include "ui/timeline/hover_picture.h"
#include "ui/timeline/time_axis.h"
#include "ui/widgets/ask_line.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/place.h"

#include <QStackedWidget>

namespace cartwright::ui {

/// The Review place: puts flow, playback and panels together. The objects handed in must outlive it.
class ReviewPlace : public Place
{
    Q_OBJECT

public:
    ReviewPlace(DeskService& desk, CatalogueService& catalogue, RevealService& reveal, const Clock& clock, QWidget* parent = nullptr);
    ~ReviewPlace() override;

    CaseFlow& flow() { return *m_flow; }
    const ReviewActions& actions() const { return *m_actions; }
    void setDenied(const QString& reason) { m_actions->setDenied(reason); }
    Workbench& workbench() { return *m_workbench; }
    /// Counts from the next opening on.
    void setMemoryBudget(const MemoryBudget& budget);
    /// Whether the pane of the current event shows, and has painted, the frame that was asked for; and which one.
    bool isDecidingPanePainted() const;
    std::size_t activeFrame() const;
    /// Whether the next sale is claimed and all its first pictures are decoded.
    bool isNextReady() const { return m_flow->next() && m_nextPictures->isReady(); }
    /// Its keys work only while it is the place in front.
    QList<ActionGroup> actionGroups() const override { return m_actions->groups(); }
    void setActive(bool active) override;
    /// Whether everything that was asked for is on screen, and every verdict written.
    bool isSettled() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum Purpose { SubmitReason, SkipReason, EscalateReason, RevealReason };

    void makePanels(CatalogueService& catalogue, const Clock& clock);
    void makeLayout();
    ReviewActions::Place actionPlace();
    void connectFlow();
    void connectPlayback();
    void connectPanels();
    void connectAxis();

    void showCase();
    void showNoCase();
    void clearBanner();
    void showState();
    void showCart();
    void showEvent();
    void showStills();
    void showOverlays();
    void showZoom();
    void goTo(UtcMicroseconds moment);
    void showEmptyTexts();
    void submit();
    void ask(Purpose purpose, const QString& question, const QString& doIt);
    void answer(int purpose, const QString& text);
    void toggleZoom();
    void toggleReveal();
    void connectReveal();
    void toggleEventLoop();
    void connectLabels();
    void connectCodes();
    void readBarcode();
    void takeBarcodes(const std::vector<vision::FoundBarcode>& barcodes);
    void takeScan(const QString& digits);
    bool listensToScanner() const;
    void showLabels();
    void focusPanes();
    std::optional<Evidence> evidenceOf(std::size_t pane) const;

    Reaper m_reaper; ///< first, so that it goes last
    CaseFlow* m_flow = nullptr;
    Playback* m_playback = nullptr;
    RevealControl* m_reveal = nullptr;
    StillsService* m_stillsService = nullptr;
    NextPictures* m_nextPictures = nullptr;
    std::optional<NextPictures::Pictures> m_prepared; ///< of the case that is just being shown
    bool m_sizesOwed = false; ///< panes are new, and which one is zoomed is not known yet
    bool m_zoomed = true;     ///< the pane of the current event shows its bin
    PictureService* m_pictures = nullptr;
    BarcodeService* m_barcodes = nullptr;
    ScannerFilter* m_scanner = nullptr;
    ReviewEditor* m_editor = nullptr;
    Annotator* m_annotator = nullptr;
    ReviewActions* m_actions = nullptr;

    Banner* m_banner = nullptr;
    AskLine* m_ask = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    Workbench* m_workbench = nullptr;
    PaneGrid* m_panes = nullptr;
    QLabel* m_labelLine = nullptr; ///< how carrying boxes on goes
    ReviewHeader* m_header = nullptr;
    CartPanel* m_cart = nullptr;
    EventPanel* m_event = nullptr;
    StillsStrip* m_stills = nullptr;
    TimeAxis* m_axis = nullptr;
    HoverPicture* m_hover = nullptr;
    quint64 m_stillsRequest = 0;
    quint64 m_barcodeRequest = 0;
    std::optional<Evidence> m_barcodeFrame; ///< that is being read
    std::size_t m_editsBeforeScan = 0;
    bool m_active = true;
    Gtin m_markedProduct; ///< of the current event, when the cart's marked line last followed it
    QTimer m_slowOpening; ///< only an opening that takes long is worth a sentence
};

} // namespace cartwright::ui
