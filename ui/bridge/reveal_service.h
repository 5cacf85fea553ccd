#pragma once

#include "core/store/watch_repository.h"
#include "ui/bridge/opened_case.h"
#include "ui/bridge/store_thread.h"

namespace cartwright::ui {

/// The original of one camera for somebody who may see people: asks whether he may, writes that into the log, and only then makes
/// a source of the original, which a process of its own decodes. `store` must outlive this object.
class RevealService : public QObject
{
    Q_OBJECT

public:
    explicit RevealService(StoreThread& store, QObject* parent = nullptr);

    /// The clip at this place of the sale, at this moment.
    quint64 begin(const OpenedCasePtr& opened, std::size_t clip, UtcMicroseconds moment, const QString& reason);
    /// Notes what was on the screen; nobody waits for the answer.
    void end(const store::Reveal& shown);

Q_SIGNALS:
    /// `who` is the person's name, for the watermark.
    void permitted(quint64 request, const std::shared_ptr<cartwright::media::PlayerSource>& original, const QString& who);
    void refused(quint64 request, const cartwright::Error& error);

private:
    StoreThread& m_store;
    quint64 m_lastRequest = 0;
};

} // namespace cartwright::ui
