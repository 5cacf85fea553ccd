#pragma once

#include <atomic>
#include <memory>

namespace cartwright {

/// A node in a tree of cancellation: cancelling a node cancels all below it. Copyable; any thread.
/// A default-made token is never cancelled until `cancel` is called on it or on an ancestor.
class Cancellation
{
public:
    Cancellation() : m_state(std::make_shared<State>()) {}

    Cancellation child() const
    {
        Cancellation below;
        below.m_state->parent = m_state;
        return below;
    }
    void cancel() const { m_state->cancelled = true; }
    bool isCancelled() const
    {
        for (const State* state = m_state.get(); state; state = state->parent.get())
            if (state->cancelled)
                return true;
        return false;
    }

private:
    struct State
    {
        std::atomic<bool> cancelled = false;
        std::shared_ptr<State> parent;
    };
    std::shared_ptr<State> m_state;
};

} // namespace cartwright
