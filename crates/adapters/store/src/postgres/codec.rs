//! Between columns and the vocabulary. What cannot be read back names its row, table and column.

use std::borrow::Cow;

use domain::{JobId, StoreError, Timestamp};
use serde::de::DeserializeOwned;
use sqlx_core::{
    decode::Decode,
    encode::{Encode, IsNull},
    error::BoxDynError,
    row::Row as _,
    types::Type,
};
use sqlx_postgres::{PgArgumentBuffer, PgRow, PgTypeInfo, PgValueRef, Postgres, types::Oid};

use crate::spec_row::from_json;

/// Text as its column holds it: PostgreSQL refuses NUL, and whoever reads the table with `psql` shall read names.
pub(super) fn text(plain: &str) -> Cow<'_, str> {
    if plain.contains(['\\', '\0']) {
        Cow::Owned(plain.replace('\\', "\\\\").replace('\0', "\\0"))
    } else {
        Cow::Borrowed(plain)
    }
}

/// The text that [`text`] wrote.
pub(super) fn plain(column: String) -> Option<String> {
    if !column.contains('\\') {
        return Some(column);
    }
    let mut chars = column.chars();
    let mut plain = String::with_capacity(column.len());
    while let Some(char) = chars.next() {
        plain.push(match char {
            '\\' => match chars.next()? {
                '\\' => '\\',
                '0' => '\0',
                _ => return None,
            },
            char => char,
        });
    }
    Some(plain)
}

/// A moment in a column of type `TIMESTAMPTZ`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment(pub(super) Timestamp);

/// `TIMESTAMPTZ` in every PostgreSQL.
const TIMESTAMPTZ: Oid = Oid(1184);
/// PostgreSQL counts microseconds from 2000-01-01, everyone else from 1970-01-01.
const EPOCH_US: i64 = 946_684_800_000_000;

impl Type<Postgres> for Moment {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(TIMESTAMPTZ)
    }
}

impl Encode<'_, Postgres> for Moment {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let us = self.0.as_microsecond() - EPOCH_US;
        buffer.extend_from_slice(&us.to_be_bytes());
        Ok(IsNull::No)
    }
}

impl Decode<'_, Postgres> for Moment {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        // Every statement of this crate is prepared, so values come in binary.
        let us = i64::from_be_bytes(value.as_bytes()?.try_into()?);
        Ok(Self(Timestamp::from_microsecond(us.saturating_add(EPOCH_US))?))
    }
}

/// A row that belongs to a job. Places are `table.column`, and the column is found by its name.
pub(super) struct Columns<'a> {
    pub(super) row: &'a PgRow,
    pub(super) job_id: JobId,
}

impl<'a> Columns<'a> {
    /// A row with the job's own id in it.
    pub(super) fn of_row(row: &'a PgRow) -> Result<Self, StoreError> {
        let id = row.try_get("id").map_err(StoreError::unavailable)?;
        Ok(Self { row, job_id: JobId::from_uuid(id) })
    }

    /// The value as the column holds it.
    pub(super) fn get<T>(&self, place: &'static str) -> Result<T, StoreError>
    where
        T: Decode<'a, Postgres> + Type<Postgres>,
    {
        let column = place.rsplit_once('.').map_or(place, |(_, column)| column);
        self.row.try_get(column).map_err(|error| self.inconsistent(place, error))
    }

    /// The value, read further by `parse`.
    pub(super) fn parse<T, U>(&self, place: &'static str, parse: impl FnOnce(T) -> Option<U>) -> Result<U, StoreError>
    where
        T: Decode<'a, Postgres> + Type<Postgres>,
    {
        parse(self.get(place)?).ok_or_else(|| self.inconsistent(place, "not one of the known words"))
    }

    /// Text that [`text`] wrote.
    pub(super) fn text(&self, place: &'static str) -> Result<String, StoreError> {
        self.parse(place, plain)
    }

    /// A number that cannot be negative.
    pub(super) fn number<T: TryFrom<i64>>(&self, place: &'static str) -> Result<T, StoreError> {
        self.parse(place, |number: i64| T::try_from(number).ok())
    }

    /// A time.
    pub(super) fn time(&self, place: &'static str) -> Result<Timestamp, StoreError> {
        self.get::<Moment>(place).map(|moment| moment.0)
    }

    /// A time that may be missing.
    pub(super) fn optional_time(&self, place: &'static str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.get::<Option<Moment>>(place)?.map(|moment| moment.0))
    }

    /// JSON.
    pub(super) fn json<T: DeserializeOwned>(&self, place: &'static str) -> Result<T, StoreError> {
        self.json_bytes(place, self.get::<&str>(place)?.as_bytes())
    }

    /// JSON that may be missing.
    pub(super) fn optional_json<T: DeserializeOwned>(&self, place: &'static str) -> Result<Option<T>, StoreError> {
        let json: Option<&str> = self.get(place)?;
        json.map(|json| self.json_bytes(place, json.as_bytes())).transpose()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{plain, text};

    proptest! {
        #[test]
        fn text_reads_back_and_is_never_confused(one in "[a\\\\0\0]{0,6}", two in "[a\\\\0\0]{0,6}") {
            prop_assert!(!text(&one).contains('\0'));
            prop_assert_eq!(plain(text(&one).into_owned()), Some(one.clone()));
            prop_assert_eq!(text(&one) == text(&two), one == two);
        }
    }

    #[test]
    fn what_was_not_written_is_not_read() {
        for column in ["\\", "a\\b", "\\\\\\"] {
            assert_eq!(plain(column.into()), None);
        }
    }
}
