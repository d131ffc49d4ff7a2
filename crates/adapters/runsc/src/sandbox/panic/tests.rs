use std::io::Write;

use super::*;

const LOGGED: &str =
    "I1121 12:00:00.000000       1 rate_limited.go:36] A process tried to create a raw socket without CAP_NET_RAW\n";
const PANIC: &str = "panic: mount is nil\n\ngoroutine 812 [running]:\nmain.run(0xc000)\n\t/src/a.go:1 +0x1\n";
const NO_THREAD: &str = "runtime: failed to create new OS thread (have 66 already; errno=11)\nfatal error: newosproc\n\n\
                         runtime stack:\nruntime.throw({0x1?, 0x2?})\n";
const SIGNAL: &str = "SIGSEGV: segmentation violation\nPC=0x47 m=0 sigcode=0\n\ngoroutine 0 [idle]:\n";
const STUCK: &str = "W1121 12:00:00.000000       1 watchdog.go:300] Sentry detected 1 stuck task(s):\n\
                     goroutine 42 [running]:\nruntime.gopanic(...)\n\tpanic.go:884 +0x1\n";

fn breakage_with(ended: Ended, log: &str) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(log.as_bytes()).expect("written");
    breakage(ended, file.path())
}

#[test]
fn a_report_of_gos_runtime_is_a_breakdown() {
    for (log, reason) in [(PANIC, "panic: mount is nil"), (NO_THREAD, "fatal error: newosproc"), (SIGNAL, "SIGSEGV: ")]
    {
        for before in ["", LOGGED, STUCK] {
            let reason = format!("gVisor panicked: {reason}");
            let found = breakage_with(Ended::Code(2), &format!("{before}{log}"));
            assert!(found.as_ref().is_some_and(|found| found.starts_with(&reason)), "{found:?}");
        }
    }
}

#[test]
fn what_a_program_has_logged_is_none() {
    let quoted = "W1121 12:00:00.000000       1 a.go:1] no such file: panic: fatal error: goroutine 1 [running]:\n";
    for log in ["", LOGGED, STUCK, quoted, "panicked\n", "  panic: indented\n"] {
        for code in [0, 1, 2, 139] {
            assert_eq!(breakage_with(Ended::Code(code), log), None, "{log}");
        }
    }
}

#[test]
fn a_panic_does_not_end_with_another_status() {
    for code in [0, 1, 128, 134, 139] {
        assert_eq!(breakage_with(Ended::Code(code), PANIC), None);
    }
}

#[test]
fn a_runtime_ended_by_a_signal_is_broken_whatever_the_log_says() {
    for log in ["", LOGGED, PANIC] {
        let found = breakage_with(Ended::Signal(9), log);
        assert_eq!(found.as_deref(), Some("gVisor was ended from outside by signal 9"));
    }
}

#[test]
fn no_log_proves_nothing() {
    assert_eq!(breakage(Ended::Code(2), Path::new("/no/such/log")), None);
}

#[test]
fn a_long_report_is_cut_between_characters() {
    let found = breakage_with(Ended::Code(2), &format!("panic: x{}", "ä".repeat(5000))).expect("a panic");
    assert!(found.len() <= REPORT_BYTES + 20 && found.ends_with('ä'), "{}", found.len());
}
