#include "ui/review/verdict_outbox.h"

namespace cartwright::ui {

namespace {

constexpr int againMs = 5000;

} // namespace

QString withReceipt(const QString& sentence, int receiptVersion)
{
    return receiptVersion > 0 ? sentence + QLatin1Char(' ') + VerdictOutbox::tr("Receipt version %1 is written.").arg(receiptVersion)
                              : sentence;
}

VerdictOutbox::VerdictOutbox(DeskService& desk, QObject* parent) : QObject(parent), m_desk(desk)
{
    m_again.setSingleShot(true);
    m_again.setInterval(againMs);
    connect(&m_again, &QTimer::timeout, this, &VerdictOutbox::sendWaiting);
}

void VerdictOutbox::send(Item item)
{
    const quint64 request = m_desk.submit(item.opened, item.session, item.options);
    m_underWay.emplace(request, std::move(item));
}

void VerdictOutbox::giveUp()
{
    m_again.stop();
    m_waiting.clear();
}

void VerdictOutbox::sendWaiting()
{
    std::vector<Item> waiting;
    waiting.swap(m_waiting);
    for (Item& item : waiting)
        send(std::move(item));
}

bool VerdictOutbox::onSubmitted(quint64 request, int receiptVersion)
{
    const auto found = m_underWay.find(request);
    if (found == m_underWay.end())
        return false;
    const Item item = std::move(found->second);
    m_underWay.erase(found);
    Q_EMIT sent(item.opened, withReceipt(item.sentence, receiptVersion));
    return true;
}

bool VerdictOutbox::onFailed(quint64 request, const Error& error)
{
    const auto found = m_underWay.find(request);
    if (found == m_underWay.end())
        return false;
    Item item = std::move(found->second);
    m_underWay.erase(found);
    // The window may be closed before the verdict gets through, so the edits lie on disk meanwhile.
    m_desk.saveDraft(item.opened, item.session.edits());
    const SaleKey key = item.opened->key();
    if (error.kind == ErrorKind::Unreachable) {
        m_waiting.push_back(std::move(item));
        m_again.start();
        Q_EMIT delayed(key, error);
    } else {
        Q_EMIT refused(key, error);
    }
    return true;
}

} // namespace cartwright::ui
