//! A Gemini server of our own: it speaks the published protocol over HTTP/2, and says what a test's script says.

mod reply;
mod request;
mod server;
mod service;
mod wire;

pub use reply::Reply;
pub use request::Request;
pub use server::{Server, ServerOptions};
pub use tonic::Code;
