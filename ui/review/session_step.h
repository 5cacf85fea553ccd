#pragma once

#include "core/review/session.h"

#include <QUndoCommand>

#include <optional>
#include <utility>

namespace cartwright::ui {

/// A step of a review for a QUndoStack: so many edits under one readable name. The session holds the edits and is what is true; it
/// must outlive the step and already has them when the step is pushed.
class SessionStep final : public QUndoCommand
{
public:
    SessionStep(std::optional<review::Session>& session, std::size_t edits, const QString& name)
        : QUndoCommand(name), m_session(session), m_edits(edits)
    {
    }

    void undo() override
    {
        for (std::size_t i = 0; i < m_edits; ++i)
            m_session->undo();
    }
    void redo() override
    {
        if (std::exchange(m_isNew, false)) // pushing calls it too
            return;
        for (std::size_t i = 0; i < m_edits; ++i)
            m_session->redo();
    }

private:
    std::optional<review::Session>& m_session;
    std::size_t m_edits;
    bool m_isNew = true;
};

} // namespace cartwright::ui
