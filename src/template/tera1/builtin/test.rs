//! Tests: what stands after `is`.

use tera::Value;

use super::super::code::{TEST_ARGUMENT, TEST_ARGUMENTS, TEST_UNDEFINED, TEST_VALUE};
use super::super::fault::Fault;
use super::super::path::get;
use super::super::value::{self, Json, equal, json, kind_words};
use super::call::{NUMBER, TEXT, TestCall, Wanted};

type Tested = Result<bool, Fault>;

impl<'c> TestCall<'c> {
    /// That there are at most `most` arguments.
    fn at_most(&self, most: usize) -> Result<(), Fault> {
        if self.arguments.len() > most {
            let fault = Fault::new(&TEST_ARGUMENTS).arg("name", self.name);
            return Err(fault.arg("most", most).arg("given", self.arguments.len()));
        }
        Ok(())
    }

    /// What is tested, which must be defined.
    fn defined(&self) -> Result<&'c Value, Fault> {
        self.value.ok_or_else(|| Fault::new(&TEST_UNDEFINED).arg("name", self.name))
    }

    fn wrong(&self, wanted: Wanted, value: &Value) -> Fault {
        let (got_zh, got) = kind_words(value);
        let fault = Fault::new(&TEST_VALUE).arg("name", self.name);
        fault.arg("wanted_zh", wanted.0).arg("wanted", wanted.1).arg("got_zh", got_zh).arg("got", got)
    }

    fn text(&self) -> Result<&'c str, Fault> {
        let value = self.defined()?;
        value.as_str().ok_or_else(|| self.wrong(TEXT, value))
    }

    fn number(&self) -> Result<f64, Fault> {
        let value = self.defined()?;
        Ok(value::number(value).ok_or_else(|| self.wrong(NUMBER, value))?.float())
    }

    fn argument<T>(&self, wanted: Wanted, convert: impl Fn(&'c Value) -> Option<T>) -> Result<T, Fault> {
        let given = self.arguments.first().and_then(|value| convert(value.as_ref()));
        given.ok_or_else(|| {
            let fault = Fault::new(&TEST_ARGUMENT).arg("name", self.name);
            fault.arg("wanted_zh", wanted.0).arg("wanted", wanted.1)
        })
    }
}

/// Whether it is there.
pub fn defined(test: &TestCall<'_>) -> Tested {
    test.at_most(0)?;
    Ok(test.value.is_some())
}

/// Whether it is not there.
pub fn undefined(test: &TestCall<'_>) -> Tested {
    test.at_most(0)?;
    Ok(test.value.is_none())
}

/// Whether it is a text.
pub fn string(test: &TestCall<'_>) -> Tested {
    test.at_most(0)?;
    Ok(test.defined()?.is_string())
}

/// Whether it is a number.
pub fn number(test: &TestCall<'_>) -> Tested {
    test.at_most(0)?;
    Ok(value::number(test.defined()?).is_some())
}

/// Whether it leaves a rest divided by 2.
pub fn odd(test: &TestCall<'_>) -> Tested {
    test.at_most(0)?;
    Ok(test.number()? % 2.0 != 0.0)
}

/// Whether it leaves none.
pub fn even(test: &TestCall<'_>) -> Tested {
    odd(test).map(|odd| !odd)
}

/// Whether it leaves no rest divided by the argument.
pub fn divisibleby(test: &TestCall<'_>) -> Tested {
    test.at_most(1)?;
    let number = test.number()?;
    let by = test.argument(NUMBER, |value| Some(value::number(value)?.float()))?;
    Ok(number % by == 0.0)
}

/// Whether it is an array or a map. Texts can be looped over and are not iterable all the same.
pub fn iterable(test: &TestCall<'_>) -> Tested {
    test.at_most(0)?;
    let value = test.defined()?;
    Ok(value.is_array() || value.is_map())
}

/// Whether it is a map.
pub fn object(test: &TestCall<'_>) -> Tested {
    test.at_most(0)?;
    Ok(test.defined()?.is_map())
}

/// Whether it starts with the argument.
pub fn starting_with(test: &TestCall<'_>) -> Tested {
    test.at_most(1)?;
    Ok(test.text()?.starts_with(test.argument(TEXT, Value::as_str)?))
}

/// Whether it ends with the argument.
pub fn ending_with(test: &TestCall<'_>) -> Tested {
    test.at_most(1)?;
    Ok(test.text()?.ends_with(test.argument(TEXT, Value::as_str)?))
}

/// Whether the argument is in it.
pub fn containing(test: &TestCall<'_>) -> Tested {
    test.at_most(1)?;
    let value = test.defined()?;
    match json(value) {
        Json::Text(text) => Ok(text.contains(test.argument(TEXT, Value::as_str)?)),
        Json::Array(values) => {
            let wanted = test.argument(("一个值", "a value"), Some)?;
            Ok(values.iter().any(|value| equal(value, wanted)))
        }
        Json::Map(map) => Ok(get(map, test.argument(TEXT, Value::as_str)?).is_some()),
        _ => Err(test.wrong(("文字、列表或对象", "a text, an array or a map"), value)),
    }
}

/// Whether the regular expression finds something in it.
pub fn matching(test: &TestCall<'_>) -> Tested {
    test.at_most(1)?;
    let text = test.text()?;
    Ok(test.patterns.get(test.argument(TEXT, Value::as_str)?)?.is_match(text))
}
