// A line to the server that breaks while a verdict is submitted: at every few bytes, in either direction. Needs PostgreSQL 15.
#include "core/review/desk.h"
#include "core/store/gateway.h"
#include "tests/store/samples.h"

#include <QDir>

#include <atomic>
#include <cstdio>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

enum class Cut { Close, HalfClose, Silence };
enum class Way { ToServer, FromServer };

/// Carries the bytes of one connection at a time between a port of this machine and the server's socket, and breaks the line
/// after so many bytes of one direction: closes it, closes one half of it, or carries nothing more and closes it a while later, as
/// a system does that gives up on a dead line.
class Relay
{
public:
    explicit Relay(const QString& serverFolder) : m_server(QFile::encodeName(serverFolder + QStringLiteral("/.s.PGSQL.5432")))
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in here = {};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof here;
        if (::bind(m_listener, reinterpret_cast<sockaddr*>(&here), size) != 0 || ::listen(m_listener, 8) != 0 ||
            ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&here), &size) != 0)
            qFatal("no port to listen on");
        m_port = ntohs(here.sin_port);
        m_thread = std::thread([this] { run(); });
    }
    ~Relay()
    {
        m_stop = true;
        m_thread.join();
        ::close(m_listener);
    }
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    int port() const { return m_port; }
    /// From now on counts, and breaks at this many bytes; a negative number never breaks.
    void arm(Cut cut, Way way, long bytes)
    {
        m_cut = cut;
        m_way = way;
        m_up = 0;
        m_down = 0;
        m_limit = bytes;
    }
    long bytes(Way way) const { return way == Way::ToServer ? m_up : m_down; }

private:
    void run()
    {
        while (!m_stop) {
            pollfd waiting{m_listener, POLLIN, 0};
            if (::poll(&waiting, 1, 10) != 1)
                continue;
            const int client = ::accept(m_listener, nullptr, nullptr);
            const int atOnce = 1;
            ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &atOnce, sizeof atOnce);
            const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
            sockaddr_un there = {};
            there.sun_family = AF_UNIX;
            std::snprintf(there.sun_path, sizeof there.sun_path, "%s", m_server.constData());
            if (::connect(server, reinterpret_cast<sockaddr*>(&there), sizeof there) == 0)
                carry(client, server);
            ::close(client);
            ::close(server);
        }
    }
    void carry(int client, int server)
    {
        bool open = true;
        while (open && !m_stop) {
            pollfd ends[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
            if (::poll(ends, 2, 10) < 1)
                continue;
            if (ends[0].revents != 0)
                open = move(client, server, Way::ToServer);
            if (open && ends[1].revents != 0)
                open = move(server, client, Way::FromServer);
        }
    }
    bool move(int from, int to, Way way)
    {
        char bytes[4096];
        const ssize_t got = ::recv(from, bytes, sizeof bytes, 0);
        if (got <= 0)
            return false;
        std::atomic<long>& count = way == Way::ToServer ? m_up : m_down;
        const long limit = m_limit;
        const bool breaks = limit >= 0 && way == m_way && count + got >= limit;
        const ssize_t passing = breaks ? std::max<ssize_t>(0, limit - count) : got;
        count += passing;
        if (::send(to, bytes, static_cast<std::size_t>(passing), MSG_NOSIGNAL) != passing)
            return false;
        if (!breaks)
            return true;
        m_limit = -1;
        if (m_cut == Cut::HalfClose) {
            ::shutdown(to, SHUT_WR);
            pollfd end{to, POLLIN, 0}; // what is still under way in the other direction arrives
            while (::poll(&end, 1, 50) == 1) {
                const ssize_t more = ::recv(to, bytes, sizeof bytes, 0);
                if (more <= 0 || ::send(from, bytes, static_cast<std::size_t>(more), MSG_NOSIGNAL) != more)
                    break;
            }
        } else if (m_cut == Cut::Silence) {
            std::this_thread::sleep_for(std::chrono::milliseconds(60));
        }
        return false;
    }

    QByteArray m_server;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_stop = false;
    std::atomic<Cut> m_cut = Cut::Close;
    std::atomic<Way> m_way = Way::ToServer;
    std::atomic<long> m_limit = -1;
    std::atomic<long> m_up = 0;
    std::atomic<long> m_down = 0;
    std::thread m_thread;
};

struct Tally
{
    int tries = 0;
    int acknowledged = 0;
    int thereAllTheSame = 0; ///< not acknowledged, and written
    int lost = 0;
    int duplicated = 0;
    int unclear = 0; ///< the reviewer was told something else, or the draft was gone
};

} // namespace

class NetworkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!TestServer::isWanted())
            QSKIP("runs on PostgreSQL only");
    }
    void submit_isThereOnceOrNotAtAll_whereverTheLineBreaks();

private:
    static constexpr int evenCuts = 3;
    static constexpr const char* faults[] = {"closed", "half closed", "silent, then closed"};
};

