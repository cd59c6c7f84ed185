//! Cells of columns as text: texts, numbers, days and times, and lists of them.

use arrow_array::Array;
use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types::Float32Type;
use arrow_array::types::Float64Type;
use arrow_cast::cast;
use arrow_cast::display::array_value_to_string;
use arrow_schema::DataType;

use crate::documents::encoding;
use crate::documents::feeds::columns::Field;
use crate::error::Result;

/// True for columns that are read: one value a row, or a list of such.
pub(super) fn is_read(kind: &DataType) -> bool {
    match kind {
        DataType::List(of)
        | DataType::LargeList(of)
        | DataType::FixedSizeList(of, _)
        | DataType::ListView(of)
        | DataType::LargeListView(of) => is_single(of.data_type()),
        other => is_single(other),
    }
}

/// True for one value.
fn is_single(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, of) => is_single(of),
        DataType::RunEndEncoded(_, of) => is_single(of.data_type()),
        other => other.is_primitive() || other.is_string() || other.is_binary() || matches!(other, DataType::Boolean),
    }
}

/// A column of a batch and the field that it holds.
pub(super) struct Column<'a> {
    array: &'a ArrayRef,
    field: Field,
}

impl<'a> Column<'a> {
    pub(super) const fn of(array: &'a ArrayRef, field: Field) -> Self {
        Self { array, field }
    }

    /// The cell of a row as text; `None` where there is none. `origin` names the row in errors.
    pub(super) fn cell(&self, at: usize, origin: &str) -> Result<Option<String>> {
        let row = self.array.slice(at, 1);
        match list(&row) {
            _ if row.is_null(0) => Ok(None),
            None => one(&row, 0, origin),
            Some(all) => {
                let mut texts = Vec::new();
                for at in 0..all.len() {
                    texts.extend(one(&all, at, origin)?);
                }
                Ok(Some(texts.join(self.between())))
            }
        }
    }

    /// What parts the values of a list: whole sentences stand on lines of their own.
    fn between(&self) -> &'static str {
        match self.field {
            Field::Text
            | Field::Resume
            | Field::Responsibilities
            | Field::Requirements
            | Field::Benefits
            | Field::Summary
            | Field::Experience
            | Field::Education
            | Field::Certificates => "\n",
            _ => ", ",
        }
    }
}

/// The values of a row that is a list.
fn list(row: &ArrayRef) -> Option<ArrayRef> {
    match row.data_type() {
        DataType::List(_) => Some(row.as_list::<i32>().value(0)),
        DataType::LargeList(_) => Some(row.as_list::<i64>().value(0)),
        DataType::FixedSizeList(_, _) => Some(row.as_fixed_size_list().value(0)),
        DataType::ListView(_) => Some(row.as_list_view::<i32>().value(0)),
        DataType::LargeListView(_) => Some(row.as_list_view::<i64>().value(0)),
        _ => None,
    }
}

/// One value as text.
fn one(array: &ArrayRef, at: usize, origin: &str) -> Result<Option<String>> {
    if array.is_null(at) {
        return Ok(None);
    }
    let text = match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(at).to_owned(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(at).to_owned(),
        DataType::Utf8View => array.as_string_view().value(at).to_owned(),
        DataType::Binary => bytes(array.as_binary::<i32>().value(at), origin)?,
        DataType::LargeBinary => bytes(array.as_binary::<i64>().value(at), origin)?,
        DataType::BinaryView => bytes(array.as_binary_view().value(at), origin)?,
        DataType::FixedSizeBinary(_) => bytes(array.as_fixed_size_binary().value(at), origin)?,
        DataType::Float32 => number(f64::from(array.as_primitive::<Float32Type>().value(at)), array, at, origin)?,
        DataType::Float64 => number(array.as_primitive::<Float64Type>().value(at), array, at, origin)?,
        DataType::Dictionary(_, of) => return unpacked(array, at, of, origin),
        DataType::RunEndEncoded(_, of) => return unpacked(array, at, of.data_type(), origin),
        // Days are those of the zone that every one can name.
        DataType::Timestamp(unit, Some(_)) => return unpacked(array, at, &DataType::Timestamp(*unit, None), origin),
        _ => shown(array, at, origin)?,
    };
    Ok(Some(text))
}

/// The value of another type that stands for one.
fn unpacked(array: &ArrayRef, at: usize, kind: &DataType, origin: &str) -> Result<Option<String>> {
    let one_row = array.slice(at, 1);
    let value = cast(&one_row, kind).map_err(|error| super::damaged(origin, &error.to_string()))?;
    one(&value, 0, origin)
}

/// A number as people write it: tools that know no absent whole numbers keep them as `120000.0`.
fn number(value: f64, array: &ArrayRef, at: usize, origin: &str) -> Result<String> {
    if value.is_nan() {
        return Ok(String::new());
    }
    if value.fract() == 0.0 && value.abs() < 1e15 { Ok(format!("{value:.0}")) } else { shown(array, at, origin) }
}

fn shown(array: &ArrayRef, at: usize, origin: &str) -> Result<String> {
    array_value_to_string(array, at).map_err(|error| super::damaged(origin, &error.to_string()))
}

/// The text of bytes that are not said to be UTF-8.
fn bytes(bytes: &[u8], origin: &str) -> Result<String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Ok(encoding::decode(origin, bytes)?.text),
    }
}
