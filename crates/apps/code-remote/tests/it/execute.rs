//! `POST /execute`: what a program is given, what it prints, and how it ends.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::harness::{Service, status_of};

#[tokio::test]
async fn a_checked_program_runs_or_is_refused_with_places() {
    let service = Service::start(&[]).await;
    a_good_program_is_kept_with_its_output(&service).await;
    a_refusal_names_each_place_and_is_kept(&service).await;
    a_syntax_error_names_its_place(&service).await;
    a_traceback_shows_the_users_frames_only(&service).await;
    checking_tells_the_same_without_running(&service).await;
    assert!(!service.log().contains("WARN"), "a good start warns of nothing: {}", service.log());
}

async fn a_good_program_is_kept_with_its_output(service: &Service) {
    let code = "import math\nprint('Hello from CodeRunner!', math.isqrt(1764))";
    let result = service.execute(code).await;
    assert_eq!((status_of(&result), &result["success"]), ("success", &json!(true)));
    assert_eq!(result["stdout"], "Hello from CodeRunner! 42\n");
    assert_eq!(result["output"], result["stdout"]);
    assert_eq!((&result["stderr"], &result["exit_code"], &result["attempt"]), (&json!(""), &json!(0), &json!(1)));
    for none in ["error", "error_type", "error_code", "limit", "signal", "stdout_base64", "queue_position"] {
        assert_eq!(result[none], Value::Null, "{none}");
    }
    assert_eq!(result["isolation"]["driver"], "runsc");
    assert_eq!(result["isolation"]["relaxed"], false);
    assert!(result["resource_usage"]["cpu_time_ms"].as_f64().expect("it is measured") > 0.0);
    let kept = service.job(result["job_id"].as_str().expect("the job has an id")).await;
    assert_eq!(kept, result, "what is answered is what is kept");
    assert_eq!(kept["code"], code);
}

async fn a_refusal_names_each_place_and_is_kept(service: &Service) {
    let result = service.execute("x = 1\nimport os\neval('1')\n").await;
    assert_eq!((status_of(&result), &result["success"]), ("failed", &json!(false)));
    assert_eq!(
        (&result["error"], &result["error_type"]),
        (&json!("Security validation failed"), &json!("SecurityError"))
    );
    assert_eq!(result["error_code"], "POLICY_VIOLATION");
    let violations = result["security_violations"].as_array().expect("a list");
    let lines: Vec<_> = violations.iter().map(|violation| violation["line"].as_u64()).collect();
    assert_eq!(lines, [Some(2), Some(3)]);
    for violation in violations {
        assert!(violation["column"].as_u64() > Some(0), "{violation}");
        assert!(violation["message"].as_str().is_some_and(|text| text.contains(' ')), "{violation}");
    }
    assert_eq!((&result["exit_code"], &result["isolation"]), (&Value::Null, &Value::Null), "it never ran");
    assert_eq!(service.job(result["job_id"].as_str().expect("an id")).await, result);
}

async fn a_syntax_error_names_its_place(service: &Service) {
    let result = service.execute("print(1)\nif True print(2)\n").await;
    assert_eq!((&result["error"], &result["error_type"]), (&json!("Syntax error"), &json!("SyntaxError")));
    assert_eq!((&result["error_code"], &result["stdout"]), (&json!("SYNTAX_ERROR"), &json!("")));
    let violation = &result["security_violations"][0];
    assert_eq!((&violation["rule"], &violation["line"]), (&json!("syntax"), &json!(2)));
    assert_eq!(violation["column"], 9);
}

async fn a_traceback_shows_the_users_frames_only(service: &Service) {
    let result = service.execute("import json\ndef f():\n    return json.loads('{')\nf()\n").await;
    assert_eq!((status_of(&result), &result["exit_code"]), ("failed", &json!(1)));
    assert_eq!(result["error_type"], "JSONDecodeError");
    let error = result["error"].as_str().expect("a sentence");
    assert!(error.starts_with("json.decoder.JSONDecodeError: Expecting property name"), "{error}");
    let stderr = result["stderr"].as_str().expect("text");
    let frames: Vec<_> = stderr.lines().filter(|line| line.starts_with("  File ")).collect();
    assert_eq!(frames[..2], ["  File \"main.py\", line 4, in <module>", "  File \"main.py\", line 3, in f"]);
    assert!(frames[2..].iter().all(|frame| frame.contains("/json/")), "{stderr}");
    assert!(stderr.contains("    return json.loads('{')"), "source lines are shown: {stderr}");
}

async fn checking_tells_the_same_without_running(service: &Service) {
    let check = async |code: &str| {
        let (status, answer) = service.post("/validate", &json!({ "code": code })).await;
        assert_eq!(status, 200);
        answer
    };
    let good = check("print('é')").await;
    assert_eq!(good, json!({ "safe": true, "security_violations": [], "bytes": 11, "bytes_max": 10_240 }));
    let bad = check("x = 1\nimport os\n").await;
    assert_eq!((&bad["safe"], &bad["security_violations"][0]["line"]), (&json!(false), &json!(2)));
}

#[tokio::test]
async fn any_program_gets_its_input_and_is_shown_as_it_ended() {
    let service = Service::for_any_program(&[]).await;
    input_arrives_byte_for_byte(&service).await;
    arguments_and_files_arrive(&service).await;
    output_that_is_no_text_is_kept_exactly(&service).await;
    characters_survive_being_written_in_pieces(&service).await;
    exits_and_signals_are_told(&service).await;
}

