//! Labelled programs of a folder.

use std::path::Path;

use complexity::Class;
use serde_json::Value;

/// A program and what is right.
pub struct Program {
    pub id: String,
    pub source: String,
    /// One of the labels of the table.
    pub label: String,
    pub space: Option<Class>,
}

/// The programs of a folder's `.jsonl` files, and of its `.py` files in the format of this project's own test set.
pub fn programs(folder: &Path) -> std::io::Result<Vec<Program>> {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut programs = Vec::new();
    for path in paths {
        match path.extension().and_then(std::ffi::OsStr::to_str) {
            Some("jsonl") => programs.extend(std::fs::read_to_string(path)?.lines().filter_map(from_json)),
            Some("py") => programs.extend(std::fs::read_to_string(path)?.split("# === ").skip(1).filter_map(from_part)),
            _ => {}
        }
    }
    Ok(programs)
}

fn from_json(line: &str) -> Option<Program> {
    let object: Value = serde_json::from_str(line).ok()?;
    let field = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    let space = field("space").as_deref().and_then(class_of);
    Some(Program { id: field("id")?, source: field("source")?, label: field("time")?, space })
}

/// `# === name | time=class space=class`, and the program; labels that follow are for other tests.
fn from_part(part: &str) -> Option<Program> {
    let (head, source) = part.split_once('\n')?;
    let (name, labels) = head.split_once(" | ")?;
    let (time, rest) = labels.split_once(' ')?;
    let space = rest.split(' ').next()?;
    let time = class_of(time.strip_prefix("time=")?)?;
    let space = class_of(space.strip_prefix("space=")?)?;
    let label = crate::table::label_of(time).map(|index| crate::table::LABELS[index])?;
    Some(Program { id: name.to_owned(), source: source.to_owned(), label: label.to_owned(), space: Some(space) })
}

fn class_of(word: &str) -> Option<Class> {
    serde_json::from_value(Value::String(word.to_owned())).ok()
}
