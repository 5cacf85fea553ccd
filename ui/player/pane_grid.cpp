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

} // namespace

PaneGrid::PaneGrid(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("paneGrid"));
    setAccessibleName(tr("Cameras"));
    setLayoutDirection(Qt::LeftToRight);
    setMinimumSize(320, 180);
}

void PaneGrid::setTracks(const std::vector<CameraTrack>& tracks)
{
    for (VideoPane* pane : m_panes)
        delete pane;
    m_panes.clear();
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
    pane->show();
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
    const int count = static_cast<int>(m_panes.size());
    const int columns = columnsFor(count, size());
    const int rows = (count + columns - 1) / columns;
    const double cellWidth = (width() - spacing * (columns - 1)) / double(columns);
    const double cellHeight = (height() - spacing * (rows - 1)) / double(rows);
    for (int i = 0; i < count; ++i) {
        const double x = (i % columns) * (cellWidth + spacing);
        const double y = (i / columns) * (cellHeight + spacing);
        m_panes[static_cast<std::size_t>(i)]->setGeometry(QRectF(x, y, cellWidth, cellHeight).toRect());
    }
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
