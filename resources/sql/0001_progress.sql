-- What a learner did. Rules that hold for every migration: run in order, each inside the one transaction that also sets
-- user_version; never edited once released; every table has an integer rowid, since the recovery of a damaged file
-- walks tables by rowid; times are milliseconds since 1970 UTC.

CREATE TABLE schema_version (
    version INTEGER PRIMARY KEY,
    assay   TEXT NOT NULL            -- the release of Assay that brought it: told to an older one
) STRICT;
INSERT INTO schema_version VALUES (1, '0.1.0');

-- A file's bytes, once for all attempts and drafts that have them.
CREATE TABLE content (
    id    INTEGER PRIMARY KEY,
    hash  TEXT NOT NULL UNIQUE,      -- BLAKE2b-256 of the bytes, hex
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE attempt (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms            INTEGER NOT NULL,
    day              TEXT NOT NULL,  -- the learner's own date at that time: later travel moves no day of the calendar
    course           TEXT NOT NULL,
    exercise         TEXT NOT NULL,
    exercise_version TEXT NOT NULL,
    content_hash     TEXT NOT NULL,
    submission_hash  TEXT NOT NULL,
    verdict          TEXT NOT NULL,
    points           REAL NOT NULL,
    max_points       REAL NOT NULL,
    passed           INTEGER NOT NULL CHECK (passed IN (0, 1)),
    origin           TEXT NOT NULL,
    files            INTEGER NOT NULL  -- how many belong to it: tells after a recovery whether all are there
) STRICT;
-- It has all that a history shows: ten thousand attempts that lie scattered over the table are read in one piece.
CREATE INDEX attempt_by_exercise ON attempt (course, exercise, id, at_ms, exercise_version, content_hash, submission_hash,
                                             verdict, points, max_points, passed, origin);

CREATE TABLE attempt_file (
    id       INTEGER PRIMARY KEY,
    attempt  INTEGER NOT NULL REFERENCES attempt (id),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    content  INTEGER NOT NULL REFERENCES content (id),
    UNIQUE (attempt, position)
) STRICT;
CREATE INDEX attempt_file_by_content ON attempt_file (content);

-- Apart from attempt, so that a history of thousands does not read past megabytes of reports.
CREATE TABLE attempt_report (
    attempt INTEGER PRIMARY KEY REFERENCES attempt (id),
    json    TEXT NOT NULL
) STRICT;

-- The one thing about an attempt that may change.
CREATE TABLE attempt_note (
    attempt INTEGER PRIMARY KEY REFERENCES attempt (id),
    note    TEXT NOT NULL,
    at_ms   INTEGER NOT NULL
) STRICT;

-- Attempts are append-only, also for INSERT OR REPLACE, which fires no delete trigger.
CREATE TRIGGER attempt_no_update BEFORE UPDATE ON attempt
    BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER attempt_no_delete BEFORE DELETE ON attempt
    BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER attempt_no_replace BEFORE INSERT ON attempt WHEN EXISTS (SELECT 1 FROM attempt WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER attempt_file_no_update BEFORE UPDATE ON attempt_file
    BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER attempt_file_no_delete BEFORE DELETE ON attempt_file
    BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER attempt_file_no_replace BEFORE INSERT ON attempt_file
    WHEN EXISTS (SELECT 1 FROM attempt_file WHERE id = NEW.id OR (attempt = NEW.attempt AND position = NEW.position))
    BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER attempt_report_no_update BEFORE UPDATE ON attempt_report
    BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER attempt_report_no_delete BEFORE DELETE ON attempt_report
    BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER attempt_report_no_replace BEFORE INSERT ON attempt_report
    WHEN EXISTS (SELECT 1 FROM attempt_report WHERE attempt = NEW.attempt)
    BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER content_no_update BEFORE UPDATE ON content
    BEGIN SELECT RAISE(ABORT, 'contents never change'); END;
CREATE TRIGGER content_no_replace BEFORE INSERT ON content
    WHEN EXISTS (SELECT 1 FROM content WHERE id = NEW.id OR hash = NEW.hash)
    BEGIN SELECT RAISE(ABORT, 'contents never change'); END;

-- What the course map shows, kept up to date by the trigger: reading it does not depend on how many attempts there are.
CREATE TABLE exercise_state (
    course       TEXT NOT NULL,
    exercise     TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    passed       INTEGER NOT NULL,
    best_points  REAL NOT NULL,      -- of the attempt with the best share of its own max_points
    max_points   REAL NOT NULL,
    last_verdict TEXT NOT NULL,
    last_ms      INTEGER NOT NULL,
    UNIQUE (course, exercise)
) STRICT;
CREATE TABLE day_state (
    course   TEXT NOT NULL,
    day      TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    UNIQUE (course, day)
) STRICT;
CREATE TRIGGER attempt_summary AFTER INSERT ON attempt BEGIN
    INSERT INTO exercise_state VALUES
        (NEW.course, NEW.exercise, 1, NEW.passed, NEW.points, NEW.max_points, NEW.verdict, NEW.at_ms)
    ON CONFLICT (course, exercise) DO UPDATE SET
        attempts = attempts + 1,
        passed = max(passed, excluded.passed),
        best_points = iif(excluded.best_points * max_points >= best_points * excluded.max_points,
                          excluded.best_points, best_points),
        max_points = iif(excluded.best_points * max_points >= best_points * excluded.max_points,
                         excluded.max_points, max_points),
        last_verdict = excluded.last_verdict,
        last_ms = excluded.last_ms;
    INSERT INTO day_state VALUES (NEW.course, NEW.day, 1)
    ON CONFLICT (course, day) DO UPDATE SET attempts = attempts + 1;
END;

-- The present draft of an exercise has no kept_ms. One that was reset or replaced gets it and stays in the history:
-- nothing that a learner wrote is lost by a button.
CREATE TABLE draft (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    course           TEXT NOT NULL,
    exercise         TEXT NOT NULL,
    exercise_version TEXT NOT NULL,
    active_file      TEXT NOT NULL,
    caret            INTEGER NOT NULL,
    at_ms            INTEGER NOT NULL,
    kept_ms          INTEGER
) STRICT;
CREATE UNIQUE INDEX draft_present ON draft (course, exercise) WHERE kept_ms IS NULL;
CREATE INDEX draft_by_exercise ON draft (course, exercise);

CREATE TABLE draft_file (
    id       INTEGER PRIMARY KEY,
    draft    INTEGER NOT NULL REFERENCES draft (id),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    content  INTEGER NOT NULL REFERENCES content (id),
    UNIQUE (draft, position)
) STRICT;
CREATE INDEX draft_file_by_content ON draft_file (content);

CREATE TABLE hint (
    course   TEXT NOT NULL,
    exercise TEXT NOT NULL,
    hint     INTEGER NOT NULL,       -- 1-based
    at_ms    INTEGER NOT NULL,
    UNIQUE (course, exercise, hint)
) STRICT;

CREATE TABLE lesson (
    course      TEXT NOT NULL,
    lesson      TEXT NOT NULL,       -- "phase/lesson"
    opened_ms   INTEGER,
    finished_ms INTEGER,
    place       REAL NOT NULL DEFAULT 0,
    anchor      TEXT NOT NULL DEFAULT '',
    last_ms     INTEGER NOT NULL,
    UNIQUE (course, lesson)
) STRICT;
CREATE TABLE tick (
    course TEXT NOT NULL,
    lesson TEXT NOT NULL,
    item   TEXT NOT NULL,
    at_ms  INTEGER NOT NULL,
    UNIQUE (course, lesson, item)
) STRICT;
CREATE TABLE quiz (
    course        TEXT NOT NULL,
    lesson        TEXT NOT NULL,
    quiz          TEXT NOT NULL,
    first_option  INTEGER NOT NULL,
    first_correct INTEGER NOT NULL,
    last_option   INTEGER NOT NULL,
    last_correct  INTEGER NOT NULL,
    tries         INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    UNIQUE (course, lesson, quiz)
) STRICT;

CREATE TABLE last_place (
    course   TEXT NOT NULL UNIQUE,
    phase    TEXT NOT NULL,
    lesson   TEXT NOT NULL,
    exercise TEXT NOT NULL,
    at_ms    INTEGER NOT NULL
) STRICT;
CREATE TABLE mark (
    course TEXT NOT NULL,
    item   TEXT NOT NULL,
    at_ms  INTEGER NOT NULL,
    UNIQUE (course, item)
) STRICT;
CREATE TABLE setting (
    name  TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
) STRICT;
