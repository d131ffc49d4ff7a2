//! Elements and slices.

use ruff_python_ast::{Expr, ExprSubscript};

use super::Interp;
use crate::cost::Cost;
use crate::value::{Field, Num, Value};

impl<'a> Interp<'a> {
    pub(super) fn subscript(&mut self, subscript: &'a ExprSubscript) -> Value<'a> {
        let owner = self.eval(&subscript.value);
        if let Expr::Slice(slice) = &*subscript.slice {
            return self.slice(&owner, slice, subscript);
        }
        let index = self.eval(&subscript.slice);
        self.element(&owner, &index)
    }

    pub(super) fn element(&mut self, owner: &Value<'a>, index: &Value<'a>) -> Value<'a> {
        if let Some(value) = self.special(owner, "__getitem__", vec![index.clone()]) {
            return value;
        }
        let known = match index {
            Value::Num(number) => number.known(),
            _ => None,
        };
        match owner {
            Value::Tuple(items) => {
                let place =
                    known.map(|known| if known < 0 { known + i64::try_from(items.len()).unwrap_or(0) } else { known });
                let item =
                    place.and_then(|place| usize::try_from(place).ok()).and_then(|place| items.get(place).cloned());
                item.unwrap_or_else(|| self.item(owner))
            }
            Value::Obj(id) => {
                let Some(index) = known else {
                    let item = self.item(owner);
                    return self.apart(item);
                };
                if let Some(value) = self.obj(*id).fields.get(&Field::Index(index)) {
                    return value.clone();
                }
                let item = self.fresh_item(owner);
                if matches!(item, Value::Num(_)) && self.obj(*id).read.is_some() {
                    self.obj_mut(*id).fields.insert(Field::Index(index), item.clone());
                }
                item
            }
            _ => self.item(owner),
        }
    }

    pub(super) fn slice(
        &mut self,
        owner: &Value<'a>,
        slice: &'a ruff_python_ast::ExprSlice,
        whole: &'a ExprSubscript,
    ) -> Value<'a> {
        let number = |interp: &mut Self, part: &'a Option<Box<Expr>>| match part {
            None => None,
            Some(part) => match interp.eval(part) {
                Value::Num(number) => Some(number),
                _ => Some(Num::sized(interp.guess())),
            },
        };
        let (lower, upper) = (number(self, &slice.lower), number(self, &slice.upper));
        let text = matches!(owner, Value::Text(_));
        let fixed = |number: &Option<Num>| number.as_ref().is_none_or(|number| number.known().is_some());
        let all = self.raw_len(owner);
        if text && fixed(&lower) && fixed(&upper) && lower.is_some() | upper.is_some() {
            self.charge(&all);
            let from_start =
                |number: &Option<Num>| number.as_ref().and_then(Num::known).is_some_and(|known| known >= 0);
            let short = from_start(&upper) && (lower.is_none() || from_start(&lower));
            return if short { Value::Text(Cost::ONE) } else { owner.clone() };
        }
        let copies = lower.is_none() && upper.is_none() && self.is_read(owner);
        if text {
            self.vars.mark_text(&all);
        } else if !copies {
            self.vars.mark_used(&all);
        }
        let len = match (lower, upper) {
            (Some(lower), Some(upper)) => self.distance(&lower, &upper),
            (None, Some(upper)) if upper.known().is_none_or(|known| known >= 0) => upper.size,
            (Some(lower), None) if lower.known().is_some_and(|known| known < 0) => Cost::ONE,
            _ => all.clone(),
        };
        let len = if all.is_one() { all } else { len };
        if text {
            self.vars.mark_text(&len);
        }
        self.charge_noted(&len, whole.range.start(), || "copies a slice".to_owned());
        match owner {
            Value::Text(_) => Value::Text(len),
            Value::Obj(_) | Value::Tuple(_) => {
                let item = self.item(owner);
                let list = self.list(len, item);
                if let (Value::Obj(new), Value::Obj(old)) = (&list, owner) {
                    let read = self.obj(*old).read;
                    self.obj_mut(*new).read = read;
                }
                list
            }
            other => other.clone(),
        }
    }
}
