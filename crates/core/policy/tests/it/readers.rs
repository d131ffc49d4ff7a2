//! A comment for one reader may be code for another.

use code_remote_policy::RefusalKind;

use crate::{kind, policy, rules};

#[test]
fn line_ends_hide_nothing() {
    assert_eq!(rules("# a comment\rimport os"), ["import"]);
    assert_eq!(rules("x = 1\x0c\nimport os"), ["import"]);
    assert_eq!(rules("x = 1 \\\r\n+ 2\r\nimport os\r\n"), ["import"]);
    // Not the end of a line for Python.
    assert!(rules("# a comment\u{2028}import os\nx = '\u{85}'").is_empty());
}

#[test]
fn encodings_hide_nothing() {
    let policy = policy();
    for source in [
        &b"# coding: utf-7\n# +AAo-import os"[..],
        b"#!/usr/bin/python\n# vim: set fileencoding=raw_unicode_escape :\n# \\u000aimport os",
        b"\xef\xbb\xbf# coding: latin-1\n",
        b"x = 1 # \0\nimport os",
        b"print('\xff')",
        b"\xff\xfei\0m\0p\0o\0r\0t\0",
    ] {
        assert_eq!(kind(&policy, source), Some(RefusalKind::Encoding), "{}", String::from_utf8_lossy(source));
    }
    for source in [&b"\xef\xbb\xbf# coding: utf-8\nx = 1"[..], b"# -*- coding: UTF-8 -*-", b"x = 1\n\n# coding: utf-7"]
    {
        assert_eq!(kind(&policy, source), None, "{}", String::from_utf8_lossy(source));
    }
}

#[test]
fn a_second_byte_order_mark_is_no_space() {
    assert_eq!(kind(&policy(), "\u{feff}\u{feff}x = 1".as_bytes()), Some(RefusalKind::Encoding));
}
