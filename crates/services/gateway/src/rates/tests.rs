use async_trait::async_trait;
use domain::StoreError;
use tokio::{sync::Semaphore, task::JoinSet, time::sleep};

use super::*;

const RATE: Rate = Rate { per_second: 10, burst: 64 };
/// What a gateway fetches at once under this rate, and gives on credit.
const SLICE: usize = 4;

/// Buckets that count how often they were asked, and answer while `open` or fail.
struct Store {
    buckets: Mutex<TokenBuckets>,
    began: Instant,
    asked: Mutex<usize>,
    open: Semaphore,
    fails: bool,
    /// Time for an answer.
    takes: Duration,
}

fn store(open: bool, fails: bool) -> Arc<Store> {
    Arc::new(Store {
        buckets: Mutex::new(TokenBuckets::new(100)),
        began: Instant::now(),
        asked: Mutex::new(0),
        open: Semaphore::new(usize::from(open)),
        fails,
        takes: Duration::ZERO,
    })
}

#[async_trait]
impl RateLedger for Store {
    async fn take(&self, who: &str, rate: Rate, want: u32) -> Result<Taken, StoreError> {
        *self.asked.lock().unwrap() += 1;
        drop(self.open.acquire().await.unwrap());
        if !self.takes.is_zero() {
            sleep(self.takes).await;
        }
        if self.fails {
            return Err(StoreError::unavailable("away"));
        }
        let now_us = i64::try_from(self.began.elapsed().as_micros()).unwrap();
        Ok(self.buckets.lock().unwrap().take(who, rate, want, now_us))
    }
}

/// How many of so many requests, one after another, are served.
async fn served(rates: &Arc<Rates>, who: &str, requests: usize) -> usize {
    let mut served = 0;
    for _ in 0..requests {
        served += usize::from(rates.admit(who, RATE).await.is_ok());
        tokio::task::yield_now().await;
    }
    served
}

#[tokio::test(start_paused = true)]
async fn a_caller_gets_its_burst_and_then_its_rate() {
    let rates = Rates::new(store(true, false));
    let burst = RATE.burst as usize;
    let first = served(&rates, "ann", 500).await;
    assert!((burst..=burst + SLICE).contains(&first), "{first}");
    assert!(served(&rates, "bob", 10).await == 10, "another caller has a bucket of its own");
    // What was given on credit is paid back: over time there is no more than the rate.
    let mut more = 0;
    for _ in 0..100 {
        sleep(Duration::from_millis(100)).await;
        more += served(&rates, "ann", 20).await;
    }
    assert!((100 - 2 * SLICE..=100).contains(&more), "{more}");
}

#[tokio::test(start_paused = true)]
async fn the_time_to_try_again_is_the_truth() {
    let rates = Rates::new(store(true, false));
    served(&rates, "ann", 500).await;
    for _ in 0..10 {
        let TooOften { retry_after } = rates.admit("ann", RATE).await.unwrap_err();
        sleep(retry_after).await;
        assert_eq!(rates.admit("ann", RATE).await, Ok(()));
        served(&rates, "ann", 50).await;
    }
}

#[tokio::test(start_paused = true)]
async fn gateways_share_one_bucket() {
    let store = store(true, false);
    let gateways = [Rates::new(store.clone()), Rates::new(store.clone()), Rates::new(store)];
    let mut all = 0;
    for _ in 0..200 {
        for gateway in &gateways {
            all += served(gateway, "ann", 1).await;
        }
    }
    let burst = RATE.burst as usize;
    assert!((burst..=burst + 3 * SLICE).contains(&all), "{all}");
}

#[tokio::test(start_paused = true)]
async fn below_the_rate_the_store_is_asked_seldom_and_never_waited_for() {
    let slow = store(false, false);
    let rates = Rates::new(slow.clone());
    assert_eq!(served(&rates, "ann", SLICE).await, SLICE, "the store has not answered yet");
    assert_eq!(*slow.asked.lock().unwrap(), 1);
    let quick = store(true, false);
    let rates = Rates::new(quick.clone());
    for _ in 0..60 {
        assert_eq!(rates.admit("ann", RATE).await, Ok(()));
        sleep(Duration::from_millis(150)).await;
    }
    assert!(*quick.asked.lock().unwrap() <= 60 / SLICE * 2 + 2, "{}", quick.asked.lock().unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_burst_is_served_however_slowly_the_store_answers() {
    let mut slow = store(true, false);
    Arc::get_mut(&mut slow).unwrap().takes = Duration::from_millis(50);
    let rates = Rates::new(slow);
    assert_eq!(rates.admit("ann", RATE).await, Ok(()));
    sleep(Duration::from_secs(1)).await;
    let mut requests = JoinSet::new();
    for number in 0..RATE.burst - 4 {
        let rates = Arc::clone(&rates);
        requests.spawn(async move {
            sleep(Duration::from_millis(number.into())).await;
            rates.admit("ann", RATE).await
        });
    }
    assert!(requests.join_all().await.iter().all(Result::is_ok));
}

#[tokio::test(start_paused = true)]
async fn without_the_store_a_gateway_counts_alone() {
    let burst = RATE.burst as usize;
    for store in [store(true, true), store(false, false)] {
        let rates = Rates::new(store);
        let mut requests = JoinSet::new();
        for _ in 0..500 {
            let rates = Arc::clone(&rates);
            requests.spawn(async move { rates.admit("ann", RATE).await.is_ok() });
        }
        let served = requests.join_all().await.into_iter().filter(|served| *served).count();
        // The one that hangs takes a second of it, in which tokens come back.
        assert!((burst..=burst + SLICE + 2 * RATE.per_second as usize).contains(&served), "{served}");
    }
}

#[tokio::test(start_paused = true)]
async fn many_callers_are_known_in_bounded_memory() {
    let rates = Rates::new(store(true, false));
    for number in 0..3 * CALLERS_MAX {
        rates.admit(&number.to_string(), RATE).await.unwrap();
    }
    let shares = rates.shares();
    assert!(shares.known() <= CALLERS_MAX, "{}", shares.known());
}
