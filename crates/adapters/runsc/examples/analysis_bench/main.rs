//! Measures the analysis over labelled programs: `cargo xtask bench analysis --sample DIR`.
//!
//! A folder holds JSON Lines files, one program a line with `id`, `source` and `time`. The programs are run: by the
//! ordinary Python of this machine under limits of processor time and memory, so only trusted ones belong there.
#![expect(clippy::print_stdout, reason = "its output is its purpose")]

mod runs;
mod table;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use code_remote_complexity::{Class, Confidence, analyze, combine};
use serde_json::Value;
use table::Table;

/// What is asked for.
struct Arguments {
    sample: PathBuf,
    /// Without runs.
    statics: bool,
    /// A line for each program.
    verbose: bool,
}

fn main() -> std::io::Result<()> {
    let arguments = arguments().ok_or_else(|| std::io::Error::other("usage: --sample DIR [--static] [--verbose]"))?;
    let (mut alone, mut both) = (Table::default(), Table::default());
    let (mut looks, mut walls) = (Vec::new(), Vec::new());
    let mut full = String::new();
    for program in programs(&arguments.sample)? {
        let start = Instant::now();
        let statics = analyze(&program.source);
        looks.push(start.elapsed());
        full.push_str(&program.source);
        alone.add(&program.label, statics.time.class, statics.confidence);
        let measured = if arguments.statics { None } else { runs::measure(&program.source) };
        let fit = measured.as_ref().map_or(Class::Unknown, |fit| fit.class);
        let result = combine(statics, measured);
        walls.push(start.elapsed());
        both.add(&program.label, result.time.class, result.confidence);
        if arguments.verbose {
            let sure = result.confidence == Confidence::High;
            let reasons: Vec<String> =
                result.statics.reasons.iter().map(|reason| format!("{}: {}", reason.line, reason.text)).collect();
            let space = &result.space.expression;
            let head = format!("{}\t{}\t{:?}", program.id, program.label, result.time.class);
            println!("{head}\t{sure}\t{fit:?}\t{}\t{space}\t{}", result.time.expression, reasons.join(" | "));
        }
    }
    println!("static\n{alone}\nstatic + measured\n{both}");
    println!("static analysis of a program: {}", percentiles(looks));
    println!("static analysis of 10 KB: {}", percentiles(of_10_kb(&arguments.sample)?));
    println!("static + measured: {}", percentiles(walls));
    Ok(())
}

fn arguments() -> Option<Arguments> {
    let mut given = std::env::args().skip(1);
    let (mut sample, mut statics, mut verbose) = (None, false, false);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--sample" => sample = Some(PathBuf::from(given.next()?)),
            "--static" => statics = true,
            "--verbose" => verbose = true,
            _ => return None,
        }
    }
    Some(Arguments { sample: sample?, statics, verbose })
}

/// A labelled program.
struct Program {
    id: String,
    source: String,
    label: String,
}

fn programs(folder: &Path) -> std::io::Result<Vec<Program>> {
    let mut programs = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            let text = std::fs::read_to_string(path)?;
            programs.extend(text.lines().filter_map(program));
        }
    }
    Ok(programs)
}

fn program(line: &str) -> Option<Program> {
    let object: Value = serde_json::from_str(line).ok()?;
    let field = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(Program { id: field("id")?, source: field("source")?, label: field("time")? })
}

/// Times of looking at programs joined to the largest size that is accepted.
fn of_10_kb(folder: &Path) -> std::io::Result<Vec<Duration>> {
    const BYTES: usize = 10_240;
    let programs = programs(folder)?;
    let mut times = Vec::new();
    let mut joined = String::new();
    for program in programs.iter().cycle().take(programs.len() * 4) {
        if joined.len() + program.source.len() + 1 > BYTES && !joined.is_empty() {
            let start = Instant::now();
            analyze(&joined);
            times.push(start.elapsed());
            joined.clear();
        }
        if program.source.len() < BYTES {
            joined.push_str(&program.source);
            joined.push('\n');
        }
    }
    Ok(times)
}

fn percentiles(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
    format!("p50 {:?}, p99 {:?}", at(50), at(99))
}
