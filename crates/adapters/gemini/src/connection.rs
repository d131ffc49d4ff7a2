//! How the server is reached.

use std::{net::IpAddr, sync::OnceLock, time::Duration};

use domain::Secret;
use tonic::{
    metadata::AsciiMetadataValue,
    transport::{Channel, ClientTlsConfig, Endpoint, Uri},
};

use crate::{GeminiError, api::generative_service_client::GenerativeServiceClient};

const GOOGLE: &str = "https://generativelanguage.googleapis.com";
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// A connection on which nothing comes is asked whether it lives, once within a try: a lost one costs the first try only,
/// and servers take more for abuse.
const PING_EVERY: Duration = Duration::from_secs(20);
const PING_WITHIN: Duration = Duration::from_secs(4);
/// What an answer has besides its text: ratings, counts, signatures of thoughts.
const ENVELOPE_BYTES: usize = 1 << 20;

/// One connection, made when it is first needed and again when it is lost.
pub(crate) struct Connection {
    endpoint: Endpoint,
    /// Not made earlier, because that needs a runtime.
    channel: OnceLock<Channel>,
    key: AsciiMetadataValue,
    message_bytes_max: usize,
}

impl Connection {
    pub(crate) fn new(endpoint: Option<&str>, key: &Secret, text_bytes_max: usize) -> Result<Self, GeminiError> {
        Self::with(endpoint, key, text_bytes_max, ClientTlsConfig::new().with_native_roots())
    }

    pub(crate) fn with(
        endpoint: Option<&str>,
        key: &Secret,
        text_bytes_max: usize,
        tls: ClientTlsConfig,
    ) -> Result<Self, GeminiError> {
        let (uri, is_plain) = address(endpoint.unwrap_or(GOOGLE))?;
        let mut endpoint = Endpoint::from(uri)
            .connect_timeout(CONNECT_WITHIN)
            .http2_keep_alive_interval(PING_EVERY)
            .keep_alive_timeout(PING_WITHIN);
        if !is_plain {
            endpoint = endpoint.tls_config(tls.timeout(CONNECT_WITHIN)).map_err(GeminiError::Tls)?;
        }
        let message_bytes_max = text_bytes_max + ENVELOPE_BYTES;
        Ok(Self { endpoint, channel: OnceLock::new(), key: header(key)?, message_bytes_max })
    }

    pub(crate) fn client(&self) -> GenerativeServiceClient<Channel> {
        let channel = self.channel.get_or_init(|| self.endpoint.connect_lazy());
        GenerativeServiceClient::new(channel.clone()).max_decoding_message_size(self.message_bytes_max)
    }

    /// A request that says who asks, and until when.
    pub(crate) fn request<T>(&self, message: T, deadline: Duration) -> tonic::Request<T> {
        let mut request = tonic::Request::new(message);
        request.metadata_mut().insert("x-goog-api-key", self.key.clone());
        request.set_timeout(deadline);
        request
    }
}

/// Marked as sensitive, so that what prints headers prints something else.
fn header(key: &Secret) -> Result<AsciiMetadataValue, GeminiError> {
    let text = key.reveal();
    if text.is_empty() || !text.chars().all(|letter| letter.is_ascii_graphic()) {
        return Err(GeminiError::Key);
    }
    let mut value: AsciiMetadataValue = text.parse().map_err(|_| GeminiError::Key)?;
    value.set_sensitive(true);
    Ok(value)
}

/// Where it is, and whether TLS is left out.
fn address(text: &str) -> Result<(Uri, bool), GeminiError> {
    let uri: Uri = text.parse().map_err(|_| GeminiError::Endpoint)?;
    let host = uri.host().filter(|host| !host.is_empty()).ok_or(GeminiError::Endpoint)?;
    let has_more = !matches!(uri.path(), "" | "/") || uri.query().is_some();
    if has_more || uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(GeminiError::Endpoint);
    }
    match uri.scheme_str() {
        Some("https") => Ok((uri, false)),
        Some("http") if is_this_machine(host) => Ok((uri, true)),
        Some("http") => Err(GeminiError::Plain),
        _ => Err(GeminiError::Endpoint),
    }
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_machine() {
        for good in ["http://127.0.0.1:5", "http://localhost:80/", "http://[::1]:9", "http://127.9.9.9"] {
            assert!(matches!(address(good), Ok((_, true))), "{good}");
        }
        for bad in ["http://10.0.0.1", "http://localhost.example.com", "http://127.0.0.1.example.com", "http://[::2]"] {
            assert!(matches!(address(bad), Err(GeminiError::Plain)), "{bad}");
        }
        assert!(matches!(address(GOOGLE), Ok((_, false))));
    }

    #[test]
    fn an_endpoint_is_a_host_and_nothing_else() {
        let bad = [
            "",
            "/",
            "generativelanguage.googleapis.com",
            "ftp://127.0.0.1",
            "https://",
            "https://a/b",
            "https://a?b",
            "https://user:word@a",
            "http://127.0.0.1@a",
        ];
        for bad in bad {
            assert!(matches!(address(bad), Err(GeminiError::Endpoint)), "{bad}");
        }
    }

    #[test]
    fn keys_are_visible_letters() {
        for bad in ["", "two words", "line\n", "schlüssel", "\u{0}"] {
            assert!(matches!(header(&Secret::new(bad)), Err(GeminiError::Key)), "{bad:?}");
        }
        let good = header(&Secret::new("AIza-key_1")).expect("is a key");
        assert!(!format!("{good:?}").contains("AIza"), "{good:?}");
    }
}
