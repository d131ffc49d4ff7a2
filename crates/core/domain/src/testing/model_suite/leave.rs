//! Callers that go away.

use futures_util::StreamExt as _;
use tokio::time::timeout;

use super::{SOON, pieces, prompt};
use crate::testing::{ModelFixture, ModelReply};

pub async fn a_dropped_stream_ends_the_call(fixture: ModelFixture) {
    fixture.far.script(vec![ModelReply::Hangs(pieces(&["the first "]))]);
    let mut answer = fixture.model.stream(&prompt()).await.expect("answers");
    timeout(SOON, answer.next()).await.expect("comes").expect("is there").expect("is text");
    assert_eq!(fixture.far.open(), 1);
    drop(answer);
    fixture.until_open(0).await;
    assert_eq!(fixture.far.prompts().len(), 1, "nobody asks again");
}

pub async fn a_dropped_question_ends_the_call(fixture: ModelFixture) {
    fixture.far.script(vec![ModelReply::Hangs(vec![])]);
    let model = fixture.model.clone();
    let asking = tokio::spawn(async move { model.generate(&prompt()).await });
    fixture.until_open(1).await;
    asking.abort();
    fixture.until_open(0).await;
    assert_eq!(fixture.far.prompts().len(), 1, "nobody asks again");
}
