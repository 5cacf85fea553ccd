#include "app/cli/bench_search.h"

#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <random>

namespace cartwright::cli {
namespace {

constexpr int shown = 10;

QString unescaped(QString name)
{
    return name.replace(QStringLiteral("&quot;"), QStringLiteral("\""))
        .replace(QStringLiteral("&#39;"), QStringLiteral("'"))
        .replace(QStringLiteral("&lt;"), QStringLiteral("<"))
        .replace(QStringLiteral("&gt;"), QStringLiteral(">"))
        .replace(QStringLiteral("&amp;"), QStringLiteral("&"));
}

Store catalogue()
{
    Store store;
    store.storeId = catalogueStore();
    store.name = QStringLiteral("A catalogue made for measuring");
    store.timeZone = QStringLiteral("UTC");
    store.currency = QStringLiteral("EUR");
    store.taxClasses = {{QStringLiteral("food"), 100'000}};
    return store;
}

QString withoutAccents(const QString& text)
{
    QString plain;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD))
        if (!c.isMark())
            plain.append(c);
    return plain;
}

enum class Slip : std::uint8_t { Changed, LeftOut, PutIn, Swapped, Twice };

/// One error, or two, in the first word that is long enough for them; nothing where there is none.
class Typist
{
public:
    explicit Typist(unsigned seed) : m_random(seed) {}

    QString type(const QString& name, Slip slip)
    {
        QStringList words = name.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        for (QString& word : words) {
            const bool isPlain = std::all_of(word.begin(), word.end(), [](QChar c) { return c.isLetter(); });
            // The error may make the word shorter; what was typed must still be long enough to be forgiven.
            if (!isPlain || word.size() < (slip == Slip::Twice ? 10 : 5))
                continue;
            word = slip == Slip::Twice ? slipped(slipped(word, Slip::Changed), Slip::LeftOut) : slipped(word, slip);
            return words.join(QLatin1Char(' '));
        }
        return {};
    }

private:
    QString slipped(QString word, Slip slip)
    {
        const QChar letter(static_cast<char16_t>(u'a' + below(26)));
        // The first letter is seldom wrong.
        const qsizetype at = 1 + below(word.size() - 2);
        if (slip == Slip::LeftOut)
            return word.remove(at, 1);
        if (slip == Slip::PutIn)
            return word.insert(at, letter);
        if (slip == Slip::Changed)
            return word.replace(at, 1, word[at] == letter ? QChar(u'q') : letter);
        return word.replace(at, 2, QString(word[at + 1]) + word[at]);
    }
    qsizetype below(qsizetype end) { return std::uniform_int_distribution<qsizetype>(0, end - 1)(m_random); }

