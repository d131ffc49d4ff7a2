//! The two calls.

use std::fmt;

use async_trait::async_trait;
use domain::{LanguageModel, ModelError, Prompt};
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::{
    GeminiError, GeminiSettings,
    api::GenerateContentRequest,
    connection::Connection,
    fault::Fault,
    narrative::{Narrative, whole},
    reply::{End, heard},
    request::request,
    tries::tries,
};

/// No answer has more bytes a token than this on average: most tokens are words.
const TOKEN_BYTES_MAX: usize = 16;

/// A model of Google's.
pub struct Gemini {
    settings: GeminiSettings,
    connection: Connection,
    text_bytes_max: usize,
}

impl fmt::Debug for Gemini {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gemini").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Gemini {
    /// Checks the settings. The server is reached when the first question is asked.
    pub fn new(settings: GeminiSettings) -> Result<Self, GeminiError> {
        settings.check()?;
        let text_bytes_max = text_bytes_max(&settings);
        let connection = Connection::new(settings.endpoint.as_deref(), &settings.api_key, text_bytes_max)?;
        Ok(Self { settings, connection, text_bytes_max })
    }

    /// Like [`new`](Self::new), for a server whose certificate is signed by this authority.
    #[cfg(feature = "testing")]
    pub fn trusting(settings: GeminiSettings, authority_pem: &str) -> Result<Self, GeminiError> {
        use tonic::transport::{Certificate, ClientTlsConfig};

        settings.check()?;
        let text_bytes_max = text_bytes_max(&settings);
        let tls = ClientTlsConfig::new().ca_certificate(Certificate::from_pem(authority_pem));
        let connection = Connection::with(settings.endpoint.as_deref(), &settings.api_key, text_bytes_max, tls)?;
        Ok(Self { settings, connection, text_bytes_max })
    }

    fn question(&self, prompt: &Prompt) -> Result<GenerateContentRequest, ModelError> {
        if self.settings.model.is_empty() {
            return Err(ModelError::Refused("no model is named in the settings".into()));
        }
        Ok(request(&self.settings, prompt))
    }

    fn until(&self) -> Instant {
        Instant::now() + self.settings.patience.total()
    }

    async fn whole(&self, question: GenerateContentRequest) -> Result<String, ModelError> {
        let patience = &self.settings.patience;
        let text = tries(patience, self.until(), |_| async {
            let request = self.connection.request(question.clone(), patience.attempt);
            let answer = heard(self.connection.client().generate_content(request).await?.into_inner());
            answer.note(answer.text.len());
            if answer.text.len() > self.text_bytes_max {
                return Err(Fault::last(ModelError::TooLong));
            }
            whole(answer.text, answer.end.unwrap_or(End::Cut)).map_err(Fault::last)
        });
        text.await
    }

    async fn begun(&self, question: GenerateContentRequest) -> Result<(String, Narrative), ModelError> {
        let until = self.until();
        let begun = tries(&self.settings.patience, until, |left| {
            let request = self.connection.request(question.clone(), left);
            async move {
                let messages = self.connection.client().stream_generate_content(request).await?.into_inner();
                Narrative::new(messages, until, self.text_bytes_max).first().await
            }
        });
        begun.await
    }
}

#[async_trait]
impl LanguageModel for Gemini {
    fn provider(&self) -> &'static str {
        "gemini"
    }

    fn model(&self) -> &str {
        &self.settings.model
    }

    async fn generate(&self, prompt: &Prompt) -> Result<String, ModelError> {
        let question = self.question(prompt)?;
        let span = tracing::info_span!("llm.generate", llm.model = self.settings.model);
        self.whole(question).instrument(span).await
    }

    async fn stream(&self, prompt: &Prompt) -> Result<BoxStream<'static, Result<String, ModelError>>, ModelError> {
        let question = self.question(prompt)?;
        let span = tracing::info_span!("llm.stream", llm.model = self.settings.model);
        let (first, narrative) = self.begun(question).instrument(span).await?;
        Ok(stream::once(async { Ok(first) }).chain(narrative.rest()).boxed())
    }
}

fn text_bytes_max(settings: &GeminiSettings) -> usize {
    settings.max_output_tokens as usize * TOKEN_BYTES_MAX
}
