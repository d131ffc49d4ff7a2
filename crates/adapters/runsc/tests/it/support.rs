//! One driver for all tests of a process, and what they ask of a sandbox.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
    time::{Duration, Instant},
};

use code_remote_runsc::{RunscDriver, Settings};
use domain::{ByteString, ExecutionSpec, ExitEvidence, Imports, Limits, Program, Sandbox, SandboxDriver};
use nix::fcntl::{Flock, FlockArg};
use tokio::{
    io::{AsyncRead, AsyncReadExt},
    runtime::Runtime,
    sync::RwLock,
};

/// Longer than anything in these tests takes on a crowded machine.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Begins the names of these tests' directories.
const PREFIX: &str = "crt-";

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static WORLD: LazyLock<World> = LazyLock::new(|| RUNTIME.block_on(World::new()));
/// Held for reading by tests that have sandboxes, for writing by those that count what is left.
static GATE: RwLock<()> = RwLock::const_new(());

/// A driver of its own, and where its traces would be.
pub struct World {
    pub driver: RunscDriver,
    pub home: Home,
}

/// Directories of one instance, with the same name.
pub struct Home {
    pub data: TempDir,
    pub runtime: TempDir,
}

/// A directory that goes with this.
pub struct TempDir(PathBuf);

impl TempDir {
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Home {
    /// A data directory with the image already in it, since building one takes seconds.
    pub fn new() -> Self {
        let image = built_image();
        let runtime = tempfile::Builder::new().prefix(PREFIX).tempdir_in("/run").expect("a directory");
        let data = tmp().join(runtime.path().file_name().expect("a name"));
        fs::create_dir(&data).expect("a directory");
        clone_tree(&image, &data.join("images"));
        Self { data: TempDir(data), runtime: TempDir(runtime.keep()) }
    }

    pub fn settings(&self) -> Settings {
        Settings { runtime_dir: self.runtime.path().to_owned(), ..settings(self.data.path()) }
    }

    /// The one instance's name.
    fn instance(&self) -> String {
        let mut names = names_in(self.runtime.path());
        assert_eq!(names.len(), 1, "one instance: {names:?}");
        names.pop_first().expect("one")
    }

    /// Everything on this host that belongs to sandboxes of the instance.
    pub fn traces(&self) -> Vec<String> {
        let instance = self.instance();
        let mut traces = Vec::new();
        let sandboxes = self.runtime.path().join(&instance).join("sandboxes");
        traces.extend(names_in(&sandboxes).into_iter().map(|name| format!("directory {name}")));
        for controller in names_in(Path::new("/sys/fs/cgroup")) {
            let base = Path::new("/sys/fs/cgroup").join(&controller).join("code-remote").join(&instance);
            let groups = names_in(&base).into_iter().filter(|name| base.join(name).is_dir());
            traces.extend(groups.map(|name| format!("{controller} group {name}")));
        }
        let place = self.runtime.path().to_string_lossy().into_owned();
        traces.extend(
            processes().into_iter().filter(|(_, _, command)| command.contains(&place)).map(|p| format!("{p:?}")),
        );
        let mounts = fs::read_to_string("/proc/self/mountinfo").expect("mounts");
        traces.extend(mounts.lines().filter(|line| line.contains(&place)).map(str::to_owned));
        traces
    }
}

/// The defaults, or another build or platform of `runsc` that the suite is to be run with.
pub fn settings(data: &Path) -> Settings {
    let mut settings = Settings::new(data);
    if let Ok(runsc) = std::env::var("CODE_REMOTE_TEST_RUNSC") {
        settings.runsc = runsc.into();
    }
    settings.platform = std::env::var("CODE_REMOTE_TEST_PLATFORM").ok().map(|word| word.parse().expect("a platform"));
    settings
}

/// Whether the build under test can take a checkpoint that helps; if so, sandboxes must be restored from it.
pub fn takes_checkpoints() -> bool {
    let runsc = settings(Path::new("/")).runsc;
    let help = std::process::Command::new(runsc).args(["help", "checkpoint"]).output().expect("runsc");
    String::from_utf8_lossy(&[help.stdout, help.stderr].concat()).contains("-exclude-committed-zero-pages")
}

impl World {
    pub async fn new() -> Self {
        remove_predecessors();
        let home = Home::new();
        let driver = RunscDriver::new(home.settings(), |_| {}).await.expect("this machine isolates");
        Self { driver, home }
    }
}

/// Runs a test beside others.
pub fn with_driver<T>(test: impl AsyncFnOnce(&'static RunscDriver) -> T) -> T {
    let world = &*WORLD;
    RUNTIME.block_on(async {
        let _beside = GATE.read().await;
        test(&world.driver).await
    })
}

/// Runs a test while no other one has a sandbox.
pub fn alone<T>(test: impl AsyncFnOnce(&'static World) -> T) -> T {
    let world = &*WORLD;
    RUNTIME.block_on(async {
        let _alone = GATE.write().await;
        nothing_is_left(&world.home).await;
        test(world).await
    })
}

/// Waits until no sandbox of the instance has left anything.
pub async fn nothing_is_left(home: &Home) {
    let start = Instant::now();
    loop {
        let left = (home.traces(), zombies());
        if left == (Vec::new(), Vec::new()) {
            return;
        }
        assert!(start.elapsed() < PATIENCE, "left after {PATIENCE:?}: {left:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Waits for something that must become true.
pub async fn eventually(what: &str, mut so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

// === Programs ===

pub fn spec(source: &str) -> ExecutionSpec {
    ExecutionSpec {
        language: "python".into(),
        source: source.into(),
        stdin: ByteString(Vec::new()),
        args: Vec::new(),
        files: Vec::new(),
        imports: Imports::Any,
        limits: quick(),
    }
}

/// The default limits with a whole core, for tests that are not about its share.
pub fn quick() -> Limits {
    Limits { cpu_millis: 1_000, ..Limits::default() }
}

/// What came of a program.
#[derive(Debug)]
pub struct Ran {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    pub evidence: ExitEvidence,
}

impl Ran {
    pub fn out(&self) -> &str {
        str::from_utf8(&self.stdout).expect("text")
    }

    pub fn err(&self) -> &str {
        str::from_utf8(&self.stderr).expect("text")
    }
}

/// Runs a program in a sandbox of its own.
pub async fn run(driver: &RunscDriver, spec: &ExecutionSpec) -> Ran {
    let sandbox = driver.start().await.expect("a sandbox");
    run_in(sandbox, spec).await
}

/// Runs a source text.
pub async fn run_source(driver: &RunscDriver, source: &str) -> Ran {
    run(driver, &spec(source)).await
}

pub async fn run_in(mut sandbox: Box<dyn Sandbox>, spec: &ExecutionSpec) -> Ran {
    let mut process = sandbox.run(Program(spec), &spec.limits).await.expect("it runs");
    let both = async { tokio::join!(all(&mut process.stdout), all(&mut process.stderr), sandbox.wait()) };
    let (stdout, stderr, evidence) = tokio::time::timeout(PATIENCE, both).await.expect("it ends");
    sandbox.destroy().await.expect("it is removed");
    Ran { stdout, stderr, evidence: evidence.expect("its end is seen") }
}

pub async fn all(stream: &mut (dyn AsyncRead + Send + Unpin)) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("readable");
    bytes
}

/// Reads until this text has come.
pub async fn until_seen(stream: &mut (dyn AsyncRead + Send + Unpin), text: &str) {
    let mut seen = Vec::new();
    let reading = async {
        while !String::from_utf8_lossy(&seen).contains(text) {
            assert_ne!(stream.read_buf(&mut seen).await.expect("readable"), 0, "it closed before {text:?}");
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.expect("the text comes");
}

// === The host ===

fn names_in(dir: &Path) -> BTreeSet<String> {
    fs::read_dir(dir).into_iter().flatten().flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

/// Pid, parent and command line of every process.
pub fn processes() -> Vec<(i32, i32, String)> {
    names_in(Path::new("/proc")).iter().filter_map(|name| process(name.parse().ok()?)).collect()
}

fn process(pid: i32) -> Option<(i32, i32, String)> {
    let command = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let (_, parent) = state(pid)?;
    Some((pid, parent, String::from_utf8_lossy(&command).replace('\0', " ")))
}

fn state(pid: i32) -> Option<(char, i32)> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = stat.rsplit_once(") ")?.1.split(' ');
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}

/// Children of this process that have ended and that nobody reaped.
pub fn zombies() -> Vec<i32> {
    let own = i32::try_from(std::process::id()).expect("a pid");
    let pids = names_in(Path::new("/proc"));
    let pids = pids.iter().filter_map(|name| name.parse().ok());
    pids.filter(|pid| state(*pid).is_some_and(|(state, parent)| state == 'Z' && parent == own)).collect()
}

fn tmp() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// The image of this machine's Python, built by whichever test process comes first and kept between runs.
fn built_image() -> PathBuf {
    let shared = tmp().join("runsc-image");
    fs::create_dir_all(&shared).expect("a directory");
    let lock = fs::File::create(tmp().join("runsc-image.lock")).expect("a lock");
    let _lock = Flock::lock(lock, FlockArg::LockExclusive).expect("the lock");
    let chosen = Settings { runtime_dir: Path::new("/run").join(format!("{PREFIX}image")), ..settings(&shared) };
    let building = std::thread::spawn(|| {
        let runtime = Runtime::new().expect("a runtime");
        runtime.block_on(RunscDriver::new(chosen, |_| {})).expect("this machine isolates");
    });
    building.join().expect("the image is built");
    shared.join("images")
}

/// Removes what earlier test processes could not, because statics are not dropped.
fn remove_predecessors() {
    for name in names_in(Path::new("/run")).into_iter().filter(|name| name.starts_with(PREFIX)) {
        let runtime = Path::new("/run").join(&name);
        for instance in names_in(&runtime) {
            let Ok(lock) = fs::File::open(runtime.join(&instance).join("lock")) else { continue };
            if Flock::lock(lock, FlockArg::LockExclusiveNonblock).is_ok() {
                for controller in names_in(Path::new("/sys/fs/cgroup")) {
                    let _ = fs::remove_dir(
                        Path::new("/sys/fs/cgroup").join(controller).join("code-remote").join(&instance),
                    );
                }
                drop((TempDir(runtime.clone()), TempDir(tmp().join(&name))));
            }
        }
    }
}

/// Copies a tree by linking its files; checkpoints stay behind, they belong to their place.
fn clone_tree(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a directory");
    for entry in fs::read_dir(from).expect("a directory").flatten() {
        let (name, kind) = (entry.file_name(), entry.file_type().expect("a kind"));
        let target = to.join(&name);
        if kind.is_dir() && !name.to_string_lossy().starts_with("checkpoint-") {
            clone_tree(&entry.path(), &target);
        } else if kind.is_file() {
            fs::hard_link(entry.path(), target).expect("a link");
        }
    }
}
