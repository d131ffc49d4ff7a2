//! A store with an outbox, a relay, and a queue on SQS, put together as the roles do, but in this process: what goes wrong
//! between them is made to go wrong here. The database and the emulator are real, the sandboxes are not.

mod crowd;
mod outage;
pub(crate) mod plant;
mod stop;
mod tampered;

mod conformance {
    async fn sqs() -> domain::testing::StoreFixture {
        super::plant::Plant::start().await.into_fixture()
    }

    domain::queue_suite!(sqs);
}
