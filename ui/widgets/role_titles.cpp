#include "ui/widgets/role_titles.h"

#include <QCoreApplication>

namespace cartwright::ui {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("RoleTitles", text);
}

} // namespace

QString roleTitle(trust::Role role)
{
    switch (role) {
    case trust::Role::Reviewer: return translated(QT_TRANSLATE_NOOP("RoleTitles", "reviewer"));
    case trust::Role::Lead: return translated(QT_TRANSLATE_NOOP("RoleTitles", "lead"));
    case trust::Role::MlEngineer: return translated(QT_TRANSLATE_NOOP("RoleTitles", "ML engineer"));
    case trust::Role::Manager: return translated(QT_TRANSLATE_NOOP("RoleTitles", "manager"));
    case trust::Role::Operator: return translated(QT_TRANSLATE_NOOP("RoleTitles", "operator"));
    case trust::Role::Pipeline: return translated(QT_TRANSLATE_NOOP("RoleTitles", "pipeline"));
    case trust::Role::DeskOwner: return translated(QT_TRANSLATE_NOOP("RoleTitles", "desk owner"));
    }
    return {};
}

} // namespace cartwright::ui
