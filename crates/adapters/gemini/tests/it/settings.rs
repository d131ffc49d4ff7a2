//! Settings that are none.

use code_remote_gemini::{Gemini, GeminiError, GeminiSettings, testing::Server};
use domain::{LanguageModel as _, ModelError, Secret};

use crate::{KEY, prompt, settings};

fn changed(change: impl FnOnce(&mut GeminiSettings)) -> Result<Gemini, GeminiError> {
    let mut settings =
        GeminiSettings { endpoint: Some("http://127.0.0.1:1".into()), ..GeminiSettings::new(Secret::new(KEY)) };
    change(&mut settings);
    Gemini::new(settings)
}

#[test]
fn the_key_does_not_travel_in_the_open() {
    let result = changed(|settings| settings.endpoint = Some("http://generativelanguage.googleapis.com".into()));
    assert!(matches!(result, Err(GeminiError::Plain)), "{result:?}");
}

#[test]
fn numbers_have_bounds() {
    for temperature in [-0.1, 2.1, f32::NAN, f32::INFINITY] {
        let result = changed(|settings| settings.temperature = temperature);
        assert!(matches!(result, Err(GeminiError::Temperature)), "{result:?}");
    }
    for tokens in [0, 65_537, u32::MAX] {
        let result = changed(|settings| settings.max_output_tokens = tokens);
        assert!(matches!(result, Err(GeminiError::OutputTokens)), "{result:?}");
    }
    let result = changed(|settings| settings.thinking_budget = Some(-2));
    assert!(matches!(result, Err(GeminiError::ThinkingBudget)), "{result:?}");
    for budget in [None, Some(-1), Some(0), Some(24_576)] {
        changed(|settings| settings.thinking_budget = budget).expect("is good");
    }
}

#[test]
fn a_name_is_one_word() {
    for name in ["two words", "models/x?key=1", "é", "a\nb"] {
        let result = changed(|settings| settings.model = name.into());
        assert!(matches!(result, Err(GeminiError::Model)), "{result:?}");
    }
}

#[tokio::test]
async fn without_a_model_every_question_is_refused() {
    let server = Server::start().await;
    let model = Gemini::new(GeminiSettings { model: String::new(), ..settings(&server) }).expect("is no error yet");
    let error = model.generate(&prompt()).await.expect_err("is one now");
    assert!(matches!(&error, ModelError::Refused(why) if why == "no model is named in the settings"), "{error:?}");
    assert_eq!(server.requests(), []);
}
