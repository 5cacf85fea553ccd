#pragma once

#include "ui/bridge/prepared_player.h"
#include "ui/bridge/stills_service.h"
#include "ui/player/pane_grid.h"

namespace cartwright::ui {

/// The pictures of the next sale, decoded before it is opened: the frames of its deciding moment in the sizes that the panes
/// will want, and the stills of its first event.
class NextPictures : public QObject
{
    Q_OBJECT

public:
    struct Stills
    {
        QImage before;
        QImage after;
    };
    struct Pictures
    {
        std::unique_ptr<PreparedPlayer> player;
        std::optional<Stills> stills; ///< none where they are not made yet
    };

    /// Both must outlive it.
    NextPictures(Reaper& reaper, const PaneGrid& panes, QObject* parent = nullptr);

    /// How many bytes of frames the next sale may keep, over all its cameras; counts from the next `prepare` on.
    void setCacheBytes(std::size_t bytes) { m_cacheBytes = bytes; }
    void prepare(const OpenedCasePtr& opened);
    void drop();
    /// What was prepared for this very case; nothing where that was another one.
    std::optional<Pictures> take(const OpenedCasePtr& opened);
    /// Whether all that was asked for is decoded.
    bool isReady() const;

private:
    Reaper& m_reaper;
    const PaneGrid& m_panes;
    std::size_t m_cacheBytes = 64u << 20;
    OpenedCasePtr m_opened;
    std::unique_ptr<PreparedPlayer> m_player;
    StillsService m_service;
    quint64 m_stillsRequest = 0; ///< 0 where none are awaited
    std::optional<Stills> m_stills;
};

} // namespace cartwright::ui
