#pragma once

#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/simulator/simulator.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

#include <map>

namespace cartwright::simulator {

/// Small, quick settings for tests.
inline Settings smallSettings(int sales)
{
    Settings settings;
    settings.sales = sales;
    settings.width = 320;
    settings.height = 180;
    settings.rate = 10;
    return settings;
}

inline QJsonObject jsonFile(const QString& path)
{
    const auto bytes = readFile(path);
    return bytes ? QJsonDocument::fromJson(*bytes).object() : QJsonObject();
}

inline QJsonArray truthOf(const QString& folder)
{
    const auto bytes = readFile(folder + QStringLiteral("/truth.json"));
    return bytes ? QJsonDocument::fromJson(*bytes).array() : QJsonArray();
}

/// Every file below a folder by its relative path, with its hash.
inline std::map<QString, QString> hashesOf(const QString& folder)
{
    std::map<QString, QString> hashes;
    QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = walk.next();
        hashes[path.mid(folder.size())] = sha256OfFile(path).value_or(QString());
    }
    return hashes;
}

inline QByteArray sentenceOf(const Error& error)
{
    return (error.sentence + QLatin1Char(' ') + error.details).toUtf8();
}

} // namespace cartwright::simulator