/// Prints the table of faults; what is lost, duplicated or unclear must be 0.
void NetworkTest::submit_isThereOnceOrNotAtAll_whereverTheLineBreaks()
{
    QTemporaryDir folder;
    const FakeClock clock(morning + 5 * minute);
    const QString direct = TestServer::shared().newDatabase();
    auto database = Database::open(direct, clock, TimeSource::Given).value();
    Product product;
    product.gtin = gtin(1);
    product.name = QStringLiteral("Läsk");
    product.price = 1500;
    product.taxClassId = QStringLiteral("food");
    require(StoreRepository(*database).save(demoStore(), {product}));
    const auto workspace = Workspace::create(folder.filePath(QStringLiteral("shop")), direct).value();

    Relay relay(direct.section(QStringLiteral("host="), 1));
    const QString name = direct.section(QLatin1Char('/'), 3).section(QLatin1Char('?'), 0, 0);
    const QString address = QStringLiteral("postgresql://operator@127.0.0.1:%1/%2?sslmode=disable").arg(relay.port()).arg(name);
    int sales = 0;
    /// A new sale, claimed with a draft over a fresh line; then the line breaks after so many bytes while it is submitted.
    const auto submitOver = [&](Cut cut, Way way, long bytes, Tally* tally) -> long {
        const SaleKey key = keyOf(QStringLiteral("s-%1").arg(++sales));
        SaleRepository pipeline(*database);
        require(pipeline.addRevision(sampleSale(key.saleId), key.saleId.toUtf8()));
        require(pipeline.savePrediction(key, samplePrediction()));
        require(pipeline.saveDecision(key, 1, flagged()));
        auto far = Database::open(address, clock, TimeSource::Given);
        require(far);
        review::Desk desk(workspace, **far, review::Reviewer{.name = QStringLiteral("ada")});
        const auto opened = desk.claim(key).value();
        review::Session session(opened.prediction.events, opened.prediction.cart);
        Edit edit = corrected(key.saleId).verdict.edits[0];
        require(session.apply(edit));
        require(desk.saveDraft(opened, session.edits()));
        const QDir drafts(workspace.draftsFolder());
        const auto draftsBefore = drafts.entryList(QDir::Files).size();

        relay.arm(cut, way, bytes);
        const auto submitted = desk.submit(opened, session, {});
        const long carried = relay.bytes(way);
        relay.arm(cut, way, -1);
        if (!tally) {
            require(submitted);
            return carried;
        }
        QueueRepository queue(*database);
        const auto there = queue.verdicts(key).value().size();
        ++tally->tries;
        tally->acknowledged += submitted ? 1 : 0;
        tally->lost += submitted && there != 1 ? 1 : 0;
        tally->thereAllTheSame += !submitted && there == 1 ? 1 : 0;
        tally->duplicated += there > 1 ? 1 : 0;
        if (!submitted) {
            const bool told = submitted.error().kind == ErrorKind::Unreachable &&
                              submitted.error().sentence.contains(QStringLiteral("kept"));
            if (!told || drafts.entryList(QDir::Files).size() != draftsBefore)
                tally->unclear += 1;
            // The reviewer does the same again: the line is made anew, and it is written once.
            require(desk.submit(opened, session, {}));
        }
        const auto verdicts = queue.verdicts(key).value().size();
        const auto receipts = pipeline.receipts(key).value().size();
        tally->lost += verdicts == 0 || receipts == 0 ? 1 : 0;
        tally->duplicated += verdicts > 1 || receipts > 1 ? 1 : 0;
        return carried;
    };

    std::printf("| line to the server | direction | tries | acknowledged | written unacknowledged | lost | duplicated | unclear |\n"
                "|---|---|---|---|---|---|---|---|\n");
    int broken = 0;
    for (const Cut cut : {Cut::Close, Cut::HalfClose, Cut::Silence})
        for (const Way way : {Way::ToServer, Way::FromServer}) {
            const long whole = submitOver(cut, way, -1, nullptr); // unbroken, to count its bytes
            Tally tally;
            for (int i = 1; i <= evenCuts; ++i)
                submitOver(cut, way, whole * i / (evenCuts + 1), &tally);
            for (const long beforeTheEnd : {25, 16, 10, 5, 1}) // the commit and its answer
                submitOver(cut, way, whole - beforeTheEnd, &tally);
            std::printf("| %s | %s | %d | %d | %d | %d | %d | %d |\n", faults[static_cast<int>(cut)],
                        way == Way::ToServer ? "to it" : "from it", tally.tries, tally.acknowledged, tally.thereAllTheSame,
                        tally.lost, tally.duplicated, tally.unclear);
            std::fflush(stdout);
            QCOMPARE(tally.lost, 0);
            QCOMPARE(tally.duplicated, 0);
            QCOMPARE(tally.unclear, 0);
            broken += tally.tries - tally.acknowledged;
        }
    QVERIFY(broken > 20);
}

QTEST_GUILESS_MAIN(NetworkTest)
#include "tst_network.moc"
