#include "core/media/confined_serving.h"

#include "core/media/confined_words.h"
#include "core/media/decoding_source.h"
#include "core/media/kept_form.h"
#include "core/media/masked_part.h"

#include <QJsonArray>

#include <algorithm>
#include <cstring>

namespace cartwright::media {
namespace {

using Answer = ConfinedServing::Answer;

ConfinedMessage done(QJsonObject object = {}, QByteArray bytes = {})
{
    object.insert(QStringLiteral("is"), QStringLiteral("done"));
    return {std::move(object), std::move(bytes)};
}

} // namespace

struct ConfinedServing::Private
{
    std::uint8_t* shared;
    std::size_t sharedBytes;
    Line line;
    std::optional<ClipIndex> index;
    std::unique_ptr<ClipReader> reader;
    PixelLayout layout = PixelLayout::Bgra32;
    std::unique_ptr<DecodingSource> source;

    // Of the present run.
    std::size_t slots = 1;
    std::size_t next = 0;
    std::size_t unread = 0; ///< slots that the caller has not let go of
    bool stopped = false;

    Result<void> takeIndex(const ConfinedMessage& question);
    Result<void> openReader(PixelLayout wanted);
    Answer makeIndex(const QJsonObject& question);
    Answer frame(const ConfinedMessage& question);
    Answer part(const ConfinedMessage& question);
    Answer run(const ConfinedMessage& question);
    Answer give(const Picture& picture);
    bool hear(std::chrono::steady_clock::time_point until);
    void send(std::size_t place, const KeptFrame& kept);
};

ConfinedServing::ConfinedServing(std::uint8_t* shared, std::size_t sharedBytes, Line line)
    : d(std::make_unique<Private>())
{
    d->shared = shared;
    d->sharedBytes = sharedBytes;
    d->line = std::move(line);
}

ConfinedServing::~ConfinedServing() = default;

bool ConfinedServing::isLate(const ConfinedMessage& message)
{
    const QString said = message.object.value(QStringLiteral("do")).toString();
    return said == words::next() || said == words::stop();
}

std::optional<Answer> ConfinedServing::answer(const ConfinedMessage& question)
{
    const QString wanted = question.object.value(QStringLiteral("do")).toString();
    if (wanted == words::index())
        return d->makeIndex(question.object);
    if (wanted == words::frame())
        return d->frame(question);
    if (wanted == words::part())
        return d->part(question);
    if (wanted == words::run())
        return d->run(question);
    return std::nullopt;
}

Answer ConfinedServing::Private::makeIndex(const QJsonObject& question)
{
    ClipLimits limits;
    limits.maxPixels = question.value(QStringLiteral("max_pixels")).toInteger(limits.maxPixels);
    limits.maxFrames = question.value(QStringLiteral("max_frames")).toInteger(limits.maxFrames);
    auto made = indexClip(confined::clipName(), limits);
    if (!made)
        return failure(made.error());
    reader.reset();
    source.reset();
    index = std::move(*made);
    return done({}, toBytes(*index));
}

/// The index comes with a question only where it is not known yet.
Result<void> ConfinedServing::Private::takeIndex(const ConfinedMessage& question)
{
    if (question.bytes.isEmpty() && index)
        return {};
    auto read = clipIndexFromBytes(question.bytes);
    if (!read)
        return failure(read.error());
    reader.reset();
    source.reset();
    index = std::move(*read);
    return {};
}

/// A reader is kept between questions, so that neighbouring frames cost little.
Result<void> ConfinedServing::Private::openReader(PixelLayout wanted)
{
    if (reader && wanted == layout)
        return {};
    ReaderOptions options;
    options.layout = layout = wanted;
    options.threads = 2;
    auto opened = ClipReader::open(confined::clipName(), *index, options);
    if (!opened)
        return failure(opened.error());
    reader = std::move(*opened);
    return {};
}

Answer ConfinedServing::Private::give(const Picture& picture)
{
    if (picture.bytes() > sharedBytes)
        return failure(ErrorKind::Refused,
                       QStringLiteral("A frame of %1 is larger than any that is allowed.").arg(confined::clipName()));
    std::memcpy(shared, picture.pixels.get(), picture.bytes());
    return done({{QStringLiteral("width"), picture.width},
                 {QStringLiteral("height"), picture.height},
                 {QStringLiteral("stride"), static_cast<qint64>(picture.stride)}});
}

Answer ConfinedServing::Private::frame(const ConfinedMessage& question)
{
    if (auto taken = takeIndex(question); !taken)
        return failure(taken.error());
    if (auto opened = openReader(static_cast<PixelLayout>(question.object.value(QStringLiteral("layout")).toInt())); !opened)
        return failure(opened.error());
    reader->setMaxSize(question.object.value(QStringLiteral("max_width")).toInt(),
                       question.object.value(QStringLiteral("max_height")).toInt());
    const auto frame = reader->frame(static_cast<std::size_t>(question.object.value(QStringLiteral("place")).toInteger()));
    if (!frame)
        return failure(frame.error());
    if (frame->damaged || frame->picture.isEmpty())
        return done({{QStringLiteral("damaged"), true}});
    return give(frame->picture);
}

/// What leaves this process is masked already.
Answer ConfinedServing::Private::part(const ConfinedMessage& question)
{
    const auto number = [&](const char* key) { return question.object.value(QLatin1String(key)).toInt(); };
    MaskGrid mask{number("cell"), number("columns"), number("rows"), {}};
    const qsizetype cells = qsizetype{mask.columns} * mask.rows;
    if (mask.cell <= 0 || mask.columns <= 0 || mask.rows <= 0 || cells > question.bytes.size())
        return failure(ErrorKind::WrongUsage, QStringLiteral("A part of a picture is only given with its mask."));
    mask.cells.assign(question.bytes.begin(), question.bytes.begin() + cells);
    if (auto taken = takeIndex({{}, question.bytes.sliced(cells)}); !taken)
        return failure(taken.error());
    if (auto opened = openReader(PixelLayout::Bgra32); !opened)
        return failure(opened.error());
    reader->setMaxSize(0, 0);
    const auto frame = reader->frame(static_cast<std::size_t>(question.object.value(QStringLiteral("place")).toInteger()));
    if (!frame)
        return failure(frame.error());
    if (frame->damaged || frame->picture.isEmpty())
        return done({{QStringLiteral("damaged"), true}});
    const QJsonArray sides = question.object.value(QStringLiteral("part")).toArray();
    const Box part{sides.at(0).toDouble(), sides.at(1).toDouble(), sides.at(2).toDouble(), sides.at(3).toDouble()};
    const Picture cut = maskedPart(frame->picture, part, mask, number("mask_width"), number("mask_height"), number("max_width"),
                                   number("max_height"));
    if (cut.isEmpty())
        return failure(ErrorKind::WrongUsage, QStringLiteral("The part lies outside the picture."));
    return give(cut);
}

Answer ConfinedServing::Private::run(const ConfinedMessage& question)
{
    if (auto taken = takeIndex(question); !taken)
        return failure(taken.error());
    if (!source) {
        auto opened = DecodingSource::open(confined::clipName(), *index, PixelLayout::Bgra32, 2, {});
        if (!opened)
            return failure(opened.error());
        source = std::move(*opened);
    }
    const auto number = [&](const char* key) { return question.object.value(QLatin1String(key)).toInteger(); };
    source->setMaxSize(static_cast<int>(number("max_width")), static_cast<int>(number("max_height")));
    // A picture in the place of planes takes the most.
    const auto most = static_cast<std::size_t>(index->info.width) * static_cast<std::size_t>(index->info.height) * 4 + words::slotSpare;
    slots = std::clamp<std::size_t>(sharedBytes / std::max<std::size_t>(1, most), 1, words::mostSlots);
    next = unread = 0;
    stopped = false;
    source->setStop([this] {
        while (!stopped && hear(std::chrono::steady_clock::now())) {
        }
        return stopped;
    });
    const auto ending = number("drain") != 0 ? FrameSource::Ending::Drain : FrameSource::Ending::Continue;
    const auto found = source->decode(static_cast<std::size_t>(number("from")), static_cast<std::size_t>(number("target")), ending,
                                      [this](std::size_t place, const KeptFrame& kept) { send(place, kept); });
    if (!found)
        return failure(found.error());
    return done({{QStringLiteral("found"), *found}});
}

/// True where something came.
bool ConfinedServing::Private::hear(std::chrono::steady_clock::time_point until)
{
    const auto heard = line.hear(until);
    if (!heard) { // the caller is gone
        stopped = true;
        return false;
    }
    if (!*heard)
        return false;
    if ((*heard)->object.value(QStringLiteral("do")).toString() == words::stop())
        stopped = true;
    else if (unread > 0)
        --unread;
    return true;
}

void ConfinedServing::Private::send(std::size_t place, const KeptFrame& kept)
{
    while (unread >= slots && !stopped)
        hear(std::chrono::steady_clock::now() + std::chrono::seconds(1));
    if (stopped)
        return;
    const std::size_t room = sharedBytes / slots / words::slotAlignment * words::slotAlignment;
    const std::size_t offset = next * room;
    const KeptForm form = formOf(kept);
    const std::size_t bytes = form.bytes();
    if (bytes == 0 || bytes > room)
        return;
    pack(kept, form, shared + offset);
    next = (next + 1) % slots;
    ++unread;
    QJsonObject came = toJson(form);
    came.insert(QStringLiteral("is"), words::frame());
    came.insert(QStringLiteral("place"), static_cast<qint64>(place));
    came.insert(QStringLiteral("offset"), static_cast<qint64>(offset));
    if (!line.say({came, {}}))
        stopped = true;
}

} // namespace cartwright::media
