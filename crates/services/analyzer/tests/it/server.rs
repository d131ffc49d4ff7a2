//! Bounds of the gRPC surface, and what a client makes of a server that is not there.

use std::time::Duration;

use code_remote_analyzer::{BadAddress, GrpcAnalyzer, GrpcBounds};
use complexity::{AnalysisRequest, AnalyzerError, ComplexityAnalyzer as _, SizedInput};
use futures_util::StreamExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{Counted, Counts, PAIRS, Served, hanging, hanging_counted, measuring, request};

#[tokio::test]
async fn the_services_own_deadline_ends_calls_and_streams() {
    let bounds = GrpcBounds { call_within: Duration::from_millis(50), ..GrpcBounds::default() };
    let served = Served::new(hanging(), bounds).await;
    let failed = served.client().analyze(request(PAIRS)).await.expect_err("it hangs");
    let AnalyzerError::Unavailable(cause) = failed else { panic!("{failed:?}") };
    assert!(cause.to_string().contains("not ready in time"), "{cause}");
    let mut pieces = served.client().stream(request(PAIRS)).await.expect("there is a place");
    let last = pieces.next().await;
    assert!(matches!(&last, Some(Err(AnalyzerError::Unavailable(_)))), "{last:?}");
}

#[tokio::test]
async fn more_calls_than_may_are_refused() {
    let served = Served::new(hanging(), GrpcBounds { calls_max: 1, ..GrpcBounds::default() }).await;
    let held = served.client().stream(request(PAIRS)).await.expect("there is a place");
    let refused = served.client().analyze(request(PAIRS)).await;
    assert!(matches!(refused, Err(AnalyzerError::Busy)), "{refused:?}");
    drop(held);
}

#[tokio::test]
async fn a_message_that_is_too_large_is_refused_and_the_next_is_answered() {
    let served = Served::new(measuring(Counted::new(|size| size)), GrpcBounds::default()).await;
    let client = served.client();
    let inputs = vec![SizedInput { size: 1, stdin: "x".repeat(3 << 20) }];
    let refused = client.analyze(AnalysisRequest { inputs, ..request(PAIRS) }).await;
    assert!(matches!(refused, Err(AnalyzerError::Unavailable(_))), "{refused:?}");
    assert!(client.analyze(request(PAIRS)).await.is_ok());
}

#[tokio::test]
async fn a_stop_lets_calls_end_and_takes_no_more() {
    let served = Served::new(measuring(Counted::new(|size| size)), GrpcBounds::default()).await;
    let client = served.client();
    client.status().await.expect("it answers");
    served.stopped().await;
    assert!(matches!(client.status().await, Err(AnalyzerError::Unavailable(_))));
}

#[tokio::test]
async fn a_stop_gives_up_what_is_under_way_and_says_so() {
    // Nobody waits for the drain: the test ends long before it would.
    let bounds = GrpcBounds { drain: Duration::from_hours(1), ..GrpcBounds::default() };
    let counts = Counts::new();
    let served = Served::new(hanging_counted(counts.metrics()), bounds).await;
    let client = served.client();
    let mut pieces = client.stream(request(PAIRS)).await.expect("there is a place");
    let whole = tokio::spawn({
        let client = client.clone();
        async move { client.analyze(request(PAIRS)).await }
    });
    counts.until("running 2").await;
    tokio::time::timeout(Duration::from_secs(30), served.stopped()).await.expect("it does not wait for them");
    for failed in [whole.await.expect("it does not panic").map(drop), pieces.next().await.expect("an end").map(drop)] {
        let Err(AnalyzerError::Unavailable(cause)) = failed else { panic!("{failed:?}") };
        assert!(cause.to_string().contains("the analyzer is stopping"), "{cause}");
    }
}

#[tokio::test]
async fn whoever_holds_a_stream_does_not_hold_the_process() {
    let bounds = GrpcBounds { drain: Duration::from_millis(50), ..GrpcBounds::default() };
    let served = Served::new(hanging(), bounds).await;
    let client = served.client();
    let _held = client.stream(request(PAIRS)).await.expect("there is a place");
    tokio::time::timeout(Duration::from_secs(30), served.stopped()).await.expect("it does not wait for the stream");
}

#[tokio::test]
async fn a_client_finds_a_server_that_comes_later_and_comes_back() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port can be opened");
    let address = listener.local_addr().expect("it has an address");
    drop(listener);
    let client = GrpcAnalyzer::at(&format!("http://{address}/")).expect("it is an address");
    assert!(matches!(client.status().await, Err(AnalyzerError::Unavailable(_))));
    for _ in 0..2 {
        let listener = TcpListener::bind(address).await.expect("the port can be opened again");
        let stop = tokio_util::sync::CancellationToken::new();
        let analyzer = std::sync::Arc::new(measuring(Counted::new(|size| size)));
        let serving =
            tokio::spawn(code_remote_analyzer::serve(listener, analyzer, GrpcBounds::default(), None, stop.clone()));
        let reached = async { while client.status().await.is_err() {} };
        tokio::time::timeout(Duration::from_secs(30), reached).await.expect("it is found");
        stop.cancel();
        serving.await.expect("it does not panic").expect("it served");
    }
}

#[tokio::test]
async fn an_address_where_nobody_is_does_not_hide_the_one_where_somebody_is() {
    let served = Served::new(measuring(Counted::new(|size| size)), GrpcBounds::default()).await;
    // The name may mean this machine by IPv6 too, where nobody listens.
    let client = GrpcAnalyzer::at(&format!("http://localhost:{}", served.address.port())).expect("it is an address");
    for _ in 0..4 {
        client.status().await.expect("it is found");
    }
    let nowhere = GrpcAnalyzer::at("http://analyzer.invalid:50051").expect("it is an address");
    assert!(matches!(nowhere.status().await, Err(AnalyzerError::Unavailable(_))));
}

#[tokio::test]
async fn what_speaks_no_grpc_is_unavailable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port can be opened");
    let address = listener.local_addr().expect("it has an address");
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let _ = connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
        }
    });
    let client = GrpcAnalyzer::at(&format!("http://{address}")).expect("it is an address");
    assert!(matches!(client.analyze(request(PAIRS)).await, Err(AnalyzerError::Unavailable(_))));
}

#[tokio::test]
async fn bytes_that_are_no_grpc_end_their_connection_only() {
    let served = Served::new(measuring(Counted::new(|size| size)), GrpcBounds::default()).await;
    let mut connection = TcpStream::connect(served.address).await.expect("it listens");
    connection.write_all(&[0xff; 4096]).await.expect("it reads");
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(30), connection.read_to_end(&mut answer)).await.expect("it ends");
    assert!(served.client().status().await.is_ok());
}

#[tokio::test]
async fn addresses_are_checked() {
    for good in ["http://127.0.0.1:50051", "http://analyzer:50051/", "http://[::1]:1"] {
        assert!(GrpcAnalyzer::at(good).is_ok(), "{good}");
    }
    for bad in ["", "analyzer:50051", "https://analyzer:50051", "http://analyzer", "http://a:1/path", "http://a:1/?q=1"]
    {
        assert_eq!(GrpcAnalyzer::at(bad).err(), Some(BadAddress), "{bad}");
    }
}
