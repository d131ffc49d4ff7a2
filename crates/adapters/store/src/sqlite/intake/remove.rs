//! Deleting a job, and the secret of its read-only link.

use domain::{JobId, PrincipalId, StoreError};

use crate::sqlite::{codec, sql::Sql as _, writer::Tx};

/// Deletes a terminal job with all that belongs to it.
pub(super) fn delete(tx: &mut Tx<'_>, owner: &PrincipalId, id: JobId) -> Result<Option<bool>, StoreError> {
    const FIND: &str = "SELECT finished_at IS NOT NULL FROM jobs WHERE id = ?1 AND owner = ?2";
    let params = (codec::id_bytes(id), owner.as_str());
    let terminal = tx.value(FIND, params)?;
    if terminal == Some(true) {
        tx.change("DELETE FROM jobs WHERE id = ?1", [codec::id_bytes(id)])?;
        tx.touched(id);
    }
    Ok(terminal)
}

/// Sets or removes the secret.
pub(super) fn share(
    tx: &mut Tx<'_>,
    owner: &PrincipalId,
    id: JobId,
    secret_hash: Option<&str>,
) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE jobs SET share_hash = ?3 WHERE id = ?1 AND owner = ?2";
    let changed = tx.change(SQL, (codec::id_bytes(id), owner.as_str(), secret_hash))?;
    Ok(changed > 0)
}
