//! `JobReader::list`.

use std::time::Duration;

use crate::{
    Clock as _, JobFilter, JobId, NewJob, PrincipalId, Status,
    testing::{ROOMY, StoreFixture, executor, new_job, owner, small_spec, success},
};

async fn ids(store: &StoreFixture, owner: &PrincipalId, filter: JobFilter) -> Vec<JobId> {
    let page = store.reader.list(owner, filter).await.expect("lists");
    page.jobs.into_iter().map(|job| job.id).collect()
}

async fn pages(store: &StoreFixture, owner: &PrincipalId, limit: u32) -> Vec<Vec<JobId>> {
    let mut pages = Vec::new();
    let mut before = None;
    loop {
        let filter = JobFilter { status: None, before, limit };
        let page = store.reader.list(owner, filter).await.expect("lists");
        pages.push(page.jobs.iter().map(|job| job.id).collect());
        if page.next.is_none() {
            return pages;
        }
        assert_eq!(page.next, page.jobs.last().map(|job| job.id));
        before = page.next;
    }
}

pub async fn a_list_is_newest_first_and_complete(store: StoreFixture) {
    let ada = owner("ada");
    assert_eq!(pages(&store, &ada, 2).await, [Vec::<JobId>::new()]);
    let mut all = Vec::new();
    for _ in 0..5 {
        all.insert(0, store.accept(&ada).await);
    }
    assert_eq!(pages(&store, &ada, 2).await, [&all[..2], &all[2..4], &all[4..]]);
    // The last page is full, and there is no empty one after it.
    assert_eq!(pages(&store, &ada, 5).await, [&all[..]]);
    assert_eq!(pages(&store, &ada, 200).await, [&all[..]]);
}

pub async fn a_list_filters_by_status(store: StoreFixture) {
    let ada = owner("ada");
    let (first, running, done) = (store.accept(&ada).await, store.running(&ada).await, store.finished(&ada).await);
    let last = store.accept(&ada).await;
    let of = |status| JobFilter { status: Some(status), before: None, limit: 10 };
    assert_eq!(ids(&store, &ada, of(Status::Queued)).await, [last, first]);
    assert_eq!(ids(&store, &ada, of(Status::Running)).await, [running.job_id]);
    assert_eq!(ids(&store, &ada, of(Status::Success)).await, [done]);
    assert!(ids(&store, &ada, of(Status::Cancelled)).await.is_empty());
    let older = JobFilter { before: Some(last), ..of(Status::Queued) };
    assert_eq!(ids(&store, &ada, older).await, [first]);
}

pub async fn a_list_belongs_to_its_owner(store: StoreFixture) {
    let (ada, bob) = (owner("ada"), owner("bob"));
    let id = store.accept(&ada).await;
    let filter = JobFilter { limit: 10, ..JobFilter::default() };
    assert!(ids(&store, &bob, filter.clone()).await.is_empty());
    assert_eq!(ids(&store, &ada, filter).await, [id]);
}

pub async fn a_page_goes_on_after_a_deleted_job(store: StoreFixture) {
    let ada = owner("ada");
    let (old, gone) = (store.accept(&ada).await, store.finished(&ada).await);
    store.accept(&ada).await;
    store.intake.delete(&ada, gone).await.expect("deletes");
    assert_eq!(ids(&store, &ada, JobFilter { status: None, before: Some(gone), limit: 10 }).await, [old]);
}

pub async fn a_summary_tells_the_essentials(store: StoreFixture) {
    let ada = owner("ada");
    let long = "ü".repeat(200);
    for (source, first_line) in [("\n\nx = 1\ny = 2", "x = 1"), ("", ""), ("\n", ""), (long.as_str(), &long[..240])] {
        let job = NewJob { spec: crate::ExecutionSpec { source: source.into(), ..small_spec() }, ..new_job(&ada) };
        store.intake.accept(job.clone(), None, ROOMY).await.expect("accepts");
        let created_at = store.clock.now();
        store.clock.advance(Duration::from_secs(1));
        let ticket = store.claim(job.id, &executor("e")).await.ticket;
        store.clock.advance(Duration::from_secs(1));
        store.finish(&ticket).await;
        let page = store.reader.list(&ada, JobFilter { limit: 1, ..JobFilter::default() }).await.expect("lists");
        let summary = &page.jobs[0];
        assert_eq!(
            (summary.id, summary.language.as_str(), summary.first_line.as_str()),
            (job.id, "python", first_line)
        );
        assert_eq!((summary.status, summary.attempt, summary.outcome.as_ref()), (Status::Success, 1, Some(&success())));
        assert_eq!(summary.created_at, created_at);
        assert_eq!(summary.started_at, Some(created_at + Duration::from_secs(1)));
        assert_eq!(summary.finished_at, Some(created_at + Duration::from_secs(2)));
    }
}
