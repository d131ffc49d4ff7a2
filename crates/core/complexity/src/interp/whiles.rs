//! `while` loops: what moves, how far, and whether an outer loop shares the way.

use ruff_python_ast::{BoolOp, Expr, Operator, Stmt, StmtWhile, UnaryOp};
use ruff_text_size::Ranged;

use super::Interp;
use super::jumps::End;
use super::loops::Round;
use crate::cost::Cost;
use crate::scan::{self, Change, Changes};
use crate::value::{Kind, Num, ObjId, Value};
use crate::vars::Origin;

/// Methods that take something out of a container.
const TAKES: [&str; 5] = ["pop", "popleft", "remove", "heappop", "popitem"];
/// Methods that put something into a container.
const PUTS: [&str; 8] = ["append", "appendleft", "add", "extend", "heappush", "push", "insert", "put"];

/// How often a condition holds.
#[derive(Debug, Clone)]
struct Bound<'a> {
    rounds: Cost,
    /// Names that move steadily towards the end.
    steady: Vec<&'a str>,
    /// The frame that the rounds belong to, where a container says so.
    level: Option<usize>,
    soft: bool,
}

impl Bound<'_> {
    fn of(rounds: Cost) -> Self {
        Self { rounds, steady: Vec::new(), level: None, soft: false }
    }
}

impl<'a> Interp<'a> {
    pub(super) fn while_loop(&mut self, inner: &'a StmtWhile) -> End {
        let changes = scan::changes(&inner.body);
        let bound = self.bound_of(&inner.test, &inner.body, &changes);
        let binds: Vec<&'a str> = changes.names().collect();
        let mut round = Round { rounds: bound.rounds, shared: bound.level, at: inner.range().start(), soft: true };
        if self.is_tests(&round.rounds, &binds, &inner.body) {
            round.rounds = Cost::ONE;
        } else if round.shared.is_none() && !bound.steady.is_empty() {
            round.shared = self.sharing(&bound.steady);
        }
        if round.shared.is_none() {
            self.share_by_index(&mut round, &inner.body, &changes);
        }
        self.vars.mark_used(&round.rounds);
        self.rounds(&round, &binds, &inner.body, "a loop", &mut |interp| {
            interp.eval(&inner.test);
            interp.block(&inner.body)
        });
        self.block(&inner.orelse);
        End::Next
    }

    /// A pointer into a container that outer loops never set back passes each element once.
    fn share_by_index(&mut self, round: &mut Round, body: &'a [Stmt], changes: &Changes<'a>) {
        for (base, index) in scan::indexed(body) {
            let steps = matches!(changes.of(index), [Change::Up(None) | Change::Down(None), ..]);
            if !steps || !is_steady(changes, index) {
                continue;
            }
            if let (Some(level), Some(value)) = (self.sharing(&[index]), self.lookup(base))
                && level < self.top()
            {
                (round.rounds, round.shared) = (self.len_of(&value), Some(level));
                return;
            }
        }
    }

