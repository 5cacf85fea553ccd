#include "core/media/byte_source.h"

#include <QUrl>

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <list>
#include <mutex>
#include <thread>

namespace cartwright::media {
namespace {

constexpr std::int64_t blockBytes = 256 * 1024;
constexpr std::size_t keptBlocks = 64;      // 16 MiB
constexpr std::int64_t mostBlocksAsked = 8; // reading on and on asks for more at once
constexpr int tries = 3;
constexpr auto pauseBetweenTries = std::chrono::milliseconds(250);
constexpr long connectSeconds = 10;
constexpr long silentSeconds = 15; // so long below a kilobyte in a second is an error

struct CurlCloser
{
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

/// What came back for one range.
struct Answer
{
    long status = 0;
    std::int64_t total = -1; ///< of the whole file, from Content-Range
    QByteArray tag;          ///< ETag, or Last-Modified
    QByteArray bytes;
    std::int64_t longest = 0;
};

QByteArray valueOf(const QByteArray& line, const char* name)
{
    const qsizetype colon = line.indexOf(':');
    return colon > 0 && line.left(colon).compare(name, Qt::CaseInsensitive) == 0 ? line.mid(colon + 1).trimmed()
                                                                                 : QByteArray();
}

std::size_t takeHeader(const char* data, std::size_t, std::size_t size, void* self)
{
    auto& answer = *static_cast<Answer*>(self);
    const QByteArray line(data, static_cast<qsizetype>(size));
    if (const QByteArray range = valueOf(line, "content-range"); !range.isEmpty()) {
        bool known = false;
        answer.total = range.mid(range.lastIndexOf('/') + 1).toLongLong(&known);
        if (!known)
            answer.total = -1;
    }
    if (const QByteArray tag = valueOf(line, "etag"); !tag.isEmpty())
        answer.tag = tag;
    if (const QByteArray modified = valueOf(line, "last-modified"); !modified.isEmpty() && answer.tag.isEmpty())
        answer.tag = modified;
    return size;
}

std::size_t takeBytes(const char* data, std::size_t, std::size_t size, void* self)
{
    auto& answer = *static_cast<Answer*>(self);
    if (answer.bytes.size() + static_cast<qsizetype>(size) > answer.longest)
        return 0; // more than was asked for: curl stops here
    answer.bytes.append(data, static_cast<qsizetype>(size));
    return size;
}

int askWhetherToStop(void* token, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const Cancellation*>(token)->isCancelled() ? 1 : 0;
}

/// One connection to one file of a server, kept open between ranges.
class Connection
{
public:
    static Result<Connection> to(const ClipLocation& location, const Cancellation& cancel);

    /// One range, or the whole file where `until` is negative; asked again where the way was disturbed.
    Result<Answer> get(std::int64_t from, std::int64_t until, std::int64_t longest);

    tl::unexpected<Error> refused(ErrorKind kind, const QString& why) const
    {
        return failure(kind, QStringLiteral("The clip %1 cannot be read: %2.").arg(m_location.path, why), why);
    }

private:
    Connection(ClipLocation location, Cancellation cancel) : m_location(std::move(location)), m_cancel(std::move(cancel)) {}
    void prepare();
    tl::unexpected<Error> errorOf(CURLcode code, const Answer& answer) const;
    tl::unexpected<Error> errorOf(long status) const;

    ClipLocation m_location;
    Cancellation m_cancel;
    std::unique_ptr<CURL, CurlCloser> m_curl;
};

Result<Connection> Connection::to(const ClipLocation& location, const Cancellation& cancel)
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    Connection connection(location, cancel);
    const QUrl url(location.path, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != QLatin1String("https") || !url.userInfo().isEmpty())
        return connection.refused(ErrorKind::Refused, QStringLiteral("it is no https address"));
    const QString host = url.port(443) == 443 ? url.host() : QStringLiteral("%1:%2").arg(url.host()).arg(url.port());
    if (!location.remote || !location.remote->hosts.contains(host, Qt::CaseInsensitive))
        return connection.refused(ErrorKind::Refused,
                                  QStringLiteral("the workspace's settings do not allow media from %1; "
                                                 "an operator can add it to \"media_hosts\"").arg(host));
    connection.prepare();
    return connection;
}

void Connection::prepare()
{
    m_curl.reset(curl_easy_init());
    CURL* curl = m_curl.get();
    const QByteArray address = QUrl(m_location.path).toEncoded();
    curl_easy_setopt(curl, CURLOPT_URL, address.constData());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L); // a redirection could lead to any host
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_OPTIONAL)); // names and passwords stay out of the settings
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connectSeconds);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1024L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, silentSeconds);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, takeHeader);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, takeBytes);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, askWhetherToStop);
    if (!m_location.remote->caFile.isEmpty())
        curl_easy_setopt(curl, CURLOPT_CAINFO, m_location.remote->caFile.toLocal8Bit().constData());
}

tl::unexpected<Error> Connection::errorOf(CURLcode code, const Answer& answer) const
{
    if (m_cancel.isCancelled())
        return failure(ErrorKind::Cancelled, QStringLiteral("Reading the clip %1 was stopped.").arg(m_location.path),
                       QStringLiteral("reading was stopped"));
    if (code == CURLE_WRITE_ERROR)
        return answer.status == 200 || answer.status == 0
                   ? refused(ErrorKind::Refused, QStringLiteral("its server does not send ranges of a file"))
                   : refused(ErrorKind::Refused, QStringLiteral("its server sends more than it was asked for"));
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE)
        return refused(ErrorKind::Refused, QStringLiteral("its server's certificate is not trusted (%1); \"media_ca_file\" in "
                                                          "the settings names another authority")
                                               .arg(QString::fromUtf8(curl_easy_strerror(code))));
    return refused(ErrorKind::Unreachable, QString::fromUtf8(curl_easy_strerror(code)).toLower());
}

