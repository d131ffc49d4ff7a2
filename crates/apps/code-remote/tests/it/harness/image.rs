//! The sandbox image, built once for all tests, as that takes seconds.

use std::{fs, path::Path, sync::LazyLock};

use clap::Parser as _;
use code_remote::{
    cli::{Cli, Command},
    service,
};
use nix::fcntl::{Flock, FlockArg};
use tokio::runtime::Runtime;

/// Where data directories are made: on the image's own file system, so that it can be linked.
pub(crate) fn home() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

static BUILT: LazyLock<()> = LazyLock::new(|| {
    fs::create_dir_all(home()).expect("a directory can be made");
    let lock = fs::File::create(home().join("e2e-image.lock")).expect("a lock can be made");
    let _lock = Flock::lock(lock, FlockArg::LockExclusive).expect("the lock can be had");
    // A thread of its own, as tests are inside a runtime already.
    let building = std::thread::spawn(|| {
        let settings = match Cli::parse_from(["code-remote", "up"]).command {
            Command::Up(settings) => settings,
            other => panic!("not up: {other:?}"),
        };
        let runtime = Runtime::new().expect("a runtime starts");
        let driver =
            runtime.block_on(service::driver(&settings.sandbox, &settings.limits, &home().join("e2e-image"), |_| {}));
        driver.map(drop).expect("this machine isolates");
    });
    building.join().expect("the image is built");
});

/// Gives a data directory the image, without checkpoints: those belong to one directory each.
pub(crate) fn give_to(data_dir: &Path) {
    LazyLock::force(&BUILT);
    link_tree(&home().join("e2e-image/images"), &data_dir.join("images"));
}

fn link_tree(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a directory can be made");
    for entry in fs::read_dir(from).expect("the image can be read").flatten() {
        let (name, kind) = (entry.file_name(), entry.file_type().expect("a file has a kind"));
        let target = to.join(&name);
        if kind.is_dir() && !name.to_string_lossy().starts_with("checkpoint-") {
            link_tree(&entry.path(), &target);
        } else if kind.is_symlink() {
            let points_to = fs::read_link(entry.path()).expect("a link can be read");
            std::os::unix::fs::symlink(points_to, target).expect("a link can be made");
        } else if kind.is_file() {
            fs::hard_link(entry.path(), target).expect("a file can be linked");
        }
    }
}
