//! Answers that do not.

use std::time::Duration;

use futures_util::StreamExt as _;
use tokio::time::timeout;

use super::{EVERY_TRY, SOON, pieces, prompt};
use crate::{
    ModelError,
    testing::{ModelFixture, ModelReply},
};

/// Longer than a model waits for.
const LONG: Duration = Duration::from_hours(1);

pub async fn a_refusal_is_typed(fixture: ModelFixture) {
    for error in fixture.errors(&ModelReply::Refuses).await {
        assert!(matches!(error, ModelError::Refused(_)), "{error:?}");
    }
    assert_eq!(fixture.far.prompts().len(), 2, "it is not asked again");
}

pub async fn a_used_up_quota_says_when(fixture: ModelFixture) {
    for wanted in [None, Some(LONG)] {
        for error in fixture.errors(&ModelReply::Quota(wanted)).await {
            assert!(matches!(error, ModelError::Quota { retry_after } if retry_after == wanted), "{error:?}");
        }
    }
    assert_eq!(fixture.far.prompts().len(), 4, "it is not asked again");
}

pub async fn a_blocked_answer_is_typed(fixture: ModelFixture) {
    for error in fixture.errors(&ModelReply::Blocks).await {
        assert!(matches!(&error, ModelError::Blocked(why) if why == "safety"), "{error:?}");
    }
}

pub async fn an_empty_answer_is_cut(fixture: ModelFixture) {
    for reply in [ModelReply::Says(vec![]), ModelReply::says("")] {
        for error in fixture.errors(&reply).await {
            assert!(matches!(error, ModelError::Cut), "{error:?}");
        }
    }
}

pub async fn an_answer_that_breaks_off_is_never_whole(fixture: ModelFixture) {
    fixture.far.script(vec![ModelReply::Breaks(pieces(&["one ", "two "])); EVERY_TRY]);
    let error = fixture.model.generate(&prompt()).await.expect_err("is not whole");
    assert!(matches!(error, ModelError::Cut | ModelError::Unavailable(_)), "{error:?}");
    let (told, error) = fixture.told(&prompt()).await;
    assert!("one two ".starts_with(&told.concat()), "{told:?}");
    assert!(matches!(error, Some(ModelError::Cut | ModelError::Unavailable(_))), "{error:?}");
}

pub async fn an_endless_answer_is_too_long(fixture: ModelFixture) {
    for error in fixture.errors(&ModelReply::Endless).await {
        assert!(matches!(error, ModelError::TooLong), "{error:?}");
    }
    fixture.until_open(0).await;
}

pub async fn a_model_that_is_away_is_unavailable(fixture: ModelFixture) {
    fixture.far.script(vec![ModelReply::Away; EVERY_TRY]);
    let whole = fixture.model.generate(&prompt()).await.expect_err("nobody is there");
    let (_, in_pieces) = fixture.told(&prompt()).await;
    for error in [whole, in_pieces.expect("nobody is there")] {
        assert!(matches!(error, ModelError::Unavailable(_)), "{error:?}");
    }
}

pub async fn nothing_comes_after_an_error(fixture: ModelFixture) {
    fixture.far.script(vec![ModelReply::Breaks(pieces(&["one "])); EVERY_TRY]);
    let mut answer = fixture.model.stream(&prompt()).await.expect("begins");
    let mut failed = 0;
    while let Some(piece) = timeout(SOON, answer.next()).await.expect("goes on") {
        assert_eq!(failed, 0, "{piece:?} came after the error");
        failed += usize::from(piece.is_err());
    }
    assert_eq!(failed, 1);
}

pub async fn errors_tell_nothing_of_the_prompt(fixture: ModelFixture) {
    let replies = [ModelReply::Refuses, ModelReply::Quota(None), ModelReply::Blocks, ModelReply::Says(vec![])];
    for reply in replies {
        for error in fixture.errors(&reply).await {
            let told = format!("{error} {error:?}");
            assert!(!told.contains("zebra-material") && !told.contains("say how it grows"), "{told}");
        }
    }
}

pub async fn a_fault_does_not_spoil_the_next_call(fixture: ModelFixture) {
    for fault in [ModelReply::Refuses, ModelReply::Blocks, ModelReply::Endless, ModelReply::Quota(None)] {
        fixture.errors(&fault).await;
        fixture.far.script(vec![ModelReply::says("all is well")]);
        assert_eq!(fixture.model.generate(&prompt()).await.expect("answers"), "all is well");
    }
}
