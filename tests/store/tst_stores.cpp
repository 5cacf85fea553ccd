#include "core/store/gateway.h"
#include "tests/store/samples.h"

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

Product product(int n, const QString& name, MinorUnits price = 1500)
{
    return {.gtin = gtin(n),
            .name = name,
            .price = price,
            .taxClassId = QStringLiteral("food"),
            .unitWeight = std::nullopt,
            .picture = {}};
}

std::vector<Product> shelf()
{
    return {
        product(1, QStringLiteral("Milk chocolate bar")), product(2, QStringLiteral("Milk")),
        product(3, QStringLiteral("Comté, 12 months")),   product(4, QStringLiteral("Coca-Cola 33 cl")),
        product(5, QStringLiteral("Ärtsoppa med fläsk")), product(6, QStringLiteral("Chocolate milk drink")),
        product(7, QStringLiteral("Soy \"AND\" oats")),   product(8, QStringLiteral("烏龍茶 tea")),
        product(9, QStringLiteral("Buttermilk"))};
}

QStringList names(const Result<std::vector<Product>>& found)
{
    QStringList list;
    for (const auto& item : found.value())
        list.append(item.name);
    return list;
}

} // namespace

class StoresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }

    void store_comesBackAsSaved();
    void store_isUpdatedById();
    void store_isNotFound_whenUnknown();
    void store_isRefused_whenItCouldNotBeReadBack();
    void products_areCountedAsAddedUpdatedUnchanged();
    void products_comeBackAsSaved();
    void products_stay_whenAnImportDoesNotNameThem();
    void products_cannotBeDeleted();
    void search_findsWordBeginningsInAnyOrder();
    void search_ignoresAccentsAndCase();
    void search_findsByDigits_data();
    void search_findsByDigits();
    void search_putsWholeWordsAndShortNamesFirst();
    void search_findsARenamedProductByItsNewNameOnly();
    void search_staysInItsStore();
    void search_takesAnyText_data();
    void search_takesAnyText();
    void search_forgivesTypingErrors_data();
    void search_forgivesTypingErrors();
    void search_putsWhatWasTypedBeforeWhatIsNear();
    void search_findsWordsOfProductsThatWereThereBeforeTheyWereKept();
    void search_keepsToItsLimit();

private:
    StoreRepository stores() { return StoreRepository(*m_bench->database); }
    QStringList search(const QString& text)
    {
        return names(stores().search(QStringLiteral("demo-01"), text, 20));
    }

    std::unique_ptr<Bench> m_bench;
};

void StoresTest::store_comesBackAsSaved()
{
    Store store = demoStore(QStringLiteral("two"));
    store.priceBasis = PriceBasis::TaxAdded;
    store.receiptDueMinutes = 7;
    VERIFY_OK(stores().save(store, {}));
    QCOMPARE(stores().load(QStringLiteral("two")).value(), store);
    QCOMPARE(stores().list().value(), (std::vector<Store>{demoStore(), store}));
}

void StoresTest::store_isUpdatedById()
{
    Store store = demoStore();
    store.name = QStringLiteral("New name");
    store.bins.clear();
    VERIFY_OK(stores().save(store, {}));
    QCOMPARE(stores().list().value(), std::vector<Store>{store});
}

void StoresTest::store_isNotFound_whenUnknown()
{
    VERIFY_ERROR(stores().load(QStringLiteral("none")), ErrorKind::NotFound);
    VERIFY_ERROR(stores().product(QStringLiteral("demo-01"), gtin(1)), ErrorKind::NotFound);
}

void StoresTest::store_isRefused_whenItCouldNotBeReadBack()
{
    Store store = demoStore();
    store.currency.clear();
    VERIFY_ERROR(stores().save(store, {}), ErrorKind::Refused);
    QCOMPARE(stores().load(QStringLiteral("demo-01")).value(), demoStore());
}

