#include "ui/timeline/axis_content.h"

#include "ui/cart/cart_rows.h"
#include "ui/widgets/texts.h"

#include <QCoreApplication>

#include <algorithm>

namespace cartwright::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TimeAxis", text);
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
    content.traces = opened.traces;
}

const CameraTrack* trackOf(const OpenedCase& opened, const QString& cameraId)
{
    const auto found = std::find_if(opened.cameras.begin(), opened.cameras.end(),
                                    [&](const CameraTrack& track) { return track.cameraId == cameraId && track.isPlayable(); });
    return found == opened.cameras.end() ? nullptr : &*found;
}

QString changeText(const OpenedCase& opened, const Edit& edit)
{
    const QString product = productName(opened, edit.gtin);
    switch (edit.kind) {
    case EditKind::ChooseProduct: return product.isEmpty() ? tr("no product") : product;
    case EditKind::ChooseAction: return texts::action(edit.action);
    case EditKind::SetQuantity: return tr("quantity %1").arg(edit.quantity);
    case EditKind::AdjustLine: return QStringLiteral("%1 %2%3").arg(product, edit.quantity > 0 ? QStringLiteral("+") : QString()).arg(edit.quantity);
    default: return {};
    }
}

/// What was done so far, and the labels that follow from it, at the frames that they cite.
void addDone(const OpenedCase& opened, const review::Session& session, AxisContent& content)
{
    for (const Edit& edit : session.edits()) {
        const CameraTrack* track = edit.evidence ? trackOf(opened, edit.evidence->cameraId) : nullptr;
        const QString text = changeText(opened, edit);
        if (track && !text.isEmpty())
            content.changes.push_back({track->toSale(edit.evidence->clipTimestamp), text});
    }
    for (const Label& label : review::labelsOf(opened.reviewCase, session))
        if (const CameraTrack* track = trackOf(opened, label.cameraId))
            content.labels.push_back({track->toSale(label.clipTimestamp), productName(opened, label.gtin)});
    for (auto* points : {&content.changes, &content.labels})
        std::stable_sort(points->begin(), points->end(), [](const auto& a, const auto& b) { return a.at < b.at; });
}

} // namespace

AxisContent axisContentOf(const OpenedCase& opened, const review::Session& session)
{
    AxisContent content;
    content.zone = opened.zone();
    content.from = opened.reviewCase.sale.enteredAt;
    content.until = std::max(opened.reviewCase.sale.exitedAt, content.from);
    content.neutral = opened.reviewCase.blind;
    for (const CameraTrack& camera : opened.cameras) {
        content.cameras.push_back({camera.name, camera.from, camera.until, camera.gaps, camera.damaged, camera.isPlayable()});
        if (!camera.isPlayable())
            continue;
        content.from = std::min(content.from, camera.from);
        content.until = std::max(content.until, camera.until);
    }
    for (const review::DecidedEvent& event : session.state().events) {
        content.events.push_back(markOf(opened, event));
        content.from = std::min(content.from, event.event.at);
        content.until = std::max(content.until, event.event.until);
    }
    addFacts(opened, content);
    addDone(opened, session, content);
    return content;
}

} // namespace cartwright::ui