    /// The frame around the outermost loop that never sets these names back.
    fn sharing(&self, steady: &[&'a str]) -> Option<usize> {
        let scope = self.scopes.len() - 1;
        let mut shared = None;
        for frame in self.frames.iter().skip(1).rev() {
            if frame.scope != scope || frame.arguments.is_some() || frame.body.is_empty() {
                break;
            }
            let changes = scan::changes(frame.body);
            let back =
                |name: &&str| frame.binds.contains(name) && changes.of(name).is_empty() || !is_steady(&changes, name);
            if steady.iter().any(back) {
                break;
            }
            shared = Some(frame.parent);
        }
        shared
    }

    fn bound_of(&mut self, test: &'a Expr, body: &'a [Stmt], changes: &Changes<'a>) -> Bound<'a> {
        if let Some(bound) = self.condition(test, body, changes) {
            return bound;
        }
        let mut best: Option<Bound<'a>> = None;
        for exit in scan::exits(body) {
            if let Some(bound) = self.condition(exit, body, changes) {
                best = Some(smaller(best, bound));
            }
        }
        if let Some(best) = best {
            return best;
        }
        if is_endless_reader(test, body) {
            return Bound::of(Cost::ONE);
        }
        self.by_counters(changes).unwrap_or_else(|| Bound { soft: true, ..Bound::of(self.guess()) })
    }

    /// Where the condition says nothing, whatever counts down or halves.
    fn by_counters(&mut self, changes: &Changes<'a>) -> Option<Bound<'a>> {
        let mut best: Option<Bound<'a>> = None;
        for name in changes.names() {
            let size = self.name_size(name);
            let rounds = match changes.of(name) {
                [Change::Shrink | Change::Remainder, ..] => size.log(),
                [Change::Down(_), ..] => size,
                _ => continue,
            };
            if !rounds.is_one() {
                best = Some(smaller(best, Bound { soft: true, ..Bound::of(rounds) }));
            }
        }
        best
    }

    fn condition(&mut self, test: &'a Expr, body: &'a [Stmt], changes: &Changes<'a>) -> Option<Bound<'a>> {
        match test {
            Expr::BoolOp(operation) => {
                let bounds = operation.values.iter().filter_map(|value| self.condition(value, body, changes));
                let bounds: Vec<Bound<'a>> = bounds.collect();
                let all = bounds.len() == operation.values.len();
                match operation.op {
                    BoolOp::And => bounds.into_iter().reduce(|best, bound| smaller(Some(best), bound)),
                    BoolOp::Or if all => bounds.into_iter().reduce(|sum, bound| Bound {
                        rounds: sum.rounds.plus(&bound.rounds),
                        steady: [sum.steady, bound.steady].concat(),
                        level: sum.level.zip(bound.level).map(|(left, right)| left.max(right)),
                        soft: sum.soft || bound.soft,
                    }),
                    BoolOp::Or => bounds.into_iter().next().map(|bound| Bound { soft: true, ..bound }),
                }
            }
            Expr::UnaryOp(operation) if operation.op == UnaryOp::Not => {
                self.condition(&operation.operand, body, changes)
            }
            Expr::Compare(compare) => {
                let mut left = &*compare.left;
                let mut best = None;
                for right in &compare.comparators {
                    if let Some(bound) = self.comparison_bound(left, right, body, changes) {
                        best = Some(smaller(best, bound));
                    }
                    left = right;
                }
                best
            }
            Expr::Named(inner) => self.condition(&inner.value, body, changes),
            Expr::Name(_) | Expr::Attribute(_) | Expr::Call(_) | Expr::Subscript(_) | Expr::BinOp(_) => {
                self.comparison_bound(test, test, body, changes)
            }
            _ => None,
        }
    }

    /// How often two sides may compare as they do.
    fn comparison_bound(
        &mut self,
        left: &'a Expr,
        right: &'a Expr,
        body: &'a [Stmt],
        changes: &Changes<'a>,
    ) -> Option<Bound<'a>> {
        let mut names = scan::names_in(left);
        if !std::ptr::eq(left, right) {
            names.extend(scan::names_in(right));
        }
        let any =
            |wanted: fn(&Change<'a>) -> bool| names.iter().copied().find(|name| changes.of(name).iter().any(wanted));
        if any(|change| *change == Change::Middle).is_some() {
            return Some(Bound::of(self.halvings(&names)));
        }
        if let Some(name) = any(|change| matches!(change, Change::Shrink | Change::Remainder)) {
            return Some(Bound::of(self.halvings(&[name])));
        }
        if let Some(rounds) = self.chase(left, changes) {
            return Some(Bound::of(rounds));
        }
        if let Some(bound) = self.fall_back(&names, changes) {
            return Some(bound);
        }
        if let Some(bound) = self.container_bound(&names, body) {
            return Some(bound);
        }
        if let Some(bound) = self.cell_bound(left, body) {
            return Some(bound);
        }
        if any(|change| *change == Change::Grow).is_some() {
            let (left, right) = (self.eval(left), self.eval(right));
            let sizes = self.magnitude(&left).plus(&self.magnitude(&right));
            return Some(Bound::of(sizes.log()));
        }
        self.stepping(&names, (left, right), body, changes)
    }

    /// `x = parent[x]` until it stays: the height of a forest that is kept low.
    fn chase(&mut self, left: &'a Expr, changes: &Changes<'a>) -> Option<Cost> {
        let Expr::Subscript(subscript) = left else { return None };
        let (Expr::Name(base), Expr::Name(index)) = (&*subscript.value, &*subscript.slice) else { return None };
        let climbs = |change: &Change<'a>| matches!(change, Change::Set(Expr::Subscript(from)) if scan::mentions(&from.value, base.id.as_str()));
        if !changes.of(index.id.as_str()).iter().any(climbs) {
            return None;
        }
        Some(self.name_size(base.id.as_str()).log())
    }

    /// `j = border[j - 1]` until something fits: what falls back has been stepped up before, so that the rounds of the
    /// loop around share the way.
    fn fall_back(&mut self, names: &[&'a str], changes: &Changes<'a>) -> Option<Bound<'a>> {
        let level = self.frames.last().filter(|frame| !frame.body.is_empty())?.parent;
        for name in names {
            let [Change::Set(Expr::Subscript(subscript))] = changes.of(name) else { continue };
            let Expr::Name(base) = &*subscript.value else { continue };
            if scan::mentions(&subscript.slice, name) {
                let value = self.lookup(base.id.as_str())?;
                let rounds = self.len_of(&value);
                return Some(Bound { rounds, steady: Vec::new(), level: Some(level), soft: true });
            }
        }
        None
    }

    /// The logarithm of a range; of its own size, where both of its ends are written in the program.
    fn halvings(&mut self, names: &[&'a str]) -> Cost {
        let sizes = names.iter().fold(Cost::ONE, |sum, name| sum.plus(&self.name_size(name)));
        if sizes.is_one() {
            let large = names.iter().any(|name| match self.lookup(name) {
                Some(Value::Num(number)) => number.known().is_none_or(|known| known > 64),
                _ => true,
            });
            let range = self.vars.fresh(Origin::Input, Some("range"));
            return if large { Cost::var(range).log() } else { Cost::ONE };
        }
        sizes.log()
    }

    fn name_size(&mut self, name: &str) -> Cost {
        match self.lookup(name) {
            Some(value) => self.magnitude(&value),
            None => Cost::ONE,
        }
    }

    /// Names that step up or down between the two sides.
    fn stepping(
        &mut self,
        names: &[&'a str],
        (left, right): (&'a Expr, &'a Expr),
        body: &'a [Stmt],
        changes: &Changes<'a>,
    ) -> Option<Bound<'a>> {
        let mut rounds: Option<Cost> = None;
        let mut steady = Vec::new();
        let mut all_up = true;
        let mut always = true;
        for name in names {
            let Some(change) = changes.of(name).iter().find(|change| matches!(change, Change::Up(_) | Change::Down(_)))
            else {
                continue;
            };
            let far = match change {
                Change::Down(_) => self.name_size(name),
                _ => self.opposite(name, left, right),
            };
            let (Change::Up(step) | Change::Down(step)) = change else { continue };
            let way = Self::way(name, left, &far, *step, changes);
            if is_steady(changes, name) {
                steady.push(*name);
            }
            let up = matches!(change, Change::Up(_));
            always &= scan::steps_always(body, name);
            rounds = Some(match rounds {
                // What only grows passes the end as soon as one part does; so does what moves in every round.
                Some(other) if up && all_up || always => {
                    if way.class() < other.class() {
                        way
                    } else {
                        other
                    }
                }
                Some(other) => other.plus(&way),
                None => way,
            });
            all_up &= up;
        }
        rounds.map(|rounds| Bound { steady, ..Bound::of(rounds) })
    }

    /// The size of the side that does not hold the name.
    fn opposite(&mut self, name: &str, left: &'a Expr, right: &'a Expr) -> Cost {
        let other = if scan::mentions(left, name) { right } else { left };
        let value = self.eval(other);
        self.magnitude(&value)
    }

    /// How many steps it takes.
    fn way(name: &str, left: &'a Expr, far: &Cost, step: Option<&'a Expr>, changes: &Changes<'a>) -> Cost {
        if let Some(degree) = degree_of(left, name) {
            return if degree == 0 { far.log() } else { far.root(degree) };
        }
        let Some(step) = step else { return far.clone() };
        let names = scan::names_in(step);
        if has_power(step) || names.iter().any(|name| changes.of(name).contains(&Change::Grow)) {
            return far.log();
        }
        if names.iter().any(|name| is_steady(changes, name) && matches!(changes.of(name), [Change::Up(None), ..])) {
            return far.root(2);
        }
        far.clone()
    }

    // === Containers ===

    /// A loop that runs until a container is empty.
    fn container_bound(&mut self, names: &[&'a str], body: &'a [Stmt]) -> Option<Bound<'a>> {
        for name in names {
            let Some(Value::Obj(id)) = self.lookup(name) else { continue };
            let (mut takes, mut puts) = (false, false);
            traffic(body, name, &mut takes, &mut puts);
            if !takes {
                if let Some(bound) = self.by_levels(name, id, body) {
                    return Some(bound);
                }
                continue;
            }
            return Some(if puts { self.flood(name, id, body) } else { self.drain(id) });
        }
        None
    }

    /// Everything that was ever put in is taken out once.
    fn drain(&mut self, id: ObjId) -> Bound<'a> {
        let rounds = self.len_of(&Value::Obj(id));
        Bound { rounds, steady: Vec::new(), level: Some(self.obj(id).level), soft: false }
    }

    /// A search that marks what it has seen: as many rounds as there are places to mark.
    fn flood(&mut self, name: &str, id: ObjId, body: &'a [Stmt]) -> Bound<'a> {
        let mut best: Option<(Cost, usize)> = None;
        for base in subscripted(body) {
            if base == name {
                continue;
            }
            if let Some(Value::Obj(other)) = self.lookup(base)
                && self.obj(other).kind != Kind::Instance
            {
                let size = self.table_size(other);
                if !size.is_one() && best.as_ref().is_none_or(|(best, _)| size.class() > best.class()) {
                    best = Some((size, self.obj(other).level));
                }
            }
        }
        match best {
            Some((rounds, level)) => {
                self.vars.mark_used(&rounds);
                Bound { rounds, steady: Vec::new(), level: Some(level), soft: false }
            }
            None => {
                let len = self.len_of(&Value::Obj(id));
                let rounds = if len.is_one() { self.guess() } else { len };
                Bound { rounds, steady: Vec::new(), level: None, soft: true }
            }
        }
    }

    /// How many cells a table has.
    pub(super) fn table_size(&mut self, id: ObjId) -> Cost {
        let own = self.obj(id).len.clone();
        match self.obj(id).elem.clone() {
            Value::Obj(inner) if inner != id && self.obj(inner).kind != Kind::Dict => {
                let row = self.obj(inner).len.clone();
                own.times(&row)
            }
            _ => own,
        }
    }

    /// A loop whose round replaces the container by the next one, as a search level by level.
    fn by_levels(&mut self, name: &str, id: ObjId, body: &'a [Stmt]) -> Option<Bound<'a>> {
        let replaced = scan::changes(body).of(name).iter().any(|change| matches!(change, Change::Set(_)));
        let walked = body.iter().any(|stmt| matches!(stmt, Stmt::For(inner) if scan::mentions(&inner.iter, name)));
        if replaced && walked {
            let len = self.len_of(&Value::Obj(id));
            let rounds = if len.is_one() { self.guess() } else { Cost::ONE };
            return Some(Bound { soft: true, ..Bound::of(rounds) });
        }
        None
    }

    /// A loop that counts a cell down: all cells together hold so much.
    fn cell_bound(&mut self, left: &'a Expr, body: &'a [Stmt]) -> Option<Bound<'a>> {
        let Expr::Subscript(subscript) = left else { return None };
        let counted = body.iter().any(|stmt| match stmt {
            Stmt::AugAssign(assign) => assign.op == Operator::Sub && same_cell(&assign.target, left),
            _ => false,
        });
        if !counted {
            return None;
        }
        let value = self.eval(left);
        let Value::Num(Num { size, .. }) = value else { return None };
        Some(Bound { rounds: size, steady: Vec::new(), level: self.picker(&subscript.slice), soft: false })
    }
}

/// `while True` over input until there is no more.
fn is_endless_reader(test: &Expr, body: &[Stmt]) -> bool {
    let endless = matches!(test, Expr::BooleanLiteral(_) | Expr::NumberLiteral(_));
    endless && scan::reads_input(body)
}

/// The smaller of two bounds; both together where neither is, because either may move in a round.
fn smaller<'a>(best: Option<Bound<'a>>, bound: Bound<'a>) -> Bound<'a> {
    let Some(best) = best else { return bound };
    let key = |bound: &Bound<'_>| (bound.soft, bound.level.is_none(), bound.rounds.class());
    if best.level.is_some() != bound.level.is_some() || best.soft != bound.soft {
        return if key(&best) <= key(&bound) { best } else { bound };
    }
    match best.rounds.class().cmp(&bound.rounds.class()) {
        std::cmp::Ordering::Less => best,
        std::cmp::Ordering::Greater => bound,
        std::cmp::Ordering::Equal => Bound {
            rounds: best.rounds.plus(&bound.rounds),
            steady: [best.steady, bound.steady].concat(),
            level: best.level.zip(bound.level).map(|(left, right)| left.max(right)),
            soft: best.soft,
        },
    }
}

/// Whether a name only ever moves in one direction.
fn is_steady(changes: &Changes<'_>, name: &str) -> bool {
    let all = changes.of(name);
    all.iter().all(|change| matches!(change, Change::Up(_)))
        || all.iter().all(|change| matches!(change, Change::Down(_)))
}

/// The power in which a side holds a name: two for `i * i`, none at all for an exponent.
fn degree_of(side: &Expr, name: &str) -> Option<i32> {
    let Expr::BinOp(operation) = side else { return None };
    match operation.op {
        Operator::Mult => {
            let count = scan::names_in(side).iter().filter(|part| **part == name).count();
            (count >= 2).then(|| i32::try_from(count).unwrap_or(2).min(3))
        }
        Operator::Pow | Operator::LShift if scan::mentions(&operation.right, name) => Some(0),
        Operator::Pow => match &*operation.right {
            Expr::NumberLiteral(_) if scan::mentions(&operation.left, name) => Some(2),
            _ => None,
        },
        _ => None,
    }
}

fn has_power(expr: &Expr) -> bool {
    match expr {
        Expr::BinOp(operation) => {
            matches!(operation.op, Operator::Pow | Operator::LShift)
                || has_power(&operation.left)
                || has_power(&operation.right)
        }
        Expr::Call(call) => call.arguments.args.iter().any(has_power),
        _ => false,
    }
}

fn same_cell(left: &Expr, right: &Expr) -> bool {
    scan::names_in(left) == scan::names_in(right) && left.is_subscript_expr() == right.is_subscript_expr()
}

/// Whether statements take something out of a container, and whether they put something in.
fn traffic(body: &[Stmt], name: &str, takes: &mut bool, puts: &mut bool) {
    for (receiver, method) in scan::container_calls(body) {
        if receiver == name {
            *takes |= TAKES.contains(&method);
            *puts |= PUTS.contains(&method);
        }
    }
}

/// Names whose elements or membership statements ask for.
fn subscripted(body: &[Stmt]) -> Vec<&str> {
    scan::subscripted(body)
}
