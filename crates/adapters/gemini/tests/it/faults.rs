//! Questions that are not answered.

use std::time::Duration;

use code_remote_gemini::{
    Gemini, GeminiSettings, Patience,
    testing::{Code, Reply, Server},
};
use domain::{LanguageModel as _, ModelError};

use crate::{KEY, gemini, prompt, settings};

/// How a question ends when the server does this, and how often it is asked.
async fn asked(replies: impl IntoIterator<Item = Reply>) -> (Result<String, ModelError>, usize) {
    let server = Server::start().await;
    server.script(replies);
    let answer = gemini(&server).generate(&prompt()).await;
    (answer, server.requests().len())
}

/// How a question fails that is not asked twice.
async fn failed(reply: Reply) -> ModelError {
    let (answer, asked) = asked([reply, Reply::text("must not be asked for")]).await;
    assert_eq!(asked, 1);
    answer.expect_err("fails")
}

#[tokio::test]
async fn a_wrong_key_is_refused_in_our_words() {
    let error = failed(Reply::wrong_key(KEY)).await;
    assert_eq!(error.to_string(), "the language model refuses requests: the API key is not accepted");
    let told = format!("{error:?}");
    assert!(!told.contains(KEY) && !told.contains("Please pass"), "{told}");
}

#[tokio::test]
async fn what_asking_again_does_not_change_is_refused_and_not_asked_again() {
    let refusals = [
        (Code::Unauthenticated, "the API key is not accepted"),
        (Code::PermissionDenied, "the API key may not use this model"),
        (Code::NotFound, "there is no model of this name"),
        (Code::InvalidArgument, "the model does not take such a request"),
        (Code::FailedPrecondition, "the model is not offered to this account or from this place"),
        (Code::Unimplemented, "the endpoint does not offer this model's service"),
    ];
    for (code, wanted) in refusals {
        let error = failed(Reply::status(code, "raw words of the server")).await;
        assert!(matches!(&error, ModelError::Refused(why) if why == wanted), "{code:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_quota_that_returns_soon_is_waited_for() {
    let (answer, asked) = asked([Reply::quota(Some(Duration::from_millis(30))), Reply::text("yes")]).await;
    assert_eq!(answer.expect("answers"), "yes");
    assert_eq!(asked, 2);
}

#[tokio::test]
async fn a_quota_that_does_not_is_told_with_its_time() {
    for wait in [None, Some(Duration::from_secs(34)), Some(Duration::new(86_400, 500))] {
        let error = failed(Reply::quota(wait)).await;
        assert!(matches!(error, ModelError::Quota { retry_after } if retry_after == wait), "{wait:?}: {error:?}");
    }
}

#[tokio::test]
async fn details_that_cannot_be_read_say_nothing() {
    let error = failed(Reply::garbled_details(Code::ResourceExhausted)).await;
    assert!(matches!(error, ModelError::Quota { retry_after: None }), "{error:?}");
}

#[tokio::test]
async fn a_server_that_is_away_for_a_moment_is_asked_again() {
    let passing = [
        Reply::status(Code::Unavailable, "overloaded"),
        Reply::status(Code::DeadlineExceeded, "slow"),
        Reply::status(Code::Internal, "oops"),
        Reply::status(Code::Unknown, "oops"),
        Reply::http(503),
        Reply::http(502),
        Reply::empty().cut(),
    ];
    for reply in passing {
        let told = format!("{reply:?}");
        let (answer, asked) = asked([reply, Reply::text("yes")]).await;
        assert_eq!(answer.expect(&told), "yes");
        assert_eq!(asked, 2, "{told}");
    }
}

#[tokio::test]
async fn the_server_is_asked_four_times_at_most() {
    let (answer, asked) = asked(vec![Reply::status(Code::Unavailable, "overloaded"); 9]).await;
    assert!(matches!(answer, Err(ModelError::Unavailable(_))), "{answer:?}");
    assert_eq!(asked, 4);
}

#[tokio::test]
async fn an_error_inside_the_server_is_tried_once_more() {
    let (answer, asked) = asked(vec![Reply::status(Code::Internal, "oops"); 9]).await;
    assert!(matches!(answer, Err(ModelError::Unavailable(_))), "{answer:?}");
    assert_eq!(asked, 2);
}

#[tokio::test]
async fn a_slow_try_is_given_up_and_repeated() {
    let server = Server::start().await;
    server.script([Reply::empty().hang(), Reply::text("yes")]);
    let patience = Patience { attempt: Duration::from_millis(300), ..settings(&server).patience };
    let model = Gemini::new(GeminiSettings { patience, ..settings(&server) }).expect("is good");
    server.script(vec![Reply::text("yes"); 3]);
    assert_eq!(model.generate(&prompt()).await.expect("answers"), "yes");
    assert!(server.requests().len() >= 2);
}

#[tokio::test]
async fn silence_ends_at_the_deadline() {
    let server = Server::start().await;
    server.script(vec![Reply::empty().hang(); 9]);
    let patience = Patience { total: Duration::from_millis(400), ..settings(&server).patience };
    let model = Gemini::new(GeminiSettings { patience, ..settings(&server) }).expect("is good");
    let error = model.generate(&prompt()).await.expect_err("nobody answers");
    assert!(matches!(error, ModelError::Unavailable(_)), "{error:?}");
    let (_, end) = crate::stream::told(&model).await;
    assert!(matches!(end, Err(ModelError::Unavailable(_))), "{end:?}");
}

#[tokio::test]
async fn nobody_at_the_address_is_unavailable() {
    let server = Server::start().await;
    let settings = settings(&server);
    drop(server);
    let error = Gemini::new(settings).expect("is good").generate(&prompt()).await.expect_err("nobody is there");
    assert!(matches!(error, ModelError::Unavailable(_)), "{error:?}");
}

#[tokio::test]
async fn an_empty_answer_is_cut() {
    for reply in [Reply::empty(), Reply::text(""), Reply::empty().finish("STOP"), Reply::empty().finish("MAX_TOKENS")] {
        let error = failed(reply).await;
        assert!(matches!(error, ModelError::Cut), "{error:?}");
    }
}

#[tokio::test]
async fn an_answer_without_a_good_end_is_cut() {
    let replies = [
        Reply::unfinished(["half of"]),
        Reply::unfinished(["half of"]).finish("MAX_TOKENS"),
        Reply::unfinished(["half of"]).finish("OTHER"),
        Reply::unfinished(["half of"]).finish("MALFORMED_FUNCTION_CALL"),
        Reply::unfinished(["half of"]).finish_number(4711),
    ];
    for reply in replies {
        let error = failed(reply).await;
        assert!(matches!(error, ModelError::Cut), "{error:?}");
    }
}

#[tokio::test]
async fn a_blocked_question_says_why() {
    let reasons = [("SAFETY", "safety"), ("PROHIBITED_CONTENT", "prohibited content"), ("OTHER", "its own reasons")];
    for (reason, wanted) in reasons {
        let error = failed(Reply::blocked_prompt(reason)).await;
        assert!(matches!(&error, ModelError::Blocked(why) if why == wanted), "{reason}: {error:?}");
    }
}

#[tokio::test]
async fn a_blocked_answer_says_why() {
    let reasons = [
        ("SAFETY", "safety"),
        ("RECITATION", "recitation"),
        ("BLOCKLIST", "forbidden words"),
        ("PROHIBITED_CONTENT", "prohibited content"),
        ("SPII", "personal information"),
        ("LANGUAGE", "its language"),
    ];
    for (reason, wanted) in reasons {
        for reply in [Reply::empty().finish(reason), Reply::unfinished(["half of"]).finish(reason)] {
            let error = failed(reply).await;
            assert!(matches!(&error, ModelError::Blocked(why) if why == wanted), "{reason}: {error:?}");
        }
    }
}

#[tokio::test]
async fn an_enormous_answer_is_too_long() {
    // Beyond the bound of the text, and beyond the bound of a message.
    for bytes in [40 << 10, 8 << 20] {
        let error = failed(Reply::text("x".repeat(bytes))).await;
        assert!(matches!(error, ModelError::TooLong), "{bytes}: {error:?}");
    }
}

#[tokio::test]
async fn any_text_is_an_answer() {
    let (answer, _) = asked([Reply::text("{not json \u{0} ```")]).await;
    assert_eq!(answer.expect("answers"), "{not json \u{0} ```");
}
