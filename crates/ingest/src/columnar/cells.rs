//! The cells of a column as texts, each looked up once.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Int64Array, StringArray, StringViewArray};
use arrow_cast::cast_with_options;
use arrow_schema::{ArrowError, DataType};

use super::{STRICT, texts};

/// The cells of a column, in a form that is quick to go through.
pub(crate) enum Cells {
    /// The place of each text, and the texts.
    Keyed(Vec<usize>, ArrayRef, StringArray, ArrayRef),
    Whole(Int64Array),
    Views(StringViewArray),
    Texts(StringArray),
}

impl Cells {
    /// The cells of a column.
    ///
    /// # Errors
    ///
    /// What the decoder says of cells that are no text.
    pub(crate) fn of(column: &ArrayRef) -> Result<Self, ArrowError> {
        Ok(match column.data_type() {
            DataType::Dictionary(..) => {
                let dictionary = column.as_any_dictionary();
                let values = dictionary.values();
                if values.is_empty() {
                    return Ok(Self::Texts(StringArray::new_null(column.len())));
                }
                let (keys, words) = (dictionary.normalized_keys(), texts(values)?);
                Self::Keyed(keys, Arc::clone(values), words, Arc::clone(column))
            }
            DataType::Int8
            | DataType::Int16
            | DataType::Int32
            | DataType::Int64
            | DataType::UInt8
            | DataType::UInt16
            | DataType::UInt32 => {
                let whole = cast_with_options(column, &DataType::Int64, &STRICT)?;
                Self::Whole(whole.as_primitive::<Int64Type>().clone())
            }
            DataType::Utf8View => Self::Views(column.as_string_view().clone()),
            _ => Self::Texts(texts(column)?),
        })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Keyed(keys, ..) => keys.len(),
            Self::Whole(whole) => whole.len(),
            Self::Views(views) => views.len(),
            Self::Texts(texts) => texts.len(),
        }
    }

    /// Whether a cell is null, or a text of blanks.
    pub(crate) fn is_blank(&self, row: usize) -> bool {
        let text = match self {
            Self::Keyed(keys, _, words, column) => {
                let key = keys[row];
                (column.is_valid(row) && words.is_valid(key)).then(|| words.value(key))
            }
            Self::Whole(whole) => return whole.is_null(row),
            Self::Views(views) => views.is_valid(row).then(|| views.value(row)),
            Self::Texts(texts) => texts.is_valid(row).then(|| texts.value(row)),
        };
        text.is_none_or(|text| text.trim().is_empty())
    }

    /// Makes a number of each cell that is no blank and whose row `wants` one, and puts
    /// it at its row. `of` is asked once for texts that repeat, unless it says that it
    /// wants to be asked again.
    pub(crate) fn each(
        &self,
        memo: &mut Memo,
        wants: impl Fn(usize) -> bool,
        mut of: impl FnMut(&str) -> Number,
        out: &mut [u32],
    ) {
        match self {
            Self::Keyed(keys, values, words, column) => {
                memo.use_dictionary(values, words.len());
                for (row, &key) in keys.iter().enumerate() {
                    if !wants(row) || column.is_null(row) || words.is_null(key) {
                        continue;
                    }
                    out[row] = match memo.of_keys[key] {
                        Memo::NOT_ASKED => {
                            let number = of(words.value(key).trim());
                            if number.lasts {
                                memo.of_keys[key] = number.value;
                            }
                            number.value
                        }
                        known => known,
                    };
                }
            }
            Self::Whole(whole) => {
                for row in (0..whole.len()).filter(|&row| wants(row) && whole.is_valid(row)) {
                    out[row] = memo.whole(whole.value(row), &mut of);
                }
            }
            Self::Views(views) => {
                for row in (0..views.len()).filter(|&row| wants(row) && views.is_valid(row)) {
                    out[row] = memo.text(views.value(row).trim(), &mut of);
                }
            }
            Self::Texts(texts) => {
                for row in (0..texts.len()).filter(|&row| wants(row) && texts.is_valid(row)) {
                    out[row] = memo.text(texts.value(row).trim(), &mut of);
                }
            }
        }
    }
}

/// What a text stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number {
    value: u32,
    lasts: bool,
}

impl Number {
    /// A number that the same text always has.
    pub(crate) const fn lasting(value: u32) -> Self {
        Self { value, lasts: true }
    }

    /// One that is to be asked for again.
    pub(crate) const fn once(value: u32) -> Self {
        Self { value, lasts: false }
    }
}

/// What texts of a column stood for before.
pub(crate) struct Memo {
    dictionary: Option<ArrayRef>,
    of_keys: Vec<u32>,
    last: Option<u32>,
    last_text: String,
    /// Whole numbers by their last bits.
    whole: Vec<Option<(i64, u32)>>,
}

impl Memo {
    const NOT_ASKED: u32 = u32::MAX;
    /// Whole numbers that are held: those of most columns are few.
    const WHOLE: usize = 256;

    pub(crate) fn new() -> Self {
        Self {
            dictionary: None,
            of_keys: Vec::new(),
            last: None,
            last_text: String::new(),
            whole: vec![None; Self::WHOLE],
        }
    }

    /// A dictionary serves many batches.
    fn use_dictionary(&mut self, values: &ArrayRef, length: usize) {
        if !self.dictionary.as_ref().is_some_and(|known| Arc::ptr_eq(known, values)) {
            self.dictionary = Some(Arc::clone(values));
            self.of_keys.clear();
            self.of_keys.resize(length, Self::NOT_ASKED);
        }
    }

    fn text(&mut self, text: &str, of: &mut impl FnMut(&str) -> Number) -> u32 {
        if text.is_empty() {
            return of(text).value;
        }
        if let Some(last) = self.last
            && self.last_text == text
        {
            return last;
        }
        let number = of(text);
        self.last = number.lasts.then_some(number.value);
        text.clone_into(&mut self.last_text);
        number.value
    }

    fn whole(&mut self, whole: i64, of: &mut impl FnMut(&str) -> Number) -> u32 {
        let at = usize::from(whole.to_le_bytes()[0]);
        if let Some((known, number)) = self.whole[at]
            && known == whole
        {
            return number;
        }
        self.last_text.clear();
        // Writing into memory does not fail.
        let _ = write!(self.last_text, "{whole}");
        let number = of(&self.last_text);
        self.whole[at] = number.lasts.then_some((whole, number.value));
        number.value
    }
}
