-- Who runs jobs, as they say themselves. Nothing depends on it: it is shown to people and health checks.
CREATE TABLE executors (
    id          TEXT        COLLATE "C" PRIMARY KEY,
    -- The server's clock.
    alive_until TIMESTAMPTZ NOT NULL,
    -- JSON of the report. Not JSONB, which refuses U+0000.
    report      TEXT        NOT NULL
);
