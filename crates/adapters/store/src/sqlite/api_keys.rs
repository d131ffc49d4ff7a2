//! [`ApiKeyStore`].

use async_trait::async_trait;
use domain::{
    ApiKey, ApiKeyFilter, ApiKeyId, ApiKeyStore, CreateKeyError, ENDED_KEYS_KEPT, KeyHash, NewApiKey, PrincipalId,
    Scopes, StoreError, Timestamp,
};
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::{
    SqliteStore,
    sql::Sql as _,
    writer::{
        Durability::{Power, Process},
        Tx,
    },
};
use crate::api_key_row::{LIST_MAX, NOTED_EVERY_US, expires_at};

#[async_trait]
impl ApiKeyStore for SqliteStore {
    async fn create(&self, key: NewApiKey, max: u32) -> Result<ApiKey, CreateKeyError> {
        self.inner.writer.write(Power, move |tx| create(tx, key, max)).await
    }

    async fn list(&self, filter: ApiKeyFilter) -> Result<Vec<ApiKey>, StoreError> {
        self.inner.readers.read(move |conn| list(conn, &filter)).await
    }

    async fn find(&self, hash: &KeyHash) -> Result<Option<ApiKey>, StoreError> {
        let hash = *hash;
        self.inner.readers.read(move |conn| find(conn, &hash)).await
    }

    async fn revoke(&self, id: ApiKeyId, owner: Option<&PrincipalId>) -> Result<bool, StoreError> {
        let owner = owner.cloned();
        self.inner.writer.write(Power, move |tx| revoke(tx, id, owner.as_ref())).await
    }

    async fn touch(&self, id: ApiKeyId) -> Result<(), StoreError> {
        self.inner.writer.write(Process, move |tx| touch(tx, id)).await
    }
}

fn create(tx: &mut Tx<'_>, key: NewApiKey, max: u32) -> Result<ApiKey, CreateKeyError> {
    const INSERT: &str = "INSERT INTO api_keys (id, hash, owner, name, scopes, created_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    forget_ended(tx, &key.owner)?;
    if good_keys(tx, &key.owner)? >= max {
        return Err(CreateKeyError::Full);
    }
    let NewApiKey { id, owner, name, scopes, hash, lifetime } = key;
    let (created_at, expires_at) = (tx.now(), expires_at(tx.now(), lifetime));
    let (created_us, expires_us) = (created_at.as_microsecond(), expires_at.as_microsecond());
    let params = (id_bytes(id), hash, owner.as_str(), &name, scopes.to_string(), created_us, expires_us);
    tx.change(INSERT, params)?;
    Ok(ApiKey { id, owner, name, scopes, created_at, expires_at, last_used_at: None, revoked_at: None })
}

fn forget_ended(tx: &Tx<'_>, owner: &PrincipalId) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM api_keys WHERE id IN (SELECT id FROM api_keys
        WHERE owner = ?1 AND (revoked_at IS NOT NULL OR expires_at <= ?2) ORDER BY id DESC LIMIT -1 OFFSET ?3)";
    tx.change(SQL, (owner.as_str(), tx.now_us(), ENDED_KEYS_KEPT)).map(drop)
}

fn good_keys(tx: &Tx<'_>, owner: &PrincipalId) -> Result<u32, StoreError> {
    const SQL: &str = "SELECT count(*) FROM api_keys WHERE owner = ?1 AND revoked_at IS NULL AND expires_at > ?2";
    Ok(tx.value(SQL, (owner.as_str(), tx.now_us()))?.unwrap_or(0))
}

fn list(conn: &Connection, filter: &ApiKeyFilter) -> Result<Vec<ApiKey>, StoreError> {
    const OF_OWNER: &str = "SELECT * FROM api_keys WHERE owner = ?3 AND id < ?1 ORDER BY id DESC LIMIT ?2";
    const ALL: &str = "SELECT * FROM api_keys WHERE ?3 IS NULL AND id < ?1 ORDER BY id DESC LIMIT ?2";
    // Ids sort by time. All ones is no key's id, so it stands for "from the newest on".
    let before = filter.before.map_or([u8::MAX; 16], id_bytes);
    let owner = filter.owner.as_ref().map(PrincipalId::as_str);
    let sql = if owner.is_some() { OF_OWNER } else { ALL };
    conn.rows(sql, (before, filter.limit.min(LIST_MAX), owner), |row| read(row).map_err(StoreError::unavailable))
}

fn find(conn: &Connection, hash: &KeyHash) -> Result<Option<ApiKey>, StoreError> {
    conn.plain("SELECT * FROM api_keys WHERE hash = ?1", [hash], read)
}

fn revoke(tx: &mut Tx<'_>, id: ApiKeyId, owner: Option<&PrincipalId>) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?2)
        WHERE id = ?1 AND (?3 IS NULL OR owner = ?3)";
    let changed = tx.change(SQL, (id_bytes(id), tx.now_us(), owner.map(PrincipalId::as_str)))?;
    Ok(changed > 0)
}

fn touch(tx: &mut Tx<'_>, id: ApiKeyId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE api_keys SET last_used_at = ?2
        WHERE id = ?1 AND (last_used_at IS NULL OR abs(?2 - last_used_at) >= ?3)";
    tx.change(SQL, (id_bytes(id), tx.now_us(), NOTED_EVERY_US)).map(drop)
}

fn id_bytes(id: ApiKeyId) -> [u8; 16] {
    *id.as_uuid().as_bytes()
}

fn read(row: &Row<'_>) -> rusqlite::Result<ApiKey> {
    let scopes: String = row.get("scopes")?;
    Ok(ApiKey {
        id: ApiKeyId::from_uuid(Uuid::from_bytes(row.get("id")?)),
        owner: PrincipalId::new(row.get::<_, String>("owner")?),
        name: row.get("name")?,
        scopes: Scopes::from_words(&scopes),
        created_at: time(row, "created_at")?.unwrap_or_default(),
        // What cannot be read is long over.
        expires_at: time(row, "expires_at")?.unwrap_or_default(),
        last_used_at: time(row, "last_used_at")?,
        revoked_at: time(row, "revoked_at")?,
    })
}

fn time(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    let micros: Option<i64> = row.get(column)?;
    Ok(micros.and_then(|micros| Timestamp::from_microsecond(micros).ok()))
}
