#include "core/vision/network.h"

#include <cmath>
#include <cstring>
#include <optional>

namespace cartwright::vision {
namespace {

// Field numbers of onnx.proto3 (onnx 1.7, IR version 7).
constexpr quint64 modelGraph = 7;
constexpr quint64 modelOpsets = 8;
constexpr quint64 opsetVersion = 2;
constexpr quint64 opsetDomain = 1;
constexpr quint64 graphNodes = 1;
constexpr quint64 graphInitializers = 5;
constexpr quint64 nodeAttributes = 5;
constexpr quint64 attributeTensor = 5;
constexpr quint64 tensorType = 2;
constexpr quint64 tensorFloats = 4;
constexpr quint64 tensorName = 8;
constexpr quint64 tensorRaw = 9;
constexpr quint64 tensorExternal = 13;
constexpr quint64 tensorLocation = 14;
constexpr quint64 floatType = 1;
constexpr quint64 newestOpset = 12;

/// One field of a protocol buffer message: a number, or bytes.
struct Field
{
    quint64 number = 0;
    quint64 value = 0;
    QByteArrayView bytes;
};

/// Goes through a message's fields (developers.google.com/protocol-buffers, "Encoding").
class Fields
{
public:
    explicit Fields(QByteArrayView bytes) : m_rest(bytes) {}

    /// Nothing at the end or where the bytes are no message; `isBroken` says which.
    std::optional<Field> next()
    {
        if (m_rest.isEmpty())
            return std::nullopt;
        const quint64 tag = varint();
        Field field;
        field.number = tag >> 3;
        switch (tag & 7) {
        case 0: field.value = varint(); break;
        case 1: take(8); break;
        case 2: field.bytes = take(varint()); break;
        case 5: field.bytes = take(4); break;
        default: m_broken = true;
        }
        return m_broken ? std::nullopt : std::optional(field);
    }
    bool isBroken() const { return m_broken; }

private:
    quint64 varint()
    {
        quint64 value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (m_rest.isEmpty())
                break;
            const auto byte = static_cast<quint8>(m_rest.front());
            m_rest = m_rest.sliced(1);
            value |= static_cast<quint64>(byte & 0x7f) << shift;
            if (byte < 0x80)
                return value;
        }
        m_broken = true;
        return 0;
    }
    QByteArrayView take(quint64 count)
    {
        if (count > static_cast<quint64>(m_rest.size())) {
            m_broken = true;
            return {};
        }
        const QByteArrayView taken = m_rest.first(static_cast<qsizetype>(count));
        m_rest = m_rest.sliced(static_cast<qsizetype>(count));
        return taken;
    }

    QByteArrayView m_rest;
    bool m_broken = false;
};

tl::unexpected<Error> refused(const QString& sentence) { return failure(ErrorKind::Refused, sentence); }

Error noOnnx() { return {ErrorKind::Refused, QStringLiteral("This is no ONNX file, or it is cut short: export the network again."), {}}; }

bool areNumbers(QByteArrayView bytes)
{
    for (qsizetype at = 0; at + 4 <= bytes.size(); at += 4) {
        float value = 0;
        std::memcpy(&value, bytes.data() + at, sizeof value);
        if (!std::isfinite(value))
            return false;
    }
    return true;
}

Result<void> checkTensor(QByteArrayView bytes)
{
    QString name;
    quint64 type = 0;
    bool numbers = true;
    bool elsewhere = false;
    QByteArrayView raw;
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        if (field->number == tensorName)
            name = QString::fromUtf8(field->bytes);
        else if (field->number == tensorType)
            type = field->value;
        else if (field->number == tensorFloats)
            numbers = numbers && areNumbers(field->bytes);
        else if (field->number == tensorRaw)
            raw = field->bytes;
        else if (field->number == tensorExternal || (field->number == tensorLocation && field->value == 1))
            elsewhere = true;
    }
    if (fields.isBroken())
        return failure(noOnnx());
    if (elsewhere)
        return refused(QStringLiteral("The weights \"%1\" lie in another file: export the network with all weights inside.").arg(name));
    if (!numbers || (type == floatType && !areNumbers(raw)))
        return refused(QStringLiteral("The weights \"%1\" hold values that are no numbers (NaN or infinite): train the network again.").arg(name));
    return {};
}

Result<void> checkNode(QByteArrayView bytes)
{
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        if (field->number != nodeAttributes)
            continue;
        Fields attribute(field->bytes);
        while (const auto part = attribute.next())
            if (part->number == attributeTensor)
                if (auto checked = checkTensor(part->bytes); !checked)
                    return checked;
    }
    if (fields.isBroken())
        return failure(noOnnx());
    return {};
}

Result<int> checkGraph(QByteArrayView bytes)
{
    int nodes = 0;
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        Result<void> checked;
        if (field->number == graphInitializers)
            checked = checkTensor(field->bytes);
        else if (field->number == graphNodes)
            checked = checkNode(field->bytes);
        nodes += field->number == graphNodes ? 1 : 0;
        if (!checked)
            return failure(checked.error());
    }
    if (fields.isBroken())
        return failure(noOnnx());
    return nodes;
}

Result<void> checkOpset(QByteArrayView bytes)
{
    quint64 version = 0;
    QString domain;
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        version = field->number == opsetVersion ? field->value : version;
        domain = field->number == opsetDomain ? QString::fromUtf8(field->bytes) : domain;
    }
    if (fields.isBroken())
        return failure(noOnnx());
    if ((domain.isEmpty() || domain == QStringLiteral("ai.onnx")) && version > newestOpset)
        return refused(QStringLiteral("The network uses ONNX operators of version %1, at most %2 can be run: export it with opset %2.")
                           .arg(version).arg(newestOpset));
    return {};
}

} // namespace

Result<int> inspectOnnx(const QByteArray& onnx)
{
    std::optional<int> nodes;
    Fields fields(onnx);
    while (const auto field = fields.next()) {
        if (field->number == modelOpsets)
            if (auto checked = checkOpset(field->bytes); !checked)
                return failure(checked.error());
        if (field->number != modelGraph)
            continue;
        const auto graph = checkGraph(field->bytes);
        if (!graph)
            return failure(graph.error());
        nodes = *graph;
    }
    if (fields.isBroken() || !nodes || *nodes == 0)
        return failure(noOnnx());
    return *nodes;
}

} // namespace cartwright::vision
