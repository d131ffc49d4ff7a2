//! What every queue must do.
//!
//! Jobs come into the queue by being accepted, so a queue is tried together with the store that feeds it: its own, or one
//! with an outbox and a relay between them. What only the first kind can do is in `own_queue_suite`.

#![expect(missing_docs, reason = "the name of a case is its sentence")]

mod deliver;

use super::suite::suite;

pub(super) use deliver::{SOON, assert_empty, one, receive};

suite!($ queue_suite in queue_suite {
    deliver:
        an_accepted_job_is_delivered,
        an_arrival_wakes_a_receiver,
        an_empty_queue_answers_after_the_wait,
        a_receiver_gets_at_most_what_it_asked_for,
        a_delivered_job_is_invisible,
        a_released_job_comes_back_at_once,
        a_job_comes_back_when_its_visibility_ends,
        extending_keeps_a_job_invisible,
        an_old_receipt_does_nothing,
        an_acknowledged_job_does_not_come_back,
        a_job_given_back_is_delivered_again,
        a_job_may_be_released_often,
        a_delivery_of_a_cancelled_job_is_void,
        a_waiting_receiver_can_be_woken,
        receivers_share_the_work;
});
