//! What is set aside, and what is not.

use std::time::Duration;

use code_remote_aws::{
    SqsDeadLetters,
    testing::{Emulator, body_of},
};
use domain::{DeadLetters as _, Queue as _};

use super::{SOON, ids, message, queue, receive, send};

#[tokio::test]
async fn a_message_that_nobody_answers_becomes_a_dead_letter() {
    let mut settings = Emulator::shared().await.queues(2).await;
    settings.visibility = Duration::from_secs(1);
    let queue = queue(&settings).await;
    let sent = message("ada");
    send(&queue, std::slice::from_ref(&sent)).await;
    for _ in 0..2 {
        assert_eq!(ids(&receive(&queue, SOON).await), [sent.job_id]);
    }
    let letters = SqsDeadLetters::new(&settings).await;
    let mut dead = Vec::new();
    while dead.is_empty() {
        // The emulator moves it when somebody asks.
        assert_eq!(receive(&queue, Duration::from_secs(1)).await, []);
        dead = letters.receive(Duration::ZERO).await.expect("receives");
    }
    assert_eq!(dead.iter().map(|letter| letter.message.clone()).collect::<Vec<_>>(), [Some(sent)]);
    letters.discard(dead.remove(0)).await.expect("discards");
    assert_eq!(letters.receive(Duration::ZERO).await.expect("receives"), []);
}

#[tokio::test]
async fn what_the_queue_did_not_set_aside_is_nobodys_dead_letter() {
    let emulator = Emulator::shared().await;
    let settings = emulator.queues(5).await;
    emulator.put(&settings.dead_letter_url, &body_of(&message("ada"))).await;
    let letters = SqsDeadLetters::new(&settings).await;
    let forged = letters.receive(SOON).await.expect("receives");
    assert_eq!(forged.iter().map(|letter| letter.message.clone()).collect::<Vec<_>>(), [None]);
}

#[tokio::test]
async fn a_message_that_is_released_is_not_set_aside() {
    let settings = Emulator::shared().await.queues(4).await;
    let queue = queue(&settings).await;
    let sent = message("ada");
    send(&queue, std::slice::from_ref(&sent)).await;
    for _ in 0..12 {
        let delivery = receive(&queue, SOON).await.remove(0);
        assert_eq!((delivery.job_id, delivery.owner.as_ref()), (sent.job_id, Some(&sent.owner)));
        queue.release(delivery).await.expect("releases");
    }
    assert_eq!(Emulator::shared().await.count(&settings.dead_letter_url).await, (0, 0));
    assert_eq!(Emulator::shared().await.count(&settings.queue_url).await, (1, 0));
}
