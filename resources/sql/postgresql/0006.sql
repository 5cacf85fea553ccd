-- The same as ../0006.sql, in PostgreSQL's words.
ALTER TABLE label ADD COLUMN origin TEXT COLLATE "C" NOT NULL DEFAULT ''
CHECK (origin IN ('', 'decision', 'drawn', 'four_points', 'tracked', 'interpolated'));

ALTER TABLE label ADD COLUMN track_id TEXT COLLATE "C" NOT NULL DEFAULT '';

-- Pieces that a verdict moved to another sale of the store, with the camera and the moment that show it (no camera: nothing does).
-- They wait for that sale's next verdict.
CREATE TABLE moved_item (
    verdict_row BIGINT NOT NULL REFERENCES verdict,
    position    BIGINT NOT NULL,
    to_sale_row BIGINT NOT NULL REFERENCES sale,
    gtin        TEXT COLLATE "C" NOT NULL CHECK (length(gtin) = 14),
    quantity    BIGINT NOT NULL CHECK (quantity >= 1),
    camera_id   TEXT COLLATE "C" NOT NULL,
    seen_at     BIGINT NOT NULL,
    moved_at    BIGINT NOT NULL,
    PRIMARY KEY (verdict_row, position)
);

CREATE INDEX moved_item_by_sale ON moved_item (to_sale_row, moved_at);

CREATE TRIGGER moved_item_is_own BEFORE INSERT ON moved_item FOR EACH ROW EXECUTE FUNCTION verdict_part_is_own();
