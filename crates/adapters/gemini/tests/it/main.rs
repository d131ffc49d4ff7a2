//! Gemini against a server of our own that speaks the published protocol, over real HTTP/2 on a loopback port.

mod conformance;
mod faults;
mod secrets;
mod settings;
mod stream;
mod success;
mod tls;

use std::time::Duration;

use code_remote_gemini::{Gemini, GeminiSettings, Patience, testing::Server};
use domain::{Prompt, Secret};

const KEY: &str = "AIzaSy-a-key-that-nobody-must-see";

/// Short enough for tests of silence, long enough for a crowded machine.
fn settings(server: &Server) -> GeminiSettings {
    let patience =
        Patience { total: Duration::from_secs(20), attempt: Duration::from_secs(15), pause: Duration::from_millis(2) };
    GeminiSettings { endpoint: Some(server.url()), patience, ..GeminiSettings::new(Secret::new(KEY)) }
}

fn gemini(server: &Server) -> Gemini {
    Gemini::new(settings(server)).expect("the settings are good")
}

fn prompt() -> Prompt {
    Prompt { instructions: "say how it grows".into(), material: "print(1)".into() }
}