    std::mt19937 m_random;
};

/// What is typed, and the product that is meant.
struct Task
{
    QString text;
    Product product;
};

struct Kind
{
    QString name;
    std::vector<Task> tasks;
};

std::vector<Kind> kindsOf(const std::vector<Product>& sample)
{
    std::vector<Kind> kinds;
    const auto add = [&](const QString& name, const std::function<QString(const Product&)>& textOf) {
        Kind kind{name, {}};
        for (const auto& product : sample)
            if (const QString text = textOf(product); !text.isEmpty())
                kind.tasks.push_back({text, product});
        kinds.push_back(std::move(kind));
    };
    auto typist = std::make_shared<Typist>(5);
    const auto slip = [&](const QString& name, Slip which) {
        add(name, [typist, which](const Product& product) { return typist->type(product.name, which); });
    };
    add(QStringLiteral("search: name as written"), [](const Product& product) { return product.name; });
    add(QStringLiteral("search: name without accents"), [](const Product& product) {
        const QString plain = withoutAccents(product.name);
        return plain == product.name ? QString() : plain;
    });
    slip(QStringLiteral("search: a letter changed"), Slip::Changed);
    slip(QStringLiteral("search: a letter left out"), Slip::LeftOut);
    slip(QStringLiteral("search: a letter put in"), Slip::PutIn);
    slip(QStringLiteral("search: two letters swapped"), Slip::Swapped);
    slip(QStringLiteral("search: two errors"), Slip::Twice);
    add(QStringLiteral("search: barcode, 13 digits"), [](const Product& product) { return product.gtin.digits().mid(1); });
    add(QStringLiteral("search: barcode, 12 digits"), [](const Product& product) {
        return product.gtin.digits().startsWith(QStringLiteral("00")) ? product.gtin.digits().mid(2) : QString();
    });
    add(QStringLiteral("search: last 7 digits"), [](const Product& product) { return product.gtin.digits().right(7); });
    return kinds;
}

/// Every n-th product, so that all of the catalogue is tried.
Result<std::vector<Product>> sampleOf(store::StoreRepository& stores, int names)
{
    const auto all = stores.products(catalogueStore());
    if (!all)
        return failure(all.error());
    std::vector<Product> sample;
    const auto step = std::max<std::size_t>(1, all->size() / static_cast<std::size_t>(names));
    std::size_t number = step / 2;
    for (const auto& [gtin, product] : *all)
        if (number++ % step == 0)
            sample.push_back(product);
    return sample;
}

} // namespace

Result<CatalogueImport> importCatalogue(store::Database& database, const QStringList& files)
{
    QElapsedTimer timer;
    timer.start();
    CatalogueImport result;
    std::vector<Product> products;
    for (const QString& path : files) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return failure(ErrorKind::NotFound, QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
        for (bool isHead = true; !file.atEnd(); isHead = false) {
            const QString line = QString::fromUtf8(file.readLine()).chopped(1);
            if (isHead && line.startsWith(QStringLiteral("gtin\t")))
                continue;
            ++result.lines;
            const auto gtin = Gtin::parse(line.section(QLatin1Char('\t'), 0, 0));
            const QString name = unescaped(line.section(QLatin1Char('\t'), 1)).simplified();
            if (gtin && !name.isEmpty())
                products.push_back({*gtin, name, 199, QStringLiteral("food"), std::nullopt, {}});
            else
                ++result.refused;
        }
    }
    const auto saved = store::StoreRepository(database).save(catalogue(), products);
    if (!saved)
        return failure(saved.error());
    result.products = saved->added + saved->updated + saved->unchanged;
    result.seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    return result;
}

Result<std::vector<Timed>> measureSearch(store::Database& database, int names, const Cancellation& cancel,
                                         const std::function<void(const QString&)>& begin)
{
    store::StoreRepository stores(database);
    const auto sample = sampleOf(stores, names);
    if (!sample)
        return failure(sample.error());
    std::vector<Timed> all;
    for (const auto& kind : kindsOf(*sample)) {
        Timed timed{kind.name, {}, {}};
        int found = 0;
        for (const auto& [text, product] : kind.tasks) {
            std::vector<Product> hits;
            for (qsizetype letters = 1; letters <= text.size(); ++letters) {
                if (cancel.isCancelled())
                    return failure(ErrorKind::Cancelled, QStringLiteral("Measuring was stopped."));
                begin(kind.name);
                Result<std::vector<Product>> answer;
                timed.times.push_back(
                    timeOf([&] { answer = stores.search(catalogueStore(), text.left(letters), shown); }));
                if (!answer)
                    return failure(answer.error());
                hits = std::move(*answer);
            }
            found += std::any_of(hits.begin(), hits.end(), [&](const Product& hit) {
                return hit.gtin == product.gtin ||
                       withoutAccents(hit.name).compare(withoutAccents(product.name), Qt::CaseInsensitive) == 0;
            });
        }
        if (timed.times.empty())
            continue;
        timed.note = QStringLiteral("found %1 of %2").arg(found).arg(kind.tasks.size());
        all.push_back(std::move(timed));
    }
    return all;
}

} // namespace cartwright::cli
