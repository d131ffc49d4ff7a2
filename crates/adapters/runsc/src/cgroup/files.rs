//! Control files: small texts that must exist already.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::Path,
};

/// Writes a control file that exists.
pub(super) fn put(dir: &Path, file: &str, value: impl std::fmt::Display) -> io::Result<()> {
    let path = dir.join(file);
    let text = value.to_string();
    let written =
        File::options().write(true).truncate(true).open(&path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| io::Error::new(error.kind(), format!("writing {text} to {}: {error}", path.display())))
}

/// The text of a control file.
pub(super) fn get(dir: &Path, file: &str) -> io::Result<String> {
    fs::read_to_string(dir.join(file))
}

/// The number in a control file.
pub(super) fn number(dir: &Path, file: &str) -> io::Result<u64> {
    get(dir, file)?.trim().parse().map_err(io::Error::other)
}

/// The number behind a word in a control file of `word number` lines; 0 when there is none.
pub(super) fn field(dir: &Path, file: &str, word: &str) -> u64 {
    let text = get(dir, file).unwrap_or_default();
    let value = text.lines().find_map(|line| line.strip_prefix(word)?.strip_prefix(' ')?.trim().parse().ok());
    value.unwrap_or(0)
}

/// The processes listed in a group; none when it does not exist.
pub(crate) fn pids(dir: &Path) -> Vec<i32> {
    let text = get(dir, "cgroup.procs").unwrap_or_default();
    text.lines().filter_map(|line| line.parse().ok()).collect()
}

/// Makes a directory that may exist.
pub(super) fn make_dir(path: &Path) -> io::Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Removes an empty group; one that does not exist is fine.
pub(crate) fn remove_dir(path: &Path) -> io::Result<()> {
    match fs::remove_dir(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Names of the directories in a directory.
pub(crate) fn subdirectories(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let dirs = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    dirs.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}
