//! Checks the files that it is given and prints what the policy says about each:
//! `cargo run --release -p code-remote-policy --example policy_files -- FILE…`
#![expect(clippy::print_stdout, reason = "its output is its purpose")]

use std::{env, fs, io};

use code_remote_policy::{Policy, Settings, Verdict};

fn main() -> io::Result<()> {
    let policy = Policy::new(Settings { source_bytes_max: 1 << 20, ..Settings::default() });
    for path in env::args_os().skip(1) {
        let verdict = policy.check(&fs::read(&path)?);
        let path = path.to_string_lossy();
        match verdict {
            Verdict::Accepted => println!("{path}: accepted"),
            Verdict::Refused { kind, violations } => {
                println!("{path}: refused ({kind:?})");
                for at in violations {
                    println!("  {}:{} [{}] {} {}", at.line, at.column, at.rule, at.message, at.allowed);
                }
            }
        }
    }
    Ok(())
}
