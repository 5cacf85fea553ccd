#include "ui/cart/cart_rows.h"

#include "core/billing/pricing.h"

namespace cartwright::ui {

namespace {

QString amountOf(const OpenedCase& opened, const Gtin& gtin, int quantity)
{
    if (quantity <= 0)
        return {};
    Cart one;
    one.lines.push_back({gtin, quantity, 1, {}});
    const review::ReviewCase& reviewCase = opened.reviewCase;
    const Result<Receipt> receipt =
        billing::price(reviewCase.sale.key, one, reviewCase.store, reviewCase.products);
    return receipt ? billing::formatAmount(receipt->total, reviewCase.store.currency) : QString();
}

} // namespace

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
        row.amount = amountOf(opened, line.gtin, line.quantity);
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
    const Result<Receipt> before = total(session.predictedCart());
    if (!reviewCase.blind && before && before->total != now->total)
        totals.before = billing::formatAmount(before->total, reviewCase.store.currency);
    return totals;
}

} // namespace cartwright::ui