async fn input_arrives_byte_for_byte(service: &Service) {
    let echo = "import sys\nsys.stdout.buffer.write(sys.stdin.buffer.read())";
    let every_byte: Vec<u8> = (0..=255).collect::<Vec<u8>>().repeat(1000);
    let result = service.run(json!({ "code": echo, "stdin_base64": STANDARD.encode(&every_byte) })).await;
    assert_eq!(status_of(&result), "success", "{}", result["error"]);
    assert_eq!(result["stdout_base64"], STANDARD.encode(&every_byte));
    assert_eq!(result["stdin_base64"], STANDARD.encode(&every_byte));

    let text = "line\r\nwith $HOME `id` \"quotes\" \0 and é\u{1F600} without an end";
    let result = service.run(json!({ "code": echo, "stdin": text })).await;
    assert_eq!((&result["stdout"], &result["stdin"]), (&json!(text), &json!(text)));
    assert_eq!(result["stdin_base64"], Value::Null);

    let none = service.execute("import sys\nprint(len(sys.stdin.read()))").await;
    assert_eq!(none["stdout"], "0\n", "standard input is empty, not open");
}

async fn arguments_and_files_arrive(service: &Service) {
    let code =
        "import sys\nprint(sys.argv)\nfor name in ('data/input.csv', 'raw'):\n    print(open(name, 'rb').read())";
    let files = json!([
        { "path": "data/input.csv", "content": "a,é\n" },
        { "path": "raw", "content_base64": STANDARD.encode(b"\x00\xff") },
    ]);
    let result = service.run(json!({ "code": code, "args": ["a b", "--x=\"1\"", "é", ""], "files": files })).await;
    let printed = "['main.py', 'a b', '--x=\"1\"', 'é', '']\nb'a,\\xc3\\xa9\\n'\nb'\\x00\\xff'\n";
    assert_eq!(result["stdout"], printed, "{}", result["stderr"]);
    assert_eq!(result["files"], json!([{ "path": "data/input.csv", "bytes": 5 }, { "path": "raw", "bytes": 2 }]));
    assert_eq!(result["args"][0], "a b");
}

async fn output_that_is_no_text_is_kept_exactly(service: &Service) {
    let code = "import os\nos.write(1, b'a\\x00b\\xff\\xc3\\n')\nos.write(2, 'é\\0'.encode())";
    let result = service.execute(code).await;
    let id = result["job_id"].as_str().expect("an id");
    assert_eq!(result["stdout"], "a\0b\u{fffd}\u{fffd}\n");
    assert_eq!(result["stdout_base64"], STANDARD.encode(b"a\x00b\xff\xc3\n"));
    assert_eq!((&result["stderr"], &result["stderr_base64"]), (&json!("é\0"), &Value::Null));
    assert_eq!(service.bytes(&format!("/v1/jobs/{id}/logs")).await, b"a\x00b\xff\xc3\n");
    assert_eq!(service.bytes(&format!("/v1/jobs/{id}/logs?stream=stderr")).await, "é\0".as_bytes());
}

async fn characters_survive_being_written_in_pieces(service: &Service) {
    let code = "import os, time\nfor byte in '😀é中'.encode():\n    os.write(1, bytes([byte]))\n    time.sleep(0.06)";
    let id = service.submit(code).await;
    let events = service.events(&id).await.rest().await;
    let live: Vec<u8> = events.iter().flat_map(|event| event.output("stdout")).collect();
    assert_eq!(String::from_utf8(live).expect("whole characters"), "😀é中");
    let result = service.result(&id).await;
    assert_eq!((&result["stdout"], &result["stdout_base64"]), (&json!("😀é中"), &Value::Null));
}

async fn exits_and_signals_are_told(service: &Service) {
    let kill = |signal: u32| format!("import os\nprint('x', flush=True)\nos.kill(os.getpid(), {signal})");
    let endings = [
        ("raise SystemExit".to_owned(), 0, None, Value::Null),
        ("import sys\nsys.exit(7)".to_owned(), 7, None, json!("Exited with code 7")),
        ("raise SystemExit('no luck')".to_owned(), 1, None, json!("Exited with code 1")),
        ("import os\nos._exit(255)".to_owned(), 255, None, json!("Exited with code 255")),
        ("assert False, 'why'".to_owned(), 1, None, json!("AssertionError: why")),
        ("raise KeyError('k')".to_owned(), 1, None, json!("KeyError: 'k'")),
        (kill(9), 137, Some(9), json!("Ended by signal 9 (SIGKILL)")),
        (kill(15), 143, Some(15), json!("Ended by signal 15 (SIGTERM)")),
        ("import ctypes\nctypes.string_at(0)".to_owned(), 139, Some(11), json!("Ended by signal 11 (SIGSEGV)")),
    ];
    for (code, exit_code, signal, error) in endings {
        let result = service.execute(&code).await;
        let seen = (&result["exit_code"], &result["signal"], &result["error"]);
        assert_eq!(seen, (&json!(exit_code), &json!(signal), &error), "{code}");
        let success = exit_code == 0;
        assert_eq!(status_of(&result), if success { "success" } else { "failed" }, "{code}");
        assert_eq!((&result["success"], &result["limit"]), (&json!(success), &Value::Null), "{code}");
        assert_eq!(
            (&result["attempt"], &result["error_code"]),
            (&json!(1), &Value::Null),
            "a crash is a result: {code}"
        );
    }
}
