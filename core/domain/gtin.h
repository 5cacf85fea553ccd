#pragma once

#include "core/base/result.h"

#include <QHash>

#include <compare>

namespace cartwright {

/// A barcode number, always held as GTIN-14. A default-made one is empty and stands for "no product".
class Gtin
{
public:
    Gtin() = default;
    /// Takes 8, 12, 13 or 14 digits whose last is the right check digit (GS1 General Specifications, 7.9)
    /// and pads them to 14. Refused otherwise, with the digit that was expected.
    static Result<Gtin> parse(const QString& digits);

    const QString& digits() const { return m_digits; }
    bool isEmpty() const { return m_digits.isEmpty(); }

    bool operator==(const Gtin&) const = default;
    std::strong_ordering operator<=>(const Gtin& other) const
    {
        return m_digits.compare(other.m_digits) <=> 0;
    }

private:
    explicit Gtin(QString digits) : m_digits(std::move(digits)) {}
    QString m_digits;
};

inline size_t qHash(const Gtin& gtin, size_t seed = 0) { return ::qHash(gtin.digits(), seed); }

} // namespace cartwright
