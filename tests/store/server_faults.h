#pragma once

#include "tests/store/samples.h"

#include <QFile>
#include <QStorageInfo>

#include <atomic>
#include <sys/mount.h>

namespace cartwright::store::samples {

/// Sales that are claimed, submitted under a fault, and looked at when that is over.
class Submits
{
public:
    explicit Submits(const TestServer& server) : m_address(server.address(QStringLiteral("postgres")))
    {
        auto opened = Database::open(m_address, m_clock, TimeSource::Given);
        require(opened);
        m_database = std::move(*opened);
        require(StoreRepository(*m_database).save(demoStore(), {}));
    }
    Database& database() { return *m_database; }
    int asked() const { return m_asked; } ///< of this round; any thread
    const QStringList& sentences() const { return m_sentences; }

    void claim(int count)
    {
        m_leases.clear();
        m_told.clear();
        m_asked = 0;
        for (int i = 0; i < count; ++i) {
            const QString id = QStringLiteral("s-%1").arg(++m_sales);
            SaleRepository sales(*m_database);
            require(sales.addRevision(sampleSale(id), id.toUtf8()));
            require(sales.savePrediction(keyOf(id), samplePrediction()));
            require(sales.saveDecision(keyOf(id), 1, flagged()));
            m_leases.push_back(QueueRepository(*m_database).claim(keyOf(id), QStringLiteral("ada"), minute).value());
        }
    }
    void submit()
    {
        for (const Lease& lease : m_leases) {
            const auto submitted = QueueRepository(*m_database).submit(lease, corrected(lease.key.saleId));
            m_told.push_back(submitted.has_value());
            ++m_asked;
            if (!submitted)
                m_sentences.append(submitted.error().sentence);
        }
    }
    /// The reviewer does the same again: it is written once, whatever had become of the first.
    void check()
    {
        QueueRepository queue(*m_database);
        for (std::size_t i = 0; i < m_leases.size(); ++i) {
            const SaleKey& key = m_leases[i].key;
            ++m_tries;
            m_acknowledged += m_told[i] ? 1 : 0;
            m_lost += m_told[i] && queue.verdicts(key).value().size() != 1 ? 1 : 0;
            require(queue.submit(m_leases[i], corrected(key.saleId)));
            m_duplicated += queue.verdicts(key).value().size() != 1 ? 1 : 0;
            m_duplicated += SaleRepository(*m_database).receipts(key).value().size() != 1 ? 1 : 0;
        }
    }
    void report(const char* fault) const
    {
        qInfo("%s: %d tries, %d acknowledged, %d lost, %d duplicated", fault, m_tries, m_acknowledged, m_lost, m_duplicated);
        QVERIFY(m_acknowledged > 0);
        QVERIFY(m_acknowledged < m_tries);
        QCOMPARE(m_lost, 0);
        QCOMPARE(m_duplicated, 0);
    }

private:
    QString m_address;
    FakeClock m_clock{morning + 5 * minute};
    std::unique_ptr<Database> m_database;
    std::vector<Lease> m_leases;
    std::vector<bool> m_told;
    std::atomic<int> m_asked = 0;
    QStringList m_sentences;
    int m_sales = 0, m_tries = 0, m_acknowledged = 0, m_lost = 0, m_duplicated = 0;
};

/// A file system of its own in memory, which only root can make.
class SmallDisk
{
public:
    explicit SmallDisk(int megabytes)
    {
        m_isThere = ::mount("tmpfs", QFile::encodeName(path()).constData(), "tmpfs", 0,
                            QStringLiteral("size=%1m,mode=0777").arg(megabytes).toLatin1().constData()) == 0;
    }
    ~SmallDisk()
    {
        if (m_isThere)
            ::umount2(QFile::encodeName(path()).constData(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool isThere() const { return m_isThere; }
    QString path() const { return m_folder.path(); }
    /// Leaves so many bytes free.
    void fill(qint64 left) const
    {
        QFile ballast(path() + QStringLiteral("/ballast"));
        QVERIFY(ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        for (qint64 part = 1 << 20; part >= 4096; part /= 2)
            while (bytesLeft() >= left + part && ballast.write(QByteArray(static_cast<qsizetype>(part), 'x')) == part)
                continue;
    }
    void makeRoom() const { QFile::remove(path() + QStringLiteral("/ballast")); }

private:
    qint64 bytesLeft() const { return QStorageInfo(path()).bytesFree(); }

    QTemporaryDir m_folder;
    bool m_isThere = false;
};

} // namespace cartwright::store::samples
