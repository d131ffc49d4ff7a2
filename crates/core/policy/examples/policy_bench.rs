//! Prints how long a check takes, as JSON: `cargo run --release -p code-remote-policy --example policy_bench`
#![expect(clippy::print_stdout, reason = "its output is its purpose")]

use code_remote_policy::bench;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let figures = bench::run(5_000).await?;
    println!("{}", serde_json::to_string(&figures)?);
    Ok(())
}
