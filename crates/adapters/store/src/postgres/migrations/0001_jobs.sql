-- Jobs, what they run, and their logs.
--
-- Text that a caller chose (owner, language, first line, executor) is written with `\\` for a backslash and `\0` for NUL,
-- which PostgreSQL cannot hold in text. Source, input and output are bytes.

-- Turns between owners (see `line`): the highest rank that was claimed so far. It is a sequence because it needs neither
-- a transaction nor a lock: a little too low for a moment only lets somebody in early.
CREATE SEQUENCE queue_turn MINVALUE 0 START 0;

-- One row a job, narrow, because lists read it. There is room in each page for the updates of a job's life.
CREATE TABLE jobs (
    key              BIGINT      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id               UUID        NOT NULL CONSTRAINT jobs_id_taken UNIQUE,
    owner            TEXT        COLLATE "C" NOT NULL,
    language         TEXT        NOT NULL,
    first_line       TEXT        NOT NULL,
    status           TEXT        COLLATE "C" NOT NULL
        CHECK (status IN ('queued', 'running', 'success', 'failed', 'timed_out', 'cancelled')),
    -- Tries so far; the fencing token, so it only ever grows.
    attempt          BIGINT      NOT NULL CHECK (attempt >= 0),
    -- Tries that an infrastructure fault ended; compared with the most that are allowed.
    faults           BIGINT      NOT NULL CHECK (faults >= 0),
    cancel_requested BOOLEAN     NOT NULL,
    -- Place in the waiting line among all owners; ties go to the lower key.
    fair_rank        BIGINT      NOT NULL,
    -- Until then a job that was handed out is not handed out again. The server's clock.
    hidden_until     TIMESTAMPTZ NOT NULL DEFAULT '-infinity',
    -- Names the last handing out; a delivery with another number is void.
    receipt          BIGINT      NOT NULL DEFAULT 0,
    -- Number of the newest event.
    last_event       BIGINT      NOT NULL CHECK (last_event >= 1),
    created_at       TIMESTAMPTZ NOT NULL,
    started_at       TIMESTAMPTZ,
    finished_at      TIMESTAMPTZ,
    executor         TEXT        COLLATE "C",
    lease_until      TIMESTAMPTZ,
    -- JSON of the outcome. Not JSONB, which refuses U+0000.
    outcome          TEXT,
    share_hash       TEXT        COLLATE "C",
    CHECK ((status IN ('queued', 'running')) = (finished_at IS NULL)),
    CHECK ((finished_at IS NULL) = (outcome IS NULL)),
    CHECK ((status = 'running') = (executor IS NOT NULL)),
    CHECK ((status = 'running') = (lease_until IS NOT NULL)),
    CHECK (status <> 'queued' OR NOT cancel_requested),
    CHECK (status <> 'running' OR started_at IS NOT NULL)
) WITH (fillfactor = 70);

CREATE INDEX jobs_of_owner ON jobs (owner, id);
CREATE INDEX jobs_of_owner_by_status ON jobs (owner, status, id);
CREATE INDEX jobs_waiting ON jobs (fair_rank, key) WHERE status = 'queued';
CREATE INDEX jobs_waiting_of_owner ON jobs (owner, fair_rank) WHERE status = 'queued';
CREATE INDEX jobs_running ON jobs (lease_until) WHERE status = 'running';
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
CREATE UNIQUE INDEX jobs_shared ON jobs (share_hash) WHERE share_hash IS NOT NULL;

-- How a job ended is written once and never changed.
CREATE FUNCTION jobs_end_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the job has ended';
END
$$;
CREATE TRIGGER jobs_end_once BEFORE UPDATE OF status, attempt, finished_at, outcome, last_event ON jobs
    FOR EACH ROW WHEN (old.finished_at IS NOT NULL) EXECUTE FUNCTION jobs_end_once();

-- What a job runs.
CREATE TABLE job_specs (
    job    BIGINT PRIMARY KEY REFERENCES jobs (key) ON DELETE CASCADE,
    source BYTEA  NOT NULL,
    stdin  BYTEA  NOT NULL,
    -- JSON of the rest: arguments, files, imports, limits.
    rest   TEXT   NOT NULL
);

-- A job's log; written once, so its pages are filled.
CREATE TABLE job_events (
    job     BIGINT      NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
    seq     BIGINT      NOT NULL CHECK (seq >= 1),
    attempt BIGINT      NOT NULL,
    at      TIMESTAMPTZ NOT NULL,
    kind    TEXT        COLLATE "C" NOT NULL
        CHECK (kind IN ('status', 'step_started', 'output', 'step_finished', 'done')),
    stream  TEXT        COLLATE "C" CHECK (stream IN ('stdout', 'stderr')),
    -- Output as raw bytes; every other body as JSON.
    data    BYTEA       NOT NULL,
    PRIMARY KEY (job, seq),
    CHECK ((kind = 'output') = (stream IS NOT NULL))
);

-- Requests that name themselves, remembered as long as their job.
CREATE TABLE idempotency_keys (
    owner       TEXT   COLLATE "C" NOT NULL,
    key         TEXT   COLLATE "C" NOT NULL,
    fingerprint TEXT   NOT NULL,
    job         BIGINT NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
    PRIMARY KEY (owner, key)
);

CREATE INDEX idempotency_keys_of_job ON idempotency_keys (job);

-- How many jobs of each owner wait. Its row is also the lock under which one owner's jobs are accepted one after another.
CREATE TABLE queue_owners (
    owner  TEXT   COLLATE "C" PRIMARY KEY,
    queued BIGINT NOT NULL CHECK (queued >= 0)
) WITH (fillfactor = 50);
