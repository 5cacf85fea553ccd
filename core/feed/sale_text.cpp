#include "core/feed/sale_text.h"

#include "core/domain/codec.h"
#include "core/feed/confined_folder.h"
#include "core/feed/ids.h"
#include "core/feed/json_places.h"
#include "core/feed/schema.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace cartwright::feed {
namespace {

constexpr qsizetype mostClips = 64;
constexpr qsizetype mostSeries = 64;
constexpr qsizetype mostEvents = 10'000;
constexpr qsizetype mostCartLines = 1'000;
constexpr Microseconds hour = 3'600 * microsecondsPerSecond;
constexpr double largestOffsetMs = 24 * 3'600 * 1'000.0;

QStringList words(const char* text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); }

QString readPath(JsonReader& reader)
{
    const QString text = reader.text(QStringLiteral("file"), 1'024);
    const auto path = confinedPath(text);
    if (!path)
        reader.refuse(QStringLiteral("\"file\" ") + path.error().sentence);
    return path.value_or(QString());
}

/// Reads the parts of sale.json one after the other; the first error stays.
class SaleReader
{
public:
    explicit SaleReader(const QJsonObject& object) : m_object(object), m_reader(object, QStringLiteral("sale.json")) {}

    Result<Sale> read()
    {
        readHead();
        eachOf(QStringLiteral("clips"), mostClips, words("camera_id file starts_at clock_offset_ms sha256"),
               [this](JsonReader& clip) { readClip(clip); });
        readEvents();
        eachOf(QStringLiteral("series"), mostSeries, words("kind plate_id starts_at rate_hz file"),
               [this](JsonReader& series) { readSeries(series); });
        readCart();
        readModel();
        m_unknown.note(m_object, words("schema store_id sale_id revision entered_at exited_at shopper_ref group_size clips "
                                       "events series cart model"), QStringLiteral("sale.json"));
        if (const auto error = firstError())
            return failure(*error);
        return std::move(m_sale);
    }
    const QStringList& notes() const { return m_unknown.notes(); }

private:
    template <class Read>
    void eachOf(const QString& key, qsizetype most, const QStringList& known, Read readElement)
    {
        const QJsonArray array = m_reader.optionalArray(key, most);
        for (qsizetype i = 0; i < array.size() && !firstError(); ++i) {
            JsonReader element = m_reader.element(array, i, key);
            readElement(element);
            m_reader.adopt(element);
            m_unknown.note(array[i].toObject(), known, element.where());
        }
    }

    void readHead()
    {
        m_sale.key.storeId = readId(m_reader, QStringLiteral("store_id"));
        m_sale.key.saleId = readId(m_reader, QStringLiteral("sale_id"));
        m_sale.revision = static_cast<int>(m_reader.integer(QStringLiteral("revision"), 1, 1'000'000));
        m_sale.enteredAt = m_reader.utc(QStringLiteral("entered_at"));
        m_sale.exitedAt = m_reader.utc(QStringLiteral("exited_at"));
        if (m_sale.exitedAt < m_sale.enteredAt)
            m_reader.refuse(QStringLiteral("\"exited_at\" lies before \"entered_at\"."));
        m_sale.shopperRef = m_reader.optionalText(QStringLiteral("shopper_ref"));
        m_sale.groupSize =
            static_cast<int>(m_reader.optionalInteger(QStringLiteral("group_size"), 1, 99).value_or(1));
    }

    void readClip(JsonReader& reader)
    {
        static const QRegularExpression digest(QStringLiteral(R"(\A[0-9a-fA-F]{64}\z)"));
        Clip clip;
        clip.cameraId = readId(reader, QStringLiteral("camera_id"));
        clip.file = readPath(reader);
        clip.startsAt = reader.utc(QStringLiteral("starts_at"));
        const double offset =
            reader.optionalNumber(QStringLiteral("clock_offset_ms"), -largestOffsetMs, largestOffsetMs).value_or(0);
        clip.clockOffset = std::llround(offset * 1'000);
        clip.sha256 = reader.text(QStringLiteral("sha256"), 64).toLower();
        if (!digest.match(clip.sha256).hasMatch())
            reader.refuse(QStringLiteral("\"sha256\" must be 64 hex digits."));
        for (const auto& other : m_sale.clips)
            if (other.cameraId == clip.cameraId)
                reader.refuse(QStringLiteral("camera \"%1\" has a clip already; send one clip per camera.")
                                  .arg(clip.cameraId));
        m_sale.clips.push_back(std::move(clip));
    }

    void readSeries(JsonReader& reader)
    {
        Series series;
        const QString kind = reader.text(QStringLiteral("kind"), 40);
        if (kind != QLatin1String("weight"))
            reader.refuse(QStringLiteral("\"kind\" is \"%1\"; known is weight.").arg(kind));
        series.plateId = readId(reader, QStringLiteral("plate_id"));
        series.startsAt = reader.utc(QStringLiteral("starts_at"));
        series.rateHz = reader.optionalNumber(QStringLiteral("rate_hz"), 0.001, 100'000).value_or(0);
        if (series.rateHz <= 0)
            reader.refuse(QStringLiteral("\"rate_hz\" is missing."));
        series.file = readPath(reader);
        m_sale.series.push_back(std::move(series));
    }

    void readEvents()
    {
        const QString key = QStringLiteral("events");
        const QJsonArray array = m_reader.optionalArray(key, mostEvents);
        for (qsizetype i = 0; i < array.size() && !firstError(); ++i) {
            JsonReader element = m_reader.element(array, i, key);
            auto event = eventFromJson(array[i].toObject(), element.where());
            if (element.error() || !event) {
                m_error = element.error() ? element.error() : event.error();
                return;
            }
            event->source = EventSource::Feed;
            checkEvent(*event, element);
            m_reader.adopt(element);
            std::stable_sort(event->candidates.begin(), event->candidates.end(),
                             [](const auto& a, const auto& b) { return a.probability > b.probability; });
            m_sale.events.push_back(std::move(*event));
            noteEventKeys(array[i].toObject(), element.where());
        }
        nameEvents();
    }

    void checkEvent(const Event& event, JsonReader& reader)
    {
        for (const QString* id : {&event.eventId, &event.cameraId, &event.binId, &event.plateId})
            if (const QString why = whyNoId(*id); !why.isEmpty())
                reader.refuse(QStringLiteral("an id %1.").arg(why));
        const auto outside = [&](UtcMicroseconds time) {
            return time < m_sale.enteredAt - hour || time > m_sale.exitedAt + hour;
        };
        if (outside(event.at) || outside(event.until))
            reader.refuse(QStringLiteral("\"at\" is %1, more than an hour outside the sale (%2 to %3).")
                              .arg(formatUtc(outside(event.at) ? event.at : event.until), formatUtc(m_sale.enteredAt),
                                   formatUtc(m_sale.exitedAt)));
    }

    void noteEventKeys(const QJsonObject& object, const QString& where)
    {
        m_unknown.note(object, words("event_id kind at until camera_id bin_id box quantity candidates kind_probability "
                                     "actor_probability plate_id delta_g gtin weight_g"), where);
        const QJsonArray candidates = object.value(QStringLiteral("candidates")).toArray();
        for (qsizetype i = 0; i < candidates.size(); ++i)
            m_unknown.note(candidates[i].toObject(), words("gtin probability"),
                           where + QStringLiteral(" candidates[%1]").arg(i));
    }

    /// Ids that the feed gives are kept; the others are named by place, past any name that the feed uses itself.
    void nameEvents()
    {
        QSet<QString> used;
        for (std::size_t i = 0; i < m_sale.events.size(); ++i) {
            const QString& id = m_sale.events[i].eventId;
            if (!id.isEmpty() && used.contains(id) && !firstError())
                m_error = Error{ErrorKind::Refused,
                                QStringLiteral("sale.json events[%1]: ").arg(i)
                                    + QStringLiteral("\"event_id\" is \"%1\", which stands there already.").arg(id), {}};
            used.insert(id);
        }
        for (std::size_t i = 0; i < m_sale.events.size(); ++i) {
            QString& id = m_sale.events[i].eventId;
            if (!id.isEmpty())
                continue;
            id = QStringLiteral("f%1").arg(i + 1);
            while (used.contains(id))
                id += QLatin1Char('x');
            used.insert(id);
        }
    }

    void readCart()
    {
        const QString key = QStringLiteral("cart");
        const QJsonArray array = m_reader.optionalArray(key, mostCartLines);
        if (!m_object.value(key).isArray() || firstError())
            return;
        auto cart = cartFromJson(array, QStringLiteral("sale.json"));
        if (!cart) {
            m_error = cart.error();
            return;
        }
        m_sale.cart = std::move(*cart);
        for (qsizetype i = 0; i < array.size(); ++i)
            m_unknown.note(array[i].toObject(), words("gtin quantity confidence event_ids"),
                           QStringLiteral("sale.json cart[%1]").arg(i));
    }

    void readModel()
    {
        const QString key = QStringLiteral("model");
        if (!m_reader.has(key) || m_object.value(key).isNull())
            return;
        JsonReader model = m_reader.object(key);
        m_sale.modelName = model.optionalText(QStringLiteral("name"), 128);
        m_sale.modelVersion = model.optionalText(QStringLiteral("version"), 128);
        m_reader.adopt(model);
        m_unknown.note(m_object.value(key).toObject(), words("name version"), model.where());
    }

    const std::optional<Error>& firstError() const { return m_error ? m_error : m_reader.error(); }

    QJsonObject m_object;
    JsonReader m_reader;
    UnknownKeys m_unknown;
    Sale m_sale;
    std::optional<Error> m_error; ///< of a part that another reader read, its sentence complete
};

} // namespace

Result<SaleText> readSaleText(const QByteArray& bytes)
{
    const QString file = QStringLiteral("sale.json");
    const auto object = parseFeedJson(bytes, file, QStringLiteral("cartwright.sale"), 4 * 1024 * 1024);
    if (!object)
        return failure(object.error());
    SaleReader reader(*object);
    auto sale = reader.read();
    if (!sale)
        return failure(withLine(sale.error(), bytes, file));
    return SaleText{std::move(*sale), bytes, reader.notes()};
}

} // namespace cartwright::feed
