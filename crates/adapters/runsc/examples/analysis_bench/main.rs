//! Measures the analysis over labelled programs: `cargo xtask bench analysis --sample DIR`.
//!
//! A folder holds JSON Lines files, one program a line with `id`, `source` and `time`, or files of this project's own
//! labelled programs. Each run is in a sandbox of its own, as the analyzer's are; that takes root.
#![expect(clippy::print_stdout, reason = "its output is its purpose")]

mod labelled;
mod runs;
mod spaces;
mod table;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use code_remote_runsc::{RunscDriver, Settings};
use complexity::{Class, Confidence, analyze, combine};
use labelled::programs;
use runs::Runs;
use spaces::Spaces;
use table::Table;

/// What is asked for.
struct Arguments {
    sample: PathBuf,
    /// Without runs.
    statics: bool,
    /// Runs by the Python of this machine, for a quick round over trusted programs.
    local: bool,
    /// A line for each program.
    verbose: bool,
}

/// What is said to anything else.
const USAGE: &str = "usage: --sample DIR [--static | --local] [--verbose]";

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let arguments = arguments().ok_or_else(|| std::io::Error::other(USAGE))?;
    let data = tempfile::tempdir()?;
    let runs = if arguments.statics {
        Runs::Nowhere
    } else if arguments.local {
        Runs::Local
    } else {
        let driver = RunscDriver::new(Settings::new(data.path()), |_| {}).await;
        Runs::Sandboxes(driver.map_err(std::io::Error::other)?)
    };
    let (mut alone, mut both) = (Table::default(), Table::default());
    let (mut looks, mut walls) = (Vec::new(), Vec::new());
    let mut spaces = Spaces::default();
    for program in programs(&arguments.sample)? {
        let start = Instant::now();
        let statics = analyze(&program.source);
        looks.push(start.elapsed());
        alone.add(&program.label, statics.time.class, statics.confidence);
        let measured = runs.measure(&program.source).await;
        let fit = measured.as_ref().map_or(Class::Unknown, |fit| fit.class);
        let held = measured.as_ref().and_then(|fit| fit.space.as_ref()).map(|fit| (fit.class, fit.quality));
        let before = statics.space.class;
        let result = combine(statics, measured);
        spaces.add(program.space, before, result.space.class);
        walls.push(start.elapsed());
        both.add(&program.label, result.time.class, result.confidence);
        if arguments.verbose {
            let sure = result.confidence == Confidence::High;
            let reasons: Vec<String> =
                result.statics.reasons.iter().map(|reason| format!("{}: {}", reason.line, reason.text)).collect();
            let space = format!("{:?}\t{:?}\t{held:?}", program.space, result.space.class);
            let start_of_line = format!("{}\t{}\t{:?}", program.id, program.label, result.time.class);
            println!("{start_of_line}\t{sure}\t{fit:?}\t{}\t{space}\t{}", result.time.expression, reasons.join(" | "));
        }
    }
    println!("static\n{alone}\nstatic + measured\n{both}");
    println!("{spaces}");
    println!("static analysis of a program: {}", percentiles(looks));
    println!("static analysis of 10 KB: {}", percentiles(of_10_kb(&arguments.sample)?));
    println!("static + measured: {}", percentiles(walls));
    Ok(())
}

fn arguments() -> Option<Arguments> {
    let mut given = std::env::args().skip(1);
    let (mut sample, mut statics, mut local, mut verbose) = (None, false, false, false);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--sample" => sample = Some(PathBuf::from(given.next()?)),
            "--static" => statics = true,
            "--local" => local = true,
            "--verbose" => verbose = true,
            _ => return None,
        }
    }
    Some(Arguments { sample: sample?, statics, local, verbose })
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
