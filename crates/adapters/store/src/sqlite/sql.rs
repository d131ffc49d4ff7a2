//! Short ways to run cached statements, and what their failures mean.

use domain::StoreError;
use rusqlite::{Connection, OptionalExtension as _, Params, Row, types::FromSql};

/// Statements by text, compiled once per connection.
pub(super) trait Sql {
    /// Changes rows; answers how many.
    fn change(&self, sql: &str, params: impl Params) -> Result<usize, StoreError>;

    /// Reads plain columns of the first row.
    fn plain<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        self.row(sql, params, |row| read(row).map_err(StoreError::unavailable))
    }

    /// Reads the first column of the first row.
    fn value<T: FromSql>(&self, sql: &str, params: impl Params) -> Result<Option<T>, StoreError> {
        self.plain(sql, params, |row| row.get(0))
    }

    /// Reads the first row.
    fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError>;

    /// Reads every row.
    fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError>;
}

impl Sql for Connection {
    fn change(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        self.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).map_err(StoreError::unavailable)
    }

    fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.prepare_cached(sql).map_err(StoreError::unavailable)?;
        let row = statement.query_row(params, |row| Ok(read(row))).optional();
        row.map_err(StoreError::unavailable)?.transpose()
    }

    fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.prepare_cached(sql).map_err(StoreError::unavailable)?;
        let rows = statement.query_map(params, |row| Ok(read(row))).map_err(StoreError::unavailable)?;
        rows.map(|row| row.map_err(StoreError::unavailable).flatten()).collect()
    }
}
