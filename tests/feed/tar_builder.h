#pragma once

// Tars made byte by byte, so that a test can say what no honest program would write.

#include <QByteArray>

namespace feedtest {

/// One ustar header; `size` may lie. Field places after POSIX.1-2017, pax, "ustar Interchange Format".
inline QByteArray tarHeader(const QByteArray& name, qint64 size, char type = '0', const QByteArray& link = {})
{
    QByteArray header(512, '\0');
    const auto set = [&](qsizetype at, const QByteArray& value) { header.replace(at, value.size(), value); };
    const auto octal = [](qint64 value, int digits) { return QByteArray::number(value, 8).rightJustified(digits, '0'); };
    set(0, name.left(100));
    set(100, "0000644");
    set(108, "0000000");
    set(116, "0000000");
    set(124, octal(size, 11));
    set(136, octal(0, 11));
    set(148, "        ");
    header[156] = type;
    set(157, link.left(100));
    set(257, QByteArray("ustar\0" "00", 8));
    set(329, "0000001");
    set(337, "0000003");
    qint64 sum = 0;
    for (const char c : header)
        sum += static_cast<unsigned char>(c);
    set(148, octal(sum, 6) + QByteArray("\0 ", 2));
    return header;
}

inline QByteArray tarFile(const QByteArray& name, const QByteArray& bytes, char type = '0')
{
    return tarHeader(name, bytes.size(), type) + bytes + QByteArray((512 - bytes.size() % 512) % 512, '\0');
}

/// A pax record "length key=value\n".
inline QByteArray paxRecord(const QByteArray& key, const QByteArray& value)
{
    const QByteArray rest = ' ' + key + '=' + value + '\n';
    qsizetype length = rest.size() + 1;
    while (QByteArray::number(length).size() + rest.size() != length)
        ++length;
    return QByteArray::number(length) + rest;
}

/// An extended header for the next member.
inline QByteArray paxHeader(const QByteArray& key, const QByteArray& value)
{
    return tarFile("pax", paxRecord(key, value), 'x');
}

inline QByteArray tarEnd() { return QByteArray(1024, '\0'); }

} // namespace feedtest
