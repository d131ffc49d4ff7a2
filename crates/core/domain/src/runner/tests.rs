use crate::{ByteString, InputFile, Limits};

use super::*;

#[test]
fn a_ping_is_a_frame_without_payload() {
    assert_eq!(ping(), *b"CR\x00\x01\x00\x00\x00\x00");
}

#[test]
fn a_job_is_written_field_by_field() {
    let spec = ExecutionSpec {
        language: "python".into(),
        source: "print(1)".into(),
        stdin: ByteString(b"not part of the message".to_vec()),
        args: vec!["ä".into()],
        files: vec![InputFile { path: "a/b".into(), content: ByteString(vec![0, 255]) }],
        imports: Imports::Whitelist,
        limits: Limits::default(),
    };
    let payload = [
        &[1][..],
        &[7; 16],
        b"\x00\x00\x00\x08print(1)",
        b"\x00\x00\x00\x01\x00\x00\x00\x02\xc3\xa4",
        b"\x00\x00\x00\x01\x00\x00\x00\x03a/b\x00\x00\x00\x02\x00\xff",
    ]
    .concat();
    let length = u8::try_from(payload.len()).expect("short");
    let frame = [b"CR\x00\x01\x00\x00\x00", &[length][..], &payload].concat();
    assert_eq!(job(&spec, [7; 16]), frame);
}

#[test]
fn the_guard_is_off_for_any_import() {
    let spec = ExecutionSpec {
        language: "python".into(),
        source: String::new(),
        stdin: ByteString(Vec::new()),
        args: Vec::new(),
        files: Vec::new(),
        imports: Imports::Any,
        limits: Limits::default(),
    };
    assert_eq!(job(&spec, [0; 16])[8], 0);
}
