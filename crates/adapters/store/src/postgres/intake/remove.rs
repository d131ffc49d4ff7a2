//! Deleting a job, and the secret of its read-only link.

use domain::{JobId, PrincipalId, StoreError};
use sqlx_core::{query::query, query_scalar::query_scalar};
use sqlx_postgres::PgPool;

use crate::postgres::{codec, tx::Tx};

/// Deletes a terminal job with all that belongs to it.
pub(super) async fn delete(tx: &mut Tx<'_>, owner: &PrincipalId, id: JobId) -> Result<Option<bool>, StoreError> {
    const FIND: &str = "SELECT finished_at IS NOT NULL FROM jobs WHERE id = $1 AND owner || '' = $2 FOR UPDATE";
    let find = query_scalar(FIND).bind(id.as_uuid()).bind(codec::text(owner.as_str()));
    let terminal = find.fetch_optional(&mut **tx).await.map_err(StoreError::unavailable)?;
    if terminal == Some(true) {
        let deleted = query("DELETE FROM jobs WHERE id = $1").bind(id.as_uuid()).execute(&mut **tx).await;
        deleted.map_err(StoreError::unavailable)?;
        tx.touched(id);
    }
    Ok(terminal)
}

/// Sets or removes the secret.
pub(super) async fn share(
    pool: &PgPool,
    owner: &PrincipalId,
    id: JobId,
    secret_hash: Option<&str>,
) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE jobs SET share_hash = $3 WHERE id = $1 AND owner || '' = $2";
    let query = query(SQL).bind(id.as_uuid()).bind(codec::text(owner.as_str())).bind(secret_hash.map(codec::text));
    let shared = query.execute(pool).await.map_err(StoreError::unavailable)?;
    Ok(shared.rows_affected() > 0)
}
