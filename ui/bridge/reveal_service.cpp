#include "ui/bridge/reveal_service.h"

#include "core/media/original.h"

namespace cartwright::ui {

namespace {

struct Permitted
{
    std::shared_ptr<media::PlayerSource> original;
    QString who;
};

Result<Permitted> permit(StoreRoom& room, const OpenedCase& opened, std::size_t position, UtcMicroseconds moment, const QString& reason)
{
    const Clip& clip = opened.reviewCase.sale.clips.at(position);
    const QString subject = opened.key().storeId + QLatin1Char('/') + opened.key().saleId;
    trust::Accounts accounts(*room.database);
    if (auto may = accounts.permit(room.who, trust::Action::RevealPeople, subject); !may)
        return failure(may.error());
    const ClipLocation original = opened.reviewCase.media.locate(clip.file);
    auto index = media::indexOfOriginal(original);
    if (!index)
        return failure(index.error());
    const store::Reveal reveal{opened.key(), clip.cameraId, moment, moment, reason};
    if (auto noted = store::WatchRepository(*room.database).begin(reveal, room.who.actor()); !noted)
        return failure(noted.error());
    return Permitted{std::make_shared<media::PlayerSource>(media::revealedSource(
                         clip.cameraId, original, std::move(*index), clip.startsAt + clip.clockOffset)),
                     room.who.name};
}

} // namespace

RevealService::RevealService(StoreThread& store, QObject* parent) : QObject(parent), m_store(store) {}

quint64 RevealService::begin(const OpenedCasePtr& opened, std::size_t clip, UtcMicroseconds moment, const QString& reason)
{
    const quint64 request = ++m_lastRequest;
    m_store.run<Permitted>(
        this, [opened, clip, moment, reason](StoreRoom& room) { return permit(room, *opened, clip, moment, reason); },
        [this, request](const Result<Permitted>& result) {
            if (result)
                Q_EMIT permitted(request, result->original, result->who);
            else
                Q_EMIT refused(request, result.error());
        });
    return request;
}

void RevealService::end(const store::Reveal& shown)
{
    m_store.run<void>(
        this, [shown](StoreRoom& room) { return store::WatchRepository(*room.database).end(shown, room.who.actor()); },
        [](const Result<void>&) {});
}

} // namespace cartwright::ui
