-- What the progress page shows of a day beside its attempts, kept up to date by the trigger like the rest: how many passed,
-- and how many exercises passed for the first time. It is read without looking at a single attempt.
INSERT INTO schema_version VALUES (2, '0.1.0');

ALTER TABLE day_state ADD COLUMN passed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE day_state ADD COLUMN solved INTEGER NOT NULL DEFAULT 0;  -- exercises passed for the first time

UPDATE day_state SET passed = summed.passed
    FROM (SELECT course, day, sum(passed) AS passed FROM attempt GROUP BY course, day) AS summed
    WHERE summed.course = day_state.course AND summed.day = day_state.day;
UPDATE day_state SET solved = counted.solved
    FROM (SELECT course, day, count(*) AS solved
          FROM (SELECT course, exercise, day, min(id) FROM attempt WHERE passed GROUP BY course, exercise)
          GROUP BY course, day) AS counted
    WHERE counted.course = day_state.course AND counted.day = day_state.day;

DROP TRIGGER attempt_summary;
CREATE TRIGGER attempt_summary AFTER INSERT ON attempt BEGIN
    INSERT INTO day_state (course, day, attempts, passed, solved)
        SELECT NEW.course, NEW.day, 1, NEW.passed,
               NEW.passed AND NOT EXISTS (SELECT 1 FROM exercise_state
                                          WHERE course = NEW.course AND exercise = NEW.exercise AND passed) WHERE true
    ON CONFLICT (course, day) DO UPDATE SET
        attempts = attempts + 1,
        passed = passed + excluded.passed,
        solved = solved + excluded.solved;
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
END;
