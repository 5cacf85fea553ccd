#include "ui/cart/cart_rows.h"

#include "core/billing/pricing.h"
#include "ui/widgets/texts.h"

#include <algorithm>
#include <tuple>

namespace cartwright::ui {

namespace {

/// Amount and tax of a line.
std::pair<QString, QString> amountsOf(const OpenedCase& opened, const Gtin& gtin, int quantity)
{
    if (quantity <= 0)
        return {};
    Cart one;
    one.lines.push_back({gtin, quantity, 1, {}});
    const review::ReviewCase& reviewCase = opened.reviewCase;
    const Result<Receipt> receipt =
        billing::price(reviewCase.sale.key, one, reviewCase.store, reviewCase.products);
    if (!receipt)
        return {};
    return {billing::formatAmount(receipt->total, reviewCase.store.currency),
            billing::formatAmount(receipt->tax, reviewCase.store.currency)};
}

const CameraTrack* trackOf(const OpenedCase& opened, const QString& cameraId)
{
    for (const CameraTrack& track : opened.cameras)
        if (track.cameraId == cameraId)
            return &track;
    return nullptr;
}

QString seenBy(const OpenedCase& opened, const QString& cameraId, const std::optional<UtcMicroseconds>& at)
{
    const CameraTrack* track = trackOf(opened, cameraId);
    const QString name = track ? track->name : cameraId;
    return at ? name + QLatin1Char(' ') + texts::timeOfDay(*at, texts::Precision::Seconds) : name;
}

/// The frame that an edit cites, else the first event that the line follows from.
QString evidenceOf(const OpenedCase& opened, const review::Session& session, const review::SessionLine& line)
{
    if (line.evidence) {
        const CameraTrack* track = trackOf(opened, line.evidence->cameraId);
        const bool placed = track && track->isPlayable();
        return seenBy(opened, line.evidence->cameraId, placed ? std::optional(track->toSale(line.evidence->clipTimestamp)) : std::nullopt);
    }
    if (line.changed && !line.hasEvidence)
        return {};
    for (const review::DecidedEvent& decided : session.state().events)
        if (std::find(line.eventIds.begin(), line.eventIds.end(), decided.event.eventId) != line.eventIds.end())
            return seenBy(opened, decided.event.cameraId, decided.event.at);
    return {};
}

QString movedTo(const review::Session& session, const Gtin& gtin)
{
    QStringList sales;
    for (const Edit& edit : session.state().moved)
        if (edit.gtin == gtin && !sales.contains(edit.otherSale))
            sales << edit.otherSale;
    return sales.join(QStringLiteral(", "));
}

} // namespace

QImage pictureOf(PictureService& pictures, const OpenedCasePtr& opened, const Gtin& gtin)
{
    if (!opened)
        return {};
    const auto found = opened->reviewCase.products.find(gtin);
    if (found == opened->reviewCase.products.end())
        return {};
    pictures.setFolder(opened->reviewCase.media.folder());
    return pictures.pictureOf(found->second);
}

QString productName(const OpenedCase& opened, const Gtin& gtin)
{
    const auto found = opened.reviewCase.products.find(gtin);
    return found == opened.reviewCase.products.end() ? gtin.digits() : found->second.name;
}

std::vector<CartRow> cartRowsOf(const OpenedCase& opened, const review::Session& session)
{
    std::vector<CartRow> rows;
    for (const review::SessionLine& line : session.state().lines) {
        CartRow row;
        row.gtin = line.gtin;
        row.name = productName(opened, line.gtin);
        row.quantity = line.quantity;
        if (const CartLine* before = session.predictedCart().find(line.gtin))
            row.quantityBefore = before->quantity;
        std::tie(row.amount, row.tax) = amountsOf(opened, line.gtin, line.quantity);
        row.evidence = evidenceOf(opened, session, line);
        row.movedTo = movedTo(session, line.gtin);
        row.confidence = line.confidence;
        row.changed = line.changed;
        row.hasEvidence = line.hasEvidence;
        row.doubtful = !opened.reviewCase.blind && !line.changed && line.confidence < sureConfidence;
        rows.push_back(row);
    }
    return rows;
}

CartTotals cartTotalsOf(const OpenedCase& opened, const review::Session& session)
{
    const review::ReviewCase& reviewCase = opened.reviewCase;
    const auto total = [&](const Cart& cart) {
        return billing::price(reviewCase.sale.key, cart, reviewCase.store, reviewCase.products);
    };
    CartTotals totals;
    const Result<Receipt> now = total(session.state().cart);
    if (!now) {
        totals.trouble = now.error().sentence;
        return totals;
    }
    totals.now = billing::formatAmount(now->total, reviewCase.store.currency);
    totals.tax = billing::formatAmount(now->tax, reviewCase.store.currency);
    const Result<Receipt> before = total(session.predictedCart());
    if (!reviewCase.blind && before && before->total != now->total)
        totals.before = billing::formatAmount(before->total, reviewCase.store.currency);
    return totals;
}

} // namespace cartwright::ui
