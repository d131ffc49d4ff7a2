//! Attributes of frames, code, generators, coroutines and tracebacks: each leads to a namespace that the program does
//! not own.

/// Exact names, in byte order. A user's own `f_name` or `co_name` stays legal.
const FRAME: &[&str] = &[
    "ag_await",
    "ag_code",
    "ag_frame",
    "ag_running",
    "ag_suspended",
    "cell_contents",
    "co_cellvars",
    "co_code",
    "co_consts",
    "co_exceptiontable",
    "co_freevars",
    "co_lines",
    "co_names",
    "co_positions",
    "co_stacksize",
    "cr_await",
    "cr_code",
    "cr_frame",
    "cr_origin",
    "cr_running",
    "cr_suspended",
    "f_back",
    "f_builtins",
    "f_code",
    "f_globals",
    "f_lasti",
    "f_lineno",
    "f_locals",
    "f_trace",
    "f_trace_lines",
    "f_trace_opcodes",
    "gi_code",
    "gi_frame",
    "gi_running",
    "gi_suspended",
    "gi_yieldfrom",
    "tb_frame",
    "tb_lasti",
    "tb_lineno",
    "tb_next",
];

/// Whether reading this attribute may hand out a frame, a code object or their namespaces.
pub fn is_frame_attribute(name: &str) -> bool {
    FRAME.binary_search(&name).is_ok()
}

/// Whether some such attribute starts with `prefix`.
pub fn starts_frame_attribute(prefix: &str) -> bool {
    FRAME.iter().any(|name| name.starts_with(prefix))
}

#[cfg(test)]
pub(super) fn assert_sorted() {
    assert!(FRAME.windows(2).all(|pair| pair[0] < pair[1]));
}
