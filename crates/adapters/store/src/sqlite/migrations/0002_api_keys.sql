-- Keys for machines. Times are microseconds since 1970 (UTC). Of a key only its SHA-256 is here.

CREATE TABLE api_keys (
    id           BLOB    PRIMARY KEY CHECK (length(id) = 16),
    hash         BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    owner        TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    -- Words with spaces between them.
    scopes       TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at   INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX api_keys_of_owner ON api_keys (owner, id);
