-- Review copies: masked copies of clips, which reviewers watch in place of the originals. Each row is one that was made, or that
-- could not be made: then it has no file, and trouble says why. Of a clip's parts the latest rows count, and the whole before its
-- decisive seconds. Times are on the clip's own clock, sizes of the original are what boxes and polygons refer to.
CREATE TABLE review_copy (
    copy_row        INTEGER PRIMARY KEY,
    sale_row        INTEGER NOT NULL,
    revision        INTEGER NOT NULL,
    position        INTEGER NOT NULL,
    part            TEXT NOT NULL CHECK (part IN ('decisive', 'whole')),
    made_at         INTEGER NOT NULL,
    file            TEXT NOT NULL,
    sha256          TEXT NOT NULL,
    bytes           INTEGER NOT NULL CHECK (bytes >= 0),
    masking         TEXT NOT NULL CHECK (masking IN ('people', 'whole', '')),
    trouble         TEXT NOT NULL,
    frames          INTEGER NOT NULL CHECK (frames >= 0),
    masked_frames   INTEGER NOT NULL CHECK (masked_frames >= 0),
    masked_share    REAL NOT NULL,
    clip_start      INTEGER NOT NULL,
    original_width  INTEGER NOT NULL,
    original_height INTEGER NOT NULL,
    CHECK ((file = '') = (masking = '')),
    CHECK (file = '' OR length(sha256) = 64),
    FOREIGN KEY (sale_row, revision, position) REFERENCES clip
) STRICT;

CREATE INDEX review_copy_by_clip ON review_copy (sale_row, revision, position, part, copy_row);

CREATE TRIGGER review_copy_keeps BEFORE UPDATE ON review_copy
BEGIN
    SELECT RAISE(ABORT, 'a review copy is never changed, a new one is made');
END;
