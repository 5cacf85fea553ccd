#include "ui/review/review_actions.h"

namespace cartwright::ui {

void ReviewActions::makeLabels()
{
    add(Needs::Editing, "drawBox", tr("Draw a box on this frame"), {Qt::Key_B}, m_place.drawBox);
    add(Needs::Editing, "drawPoints", tr("A box from four extreme points"), {Qt::Key_X}, m_place.drawPoints);
    add(Needs::Editing, "adjustBox", tr("Adjust a box of this frame, again the next"), {QKeySequence(Qt::SHIFT | Qt::Key_B)},
        m_place.adjustBox);
    add(Needs::Editing, "carryBoxes", tr("Carry the boxes on by tracking"), {Qt::Key_N}, m_place.carryBoxes);
    add(Needs::Editing, "acceptBoxes", tr("Accept the carried-on boxes"), {Qt::Key_Y}, m_place.acceptBoxes);
    add(Needs::Editing, "rejectBoxes", tr("Reject the carried-on boxes"), {Qt::Key_U}, m_place.rejectBoxes);
}

} // namespace cartwright::ui
