-- What the reader wrote beside a lesson's paragraph. The paragraph is known by the heading above it, its number below that
-- heading, a hash of its text and how it begins: so a note is found again in a lesson that changed, or told as one whose
-- paragraph did. A removed note stays, so that removing can be undone.
INSERT INTO schema_version VALUES (3, '0.1.0');

CREATE TABLE lesson_note (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    course     TEXT NOT NULL,
    lesson     TEXT NOT NULL,        -- "phase/lesson"
    anchor     TEXT NOT NULL,        -- the heading's id; empty above the first
    position   INTEGER NOT NULL,     -- from 0, below that heading
    hash       TEXT NOT NULL,        -- of the paragraph's text, made by the page
    quote      TEXT NOT NULL,        -- how the paragraph began
    text       TEXT NOT NULL,
    created_ms INTEGER NOT NULL,     -- with course and lesson what names it in an export
    changed_ms INTEGER NOT NULL,
    removed_ms INTEGER,
    UNIQUE (course, lesson, created_ms)
) STRICT;
