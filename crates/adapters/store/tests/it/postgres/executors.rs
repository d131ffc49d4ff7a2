//! Executors are seen as long as they say so.

use std::{sync::Arc, time::Duration};

use domain::{ExecutorId, ExecutorRegistry as _, ExecutorReport, IsolationReport, SystemClock};

use code_remote_store::testing::Server;

use super::connect;

const LONG: Duration = Duration::from_mins(1);

fn report(id: &str) -> ExecutorReport {
    ExecutorReport {
        id: ExecutorId::new(id),
        ready: true,
        detail: "gVisor \0 on this host".into(),
        isolation: Some(IsolationReport {
            driver: "runsc".into(),
            runtime_version: "1".into(),
            platform: "systrap".into(),
            start: "restore".into(),
            relaxed: false,
        }),
        python_version: "3.11.2".into(),
        slots: 32,
    }
}

#[tokio::test]
async fn an_executor_is_alive_until_it_leaves_or_falls_silent() {
    let url = Server::shared().fresh_schema().await;
    let one = connect(&url, Arc::new(SystemClock)).await;
    let two = connect(&url, Arc::new(SystemClock)).await;
    one.announce(&report("a"), LONG).await.expect("announces");
    one.announce(&report("b"), LONG).await.expect("announces");
    two.announce(&report("silent"), Duration::ZERO).await.expect("announces");
    assert_eq!(two.alive().await.expect("answers"), [report("a"), report("b")]);

    let refuted = ExecutorReport { ready: false, isolation: None, ..report("b") };
    one.announce(&refuted, LONG).await.expect("announces");
    one.leave(&ExecutorId::new("a")).await.expect("leaves");
    one.leave(&ExecutorId::new("never seen")).await.expect("leaves");
    assert_eq!(two.alive().await.expect("answers"), [refuted]);
}
