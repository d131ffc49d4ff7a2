//! The functions that a counted program begins with.

use super::STEPS_MAX;

/// Containers and parts of them looked at in one run to count what is held, at most; beyond it a run has no such count.
const LOOKS_MAX: u32 = 400_000;
/// Built-ins that these functions call, each by an alias.
const BUILTINS: [&str; 11] =
    ["print", "len", "isinstance", "hasattr", "callable", "vars", "sum", "max", "all", "id", "set"];
/// Steps between two looks at what is held grow by this factor.
const LOOKS_FACTOR: u32 = 3;

/// All functions, each under a name that starts with the mark.
pub(super) fn prelude(mark: &str) -> String {
    let aliases = BUILTINS.map(|name| format!("@{name} = {name}\n")).concat();
    let text = format!("{}{aliases}{}", steps(mark), held(mark));
    // A program may call its own things `sum` or `list`.
    text.replace('@', &format!("{mark}x"))
}

/// Functions that count steps. Each gives back what it was given.
fn steps(m: &str) -> String {
    format!(
        "{m}n = [0]\n\
         {m}w = (list, tuple, str)\n\
         def {m}t(value):\n    \
             {m}n[0] += 1\n    \
             if {m}n[0] > {STEPS_MAX}:\n        \
                 raise SystemExit\n    \
             return value\n\
         def {m}l(value, whole):\n    \
             if @isinstance(whole, {m}w):\n        \
                 {m}n[0] += @len(whole)\n    \
             return {m}t(value)\n\
         def {m}s(value, whole):\n    \
             {m}n[0] += @len(whole) * @len(whole).bit_length()\n    \
             return {m}t(value)\n\
         def {m}k(value):\n    \
             if @isinstance(value, {m}w):\n        \
                 {m}n[0] += @len(value)\n    \
             return {m}t(value)\n"
    )
}

/// Functions that count what is held: at few moments, everything that names lead to; always, how deep calls are.
///
/// `p` is the most so far, what the calls hold, places looked at, steps of bodies, and the step of the next look.
fn held(m: &str) -> String {
    format!(
        "{m}p = [0, 0, 0, 0, 1]\n\
         {m}a = (int, float, str)\n\
         {m}g = (dict, list, tuple, set, frozenset)\n\
         def {m}b():\n    \
             {m}t(0)\n    \
             {m}p[3] += 1\n    \
             return {m}p[3] >= {m}p[4]\n\
         def {m}h(*names):\n    \
             {m}p[4] = {m}p[3] * {LOOKS_FACTOR}\n    \
             todo, seen, held = [], @set(), {m}p[1]\n    \
             for name in names:\n        \
                 try:\n            \
                     todo.append(name())\n        \
                 except (NameError, AttributeError):\n            \
                     pass\n    \
             while todo and {m}p[2] <= {LOOKS_MAX}:\n        \
                 value = todo.pop()\n        \
                 {m}p[2] += 1\n        \
                 if @isinstance(value, {m}a[2]):\n            \
                     held += @len(value) // 8\n            \
                     continue\n        \
                 if value is None or @callable(value) or @isinstance(value, {m}a) or @id(value) in seen:\n            \
                     continue\n        \
                 seen.add(@id(value))\n        \
                 if @isinstance(value, {m}g[0]):\n            \
                     held += @len(value) + 1\n            \
                     todo.extend(value)\n            \
                     todo.extend(value.values())\n        \
                 elif @isinstance(value, {m}g[1:]) or @hasattr(value, 'popleft'):\n            \
                     held += @len(value) + 1\n            \
                     ends = @isinstance(value, {m}w[0]) and @len(value) > 2 and (value[0], value[-1], value[@len(value) // 2])\n            \
                     if not ends or not @all(@isinstance(end, {m}a[:2]) for end in ends):\n                \
                         todo.extend(value)\n        \
                 else:\n            \
                     try:\n                \
                         todo.append(@vars(value))\n            \
                     except TypeError:\n                \
                         pass\n    \
             {m}p[0] = @max({m}p[0], held)\n\
         def {m}d(function):\n    \
             def deeper(*given, **named):\n        \
                 held = 1 + @sum(@len(value) for value in given if @isinstance(value, {m}w) and @id(value) not in {m}i)\n        \
                 own = [@id(value) for value in given if @isinstance(value, {m}w) and @id(value) not in {m}i]\n        \
                 {m}i.update(own)\n        \
                 {m}p[1] += held\n        \
                 {m}p[0] = @max({m}p[0], {m}p[1])\n        \
                 try:\n            \
                     return function(*given, **named)\n        \
                 finally:\n            \
                     {m}p[1] -= held\n            \
                     {m}i.difference_update(own)\n    \
             return deeper\n\
         {m}i = @set()\n"
    )
}

/// The program's last line: the steps, and the most that was held at once unless there was too much to look at.
pub(super) fn report(m: &str, names: &str) -> String {
    format!(" {m}h({names})\n {m}xprint()\n {m}xprint('{m}', {m}n[0], {m}p[0] if {m}p[2] <= {LOOKS_MAX} else '')\n")
}
