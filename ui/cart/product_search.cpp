#include "ui/cart/product_search.h"

#include "core/billing/pricing.h"
#include "ui/widgets/texts.h"

#include <QKeyEvent>
#include <QVBoxLayout>

namespace cartwright::ui {

ProductSearch::ProductSearch(CatalogueService& catalogue, const QString& objectName, const QString& prompt,
                             QWidget* parent)
    : QWidget(parent), m_catalogue(catalogue)
{
    setObjectName(objectName);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    m_field = named(new QLineEdit, objectName + QStringLiteral("Field"), prompt);
    m_field->setPlaceholderText(prompt);
    m_field->setMaxLength(120);
    m_field->installEventFilter(this);
    m_list = named(new QListWidget, objectName + QStringLiteral("Results"), tr("Products found"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMaximumHeight(fontMetrics().height() * 8);
    m_list->setUniformItemSizes(true);
    m_list->hide();
    column->addWidget(m_field);
    column->addWidget(m_list);
    m_delay.setSingleShot(true);
    m_delay.setInterval(40);
    connect(&m_delay, &QTimer::timeout, this, &ProductSearch::ask);
    connect(m_field, &QLineEdit::textEdited, this, &ProductSearch::askSoon);
    connect(m_field, &QLineEdit::returnPressed, this, &ProductSearch::take);
    connect(m_list, &QListWidget::itemClicked, this, &ProductSearch::take);
    connect(&m_catalogue, &CatalogueService::found, this, &ProductSearch::show);
    connect(&m_catalogue, &CatalogueService::searchFailed, this, [this](quint64 request, const Error& error) {
        if (request == m_request)
            say(error.sentence);
    });
}

void ProductSearch::setStore(const QString& storeId, const QString& currency)
{
    m_storeId = storeId;
    m_currency = currency;
    clear();
}

void ProductSearch::begin()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void ProductSearch::clear()
{
    m_delay.stop();
    m_request = 0;
    m_takeWhenFound = false;
    m_answered.clear();
    m_products.clear();
    m_field->clear();
    m_list->clear();
    m_list->hide();
}

void ProductSearch::askSoon()
{
    m_takeWhenFound = false;
    if (m_field->text().trimmed().isEmpty())
        clear();
    else
        m_delay.start();
}

void ProductSearch::ask()
{
    m_delay.stop();
    m_request = m_catalogue.search(m_storeId, m_field->text().trimmed());
}

void ProductSearch::say(const QString& text)
{
    m_list->clear();
    auto* item = new QListWidgetItem(text, m_list);
    item->setFlags(Qt::NoItemFlags);
    m_list->show();
}

void ProductSearch::show(quint64 request, const QString& text, const std::vector<Product>& products)
{
    if (request != m_request)
        return;
    m_products = products;
    m_answered = text;
    if (products.empty()) {
        say(tr("No product matches \u201c%1\u201d: try fewer letters or the barcode.").arg(text));
        m_takeWhenFound = false;
        return;
    }
    m_list->clear();
    for (const Product& product : products) {
        const QString price = billing::formatAmount(product.price, m_currency);
        m_list->addItem(QStringLiteral("%1   %2   %3").arg(product.name, price, product.gtin.digits()));
    }
    m_list->setCurrentRow(0);
    m_list->show();
    // A scanner sends Enter before the answer is here: only a single product is then taken unseen.
    if (std::exchange(m_takeWhenFound, false) && products.size() == 1)
        take();
}

void ProductSearch::take()
{
    const QString text = m_field->text().trimmed();
    if (text.isEmpty())
        return;
    if (text != m_answered) {
        m_takeWhenFound = true;
        if (m_delay.isActive() || m_request == 0)
            ask();
        return;
    }
    const int row = m_list->currentRow();
    if (row < 0 || static_cast<std::size_t>(row) >= m_products.size())
        return;
    const Product product = m_products[static_cast<std::size_t>(row)];
    clear();
    Q_EMIT productChosen(product);
    Q_EMIT left();
}

void ProductSearch::moveMark(int by)
{
    if (m_list->count() > 0)
        m_list->setCurrentRow(std::clamp(m_list->currentRow() + by, 0, m_list->count() - 1));
}

bool ProductSearch::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down: moveMark(1); return true;
    case Qt::Key_Up: moveMark(-1); return true;
    case Qt::Key_Escape:
        clear();
        Q_EMIT left();
        return true;
    default: return QWidget::eventFilter(watched, event);
    }
}

} // namespace cartwright::ui
