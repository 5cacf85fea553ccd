-- Who may sign in, where the tables are a file; on a server its own roles are the accounts.
-- hash is libsodium's whole Argon2id string with its salt and limits. Accounts are never deleted, because verdicts and the log cite them.
CREATE TABLE account (
    name       TEXT PRIMARY KEY CHECK (name <> ''),
    role       TEXT NOT NULL CHECK (role IN ('reviewer', 'lead', 'ml_engineer', 'manager', 'operator', 'pipeline')),
    hash       TEXT NOT NULL CHECK (hash <> ''),
    active     INTEGER NOT NULL CHECK (active IN (0, 1)),
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER account_stays BEFORE DELETE ON account
BEGIN
    SELECT RAISE(ABORT, 'accounts are never deleted, disable them instead');
END;

CREATE TRIGGER account_keeps BEFORE UPDATE OF name, created_at, created_by ON account
BEGIN
    SELECT RAISE(ABORT, 'an account keeps its name and its beginning');
END;

-- Failed sign-ins in a row, to make guessing slow. Names that nobody has share a few rows, so that none of them is kept: people
-- type passwords where a name belongs.
CREATE TABLE sign_in_failure (
    name      TEXT PRIMARY KEY,
    failures  INTEGER NOT NULL CHECK (failures > 0),
    failed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who is signed in on the command line: the SHA-256 of a secret that only the person's own file holds.
CREATE TABLE account_session (
    token_hash TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
    name       TEXT NOT NULL REFERENCES account,
    opened_at  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX account_session_by_name ON account_session (name);

-- What a reviewer would have submitted, had nobody taken the sale over meanwhile. It decides nothing.
CREATE TABLE second_opinion (
    opinion_row   INTEGER PRIMARY KEY,
    sale_row      INTEGER NOT NULL,
    sale_revision INTEGER NOT NULL,
    reviewer      TEXT NOT NULL CHECK (reviewer <> ''),
    outcome       TEXT NOT NULL CHECK (outcome IN ('confirmed', 'corrected', 'unresolvable', 'escalated')),
    opened_at     INTEGER NOT NULL,
    kept_at       INTEGER NOT NULL,
    epoch         INTEGER NOT NULL,
    note          TEXT NOT NULL,
    cart          TEXT NOT NULL CHECK (substr(cart, 1, 1) = '['),
    edits         TEXT NOT NULL CHECK (substr(edits, 1, 1) = '['),
    UNIQUE (sale_row, epoch, reviewer),
    FOREIGN KEY (sale_row, sale_revision) REFERENCES sale_revision
) STRICT;

CREATE TRIGGER second_opinion_keeps BEFORE UPDATE ON second_opinion
BEGIN
    SELECT RAISE(ABORT, 'a second opinion is never changed');
END;

CREATE TRIGGER second_opinion_stays BEFORE DELETE ON second_opinion
BEGIN
    SELECT RAISE(ABORT, 'a second opinion is never changed');
END;
