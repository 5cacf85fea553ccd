#pragma once

#include "ui/bridge/catalogue_service.h"

#include <QLineEdit>
#include <QListWidget>
#include <QTimer>
#include <QWidget>

namespace cartwright::ui {

/// Finds a product by words of its name, digits of its GTIN or a barcode scanner. Enter takes the marked product, or
/// the only one once a scanned code has been looked up; Escape leaves.
class ProductSearch : public QWidget
{
    Q_OBJECT

public:
    ProductSearch(CatalogueService& catalogue, const QString& objectName, const QString& prompt,
                  QWidget* parent = nullptr);

    void setStore(const QString& storeId, const QString& currency);
    void begin();
    void clear();

Q_SIGNALS:
    void productChosen(const cartwright::Product& product);
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void askSoon();
    void ask();
    void show(quint64 request, const QString& text, const std::vector<Product>& products);
    void take();
    void moveMark(int by);
    void say(const QString& text);

    CatalogueService& m_catalogue;
    QString m_storeId;
    QString m_currency;
    QLineEdit* m_field = nullptr;
    QListWidget* m_list = nullptr;
    QTimer m_delay;
    std::vector<Product> m_products;
    quint64 m_request = 0;
    QString m_answered;       ///< the text that m_products answers
    bool m_takeWhenFound = false;
};

} // namespace cartwright::ui
