use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn parse(body: &Value) -> Result<ExecutionSpec, RouteError> {
    Submission::parse(body.to_string().as_bytes(), &Settings::default()).map(|submission| submission.spec)
}

/// The fields that were complained about.
#[track_caller]
fn wrong_fields(body: &Value) -> Vec<String> {
    match parse(body).unwrap_err() {
        RouteError::InvalidFields(fields) => fields.into_iter().map(|error| error.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn check_too_large(body: &Value, field: &str) {
    match parse(body).unwrap_err() {
        RouteError::TooLarge(fields) => assert_eq!(fields[0].field, field),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_smallest_body_gets_the_profile() {
    let spec = parse(&json!({ "code": "print(1)" })).unwrap();
    assert_eq!(spec.language, "python");
    assert_eq!(spec.source, "print(1)");
    assert_eq!(spec.limits, Limits::default());
    assert!(spec.stdin.0.is_empty() && spec.args.is_empty() && spec.files.is_empty());
}

#[test]
fn a_source_that_no_python_takes_is_named() {
    assert_eq!(wrong_fields(&json!({ "code": "print(1)\n\u{0}" })), ["code"]);
}

#[test]
fn everything_given_is_taken_exactly() {
    let spec = parse(&json!({
        "code": "\té\n", "language": "python", "timeout": 2, "timeout_seconds": 2.0, "stdin_base64": "/wA=",
        "args": ["-x", ""], "files": [{ "path": "a/b", "content": "" }, { "path": "c", "content_base64": "/w==" }],
        "analyze": true, "memory_bytes": 1, "unknown": [[[]]]
    }))
    .unwrap();
    assert_eq!(spec.source, "\té\n");
    assert_eq!(spec.limits, Limits { wall_time_ms: 2_000, ..Limits::default() });
    assert_eq!(spec.stdin.0, [0xff, 0]);
    assert_eq!(spec.args, ["-x", ""]);
    assert_eq!(spec.files[1], InputFileAt::new("c", &[0xff]));
}

struct InputFileAt;

impl InputFileAt {
    #[expect(clippy::new_ret_no_self, reason = "a short way to write the expected file")]
    fn new(path: &str, content: &[u8]) -> domain::InputFile {
        domain::InputFile { path: path.to_owned(), content: ByteString(content.to_vec()) }
    }
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let body = json!({
        "code": 7, "language": "cobol", "timeout": 0, "stdin": false, "args": ["a", 1],
        "files": [{ "path": "../x", "content": "" }, ["y", ""], { "content": 1 }], "analyze": "yes"
    });
    let mut fields = wrong_fields(&body);
    fields.sort();
    assert_eq!(
        fields,
        [
            "analyze",
            "args[1]",
            "code",
            "files[0].path",
            "files[1]",
            "files[2].content",
            "files[2].path",
            "language",
            "stdin",
            "timeout"
        ]
    );
}

#[test]
fn code_is_required_and_bounded_in_bytes() {
    assert_eq!(wrong_fields(&json!({})), ["code"]);
    assert_eq!(wrong_fields(&json!({ "code": null })), ["code"]);
    assert_eq!(wrong_fields(&json!({ "code": "" })), ["code"]);
    assert!(parse(&json!({ "code": "é".repeat(5_120) })).is_ok());
    check_too_large(&json!({ "code": "é".repeat(5_120) + "x" }), "code");
}

#[test]
fn a_timeout_is_a_positive_number_within_the_bound() {
    for bad in
        [json!(0), json!(-0.0), json!(-1), json!(30.001), json!(1e308), json!("5"), json!(true), json!([1]), json!({})]
    {
        assert_eq!(wrong_fields(&json!({ "code": "x", "timeout_seconds": bad })), ["timeout_seconds"], "{bad}");
    }
    let literal = Submission::parse(br#"{"code":"x","timeout":NaN}"#, &Settings::default());
    assert!(matches!(literal, Err(RouteError::InvalidFields(fields)) if fields[0].field == "timeout"));
    for (seconds, ms) in [(json!(30), 30_000), (json!(0.5), 500), (json!(1e-9), 1)] {
        let spec = parse(&json!({ "code": "x", "timeout": seconds })).unwrap();
        assert_eq!(spec.limits.wall_time_ms, ms);
    }
    assert_eq!(wrong_fields(&json!({ "code": "x", "timeout": 1, "timeout_seconds": 2 })), ["timeout"]);
}

#[test]
fn standard_input_comes_in_one_form_and_is_bounded() {
    assert_eq!(wrong_fields(&json!({ "code": "x", "stdin": "", "stdin_base64": "" })), ["stdin_base64"]);
    assert_eq!(wrong_fields(&json!({ "code": "x", "stdin_base64": "not base64" })), ["stdin_base64"]);
    assert!(parse(&json!({ "code": "x", "stdin": "y".repeat(1 << 20) })).is_ok());
    check_too_large(&json!({ "code": "x", "stdin": "y".repeat((1 << 20) + 1) }), "stdin");
}

#[test]
fn arguments_are_bounded_in_number_and_size() {
    assert!(parse(&json!({ "code": "x", "args": vec!["a"; 64] })).is_ok());
    assert_eq!(wrong_fields(&json!({ "code": "x", "args": vec!["a"; 65] })), ["args"]);
    assert_eq!(wrong_fields(&json!({ "code": "x", "args": ["a".repeat(4_097)] })), ["args[0]"]);
    assert_eq!(wrong_fields(&json!({ "code": "x", "args": ["a", "\u{0}"] })), ["args[1]"]);
}

#[test]
fn files_cannot_collide_and_are_bounded() {
    let file = |path: &str, content: &str| json!({ "path": path, "content": content });
    assert_eq!(wrong_fields(&json!({ "code": "x", "files": [file("a", ""), file("a", "")] })), ["files"]);
    assert_eq!(wrong_fields(&json!({ "code": "x", "files": [file("a/b", ""), file("a", "")] })), ["files"]);
    assert!(parse(&json!({ "code": "x", "files": [file("a", ""), file("ab", "")] })).is_ok());
    let many: Vec<_> = (0..33).map(|n| file(&n.to_string(), "")).collect();
    assert_eq!(wrong_fields(&json!({ "code": "x", "files": many })), ["files"]);
    let half = "y".repeat((1 << 19) + 1);
    check_too_large(&json!({ "code": "x", "files": [file("a", &half), file("b", &half)] }), "files");
}

/// JSON-like values, with the fields' real names among the keys so that every reader is met.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let key = prop_oneof![
            Just("code"),
            Just("language"),
            Just("timeout"),
            Just("timeout_seconds"),
            Just("stdin"),
            Just("stdin_base64"),
            Just("args"),
            Just("files"),
            Just("analyze"),
            Just("path"),
            Just("content"),
            Just("content_base64"),
            Just("x"),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..8)
                .prop_map(|entries| entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

fn is_the_callers_fault(result: &Result<Submission, RouteError>) -> bool {
    matches!(result, Ok(_) | Err(RouteError::MalformedBody(_) | RouteError::InvalidFields(_) | RouteError::TooLarge(_)))
}

proptest! {
    #[test]
    fn any_json_is_taken_or_refused(body in any_json()) {
        let result = Submission::parse(body.to_string().as_bytes(), &Settings::default());
        prop_assert!(is_the_callers_fault(&result), "{result:?}");
    }

    #[test]
    fn any_bytes_are_taken_or_refused(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let result = Submission::parse(&body, &Settings::default());
        prop_assert!(is_the_callers_fault(&result), "{result:?}");
    }

    #[test]
    fn a_body_that_is_cut_anywhere_is_refused(code in "\\PC{1,20}", cut in 0_usize..40) {
        let body = json!({ "code": code, "files": [{ "path": "a", "content": "b" }] }).to_string();
        let cut = body.floor_char_boundary(cut.min(body.len() - 1));
        let result = Submission::parse(&body.as_bytes()[..cut], &Settings::default());
        prop_assert!(matches!(result, Err(RouteError::MalformedBody(_))), "{result:?}");
    }

    #[test]
    fn what_was_taken_is_what_was_sent(code in "\\PC{1,50}", stdin in any::<String>(), args in prop::collection::vec("[^\0]{0,9}", 0..5)) {
        let spec = parse(&json!({ "code": code, "stdin": stdin, "args": args })).unwrap();
        prop_assert_eq!((spec.source, spec.stdin.0, spec.args), (code, stdin.into_bytes(), args));
    }
}
