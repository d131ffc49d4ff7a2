//! Measures what the service must reach, each figure beside its reference in the same run: `cargo xtask bench`.
//!
//! Reading order: `figure` is what is reported; `sample` holds times, `meter` processor time and memory of a tree of
//! processes; `bare` are the references; `process` starts a role, `service` the embedded service, `http` speaks to them;
//! `services` has what concerns several processes, `pods` what concerns the driver over them; the rest is one file per line of the table.

mod bare;
mod burst;
mod cold;
mod figure;
mod http;
mod idle;
mod meter;
mod overhead;
mod pods;
mod policy;
mod process;
mod sample;
mod service;
mod services;
mod sustained;
mod warm;

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::Parser;
use figure::Figure;
use tempfile::TempDir;

/// Measure the service against references of the same machine, taken in the same run.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Arguments {
    /// What to measure: everything in one process, the services apart, or the driver over pods.
    #[arg(value_enum, default_value = "up")]
    suite: Suite,
    /// Also write the figures to this file, as a list of objects.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Fewer samples and shorter load: a look rather than a measurement.
    #[arg(long)]
    quick: bool,
    /// Only these parts.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PART")]
    only: Vec<Part>,
}

/// What the parts belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Suite {
    Up,
    Services,
    Kubernetes,
}

/// A part of the measurement: one line of the table of targets, or two that come from the same load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    Policy,
    Overhead,
    Warm,
    Cold,
    Idle,
    Burst,
    Sustained,
    Latency,
    Executors,
    Tokens,
    Backlog,
    Driver,
    PodBurst,
}

impl Part {
    const fn suite(self) -> Suite {
        match self {
            Self::Latency | Self::Executors | Self::Tokens | Self::Backlog => Suite::Services,
            Self::Driver | Self::PodBurst => Suite::Kubernetes,
            _ => Suite::Up,
        }
    }
}

/// One run of the bench.
#[derive(Debug)]
struct Bench {
    quick: bool,
    /// The data directory that all services use one after the other, so that the image is built once.
    data: TempDir,
}

impl Bench {
    /// The first when there is time, the second for a quick look.
    fn pick<T>(&self, whole: T, quick: T) -> T {
        if self.quick { quick } else { whole }
    }
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let bench = Bench { quick: arguments.quick, data: tempfile::tempdir()? };
    let mut figures = Vec::new();
    for part in <Part as clap::ValueEnum>::value_variants() {
        let is_wanted = arguments.only.is_empty() || arguments.only.contains(part);
        if is_wanted && part.suite() == arguments.suite {
            figures.extend(measure(*part, &bench)?);
        }
    }
    figure::print(&figures);
    if let Some(path) = arguments.json {
        let text = serde_json::to_string_pretty(&figures)?;
        fs::write(&path, text + "\n").with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(part: Part, bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let machine = meter::Machine::start();
    let figures = match part {
        Part::Policy => policy::measure(bench),
        Part::Overhead => overhead::measure(bench),
        Part::Warm => warm::measure(bench),
        Part::Cold => cold::measure(bench),
        Part::Idle => idle::measure(bench),
        Part::Burst => burst::measure(bench),
        Part::Sustained => sustained::measure(bench),
        Part::Latency => services::latency::measure(bench),
        Part::Executors => services::executors::measure(bench),
        Part::Tokens => services::tokens::measure(),
        Part::Backlog => services::backlog::measure(bench),
        Part::Driver => pods::driver::measure(bench),
        Part::PodBurst => pods::burst::measure(bench),
    };
    let figures = figures.with_context(|| format!("{part:?} could not be measured"))?;
    figure::tell(&figures, &machine.shares());
    Ok(figures)
}
