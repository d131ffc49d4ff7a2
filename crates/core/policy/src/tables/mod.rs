//! What is public, what is dangerous: plain data behind small questions.

mod attributes;
mod dunders;
mod hints;
mod public;

pub use attributes::{is_frame_attribute, starts_frame_attribute};
pub use hints::instead_of;

/// Modules that a program may import, by exact name; the default whitelist.
pub const MODULES: &[&str] = &["math", "json", "collections", "itertools", "functools", "typing", "dataclasses"];

/// Names that the builtins module offers and that reach outside the language check.
const DENIED_BUILTINS: &[&str] =
    &["breakpoint", "compile", "copyright", "credits", "eval", "exec", "globals", "help", "license", "locals", "open"];

/// The table's own copy of `path`, if it is a module that may be imported.
pub fn module(path: &str) -> Option<&'static str> {
    public::PUBLIC.binary_search_by_key(&path, |(module, _)| module).ok().map(|at| public::PUBLIC[at].0)
}

/// Public names of a module, sorted; empty for a module that is not in the table.
pub fn public_names(module: &str) -> &'static [&'static str] {
    public::PUBLIC.binary_search_by_key(&module, |(path, _)| path).map_or(&[], |at| public::PUBLIC[at].1)
}

/// Names that `from module import *` binds although they are not public here.
pub fn star_only_names(module: &str) -> &'static [&'static str] {
    if module == "typing" { &["ForwardRef", "evaluate_forward_ref", "get_type_hints"] } else { &[] }
}

/// Whether `name` is a public name of `module`.
pub fn is_public(module: &str, name: &str) -> bool {
    public_names(module).binary_search(&name).is_ok()
}

/// The module that the attribute `name` of `module` is, if it may be used.
pub fn submodule(module: &str, name: &str) -> Option<&'static str> {
    let at = public::PUBLIC.iter().position(|(path, _)| {
        path.strip_prefix(module).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| rest == name)
    })?;
    Some(public::PUBLIC[at].0)
}

/// Whether the builtin of this name may not be used at all.
pub fn is_denied_builtin(name: &str) -> bool {
    DENIED_BUILTINS.binary_search(&name).is_ok()
}

/// Whether `name` has two underscores on each side.
pub fn is_dunder(name: &str) -> bool {
    name.len() > 4 && name.starts_with("__") && name.ends_with("__")
}

/// Whether a dunder may be read.
pub fn is_readable_dunder(name: &str) -> bool {
    dunders::READABLE.binary_search(&name).is_ok()
}

/// Whether a dunder may be defined as a method.
pub fn is_definable_dunder(name: &str) -> bool {
    is_readable_dunder(name) || dunders::DEFINABLE.binary_search(&name).is_ok()
}

/// Whether a dunder may not even stand in a string.
pub fn is_unmentionable_dunder(name: &str) -> bool {
    dunders::UNMENTIONABLE.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(names: &[&str]) -> bool {
        names.windows(2).all(|pair| pair[0] < pair[1])
    }

    #[test]
    fn tables_are_sorted_for_binary_search() {
        assert!(public::PUBLIC.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(public::PUBLIC.iter().all(|(_, names)| sorted(names)));
        for names in [DENIED_BUILTINS, dunders::READABLE, dunders::DEFINABLE, dunders::UNMENTIONABLE] {
            assert!(sorted(names), "{names:?}");
        }
        attributes::assert_sorted();
    }

    #[test]
    fn public_means_documented_and_never_a_module() {
        assert!(is_public("typing", "List") && is_public("json", "dumps") && is_public("math", "prod"));
        for (module, name) in
            [("typing", "sys"), ("typing", "get_type_hints"), ("json", "codecs"), ("math", "__spec__")]
        {
            assert!(!is_public(module, name), "{module}.{name}");
        }
        assert_eq!(submodule("collections", "abc"), Some("collections.abc"));
        assert_eq!(submodule("json", "scanner"), None);
    }
}
