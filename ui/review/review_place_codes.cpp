#include "ui/review/review_place.h"

#include <QApplication>

namespace cartwright::ui {

void ReviewPlace::connectCodes()
{
    m_scanner = new ScannerFilter([this] { return listensToScanner(); }, this);
    // The first digit of a scan has chosen a candidate before the second one says that it was none.
    connect(m_scanner, &ScannerFilter::firstDigit, this,
            [this] { m_editsBeforeScan = m_flow->session() ? m_flow->session()->edits().size() : 0; });
    connect(m_scanner, &ScannerFilter::began, this, [this] {
        if (m_flow->session() && m_flow->session()->edits().size() > m_editsBeforeScan)
            m_flow->undo();
    });
    connect(m_scanner, &ScannerFilter::scanned, this, &ReviewPlace::takeScan);
    connect(m_scanner, &ScannerFilter::typed, this, [this](const QString& digits) {
        for (const QChar digit : digits)
            m_editor->chooseCandidate(digit.digitValue());
    });
    connect(m_barcodes, &BarcodeService::found, this, [this](quint64 request, const auto& barcodes) {
        if (request == m_barcodeRequest)
            takeBarcodes(barcodes);
    });
    connect(m_barcodes, &BarcodeService::failed, this, [this](quint64 request, const Error& error) {
        if (request == m_barcodeRequest)
            m_banner->showError(error);
    });
    connect(&m_cart->moveChooser(), &MoveChooser::chosen, m_editor, &ReviewEditor::moveItem);
    connect(&m_cart->moveChooser(), &MoveChooser::left, this, &ReviewPlace::focusPanes);
}

bool ReviewPlace::listensToScanner() const
{
    const QWidget* focus = QApplication::focusWidget();
    const bool inFront = m_active && focus && window()->isAncestorOf(focus); // and not another window, such as the settings'
    return inFront && m_flow->canEdit() && !m_annotator->isDrawing() && !m_cart->moveChooser().isVisible();
}

void ReviewPlace::takeScan(const QString& digits)
{
    const auto warn = [this](const QString& sentence) { m_banner->showText(Banner::Tone::Warning, sentence); };
    if (!m_flow->opened())
        return;
    const Result<Gtin> gtin = Gtin::parse(digits);
    if (!gtin)
        return warn(tr("The scanned code %1 is no product's barcode; scan it again, or press A and search by name.").arg(digits));
    const auto& products = m_flow->opened()->reviewCase.products;
    const auto product = products.find(*gtin);
    if (product == products.end())
        return warn(tr("This store has no product with the barcode %1; press A and search by name.").arg(digits));
    m_banner->clear();
    m_editor->addProduct(product->second);
}

void ReviewPlace::readBarcode()
{
    m_playback->pause();
    const VideoPane* pane = m_panes->pane(m_panes->active());
    m_barcodeFrame = evidenceOf(m_panes->active());
    if (!pane || !m_barcodeFrame)
        return m_banner->showText(Banner::Tone::Warning, tr("There is no frame here to read a barcode on; choose another camera or moment."));
    m_barcodeRequest = m_barcodes->read(pane->track().clip, pane->track().index, m_barcodeFrame->clipTimestamp);
}

void ReviewPlace::takeBarcodes(const std::vector<vision::FoundBarcode>& barcodes)
{
    if (!m_flow->opened())
        return;
    const auto& products = m_flow->opened()->reviewCase.products;
    std::vector<Product> known;
    QStringList unknown;
    for (const vision::FoundBarcode& barcode : barcodes) {
        if (const auto product = products.find(barcode.gtin); product != products.end())
            known.push_back(product->second);
        else
            unknown << barcode.gtin.digits();
    }
    const auto warn = [this](const QString& sentence) { m_banner->showText(Banner::Tone::Warning, sentence); };
    if (known.size() == 1) {
        m_banner->clear();
        return m_editor->addSeenProduct(known.front(), m_barcodeFrame);
    }
    if (known.size() > 1) {
        QStringList names;
        for (const Product& product : known)
            names << product.name;
        return warn(tr("This frame shows the barcodes of %1; press A and add the one that was taken.").arg(names.join(QStringLiteral(", "))));
    }
    if (!unknown.isEmpty())
        return warn(tr("This store has no product with the barcode %1; press A and search by name.").arg(unknown.join(QStringLiteral(", "))));
    warn(tr("No barcode can be read on this frame; step to one that shows it sharp and whole, or press A and type its digits."));
}

} // namespace cartwright::ui
