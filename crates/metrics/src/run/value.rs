//! One value of a table.

use firstyear_core::layout::status;
use firstyear_core::{Cell, Withholding};

/// One value of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number; `NaN` and the infinities are numbers.
    Number(f64),
    /// Text, also a number that is not yet read: `007` stays `007` until it
    /// is asked for as a number.
    Text(String),
    /// `TRUE` or `FALSE`.
    Flag(bool),
    /// Counted, then hidden.
    Withheld(Withholding),
    /// Not reported.
    Absent,
    /// No value could exist.
    NotApplicable,
}

impl Value {
    /// The number, when it is one or reads as one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self.cell() {
            Some(Cell::Known { value, .. }) => Some(value),
            _ => None,
        }
    }

    /// The value as a cell; `None` for text that is no number.
    ///
    /// `NA` and an empty text are absent; the status words of the tidy layout
    /// are read; `NaN`, `Inf` and `-Inf` are numbers.
    #[must_use]
    pub fn cell(&self) -> Option<Cell<f64>> {
        Some(match self {
            Self::Number(number) => Cell::known(*number),
            Self::Flag(flag) => Cell::known(f64::from(u8::from(*flag))),
            Self::Withheld(by) => Cell::Withheld(*by),
            Self::Absent => Cell::Absent,
            Self::NotApplicable => Cell::NotApplicable,
            Self::Text(text) => return cell_of(text.trim()),
        })
    }

    /// `TRUE` or `FALSE`, also as 1 or 0.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            Self::Number(number) if *number == 1.0 => Some(true),
            Self::Number(number) if *number == 0.0 => Some(false),
            Self::Text(text) => match text.trim() {
                "TRUE" | "true" | "T" | "1" | "yes" => Some(true),
                "FALSE" | "false" | "F" | "0" | "no" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether there is nothing here, whatever the reason.
    #[must_use]
    pub fn is_lacking(&self) -> bool {
        match self {
            Self::Withheld(_) | Self::Absent | Self::NotApplicable => true,
            Self::Text(text) => !matches!(cell_of(text.trim()), None | Some(Cell::Known { .. })),
            Self::Number(_) | Self::Flag(_) => false,
        }
    }

    /// What a cell says.
    #[must_use]
    pub fn from_cell(cell: Cell<f64>) -> Self {
        match cell {
            Cell::Known { value, .. } => Self::Number(value),
            Cell::Withheld(by) => Self::Withheld(by),
            Cell::Absent => Self::Absent,
            Cell::NotApplicable => Self::NotApplicable,
        }
    }
}

fn cell_of(text: &str) -> Option<Cell<f64>> {
    Some(match text {
        "" | "NA" | status::ABSENT => Cell::Absent,
        "NaN" => Cell::known(f64::NAN),
        "Inf" => Cell::known(f64::INFINITY),
        "-Inf" => Cell::known(f64::NEG_INFINITY),
        "TRUE" => Cell::known(1.0),
        "FALSE" => Cell::known(0.0),
        status::WITHHELD_PUBLISHER => Cell::Withheld(Withholding::Publisher),
        status::WITHHELD_PRIMARY => Cell::Withheld(Withholding::Primary),
        status::WITHHELD_SECONDARY => Cell::Withheld(Withholding::Secondary),
        status::NOT_APPLICABLE => Cell::NotApplicable,
        // Rust reads `nan`, `inf` and `infinity` in any case; a table that
        // has them as words means words.
        text if text.bytes().any(|b| b.is_ascii_alphabetic() && !matches!(b, b'e' | b'E')) => {
            return None;
        }
        text => Cell::known(text.parse().ok()?),
    })
}

impl std::fmt::Display for Value {
    /// As R writes it: the shortest digits that read back to the same number,
    /// 17 at most; `NA` for what is absent; status words for what is withheld
    /// or cannot exist.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) if number.is_nan() => f.write_str("NaN"),
            Self::Number(number) if number.is_infinite() => {
                f.write_str(if *number > 0.0 { "Inf" } else { "-Inf" })
            }
            Self::Number(number) => {
                let size = number.abs();
                if size != 0.0 && !(1e-5..1e17).contains(&size) {
                    write!(f, "{number:e}")
                } else {
                    write!(f, "{number}")
                }
            }
            Self::Text(text) => f.write_str(text),
            Self::Flag(flag) => f.write_str(if *flag { "TRUE" } else { "FALSE" }),
            Self::Withheld(Withholding::Publisher) => f.write_str(status::WITHHELD_PUBLISHER),
            Self::Withheld(Withholding::Primary) => f.write_str(status::WITHHELD_PRIMARY),
            Self::Withheld(Withholding::Secondary) => f.write_str(status::WITHHELD_SECONDARY),
            Self::Absent => f.write_str("NA"),
            Self::NotApplicable => f.write_str(status::NOT_APPLICABLE),
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number as f64)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    /// `None` is absent.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}
