#include "ui/review/event_place.h"

#include <algorithm>

namespace cartwright::ui {

namespace {

constexpr Microseconds calmMargin = 300'000; ///< hands are away this long before and after an interaction

const BinView* viewOf(const OpenedCase& opened, const QString& binId, const QString& cameraId)
{
    const Bin* bin = opened.reviewCase.store.findBin(binId);
    if (!bin)
        return nullptr;
    const auto found = std::find_if(bin->views.begin(), bin->views.end(),
                                    [&](const BinView& view) { return view.cameraId == cameraId; });
    return found == bin->views.end() ? nullptr : &*found;
}

Box boundsOf(const std::vector<Point>& polygon)
{
    QPolygonF corners;
    for (const Point& point : polygon)
        corners << QPointF(point.x, point.y);
    const QRectF bounds = corners.boundingRect();
    return {bounds.x(), bounds.y(), bounds.width(), bounds.height()};
}

std::optional<Box> areaOf(const OpenedCase& opened, const Event& event, const CameraTrack& camera)
{
    if (const BinView* view = viewOf(opened, event.binId, camera.cameraId))
        return boundsOf(view->polygon);
    return event.cameraId == camera.cameraId ? event.box : std::nullopt;
}

} // namespace

std::optional<std::size_t> paneOf(const OpenedCase& opened, const Event& event)
{
    const auto find = [&](auto&& fits) -> std::optional<std::size_t> {
        for (std::size_t i = 0; i < opened.cameras.size(); ++i)
            if (opened.cameras[i].isPlayable() && fits(opened.cameras[i]))
                return i;
        return std::nullopt;
    };
    const auto covers = [&](const CameraTrack& camera) { return camera.from <= event.until && event.at < camera.until; };
    if (auto own = find([&](const CameraTrack& c) { return c.cameraId == event.cameraId && covers(c); }))
        return own;
    return find([&](const CameraTrack& c) { return viewOf(opened, event.binId, c.cameraId) && covers(c); });
}

PaneOverlay overlayOf(const OpenedCase& opened, const Event& event, std::size_t pane)
{
    PaneOverlay overlay;
    if (pane >= opened.cameras.size())
        return overlay;
    const CameraTrack& camera = opened.cameras[pane];
    if (const BinView* view = viewOf(opened, event.binId, camera.cameraId))
        for (const Point& point : view->polygon)
            overlay.bin << QPointF(point.x, point.y);
    overlay.binName = event.binId;
    if (event.cameraId == camera.cameraId && !opened.reviewCase.blind)
        overlay.eventBox = event.box;
    overlay.focus = areaOf(opened, event, camera);
    return overlay;
}

UtcMicroseconds decidingMoment(const Event& event)
{
    return std::max(event.at, event.until);
}

std::optional<EventStills> stillsOf(const OpenedCase& opened, const Event& event)
{
    const std::optional<std::size_t> pane = paneOf(opened, event);
    if (!pane)
        return std::nullopt;
    const CameraTrack& camera = opened.cameras[*pane];
    EventStills stills;
    stills.before = std::clamp(event.at - calmMargin, camera.from, camera.until);
    stills.after = std::clamp(event.until + calmMargin, camera.from, camera.until);
    stills.request.clip = camera.clip;
    stills.request.index = camera.index;
    stills.request.clipWidth = camera.width;
    stills.request.before = camera.toClip(stills.before);
    stills.request.after = camera.toClip(stills.after);
    if (const std::optional<Box> area = areaOf(opened, event, camera)) {
        constexpr double surroundings = 0.25;
        stills.request.part = {area->x - area->width * surroundings, area->y - area->height * surroundings,
                               area->width * (1 + 2 * surroundings), area->height * (1 + 2 * surroundings)};
    }
    return stills;
}

} // namespace cartwright::ui
