//! What is held.

use super::Interp;
use crate::cost::Cost;
use crate::value::{Kind, Value};

impl<'a> Interp<'a> {
    /// What is held at once: objects, texts, and calls that have not returned.
    pub fn space(&self) -> Cost {
        let texts = self.vars.settle(&self.texts);
        self.space_since(0).plus(&self.stack).plus(&texts)
    }

    /// What objects made since then hold at once.
    pub fn space_since(&self, first: usize) -> Cost {
        let sizes = self.heap.iter().skip(first).filter(|object| object.kind != Kind::Iterator && !object.outside);
        sizes.fold(Cost::ONE, |sum, object| sum.plus(&self.kept(object, 4)))
    }

    pub(super) fn kept(&self, object: &crate::value::Object<'a>, depth: u32) -> Cost {
        let own = object.len.plus(&object.shared_len);
        match &object.elem {
            // What the caller holds is no more for being held twice.
            Value::Obj(id) if depth > 0 && !self.obj(*id).outside => {
                let inner = self.obj(*id);
                let each = self.kept(inner, depth - 1).without(&|_| false);
                let part = Cost::plus(&own.times(&inner.len), &inner.shared_len);
                let deeper = if inner.elem.is_object() { own.times(&each) } else { part };
                own.plus(&deeper)
            }
            Value::Text(len) if len.class() >= crate::Class::Root => own.times(&self.vars.settle(len)),
            _ => own,
        }
    }
}
