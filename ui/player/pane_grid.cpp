#include "ui/player/pane_grid.h"

#include <algorithm>
#include <cmath>

namespace cartwright::ui {

namespace {

constexpr int spacing = 4;

/// The number of columns that wastes the least of the area for pictures of 16 to 9.
int columnsFor(int count, QSize area)
{
    int best = 1;
    double bestWidth = 0;
    for (int columns = 1; columns <= count; ++columns) {
        const int rows = (count + columns - 1) / columns;
        const double width = std::min(area.width() / double(columns), area.height() / double(rows) * 16 / 9);
        if (width > bestWidth) {
            bestWidth = width;
            best = columns;
        }
    }
    return best;
}

QRect cellOf(int index, int count, QSize area)
{
    const int columns = columnsFor(count, area);
    const int rows = (count + columns - 1) / columns;
    const double width = (area.width() - spacing * (columns - 1)) / double(columns);
    const double height = (area.height() - spacing * (rows - 1)) / double(rows);
    return QRectF((index % columns) * (width + spacing), (index / columns) * (height + spacing), width, height).toRect();
}

} // namespace

PaneGrid::PaneGrid(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("paneGrid"));
    setAccessibleName(tr("Cameras"));
    setLayoutDirection(Qt::LeftToRight);
    setMinimumSize(320, 180);
    connect(&m_details, &DetailService::arrived, this, [this](std::size_t index, const PaneDetail& detail) {
        if (index < m_panes.size())
            m_panes[index]->setDetail(detail);
    });
}

void PaneGrid::setTracks(const std::vector<CameraTrack>& tracks)
{
    for (VideoPane* pane : m_panes)
        delete pane;
    m_panes.clear();
    m_details.setTracks(tracks);
    m_enlarged.reset();
    m_active = 0;
    for (const CameraTrack& track : tracks)
        addPane(track);
    arrange();
    setActive(0);
}

void PaneGrid::addPane(const CameraTrack& track)
{
    const std::size_t index = m_panes.size();
    auto* pane = new VideoPane(static_cast<int>(index) + 1, track, this);
    m_panes.push_back(pane);
    connect(pane, &VideoPane::activated, this, [this, index] { setActive(index); });
    connect(pane, &VideoPane::pictureSizeChanged, this,
            [this, index](int width, int height) { Q_EMIT pictureSizeChanged(index, width, height); });
    connect(pane, &VideoPane::detailWanted, this, [this, index](Microseconds timestamp, const QRectF& part, QSize pixels) {
        m_details.ask(index, timestamp, part, pixels);
    });
    pane->show();
}

void PaneGrid::setTrack(std::size_t index, const CameraTrack& track)
{
    if (index >= m_panes.size())
        return;
    m_details.setTrack(index, track);
    m_panes[index]->setTrack(track);
}

void PaneGrid::setActive(std::size_t index)
{
    if (index >= m_panes.size())
        return;
    const bool focused = std::any_of(m_panes.begin(), m_panes.end(), [](const VideoPane* pane) { return pane->hasFocus(); });
    const bool moved = std::exchange(m_active, index) != index;
    for (std::size_t i = 0; i < m_panes.size(); ++i)
        m_panes[i]->setActive(i == index && m_panes.size() > 1);
    if (focused && moved)
        m_panes[index]->setFocus(Qt::OtherFocusReason);
    Q_EMIT activeChanged(index);
}

void PaneGrid::toggleEnlarged(std::size_t index)
{
    if (index >= m_panes.size())
        return;
    m_enlarged = m_enlarged == index ? std::nullopt : std::optional(index);
    setActive(index);
    arrange();
}

bool PaneGrid::allPainted() const
{
    return std::all_of(m_panes.begin(), m_panes.end(), [](const VideoPane* pane) { return pane->hasPainted(); });
}

void PaneGrid::announceSizes()
{
    for (VideoPane* pane : m_panes)
        pane->announceSizeAgain();
}

void PaneGrid::resizeEvent(QResizeEvent*)
{
    arrange();
}

void PaneGrid::arrange()
{
    if (m_panes.empty())
        return;
    if (m_enlarged && m_panes.size() > 1)
        return arrangeEnlarged(*m_enlarged);
    for (std::size_t i = 0; i < m_panes.size(); ++i)
        m_panes[i]->setGeometry(cellOf(static_cast<int>(i), static_cast<int>(m_panes.size()), size()));
}

std::vector<QSize> PaneGrid::pictureSizesFor(const std::vector<CameraTrack>& tracks, std::optional<std::size_t> zoomed,
                                             const std::optional<Box>& zoomTo) const
{
    std::vector<QSize> sizes;
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        const QSize cell = cellOf(static_cast<int>(i), static_cast<int>(tracks.size()), size()).size();
        sizes.push_back(VideoPane::pictureSizeFor(tracks[i], cell, zoomed == i ? zoomTo : std::nullopt, devicePixelRatioF()));
    }
    return sizes;
}

void PaneGrid::arrangeEnlarged(std::size_t big)
{
    const int others = static_cast<int>(m_panes.size()) - 1;
    const int strip = std::clamp(width() / 5, 120, 320);
    const int cellHeight = std::min((height() - spacing * (others - 1)) / others, strip * 3 / 4);
    m_panes[big]->setGeometry(0, 0, width() - strip - spacing, height());
    int y = 0;
    for (std::size_t i = 0; i < m_panes.size(); ++i) {
        if (i == big)
            continue;
        m_panes[i]->setGeometry(width() - strip, y, strip, cellHeight);
        y += cellHeight + spacing;
    }
}

} // namespace cartwright::ui
