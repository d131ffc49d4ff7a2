//! A Gemini server for trials by hand and for the test in a browser: it answers every question with the same analysis, or
//! fails in the way that was asked for.
//!
//! `cargo run -p code-remote-gemini --features testing --example gemini_server -- --listen 127.0.0.1:50051`

use std::{net::SocketAddr, time::Duration};

use clap::{Parser, ValueEnum};
use code_remote_gemini::testing::{Code, Reply, Server, ServerOptions};

#[derive(Parser)]
struct Options {
    /// Where it listens.
    #[arg(long, default_value = "127.0.0.1:50051")]
    listen: SocketAddr,
    /// The one key that it accepts; any without one.
    #[arg(long)]
    api_key: Option<String>,
    /// How time grows.
    #[arg(long, default_value = "O(n)")]
    time: String,
    /// How space grows.
    #[arg(long, default_value = "O(1)")]
    space: String,
    /// What it says instead, from a file.
    #[arg(long)]
    text: Option<std::path::PathBuf>,
    /// How it fails.
    #[arg(long, value_enum)]
    fault: Option<Fault>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Fault {
    WrongKey,
    Quota,
    Away,
    Cut,
    Empty,
    BlockedPrompt,
    BlockedAnswer,
    Endless,
    Silent,
    NotJson,
}

#[tokio::main]
async fn main() {
    let options = Options::parse();
    let text = match &options.text {
        Some(path) => std::fs::read_to_string(path).expect("the file is text"),
        None => analysis(&options.time, &options.space),
    };
    let otherwise = reply(options.fault, &text);
    let server =
        Server::start_with(ServerOptions { listen: options.listen, api_key: options.api_key, otherwise, tls: None });
    let server = server.await;
    #[expect(clippy::print_stdout, reason = "whoever started it waits for this line")]
    {
        println!("listening on {}", server.url());
    }
    std::future::pending::<()>().await;
}

fn reply(fault: Option<Fault>, text: &str) -> Reply {
    let words = || text.split_inclusive(' ');
    let some = || words().take(12);
    match fault {
        None => Reply::pieces(words()),
        Some(Fault::WrongKey) => Reply::wrong_key(""),
        Some(Fault::Quota) => Reply::quota(Some(Duration::from_mins(1))),
        Some(Fault::Away) => Reply::status(Code::Unavailable, "The model is overloaded."),
        Some(Fault::Cut) => Reply::unfinished(some()).cut(),
        Some(Fault::Empty) => Reply::empty(),
        Some(Fault::BlockedPrompt) => Reply::blocked_prompt("SAFETY"),
        Some(Fault::BlockedAnswer) => Reply::unfinished(some()).finish("SAFETY"),
        Some(Fault::Endless) => Reply::unfinished([text]).endless(),
        Some(Fault::Silent) => Reply::empty().hang(),
        Some(Fault::NotJson) => Reply::text("I would rather talk about the weather."),
    }
}

fn analysis(time: &str, space: &str) -> String {
    format!(
        "## Algorithm\n\nThe program goes **once** over its input.\n\n\
         ## Time Complexity: {time}\n\nEvery element is looked at once.\n\n\
         ## Space Complexity: {space}\n\nNothing is kept.\n\n\
         ## Suggestions\n\n- There is nothing to improve.\n\n\
         ```json\n{{\"time_complexity\": \"{time}\", \"space_complexity\": \"{space}\"}}\n```\n"
    )
}
