//! The bench figure of the policy: how long a check of a full-size source takes.

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::{Checker, CheckerBounds, Policy, Settings, Verdict};

/// Percentiles of a series, in microseconds.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Percentiles {
    /// Median.
    pub p50_us: f64,
    /// 99th percentile.
    pub p99_us: f64,
}

/// What [`run`] measures.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct PolicyBench {
    /// Bytes of the source that is checked.
    pub source_bytes: usize,
    /// Checks measured.
    pub checks: usize,
    /// The check alone.
    pub check: Percentiles,
    /// Through a [`Checker`], as the services call it.
    pub through_checker: Percentiles,
}

/// An ordinary program, repeated to fill a source of the largest size.
const PROGRAM: &str = r#"
@dataclass(order=True)
class Item{n}:
    name: str
    price: float = 0.0
    tags: List[str] = field(default_factory=list, compare=False)

    def total(self, count: int = 1) -> float:
        """Price of `count` items."""
        return round(self.price * count, 2)

    def __repr__(self):
        return "{}: {:>8.2f} ({})".format(self.name, self.price, ", ".join(self.tags))


def cheapest{n}(items, *, limit=3):
    seen = defaultdict(list)
    for index, item in enumerate(sorted(items)):
        if item.price > 0 and not item.name.startswith("_"):
            seen[item.name[:1]].append((index, item))
    best = {key: min(group, key=lambda pair: pair[1].price) for key, group in seen.items()}
    return json.dumps({k: math.floor(v[1].price) for k, v in list(best.items())[:limit]}, indent=2)
"#;

/// A program of nearly `bytes` bytes that the policy accepts.
fn program(bytes: usize) -> String {
    let mut source =
        "import json, math\nfrom collections import defaultdict\nfrom dataclasses import dataclass, field\n\
                      from typing import List\n"
            .to_owned();
    for number in 0.. {
        let part = PROGRAM.replace("{n}", &number.to_string());
        if source.len() + part.len() > bytes {
            break;
        }
        source += &part;
    }
    source
}

/// Measures `checks` checks of a source of the largest size.
///
/// # Errors
///
/// When the checker's threads cannot be started, or the policy refuses the program.
pub async fn run(checks: usize) -> std::io::Result<PolicyBench> {
    let settings = Settings::default();
    let source = program(settings.source_bytes_max).into_bytes();
    let policy = Policy::new(settings.clone());
    let checker = Checker::new(Policy::new(settings), CheckerBounds::default())?;
    let (mut alone, mut through) = (Vec::with_capacity(checks), Vec::with_capacity(checks));
    for _ in 0..checks {
        let start = Instant::now();
        let verdict = policy.check(&source);
        alone.push(start.elapsed());
        let copy = source.clone();
        let start = Instant::now();
        let through_threads = checker.check(copy).await.map_err(std::io::Error::other)?;
        through.push(start.elapsed());
        if (verdict, through_threads) != (Verdict::Accepted, Verdict::Accepted) {
            return Err(std::io::Error::other("the policy refuses its own bench program"));
        }
    }
    let (check, through_checker) = (percentiles(alone), percentiles(through));
    Ok(PolicyBench { source_bytes: source.len(), checks, check, through_checker })
}

fn percentiles(mut times: Vec<Duration>) -> Percentiles {
    times.sort_unstable();
    let at = |part: usize| times.get(times.len() * part / 100).map_or(0.0, |time| time.as_secs_f64() * 1e6);
    Percentiles { p50_us: at(50), p99_us: at(99) }
}
