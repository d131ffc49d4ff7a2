//! [`ApiKeyStore`].

use async_trait::async_trait;
use domain::{
    ApiKey, ApiKeyFilter, ApiKeyId, ApiKeyStore, CreateKeyError, ENDED_KEYS_KEPT, KeyHash, NewApiKey, PrincipalId,
    Scopes, StoreError, Timestamp,
};
use sqlx_core::{error::Error, query::query, query_scalar::query_scalar, row::Row as _};
use sqlx_postgres::PgRow;

use super::{
    PostgresStore,
    codec::{self, Moment},
    tx::Tx,
};
use crate::api_key_row::{LIST_MAX, NOTED_EVERY_US, expires_at};

#[async_trait]
impl ApiKeyStore for PostgresStore {
    async fn create(&self, key: NewApiKey, max: u32) -> Result<ApiKey, CreateKeyError> {
        let mut tx = self.begin().await?;
        let created = create(&mut tx, key, max).await;
        tx.end(created).await
    }

    async fn list(&self, filter: ApiKeyFilter) -> Result<Vec<ApiKey>, StoreError> {
        const ALL: &str = "SELECT * FROM api_keys WHERE id < $1 ORDER BY id DESC LIMIT $2";
        const OF_OWNER: &str = "SELECT * FROM api_keys WHERE id < $1 AND owner = $3 ORDER BY id DESC LIMIT $2";
        // Ids sort by time. All ones is no key's id, so it stands for "from the newest on".
        let before = filter.before.map_or(uuid::Uuid::max(), ApiKeyId::as_uuid);
        let bind = |sql| query(sql).bind(before).bind(i64::from(filter.limit.min(LIST_MAX)));
        let query = match &filter.owner {
            Some(owner) => bind(OF_OWNER).bind(codec::text(owner.as_str())),
            None => bind(ALL),
        };
        let rows = query.fetch_all(&self.inner.pool).await.map_err(StoreError::unavailable)?;
        rows.iter().map(|row| read(row).map_err(StoreError::unavailable)).collect()
    }

    async fn find(&self, hash: &KeyHash) -> Result<Option<ApiKey>, StoreError> {
        let query = query("SELECT * FROM api_keys WHERE hash = $1").bind(&hash[..]);
        let row = query.fetch_optional(&self.inner.pool).await.map_err(StoreError::unavailable)?;
        row.map(|row| read(&row).map_err(StoreError::unavailable)).transpose()
    }

    async fn revoke(&self, id: ApiKeyId, owner: Option<&PrincipalId>) -> Result<bool, StoreError> {
        const SQL: &str = "UPDATE api_keys SET revoked_at = coalesce(revoked_at, $2)
            WHERE id = $1 AND ($3 IS NULL OR owner = $3)";
        let owner = owner.map(|owner| codec::text(owner.as_str()));
        let revoked = query(SQL).bind(id.as_uuid()).bind(self.now()).bind(owner).execute(&self.inner.pool).await;
        Ok(revoked.map_err(StoreError::unavailable)?.rows_affected() > 0)
    }

    async fn touch(&self, id: ApiKeyId) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE api_keys SET last_used_at = $2 WHERE id = $1
            AND (last_used_at IS NULL OR abs(extract(epoch FROM $2 - last_used_at) * 1000000) >= $3)";
        let query = query(SQL).bind(id.as_uuid()).bind(self.now()).bind(NOTED_EVERY_US);
        query.execute(&self.inner.pool).await.map(drop).map_err(StoreError::unavailable)
    }
}

async fn create(tx: &mut Tx<'_>, key: NewApiKey, max: u32) -> Result<ApiKey, CreateKeyError> {
    const INSERT: &str = "INSERT INTO api_keys (id, hash, owner, name, scopes, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    take_turn(tx, &key.owner).await?;
    forget_ended(tx, &key.owner).await?;
    if good_keys(tx, &key.owner).await? >= i64::from(max) {
        return Err(CreateKeyError::Full);
    }
    let NewApiKey { id, owner, name, scopes, hash, lifetime } = key;
    let created_at = tx.now().0;
    let expires_at = expires_at(created_at, lifetime);
    let query = query(INSERT).bind(id.as_uuid()).bind(&hash[..]).bind(codec::text(owner.as_str()));
    let query = query.bind(codec::text(&name)).bind(scopes.to_string());
    let query = query.bind(Moment(created_at)).bind(Moment(expires_at));
    query.execute(&mut **tx).await.map_err(StoreError::unavailable)?;
    Ok(ApiKey { id, owner, name, scopes, created_at, expires_at, last_used_at: None, revoked_at: None })
}

/// One owner's keys are made one after another, so that together they are not more than there may be.
async fn take_turn(tx: &mut Tx<'_>, owner: &PrincipalId) -> Result<(), StoreError> {
    const SQL: &str = "SELECT pg_advisory_xact_lock(hashtext('api_keys'), hashtext($1))";
    let query = query(SQL).bind(codec::text(owner.as_str()));
    query.execute(&mut **tx).await.map(drop).map_err(StoreError::unavailable)
}

async fn forget_ended(tx: &mut Tx<'_>, owner: &PrincipalId) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM api_keys WHERE id IN (SELECT id FROM api_keys
        WHERE owner = $1 AND (revoked_at IS NOT NULL OR expires_at <= $2) ORDER BY id DESC OFFSET $3)";
    let query = query(SQL).bind(codec::text(owner.as_str())).bind(tx.now()).bind(i64::from(ENDED_KEYS_KEPT));
    query.execute(&mut **tx).await.map(drop).map_err(StoreError::unavailable)
}

async fn good_keys(tx: &mut Tx<'_>, owner: &PrincipalId) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT count(*) FROM api_keys WHERE owner = $1 AND revoked_at IS NULL AND expires_at > $2";
    let query = query_scalar(SQL).bind(codec::text(owner.as_str())).bind(tx.now());
    query.fetch_one(&mut **tx).await.map_err(StoreError::unavailable)
}

fn read(row: &PgRow) -> Result<ApiKey, Error> {
    let text = |column| -> Result<String, Error> {
        let plain = codec::plain(row.try_get(column)?);
        plain.ok_or_else(|| Error::ColumnNotFound(format!("{column} of api_keys is not what was written")))
    };
    let time = |column| -> Result<Option<Timestamp>, Error> {
        Ok(row.try_get::<Option<Moment>, _>(column)?.map(|moment| moment.0))
    };
    let scopes: &str = row.try_get("scopes")?;
    Ok(ApiKey {
        id: ApiKeyId::from_uuid(row.try_get("id")?),
        owner: PrincipalId::new(text("owner")?),
        name: text("name")?,
        scopes: Scopes::from_words(scopes),
        created_at: time("created_at")?.unwrap_or_default(),
        // What is not there is long over.
        expires_at: time("expires_at")?.unwrap_or_default(),
        last_used_at: time("last_used_at")?,
        revoked_at: time("revoked_at")?,
    })
}
