// Figures of the store room, for people to read: store_bench [sales] [products]. Writes into a temporary
// folder.
#include "core/store/facts_repository.h"
#include "core/store/gateway.h"
#include "tests/store/samples.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <cstdio>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

double secondsOf(const std::function<void()>& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Median and 95th percentile of repeated work, in milliseconds.
void printTimes(const char* what, int times, const std::function<void(int)>& work)
{
    std::vector<double> all;
    for (int i = 0; i < times; ++i)
        all.push_back(1000 * secondsOf([&] { work(i); }));
    std::sort(all.begin(), all.end());
    std::printf("%-58s p50 %8.2f ms  p95 %8.2f ms  (n %d)\n", what, all[all.size() / 2],
                all[all.size() * 95 / 100], times);
}

void printRate(const char* what, int times, const std::function<void(int)>& work)
{
    const double taken = secondsOf([&] {
        for (int i = 0; i < times; ++i)
            work(i);
    });
    std::printf("%-58s %8.0f /s  (n %d)\n", what, times / taken, times);
}

void fillQueue(Bench& bench, int sales)
{
    for (int done = 0; done < sales;) {
        auto transaction = Transaction::begin(*bench.database);
        require(transaction);
        for (const int until = std::min(sales, done + 1000); done < until; ++done)
            bench.queue(QStringLiteral("s-%1").arg(done),
                        flagged(morning + (done * 7919LL % sales) * second));
        require(transaction->commit());
    }
}

std::vector<Product> manyProducts(int count)
{
    static const char* const words[] = {"milk", "chocolate", "comté", "läsk",  "bread", "organic",
                                        "dark", "soy",       "apple", "juice", "bar",   "yoghurt",
                                        "café", "pasta",     "sauce", "tomato"};
    std::vector<Product> products;
    for (int i = 0; i < count; ++i) {
        Product product;
        product.gtin = gtin(i);
        product.name = QStringLiteral("%1 %2 brand%3 %4 g")
                           .arg(QString::fromUtf8(words[i % 16]), QString::fromUtf8(words[i / 16 % 16]))
                           .arg(i % 9973)
                           .arg(i % 50 * 25);
        product.price = 100 + i % 5000;
        product.taxClassId = QStringLiteral("food");
        products.push_back(std::move(product));
    }
    return products;
}

void benchQueue(int sales)
{
    Bench bench;
    std::printf("%-58s %8.0f /s  (n %d)\n", "ingest, predict, decide in transactions of 1,000 sales",
                sales / secondsOf([&] { fillQueue(bench, sales); }), sales);
    QueueRepository queue(*bench.database);
    printTimes("page of 100, first", 50, [&](int) { require(queue.page({}, 0, 100)); });
    printTimes("page of 100, at offset 50,000", 20, [&](int) { require(queue.page({}, 50'000, 100)); });
    printTimes("page of 100, of one store", 50, [&](int) {
        require(queue.page(
            {.storeId = QStringLiteral("demo-01"), .state = {}, .reason = {}, .saleIdContains = {}}, 0, 100));
    });
    printTimes("page of 100, by a reason that nobody has", 10, [&](int) {
        require(queue.page({.storeId = {}, .state = {}, .reason = FlagRule::CartValue, .saleIdContains = {}},
                           0, 100));
    });
    printTimes("counts", 20, [&](int) { require(queue.counts()); });
    printRate("one log row per transaction, one thread", 300, [&](int) {
        require(FactsRepository(*bench.database).log(QStringLiteral("ada"), {}, QStringLiteral("x"), {}, {}));
    });
    std::vector<Lease> leases;
    printRate("claims, one thread", 500, [&](int) {
        leases.push_back(queue.claimNext(QStringLiteral("ada"), 60 * minute).value().value());
    });
    printRate("submits, one thread", 500, [&](int i) {
        const Lease& lease = leases[static_cast<std::size_t>(i)];
        require(queue.submit(lease, corrected(lease.key.saleId)));
    });
    printTimes("facts of all sales", 3,
               [&](int) { require(FactsRepository(*bench.database).sales({}, {})); });
}

void benchSearch(int count)
{
    Bench bench;
    StoreRepository stores(*bench.database);
    const auto products = manyProducts(count);
    std::printf("%-58s %8.0f /s  (n %d)\n", "product import",
                count / secondsOf([&] { require(stores.save(demoStore(), products)); }), count);
    for (const char* text : {"m", "mi", "milk", "milk choc", "comte", "c b 100", "brand77", "zzz", "7", "731",
                             "12345", "00731000045"})
        printTimes(qPrintable(QStringLiteral("search \"%1\"").arg(QLatin1String(text))), 30, [&](int) {
            require(stores.search(QStringLiteral("demo-01"), QString::fromUtf8(text), 20));
        });
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    benchQueue(arguments.value(1, QStringLiteral("100000")).toInt());
    benchSearch(arguments.value(2, QStringLiteral("100000")).toInt());
    return 0;
}
