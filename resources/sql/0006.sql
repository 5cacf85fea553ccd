-- Labels: how a box came about, and the object that boxes on several frames and cameras show. Empty where a label is older than this.
ALTER TABLE label ADD COLUMN origin TEXT NOT NULL DEFAULT ''
CHECK (origin IN ('', 'decision', 'drawn', 'four_points', 'tracked', 'interpolated'));

ALTER TABLE label ADD COLUMN track_id TEXT NOT NULL DEFAULT '';

-- Pieces that a verdict moved to another sale of the store, with the camera and the moment that show it (no camera: nothing does).
-- They wait for that sale's next verdict.
CREATE TABLE moved_item (
    verdict_row INTEGER NOT NULL REFERENCES verdict,
    position    INTEGER NOT NULL,
    to_sale_row INTEGER NOT NULL REFERENCES sale,
    gtin        TEXT NOT NULL CHECK (length(gtin) = 14),
    quantity    INTEGER NOT NULL CHECK (quantity >= 1),
    camera_id   TEXT NOT NULL,
    seen_at     INTEGER NOT NULL,
    moved_at    INTEGER NOT NULL,
    PRIMARY KEY (verdict_row, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX moved_item_by_sale ON moved_item (to_sale_row, moved_at);
