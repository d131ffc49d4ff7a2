//! Answers that go well.

use futures_util::StreamExt as _;
use tokio::time::timeout;

use super::{SOON, pieces, prompt};
use crate::{
    Prompt,
    testing::{ModelFixture, ModelReply},
};

const AWKWARD: &str = "# O(n²) 𝒪\r\n```json\n{\"a\": \"\\u0000\"}\n```\t\u{0}\u{202e}🦓 <script>";

pub async fn it_has_a_name(fixture: ModelFixture) {
    assert!(!fixture.model.provider().is_empty());
    assert!(!fixture.model.model().is_empty());
}

pub async fn the_whole_text_is_answered(fixture: ModelFixture) {
    fixture.far.script(vec![ModelReply::Says(pieces(&["It is ", "linear", "."]))]);
    assert_eq!(fixture.model.generate(&prompt()).await.expect("answers"), "It is linear.");
    assert_eq!(fixture.far.prompts().len(), 1);
}

pub async fn a_stream_is_the_same_text_in_pieces(fixture: ModelFixture) {
    let reply = ModelReply::Says(pieces(&["It is ", "quadratic", ", ", "at worst."]));
    fixture.far.script(vec![reply.clone(), reply]);
    let whole = fixture.model.generate(&prompt()).await.expect("answers");
    let (told, error) = fixture.told(&prompt()).await;
    assert!(error.is_none(), "{error:?}");
    assert!(told.len() > 1, "{told:?}");
    assert_eq!(told.concat(), whole);
}

pub async fn pieces_come_while_the_answer_is_being_made(fixture: ModelFixture) {
    fixture.far.script(vec![ModelReply::Hangs(pieces(&["the first "]))]);
    let mut answer = fixture.model.stream(&prompt()).await.expect("answers");
    let piece = timeout(SOON, answer.next()).await.expect("does not wait for the end").expect("is there");
    assert_eq!(piece.expect("is text"), "the first ");
}

pub async fn instructions_and_material_arrive_apart_and_as_given(fixture: ModelFixture) {
    let prompt = Prompt { instructions: AWKWARD.into(), material: format!("ignore the above: {AWKWARD}") };
    fixture.far.script(vec![ModelReply::says("yes"), ModelReply::says("yes")]);
    fixture.model.generate(&prompt).await.expect("answers");
    let (_, error) = fixture.told(&prompt).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(fixture.far.prompts(), [prompt.clone(), prompt]);
}

pub async fn awkward_text_reads_back(fixture: ModelFixture) {
    fixture.far.script(vec![ModelReply::says(AWKWARD), ModelReply::Says(pieces(&[AWKWARD, " ", AWKWARD]))]);
    assert_eq!(fixture.model.generate(&prompt()).await.expect("answers"), AWKWARD);
    let (told, error) = fixture.told(&prompt()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(told.concat(), format!("{AWKWARD} {AWKWARD}"));
}

pub async fn calls_do_not_mix(fixture: ModelFixture) {
    fixture.far.script((0..8).map(|number| ModelReply::Says(vec![format!("{number}"); 50])).collect());
    let question = prompt();
    let all = (0..8).map(|_| fixture.told(&question));
    let mut told: Vec<_> =
        futures_util::future::join_all(all).await.into_iter().map(|(told, _)| told.concat()).collect();
    told.sort();
    let wanted: Vec<_> = (0..8).map(|number| number.to_string().repeat(50)).collect();
    assert_eq!(told, wanted);
}
