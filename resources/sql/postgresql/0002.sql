-- Schema 2, the same table as the file of this number in the folder above, in PostgreSQL's words.

CREATE TABLE log_chain (
    position BIGINT PRIMARY KEY CHECK (position >= 1),
    number   BIGINT NOT NULL UNIQUE REFERENCES log,
    hash     TEXT COLLATE "C" NOT NULL CHECK (length(hash) = 64)
);

CREATE TRIGGER log_chain_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON log_chain EXECUTE FUNCTION log_keeps();
