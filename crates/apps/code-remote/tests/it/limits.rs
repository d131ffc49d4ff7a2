//! Every limit: where it is, how meeting it is told, and what was printed until then.

use serde_json::{Value, json};

use crate::harness::{Service, status_of};

#[tokio::test]
async fn each_limit_stops_what_exceeds_it_and_is_named() {
    let service = Service::for_any_program(&[
        ("CODE_REMOTE_OUTPUT_KIB", "64"),
        ("CODE_REMOTE_MEMORY_MIB", "128"),
        ("CODE_REMOTE_TMP_MIB", "4"),
        ("CODE_REMOTE_PROCESSES_MAX", "8"),
        ("CODE_REMOTE_CPU_MILLIS", "1000"),
        ("CODE_REMOTE_CPU_TIME_SECONDS_MAX", "3"),
    ])
    .await;
    wall_time(&service).await;
    processor_time(&service).await;
    memory(&service).await;
    processes(&service).await;
    disk(&service).await;
    output(&service).await;
    output_at_its_limit_is_whole(&service).await;
    limits_are_shown(&service).await;
}

async fn wall_time(service: &Service) {
    let code = "import os, time\nos.write(1, b'so far')\nos.write(2, b'and here')\ntime.sleep(600)";
    let result = service.run(json!({ "code": code, "timeout": 2 })).await;
    assert_eq!((status_of(&result), &result["limit"]), ("timed_out", &json!("wall_time")));
    assert_eq!((&result["timed_out"], &result["success"]), (&json!(true), &json!(false)));
    assert_eq!((&result["stdout"], &result["stderr"]), (&json!("so far"), &json!("and here")));
    assert_eq!((&result["exit_code"], &result["signal"]), (&Value::Null, &Value::Null), "our kill is not its exit");
    assert_eq!(result["error"], "Execution timed out after 2 seconds");
    assert_eq!(result["error_type"], "TimeoutError");
    assert_eq!(result["limits"]["wall_time_ms"], 2000);
    let took = result["execution_time_ms"].as_f64().expect("a number");
    assert!((2000.0..15_000.0).contains(&took), "stopped at its time and not at the default: {took} ms");
}

async fn processor_time(service: &Service) {
    let result = service.execute("import os\nos.fork()\nwhile True: pass").await;
    assert_eq!((status_of(&result), &result["limit"]), ("timed_out", &json!("cpu_time")));
    assert_eq!(result["error"], "Processor time limit of 3 seconds exceeded");
}

async fn memory(service: &Service) {
    let code = "print('begin', flush=True)\nhoard = []\nwhile True: hoard.append(bytearray(b'x') * (1 << 20))";
    let result = service.execute(code).await;
    assert_eq!((status_of(&result), &result["limit"]), ("failed", &json!("memory")));
    assert_eq!(result["stdout"], "begin\n");
    assert_eq!(result["error"], "Memory limit of 128 MiB exceeded");
    assert_eq!((&result["error_type"], &result["attempt"]), (&json!("MemoryError"), &json!(1)));
}

async fn processes(service: &Service) {
    let threads =
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,), daemon=True).start()";
    let result = service.execute(threads).await;
    assert_eq!((status_of(&result), &result["limit"]), ("failed", &json!("processes")), "{}", result["stderr"]);
    assert_eq!(result["error"], "RuntimeError: can't start new thread");
    let forks = "import os, signal\nmade = 0\ntry:\n    while True:\n        if os.fork() == 0: signal.pause()\n        made += 1\n\
        except BlockingIOError: os.write(1, b'%d' % made)\nos._exit(0)";
    let result = service.execute(forks).await;
    let made: u32 = result["stdout"].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{result}"));
    assert!((1..8).contains(&made), "{made} with a limit of 8");
}

async fn disk(service: &Service) {
    let result = service.execute("open('/tmp/file', 'wb').write(bytes(5 << 20))").await;
    assert_eq!((status_of(&result), &result["limit"]), ("failed", &json!("disk")), "{}", result["stderr"]);
    let elsewhere = service.execute("open('/etc/file', 'w')").await;
    assert_eq!((&elsewhere["error_type"], &elsewhere["limit"]), (&json!("OSError"), &Value::Null));
    let inodes = service.execute("for n in range(10 ** 6): open(f'/tmp/{n}', 'w').close()").await;
    assert!(matches!(inodes["limit"].as_str(), Some("disk" | "memory" | "cpu_time")), "{}", inodes["limit"]);
}

async fn output(service: &Service) {
    let code = "import sys\nsys.stdout.write('é' * 40_000)\nsys.stderr.write('fine')\nsys.stdout.flush()\nprint('last', file=sys.stderr)";
    let result = service.execute(code).await;
    assert_eq!((status_of(&result), &result["limit"]), ("success", &json!("output")));
    assert_eq!((&result["truncated"], &result["truncated_streams"]), (&json!(true), &json!(["stdout"])));
    assert_eq!(result["stdout"].as_str().map(str::len), Some(64 << 10));
    assert_eq!(result["stderr"], "finelast\n", "the program went on");
    let done =
        service.events(result["job_id"].as_str().expect("an id")).await.until(|event| event.kind == "done").await;
    assert_eq!(done.data["truncated_streams"], json!(["stdout"]));

    let both = service
        .execute("import os\nfor _ in range(64):\n    for stream in (1, 2): os.write(stream, bytes(4096))")
        .await;
    assert_eq!(both["truncated_streams"], json!(["stdout", "stderr"]));
}

async fn output_at_its_limit_is_whole(service: &Service) {
    let result = service.execute("import os\nos.write(1, b'x' * 65536)").await;
    assert_eq!((&result["truncated"], &result["limit"]), (&json!(false), &Value::Null));
    assert_eq!(result["stdout"].as_str().map(str::len), Some(65536));
}

async fn limits_are_shown(service: &Service) {
    let languages = service.get("/languages").await;
    let limits = &languages["languages"][0]["limits"];
    assert_eq!((&limits["memory_bytes"], &limits["tmp_bytes"]), (&json!(128 << 20), &json!(4 << 20)));
    assert_eq!((&limits["processes"], &limits["output_bytes"]), (&json!(8), &json!(64 << 10)));
    assert_eq!(&service.get("/v1/config").await["limits"], limits);
}
