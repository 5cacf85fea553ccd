#pragma once

#include "ui/player/video_pane.h"

namespace cartwright::ui {

/// All cameras of a sale, side by side; one of them can be enlarged with the others in a strip beside it.
/// One pane is the active one: edits cite its frame, and stepping goes by its frames.
class PaneGrid : public QWidget
{
    Q_OBJECT

public:
    explicit PaneGrid(QWidget* parent = nullptr);

    void setTracks(const std::vector<CameraTrack>& tracks);
    /// Another track of the same camera in its pane; zoom, place and overlay stay.
    void setTrack(std::size_t index, const CameraTrack& track);
    /// The picture sizes that panes of these tracks will want, so that pictures can be made before the panes are; one of them may be
    /// zoomed to a part.
    std::vector<QSize> pictureSizesFor(const std::vector<CameraTrack>& tracks, std::optional<std::size_t> zoomed,
                                       const std::optional<Box>& zoomTo) const;
    std::size_t count() const { return m_panes.size(); }
    VideoPane* pane(std::size_t index) const { return index < m_panes.size() ? m_panes[index] : nullptr; }
    std::size_t active() const { return m_active; }
    void setActive(std::size_t index);
    /// Enlarges this pane, or brings the grid back where it is enlarged already.
    void toggleEnlarged(std::size_t index);
    bool allPainted() const;
    /// Says again at which sizes pictures are wanted.
    void announceSizes();

Q_SIGNALS:
    void activeChanged(std::size_t pane);
    void pictureSizeChanged(std::size_t pane, int width, int height);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void addPane(const CameraTrack& track);
    void arrange();
    void arrangeEnlarged(std::size_t big);

    std::vector<VideoPane*> m_panes; ///< children of this widget
    DetailService m_details;
    std::size_t m_active = 0;
    std::optional<std::size_t> m_enlarged;
};

} // namespace cartwright::ui
