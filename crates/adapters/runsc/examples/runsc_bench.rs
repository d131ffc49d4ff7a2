//! Measures sandboxes against a bare `runsc restore` of the same image and prints JSON: a list of `{name, value, unit}`.
//!
//! `cargo run --release -p code-remote-runsc --example runsc_bench [JOBS]`, as root.

use std::{
    fs,
    io::{PipeReader, PipeWriter, Read, Write},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use code_remote_runsc::{RunscDriver, Settings};
use domain::{ByteString, ExecutionSpec, Exit, Imports, Limits, Program, Sandbox, SandboxDriver};
use nix::{
    sys::{
        resource::{UsageWho, getrusage},
        wait::waitpid,
    },
    unistd::Pid,
};
use tokio::io::AsyncReadExt;

/// How long a sandbox waits for its job, as in a pool.
const SETTLE: Duration = Duration::from_millis(50);
/// How long idle sandboxes are watched.
const WATCH: Duration = Duration::from_secs(5);
const POOL: usize = 8;
const PARALLEL: usize = 6;

fn main() {
    let jobs = std::env::args().nth(1).map_or(40, |text| text.parse().expect("a number of jobs"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let figures = runtime.block_on(bench(jobs));
    let list: Vec<_> = figures
        .iter()
        .map(|(name, value, unit)| serde_json::json!({"name": name, "value": value, "unit": unit}))
        .collect();
    let text = serde_json::to_string_pretty(&list).expect("serializable");
    std::io::stdout().write_all(text.as_bytes()).expect("standard output");
}

type Figures = Vec<(String, f64, &'static str)>;

async fn bench(jobs: usize) -> Figures {
    let data = tempfile::tempdir().expect("a directory");
    let runtime = tempfile::tempdir_in("/run").expect("a directory");
    let settings = Settings { runtime_dir: runtime.path().to_owned(), ..Settings::new(data.path()) };
    let mut figures = Figures::new();
    let start = Instant::now();
    drop(RunscDriver::new(settings.clone(), |_| {}).await.expect("this machine isolates"));
    figures.push(("driver.first_start".into(), millis(start.elapsed()), "ms"));
    let start = Instant::now();
    let driver = RunscDriver::new(settings, |_| {}).await.expect("this machine isolates");
    figures.push(("driver.next_start".into(), millis(start.elapsed()), "ms"));
    let bare = Bare::new(data.path(), runtime.path());
    // Alternating, so that a noisy moment meets all of them.
    let mut restored = Series::default();
    let mut cold = Series::default();
    let mut plain = Series::default();
    for i in 0..jobs {
        restored.measure(async || one(driver.start().await).await).await;
        plain.measure(async || bare.one(i)).await;
        if i % 4 == 0 {
            cold.measure(async || one(driver.start_cold().await).await).await;
        }
    }
    restored.report("restored", &mut figures);
    plain.report("bare_restore", &mut figures);
    cold.report("cold", &mut figures);
    figures.push(("restored.cpu_to_bare".into(), restored.cpu_ms() / plain.cpu_ms(), "ratio"));
    idle(&driver, runtime.path(), &mut figures).await;
    sustained(&driver, jobs * 4, &mut figures).await;
    figures
}

fn spec() -> ExecutionSpec {
    ExecutionSpec {
        language: "python".into(),
        source: "print(1)".into(),
        stdin: ByteString(Vec::new()),
        args: Vec::new(),
        files: Vec::new(),
        imports: Imports::Whitelist,
        limits: Limits::default(),
    }
}

// === One job ===

/// Times of one job.
struct Times {
    create: Duration,
    first_byte: Duration,
    exit: Duration,
    destroy: Duration,
}

async fn one(sandbox: Result<Box<dyn Sandbox>, domain::SandboxError>) -> (Instant, Times) {
    let created = Instant::now();
    let mut sandbox = sandbox.expect("a sandbox");
    tokio::time::sleep(SETTLE).await;
    let spec = spec();
    let start = Instant::now();
    let mut process = sandbox.run(Program(&spec), &spec.limits).await.expect("it runs");
    process.stdout.read_u8().await.expect("output");
    let first_byte = start.elapsed();
    let evidence = sandbox.wait().await.expect("it ended");
    let exit = start.elapsed();
    assert_eq!(evidence.exit, Exit::Code(0));
    let start = Instant::now();
    sandbox.destroy().await.expect("it is removed");
    (created, Times { create: Duration::ZERO, first_byte, exit, destroy: start.elapsed() })
}

/// Many jobs of one kind.
#[derive(Default)]
struct Series {
    times: Vec<Times>,
    cpu: Duration,
}

impl Series {
    async fn measure(&mut self, one: impl AsyncFnOnce() -> (Instant, Times)) {
        let (start, before) = (Instant::now(), cpu());
        let (created, mut times) = one().await;
        times.create = created.duration_since(start);
        self.cpu += cpu().saturating_sub(before);
        self.times.push(times);
    }

    fn cpu_ms(&self) -> f64 {
        millis(self.cpu) / count(self.times.len())
    }

    fn report(&self, name: &str, figures: &mut Figures) {
        type Part = (&'static str, fn(&Times) -> Duration);
        let parts: [Part; 4] = [
            ("create", |times| times.create),
            ("first_byte", |times| times.first_byte),
            ("exit", |times| times.exit),
            ("destroy", |times| times.destroy),
        ];
        for (part, of) in parts {
            let mut sorted: Vec<_> = self.times.iter().map(of).collect();
            sorted.sort_unstable();
            figures.push((format!("{name}.{part}.p50"), millis(sorted[sorted.len() / 2]), "ms"));
            figures.push((format!("{name}.{part}.p99"), millis(sorted[sorted.len() * 99 / 100]), "ms"));
        }
        figures.push((format!("{name}.cpu"), self.cpu_ms(), "ms"));
    }
}

/// Processor time of this process and of all that it has reaped.
fn cpu() -> Duration {
    let of = |who| {
        let usage = getrusage(who).expect("usage");
        [usage.user_time(), usage.system_time()].map(|time| {
            Duration::from_micros(u64::try_from(time.tv_sec() * 1_000_000 + time.tv_usec()).expect("positive"))
        })
    };
    [of(UsageWho::RUSAGE_SELF), of(UsageWho::RUSAGE_CHILDREN)].concat().iter().sum()
}

// === The reference: the command line, without control groups, with nothing removed but the processes ===

struct Bare {
    bundle: PathBuf,
    checkpoint: PathBuf,
    dir: PathBuf,
}

impl Bare {
    fn new(data: &Path, runtime: &Path) -> Self {
        let checkpoint = find(data, "checkpoint-").expect("this runsc restores");
        let bundle = find(runtime, "config.json").expect("a bundle").parent().expect("in a directory").to_owned();
        let dir = runtime.join("bare");
        fs::create_dir(&dir).expect("a directory");
        Self { bundle, checkpoint, dir }
    }

    fn one(&self, number: usize) -> (Instant, Times) {
        let (stdin, mut input) = std::io::pipe().expect("a pipe");
        let (mut output, stdout) = std::io::pipe().expect("a pipe");
        let pid_file = self.dir.join("pid");
        let mut command = Command::new("runsc");
        command.args([
            "--platform=ptrace",
            "--network=none",
            "--ignore-cgroups",
            "--overlay2=none",
            "--directfs=false",
            "--root",
        ]);
        command.arg(self.dir.join("state")).args(["restore", "--detach", "--pid-file"]).arg(&pid_file);
        command
            .arg("--bundle")
            .arg(&self.bundle)
            .arg("--image-path")
            .arg(&self.checkpoint)
            .arg(format!("bare-{number}"));
        command.stdin(stdin).stdout(stdout).stderr(std::io::pipe().expect("a pipe").1);
        let mut client = command.spawn().expect("runsc");
        drop(command);
        assert!(client.wait().expect("it ended").success());
        ask(&mut input, &mut output);
        let created = Instant::now();
        std::thread::sleep(SETTLE);
        let pid: i32 = fs::read_to_string(&pid_file).expect("a pid").trim().parse().expect("a number");
        let start = Instant::now();
        input.write_all(&job()).expect("it reads");
        drop(input);
        output.read_exact(&mut [0]).expect("output");
        let first_byte = start.elapsed();
        waitpid(Pid::from_raw(pid), None).expect("our child");
        let exit = start.elapsed();
        let start = Instant::now();
        while waitpid(None, None).is_ok() {}
        (created, Times { create: Duration::ZERO, first_byte, exit, destroy: start.elapsed() })
    }
}

fn ask(input: &mut PipeWriter, output: &mut PipeReader) {
    input.write_all(b"CR\x00\x01\x00\x00\x00\x00").expect("it reads");
    let mut answer = [0];
    output.read_exact(&mut answer).expect("it answers");
    assert_eq!(answer, *b"R");
}

/// A frame of `python/PROTOCOL.md` with the guard on.
fn job() -> Vec<u8> {
    let payload = [&[1][..], &[7; 16], b"\x00\x00\x00\x08print(1)", &[0; 8]].concat();
    let length = u32::try_from(payload.len()).expect("short");
    [b"CR\x00\x01", &length.to_be_bytes()[..], &payload].concat()
}

fn find(dir: &Path, start: &str) -> Option<PathBuf> {
    let entries: Vec<_> = fs::read_dir(dir).ok()?.flatten().collect();
    let here = entries.iter().find(|entry| entry.file_name().to_string_lossy().starts_with(start));
    here.map(fs::DirEntry::path).or_else(|| entries.iter().find_map(|entry| find(&entry.path(), start)))
}

// === Many ===

async fn idle(driver: &RunscDriver, runtime: &Path, figures: &mut Figures) {
    let mut pool = Vec::new();
    for _ in 0..POOL {
        pool.push(driver.start().await.expect("a sandbox"));
    }
    tokio::time::sleep(SETTLE).await;
    let spent = || pool.iter().map(|sandbox| sandbox.cpu_us()).sum::<u64>();
    let before = spent();
    tokio::time::sleep(WATCH).await;
    let used = Duration::from_micros(spent() - before);
    figures.push((
        "idle.cpu_per_sandbox".into(),
        used.as_secs_f64() / WATCH.as_secs_f64() / count(POOL) * 100.0,
        "% of a core",
    ));
    if let Some(bytes) = memory(runtime) {
        figures.push(("idle.memory_per_sandbox".into(), bytes / count(POOL) / f64::from(1 << 20), "MiB"));
    }
    for sandbox in pool {
        sandbox.destroy().await.expect("it is removed");
    }
}

/// Memory charged to the sandboxes of the instance, where the tree is cgroup v1's.
fn memory(runtime: &Path) -> Option<f64> {
    let instance = fs::read_dir(runtime).ok()?.flatten().find(|entry| entry.path().join("lock").exists())?.file_name();
    let groups = fs::read_dir(Path::new("/sys/fs/cgroup/memory/code-remote").join(instance)).ok()?.flatten();
    let used = groups.filter_map(|group| fs::read_to_string(group.path().join("memory.usage_in_bytes")).ok());
    Some(used.filter_map(|text| text.trim().parse::<f64>().ok()).sum())
}

async fn sustained(driver: &RunscDriver, jobs: usize, figures: &mut Figures) {
    let (start, before) = (Instant::now(), cpu());
    let lane = || async {
        for _ in 0..jobs / PARALLEL {
            let mut sandbox = driver.start().await.expect("a sandbox");
            let spec = spec();
            let _process = sandbox.run(Program(&spec), &spec.limits).await.expect("it runs");
            sandbox.wait().await.expect("it ended");
            sandbox.destroy().await.expect("it is removed");
        }
    };
    futures_util::future::join_all((0..PARALLEL).map(|_| lane())).await;
    let done = count(jobs / PARALLEL * PARALLEL);
    figures.push((format!("sustained.{PARALLEL}_lanes"), done / start.elapsed().as_secs_f64(), "jobs/s"));
    figures.push(("sustained.cpu".into(), millis(cpu().saturating_sub(before)) / done, "ms"));
}

fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).expect("few"))
}