void StoresTest::products_areCountedAsAddedUpdatedUnchanged()
{
    const auto first = stores().save(demoStore(), shelf());
    VERIFY_OK(first);
    QCOMPARE(first->added, 9);
    auto changed = shelf();
    changed[0].price = 1;
    changed[1].unitWeight = 1000;
    changed.push_back(product(10, QStringLiteral("Bread")));
    const auto second = stores().save(demoStore(), changed);
    VERIFY_OK(second);
    QCOMPARE(second->added, 1);
    QCOMPARE(second->updated, 2);
    QCOMPARE(second->unchanged, 7);
}

void StoresTest::products_comeBackAsSaved()
{
    Product full = product(1, QStringLiteral("Läsk"));
    full.unitWeight = 512;
    full.picture = QStringLiteral("demo-01/products/1.jpg");
    VERIFY_OK(stores().save(demoStore(), {full, product(2, QStringLiteral("Bread"))}));
    QCOMPARE(stores().product(QStringLiteral("demo-01"), gtin(1)).value(), full);
    const auto all = stores().products(QStringLiteral("demo-01")).value();
    QCOMPARE(all.size(), std::size_t(2));
    QCOMPARE(all.at(gtin(1)), full);
    QCOMPARE(all.at(gtin(2)), product(2, QStringLiteral("Bread")));
}

void StoresTest::products_stay_whenAnImportDoesNotNameThem()
{
    VERIFY_OK(stores().save(demoStore(), shelf()));
    VERIFY_OK(stores().save(demoStore(), {}));
    QCOMPARE(stores().products(QStringLiteral("demo-01")).value().size(), std::size_t(9));
}

void StoresTest::products_cannotBeDeleted()
{
    VERIFY_OK(stores().save(demoStore(), shelf()));
    VERIFY_ERROR(m_bench->database->gateway().exec(QStringLiteral("DELETE FROM product")),
                 ErrorKind::Integrity);
}

void StoresTest::search_findsWordBeginningsInAnyOrder()
{
    VERIFY_OK(stores().save(demoStore(), shelf()));
    QCOMPARE(search(QStringLiteral("choc mil")).size(), 2);
    QCOMPARE(search(QStringLiteral("bar choc")), QStringList{QStringLiteral("Milk chocolate bar")});
    QCOMPARE(search(QStringLiteral("cola")), QStringList{QStringLiteral("Coca-Cola 33 cl")});
    QCOMPARE(search(QStringLiteral("coca-co")), QStringList{QStringLiteral("Coca-Cola 33 cl")});
    QVERIFY(!search(QStringLiteral("milk"))
                 .contains(QStringLiteral("Buttermilk"))); // words begin, they do not contain
}

void StoresTest::search_ignoresAccentsAndCase()
{
    VERIFY_OK(stores().save(demoStore(), shelf()));
    for (const QString& text :
         {QStringLiteral("comte"), QStringLiteral("COMTÉ"), QStringLiteral("comte\u0301 12")})
        QCOMPARE(search(text), QStringList{QStringLiteral("Comté, 12 months")});
    for (const QString& text :
         {QStringLiteral("artsoppa"), QStringLiteral("ÄRTS flask"), QStringLiteral("fläsk")})
        QCOMPARE(search(text), QStringList{QStringLiteral("Ärtsoppa med fläsk")});
    QCOMPARE(search(QStringLiteral("烏龍")), QStringList{QStringLiteral("烏龍茶 tea")});
}

void StoresTest::search_findsByDigits_data()
{
    QTest::addColumn<QString>("text");
    const QString digits = gtin(5).digits();
    QTest::newRow("GTIN-14") << digits;
    QTest::newRow("GTIN-13") << digits.mid(1);
    QTest::newRow("the last six") << digits.right(6);
    QTest::newRow("the last three") << digits.right(3);
    QTest::newRow("the last two") << digits.right(2);
    QTest::newRow("read out in groups")
        << digits.mid(1, 1) + QStringLiteral(" ") + digits.mid(2, 6) + QStringLiteral("-") + digits.mid(8);
}

