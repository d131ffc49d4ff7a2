//! What the settings change.

use code_remote_policy::{Checker, CheckerBounds, Policy, RefusalKind, Settings};
use domain::Imports;

use crate::kind;

#[test]
fn size_is_reported_apart() {
    let policy = Policy::new(Settings { source_bytes_max: 10, ..Settings::default() });
    assert_eq!(kind(&policy, b"x = 123456"), None);
    assert_eq!(kind(&policy, b"x = 1234567"), Some(RefusalKind::Size));
    assert_eq!(kind(&policy, "x = '\u{e9}\u{e9}\u{e9}'".as_bytes()), Some(RefusalKind::Size));
}

#[test]
fn any_imports_means_only_size_and_text_are_checked() {
    let policy = Policy::new(Settings { imports: Imports::Any, ..Settings::default() });
    for source in [&b"import os\nexec('1')"[..], b"not python", b"# coding: utf-7"] {
        assert_eq!(kind(&policy, source), None);
    }
    assert_eq!(kind(&policy, b"\xff"), Some(RefusalKind::Encoding));
    assert_eq!(kind(&policy, &[b'x'; 10_241]), Some(RefusalKind::Size));
}

#[test]
fn the_target_version_decides_what_parses() {
    let check = |target_version, source: &str| {
        kind(&Policy::new(Settings { target_version, ..Settings::default() }), source.as_bytes())
    };
    assert_eq!(check(11, "type X = int"), Some(RefusalKind::Syntax));
    assert_eq!(check(12, "type X = int"), None);
    assert_eq!(check(9, "match 1:\n    case 1: pass"), Some(RefusalKind::Syntax));
    assert_eq!(check(11, "f\"{'a' 'b'}{f'{1}'}\""), None);
    assert_eq!(check(11, "f\"{\"a\"}\""), Some(RefusalKind::Syntax));
}

#[test]
fn an_operator_can_vouch_for_more_modules() {
    let extra_imports = Some(vec!["random".to_owned(), "xml.dom".to_owned()]);
    let policy = Policy::new(Settings { extra_imports, ..Settings::default() });
    for source in ["import random as r\nr.random()", "from random import *", "import xml.dom.minidom as m\nx = m"] {
        assert_eq!(kind(&policy, source.as_bytes()), None, "{source}");
    }
    for source in ["import randomness", "import xml", "import os"] {
        assert_eq!(kind(&policy, source.as_bytes()), Some(RefusalKind::Policy), "{source}");
    }
}

#[tokio::test]
async fn a_checker_answers_as_its_policy_does() {
    let checker = Checker::new(crate::policy(), CheckerBounds::default()).expect("threads start");
    for source in [b"print(1)".to_vec(), b"import os".to_vec(), b"(".to_vec(), b"\xff".to_vec(), vec![b'#'; 20_000]] {
        assert_eq!(checker.check(source.clone()).await, Ok(crate::policy().check(&source)));
    }
}

#[tokio::test]
async fn many_checks_at_once_are_all_answered() {
    let checker = std::sync::Arc::new(Checker::new(crate::policy(), CheckerBounds::default()).expect("threads start"));
    let checks: Vec<_> = (0..200)
        .map(|number| {
            let checker = checker.clone();
            let source = if number % 2 == 0 { "print(1)" } else { "import os" };
            tokio::spawn(async move {
                checker.check(source.into()).await.is_ok_and(|verdict| verdict.is_accepted()) == (number % 2 == 0)
            })
        })
        .collect();
    for check in checks {
        assert!(check.await.expect("it ends"));
    }
}
