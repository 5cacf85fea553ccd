#include "core/feed/product_list.h"

#include "core/feed/confined_folder.h"
#include "core/feed/csv.h"

#include <QHash>

namespace cartwright::feed {
namespace {

constexpr std::int64_t highestPrice = 1'000'000'000'000;
constexpr std::int64_t heaviestUnit = 10'000'000;
constexpr std::size_t mostProducts = 2'000'000;

/// Places of the known columns in a record; -1 where a column is absent.
struct Columns
{
    qsizetype gtin = -1;
    qsizetype name = -1;
    qsizetype price = -1;
    qsizetype taxClass = -1;
    qsizetype unitWeight = -1;
    qsizetype picture = -1;
    qsizetype count = 0;
};

Result<Columns> readHeader(const CsvRecord& header, const CsvReader& reader, QStringList& notes)
{
    Columns columns;
    columns.count = header.fields.size();
    const std::pair<const char*, qsizetype Columns::*> known[] = {
        {"gtin", &Columns::gtin},           {"name", &Columns::name},
        {"price_minor", &Columns::price},   {"tax_class", &Columns::taxClass},
        {"unit_weight_g", &Columns::unitWeight}, {"picture", &Columns::picture}};
    for (qsizetype i = 0; i < columns.count; ++i) {
        const QString title = header.fields[i].trimmed();
        const auto* const it = std::find_if(std::begin(known), std::end(known),
                                            [&](const auto& entry) { return title == QLatin1String(entry.first); });
        if (it == std::end(known))
            notes.append(QStringLiteral("products.csv: unknown column \"%1\" kept.").arg(title.left(80)));
        else if (columns.*(it->second) >= 0)
            return reader.refused(header.line, QStringLiteral("column \"%1\" stands there twice.").arg(title));
        else
            columns.*(it->second) = i;
    }
    for (const auto& [title, member] : known)
        if (columns.*member < 0 && member != &Columns::unitWeight && member != &Columns::picture)
            return reader.refused(header.line,
                                  QStringLiteral("column \"%1\" is missing; the header should be "
                                                 "gtin,name,price_minor,tax_class,unit_weight_g,picture.")
                                      .arg(QLatin1String(title)));
    return columns;
}

/// A whole number written with digits only; the sentence says what is wrong with another.
tl::expected<std::int64_t, QString> wholeNumber(const QString& text, const QString& column, std::int64_t low,
                                                std::int64_t high)
{
    bool ok = false;
    const std::int64_t number = text.toLongLong(&ok);
    if (!ok || text != QString::number(number))
        return tl::unexpected(QStringLiteral("%1 \"%2\" is not a whole number.").arg(column, text.left(40)));
    if (number < low || number > high)
        return tl::unexpected(
            QStringLiteral("%1 is %2; allowed is %3 to %4.").arg(column).arg(number).arg(low).arg(high));
    return number;
}

tl::expected<Product, QString> readProduct(const QStringList& fields, const Columns& columns, const Store& store)
{
    const auto field = [&](qsizetype place) { return place < 0 ? QString() : fields[place].trimmed(); };
    Product product;
    const auto gtin = Gtin::parse(field(columns.gtin));
    if (!gtin)
        return tl::unexpected(gtin.error().sentence);
    product.gtin = *gtin;
    product.name = field(columns.name);
    if (product.name.isEmpty() || product.name.size() > 512)
        return tl::unexpected(QStringLiteral("name is empty or longer than 512 characters."));
    const auto price = wholeNumber(field(columns.price), QStringLiteral("price_minor"), 0, highestPrice);
    if (!price)
        return tl::unexpected(price.error());
    product.price = *price;
    product.taxClassId = field(columns.taxClass);
    if (!store.findTaxClass(product.taxClassId))
        return tl::unexpected(
            QStringLiteral("tax class \"%1\" is not in store.json.").arg(product.taxClassId.left(64)));
    if (const QString weight = field(columns.unitWeight); !weight.isEmpty()) {
        const auto grams = wholeNumber(weight, QStringLiteral("unit_weight_g"), 1, heaviestUnit);
        if (!grams)
            return tl::unexpected(grams.error());
        product.unitWeight = *grams;
    }
    if (const QString picture = field(columns.picture); !picture.isEmpty()) {
        const auto path = confinedPath(picture);
        if (!path)
            return tl::unexpected(QStringLiteral("picture ") + path.error().sentence);
        product.picture = *path;
    }
    return product;
}

} // namespace

Result<std::vector<Product>> readProductList(const QByteArray& csv, const Store& store, QStringList& notes)
{
    CsvReader reader(csv, QStringLiteral("products.csv"));
    auto header = reader.next();
    if (!header)
        return failure(header.error());
    if (!*header)
        return reader.refused(1, QStringLiteral("the file is empty."));
    const auto columns = readHeader(**header, reader, notes);
    if (!columns)
        return failure(columns.error());
    std::vector<Product> products;
    QHash<Gtin, int> lines;
    for (;;) {
        auto record = reader.next();
        if (!record)
            return failure(record.error());
        if (!*record)
            return products;
        const int line = (*record)->line;
        if ((*record)->fields.size() != columns->count)
            return reader.refused(line, QStringLiteral("%1 fields; the header has %2.")
                                            .arg((*record)->fields.size()).arg(columns->count));
        auto product = readProduct((*record)->fields, *columns, store);
        if (!product)
            return reader.refused(line, product.error());
        if (const auto other = lines.constFind(product->gtin); other != lines.constEnd())
            return reader.refused(line, QStringLiteral("GTIN %1 stands on line %2 already.")
                                            .arg(product->gtin.digits()).arg(*other));
        if (products.size() == mostProducts)
            return reader.refused(line, QStringLiteral("more than %1 products.").arg(mostProducts));
        lines.insert(product->gtin, line);
        products.push_back(std::move(*product));
    }
}

} // namespace cartwright::feed
