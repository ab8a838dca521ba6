//! Abstract values: where in a value documents may be found.

/// How many levels of lists and maps lie between a value and a document in it: bit `d` says that one may lie `d` levels
/// down, 0 being the value itself, 3 being three or more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depths(u8);

impl Depths {
    /// Anywhere.
    pub const ANY: Depths = Depths(0b1111);
    /// Nowhere.
    pub const NONE: Depths = Depths(0);
    /// The value itself.
    pub const HERE: Depths = Depths(0b0001);
    /// In a list or map.
    pub const INSIDE: Depths = Depths(0b0010);

    /// Whether there is any.
    pub fn any(self) -> bool {
        self.0 != 0
    }

    /// Whether the value itself may be a document.
    pub fn here(self) -> bool {
        self.0 & 1 != 0
    }

    /// Seen from a list or map that holds the value.
    fn up(self) -> Depths {
        Depths(((self.0 << 1) | (self.0 & 0b1000)) & 0b1111)
    }

    /// Seen from what the value, a list or map, holds.
    fn down(self) -> Depths {
        Depths((self.0 >> 1) | (self.0 & 0b1000))
    }
}

/// What a value may be or hold. What has none of it is plain: whatever fields it was made of were noted when they were
/// taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// The render's own document.
    pub own: Depths,
    /// Other documents.
    pub others: Depths,
    /// The moment, as `now()` gives it.
    pub now: bool,
    /// Whether there may be maps in it that the template did not write out: of those, what stands under a key is not
    /// known.
    pub opaque: bool,
}

impl Value {
    /// Neither documents nor the moment.
    pub const PLAIN: Value = Value { own: Depths::NONE, others: Depths::NONE, now: false, opaque: false };
    /// The own document.
    pub const OWN: Value = Value { own: Depths::HERE, ..Value::PLAIN };
    /// Another document.
    pub const DOCUMENT: Value = Value::others(Depths::HERE);
    /// A list of other documents.
    pub const DOCUMENTS: Value = Value::others(Depths::INSIDE);
    /// What may hold other documents anywhere.
    pub const UNKNOWN: Value = Value { opaque: true, ..Value::others(Depths::ANY) };
    /// The moment.
    pub const NOW: Value = Value { now: true, ..Value::PLAIN };

    const fn others(others: Depths) -> Value {
        Value { others, ..Value::PLAIN }
    }

    /// What is one or the other.
    pub fn or(self, other: Value) -> Value {
        Value {
            own: Depths(self.own.0 | other.own.0),
            others: Depths(self.others.0 | other.others.0),
            now: self.now || other.now,
            opaque: self.opaque || other.opaque,
        }
    }

    /// What is both one and the other.
    pub fn and(self, other: Value) -> Value {
        Value {
            own: Depths(self.own.0 & other.own.0),
            others: Depths(self.others.0 & other.others.0),
            now: self.now && other.now,
            opaque: self.opaque && other.opaque,
        }
    }

    /// Whether it, itself, may be a document.
    pub fn is_document(self) -> bool {
        self.own.here() || self.others.here()
    }

    /// A list or map of it.
    pub fn up(self) -> Value {
        Value { own: self.own.up(), others: self.others.up(), ..self }
    }

    /// What it, a list or map made by the template, holds. For a document nothing: its fields are noted, not held.
    pub fn down(self) -> Value {
        Value { own: self.own.down(), others: self.others.down(), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::{Depths, Value};

    #[test]
    fn levels_go_up_and_down_and_end_at_three() {
        let listed = Value::OWN.up();
        assert_eq!(listed.own, Depths::INSIDE);
        assert!(!listed.is_document());
        assert_eq!(listed.down(), Value::OWN);
        assert_eq!(Value::OWN.down(), Value::PLAIN);
        let deep = (0..5).fold(Value::OWN, |value, _| value.up());
        assert_eq!((deep, deep.down().own), (Value { own: Depths(0b1000), ..deep }, Depths(0b1100)));
        assert_eq!(Value::UNKNOWN.up().up().down().down(), Value::UNKNOWN);
    }
}
