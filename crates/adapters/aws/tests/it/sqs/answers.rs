//! Answers that a real queue gives seldom, and none at all.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use code_remote_aws::{
    SqsCredentials, SqsSettings,
    testing::{Emulator, body_of},
};
use domain::{Health as _, JobSender as _, Queue as _, Sent, SentFeed};
use serde_json::json;
use tokio::{sync::Notify, time::timeout};

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_that_is_slow_to_answer_holds_nobody_and_loses_nothing() {
    let sent = message("ada");
    let received = json!({ "Messages": [{ "MessageId": "a", "ReceiptHandle": "r", "Body": body_of(&sent) }] });
    let (server, settings) = scripted(Answer::json(&received.to_string())).await;
    let queue = queue(&settings).await;
    server.hold();
    let waited = timeout(SOON, queue.receive(1, Duration::from_millis(100), &[])).await;
    assert_eq!(waited.expect("gives up in time").expect("answers"), []);
    assert_eq!(server.requests(), 1);
    // Its answer is the next receiver's.
    let next = queue.clone();
    let waiting = tokio::spawn(async move { next.receive(1, SOON, &[]).await.expect("receives") });
    server.go_on();
    assert_eq!(ids(&waiting.await.expect("runs")), [sent.job_id]);
}

/// Something was sent, whenever a test says so.
#[derive(Default)]
struct Told(Notify);

#[async_trait]
impl SentFeed for Told {
    async fn sent(&self) {
        self.0.notified().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receiver_that_is_told_of_a_message_asks_at_once() {
    let (server, settings) = scripted(Answer::json("{}")).await;
    let (queue, told) = (queue(&settings).await, Arc::new(Told::default()));
    let (heeding, feed) = (queue.clone(), told.clone());
    tokio::spawn(async move { heeding.heed(&*feed).await });
    server.hold();
    let waiter = queue.clone();
    let waiting = tokio::spawn(async move { waiter.receive(3, SOON, &[]).await.expect("receives") });
    server.until_requests(1).await;
    let sent = message("ada");
    let received = json!({ "Messages": [{ "MessageId": "a", "ReceiptHandle": "r", "Body": body_of(&sent) }] });
    server.answer_with(Answer::json(&received.to_string()));
    told.0.notify_one();
    server.until_requests(2).await;
    server.go_on();
    // The server gives both the same answer.
    let got = ids(&waiting.await.expect("runs"));
    assert!(!got.is_empty() && got.iter().all(|id| *id == sent.job_id), "{got:?}");
}
