#include "ui/cart/cart_rows.h"
#include "ui/review/case_flow.h"
#include "ui/widgets/texts.h"

namespace cartwright::ui {

QString nameOfEdit(const OpenedCase& opened, const Edit& edit)
{
    const QString product = productName(opened, edit.gtin);
    switch (edit.kind) {
    case EditKind::ChooseProduct: return product.isEmpty() ? CaseFlow::tr("no product") : product;
    case EditKind::ChooseAction:
        return CaseFlow::tr("event %1 was %2").arg(edit.eventId, texts::action(edit.action));
    case EditKind::SetQuantity: return CaseFlow::tr("event %1, quantity %2").arg(edit.eventId).arg(edit.quantity);
    case EditKind::AdjustLine:
        return edit.quantity > 0 ? CaseFlow::tr("%1, %2 more").arg(product).arg(edit.quantity)
                                 : CaseFlow::tr("%1, %2 fewer").arg(product).arg(-edit.quantity);
    case EditKind::DrawBox: return CaseFlow::tr("a box");
    case EditKind::RemoveBox: return CaseFlow::tr("no box");
    case EditKind::MoveLine: return CaseFlow::tr("%1, %2 to sale %3").arg(product).arg(edit.quantity).arg(edit.otherSale);
    }
    return {};
}

QString machinesAnswer(const OpenedCase& opened, const review::Session& session)
{
    QStringList lines;
    for (const CartLine& line : opened.reviewCase.prediction.cart.lines)
        lines << QStringLiteral("%1 %2").arg(line.quantity).arg(productName(opened, line.gtin));
    const QString machine = lines.isEmpty() ? CaseFlow::tr("nothing") : lines.join(QStringLiteral(", "));
    return session.state().cart.sameContents(opened.reviewCase.prediction.cart)
               ? CaseFlow::tr("The machine says the same: %1.").arg(machine)
               : CaseFlow::tr("The machine says otherwise: %1.").arg(machine);
}

review::Session sessionFor(const review::ReviewCase& reviewCase)
{
    if (!reviewCase.blind)
        return {reviewCase.prediction.events, reviewCase.prediction.cart};
    std::vector<Event> neutral;
    for (Event event : reviewCase.prediction.events) {
        if (!event.isInteraction())
            continue;
        event.kind = EventKind::None;
        event.quantity = 1;
        event.candidates.clear();
        event.kindProbability = event.actorProbability = 1;
        neutral.push_back(std::move(event));
    }
    return {std::move(neutral), Cart{}};
}

} // namespace cartwright::ui
