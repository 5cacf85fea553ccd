#include "ui/shell/key_presets.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace cartwright::ui {

namespace {

KeyMap keyMapOf(const QJsonObject& object)
{
    KeyMap map;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it->isArray())
            continue;
        QList<QKeySequence> keys;
        for (const QJsonValue& text : it->toArray())
            if (const QKeySequence key(text.toString(), QKeySequence::PortableText); !key.isEmpty())
                keys << key;
        map.insert(it.key(), keys);
    }
    return map;
}

KeyMap keysOfFile(const QString& id)
{
    QFile file(QStringLiteral(":/keys/%1.json").arg(id));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return keyMapOf(QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("keys")).toObject());
}

} // namespace

std::vector<KeyPreset> keyPresets()
{
    static const std::pair<const char*, const char*> known[] = {
        {"default", QT_TRANSLATE_NOOP("KeyPresets", "Cartwright")},
        {"mpv", QT_TRANSLATE_NOOP("KeyPresets", "mpv")},
        {"editing", QT_TRANSLATE_NOOP("KeyPresets", "Editing suite (J K L)")},
        {"left_hand", QT_TRANSLATE_NOOP("KeyPresets", "Left hand")},
        {"right_hand", QT_TRANSLATE_NOOP("KeyPresets", "Right hand")},
    };
    std::vector<KeyPreset> presets;
    for (const auto& [id, title] : known)
        presets.push_back({QLatin1String(id), QCoreApplication::translate("KeyPresets", title), keysOfFile(QLatin1String(id))});
    return presets;
}

KeyMap keyMapOf(const QByteArray& json)
{
    return keyMapOf(QJsonDocument::fromJson(json).object());
}

QByteArray jsonOf(const KeyMap& keys)
{
    QJsonObject object;
    for (auto it = keys.begin(); it != keys.end(); ++it) {
        QJsonArray list;
        for (const QKeySequence& key : it.value())
            list.append(key.toString(QKeySequence::PortableText));
        object.insert(it.key(), list);
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace cartwright::ui
