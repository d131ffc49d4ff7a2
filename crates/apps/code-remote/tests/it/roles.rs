//! Gateways and executors as processes of their own.

use reqwest::{Method, StatusCode};
use serde_json::json;
use store::testing::{FORGETFUL, Server};

use crate::harness::{Deployment, eventually, status_of};

/// Short, so that what a dead executor held is soon taken over.
const SHORT_LEASE: [(&str, &str); 1] = [("CODE_REMOTE_LEASE_SECONDS", "2")];

#[tokio::test]
async fn a_job_passes_from_any_gateway_to_any_executor_and_back() {
    let deployment = Deployment::new(&[]).await;
    let (one, two) = (deployment.gateway().await, deployment.gateway().await);
    // Accepted while no executor is there, and kept.
    let waiting = one.submit("print('kept')").await;
    let _executor = deployment.executor().await;
    assert_eq!(two.result(&waiting).await["stdout"], "kept\n");

    let result = one.execute("print(6 * 7)").await;
    assert_eq!((result["stdout"].as_str(), result["isolation"]["driver"].as_str()), (Some("42\n"), Some("runsc")));
    let listed = two.get("/v1/jobs").await;
    assert_eq!(listed["jobs"].as_array().map(Vec::len), Some(2), "{listed}");
}

#[tokio::test]
async fn output_reaches_a_reader_at_another_gateway_while_the_program_runs() {
    let deployment = Deployment::new(&[]).await;
    let (one, two) = (deployment.gateway().await, deployment.gateway().await);
    let _executor = deployment.executor().await;
    let id = one.submit("print('first', flush=True)\nwhile True: pass").await;
    let mut events = two.events(&id).await;
    events.until_output("stdout", "first\n").await;
    assert_eq!(status_of(&two.job(&id).await), "running");
    two.cancel(&id).await;
    assert_eq!(status_of(&one.result(&id).await), "cancelled");
}

#[tokio::test]
async fn what_a_killed_executor_ran_is_run_by_another() {
    let deployment = Deployment::new(&SHORT_LEASE).await;
    let gateway = deployment.gateway().await;
    let mut first = deployment.executor().await;
    let id = gateway.submit("n = 0\nfor i in range(3_000_000): n += i\nprint(n)").await;
    eventually("the job does not start", async || {
        let job = gateway.job(&id).await;
        (status_of(&job) != "running").then_some(job)
    })
    .await;
    first.kill();
    let _second = deployment.executor().await;
    let result = gateway.result(&id).await;
    assert_eq!((status_of(&result), result["stdout"].as_str()), ("success", Some("4499998500000\n")), "{result}");
    assert_eq!(result["attempt"], 2, "{result}");
}

#[tokio::test]
async fn a_killed_gateway_takes_no_job_with_it() {
    let deployment = Deployment::new(&[]).await;
    let (mut first, second) = (deployment.gateway().await, deployment.gateway().await);
    let id = first.submit("print('there')").await;
    first.kill();
    let _executor = deployment.executor().await;
    assert_eq!(second.result(&id).await["stdout"], "there\n");
}

#[tokio::test]
async fn readiness_follows_the_database() {
    let server = tokio::task::spawn_blocking(|| Server::start(FORGETFUL)).await.expect("the server starts");
    let deployment = Deployment::on(&server, &[]).await;
    let (gateway, executor) = (deployment.gateway().await, deployment.executor().await);
    let analyzer = deployment.analyzer().await;
    server.crash();
    for role in [&gateway, &executor] {
        eventually("the role stays ready without its database", async || {
            let (status, document) = role.send(Method::GET, "/health/ready").await;
            (status != StatusCode::SERVICE_UNAVAILABLE).then_some(document)
        })
        .await;
        let (status, _) = role.send(Method::GET, "/health/live").await;
        assert_eq!(status, StatusCode::OK);
    }
    let (status, refused) = gateway.post("/v1/jobs", &json!({ "code": "print(1)" })).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{refused}");
    // The syntax tree needs no database; that nothing is measured is said.
    let (status, document) = analyzer.send(Method::GET, "/health/ready").await;
    assert!(status.is_success() && document.to_string().contains("nothing is measured"), "{status} {document}");
    server.begin();
    for role in [&gateway, &executor] {
        eventually("the role does not become ready again", async || {
            let (status, document) = role.send(Method::GET, "/health/ready").await;
            (!status.is_success()).then_some(document)
        })
        .await;
    }
    assert_eq!(gateway.execute("print('again')").await["stdout"], "again\n");
}

#[tokio::test]
async fn an_executor_shows_its_operators_health_and_metrics_and_nothing_else() {
    let deployment = Deployment::new(&[]).await;
    let executor = deployment.executor().await;
    let health = executor.get("/health").await;
    assert_eq!(health["status"], "ready", "{health}");
    let names: Vec<_> = health["components"].as_array().expect("components").iter().map(|part| &part["name"]).collect();
    assert_eq!(names, ["store", "executor"], "{health}");
    let metrics = String::from_utf8(executor.bytes("/metrics").await).expect("text");
    assert!(metrics.contains("code_remote_executor_"), "{metrics}");
    for path in ["/", "/v1/jobs", "/execute", "/docs"] {
        assert_eq!(executor.send(Method::GET, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn gateways_say_what_isolates_while_an_executor_lives() {
    let deployment = Deployment::new(&[]).await;
    let gateway = deployment.gateway().await;
    assert_eq!(gateway.get("/").await["isolation"], json!(null));
    let mut executor = deployment.executor().await;
    eventually("the executor is not seen", async || {
        let document = gateway.get("/").await;
        (document["isolation"]["driver"] != "runsc").then_some(document)
    })
    .await;
    assert!(executor.stop().await.success());
    eventually("the executor is still seen", async || {
        let document = gateway.get("/").await;
        (!document["isolation"].is_null()).then_some(document)
    })
    .await;
}
