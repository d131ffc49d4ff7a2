//! How long the check of a source of the largest size takes.

use crate::{Bench, figure::Figure};

pub(crate) fn measure(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let measured = runtime.block_on(policy::bench::run(bench.pick(5_000, 1_000)))?;
    Ok(vec![
        Figure::at_most("policy.p99", measured.check.p99_us / 1e3, "ms", 1.0),
        Figure::note("policy.through_checker.p99", measured.through_checker.p99_us / 1e3, "ms"),
    ])
}
