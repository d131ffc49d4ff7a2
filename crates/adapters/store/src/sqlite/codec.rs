//! Between columns and the vocabulary. What cannot be read back names its row, table and column.

use domain::{JobId, StoreError, Timestamp};
use rusqlite::{Row, types::FromSql};
use serde::de::DeserializeOwned;

use crate::spec_row::from_json;

/// A job's id as its column holds it.
pub(super) fn id_bytes(id: JobId) -> [u8; 16] {
    *id.as_uuid().as_bytes()
}

/// The id that [`id_bytes`] gave.
pub(super) fn job_id(bytes: [u8; 16]) -> JobId {
    JobId::from_uuid(uuid::Uuid::from_bytes(bytes))
}

/// A row that belongs to a job. Places are `table.column`, and the column is found by its name.
pub(super) struct Columns<'a> {
    pub(super) row: &'a Row<'a>,
    pub(super) job_id: JobId,
}

impl<'a> Columns<'a> {
    /// A row with the job's own id in it.
    pub(super) fn of_row(row: &'a Row<'a>) -> Result<Self, StoreError> {
        let bytes = row.get("id").map_err(StoreError::unavailable)?;
        Ok(Self { row, job_id: job_id(bytes) })
    }

    /// The value as the column holds it.
    pub(super) fn get<T: FromSql>(&self, place: &'static str) -> Result<T, StoreError> {
        let column = place.rsplit_once('.').map_or(place, |(_, column)| column);
        self.row.get(column).map_err(|error| self.inconsistent(place, error))
    }

    /// The value, read further by `parse`.
    pub(super) fn parse<T: FromSql, U>(
        &self,
        place: &'static str,
        parse: impl FnOnce(T) -> Option<U>,
    ) -> Result<U, StoreError> {
        parse(self.get(place)?).ok_or_else(|| self.inconsistent(place, "not one of the known words"))
    }

    /// A number that cannot be negative.
    pub(super) fn number(&self, place: &'static str) -> Result<u64, StoreError> {
        u64::try_from(self.get::<i64>(place)?).map_err(|error| self.inconsistent(place, error))
    }

    /// A time.
    pub(super) fn time(&self, place: &'static str) -> Result<Timestamp, StoreError> {
        let micros = self.get(place)?;
        Timestamp::from_microsecond(micros).map_err(|error| self.inconsistent(place, error))
    }

    /// A time that may be missing.
    pub(super) fn optional_time(&self, place: &'static str) -> Result<Option<Timestamp>, StoreError> {
        let micros: Option<i64> = self.get(place)?;
        micros
            .map(|micros| Timestamp::from_microsecond(micros).map_err(|error| self.inconsistent(place, error)))
            .transpose()
    }

    /// JSON.
    pub(super) fn json<T: DeserializeOwned>(&self, place: &'static str) -> Result<T, StoreError> {
        let text: String = self.get(place)?;
        self.json_bytes(place, text.as_bytes())
    }

    /// JSON that may be missing.
    pub(super) fn optional_json<T: DeserializeOwned>(&self, place: &'static str) -> Result<Option<T>, StoreError> {
        let text: Option<String> = self.get(place)?;
        text.map(|text| self.json_bytes(place, text.as_bytes())).transpose()
    }

    /// JSON that was read already.
    pub(super) fn json_bytes<T: DeserializeOwned>(&self, place: &'static str, json: &[u8]) -> Result<T, StoreError> {
        from_json(json).map_err(|error| self.inconsistent(place, error))
    }

    /// The error that points at this row.
    pub(super) fn inconsistent(
        &self,
        place: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> StoreError {
        StoreError::Inconsistent { job_id: self.job_id, place, source: source.into() }
    }
}
