#include "core/trust/password.h"

#include <sodium.h>

#include <array>

namespace cartwright::trust {
namespace {

bool isReady() { return sodium_init() >= 0; }

/// A password as bytes, which are wiped when they are not needed any more.
class Secret
{
public:
    explicit Secret(const QString& text) : m_bytes(text.normalized(QString::NormalizationForm_C).toUtf8()) {}
    ~Secret() { sodium_memzero(m_bytes.data(), static_cast<std::size_t>(m_bytes.size())); }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    const char* data() const { return m_bytes.constData(); }
    unsigned long long size() const { return static_cast<unsigned long long>(m_bytes.size()); }

private:
    QByteArray m_bytes;
};

} // namespace

PasswordCost moderateCost() { return {crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE}; }
PasswordCost leastCost() { return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN}; }

Result<QString> hashOf(const QString& password, PasswordCost cost)
{
    const Secret secret(password);
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (!isReady() || crypto_pwhash_str(hash.data(), secret.data(), secret.size(), cost.operations, cost.memoryBytes) != 0)
        return failure(ErrorKind::Failed,
                       QStringLiteral("A password could not be hashed, because %1 MiB of memory are not free; close other programs and "
                                      "try again.")
                           .arg(cost.memoryBytes / (1024 * 1024)));
    return QString::fromLatin1(hash.data());
}

bool isPasswordOf(const QString& password, const QString& hash)
{
    const Secret secret(password);
    const QByteArray stored = hash.toLatin1();
    return isReady() && crypto_pwhash_str_verify(stored.constData(), secret.data(), secret.size()) == 0;
}

bool hasOtherCost(const QString& hash, PasswordCost cost)
{
    return crypto_pwhash_str_needs_rehash(hash.toLatin1().constData(), cost.operations, cost.memoryBytes) != 0;
}

QString newToken()
{
    std::array<char, 32> bytes{};
    if (!isReady())
        return {};
    randombytes_buf(bytes.data(), bytes.size());
    return QString::fromLatin1(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())).toHex());
}

} // namespace cartwright::trust
