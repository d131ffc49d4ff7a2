//! A PostgreSQL server of the tests' own: a process, started when the first test needs it and gone with the last. Every
//! failure ends the test with a panic.

use std::{
    fs,
    os::unix::{fs::MetadataExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{ChildStdin, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use sqlx_core::{connection::Connection as _, executor::Executor as _, sql_str::AssertSqlSafe};
use sqlx_postgres::PgConnection;

const MISSING: &str = "PostgreSQL is missing: run `cargo xtask test`, which installs it";
/// Where Debian and its relatives keep the programs of each release.
const RELEASES: &str = "/usr/lib/postgresql";

/// What makes a server fast that nobody will miss.
pub const FORGETFUL: &[&str] = &["fsync=off", "full_page_writes=off", "autovacuum=off"];
/// What a real one does.
pub const DURABLE: &[&str] = &["fsync=on"];

/// A running server. When this process ends, however it ends, the server is stopped and its files are removed.
pub struct Server {
    directory: PathBuf,
    settings: &'static [&'static str],
    schemas: AtomicU64,
    _janitor: ChildStdin,
}

impl Server {
    /// The one that tests share.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Server> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(FORGETFUL))
    }

    /// A new one.
    pub fn start(settings: &'static [&'static str]) -> Self {
        let directory = tempfile::Builder::new().prefix("code-remote-pg-").tempdir().expect("a directory").keep();
        let janitor = janitor(&directory);
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&directory));
        }
        let mut initdb = program("initdb");
        initdb.args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D"]);
        run(initdb.arg(directory.join("data")));
        let server = Self { directory, settings, schemas: AtomicU64::new(0), _janitor: janitor };
        server.begin();
        server
    }

    /// Starts the process and waits until it takes connections.
    pub fn begin(&self) {
        let socket = self.directory.display();
        let mut options = format!("-c listen_addresses= -c unix_socket_directories={socket} -c max_connections=300");
        for setting in self.settings {
            options.push_str(" -c ");
            options.push_str(setting);
        }
        let mut start = self.pg_ctl("start");
        run(start.args(["-w", "-l"]).arg(self.directory.join("log")).arg("-o").arg(options));
    }

    /// Stops it as a crash would: nothing is written that was not on the disk already.
    pub fn crash(&self) {
        run(self.pg_ctl("stop").args(["-m", "immediate"]));
    }

    /// An empty schema: as good as a database, and a hundred times cheaper.
    pub async fn fresh_schema(&self) -> String {
        let name = self.fresh("CREATE SCHEMA").await;
        format!("{}&options=-csearch_path%3D{name}", self.admin())
    }

    /// An empty database, for tests that look at the server's sessions.
    pub async fn fresh_database(&self) -> String {
        let name = self.fresh("CREATE DATABASE").await;
        self.url(&name)
    }

    /// Where databases are made.
    pub fn admin(&self) -> String {
        self.url("postgres")
    }

    async fn fresh(&self, create: &str) -> String {
        let name = format!("test_{}", self.schemas.fetch_add(1, Ordering::Relaxed));
        execute(&self.admin(), format!("{create} {name}")).await;
        name
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.directory.display())
    }

    fn pg_ctl(&self, action: &str) -> Command {
        let mut command = program("pg_ctl");
        command.arg(action).arg("-s").arg("-D").arg(self.directory.join("data"));
        command
    }
}

/// Runs SQL on a connection of its own.
pub async fn execute(url: &str, sql: String) {
    let mut conn = PgConnection::connect(url).await.expect("connects");
    conn.execute(AssertSqlSafe(sql)).await.expect("executes");
    conn.close().await.expect("closes");
}

/// Cleans up when the other end of its input is closed, which the kernel does for a process that was killed too.
fn janitor(directory: &Path) -> ChildStdin {
    const SCRIPT: &str = r#"cat >/dev/null; dir="$1"; shift; "$@" stop -s -m immediate -D "$dir/data"; rm -rf "$dir""#;
    let stop = program("pg_ctl");
    let mut command = Command::new("sh");
    command.args(["-c", SCRIPT, "janitor"]).arg(directory).arg(stop.get_program()).args(stop.get_args());
    // Its own group: a Ctrl-C at the terminal is for the tests.
    command.current_dir("/").process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("starts").stdin.expect("is piped")
}

/// A program of the newest release, run by an account that the server accepts: it refuses root.
fn program(name: &str) -> Command {
    let path = releases().into_iter().map(|release| release.join("bin").join(name)).find(|path| path.exists());
    let path = path.expect(MISSING);
    let mut command = if is_root() { Command::new("setpriv") } else { Command::new(&path) };
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(path);
    }
    command.current_dir("/").stdin(Stdio::null());
    command
}

fn releases() -> Vec<PathBuf> {
    let entries = fs::read_dir(RELEASES).into_iter().flatten().flatten();
    let mut releases: Vec<_> = entries.map(|entry| entry.path()).collect();
    releases.sort();
    releases.reverse();
    releases
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

fn run(command: &mut Command) {
    let output = command.output().expect("starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
