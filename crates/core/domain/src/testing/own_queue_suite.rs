//! What a queue must do besides that is its store's own: it takes turns between owners, and it knows at once what does not
//! wait any more.

#![expect(missing_docs, reason = "the name of a case is its sentence")]

mod share;
mod void;

use super::suite::suite;

suite!($ own_queue_suite in own_queue_suite {
    share:
        one_job_does_not_wait_behind_a_thousand,
        owners_take_turns,
        a_patient_owner_does_not_lose_to_a_busy_one,
        cancelled_jobs_cost_no_turns,
        busy_owners_wait_without_holding_up_others,
        a_job_given_back_keeps_its_turn;
    void:
        a_receipt_means_nothing_after_a_claim,
        a_cancelled_job_is_not_delivered;
});
