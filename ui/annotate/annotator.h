#pragma once

#include "ui/annotate/box_tool.h"
#include "ui/annotate/points_tool.h"
#include "ui/annotate/proposals.h"
#include "ui/bridge/tracker_service.h"
#include "ui/player/pane_grid.h"
#include "ui/player/playback.h"
#include "ui/review/case_flow.h"

#include "core/review/box_tracks.h"

#include <QPointer>

namespace cartwright::ui {

/// Labels by keys: draws and adjusts boxes on the active pane's frame, carries them on by tracking, and has each turned into
/// edits of the session. What it draws with lives here; what is drawn is the session's.
class Annotator : public QObject
{
    Q_OBJECT

public:
    Annotator(CaseFlow& flow, PaneGrid& panes, Playback& playback, QObject* parent = nullptr);
    ~Annotator() override;

    void draw();
    void drawPoints();
    /// Adjusts a box of the shown frame, also one that fell out of the decision or that the tracker proposes; again: the next.
    void adjust();
    /// Carries the boxes on the shown frames of all panes on to the next labelled frame.
    void carryOn();
    void accept();
    void reject();
    /// Drops tool and proposals, as for another sale.
    void reset();

    bool isDrawing() const { return m_tool != nullptr; }
    bool isTracking() const { return m_request != 0; }
    const Proposals& proposals() const { return m_proposals; }
    /// The labels on the frame that this pane shows.
    std::vector<PaneBox> boxesOn(std::size_t pane) const;

Q_SIGNALS:
    void boxesChanged();                    ///< proposals came or went
    void stateSaid(const QString& sentence); ///< what goes on and which keys go on; empty where nothing does
    void hindered(const QString& sentence); ///< why a key did nothing
    void failed(const cartwright::Error& error);

private:
    /// The frame a pane shows, as edits name it.
    struct ShownFrame
    {
        std::size_t pane = 0;
        Evidence evidence;
        Microseconds until = 0; ///< when the next frame begins
        QSizeF picture;
    };
    /// A box that can be adjusted, whatever it comes from.
    struct Adjustable
    {
        QString track;
        QString eventId;
        Gtin gtin;
        Box box;
    };

    std::optional<ShownFrame> shownFrame(std::size_t pane) const;
    std::optional<ShownFrame> frameToDrawOn();
    std::vector<review::FrameBox> setBoxesOn(const ShownFrame& frame) const;
    void refreshDecided();
    std::vector<Label> decidedOn(const ShownFrame& frame) const;
    std::vector<Proposal> proposedOn(const ShownFrame& frame) const;
    std::vector<Adjustable> adjustablesOn(const ShownFrame& frame) const;
    QString newTrack(const ShownFrame& frame) const;
    Box startBox(const ShownFrame& frame) const;
    Edit boxEdit(const ShownFrame& frame, const Adjustable& about, LabelOrigin origin) const;
    void begin(const ShownFrame& frame, std::unique_ptr<PaneTool> tool);
    void end();
    void take(const ShownFrame& frame, Adjustable about, const Box& box, LabelOrigin origin);
    void adjustThis(const ShownFrame& frame, const Adjustable& about);

    std::vector<std::pair<TrackJob, Proposal>> jobsFrom() const;
    Microseconds nextLabelledFrame(const ShownFrame& frame, const review::FrameBox& box, std::optional<Box>& end) const;
    void takeTracked(const std::vector<std::vector<vision::TrackedBox>>& boxes);
    void goToStop();
    void afterChoice(const std::vector<Edit>& edits, const QString& name);

    CaseFlow& m_flow;
    PaneGrid& m_panes;
    Playback& m_playback;
    TrackerService m_tracker;
    std::unique_ptr<PaneTool> m_tool;
    std::unique_ptr<PaneTool> m_spent; ///< the last tool, which may still be inside its own answer
    QPointer<VideoPane> m_pane;        ///< that has the tool
    std::size_t m_adjusted = 0;        ///< which of the frame's boxes is next
    std::vector<Label> m_decided;      ///< what the decision labels by itself; kept, as every frame asks for it
    Proposals m_proposals;
    std::vector<Proposal> m_asked;     ///< what each job of the request is about
    quint64 m_request = 0;
};

} // namespace cartwright::ui
