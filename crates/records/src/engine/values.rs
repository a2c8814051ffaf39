//! The values of one column, each with a place of its own.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use datafusion::arrow::array::{Array, ArrayRef, AsArray as _, UInt32Array};
use datafusion::arrow::compute::{cast, take};
use datafusion::arrow::datatypes::{DataType, Int64Type, UInt32Type};
use datafusion::error::{DataFusionError, Result};

/// A place that no value has.
const NONE: u32 = u32::MAX;

/// Whole numbers that lie closer together than this are looked up by their distance.
const WINDOW: usize = 1 << 18;

/// The values that were seen, by their places from 0 on. Nothing is a value too.
#[derive(Debug, Default)]
pub(super) struct Values {
    seen: u32,
    nothing: Option<u32>,
    /// Of false and of true.
    truths: [Option<u32>; 2],
    texts: HashMap<Box<str>, u32>,
    numbers: HashMap<i64, u32>,
    /// Places of the numbers from `first` on.
    first: i64,
    window: Vec<u32>,
    /// The dictionary of the last batch, and the places of its entries.
    dictionary: Option<ArrayRef>,
    entries: Vec<u32>,
}

/// Whether the values of a column of this type can be told apart here.
pub(super) fn has_values(held: &DataType) -> bool {
    let is_text =
        |held: &DataType| matches!(held, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    match held {
        DataType::Dictionary(_, values) => is_text(values),
        DataType::UInt64 => false,
        DataType::Date32 | DataType::Boolean => true,
        other => is_text(other) || other.is_integer(),
    }
}

impl Values {
    /// How many values were seen.
    pub(super) const fn len(&self) -> usize {
        self.seen as usize
    }

    /// The place of each value of a column, and its new values in the order of their places.
    pub(super) fn places(&mut self, column: &ArrayRef, places: &mut Vec<u32>) -> Result<ArrayRef> {
        places.clear();
        places.reserve(column.len());
        let mut new: Vec<u32> = Vec::new();
        match column.data_type() {
            DataType::Dictionary(_, _) => self.of_dictionary(column, places, &mut new)?,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
                self.of_texts(column, places, &mut new)?;
            }
            DataType::Boolean => self.of_truths(column, places, &mut new)?,
            DataType::Date32 => {
                let days = cast(column, &DataType::Int32)?;
                self.of_numbers(&days, places, &mut new)?;
            }
            _ => self.of_numbers(column, places, &mut new)?,
        }
        Ok(take(column, &UInt32Array::from(new), None)?)
    }

    fn of_nothing(&mut self, row: usize, new: &mut Vec<u32>) -> u32 {
        let Self { seen, nothing, .. } = self;
        *nothing.get_or_insert_with(|| next(seen, row, new))
    }

    fn of_truths(
        &mut self,
        column: &ArrayRef,
        places: &mut Vec<u32>,
        new: &mut Vec<u32>,
    ) -> Result<()> {
        let truths = column.as_boolean_opt().ok_or_else(unexpected)?;
        for (row, truth) in truths.iter().enumerate() {
            let place = match truth {
                None => self.of_nothing(row, new),
                Some(truth) => {
                    let Self { seen, truths, .. } = &mut *self;
                    *truths[usize::from(truth)].get_or_insert_with(|| next(seen, row, new))
                }
            };
            places.push(place);
        }
        Ok(())
    }

    fn of_dictionary(
        &mut self,
        column: &ArrayRef,
        places: &mut Vec<u32>,
        new: &mut Vec<u32>,
    ) -> Result<()> {
        let all = column.as_any_dictionary();
        let entries = all.values();
        // Batches of one row group share a dictionary.
        let is_known = self.dictionary.as_ref().is_some_and(|known| {
            known.len() == entries.len() && known.to_data().ptr_eq(&entries.to_data())
        });
        if !is_known {
            self.dictionary = Some(ArrayRef::clone(entries));
            self.entries = vec![NONE; entries.len()];
        }
        let keys = cast(all.keys(), &DataType::UInt32)?;
        let keys = keys.as_primitive_opt::<UInt32Type>().ok_or_else(unexpected)?;
        let texts = cast(entries, &DataType::Utf8)?;
        let texts = texts.as_string_opt::<i32>().ok_or_else(unexpected)?;
        let nulls = keys.nulls().filter(|nulls| nulls.null_count() > 0);
        for (row, key) in keys.values().iter().enumerate() {
            let is_null = nulls.is_some_and(|nulls| nulls.is_null(row));
            let entry = if is_null { usize::MAX } else { *key as usize };
            let known = self.entries.get(entry).copied();
            let place = match known {
                Some(place) if place != NONE => place,
                Some(_) if !texts.is_null(entry) => {
                    let Self { seen, texts: known, .. } = &mut *self;
                    let place = of_text(known, texts.value(entry), || next(seen, row, new));
                    self.entries[entry] = place;
                    place
                }
                _ => self.of_nothing(row, new),
            };
            places.push(place);
        }
        Ok(())
    }

    fn of_texts(
        &mut self,
        column: &ArrayRef,
        places: &mut Vec<u32>,
        new: &mut Vec<u32>,
    ) -> Result<()> {
        let texts = cast(column, &DataType::Utf8View)?;
        let texts = texts.as_string_view_opt().ok_or_else(unexpected)?;
        for row in 0..texts.len() {
            let place = if texts.is_null(row) {
                self.of_nothing(row, new)
            } else {
                let Self { seen, texts: known, .. } = &mut *self;
                of_text(known, texts.value(row), || next(seen, row, new))
            };
            places.push(place);
        }
        Ok(())
    }

    fn of_numbers(
        &mut self,
        column: &ArrayRef,
        places: &mut Vec<u32>,
        new: &mut Vec<u32>,
    ) -> Result<()> {
        let numbers = cast(column, &DataType::Int64)?;
        let numbers = numbers.as_primitive_opt::<Int64Type>().ok_or_else(unexpected)?;
        let nulls = numbers.nulls().filter(|nulls| nulls.null_count() > 0);
        for (row, &number) in numbers.values().iter().enumerate() {
            let place = if nulls.is_some_and(|nulls| nulls.is_null(row)) {
                self.of_nothing(row, new)
            } else {
                let at = number.wrapping_sub(self.first);
                let known = usize::try_from(at).ok().and_then(|at| self.window.get(at)).copied();
                match known {
                    Some(place) if place != NONE => place,
                    _ => self.of_number(number, row, new),
                }
            };
            places.push(place);
        }
        Ok(())
    }

    /// The place of a number that does not stand in the window, which is made wider where the
    /// number lies close to it.
    fn of_number(&mut self, number: i64, row: usize, new: &mut Vec<u32>) -> u32 {
        let Self { seen, numbers, .. } = &mut *self;
        let place = match numbers.entry(number) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => *free.insert(next(seen, row, new)),
        };
        if self.window.is_empty() {
            self.first = number;
        }
        self.widen(number);
        let at = usize::try_from(number.wrapping_sub(self.first)).ok();
        if let Some(slot) = at.and_then(|at| self.window.get_mut(at)) {
            *slot = place;
        }
        place
    }

    /// Makes the window reach a number, where it is not too far.
    fn widen(&mut self, number: i64) {
        let width = self.window.len();
        let gap = i128::from(self.first) - i128::from(number);
        if let Ok(before @ 1..) = usize::try_from(gap) {
            // Twice as wide, so that falling numbers do not move it each time.
            let before = before.max(width.min(WINDOW.saturating_sub(width)));
            let first = i64::try_from(before).ok().and_then(|n| self.first.checked_sub(n));
            if let Some(first) = first.filter(|_| width + before <= WINDOW) {
                self.window.splice(0..0, std::iter::repeat_n(NONE, before));
                self.first = first;
            }
        } else if let Ok(at) = usize::try_from(-gap)
            && (width..WINDOW).contains(&at)
        {
            self.window.resize(at + 1, NONE);
        }
    }
}

