#pragma once

#include <QString>

namespace cartwright::ui {

/// Tells a barcode scanner that types (a "keyboard wedge") from fingers by its speed: it sends its digits within a few
/// milliseconds of each other, fingers need several times as long. Plain value; times are milliseconds of any clock.
class WedgeDetector
{
public:
    /// Digits that are no farther apart come from a scanner. Usual scanners take 1 to 20 ms; the fastest typists stay above 50.
    static constexpr qint64 longestGap = 35;
    /// The shortest product barcode.
    static constexpr qsizetype fewestDigits = 8;

    enum class Says : std::uint8_t {
        Typed,     ///< a key like any other
        ScanBegan, ///< it and the digit before come from a scanner
        Scanning,  ///< one more of these
        Scanned,   ///< Enter ended the code
    };
    Says digit(QChar digit, qint64 at);
    Says enter(qint64 at);
    /// Any other key: whatever came before was typed or is a code without an end.
    void otherKey();
    /// The time in which one more digit could have come is over. Whether what came is a code whose scanner sends no Enter.
    bool pause();

    bool isScanning() const { return m_scanning; }
    /// The digits of the scan; after a pause that was no code, what seems to have been typed after all.
    const QString& digits() const { return m_digits; }

private:
    QString m_digits;
    qint64 m_last = 0;
    bool m_scanning = false;
};

} // namespace cartwright::ui
