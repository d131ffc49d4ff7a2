-- Jobs, what they run, and their logs. Times are microseconds since 1970 (UTC).

-- One row a job, narrow, because lists read it.
CREATE TABLE jobs (
    key              INTEGER PRIMARY KEY,
    id               BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    owner            TEXT    NOT NULL,
    language         TEXT    NOT NULL,
    first_line       TEXT    NOT NULL,
    status           TEXT    NOT NULL
        CHECK (status IN ('queued', 'running', 'success', 'failed', 'timed_out', 'cancelled')),
    -- Tries so far; the fencing token, so it only ever grows.
    attempt          INTEGER NOT NULL CHECK (attempt >= 0),
    -- Tries that an infrastructure fault ended; compared with the most that are allowed.
    faults           INTEGER NOT NULL CHECK (faults >= 0),
    cancel_requested INTEGER NOT NULL CHECK (cancel_requested IN (0, 1)),
    -- Place in the waiting line among all owners; ties go to the lower key.
    fair_rank        INTEGER NOT NULL,
    -- Number of the newest event.
    last_event       INTEGER NOT NULL CHECK (last_event >= 1),
    created_at       INTEGER NOT NULL,
    started_at       INTEGER,
    finished_at      INTEGER,
    executor         TEXT,
    lease_until      INTEGER,
    -- JSON of the outcome.
    outcome          TEXT,
    share_hash       TEXT,
    CHECK ((status IN ('queued', 'running')) = (finished_at IS NULL)),
    CHECK ((finished_at IS NULL) = (outcome IS NULL)),
    CHECK ((status = 'running') = (executor IS NOT NULL)),
    CHECK ((status = 'running') = (lease_until IS NOT NULL)),
    CHECK (status <> 'queued' OR cancel_requested = 0),
    CHECK (status <> 'running' OR started_at IS NOT NULL)
) STRICT;

CREATE INDEX jobs_of_owner ON jobs (owner, id);
CREATE INDEX jobs_of_owner_by_status ON jobs (owner, status, id);
CREATE INDEX jobs_waiting ON jobs (fair_rank, key, created_at) WHERE status = 'queued';
CREATE INDEX jobs_running ON jobs (lease_until) WHERE status = 'running';
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
CREATE UNIQUE INDEX jobs_shared ON jobs (share_hash) WHERE share_hash IS NOT NULL;

-- How a job ended is written once and never changed.
CREATE TRIGGER jobs_end_once BEFORE UPDATE OF status, attempt, finished_at, outcome, last_event ON jobs
WHEN old.finished_at IS NOT NULL
BEGIN
    SELECT raise(ABORT, 'the job has ended');
END;

-- What a job runs.
CREATE TABLE job_specs (
    job    INTEGER PRIMARY KEY REFERENCES jobs (key) ON DELETE CASCADE,
    source BLOB NOT NULL,
    stdin  BLOB NOT NULL,
    -- JSON of the rest: arguments, files, imports, limits.
    rest   TEXT NOT NULL
) STRICT;

-- A job's log.
CREATE TABLE job_events (
    job     INTEGER NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
    seq     INTEGER NOT NULL CHECK (seq >= 1),
    attempt INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    kind    TEXT    NOT NULL CHECK (kind IN ('status', 'step_started', 'output', 'step_finished', 'done')),
    stream  TEXT    CHECK (stream IN ('stdout', 'stderr')),
    -- Output as raw bytes; every other body as JSON.
    data    BLOB    NOT NULL,
    PRIMARY KEY (job, seq),
    CHECK ((kind = 'output') = (stream IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Requests that name themselves, remembered as long as their job.
CREATE TABLE idempotency_keys (
    owner       TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    job         INTEGER NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
    PRIMARY KEY (owner, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_of_job ON idempotency_keys (job);
