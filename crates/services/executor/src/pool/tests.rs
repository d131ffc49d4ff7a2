use async_trait::async_trait;
use domain::{ExecutorId, IsolationReport, StartKind, Swept, testing::FakeDriver};
use prometheus_client::registry::Registry;
use tokio::{sync::Semaphore, task::JoinHandle};

use super::*;

/// Starts one sandbox for each permit.
struct Held {
    inner: FakeDriver,
    starts: Semaphore,
}

#[async_trait]
impl SandboxDriver for Held {
    async fn check(&self) -> Result<IsolationReport, SandboxError> {
        self.inner.check().await
    }

    async fn start(&self) -> Ready {
        self.starts.acquire().await.expect("never closed").forget();
        self.inner.start().await
    }

    async fn start_cold(&self) -> Ready {
        self.start().await
    }

    async fn sweep(&self) -> Result<Swept, SandboxError> {
        self.inner.sweep().await
    }
}

fn pool_of(size: u32) -> (Arc<Pool>, Arc<Held>) {
    let settings = Settings {
        id: ExecutorId::new("here"),
        concurrency: 8,
        owner_running_max: None,
        pool_size: size,
        refill_concurrency: 8,
        pool_memory_bytes: u64::MAX,
        lease: Duration::from_secs(30),
        drain: Duration::ZERO,
        retention: None,
        audit_retention: None,
        sole_user_of_store: true,
        relaxed: true,
    };
    let driver = Arc::new(Held { inner: FakeDriver::default(), starts: Semaphore::new(0) });
    let metrics = ExecutorMetrics::register(&mut Registry::default());
    (Pool::new(driver.clone(), &settings, Readiness::new(), metrics), driver)
}

/// Lets so many sandboxes come up, and waits until so many are idle.
async fn bring_up(pool: &Pool, driver: &Held, count: usize, idle: usize) {
    driver.starts.add_permits(count);
    while driver.starts.available_permits() > 0 || pool.lock().idle.len() != idle {
        tokio::task::yield_now().await;
    }
}

fn ask(pool: &Arc<Pool>, turn: Turn) -> JoinHandle<Ready> {
    let pool = pool.clone();
    tokio::spawn(async move { pool.take(turn).await })
}

async fn until_waiting(pool: &Pool, callers: usize, service: usize) {
    let waiting = || {
        let state = pool.lock();
        (state.waiting.len(), state.behind.len())
    };
    while waiting() != (callers, service) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_services_own_jobs_leave_half_of_the_pool_to_callers() {
    let (pool, driver) = pool_of(4);
    pool.refill();
    bring_up(&pool, &driver, 4, 4).await;
    for _ in 0..2 {
        assert_eq!(pool.take(Turn::Service).await.expect("warm").start_kind(), StartKind::Restored);
    }
    let third = ask(&pool, Turn::Service);
    until_waiting(&pool, 0, 1).await;
    for _ in 0..2 {
        pool.take(Turn::Caller).await.expect("kept for callers");
    }
    bring_up(&pool, &driver, 2, 2).await;
    assert!(!third.is_finished(), "what comes up is kept for callers first");
    driver.starts.add_permits(1);
    third.await.expect("it does not panic").expect("its turn has come");
    assert_eq!(pool.metrics.pool_empty.get(), 0, "no caller waited");
}

#[tokio::test]
async fn what_comes_up_goes_to_callers_first() {
    let (pool, driver) = pool_of(0);
    let service = ask(&pool, Turn::Service);
    until_waiting(&pool, 0, 1).await;
    let caller = ask(&pool, Turn::Caller);
    until_waiting(&pool, 1, 1).await;
    driver.starts.add_permits(1);
    caller.await.expect("it does not panic").expect("the first is the caller's");
    assert!(!service.is_finished());
    driver.starts.add_permits(1);
    service.await.expect("it does not panic").expect("the next is the service's");
}

#[tokio::test]
async fn a_service_job_gets_a_sandbox_while_the_pools_room_is_lent() {
    let (pool, driver) = pool_of(2);
    let _room = pool.make_room().await;
    let service = ask(&pool, Turn::Service);
    until_waiting(&pool, 0, 1).await;
    driver.starts.add_permits(1);
    service.await.expect("it does not panic").expect("nothing is kept for others meanwhile");
}

#[tokio::test]
async fn a_start_that_failed_is_told_to_a_service_job_too() {
    let (pool, driver) = pool_of(0);
    driver.inner.fail_next_start(SandboxError::NotStarted { reason: "told to".into() });
    let service = ask(&pool, Turn::Service);
    until_waiting(&pool, 0, 1).await;
    driver.starts.add_permits(1);
    let failed = service.await.expect("it does not panic");
    assert!(matches!(failed, Err(SandboxError::NotStarted { .. })));
}
