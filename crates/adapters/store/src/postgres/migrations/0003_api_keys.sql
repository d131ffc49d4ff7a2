-- Keys for machines. Of a key only its SHA-256 is here.

CREATE TABLE api_keys (
    id           UUID        PRIMARY KEY,
    hash         BYTEA       NOT NULL UNIQUE CHECK (length(hash) = 32),
    owner        TEXT        COLLATE "C" NOT NULL,
    name         TEXT        NOT NULL,
    -- Words with spaces between them.
    scopes       TEXT        NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    expires_at   TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ,
    revoked_at   TIMESTAMPTZ
) WITH (fillfactor = 80);

CREATE INDEX api_keys_of_owner ON api_keys (owner, id);
