#pragma once

#include "ui/widgets/action_group.h"

#include <QObject>

#include <functional>

namespace cartwright::ui {

class CaseFlow;
class PaneGrid;
class Playback;
class ReviewEditor;

/// Every action of the Review place, with its keys. Menus, buttons, tooltips and the sheet of keys are views of these.
class ReviewActions : public QObject
{
    Q_OBJECT

public:
    /// What an action needs from the place beside the state objects.
    struct Place
    {
        std::function<void()> addProduct;
        std::function<void()> searchForEvent;
        std::function<void()> drawBox;
        std::function<void()> drawPoints;
        std::function<void()> adjustBox;
        std::function<void()> carryBoxes;
        std::function<void()> acceptBoxes;
        std::function<void()> rejectBoxes;
        std::function<void()> moveItem;
        std::function<void()> readBarcode;
        std::function<void()> zoom;
        std::function<void()> submit;
        std::function<void()> skip;
        std::function<void()> escalate;
        std::function<void()> loopEvent;
        std::function<void()> reveal;
        std::function<void(double factor)> zoomTime;
        std::function<void(double share)> scrollTime;
        std::function<void()> wholeTime;
    };
    ReviewActions(CaseFlow& flow, Playback& playback, PaneGrid& panes, ReviewEditor& editor, Place place,
                  QObject* parent = nullptr);

    const QList<ActionGroup>& groups() const { return m_groups; }
    QAction* find(const char* objectName) const;
    QList<QAction*> all() const;
    /// Whether the Review place is the one in front; its keys do nothing otherwise.
    void setActive(bool active);
    /// Reviewing is not for the present role; each tooltip then says why. Empty where it is.
    void setDenied(const QString& reason);

private:
    enum class Needs : std::uint8_t { Nothing, Sale, Editing };

    void makePlaying(Playback& playback);
    void makeJumping(CaseFlow& flow, Playback& playback);
    void makeLooping(Playback& playback);
    void makeTime();
    void makeLooking(PaneGrid& panes);
    void makeChoosing(ReviewEditor& editor);
    void makeLabels();
    void makeCart(ReviewEditor& editor);
    void makeDeciding(CaseFlow& flow);
    void group(const QString& title, ActionScope scope);
    QAction* add(Needs needs, const char* objectName, const QString& text, const QList<QKeySequence>& keys,
                 std::function<void()> run);
    void refresh();

    CaseFlow& m_flow;
    Place m_place;
    QList<ActionGroup> m_groups;
    QList<std::pair<QAction*, Needs>> m_all;
    bool m_active = true;
};

} // namespace cartwright::ui
