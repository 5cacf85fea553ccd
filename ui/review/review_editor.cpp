#include "ui/review/review_editor.h"

#include "ui/widgets/texts.h"

namespace cartwright::ui {

ReviewEditor::ReviewEditor(CaseFlow& flow, Eyes eyes, QObject* parent)
    : QObject(parent), m_flow(flow), m_eyes(std::move(eyes))
{
}

Edit ReviewEditor::eventEdit(EditKind kind) const
{
    Edit edit;
    edit.kind = kind;
    edit.eventId = m_flow.decidedEvent()->event.eventId;
    edit.evidence = m_eyes.evidence();
    return edit;
}

void ReviewEditor::chooseCandidate(int key)
{
    const review::DecidedEvent* event = m_flow.decidedEvent();
    if (!event)
        return;
    if (key == 0)
        return setAction(EventKind::None);
    for (const CandidateRow& row : candidateRowsOf(*m_flow.opened(), *event))
        if (row.key == key)
            return bookProduct(row.gtin, row.name);
}

void ReviewEditor::chooseProduct(const Product& product)
{
    if (m_flow.decidedEvent())
        bookProduct(product.gtin, product.name);
}

void ReviewEditor::bookProduct(const Gtin& gtin, const QString& name)
{
    const review::DecidedEvent* event = m_flow.decidedEvent();
    std::vector<Edit> edits;
    if (event->product != gtin) {
        edits.push_back(eventEdit(EditKind::ChooseProduct));
        edits.back().gtin = gtin;
    }
    // Naming the product of an event that counted for nothing says that it was taken.
    if (event->action == EventKind::None) {
        edits.push_back(eventEdit(EditKind::ChooseAction));
        edits.back().action = EventKind::Take;
    }
    m_flow.apply(edits, name);
}

void ReviewEditor::setAction(EventKind action)
{
    const review::DecidedEvent* event = m_flow.decidedEvent();
    // A blind event counts for nothing until it is spoken of; saying "none" is then an answer of its own.
    const bool unspoken = event && m_flow.opened()->reviewCase.blind && !event->touched;
    if (!event || (event->action == action && !unspoken))
        return;
    Edit edit = eventEdit(EditKind::ChooseAction);
    edit.action = action;
    const QString product = productName(*m_flow.opened(), event->product);
    m_flow.apply({edit}, action == EventKind::None ? tr("nothing taken at %1").arg(event->event.binId)
                                                   : tr("%1, %2").arg(product, texts::action(action)));
}

void ReviewEditor::changeQuantity(int by)
{
    const std::optional<CartRow> line = m_eyes.selectedLine();
    const review::DecidedEvent* event = m_flow.decidedEvent();
    const bool ofEvent = event && event->action == EventKind::Take && !event->product.isEmpty() &&
                         (!line || line->gtin == event->product) && event->quantity + by >= 1;
    if (ofEvent) {
        Edit edit = eventEdit(EditKind::SetQuantity);
        edit.quantity = event->quantity + by;
        const QString product = productName(*m_flow.opened(), event->product);
        m_flow.apply({edit}, tr("%1, quantity %2").arg(product).arg(edit.quantity));
        return;
    }
    if (line && line->quantity + by >= 0)
        adjustLine(line->gtin, by, tr("%1, quantity %2").arg(line->name).arg(line->quantity + by), m_eyes.evidence());
}

void ReviewEditor::removeLine()
{
    const std::optional<CartRow> line = m_eyes.selectedLine();
    if (line && line->quantity > 0)
        adjustLine(line->gtin, -line->quantity, tr("%1, removed").arg(line->name), m_eyes.evidence());
}

void ReviewEditor::addProduct(const Product& product)
{
    addSeenProduct(product, m_eyes.evidence());
}

void ReviewEditor::addSeenProduct(const Product& product, const std::optional<Evidence>& seenOn)
{
    if (m_flow.opened())
        adjustLine(product.gtin, 1, tr("%1, added").arg(product.name), seenOn);
}

void ReviewEditor::moveItem(const QString& otherSale)
{
    const std::optional<CartRow> line = m_eyes.selectedLine();
    if (!line || line->quantity < 1)
        return;
    Edit edit;
    edit.kind = EditKind::MoveLine;
    edit.gtin = line->gtin;
    edit.quantity = 1;
    edit.otherSale = otherSale;
    edit.evidence = m_eyes.evidence();
    m_flow.apply({edit}, tr("%1, to sale %2").arg(line->name, otherSale));
}

void ReviewEditor::adjustLine(const Gtin& gtin, int by, const QString& name, const std::optional<Evidence>& seenOn)
{
    Edit edit;
    edit.kind = EditKind::AdjustLine;
    edit.gtin = gtin;
    edit.quantity = by;
    edit.evidence = seenOn;
    m_flow.apply({edit}, name);
}

} // namespace cartwright::ui
