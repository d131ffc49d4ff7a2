//! Checks the machine and installs what is missing.

mod apt;
pub(crate) mod delivery;
mod kubectl;
mod machine;
pub(crate) mod ministack;
mod postgres;
mod python;
mod runsc;

use crate::sh;

/// What the machine must be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Run the service.
    Service,
    /// Also run it as several, over a database server and an emulator of SQS.
    Services,
    /// Also run every test.
    Tests,
}

/// A program that must be there, and the package that has it on Debian and Ubuntu.
struct Need {
    program: &'static str,
    package: &'static str,
    why: &'static str,
}

const SERVICE: [Need; 3] = [
    Need { program: "/usr/bin/python3", package: "python3", why: "the sandbox image is made from it" },
    Need { program: "mkfs.erofs", package: "erofs-utils", why: "packs the sandbox image" },
    Need { program: "cc", package: "gcc", why: "compiles the embedded database" },
];

const TESTS: [Need; 1] =
    [Need { program: "chromium", package: "chromium", why: "the web page is tested in a real browser" }];

/// Makes the machine ready, or says what is missing in one line each.
pub(crate) fn run(purpose: Purpose) -> anyhow::Result<()> {
    machine::check()?;
    let mut missing: Vec<&Need> = SERVICE.iter().filter(|need| !there(need.program)).collect();
    if purpose == Purpose::Tests {
        missing.extend(TESTS.iter().filter(|need| !there(need.program)));
    }
    for need in &missing {
        sh::say(format_args!("    {} is missing: {}", need.package, need.why));
    }
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
        apt::install(&packages)?;
    }
    runsc::ensure()?;
    if purpose != Purpose::Service {
        postgres::ensure()?;
        ministack::ensure()?;
    }
    if purpose == Purpose::Tests {
        delivery::ensure()?;
    }
    Ok(())
}

fn there(program: &str) -> bool {
    if program.starts_with('/') { std::path::Path::new(program).exists() } else { sh::which(program).is_some() }
}
