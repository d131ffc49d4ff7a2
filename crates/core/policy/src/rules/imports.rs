//! `import`: only whitelisted modules, and from them only public names.

use ruff_python_ast::{Alias, Stmt, StmtImport, StmtImportFrom};
use ruff_text_size::{Ranged, TextRange};

use super::Context;
use crate::report::Rule;
use crate::scope::ScopeKind;
use crate::tables::{self, MODULES};
use crate::walk::At;

/// Checks an import statement.
pub fn stmt(context: &mut Context<'_, '_>, at: &At<'_, '_>, stmt: &Stmt) {
    let binds_module = match stmt {
        Stmt::Import(import) => {
            plain(context, import);
            true
        }
        Stmt::ImportFrom(import) => {
            from(context, import);
            let module = import.module.as_ref().map_or("", |module| module.as_str());
            import.names.iter().any(|alias| tables::submodule(module, alias.name.as_str()).is_some())
        }
        _ => false,
    };
    if binds_module && context.scopes.kind(at.scope) == ScopeKind::Class {
        let message = "A module may not become an attribute of a class.";
        context.refuse(Rule::Module, stmt.range(), message, "Write imports at the top.");
    }
}

fn plain(context: &mut Context<'_, '_>, import: &StmtImport) {
    for alias in &import.names {
        if !is_allowed(context, alias.name.as_str()) {
            refuse_module(context, alias.name.as_str(), alias.range());
        }
    }
}

fn from(context: &mut Context<'_, '_>, import: &StmtImportFrom) {
    let module = import.module.as_ref().map_or("", |module| module.as_str());
    if import.level > 0 {
        let message = "Relative imports are not available: a program is a single module.";
        context.refuse(Rule::Import, import.range(), message, modules(context));
    } else if !is_allowed(context, module) {
        refuse_module(context, module, import.module.as_ref().map_or(import.range(), Ranged::range));
    } else if tables::module(module).is_some() {
        import.names.iter().for_each(|alias| name(context, module, alias));
    }
}

/// A name out of a module whose public names are known.
fn name(context: &mut Context<'_, '_>, module: &str, alias: &Alias) {
    let name = alias.name.as_str();
    if name == "*" || tables::is_public(module, name) || tables::submodule(module, name).is_some() {
        return;
    }
    let message = format!("`{name}` is not a public name of `{module}`.");
    context.refuse(Rule::Import, alias.range(), message, super::modules::public_advice(module, name));
}

fn is_allowed(context: &Context<'_, '_>, path: &str) -> bool {
    let vouched = |path: &str| context.extra_imports.contains(path);
    tables::module(path).is_some() || path.match_indices('.').any(|(at, _)| vouched(&path[..at])) || vouched(path)
}

fn refuse_module(context: &mut Context<'_, '_>, path: &str, range: TextRange) {
    let top = path.split('.').next().unwrap_or(path);
    let allowed = match tables::instead_of(top) {
        Some(advice) => format!("{}{}. {}", advice[..1].to_uppercase(), &advice[1..], modules(context)),
        None => modules(context),
    };
    context.refuse(Rule::Import, range, format!("`{path}` is not available."), allowed);
}

/// The modules that may be imported, for a person.
fn modules(context: &Context<'_, '_>) -> String {
    let mut extra: Vec<&str> = context.extra_imports.iter().map(String::as_str).collect();
    extra.sort_unstable();
    format!("Available modules: {}.", [MODULES, &extra].concat().join(", "))
}
