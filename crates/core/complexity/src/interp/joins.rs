//! What is known of a value that is one or the other.

use std::rc::Rc;

use super::Interp;
use crate::value::{Num, ObjId, Value};

impl<'a> Interp<'a> {
    /// What is known of a value that is one or the other.
    pub(super) fn join(&mut self, left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
        if left == right {
            return left.clone();
        }
        match (left, right) {
            (Value::Num(left), Value::Num(right)) => Value::Num(Num::sized(left.size.plus(&right.size))),
            (Value::Text(left), Value::Text(right)) => Value::Text(left.plus(right)),
            (Value::Obj(left), Value::Obj(right)) => Value::Obj(self.join_objects(*left, *right)),
            (Value::Tuple(left), Value::Tuple(right)) if left.len() == right.len() => {
                let pairs: Vec<_> = left.iter().cloned().zip(right.iter().cloned()).collect();
                Value::Tuple(Rc::new(pairs.iter().map(|(left, right)| self.join(left, right)).collect()))
            }
            (left, right) if left.is_called() && right.is_called() => Value::either(left, right),
            (Value::Unknown | Value::Num(_), other) => other.clone(),
            (left, _) => left.clone(),
        }
    }

    /// The larger of two objects stands for both.
    fn join_objects(&mut self, left: ObjId, right: ObjId) -> ObjId {
        let (keep, other) = if self.obj(left).level <= self.obj(right).level { (left, right) } else { (right, left) };
        let len = self.obj(other).len.clone();
        let shared = self.obj(other).shared_len.clone();
        let object = self.obj_mut(keep);
        object.len = object.len.plus(&len);
        object.shared_len = object.shared_len.plus(&shared);
        if object.elem == Value::Unknown {
            let elem = self.obj(other).elem.clone();
            self.obj_mut(keep).elem = elem;
        }
        keep
    }
}
