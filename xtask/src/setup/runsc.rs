//! gVisor's runtime: the newest release that apt can reach.

use std::{fs, process::Command};

use anyhow::Context as _;

use super::apt;
use crate::sh;

/// Releases before this one have neither an EROFS root nor uncompressed checkpoints, so sandboxes start slowly.
const GOOD_RELEASE: u32 = 20_240_101;

const BY_HAND: &str = "install gVisor's runsc (https://gvisor.dev/docs/user_guide/install/) and try again";

/// Installs `runsc` where it is missing or old.
pub(super) fn ensure() -> anyhow::Result<()> {
    match installed() {
        Some(release) if release >= GOOD_RELEASE => return Ok(()),
        Some(release) => sh::say(format_args!("    runsc {release} works, but a newer one starts sandboxes faster")),
        None => sh::say("    runsc is missing: it isolates the jobs"),
    }
    let had_one = installed().is_some();
    let attempt = install();
    match installed() {
        Some(_) if attempt.is_ok() || had_one => Ok(()),
        _ => attempt.and_then(|()| anyhow::bail!("runsc is still missing")).context(BY_HAND),
    }
}

fn install() -> anyhow::Result<()> {
    let backports =
        codename().and_then(|codename| apt::suite_beside(&codename, &format!("{codename}-backports")).transpose());
    if let Some(suite) = backports.transpose()? {
        // The suite may not exist or may not have it: the machine's own sources are next.
        if apt::install_from(&["runsc"], Some(&suite)).is_ok() {
            return Ok(());
        }
    }
    apt::install(&["runsc"])
}

/// The installed release as a number like 20240729; 0 where it does not say.
fn installed() -> Option<u32> {
    let text = sh::read(Command::new("runsc").arg("--version")).ok()?;
    Some(release_of(&text))
}

/// Debian writes `0.0~20240729.0`, gVisor itself `release-20240729.0`.
fn release_of(text: &str) -> u32 {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 8)
        .find_map(|digits| digits.parse().ok())
        .unwrap_or(0)
}

/// Debian's codename; none elsewhere: Ubuntu carries new releases in its own suites.
fn codename() -> Option<String> {
    let text = fs::read_to_string("/etc/os-release").ok()?;
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim_matches('"'));
    (field("ID=")? == "debian").then(|| field("VERSION_CODENAME=").map(str::to_owned))?
}

#[cfg(test)]
mod tests {
    use super::release_of;

    #[test]
    fn both_ways_to_write_a_release_are_read() {
        assert_eq!(release_of("runsc version 0.0~20240729.0\nspec: 1.0.2-dev\n"), 20_240_729);
        assert_eq!(release_of("runsc version release-20260803.0\nspec: 1.1.0-rc.1\n"), 20_260_803);
        assert_eq!(release_of("runsc version VERSION_MISSING\n"), 0);
    }
}
