//! Answers that a real queue gives seldom, and none at all.

use std::time::Duration;

use code_remote_aws::{SqsCredentials, SqsSettings, testing::Emulator};
use domain::{Health as _, JobSender as _, Queue as _, Sent};
use serde_json::json;

use super::{MANY, SOON, ids, message, queue, receive, send};
use crate::server::{Answer, Server};

async fn scripted(answer: Answer) -> (Server, SqsSettings) {
    let server = Server::start(answer).await;
    let url = format!("http://{}", server.address);
    let settings = SqsSettings {
        queue_url: format!("{url}/000000000000/jobs"),
        dead_letter_url: format!("{url}/000000000000/dead"),
        region: Some("eu-west-1".into()),
        endpoint_url: Some(url),
        credentials: SqsCredentials::Emulator,
        visibility: Duration::from_secs(30),
    };
    (server, settings)
}

#[tokio::test]
async fn each_message_of_a_batch_has_its_own_answer() {
    let answer = json!({
        "Successful": [{ "Id": "2", "MessageId": "b", "MD5OfMessageBody": "" }, { "Id": "0", "MessageId": "a", "MD5OfMessageBody": "" }],
        "Failed": [{ "Id": "1", "SenderFault": false, "Code": "InternalError" }]
    });
    let (_server, settings) = scripted(Answer::json(&answer.to_string())).await;
    let messages = [message("ada"), message("bob"), message("cy"), message("dan")];
    let sent = queue(&settings).await.send(&messages).await.expect("is answered");
    let silent = Sent::Refused("the queue did not say".into());
    assert_eq!(sent, [Sent::Yes, Sent::Refused("InternalError".into()), Sent::Yes, silent]);
}

#[tokio::test]
async fn an_answer_that_is_none_is_an_error() {
    for answer in [Answer::Nothing, Answer::status("500 Internal Server Error"), Answer::json("not JSON")] {
        let (_server, settings) = scripted(answer).await;
        let queue = queue(&settings).await;
        queue.send(&[message("ada")]).await.expect_err("is not sent");
        queue.receive(1, Duration::ZERO, &[]).await.expect_err("is not received");
        assert!(!queue.health().await.ready);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_that_was_away_works_again() {
    let emulator = Emulator::start().await;
    let settings = emulator.queues(MANY).await;
    let queue = queue(&settings).await;
    assert!(queue.health().await.ready);
    let waiter = queue.clone();
    let waiting = tokio::spawn(async move { waiter.receive(1, SOON, &[]).await });
    emulator.kill().await;
    waiting.await.expect("runs").expect_err("was cut off");
    queue.send(&[message("ada")]).await.expect_err("is not sent");
    queue.receive(1, Duration::ZERO, &[]).await.expect_err("is not received");
    assert!(!queue.health().await.ready);
    emulator.begin().await;
    // Back, but without its queues.
    queue.send(&[message("ada")]).await.expect_err("is not sent");
    emulator.create(&settings, MANY).await;
    let sent = message("ada");
    send(&queue, std::slice::from_ref(&sent)).await;
    assert_eq!(ids(&receive(&queue, SOON).await), [sent.job_id]);
    assert!(queue.health().await.ready);
}
