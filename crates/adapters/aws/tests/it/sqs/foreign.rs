//! Messages that are not ours, and what ours carry.

use std::{collections::HashSet, time::Duration};

use code_remote_aws::{
    SqsDeadLetters,
    testing::{Emulator, body_of},
};
use domain::{DeadLetters as _, JobMessage, Queue as _};

use super::{MANY, SOON, fresh, ids, message, queue, receive, send};

#[tokio::test]
async fn a_message_arrives_as_it_was_sent() {
    let (queue, _) = fresh(MANY).await;
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let sent = JobMessage { trace: Some(trace.to_owned()), ..message("cognito:\u{0}\u{1F600}\"") };
    send(&queue, std::slice::from_ref(&sent)).await;
    let delivery = receive(&queue, SOON).await.remove(0);
    assert_eq!((delivery.job_id, delivery.owner, delivery.trace), (sent.job_id, Some(sent.owner), sent.trace));
}

#[tokio::test]
async fn a_hundred_messages_are_sent_in_one_call() {
    let (queue, _) = fresh(MANY).await;
    let all: Vec<_> = (0..100).map(|_| message("ada")).collect();
    send(&queue, &all).await;
    let mut got = HashSet::new();
    while got.len() < all.len() {
        let deliveries = receive(&queue, SOON).await;
        assert!((1..=10).contains(&deliveries.len()));
        got.extend(ids(&deliveries));
    }
    assert_eq!(got, all.iter().map(|message| message.job_id).collect());
}

#[tokio::test]
async fn what_is_not_ours_is_set_aside_and_holds_nobody_up() {
    const RECEIVES: u32 = 3;
    let emulator = Emulator::shared().await;
    let mut settings = emulator.queues(RECEIVES).await;
    settings.visibility = Duration::from_secs(1);
    let queue = queue(&settings).await;
    let ours = message("ada");
    let foreign = [
        "<xml/>".to_owned(),
        r#"{"v":1}"#.to_owned(),
        body_of(&ours).replace("\"v\":1", "\"v\":7"),
        body_of(&ours).replace("{\"v\"", "{\"run\":\"rm -rf /\",\"v\""),
        "x".repeat(200 << 10),
    ];
    for body in &foreign {
        emulator.put(&settings.queue_url, body).await;
    }
    send(&queue, std::slice::from_ref(&ours)).await;
    let deliveries = receive(&queue, SOON).await;
    assert_eq!(ids(&deliveries), [ours.job_id]);
    for delivery in deliveries {
        queue.acknowledge(delivery).await.expect("acknowledges");
    }
    let letters = SqsDeadLetters::new(&settings).await;
    let mut discarded = 0;
    while discarded < foreign.len() {
        assert_eq!(receive(&queue, Duration::from_secs(1)).await, []);
        for letter in letters.receive(Duration::ZERO).await.expect("receives") {
            assert_eq!(letter.message, None);
            letters.discard(letter).await.expect("discards");
            discarded += 1;
        }
    }
    assert_eq!(emulator.count(&settings.queue_url).await, (0, 0));
    assert_eq!(emulator.count(&settings.dead_letter_url).await, (0, 0));
}