/// The next place, for the value of this row.
fn next(seen: &mut u32, row: usize, new: &mut Vec<u32>) -> u32 {
    new.push(u32::try_from(row).unwrap_or(NONE));
    *seen += 1;
    *seen - 1
}

fn of_text(known: &mut HashMap<Box<str>, u32>, text: &str, next: impl FnOnce() -> u32) -> u32 {
    if let Some(place) = known.get(text) {
        return *place;
    }
    let place = next();
    known.insert(text.into(), place);
    place
}

fn unexpected() -> DataFusionError {
    DataFusionError::Execution("a column has another type".to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use datafusion::arrow::array::{
        BooleanArray, Date32Array, DictionaryArray, Int32Array, Int64Array, StringArray,
    };
    use datafusion::arrow::datatypes::Int8Type;

    use super::*;

    /// Places of some columns, one after another, with how many values are new in each.
    fn placed(columns: Vec<ArrayRef>) -> Vec<(Vec<u32>, usize)> {
        let mut values = Values::default();
        let place = |column: ArrayRef| {
            let mut places = Vec::new();
            let new = values.places(&column, &mut places).unwrap();
            (places, new.len())
        };
        columns.into_iter().map(place).collect()
    }

    #[test]
    fn equal_values_have_one_place_in_all_batches() {
        let numbers = placed(vec![
            Arc::new(Int32Array::from(vec![Some(40), None, Some(39), Some(40)])),
            Arc::new(Int32Array::from(vec![Some(41), Some(39), Some(22), None])),
        ]);
        assert_eq!(numbers, [(vec![0, 1, 2, 0], 3), (vec![3, 2, 4, 1], 2)]);
        let truths = placed(vec![
            Arc::new(BooleanArray::from(vec![Some(true), None, Some(true)])),
            Arc::new(BooleanArray::from(vec![Some(false), Some(true), None])),
        ]);
        assert_eq!(truths, [(vec![0, 1, 0], 2), (vec![2, 0, 1], 1)]);
        let texts = placed(vec![
            Arc::new(StringArray::from(vec![Some("b"), Some("a"), None])),
            Arc::new(StringArray::from(vec![None, Some("c"), Some("a")])),
        ]);
        assert_eq!(texts, [(vec![0, 1, 2], 3), (vec![2, 3, 1], 1)]);
        let days = placed(vec![Arc::new(Date32Array::from(vec![-3, 9, -3]))]);
        assert_eq!(days, [(vec![0, 1, 0], 2)]);
    }

    #[test]
    fn numbers_far_apart_are_told_apart() {
        let far = vec![i64::MAX, i64::MIN, 0, 5, -5, i64::MIN, 1 << 40, 0, i64::MAX];
        let placed = placed(vec![Arc::new(Int64Array::from(far))]);
        assert_eq!(placed, [(vec![0, 1, 2, 3, 4, 1, 5, 2, 0], 6)]);
    }

    #[test]
    fn entries_of_two_dictionaries_are_the_same_by_their_text() {
        let one = DictionaryArray::<Int8Type>::from_iter([Some("a"), None, Some("b")]);
        let two = DictionaryArray::<Int8Type>::from_iter([Some("b"), Some("c"), None, Some("a")]);
        // An entry may be nothing itself.
        let entries = StringArray::from(vec![Some("c"), None]);
        let keys = datafusion::arrow::array::Int8Array::from(vec![1, 0]);
        let three = DictionaryArray::<Int8Type>::try_new(keys, Arc::new(entries)).unwrap();
        let placed = placed(vec![Arc::new(one), Arc::new(two), Arc::new(three)]);
        assert_eq!(placed, [(vec![0, 1, 2], 3), (vec![2, 3, 1, 0], 1), (vec![1, 3], 0)]);
    }
}
