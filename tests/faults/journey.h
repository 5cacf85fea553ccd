#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

#include <memory>

namespace cartwright::faults {

/// What a walk told before it ended.
struct Outcome
{
    QStringList acknowledged; ///< steps, in order
    QStringList sentences;    ///< of the errors
    long changes = 0;         ///< of files, counted by the shim; 0 where it was killed
    bool killed = false;
    bool crashed = false;     ///< ended in another way than it should
};

/// Tells the parent, at once and for good, also where the next instruction kills.
class Teller
{
public:
    explicit Teller(int pipe) : m_pipe(pipe) {}
    void acknowledge(const char* step) { line('A', QString::fromLatin1(step)); }
    void failed(const Error& error) { line('F', error.sentence); }
    void changes(long count) { line('N', QString::number(count)); }

private:
    void line(char what, const QString& text);
    int m_pipe;
};

/// The counts of the fault table. `lost` and `duplicated` are about acknowledged and repeated work, `torn` about what is
/// neither there nor absent, `unclear` about errors that were not one clear sentence.
struct Tally
{
    int tries = 0;
    int acknowledged = 0;
    int lost = 0;
    int duplicated = 0;
    int torn = 0;
    int unclear = 0;
    QStringList problems;

    void count(int Tally::*what, const QString& problem)
    {
        ++(this->*what);
        problems.append(problem);
    }
};

/// Something that a program does with a workspace, tried under faults.
class Journey
{
public:
    virtual ~Journey() = default;
    /// Makes the folder that every try begins with a copy of.
    virtual void prepare(const QString& folder) = 0;
    /// The part of it whose files are under faults.
    virtual QString faulty() const = 0;
    /// Walks until the end or an error that stays, with connections and folders of its own.
    virtual void walk(const QString& folder, Teller& tell) = 0;
    /// Looks at what is there, without faults.
    virtual void check(const QString& folder, const Outcome& outcome, const QString& kind, Tally& tally) = 0;
};

std::unique_ptr<Journey> reviewJourney();
std::unique_ptr<Journey> backupJourney(const QString& name); ///< of the backup; one that ends in .sqlite is a single file
std::unique_ptr<Journey> restoreJourney();

} // namespace cartwright::faults
