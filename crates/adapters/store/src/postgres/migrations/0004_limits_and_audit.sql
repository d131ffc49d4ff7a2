-- Who ran what, when, with which outcome: entries are added and, when they are old enough, deleted, but never changed.
-- Code, input, arguments and output are nowhere in it. Jobs may be deleted long before their entries, so none refers to a
-- job's row. Text that a caller chose is written as in `jobs`.
CREATE TABLE audit_log (
    seq           BIGINT      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at            TIMESTAMPTZ NOT NULL,
    event         TEXT        COLLATE "C" NOT NULL CHECK (event IN ('accepted', 'refused', 'ended')),
    job_id        UUID        NOT NULL,
    principal     TEXT        COLLATE "C" NOT NULL,
    key_id        TEXT,
    request_id    TEXT,
    language      TEXT        NOT NULL,
    -- Missing where a job was accepted before there was this table.
    source_sha256 TEXT        COLLATE "C",
    status        TEXT        COLLATE "C" CHECK (status IN ('success', 'failed', 'timed_out', 'cancelled')),
    exit_code     INT,
    signal        INT,
    limit_met     TEXT,
    error_code    TEXT,
    run_us        BIGINT,
    CHECK ((event = 'accepted') = (status IS NULL)),
    CHECK (event = 'ended' OR source_sha256 IS NOT NULL)
);

-- The end of a job repeats what its beginning said.
CREATE UNIQUE INDEX audit_log_accepted ON audit_log (job_id) WHERE event = 'accepted';
CREATE INDEX audit_log_of_principal ON audit_log (principal, seq);
CREATE INDEX audit_log_at ON audit_log (at);

CREATE FUNCTION audit_log_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries of the audit log are never changed';
END
$$;
CREATE TRIGGER audit_log_is_final BEFORE UPDATE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_is_final();

-- How often callers may ask: one number a caller. It is not logged, so it costs no disk, and a crash of the server makes
-- all buckets full, as if nobody had asked before.
CREATE UNLOGGED TABLE rate_buckets (
    who        TEXT   COLLATE "C" PRIMARY KEY,
    -- When the bucket is full again, in microseconds since 1970. A row is worth nothing after that.
    full_at_us BIGINT NOT NULL,
    -- What the last asking got.
    granted    BIGINT NOT NULL
) WITH (fillfactor = 50);

CREATE INDEX rate_buckets_full ON rate_buckets (full_at_us);
