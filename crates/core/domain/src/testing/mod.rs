//! Fakes and one conformance suite per port.
//!
//! An adapter proves itself with `code_remote_domain::store_suite!(fixture)` in its own tests: one line makes a test of
//! every case, each on a fresh store.

pub mod api_keys_suite;
mod fake_driver;
mod fake_model;
mod manual_clock;
mod memory_api_keys;
pub mod model_suite;
pub mod own_queue_suite;
pub mod queue_suite;
pub mod sandbox_suite;
mod store_fixture;
pub mod store_suite;
mod suite;
mod unreliable_queue;

pub use api_keys_suite::ApiKeysFixture;
pub use fake_driver::FakeDriver;
pub use fake_model::{FAKE_TEXT_MAX, FakeModel, FarEnd, ModelReply};
pub use manual_clock::ManualClock;
pub use memory_api_keys::MemoryApiKeys;
pub use model_suite::ModelFixture;
pub use store_fixture::{
    AWKWARD_BYTES, LEASE, ROOMY, StoreFixture, awkward_spec, executor, lost, new_job, output, owner, small_spec,
    success,
};
pub use unreliable_queue::UnreliableQueue;
