#pragma once

#include "ui/widgets/action_registry.h"

#include <QAbstractListModel>
#include <QPointer>

namespace cartwright::ui {

/// The actions that fit what was typed, the best first; among equals in the order of registration. Those that can be done
/// now stand before those that cannot.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Roles { KeysRole = Qt::UserRole, GroupRole };

    explicit PaletteModel(const ActionRegistry& actions, QObject* parent = nullptr);

    /// Looks at every action again.
    void setTyped(const QString& typed);
    QAction* action(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Found
    {
        QPointer<QAction> action; ///< places may take theirs away
        QString group;
        int score = 0;
    };

    const ActionRegistry& m_actions;
    std::vector<Found> m_found;
};

} // namespace cartwright::ui
