//! Google's Gemini behind [`LanguageModel`](domain::LanguageModel), over gRPC with an API key; no type of Google's crosses
//! this crate's border.
//!
//! Reading order: `settings` is what it needs to know, `gemini` the two calls, `request` what is asked, `reply` what is
//! read from an answer, `narrative` what becomes of its pieces, `fault` what a failure means and whether it deserves another
//! try, `tries` when that comes, `connection` how the server is reached.
//!
//! The key is a header that is marked as sensitive. It is in no error, no log and no trace; nor is anything that the server
//! says about a failure, because it may repeat what was sent.

mod connection;
mod fault;
mod gemini;
mod narrative;
mod reply;
mod request;
mod settings;
#[cfg(feature = "testing")]
pub mod testing;
mod tries;

pub use gemini::Gemini;
pub use settings::{DEFAULT_MODEL, GeminiError, GeminiSettings, Patience};

/// The published definitions.
use googleapis_tonic_google_ai_generativelanguage_v1beta::google::{ai::generativelanguage::v1beta as api, rpc};
