#include "ui/timeline/axis_content.h"

#include "ui/widgets/texts.h"

#include <algorithm>

namespace cartwright::ui {

namespace {

QString productName(const OpenedCase& opened, const Gtin& gtin)
{
    const auto found = opened.reviewCase.products.find(gtin);
    return found == opened.reviewCase.products.end() ? gtin.digits() : found->second.name;
}

AxisContent::Mark markOf(const OpenedCase& opened, const review::DecidedEvent& event)
{
    AxisContent::Mark mark{event.event.at, event.event.until, event.action, event.doubt, event.touched, {}};
    mark.text = texts::timeOfDay(event.event.at, texts::Precision::Seconds, opened.zone());
    if (!event.event.binId.isEmpty())
        mark.text += QStringLiteral(" · ") + event.event.binId;
    if (!opened.reviewCase.blind || event.touched) {
        mark.text += QStringLiteral(" · ") + texts::action(event.action);
        if (event.action != EventKind::None && !event.product.isEmpty())
            mark.text += QStringLiteral(" · ") + productName(opened, event.product);
    }
    return mark;
}

void addFacts(const OpenedCase& opened, AxisContent& content)
{
    for (const Event& event : opened.reviewCase.prediction.events) {
        if (event.kind == EventKind::Weight && event.deltaGrams)
            content.weights.push_back({event.at, *event.deltaGrams});
        else if (event.kind == EventKind::Scan)
            content.scans.push_back({event.at, productName(opened, event.gtin)});
    }
}

} // namespace

AxisContent axisContentOf(const OpenedCase& opened, const review::SessionState& state)
{
    AxisContent content;
    content.zone = opened.zone();
    content.from = opened.reviewCase.sale.enteredAt;
    content.until = std::max(opened.reviewCase.sale.exitedAt, content.from);
    content.neutral = opened.reviewCase.blind;
    for (const CameraTrack& camera : opened.cameras) {
        content.cameras.push_back({camera.name, camera.from, camera.until, camera.gaps, camera.isPlayable()});
        if (!camera.isPlayable())
            continue;
        content.from = std::min(content.from, camera.from);
        content.until = std::max(content.until, camera.until);
    }
    for (const review::DecidedEvent& event : state.events) {
        content.events.push_back(markOf(opened, event));
        content.from = std::min(content.from, event.event.at);
        content.until = std::max(content.until, event.event.until);
    }
    addFacts(opened, content);
    return content;
}

} // namespace cartwright::ui
