//! Opening: the lock file, the connections and their settings.

use std::{
    ffi::OsString,
    fs::{File, OpenOptions, TryLockError},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::Connection;

use super::{fair, line::Waiting, schema};

/// Readers that may work at once; the rest wait.
const READERS: usize = 3;
/// Nobody else writes, so this only bridges the moments in which the log is reset.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Page caches, in KiB. New rows go to the right edge of every index, so the writer's working set is a few dozen pages; a
/// reader's cache is void after every commit of the writer. Larger ones only make the process grow for its first hours.
const WRITER_CACHE_KIB: u32 = 512;
const READER_CACHE_KIB: u32 = 256;
const CHECKPOINT_CACHE_KIB: u32 = 256;
/// Pages of log (32 MiB) at which the writer itself moves what its helper could not, because the log was never quiet:
/// only then can it begin again at the start of the file.
const LOG_PAGES: u32 = 8192;
/// What the log's file is cut to when it begins again.
const LOG_BYTES: u32 = 32 << 20;
/// Every statement of this crate fits.
const STATEMENTS: usize = 80;

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process, or another store of this process, has it open.
    #[error("the database {path} is in use by another service")]
    InUse {
        /// The database.
        path: PathBuf,
    },
    /// The file or its directory cannot be used.
    #[error("the database {path} cannot be opened")]
    File {
        /// The database.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// It is not a database, or it is damaged.
    #[error("the database {path} cannot be read")]
    Database {
        /// The database.
        path: PathBuf,
        /// What the engine says.
        #[source]
        source: rusqlite::Error,
    },
    /// Its schema cannot be brought up to date; a newer version of this program may have written it.
    #[error("the schema of the database {path} cannot be brought up to date")]
    Schema {
        /// The database.
        path: PathBuf,
        /// Why not.
        #[source]
        source: rusqlite_migration::Error,
    },
    /// The writer's thread could not be started.
    #[error("the store's writer cannot be started")]
    Thread(#[source] io::Error),
}

/// An opened database.
pub(super) struct Opened {
    pub(super) lock: File,
    pub(super) writer: Connection,
    pub(super) checkpointer: Connection,
    pub(super) readers: Vec<Connection>,
    pub(super) waiting: Vec<Waiting>,
}

/// Locks and opens the database at `path`.
pub(super) fn open(path: &Path) -> Result<Opened, OpenError> {
    let lock = lock(path)?;
    // Created here, so that other accounts of the machine cannot read users' code; SQLite gives its log the same mode.
    create(path).map_err(|source| OpenError::File { path: path.into(), source })?;
    let database = |source| OpenError::Database { path: path.into(), source };
    let mut writer = writer(path).map_err(database)?;
    schema::migrate(&mut writer).map_err(|source| OpenError::Schema { path: path.into(), source })?;
    let waiting = fair::rebuild(&writer).map_err(database)?;
    let checkpointer = connect(path, CHECKPOINT_CACHE_KIB).map_err(database)?;
    let readers = (0..READERS).map(|_| reader(path)).collect::<Result<_, _>>().map_err(database)?;
    tracing::info!(store.engine = "sqlite", store.waiting = waiting.len(), "opened the store");
    Ok(Opened { lock, writer, checkpointer, readers, waiting })
}

fn lock(path: &Path) -> Result<File, OpenError> {
    let mut name = OsString::from(path);
    name.push(".lock");
    let failed = |source| OpenError::File { path: path.into(), source };
    let file = private_file(Path::new(&name)).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: path.into() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// Makes sure that the file is there, after a power failure too.
fn create(path: &Path) -> io::Result<()> {
    private_file(path)?;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(directory)?.sync_all()
}

fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

fn writer(path: &Path) -> rusqlite::Result<Connection> {
    let conn = connect(path, WRITER_CACHE_KIB)?;
    // Before the first table exists, or it has no effect: lets `prune` give pages back to the file system.
    conn.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    conn.pragma_update(None, "journal_size_limit", LOG_BYTES)?;
    // Undo logs of savepoints and the tables of `fair` stay in memory.
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(conn)
}

fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let conn = connect(path, READER_CACHE_KIB)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

fn connect(path: &Path, cache_kib: u32) -> rusqlite::Result<Connection> {
    let conn = Connection::open(path)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    // A negative size counts KiB.
    conn.pragma_update(None, "cache_size", -i64::from(cache_kib))?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(conn)
}
