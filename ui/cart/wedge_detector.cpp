#include "ui/cart/wedge_detector.h"

#include <utility>

namespace cartwright::ui {

WedgeDetector::Says WedgeDetector::digit(QChar digit, qint64 at)
{
    const bool quick = !m_digits.isEmpty() && at - m_last <= longestGap;
    m_last = at;
    if (!quick) {
        m_digits = digit;
        m_scanning = false;
        return Says::Typed;
    }
    m_digits += digit;
    return std::exchange(m_scanning, true) ? Says::Scanning : Says::ScanBegan;
}

WedgeDetector::Says WedgeDetector::enter(qint64 at)
{
    const bool ends = m_scanning && at - m_last <= longestGap && m_digits.size() >= fewestDigits;
    m_scanning = false;
    if (ends)
        return Says::Scanned;
    m_digits.clear();
    return Says::Typed;
}

void WedgeDetector::otherKey()
{
    m_digits.clear();
    m_scanning = false;
}

bool WedgeDetector::pause()
{
    return std::exchange(m_scanning, false) && m_digits.size() >= fewestDigits;
}

} // namespace cartwright::ui
