//! The root file system: complete, nothing of the host in it, and rebuilt when it must be.

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use code_remote_runsc::{RunscDriver, Settings, StartMode, Step};
use domain::SandboxDriver;

use crate::support::{Home, run_source, with_driver};

/// The one image of a data directory.
fn image(home: &Home) -> PathBuf {
    let mut dirs = names(&home.data.path().join("images"));
    dirs.remove("lock");
    assert_eq!(dirs.len(), 1, "{dirs:?}");
    home.data.path().join("images").join(dirs.pop_first().expect("one"))
}

fn names(dir: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(dir).expect("a directory").flatten();
    entries.map(|entry| entry.file_name().into_string().expect("text")).collect()
}

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a directory").flatten() {
        if entry.path().is_dir() { files(&entry.path(), found) } else { found.push(entry.path()) }
    }
}

fn cold(home: &Home) -> Settings {
    Settings { start: StartMode::Cold, ..home.settings() }
}

#[test]
fn it_has_the_interpreter_and_nothing_of_the_host() {
    let home = Home::new();
    let root = image(&home).join("root");
    let mut all = Vec::new();
    files(&root, &mut all);
    assert!(all.len() > 500, "{}", all.len());
    let special = all.iter().filter(|file| {
        let meta = fs::symlink_metadata(file).expect("a file");
        !meta.is_file() || meta.mode() & 0o7022 != 0 || meta.mode() & 0o444 != 0o444
    });
    assert_eq!(
        special.collect::<Vec<_>>(),
        Vec::<&PathBuf>::new(),
        "only plain files that all read and others cannot write"
    );
    let etc: Vec<_> = names(&root.join("etc")).into_iter().filter(|name| !name.starts_with("ld.so.")).collect();
    assert_eq!(etc, ["group", "passwd"]);
    for empty in ["proc", "tmp", "dev", "sys"] {
        assert_eq!(names(&root.join(empty)), BTreeSet::new());
    }
    let left_out = ["site-packages", "dist-packages", "idlelib", "tkinter", "ensurepip", "test"];
    assert!(
        !all.iter().any(|file| file.components().any(|part| left_out.iter().any(|name| part.as_os_str() == *name)))
    );
}

#[test]
fn its_library_is_compiled_without_looking_at_sources() {
    let home = Home::new();
    let mut all = Vec::new();
    files(&image(&home).join("root"), &mut all);
    let compiled: Vec<_> =
        all.iter().filter(|file| file.extension().is_some_and(|extension| extension == "pyc")).collect();
    assert!(compiled.len() > 300, "{}", compiled.len());
    for file in compiled {
        // The four bytes behind the magic number: hash-based, not to be checked.
        assert_eq!(fs::read(file).expect("a file")[4..8], [1, 0, 0, 0], "{}", file.display());
    }
}

#[test]
fn a_changed_library_makes_a_new_one_and_leftovers_go() {
    with_driver(async |_| {
        let home = Home::new();
        let images = home.data.path().join("images");
        let before = image(&home);
        let manifest = before.join("image.json");
        let text = fs::read_to_string(&manifest).expect("a file");
        let mut changed: serde_json::Value = serde_json::from_str(&text).expect("a manifest");
        changed["libraries"][0]["size"] = 1.into();
        fs::remove_file(&manifest).expect("a link of our own");
        fs::write(&manifest, changed.to_string()).expect("a file");
        for leftover in [".building-00", "0123456789abcdef"] {
            fs::create_dir_all(images.join(leftover).join("root")).expect("a directory");
        }

        let steps = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&steps);
        let driver = RunscDriver::new(home.settings(), move |step| seen.lock().expect("whole").push(step))
            .await
            .expect("a driver");
        assert_eq!(steps.lock().expect("whole")[..3], [Step::CopyingPython, Step::PackingImage, Step::StartingSandbox]);
        assert_eq!(image(&home), before, "the same content has the same name");
        assert_eq!(fs::read_to_string(&manifest).expect("a file"), text);
        let version = run_source(&driver, "import platform\nprint(platform.python_version())").await;
        assert_eq!(version.out().trim(), driver.image().python_version);
    });
}

#[test]
fn a_directory_serves_where_no_image_can_be_made() {
    with_driver(async |_| {
        let home = Home::new();
        let manifest = image(&home).join("image.json");
        let text = fs::read_to_string(&manifest).expect("a file");
        fs::remove_file(&manifest).expect("a link of our own");
        fs::write(&manifest, text.replace("\"erofs\": true", "\"erofs\": false")).expect("a file");
        let driver = RunscDriver::new(home.settings(), |_| {}).await.expect("a driver");
        let source = "import os, sqlite3\ntry: open('/usr/x', 'w')\nexcept OSError: print(sorted(os.listdir('/')))";
        let ran = run_source(&driver, source).await;
        assert_eq!((ran.out(), ran.err()), ("['dev', 'etc', 'lib', 'lib64', 'proc', 'sys', 'tmp', 'usr']\n", ""));
    });
}

#[test]
fn a_broken_checkpoint_is_noticed_by_nobody() {
    with_driver(async |_| {
        let home = Home::new();
        let driver = RunscDriver::new(home.settings(), |_| {}).await.expect("a driver");
        if driver.check().await.expect("it isolates").start == "restore" {
            let image = image(&home);
            let checkpoint = names(&image).into_iter().find(|name| name.starts_with("checkpoint-")).expect("one");
            fs::write(image.join(checkpoint).join("checkpoint.img"), "broken").expect("a file");
            assert_eq!(run_source(&driver, "print(1)").await.out(), "1\n");
            assert_eq!((driver.tally().fallbacks, driver.tally().cold), (1, 1));
            drop(driver);
            let next = RunscDriver::new(home.settings(), |_| {}).await.expect("a driver");
            assert_eq!(run_source(&next, "print(2)").await.out(), "2\n");
            assert_eq!(next.tally().fallbacks, 0, "a new checkpoint was taken");
        } else {
            assert_eq!(run_source(&driver, "print(1)").await.out(), "1\n");
        }
    });
}

#[test]
fn a_python_that_is_not_there_is_named() {
    with_driver(async |_| {
        let home = Home::new();
        let settings = Settings { python: Some("/nonexistent/python3".into()), ..cold(&home) };
        let error = RunscDriver::new(settings, |_| {}).await.expect_err("there is none");
        assert!(error.to_string().contains("/nonexistent/python3"), "{error}");
    });
}
