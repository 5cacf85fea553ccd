#pragma once

#include "ui/widgets/action_group.h"

#include <QWidget>

namespace cartwright::ui {

/// The places of the rail, in its order; `Alt+1` is the first, whether or not the others are there.
enum class PlaceId : std::uint8_t { Review, Queue, Disputes, Datasets, Models, Measures, Administration };
inline constexpr int placeCount = static_cast<int>(PlaceId::Administration) + 1;

/// What the window needs of a place. To add one, derive from this and add one line to `MainWindow::makePlaces`.
class Place : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Every action of the place; asked for once, after construction. The place owns them, has added those with keys to
    /// itself (`addAction`), and has turned them off while it is not in front.
    virtual QList<ActionGroup> actionGroups() const = 0;
    /// Called when it comes to the front and when it leaves it.
    virtual void setActive(bool active) = 0;
    /// Whether everything that was asked for is on screen.
    virtual bool isSettled() const = 0;

Q_SIGNALS:
    /// A sentence for the status line.
    void noticed(const QString& sentence);
};

} // namespace cartwright::ui
