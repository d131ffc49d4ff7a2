//! The corpus: programs that must be refused, with the rule that refuses them, and programs that must not be.
//!
//! A file holds programs one after the other, each below a line `# === what it tries | rule`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{policy, rules};

/// One program of the corpus.
pub struct Program {
    pub name: String,
    /// The rule that must refuse it; none when it must be accepted.
    pub rule: Option<String>,
    pub source: String,
}

/// All programs below `tests/corpus/FOLDER`.
pub fn programs(folder: &str) -> Vec<Program> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the corpus is there").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files.iter().flat_map(|file| programs_of(file)).collect()
}

fn programs_of(file: &Path) -> Vec<Program> {
    let text = fs::read_to_string(file).expect("a text");
    let stem = file.file_stem().expect("a name").to_string_lossy().into_owned();
    text.split("# === ").skip(1).map(|part| program(&stem, part)).collect()
}

fn program(stem: &str, part: &str) -> Program {
    let (title, source) = part.split_once('\n').expect("a title and a program");
    let (title, rule) = match title.split_once(" | ") {
        Some((title, rule)) => (title, Some(rule.to_owned())),
        None => (title, None),
    };
    Program { name: format!("{stem}: {title}"), rule, source: source.to_owned() }
}

#[test]
fn escapes_are_refused_by_their_rule() {
    let missed: Vec<String> = programs("escape")
        .into_iter()
        .filter_map(|program| {
            let rule = program.rule.expect("an escape names its rule");
            let found = rules(&program.source);
            (!found.contains(&rule)).then(|| format!("{}: {rule} expected, {found:?} found", program.name))
        })
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn legitimate_programs_are_accepted() {
    let refused: Vec<String> = programs("legit")
        .into_iter()
        .filter_map(|program| {
            let verdict = policy().check(program.source.as_bytes());
            (!verdict.is_accepted()).then(|| format!("{}: {:#?}", program.name, verdict.violations()))
        })
        .collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn the_corpus_is_there() {
    assert!(programs("escape").len() >= 280 && programs("legit").len() >= 40);
}
