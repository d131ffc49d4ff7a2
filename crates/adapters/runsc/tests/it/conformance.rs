//! The suite that every driver passes.

use domain::testing::sandbox_suite::SandboxCase;

use crate::support::with_driver;

fn run(case: SandboxCase) {
    with_driver(async |driver| case(driver).await);
}

domain::sandbox_suite!(run);
