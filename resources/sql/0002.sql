-- The log's seals: each covers its entry and the seal before it, in the order of position; see core/store/log_chain.h. Numbers of the
-- log may have gaps, positions have none. A schema cannot compute the seals of entries that are here already: the program does so
-- before it uses the database.
CREATE TABLE log_chain (
    position INTEGER PRIMARY KEY CHECK (position >= 1),
    number   INTEGER NOT NULL UNIQUE REFERENCES log,
    hash     TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

CREATE TRIGGER log_chain_keeps BEFORE UPDATE ON log_chain
BEGIN
    SELECT RAISE(ABORT, 'the log is only appended to');
END;

CREATE TRIGGER log_chain_stays BEFORE DELETE ON log_chain
BEGIN
    SELECT RAISE(ABORT, 'the log is only appended to');
END;
