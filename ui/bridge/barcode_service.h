#pragma once

#include "core/vision/barcode.h"
#include "ui/bridge/opened_case.h"

#include <QObject>
#include <QThread>

namespace cartwright::ui {

/// Reads the barcodes of a frame of a review copy, at the copy's full size, on a thread of its own.
class BarcodeService : public QObject
{
    Q_OBJECT

public:
    explicit BarcodeService(QObject* parent = nullptr);
    ~BarcodeService() override;

    /// The frame with this timestamp. Only the last request is answered.
    quint64 read(const ClipLocation& clip, const std::shared_ptr<const media::ClipIndex>& index, Microseconds timestamp);

Q_SIGNALS:
    void found(quint64 request, const std::vector<cartwright::vision::FoundBarcode>& barcodes);
    void failed(quint64 request, const cartwright::Error& error);

private:
    QThread m_thread;
    QObject* m_worker = nullptr;
    quint64 m_lastRequest = 0;
};

} // namespace cartwright::ui
