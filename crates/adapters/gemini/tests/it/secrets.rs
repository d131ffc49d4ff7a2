//! The key appears nowhere but in the header that carries it.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use code_remote_gemini::{
    Gemini, GeminiSettings,
    testing::{Code, Reply, Server},
};
use domain::{LanguageModel as _, Prompt, Secret};
use tracing_subscriber::fmt::MakeWriter;

use crate::{KEY, settings};

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Written {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Questions of every kind, on the runtime's own thread, so that everything is said to this thread's subscriber.
#[tokio::test]
async fn logs_and_traces_of_every_level_tell_neither_key_nor_prompt_nor_answer() {
    let written = Written::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(written.clone());
    let spans = tracing_subscriber::fmt::format::FmtSpan::FULL;
    let _guard = tracing::subscriber::set_default(subscriber.with_span_events(spans).finish());

    let server = Server::start().await;
    let model = Gemini::new(settings(&server)).expect("is good");
    let prompt = Prompt { instructions: "zebra-instructions".into(), material: "zebra-material".into() };
    let failing = Reply::status(Code::Unavailable, &format!("your key {KEY} asked about zebra-material"));
    server.script([failing, Reply::text("zebra-answer"), Reply::wrong_key(KEY)]);
    model.generate(&prompt).await.expect("answers");
    let error = model.generate(&prompt).await.expect_err("is refused");
    tracing::warn!(?error, error.chain = &error as &dyn std::error::Error, ?model, "the analyzer would say this");

    let told = written.text();
    for wanted in ["the language model has answered", "llm.output_tokens=5", "h2::codec"] {
        assert!(told.contains(wanted), "{wanted} is missing: everything is listened to");
    }
    let leaks: Vec<_> = told.lines().filter(|line| line.contains(KEY) || line.contains("zebra")).collect();
    assert_eq!(leaks, Vec::<&str>::new());
    assert_eq!(server.requests()[0].api_key.as_deref(), Some(KEY), "it was sent");
}

#[tokio::test]
async fn debug_texts_do_not_show_the_key() {
    let server = Server::start().await;
    let settings = settings(&server);
    assert!(!format!("{settings:?}").contains(KEY));
    let told = format!("{:?}", Gemini::new(settings.clone()).expect("is good"));
    assert!(!told.contains(KEY), "{told}");
    let bad = GeminiSettings { api_key: Secret::new(format!("{KEY}\n")), ..settings };
    let error = Gemini::new(bad).expect_err("no header takes this");
    assert!(!format!("{error} {error:?}").contains(KEY), "{error:?}");
}
