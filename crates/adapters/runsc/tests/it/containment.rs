//! What a program can reach: nothing of the host.

use crate::support::{run_source, with_driver};

#[track_caller]
fn prints(source: &str, expected: &str) {
    let ran = with_driver(async |driver| run_source(driver, source).await);
    assert_eq!((ran.out(), ran.err()), (expected, ""));
}

#[test]
fn it_sees_no_file_of_the_host() {
    let canary = std::env::current_exe().expect("a path");
    let source = format!(
        "import os\nprint([path for path in ({canary:?}, '/etc/shadow', '/etc/hostname', '/etc/machine-id', '/root', '/home', '/var', \
         '/run', '/proc/1/root/etc/shadow', '/bin', '/usr/bin/env', '/usr/bin/runsc') if os.path.exists(path)])"
    );
    prints(&source, "[]\n");
}

#[test]
fn its_root_cannot_be_written() {
    let source = "import os\nfor path in ('/x', '/usr/lib/code-remote/runner.py', '/etc/passwd', '/dev/x', '/proc/x', '/sys/x'):\n\
                  \x20   try: open(path, 'w'); print('wrote', path)\n    except OSError: pass";
    prints(source, "");
}

#[test]
fn it_has_no_environment_of_the_host() {
    prints(
        "import os\nprint(dict(os.environ))\nprint(open('/proc/self/environ', 'rb').read().count(b'CARGO'))",
        "{'HOME': '/tmp'}\n0\n",
    );
}

#[test]
fn it_is_nobody_without_capabilities() {
    let source = "import os\nprint(os.getuid(), os.getgid(), os.getgroups())\n\
                  print({line.split()[1] for line in open('/proc/self/status') if line.startswith('Cap')})";
    prints(source, "65534 65534 []\n{'0000000000000000'}\n");
}

#[test]
fn it_has_no_network_but_its_own_loopback() {
    let source = "
import socket
print([name for _, name in socket.if_nameindex()])
for family, address in ((socket.AF_INET, ('127.0.0.1', 22)), (socket.AF_INET, ('169.254.169.254', 80)), (socket.AF_INET6, ('::1', 80))):
    try: socket.create_connection(address, 1); print('connected', address)
    except OSError: pass
";
    let ran = with_driver(async |driver| run_source(driver, source).await);
    assert!(matches!(ran.out(), "[]\n" | "['lo']\n"), "{ran:?}");
}

#[test]
fn it_inherits_no_descriptor() {
    let source = "import os\nfound = []\nfor d in range(3, 1024):\n    try: os.fstat(d); found.append(d)\n    except OSError: pass\nprint(found)";
    prints(source, "[]\n");
}

#[test]
fn its_kernel_is_not_the_hosts() {
    let host = std::fs::read_to_string("/proc/sys/kernel/osrelease").expect("a release");
    let ran = with_driver(async |driver| {
        run_source(driver, "import os\nprint(os.uname().release, os.uname().nodename)").await
    });
    let (release, node) = ran.out().trim().split_once(' ').expect("two words");
    assert_ne!(release, host.trim());
    assert_eq!(node, "sandbox");
}

#[test]
fn it_sees_only_its_own_processes() {
    prints("import os\nprint([name for name in os.listdir('/proc') if name.isdigit()])", "['1']\n");
}
