//! What every sandbox driver must do, with a Python in its sandboxes.
//!
//! Containment is not tried here: what a runtime forbids is its own tests' matter, and `executor::proof` tries it wherever jobs run.

#![expect(missing_docs, reason = "the name of a case is its sentence")]

mod ends;
mod feeds;
mod lives;

use std::{pin::Pin, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _},
    time::timeout,
};

use crate::{ByteString, ExecutionSpec, ExitEvidence, Imports, Limits, Program, Sandbox, SandboxDriver};

/// One case, for whoever has a driver.
pub type SandboxCase = for<'a> fn(&'a dyn SandboxDriver) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Longer than anything in here takes on a crowded machine.
const PATIENCE: Duration = Duration::from_mins(1);

macro_rules! sandbox_cases {
    ($d:tt $($module:ident: $($case:ident),+;)+) => {
        $(pub use $module::{$($case),+};)+

        /// Makes a test of every case of the suite. The argument is the path of a function that takes a
        /// [`SandboxCase`](crate::testing::sandbox_suite::SandboxCase) and runs it with a driver.
        #[macro_export]
        macro_rules! sandbox_suite {
            ($d run:path) => {
                $($(
                    #[test]
                    fn $case() {
                        $d run(|driver| Box::pin($crate::testing::sandbox_suite::$case(driver)));
                    }
                )+)+
            };
        }
    };
}

sandbox_cases!($
    ends:
        a_program_prints_and_ends,
        exit_codes_are_the_programs_own,
        an_uncaught_exception_is_a_traceback_and_a_one,
        a_program_that_kills_itself_is_not_lost,
        output_is_exact,
        much_output_is_complete;
    feeds:
        arguments_and_files_arrive,
        stdin_arrives_and_ends,
        an_empty_stdin_is_at_its_end,
        a_large_stdin_comes_back_complete,
        a_stdin_that_nobody_reads_disturbs_nobody;
    lives:
        output_comes_while_the_program_runs,
        a_killed_program_is_seen_as_killed,
        waiting_may_be_given_up_and_repeated,
        a_sandbox_runs_one_program,
        an_unused_sandbox_can_be_destroyed,
        sandboxes_do_not_disturb_each_other,
        the_driver_says_what_isolates;
);

fn spec(source: &str) -> ExecutionSpec {
    ExecutionSpec {
        language: "python".into(),
        source: source.into(),
        stdin: ByteString(Vec::new()),
        args: Vec::new(),
        files: Vec::new(),
        imports: Imports::Any,
        limits: Limits { cpu_millis: 1_000, ..Limits::default() },
    }
}

/// What came of a program.
#[derive(Debug)]
struct Ran {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    evidence: ExitEvidence,
}

impl Ran {
    fn out(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    fn err(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }
}

async fn run(driver: &dyn SandboxDriver, spec: &ExecutionSpec) -> Ran {
    let sandbox = driver.start().await.expect("a sandbox");
    run_in(sandbox, spec).await
}

async fn run_source(driver: &dyn SandboxDriver, source: &str) -> Ran {
    run(driver, &spec(source)).await
}

async fn run_in(mut sandbox: Box<dyn Sandbox>, spec: &ExecutionSpec) -> Ran {
    let mut process = sandbox.run(Program(spec), &spec.limits).await.expect("it runs");
    let all = async { tokio::join!(all(&mut process.stdout), all(&mut process.stderr), sandbox.wait()) };
    let (stdout, stderr, evidence) = timeout(PATIENCE, all).await.expect("it ends");
    sandbox.destroy().await.expect("it is removed");
    Ran { stdout, stderr, evidence: evidence.expect("its end is seen") }
}

async fn all(stream: &mut (dyn AsyncRead + Send + Unpin)) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("readable");
    bytes
}

/// Reads until this text has come.
async fn until_seen(stream: &mut (dyn AsyncRead + Send + Unpin), text: &str) {
    let mut seen = Vec::new();
    let reading = async {
        while !String::from_utf8_lossy(&seen).contains(text) {
            assert_ne!(stream.read_buf(&mut seen).await.expect("readable"), 0, "it closed before {text:?}");
        }
    };
    timeout(PATIENCE, reading).await.expect("the text comes");
}
