//! Classes of the program, and what they inherit.

use ruff_python_ast::{Expr, ExprCall, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::Interp;
use super::calls::Given;
use super::decorators::{is_decorated, is_harmless};
use super::specials::is_called_by_rule;
use crate::cost::Cost;
use crate::value::{Callable, Field, Kind, ObjId, Value};

/// Bases that add nothing that costs.
const PLAIN_BASES: &str = " object ABC Generic Protocol Enum IntEnum Exception BaseException IOBase RawIOBase NamedTuple \
    TypedDict type ABCMeta ";
/// Bases whose objects are containers, numbers or texts.
const BUILT_IN_BASES: &str = " int float str list dict set tuple frozenset deque Counter defaultdict OrderedDict \
    bytearray ";
/// Classes above each other, at most.
const CLASSES_MAX: u32 = 8;

/// What a class has above it.
enum Base<'a> {
    Own(&'a StmtClassDef),
    BuiltIn(&'a str),
    Plain,
    Unknown,
}

impl<'a> Interp<'a> {
    /// Makes an object of a class of the program.
    pub(super) fn instance(
        &mut self,
        class: &'a StmtClassDef,
        given: Given<'a>,
        call: Option<&'a ExprCall>,
    ) -> Value<'a> {
        let id = match self.built_in_part(class, &given, call, 0) {
            Some(Value::Obj(id)) => id,
            Some(other) => return other,
            None => self.object(Kind::Instance, Cost::ONE, Value::Unknown),
        };
        self.inherit(id, class, id, 0);
        if let Some(Value::Function(init)) = self.field(id, "__init__") {
            self.invoke(init, given);
        } else if is_decorated(&class.decorator_list, "dataclass") {
            self.fill_fields(id, class, &given);
        }
        Value::Obj(id)
    }

    /// Parameters of an object whose class has its fields written down.
    fn fill_fields(&mut self, id: ObjId, class: &'a StmtClassDef, given: &Given<'a>) {
        let fields = class.body.iter().filter_map(|stmt| match stmt {
            Stmt::AnnAssign(field) => field.target.as_name_expr(),
            _ => None,
        });
        for (field, value) in fields.zip(&given.values) {
            self.obj_mut(id).fields.insert(Field::Name(field.id.as_str()), value.clone());
        }
        for (name, value) in &given.named {
            self.obj_mut(id).fields.insert(Field::Name(name), value.clone());
        }
        self.special(&Value::Obj(id), "__post_init__", Vec::new());
    }

    fn base(&mut self, expr: &'a Expr) -> Base<'a> {
        let name = match expr {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            Expr::Subscript(_) => return Base::Plain,
            _ => return Base::Unknown,
        };
        if let (Expr::Name(_), Some(Value::Class(class))) = (expr, self.lookup(name)) {
            return Base::Own(class);
        }
        let among = |words: &str| words.split(' ').any(|own| own == name);
        match name {
            _ if among(PLAIN_BASES) || name.ends_with("Error") => Base::Plain,
            _ if among(BUILT_IN_BASES) => Base::BuiltIn(name),
            _ => Base::Unknown,
        }
    }

    /// What an object is beside its class's own methods: a container, a number or a text.
    fn built_in_part(
        &mut self,
        class: &'a StmtClassDef,
        given: &Given<'a>,
        call: Option<&'a ExprCall>,
        depth: u32,
    ) -> Option<Value<'a>> {
        for expr in class.arguments.iter().flat_map(|arguments| &arguments.args) {
            match self.base(expr) {
                Base::Own(base) if depth < CLASSES_MAX => {
                    if let Some(value) = self.built_in_part(base, given, call, depth + 1) {
                        return Some(value);
                    }
                }
                Base::Own(_) | Base::Plain => {}
                Base::BuiltIn(name) => return Some(self.made_by(name, class, given, call)),
                Base::Unknown => {
                    self.lose(expr.range().start(), || format!("what `{}` inherits is not followed", class.name));
                }
            }
        }
        None
    }

    fn made_by(
        &mut self,
        name: &'a str,
        class: &'a StmtClassDef,
        given: &Given<'a>,
        call: Option<&'a ExprCall>,
    ) -> Value<'a> {
        let defs = class.body.iter().filter_map(Stmt::as_function_def_stmt);
        let makes = defs.clone().any(|def| matches!(def.name.as_str(), "__init__" | "__new__"));
        let number = matches!(name, "int" | "float" | "str");
        if makes || number && defs.count() > 0 {
            self.lose(class.range().start(), || format!("what `{}` makes of `{name}` is not followed", class.name));
        }
        match call {
            Some(call) if !makes => self.builtin(name, given, call),
            _ => {
                let len = self.guess();
                self.list(len, Value::Unknown)
            }
        }
    }

    /// Gives an object the methods of a class and of those above it, called on `owner`.
    fn inherit(&mut self, id: ObjId, class: &'a StmtClassDef, owner: ObjId, depth: u32) {
        self.inherit_bases(id, class, owner, depth);
        for stmt in &class.body {
            match stmt {
                Stmt::FunctionDef(def) => self.method_of(id, class, def, owner),
                Stmt::Assign(assign) => {
                    let value = self.eval(&assign.value);
                    if let [Expr::Name(name)] = assign.targets.as_slice() {
                        self.obj_mut(id).fields.insert(Field::Name(name.id.as_str()), value);
                    }
                }
                Stmt::AnnAssign(assign) => {
                    if let (Expr::Name(name), Some(value)) = (&*assign.target, &assign.value) {
                        let value = self.eval(value);
                        self.obj_mut(id).fields.insert(Field::Name(name.id.as_str()), value);
                    }
                }
                _ => {}
            }
        }
    }

    fn inherit_bases(&mut self, id: ObjId, class: &'a StmtClassDef, owner: ObjId, depth: u32) {
        let bases = class.arguments.iter().flat_map(|arguments| arguments.args.iter().rev());
        for expr in bases {
            if let Base::Own(base) = self.base(expr)
                && depth < CLASSES_MAX
            {
                self.inherit(id, base, owner, depth + 1);
            }
        }
    }

    /// Looks at a method once: at its decorators, and at whether Python calls it unseen.
    fn check_method(&mut self, class: &'a StmtClassDef, def: &'a StmtFunctionDef) {
        if self.classes.insert(Callable::Def(def, None).key(), class).is_some() {
            return;
        }
        self.check_decorators(def);
        if def.name.starts_with("__") && def.name.ends_with("__") && !is_called_by_rule(def.name.as_str()) {
            self.lose(def.range().start(), || format!("when Python calls `{}` is not followed", def.name));
        }
    }

    fn method_of(&mut self, id: ObjId, class: &'a StmtClassDef, def: &'a StmtFunctionDef, owner: ObjId) {
        if is_decorated(&def.decorator_list, "setter") || is_decorated(&def.decorator_list, "deleter") {
            return;
        }
        self.check_method(class, def);
        let owner = (!is_decorated(&def.decorator_list, "staticmethod")).then_some(owner);
        let method = Callable::Def(def, owner);
        self.obj_mut(id).fields.insert(Field::Name(def.name.as_str()), Value::Function(method));
    }

    /// Statements that run once when a class is made are not followed, nor what its decorators add.
    pub(super) fn check_body(&mut self, class: &'a StmtClassDef) {
        for decorator in class.decorator_list.iter().filter(|decorator| !is_harmless(decorator)) {
            self.lose_decorator(decorator);
        }
        let runs =
            |stmt: &&Stmt| matches!(stmt, Stmt::For(_) | Stmt::While(_) | Stmt::If(_) | Stmt::Try(_) | Stmt::With(_));
        if let Some(stmt) = class.body.iter().find(runs) {
            self.lose(stmt.range().start(), || format!("what the body of `{}` does is not followed", class.name));
        }
        if class.arguments.iter().any(|arguments| !arguments.keywords.is_empty()) {
            self.lose(class.range().start(), || format!("how `{}` is made is not followed", class.name));
        }
    }

    /// What stands for a class where a method is called on it.
    pub(super) fn class_object(&mut self, class: &'a StmtClassDef) -> ObjId {
        let key = std::ptr::from_ref(class) as usize;
        if let Some(id) = self.class_objects.get(&key) {
            return *id;
        }
        let id = self.object(Kind::Instance, Cost::ONE, Value::Unknown);
        self.obj_mut(id).outside = true;
        self.class_objects.insert(key, id);
        self.inherit(id, class, id, 0);
        self.obj_mut(id).fields.insert(Field::Name("__call__"), Value::Class(class));
        id
    }

    /// A method as the class has it, or one above.
    pub(super) fn class_attribute(&mut self, class: &'a StmtClassDef, name: &'a str) -> Value<'a> {
        let own = class.body.iter().filter_map(Stmt::as_function_def_stmt).find(|def| def.name.as_str() == name);
        match own {
            Some(def) if is_decorated(&def.decorator_list, "classmethod") => {
                let owner = self.class_object(class);
                Value::Function(Callable::Def(def, Some(owner)))
            }
            Some(def) => Value::Function(Callable::Def(def, None)),
            None => {
                let id = self.class_object(class);
                match self.field(id, name) {
                    Some(Value::Function(Callable::Def(def, Some(_))))
                        if !is_decorated(&def.decorator_list, "classmethod") =>
                    {
                        Value::Function(Callable::Def(def, None))
                    }
                    Some(value) => value,
                    None => Value::Unknown,
                }
            }
        }
    }

    /// The methods of the classes above the one whose method runs.
    pub(super) fn above(&mut self) -> Value<'a> {
        let Some(active) = self.active.last() else { return Value::Unknown };
        let (Some((_, Value::Obj(owner))), Some(class)) = (active.params.first(), self.classes.get(&active.key)) else {
            return Value::Unknown;
        };
        let (owner, class) = (*owner, *class);
        let id = self.object(Kind::Instance, Cost::ONE, Value::Unknown);
        self.obj_mut(id).outside = true;
        self.inherit_bases(id, class, owner, 0);
        Value::Obj(id)
    }
}
