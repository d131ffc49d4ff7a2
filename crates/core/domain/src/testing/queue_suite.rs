//! What every queue must do, and what one that can tell owners apart does besides.
//!
//! Jobs come into the queue by being accepted, so a queue is tried together with the store that feeds it.

#![expect(missing_docs, reason = "the name of a case is its sentence")]

mod deliver;
mod share;

use super::suite::suite;

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
        a_receipt_means_nothing_after_a_claim,
        an_acknowledged_job_does_not_come_back,
        a_job_given_back_is_delivered_again,
        a_cancelled_job_is_not_delivered,
        receivers_share_the_work;
    share:
        one_job_does_not_wait_behind_a_thousand,
        owners_take_turns,
        a_patient_owner_does_not_lose_to_a_busy_one,
        cancelled_jobs_cost_no_turns,
        busy_owners_wait_without_holding_up_others,
        a_waiting_receiver_can_be_woken,
        a_job_given_back_keeps_its_turn;
});
