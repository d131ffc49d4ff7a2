//! What runs in a pod.

use domain::Limits;

/// Where the image has the runner.
pub(crate) const RUNNER: &str = "/opt/code-remote/runner.py";
/// The image's interpreter.
pub(crate) const PYTHON: &str = "/usr/bin/python3";
/// Open files; as many as `select` can watch.
const OPEN_FILES: u32 = 1_024;
/// In what the shell counts the size of files.
const BLOCK_BYTES: u64 = 512;
/// Sets what a container's specification cannot, then becomes the program. Stops where a bound is refused. Shells disagree on the letter
/// for processes.
const BOUND: &str = r#"set -e; ulimit -c 0; ulimit -n "$1"; ulimit -f "$2"; (ulimit -p "$3") 2>/dev/null && ulimit -p "$3" || ulimit -u "$3"; shift 3; exec "$@""#;

/// The container's own process: it holds the pod open. The cluster puts its addresses into every container's environment,
/// where programs would read them.
pub(crate) fn idle() -> Vec<String> {
    ["/usr/bin/env", "-i", "/bin/sleep", "infinity"].map(str::to_owned).into()
}

/// The runner, isolated from user directories and in UTF-8 whatever the locale, with nothing of the container's environment and within the bounds that belong to a process.
pub(crate) fn runner(limits: &Limits) -> Vec<String> {
    bounded(limits, &[PYTHON, "-I", "-B", "-X", "utf8", RUNNER])
}

/// Any program, bounded in the same way.
pub(crate) fn bounded(limits: &Limits, program: &[&str]) -> Vec<String> {
    let blocks = (limits.tmp_bytes / BLOCK_BYTES).max(1).to_string();
    let (files, processes) = (OPEN_FILES.to_string(), limits.processes.to_string());
    let before = ["/usr/bin/env", "-i", "/bin/sh", "-c", BOUND, "sh", &files, &blocks, &processes];
    before.iter().chain(program).map(|word| (*word).to_owned()).collect()
}

/// Does nothing, successfully: whether the container still lives.
pub(crate) fn nothing() -> Vec<String> {
    vec!["/bin/true".to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runner_starts_without_environment_and_within_its_bounds() {
        let limits = Limits { processes: 7, tmp_bytes: 1 << 20, ..Limits::default() };
        let probe = "import os, resource as r; print(dict(os.environ), *(r.getrlimit(k) for k in (r.RLIMIT_CORE, \
                     r.RLIMIT_NOFILE, r.RLIMIT_FSIZE, r.RLIMIT_NPROC)))";
        let words = bounded(&limits, &[PYTHON, "-I", "-c", probe]);
        let output = std::process::Command::new(&words[0]).args(&words[1..]).env("SECRET", "x").output().expect("env");
        let said = String::from_utf8_lossy(&output.stdout);
        // What the shell and the interpreter set themselves says nothing about the container.
        assert!(!said.contains("SECRET"), "{said}");
        assert!(said.contains("(0, 0) (1024, 1024) (1048576, 1048576) (7, 7)"), "{output:?}");
    }

    #[test]
    fn a_bound_that_is_refused_stops_the_start() {
        let mut words = bounded(&Limits::default(), &["/bin/echo", "ran"]);
        let files = words.iter().position(|word| word == "1024").expect("there");
        words[files] = "no number".into();
        let output = std::process::Command::new(&words[0]).args(&words[1..]).output().expect("env");
        assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    }
}
