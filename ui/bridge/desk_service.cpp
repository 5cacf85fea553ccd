#include "ui/bridge/desk_service.h"

#include "core/pipeline/outbox.h"

#include <algorithm>

namespace cartwright::ui {

namespace {

/// The copy's frames have the original's times.
Microseconds frameTimeOf(const OpenedCase& opened, const QString& cameraId, Microseconds at)
{
    for (const CameraTrack& camera : opened.cameras)
        if (camera.cameraId == cameraId && camera.isPlayable())
            return camera.index->frames[camera.index->frameAt(at)].timestamp;
    return at;
}

OpenedCasePtr prepared(StoreRoom& room, review::ReviewCase reviewCase, std::optional<Error> readOnlyBecause = {})
{
    auto opened = std::make_shared<OpenedCase>();
    const auto copies = store::CopyRepository(*room.database).ofSale(reviewCase.sale.key, reviewCase.sale.revision);
    opened->cameras = tracksOf(reviewCase, copies.value_or(std::vector<store::ReviewCopy>()));
    opened->traces = tracesOf(reviewCase);
    opened->reviewCase = std::move(reviewCase);
    opened->leaseLength = room.desk->leaseLength();
    opened->readOnlyBecause = std::move(readOnlyBecause);
    return opened;
}

/// A sale that closed unseen and now has an item more is looked at by a person, where this one may ask for that. Elsewhere, and where
/// it waits anyway, the item is offered to whoever reviews it next.
void askForMoved(StoreRoom& room, const std::vector<MovedItem>& items)
{
    if (!trust::isAllowed(room.who.role, trust::Action::RequestReview))
        return;
    store::QueueRepository queue(*room.database, trust::nameOf(room.who.role));
    for (const MovedItem& item : items)
        if (const auto requested = queue.request(item.to, room.who.name); !requested)
            continue; // it waits already, or is held by somebody
}

/// Why this person may look at the sale only, if so.
std::optional<Error> denialOf(StoreRoom& room, const SaleKey& key)
{
    const auto waits = store::QueueRepository(*room.database).entry(key);
    auto action = trust::Action::Review;
    if (!waits && waits.error().kind == ErrorKind::NotFound)
        action = trust::Action::RequestReview;
    else if (waits && waits->state == store::QueueState::Escalated)
        action = trust::Action::TakeEscalated;
    if (trust::isAllowed(room.who.role, action))
        return std::nullopt;
    return trust::denial(room.who.name, room.who.role, action);
}

Result<OpenedCasePtr> claimOrLook(StoreRoom& room, const SaleKey& key)
{
    const auto denied = denialOf(room, key);
    Result<review::ReviewCase> claimed = denied ? failure(*denied) : room.desk->claim(key);
    if (claimed)
        return prepared(room, std::move(*claimed));
    Result<review::ReviewCase> looked = room.desk->look(key);
    if (!looked)
        return failure(claimed.error());
    return prepared(room, std::move(*looked), claimed.error());
}

Result<OpenedCasePtr> nextSale(StoreRoom& room)
{
    Result<std::optional<review::ReviewCase>> next = room.desk->claimNext();
    if (!next)
        return failure(next.error());
    return *next ? prepared(room, std::move(**next)) : OpenedCasePtr();
}

/// One that was held before, else the next in the queue.
Result<OpenedCasePtr> heldOrNextSale(StoreRoom& room, std::vector<SaleKey>& heldBefore)
{
    while (!heldBefore.empty()) {
        const SaleKey key = heldBefore.front();
        heldBefore.erase(heldBefore.begin());
        if (Result<review::ReviewCase> held = room.desk->claim(key))
            return prepared(room, std::move(*held));
    }
    return nextSale(room);
}

/// Goes on after a crash: what was worked on comes first, what was only made ready comes next.
Result<OpenedCasePtr> resumedSale(StoreRoom& room, std::vector<SaleKey>& heldBefore)
{
    store::QueueFilter claimed;
    claimed.state = store::QueueState::Claimed;
    constexpr int enough = 1000;
    const Result<std::vector<store::QueueEntry>> entries =
        store::QueueRepository(*room.database).page(claimed, 0, enough);
    if (!entries)
        return failure(entries.error());
    heldBefore.clear();
    for (const store::QueueEntry& entry : *entries)
        if (entry.owner == room.who.name)
            heldBefore.push_back(entry.key);
    std::stable_partition(heldBefore.begin(), heldBefore.end(),
                          [&room](const SaleKey& key) { return room.desk->hasDraft(key); });
    return heldOrNextSale(room, heldBefore);
}

} // namespace

DeskService::DeskService(StoreThread& store, QObject* parent) : QObject(parent), m_store(store), m_heldBefore(std::make_shared<std::vector<SaleKey>>()) {}

quint64 DeskService::open(std::function<Opening(StoreRoom&)> work)
{
    const quint64 request = ++m_lastRequest;
    m_store.run<OpenedCasePtr>(this, std::move(work), [this, request](Opening result) {
        if (!result)
            Q_EMIT openFailed(request, result.error());
        else if (*result)
            Q_EMIT opened(request, *result);
        else
            Q_EMIT nothingWaited(request);
    });
    return request;
}

quint64 DeskService::claimNext()
{
    return open([held = m_heldBefore](StoreRoom& room) { return heldOrNextSale(room, *held); });
}

quint64 DeskService::resume()
{
    return open([held = m_heldBefore](StoreRoom& room) { return resumedSale(room, *held); });
}

quint64 DeskService::claim(const SaleKey& key)
{
    return open([key](StoreRoom& room) { return claimOrLook(room, key); });
}

quint64 DeskService::claimById(const QString& idOrPath)
{
    return open([idOrPath](StoreRoom& room) -> Opening {
        const Result<SaleKey> key = store::SaleRepository(*room.database).find(idOrPath);
        return key ? claimOrLook(room, *key) : failure(key.error());
    });
}

quint64 DeskService::heartbeat(const OpenedCasePtr& opened)
{
    const quint64 request = ++m_lastRequest;
    m_store.run<store::Lease>(
        this, [opened](StoreRoom& room) { return room.desk->heartbeat(opened->reviewCase.lease); },
        [this, request](const Result<store::Lease>& result) {
            if (result)
                Q_EMIT leaseKept(request);
            else
                Q_EMIT leaseFailed(request, result.error());
        });
    return request;
}

quint64 DeskService::saveDraft(const OpenedCasePtr& opened, const std::vector<Edit>& edits)
{
    const quint64 request = ++m_lastRequest;
    m_store.run<void>(
        this, [opened, edits](StoreRoom& room) { return room.desk->saveDraft(opened->reviewCase, edits); },
        [this, request](const Result<void>& result) {
            if (result)
                Q_EMIT draftSaved(request);
            else
                Q_EMIT draftFailed(request, result.error());
        });
    return request;
}

quint64 DeskService::submit(const OpenedCasePtr& opened, const review::Session& session,
                            const review::Desk::SubmitOptions& options)
{
    const quint64 request = ++m_lastRequest;
    m_store.run<store::Submitted>(
        this,
        [opened, session, options](StoreRoom& room) {
            auto whole = options;
            whole.frames = [opened](const QString& cameraId, Microseconds at) { return frameTimeOf(*opened, cameraId, at); };
            auto submitted = room.desk->submit(opened->reviewCase, session, whole);
            if (submitted)
                askForMoved(room, review::movedItemsOf(opened->reviewCase, session));
            return submitted;
        },
        [this, request](const Result<store::Submitted>& result) {
            if (result)
                Q_EMIT submitted(request, result->verdictNumber, result->receiptVersion);
            else
                Q_EMIT submitFailed(request, result.error());
        });
    // The receipt stands in the database already; sending repeats at the next start should this one fail.
    m_store.run<int>(
        this, [](StoreRoom& room) { return pipeline::sendReceipts(room.workspace, *room.database); },
        [](const Result<int>&) {});
    return request;
}

quint64 DeskService::putAside(std::function<Result<void>(StoreRoom&)> work)
{
    const quint64 request = ++m_lastRequest;
    m_store.run<void>(this, std::move(work), [this, request](const Result<void>& result) {
        if (result)
            Q_EMIT setAside(request);
        else
            Q_EMIT setAsideFailed(request, result.error());
    });
    return request;
}

quint64 DeskService::skip(const OpenedCasePtr& opened, const QString& reason)
{
    return putAside([opened, reason](StoreRoom& room) { return room.desk->skip(opened->reviewCase, reason); });
}

quint64 DeskService::escalate(const OpenedCasePtr& opened, const review::Session& session, const QString& reason,
                              Microseconds waitedFor)
{
    return putAside([opened, session, reason, waitedFor](StoreRoom& room) {
        return room.desk->escalate(opened->reviewCase, session, reason, waitedFor);
    });
}

void DeskService::release(const OpenedCasePtr& opened)
{
    m_store.run<void>(
        this, [opened](StoreRoom& room) { return room.desk->release(opened->reviewCase.lease); },
        [](const Result<void>&) {});
}

} // namespace cartwright::ui