void StoresTest::search_findsByDigits()
{
    QFETCH(QString, text);
    VERIFY_OK(stores().save(demoStore(), shelf()));
    QVERIFY2(search(text).contains(QStringLiteral("Ärtsoppa med fläsk")),
             qPrintable(search(text).join(QLatin1Char('|'))));
    if (text.size() > 5)
        QCOMPARE(search(text).first(), QStringLiteral("Ärtsoppa med fläsk"));
}

void StoresTest::search_putsWholeWordsAndShortNamesFirst()
{
    VERIFY_OK(stores().save(demoStore(), shelf()));
    QCOMPARE(search(QStringLiteral("milk")),
             (QStringList{QStringLiteral("Milk"), QStringLiteral("Milk chocolate bar"),
                          QStringLiteral("Chocolate milk drink")}));
    std::vector<Product> many;
    for (int i = 0; i < 600; ++i)
        many.push_back(product(1000 + i, QStringLiteral("Milkshake number %1").arg(i)));
    many.push_back(product(5000, QStringLiteral("Whole milk")));
    VERIFY_OK(stores().save(demoStore(), many));
    const QStringList best = search(QStringLiteral("milk")).mid(0, 4);
    QVERIFY(best.contains(QStringLiteral("Milk")));
    QVERIFY(best.contains(QStringLiteral("Milk chocolate bar")));
}

void StoresTest::search_findsARenamedProductByItsNewNameOnly()
{
    VERIFY_OK(stores().save(demoStore(), shelf()));
    VERIFY_OK(stores().save(demoStore(), {product(2, QStringLiteral("Oat drink"))}));
    QCOMPARE(search(QStringLiteral("oat drink")), QStringList{QStringLiteral("Oat drink")});
    QVERIFY(!search(QStringLiteral("milk")).contains(QStringLiteral("Milk")));
    if (TestServer::isWanted())
        return; // it keeps its indices itself
    m_bench->database->gateway()
        .exec(QStringLiteral("INSERT INTO product_words (product_words) VALUES ('integrity-check')"))
        .value();
    m_bench->database->gateway()
        .exec(QStringLiteral("INSERT INTO product_digits (product_digits) VALUES ('integrity-check')"))
        .value();
}

void StoresTest::search_staysInItsStore()
{
    VERIFY_OK(stores().save(demoStore(), shelf()));
    VERIFY_OK(stores().save(demoStore(QStringLiteral("two")), {product(2, QStringLiteral("Milk of two"))}));
    QCOMPARE(names(stores().search(QStringLiteral("two"), QStringLiteral("milk"), 20)),
             QStringList{QStringLiteral("Milk of two")});
    QCOMPARE(names(stores().search(QStringLiteral("two"), gtin(2).digits(), 20)),
             QStringList{QStringLiteral("Milk of two")});
}

