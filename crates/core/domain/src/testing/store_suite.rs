//! What every store must do: `JobIntake`, `JobLedger`, `JobReader`, `JobFeed` and `Health`, sentence by sentence.

#![expect(missing_docs, reason = "the name of a case is its sentence")]

mod accept;
mod audit;
mod bounds;
mod cancel;
mod claim;
mod events;
mod feed;
mod fence;
mod finish;
mod lease;
mod list;
mod rates;
mod remove;
mod requeue;
mod share_of_owner;
mod stats;
mod undeliverable;

use super::suite::suite;

suite!($ store_suite in store_suite {
    accept:
        an_accepted_job_reads_back_as_given,
        an_accepted_job_has_one_event,
        an_id_is_taken_once,
        a_key_answers_the_same_job_whatever_became_of_it,
        a_key_for_another_request_is_a_conflict,
        a_key_belongs_to_its_owner,
        a_key_sent_at_once_stores_one_job,
        a_key_is_forgotten_with_its_job,
        a_refused_job_is_a_run_that_never_waits,
        a_refused_job_is_replayed;
    audit:
        a_job_that_ran_leaves_two_entries,
        a_refused_job_leaves_one_entry,
        a_job_that_did_not_run_to_its_end_is_told_too,
        what_was_not_accepted_is_not_told,
        the_log_outlives_the_job,
        the_log_holds_no_code,
        the_log_is_paged_and_filtered,
        old_entries_are_forgotten_and_no_others;
    bounds:
        an_owner_can_be_full,
        the_queue_can_be_full,
        a_replay_needs_no_room,
        bounds_hold_under_concurrency,
        room_comes_back;
    cancel:
        cancelling_a_queued_job_ends_it,
        cancelling_a_running_job_marks_it,
        cancelling_a_finished_job_changes_nothing,
        only_the_owner_cancels;
    claim:
        a_claim_starts_an_attempt,
        one_of_fifty_claimers_wins,
        only_queued_jobs_are_claimed;
    events:
        events_are_numbered_without_gaps,
        events_are_paged,
        concurrent_appends_leave_no_gap,
        an_empty_append_does_nothing,
        output_is_kept_byte_for_byte,
        every_event_reads_back_as_written,
        another_owners_log_is_absent;
    feed:
        every_write_wakes_its_followers,
        other_jobs_wake_nobody,
        a_working_store_is_ready;
    fence:
        another_executor_cannot_write,
        a_lost_attempt_cannot_write,
        an_ended_job_takes_no_writes,
        a_job_ends_once;
    finish:
        finishing_writes_the_last_events_and_done,
        every_outcome_reads_back_as_written;
    lease:
        a_job_is_reaped_when_its_lease_ends,
        a_heartbeat_extends_the_lease,
        a_heartbeat_learns_of_a_cancellation,
        a_job_lost_too_often_fails,
        a_lost_job_that_was_cancelled_is_cancelled,
        recovery_takes_everything_from_others,
        recovery_handles_many_jobs;
    list:
        a_list_is_newest_first_and_complete,
        a_list_filters_by_status,
        a_list_belongs_to_its_owner,
        a_page_goes_on_after_a_deleted_job,
        a_summary_tells_the_essentials;
    rates:
        a_bucket_gives_what_it_has,
        tokens_come_back,
        buckets_are_apart,
        a_token_is_given_once;
    remove:
        a_finished_job_can_be_deleted,
        an_unfinished_job_cannot_be_deleted,
        a_shared_job_is_found_by_its_secret,
        only_the_owner_removes_and_shares,
        pruning_forgets_old_jobs_only,
        pruning_stops_at_its_bound;
    requeue:
        a_job_given_back_waits_again,
        a_job_given_back_too_often_fails,
        an_orderly_return_costs_no_attempt,
        output_of_a_lost_attempt_is_void,
        a_cancelled_job_is_not_queued_again;
    share_of_owner:
        an_owner_runs_no_more_than_its_share,
        a_busy_owners_job_waits_untouched,
        every_end_makes_room,
        a_share_holds_under_concurrent_claims;
    stats:
        stats_count_what_waits_and_runs,
        positions_follow_the_line,
        a_status_can_be_asked_alone;
    undeliverable:
        a_job_that_cannot_be_delivered_fails,
        a_job_that_waits_again_can_be_undeliverable,
        only_queued_jobs_are_undeliverable;
});
