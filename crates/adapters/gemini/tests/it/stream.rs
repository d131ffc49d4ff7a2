//! Answers in pieces.

use std::time::Duration;

use code_remote_gemini::{
    Gemini, GeminiSettings, Patience,
    testing::{Code, Reply, Server},
};
use domain::{LanguageModel as _, ModelError};
use futures_util::StreamExt as _;

use crate::{gemini, prompt, settings};

/// What an answer in pieces says, and how it ends.
pub(crate) async fn told(model: &Gemini) -> (Vec<String>, Result<(), ModelError>) {
    let mut pieces = Vec::new();
    let mut answer = match model.stream(&prompt()).await {
        Ok(answer) => answer,
        Err(error) => return (pieces, Err(error)),
    };
    while let Some(piece) = answer.next().await {
        match piece {
            Ok(piece) => pieces.push(piece),
            Err(error) => return (pieces, Err(error)),
        }
    }
    (pieces, Ok(()))
}

async fn told_after(replies: impl IntoIterator<Item = Reply>) -> (Vec<String>, Result<(), ModelError>, usize) {
    let server = Server::start().await;
    server.script(replies);
    let (pieces, end) = told(&gemini(&server)).await;
    (pieces, end, server.requests().len())
}

#[tokio::test]
async fn pieces_are_told_as_they_come() {
    let (pieces, end, _) = told_after([Reply::pieces(["a", "b", "c"])]).await;
    assert_eq!(pieces, ["a", "b", "c"]);
    end.expect("is whole");
}

#[tokio::test]
async fn a_connection_that_is_closed_half_way_cuts_the_answer() {
    let (pieces, end, asked) = told_after([Reply::unfinished(["a", "b"]).cut()]).await;
    assert_eq!(pieces, ["a", "b"]);
    assert!(matches!(end, Err(ModelError::Cut)), "{end:?}");
    assert_eq!(asked, 1, "what somebody has heard is not asked again");
}

#[tokio::test]
async fn a_failure_half_way_cuts_the_answer() {
    for code in [Code::Unavailable, Code::Internal, Code::Unknown, Code::DeadlineExceeded, Code::Aborted] {
        let (pieces, end, asked) = told_after([Reply::unfinished(["a"]).then_status(code, "oops")]).await;
        assert_eq!(pieces, ["a"], "{code:?}");
        assert!(matches!(end, Err(ModelError::Cut)), "{code:?}: {end:?}");
        assert_eq!(asked, 1, "{code:?}");
    }
}

#[tokio::test]
async fn an_answer_that_ends_without_a_reason_is_cut() {
    let (pieces, end, _) = told_after([Reply::unfinished(["a", "b"])]).await;
    assert_eq!(pieces, ["a", "b"]);
    assert!(matches!(end, Err(ModelError::Cut)), "{end:?}");
}

#[tokio::test]
async fn what_breaks_before_the_first_piece_is_asked_again() {
    let faults = [
        Reply::status(Code::Unavailable, "overloaded"),
        Reply::empty().cut(),
        Reply::empty().thinking("Let me see...").cut(),
    ];
    for fault in faults {
        let (pieces, end, asked) = told_after([fault, Reply::pieces(["a", "b"])]).await;
        assert_eq!(pieces, ["a", "b"]);
        end.expect("is whole");
        assert_eq!(asked, 2);
    }
}

#[tokio::test]
async fn too_many_tokens_cut_the_answer_after_its_text() {
    let (pieces, end, _) = told_after([Reply::unfinished(["a", "b"]).finish("MAX_TOKENS")]).await;
    assert_eq!(pieces, ["a", "b"]);
    assert!(matches!(end, Err(ModelError::Cut)), "{end:?}");
}

#[tokio::test]
async fn an_answer_may_be_blocked_half_way() {
    let (pieces, end, _) = told_after([Reply::unfinished(["a", "b"]).finish("RECITATION")]).await;
    assert_eq!(pieces, ["a", "b"]);
    assert!(matches!(&end, Err(ModelError::Blocked(why)) if why == "recitation"), "{end:?}");
}

#[tokio::test]
async fn an_endless_answer_stops_at_the_bound() {
    let server = Server::start().await;
    server.script([Reply::unfinished(["0123456789"]).endless()]);
    let model = Gemini::new(GeminiSettings { max_output_tokens: 10, ..settings(&server) }).expect("is good");
    let (pieces, end) = told(&model).await;
    assert_eq!(pieces.concat().len(), 160);
    assert!(matches!(end, Err(ModelError::TooLong)), "{end:?}");
}

#[tokio::test]
async fn a_silence_half_way_ends_at_the_deadline() {
    let server = Server::start().await;
    server.script([Reply::unfinished(["a"]).hang()]);
    let patience = Patience { total: Duration::from_secs(1), ..settings(&server).patience };
    let model = Gemini::new(GeminiSettings { patience, ..settings(&server) }).expect("is good");
    let (pieces, end) = told(&model).await;
    assert_eq!(pieces, ["a"]);
    assert!(matches!(end, Err(ModelError::Unavailable(_) | ModelError::Cut)), "{end:?}");
    assert_eq!(server.requests().len(), 1);
}
