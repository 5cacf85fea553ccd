#pragma once

#include "ui/bridge/opened_case.h"

#include <QImage>
#include <QObject>
#include <QThread>

namespace cartwright::ui {

/// Which two stills to make: one clip, two moments on the clip's own clock, and the part of the picture.
struct StillsRequest
{
    ClipLocation clip;
    std::shared_ptr<const media::ClipIndex> index;
    Microseconds before = 0;
    Microseconds after = 0;
    Box part;          ///< in pixels of the original; empty: the whole picture
    int clipWidth = 0; ///< of the original
};

/// Stills of a bin before and after an event, decoded on a thread of its own.
class StillsService : public QObject
{
    Q_OBJECT

public:
    explicit StillsService(QObject* parent = nullptr);
    ~StillsService() override;

    /// Only the last request is answered; those it overtook are dropped before they decode.
    quint64 make(const StillsRequest& request);

Q_SIGNALS:
    /// An image is null where there is no whole frame at its moment.
    void made(quint64 request, const QImage& before, const QImage& after);
    void failed(quint64 request, const cartwright::Error& error);

private:
    struct Worker;

    QThread m_thread;
    Worker* m_worker = nullptr;
    std::shared_ptr<std::atomic<quint64>> m_lastRequest;
};

} // namespace cartwright::ui
