#pragma once

#include "ui/bridge/opened_case.h"
#include "ui/bridge/stills_service.h"
#include "ui/player/video_pane.h"

namespace cartwright::ui {

/// The pane that saw this event (its own camera, else the first playable one that sees its bin), if any.
std::optional<std::size_t> paneOf(const OpenedCase& opened, const Event& event);

/// What to draw over this pane for this event.
PaneOverlay overlayOf(const OpenedCase& opened, const Event& event, std::size_t pane);

/// The moment that decides: hands have just left the bin.
UtcMicroseconds decidingMoment(const Event& event);

/// The stills to make for this event, and their moments on the sale's clock; nothing where no camera saw it.
struct EventStills
{
    StillsRequest request;
    UtcMicroseconds before = 0;
    UtcMicroseconds after = 0;
};
std::optional<EventStills> stillsOf(const OpenedCase& opened, const Event& event);

} // namespace cartwright::ui
