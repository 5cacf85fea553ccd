#pragma once

#include <QByteArray>

#include <cstring>
#include <vector>

/// Writes small ONNX files byte by byte, as protocol buffers are encoded.
namespace onnx {

inline QByteArray varint(quint64 value)
{
    QByteArray bytes;
    do {
        const auto low = static_cast<char>(value & 0x7f);
        value >>= 7;
        bytes.append(static_cast<char>(value ? low | static_cast<char>(0x80) : low));
    } while (value);
    return bytes;
}

inline QByteArray number(int field, quint64 value) { return varint(static_cast<quint64>(field) << 3) + varint(value); }

inline QByteArray part(int field, const QByteArray& bytes)
{
    return varint((static_cast<quint64>(field) << 3) | 2) + varint(static_cast<quint64>(bytes.size())) + bytes;
}

inline QByteArray tensor(const QByteArray& name, const std::vector<quint64>& shape, const std::vector<float>& values)
{
    QByteArray bytes;
    for (const quint64 size : shape)
        bytes += number(1, size);
    QByteArray raw(static_cast<qsizetype>(values.size() * sizeof(float)), '\0');
    std::memcpy(raw.data(), values.data(), static_cast<std::size_t>(raw.size()));
    return bytes + number(2, 1) + part(8, name) + part(9, raw);
}

/// The name of a value with a shape of floats.
inline QByteArray value(const QByteArray& name, const std::vector<quint64>& shape)
{
    QByteArray dimensions;
    for (const quint64 size : shape)
        dimensions += part(1, number(1, size));
    const QByteArray tensorType = number(1, 1) + part(2, dimensions);
    return part(1, name) + part(2, part(1, tensorType));
}

inline QByteArray attribute(const QByteArray& name, quint64 integer) { return part(1, name) + number(3, integer) + number(20, 2); }

inline QByteArray node(const QByteArray& type, const QList<QByteArray>& inputs, const QByteArray& output, const QByteArray& attributes = {})
{
    QByteArray bytes;
    for (const QByteArray& input : inputs)
        bytes += part(1, input);
    return bytes + part(2, output) + part(3, output + "-node") + part(4, type) + attributes;
}

struct Options
{
    std::vector<float> weights = {9, 0, 0, 0, 9, 0, 0, 0, 9}; ///< class k answers to colour k
    quint64 opset = 11;
    QByteArray lastOperator = "Gemm";
    bool isElsewhere = false;
};

/// Mean colour of a picture of 8 x 8 pixels to three classes.
inline QByteArray meanColour(const Options& options = {})
{
    QByteArray weights = tensor("w", {3, 3}, options.weights);
    if (options.isElsewhere)
        weights += part(13, part(1, "location") + part(2, "weights.bin")) + number(14, 1);
    const QByteArray graph = part(1, node("GlobalAveragePool", {"x"}, "pooled"))
                             + part(1, node("Flatten", {"pooled"}, "flat", part(5, attribute("axis", 1))))
                             + part(1, node(options.lastOperator, {"flat", "w", "b"}, "y", part(5, attribute("transB", 1)))) + part(2, "mean colour")
                             + part(5, weights) + part(5, tensor("b", {3}, {0, 0, 0})) + part(11, value("x", {1, 3, 8, 8}))
                             + part(12, value("y", {1, 3}));
    return number(1, 6) + part(2, "by hand") + part(7, graph) + part(8, part(1, "") + number(2, options.opset));
}

} // namespace onnx
