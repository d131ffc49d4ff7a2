-- Who ran what, when, with which outcome: entries are added and, when they are old enough, deleted, but never changed.
-- Code, input, arguments and output are nowhere in it. Jobs may be deleted long before their entries, so none refers to a
-- job's row.
CREATE TABLE audit_log (
    -- Never used twice, also after the newest entry was deleted.
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    at            INTEGER NOT NULL,
    event         TEXT    NOT NULL CHECK (event IN ('accepted', 'refused', 'ended')),
    job_id        BLOB    NOT NULL CHECK (length(job_id) = 16),
    principal     TEXT    NOT NULL,
    key_id        TEXT,
    request_id    TEXT,
    language      TEXT    NOT NULL,
    -- Missing where a job was accepted before there was this table.
    source_sha256 TEXT,
    status        TEXT    CHECK (status IN ('success', 'failed', 'timed_out', 'cancelled')),
    exit_code     INTEGER,
    signal        INTEGER,
    limit_met     TEXT,
    error_code    TEXT,
    run_us        INTEGER,
    CHECK ((event = 'accepted') = (status IS NULL)),
    CHECK (event = 'ended' OR source_sha256 IS NOT NULL)
) STRICT;

-- The end of a job repeats what its beginning said.
CREATE UNIQUE INDEX audit_log_accepted ON audit_log (job_id) WHERE event = 'accepted';
CREATE INDEX audit_log_of_principal ON audit_log (principal, seq);
CREATE INDEX audit_log_at ON audit_log (at);

CREATE TRIGGER audit_log_is_final BEFORE UPDATE ON audit_log
BEGIN
    SELECT raise(ABORT, 'entries of the audit log are never changed');
END;