tl::unexpected<Error> Connection::errorOf(long status) const
{
    if (status == 404 || status == 410)
        return failure(ErrorKind::NotFound, QStringLiteral("The clip %1 is not on its server.").arg(m_location.path),
                       QStringLiteral("it is not on its server"));
    if (status == 401 || status == 403)
        return refused(ErrorKind::Refused, QStringLiteral("its server asks for a name and password that it accepts; they come "
                                                          "from the file .netrc"));
    if (status >= 300 && status < 400)
        return refused(ErrorKind::Refused, QStringLiteral("its server names another address, which is not followed"));
    return refused(ErrorKind::Unreachable, QStringLiteral("its server answered with %1").arg(status));
}

Result<Answer> Connection::get(std::int64_t from, std::int64_t until, std::int64_t longest)
{
    CURL* curl = m_curl.get();
    const QByteArray range = QByteArray::number(static_cast<qint64>(from)) + '-' + QByteArray::number(static_cast<qint64>(until - 1));
    curl_easy_setopt(curl, CURLOPT_RANGE, until < 0 ? nullptr : range.constData());
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &m_cancel);
    for (int left = tries; left > 0; --left) {
        Answer answer;
        answer.longest = longest;
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
        const CURLcode code = curl_easy_perform(curl);
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
        if (code == CURLE_OK && (answer.status == 200 || answer.status == 206))
            return answer;
        auto error = code == CURLE_OK ? errorOf(answer.status) : errorOf(code, answer);
        if (error.value().kind != ErrorKind::Unreachable || left == 1)
            return error;
        std::this_thread::sleep_for(pauseBetweenTries);
    }
    return refused(ErrorKind::Unreachable, QStringLiteral("its server did not answer"));
}

struct Block
{
    std::int64_t number = 0;
    QByteArray bytes;
};

class HttpsSource : public ByteSource
{
public:
    HttpsSource(Connection connection, const Answer& first) : m_connection(std::move(connection)), m_size(first.total), m_tag(first.tag)
    {
        keep(0, first.bytes);
    }

    std::int64_t size() const override { return m_size; }
    QString trouble() const override { return m_trouble; }
    std::int64_t readAt(std::int64_t position, std::uint8_t* buffer, std::int64_t size) override
    {
        if (position >= m_size)
            return 0;
        const Block* block = find(position / blockBytes);
        if (!block)
            return -1;
        const std::int64_t inside = position % blockBytes;
        const std::int64_t count = std::min(size, static_cast<std::int64_t>(block->bytes.size()) - inside);
        std::memcpy(buffer, block->bytes.constData() + inside, static_cast<std::size_t>(count));
        return count;
    }

private:
    const Block* find(std::int64_t number)
    {
        const auto held = std::find_if(m_blocks.begin(), m_blocks.end(), [&](const Block& one) { return one.number == number; });
        if (held != m_blocks.end()) {
            m_blocks.splice(m_blocks.begin(), m_blocks, held);
            return &m_blocks.front();
        }
        if (auto got = ask(number); !got) {
            m_trouble = got.error().details;
            return nullptr;
        }
        m_trouble.clear();
        return find(number);
    }
    Result<void> ask(std::int64_t number)
    {
        m_atOnce = number == m_next ? std::min(m_atOnce * 2, mostBlocksAsked) : 1;
        const std::int64_t from = number * blockBytes;
        const std::int64_t until = std::min(from + m_atOnce * blockBytes, m_size);
        auto answer = m_connection.get(from, until, until - from);
        if (!answer)
            return failure(answer.error());
        if (answer->status != 206 || answer->total != m_size || answer->tag != m_tag || answer->bytes.size() != until - from)
            return m_connection.refused(ErrorKind::Integrity, QStringLiteral("it changed on its server while it was read"));
        m_next = number + m_atOnce;
        keep(number, answer->bytes);
        return {};
    }
    /// The last of them is put in first, so that the first asked for is the newest.
    void keep(std::int64_t first, const QByteArray& bytes)
    {
        for (std::int64_t place = (bytes.size() - 1) / blockBytes; place >= 0; --place)
            m_blocks.push_front({first + place, bytes.mid(place * blockBytes, blockBytes)});
        while (m_blocks.size() > keptBlocks)
            m_blocks.pop_back();
    }

    Connection m_connection;
    std::int64_t m_size;
    QByteArray m_tag;
    QString m_trouble; // of the last read
    std::list<Block> m_blocks; // the latest used first
    std::int64_t m_next = 1;
    std::int64_t m_atOnce = 1;
};

} // namespace

Result<std::unique_ptr<ByteSource>> openHttps(const ClipLocation& location, const Cancellation& cancel)
{
    auto connection = Connection::to(location, cancel);
    if (!connection)
        return failure(connection.error());
    const auto first = connection->get(0, blockBytes, blockBytes);
    if (!first)
        return failure(first.error());
    if (first->status != 206 || first->total <= 0 || first->bytes.size() != std::min(first->total, blockBytes))
        return failure(ErrorKind::Refused,
                       QStringLiteral("The clip %1 cannot be read: it is empty, or its server does not send ranges of a file.").arg(location.path));
    return std::unique_ptr<ByteSource>(std::make_unique<HttpsSource>(std::move(*connection), *first));
}

Result<QByteArray> fetchHttps(const ClipLocation& location, std::int64_t longest, const Cancellation& cancel)
{
    auto connection = Connection::to(location, cancel);
    if (!connection)
        return failure(connection.error());
    auto answer = connection->get(0, -1, longest);
    if (!answer)
        return failure(answer.error());
    return std::move(answer->bytes);
}

} // namespace cartwright::media
