#pragma once

#include "ui/bridge/desk_service.h"

#include <QTimer>

#include <map>

namespace cartwright::ui {

/// Verdicts that were submitted while the next sale is on the screen already. Each is kept here until the database has it: where
/// the database is away it is sent again, where it refuses the edits become a draft. No widgets.
class VerdictOutbox : public QObject
{
    Q_OBJECT

public:
    struct Item
    {
        OpenedCasePtr opened;
        review::Session session;
        review::Desk::SubmitOptions options;
        QString sentence; ///< to say when it is done
    };

    explicit VerdictOutbox(DeskService& desk, QObject* parent = nullptr);

    void send(Item item);
    /// Verdicts that the database does not have yet.
    std::size_t count() const { return m_underWay.size() + m_waiting.size(); }
    /// Forgets what waits to be sent again; the drafts stay.
    void giveUp();

    // True where the answer was for this object.
    bool onSubmitted(quint64 request, int receiptVersion);
    bool onFailed(quint64 request, const Error& error);

Q_SIGNALS:
    void sent(const cartwright::ui::OpenedCasePtr& opened, const QString& sentence);
    /// The database is away; it is tried again.
    void delayed(const cartwright::SaleKey& key, const cartwright::Error& error);
    /// It will not be sent; the edits are a draft. Locked: somebody else has the sale now.
    void refused(const cartwright::SaleKey& key, const cartwright::Error& error);

private:
    void sendWaiting();

    DeskService& m_desk;
    std::map<quint64, Item> m_underWay;
    std::vector<Item> m_waiting;
    QTimer m_again;
};

/// "Receipt version 2 is written." behind the sentence, where one was.
QString withReceipt(const QString& sentence, int receiptVersion);

} // namespace cartwright::ui
