// Made at first; the room's own files replace it.