void StoresTest::search_takesAnyText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("found");
    QTest::newRow("nothing") << QString() << 0;
    QTest::newRow("spaces") << QStringLiteral("   ") << 0;
    QTest::newRow("an open quote") << QStringLiteral("\"soy") << 1;
    QTest::newRow("an operator as a word") << QStringLiteral("soy AND oats") << 1;
    QTest::newRow("a column filter") << QStringLiteral("name:milk") << 0;
    QTest::newRow("brackets and stars") << QStringLiteral("(soy* OR ^") << 0;
    QTest::newRow("punctuation beside a word") << QStringLiteral("soy - ' \" *") << 1;
    QTest::newRow("an end of statement") << QStringLiteral("soy'; DROP TABLE product; --") << 0;
    QTest::newRow("a NUL") << QStringLiteral("soy") + QChar(0) << 1;
    QTest::newRow("very long") << QString(100'000, QLatin1Char('a')) << 0;
    QTest::newRow("very many digits") << QString(1'000, QLatin1Char('7')) << 0;
    QTest::newRow("a lone half of a pair") << QString(QChar(0xd83d)) << 0;
}

void StoresTest::search_takesAnyText()
{
    QFETCH(QString, text);
    QFETCH(int, found);
    VERIFY_OK(stores().save(demoStore(), shelf()));
    const auto result = stores().search(QStringLiteral("demo-01"), text, 20);
    VERIFY_OK(result);
    QCOMPARE(static_cast<int>(result->size()), found);
}

void StoresTest::search_keepsToItsLimit()
{
    VERIFY_OK(stores().save(demoStore(), shelf()));
    QCOMPARE(stores().search(QStringLiteral("demo-01"), QStringLiteral("milk"), 2).value().size(),
             std::size_t(2));
}

void StoresTest::search_forgivesTypingErrors_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("found");
    QTest::newRow("a letter changed") << QStringLiteral("mulk") << QStringLiteral("Milk");
    QTest::newRow("a letter left out") << QStringLiteral("buttermlk") << QStringLiteral("Buttermilk");
    QTest::newRow("a letter put in") << QStringLiteral("commte") << QStringLiteral("Comt\u00e9, 12 months");
    QTest::newRow("two swapped") << QStringLiteral("mikl") << QStringLiteral("Milk");
    QTest::newRow("two errors in a long word") << QStringLiteral("chcoolaet") << QStringLiteral("Milk chocolate bar");
    QTest::newRow("while a long word is typed") << QStringLiteral("butetrmi") << QStringLiteral("Buttermilk");
    QTest::newRow("beside a right word") << QStringLiteral("milk choclate dr") << QStringLiteral("Chocolate milk drink");
    QTest::newRow("no accents, and an error") << QStringLiteral("artspopa") << QStringLiteral("\u00c4rtsoppa med fl\u00e4sk");
    QTest::newRow("two errors in a short word") << QStringLiteral("mlxk") << QString();
    QTest::newRow("one error in three letters") << QStringLiteral("tex") << QString();
}

void StoresTest::search_forgivesTypingErrors()
{
    QFETCH(QString, typed);
    QFETCH(QString, found);
    VERIFY_OK(stores().save(demoStore(), shelf()));
    const QStringList names = search(typed);
    if (found.isEmpty())
        QCOMPARE(names, QStringList());
    else
        QVERIFY2(names.contains(found), qPrintable(names.join(QStringLiteral(", "))));
}

void StoresTest::search_putsWhatWasTypedBeforeWhatIsNear()
{
    VERIFY_OK(stores().save(demoStore(), {product(1, QStringLiteral("Bread")), product(2, QStringLiteral("Broad beans")),
                                          product(3, QStringLiteral("Breadcrumbs"))}));
    QCOMPARE(search(QStringLiteral("broad")),
             (QStringList{QStringLiteral("Broad beans"), QStringLiteral("Bread"), QStringLiteral("Breadcrumbs")}));
    QCOMPARE(search(QStringLiteral("bread")).first(), QStringLiteral("Bread"));
}

void StoresTest::search_findsWordsOfProductsThatWereThereBeforeTheyWereKept()
{
    VERIFY_OK(stores().save(demoStore(), shelf()));
    Gateway& gateway = m_bench->database->gateway();
    if (gateway.engine().isServer())
        require(gateway.exec(QStringLiteral("DELETE FROM product_near")));
    else
        require(gateway.exec(QStringLiteral("INSERT INTO product_near (product_near) VALUES ('delete-all')")));
    require(gateway.exec(QStringLiteral("DELETE FROM product_term")));
    QVERIFY(search(QStringLiteral("buttermlk")).isEmpty());
    m_bench->database = m_bench->open();
    QCOMPARE(search(QStringLiteral("buttermlk")), QStringList{QStringLiteral("Buttermilk")});
}

QTEST_GUILESS_MAIN(StoresTest)
#include "tst_stores.moc"
