#pragma once

// Inside the room only: starts and ends the confined decode process.

#include "core/base/result.h"

#include <sys/types.h>

#include <cstdint>
#include <utility>

namespace cartwright::media {

/// A descriptor with an owner.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        reset(std::exchange(other.m_number, -1));
        return *this;
    }
    int number() const { return m_number; }
    bool isOpen() const { return m_number >= 0; }
    void reset(int number = -1);

private:
    int m_number = -1;
};

/// A started decoder. Ending it is certain and quick: SIGKILL also ends a stopped process.
class ConfinedProcess
{
public:
    struct Descriptors
    {
        int control = -1;
        int clip = -1;
        int output = -1; ///< -1 where nothing is to be written
        int memory = -1;
    };
    /// Starts the program with these descriptors under the numbers of `confined`, and nothing else that is open.
    static Result<ConfinedProcess> start(const QString& program, const Descriptors& descriptors);
    ~ConfinedProcess();
    ConfinedProcess(ConfinedProcess&& other) noexcept : m_pid(std::exchange(other.m_pid, -1)) {}
    ConfinedProcess& operator=(ConfinedProcess&&) = delete;

    pid_t pid() const { return m_pid; }
    enum class Grace : std::uint8_t { None, Moment };
    /// Ends it and says in a few words how it had ended before that, empty where it was still running. With a moment of
    /// grace it waits for an ending that is already under way.
    QString end(Grace grace = Grace::None);

private:
    explicit ConfinedProcess(pid_t pid) : m_pid(pid) {}
    pid_t m_pid;
};

/// The decoder's program, which lies beside the running one. NotFound where it does not.
Result<QString> confinedProgram();

} // namespace cartwright::media
