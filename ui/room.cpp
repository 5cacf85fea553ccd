// Made at first; the window's own files replace it.
