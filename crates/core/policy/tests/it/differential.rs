//! A second, independent reader must see the same imports.
//!
//! `rustpython-parser` reads the corpus and mutations of it. Where it finds an import that the policy should refuse, the
//! policy must refuse; where both parse, neither may see a module that the other does not. It does not normalise names
//! as Python does, so names are normalised here, by hand for the letters that occur.

use std::collections::BTreeSet;

use code_remote_policy::{MODULES, Policy, RefusalKind, Settings, Verdict};
use domain::Violation;
use proptest::prelude::*;
use rustpython_parser::ast::{self, Stmt};
use rustpython_parser::{Parse, ast::Suite};

use crate::corpus::programs;

/// Modules that the second reader sees imported, on stacks that are deep enough for it.
fn imports(source: &str) -> Option<BTreeSet<String>> {
    let suite = Suite::parse(source, "program.py").ok()?;
    let mut found = BTreeSet::new();
    for stmt in &suite {
        collect(stmt, &mut found);
    }
    Some(found)
}

fn collect(stmt: &Stmt, found: &mut BTreeSet<String>) {
    let mut add = |name: &str| found.extend([ascii(name)]);
    match stmt {
        Stmt::Import(import) => import.names.iter().for_each(|alias| add(&alias.name)),
        Stmt::ImportFrom(import) if import.level.is_some_and(|level| level.to_u32() > 0) => add("."),
        Stmt::ImportFrom(import) => add(import.module.as_ref().map_or("", |module| module.as_str())),
        _ => bodies(stmt).into_iter().flatten().for_each(|stmt| collect(stmt, found)),
    }
}

/// Statements within a statement.
fn bodies(stmt: &Stmt) -> Vec<&[Stmt]> {
    match stmt {
        Stmt::FunctionDef(inner) => vec![&inner.body],
        Stmt::AsyncFunctionDef(inner) => vec![&inner.body],
        Stmt::ClassDef(inner) => vec![&inner.body],
        Stmt::For(inner) => vec![&inner.body, &inner.orelse],
        Stmt::AsyncFor(inner) => vec![&inner.body, &inner.orelse],
        Stmt::While(inner) => vec![&inner.body, &inner.orelse],
        Stmt::If(inner) => vec![&inner.body, &inner.orelse],
        Stmt::With(inner) => vec![&inner.body],
        Stmt::AsyncWith(inner) => vec![&inner.body],
        Stmt::Try(inner) => {
            let handlers = inner.handlers.iter().map(handler);
            handlers.chain([inner.body.as_slice(), &inner.orelse, &inner.finalbody]).collect()
        }
        Stmt::TryStar(inner) => {
            let handlers = inner.handlers.iter().map(handler);
            handlers.chain([inner.body.as_slice(), &inner.orelse, &inner.finalbody]).collect()
        }
        Stmt::Match(inner) => inner.cases.iter().map(|case| case.body.as_slice()).collect(),
        _ => Vec::new(),
    }
}

fn handler(handler: &ast::ExceptHandler) -> &[Stmt] {
    let ast::ExceptHandler::ExceptHandler(inner) = handler;
    &inner.body
}

/// Compatibility letters as the letters that Python takes them for.
fn ascii(name: &str) -> String {
    name.chars()
        .map(|letter| match letter {
            '\u{ff41}'..='\u{ff5a}' => char::from(b'a' + u8::try_from(letter as u32 - 0xff41).expect("26 letters")),
            '\u{1d41a}'..='\u{1d433}' => char::from(b'a' + u8::try_from(letter as u32 - 0x1d41a).expect("26 letters")),
            other => other,
        })
        .collect()
}

/// Whether the whitelist has the module, submodules that are public included.
fn is_allowed(module: &str) -> bool {
    MODULES.contains(&module) || matches!(module, "__future__" | "collections.abc" | "json.decoder" | "json.encoder")
}

/// The module that a violation is about, if it is about a whole module.
fn refused_module(at: &Violation) -> Option<&str> {
    let module = at.message.strip_prefix('`')?.strip_suffix("` is not available.")?;
    (at.rule == "import" && !module.contains('`')).then_some(module)
}

/// Compares both readers on a source; says whether both parsed it.
fn compare(source: &str) -> bool {
    let verdict = Policy::new(Settings { target_version: 11, ..Settings::default() }).check(source.as_bytes());
    let Some(modules) = imports(source) else { return false };
    let reports_import = verdict.violations().iter().any(|at| at.rule == "import");
    let refused: Vec<&String> = modules.iter().filter(|module| !is_allowed(module)).collect();
    match verdict {
        Verdict::Refused { kind: RefusalKind::Policy, violations } if violations.len() < 20 => {
            assert!(refused.is_empty() || reports_import, "only the second reader sees {refused:?} in\n{source}");
            for module in violations.iter().filter_map(refused_module) {
                let seen = modules.contains(module) || module.contains('.');
                assert!(seen, "only the policy sees {module} in\n{source}");
            }
            true
        }
        Verdict::Accepted => {
            assert!(refused.is_empty(), "only the second reader sees {refused:?} in\n{source}");
            true
        }
        Verdict::Refused { .. } => false,
    }
}

#[test]
fn both_readers_see_the_same_imports_in_the_corpus() {
    let sources: Vec<String> =
        ["escape", "legit"].into_iter().flat_map(programs).map(|program| program.source).collect();
    let compared = sources.iter().filter(|source| compare(source)).count();
    assert!(compared * 10 > sources.len() * 9, "{compared} of {} could be compared", sources.len());
}

/// Statements with imports, and what may stand around them.
fn mutated() -> impl Strategy<Value = String> {
    let sources: Vec<String> =
        ["escape", "legit"].into_iter().flat_map(programs).map(|program| program.source).collect();
    let pieces: &[&str] = &[
        "import os\n",
        "from os import path\n",
        "import json, sys",
        "; import os",
        "\n\timport os",
        "#",
        "\\\n",
        "'''",
        "\"",
        "(",
        ")",
        ":",
        "\r",
        "\n",
        "\x0c",
        "if 1: import os\n",
        "from . import x\n",
        "from json import (dumps,\n loads)\n",
        "import o\\\ns\n",
        " ",
        "f'",
    ];
    let edit = (any::<prop::sample::Index>(), 0..8_usize, prop::sample::select(pieces));
    (prop::sample::select(sources), prop::collection::vec(edit, 1..4)).prop_map(|(mut source, edits)| {
        for (at, length, piece) in edits {
            let start = source.floor_char_boundary(at.index(source.len().max(1)));
            let end = source.floor_char_boundary((start + length).min(source.len()));
            source.replace_range(start..end.max(start), piece);
        }
        source
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_readers_see_the_same_imports_in_mutations(source in mutated()) {
        compare(&source);
    }
}
