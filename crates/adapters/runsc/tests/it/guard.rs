//! The run-time half of the language check, by its own tests.

use std::{path::Path, process::Command};

use domain::{ExecutionSpec, Exit, Imports};

use crate::support::{run, spec, with_driver};

#[test]
fn the_guard_stops_what_reaches_out_and_nothing_else() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/test_guard.py");
    let run = Command::new("/usr/bin/python3").arg("-I").arg(script).output().expect("python3 starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// A field's name that is a piece of source text, and says that it is a name.
const GENERATED: &str = r#"
import dataclasses
class S(str):
    def isidentifier(self): return True
def pay(): print("reached")
name = S('a"+str(pay())+"')
print("before")
repr(dataclasses.make_dataclass("C", [(name, int)], namespace={"__module__": "__main__"}, init=False, eq=False)())
"#;

#[test]
fn generated_text_is_stopped_in_a_sandbox() {
    let attack = ExecutionSpec { imports: Imports::Whitelist, ..spec(GENERATED) };
    let ran = with_driver(async |driver| run(driver, &attack).await);
    assert_eq!((ran.out(), ran.evidence.exit), ("before\n", Exit::Code(1)));
    assert!(ran.err().contains("Field names must be valid identifiers"), "{ran:?}");
    assert!(!ran.err().contains("guard"), "{ran:?}");
}

#[test]
fn encodings_are_there_in_a_sandbox() {
    let source = "print('\u{436}'.encode('cp1251'), '\u{436}'.encode('shift_jis'), 'é'.encode('iso-8859-2'))";
    let texts = ExecutionSpec { imports: Imports::Whitelist, ..spec(source) };
    let ran = with_driver(async |driver| run(driver, &texts).await);
    assert_eq!(ran.out(), "b'\\xe6' b'\\x84w' b'\\xe9'\n", "{ran:?}");
}

#[test]
fn frequent_output_has_its_thread_under_the_guard() {
    let source = "for _ in range(1000): print('x')\nprint(print.__self__.__import__('typing').sys.stdout.buffer.flusher.running)";
    let writes = ExecutionSpec { imports: Imports::Whitelist, ..spec(source) };
    let ran = with_driver(async |driver| run(driver, &writes).await);
    assert!(ran.out().ends_with("x\nTrue\n"), "{ran:?}");
}
