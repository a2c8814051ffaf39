//! Numbers with the decimals with which they are printed.

use std::fmt;
use std::str::FromStr;

/// A number as printed: 24.30 is not 24.3, since its decimals say to what it
/// was rounded.
///
/// ```
/// use firstyear_core::PrintedNumber;
///
/// let number: PrintedNumber = "24.30".parse()?;
/// assert_eq!((number.digits(), number.decimals()), (2_430, 2));
/// assert_eq!(number.to_string(), "24.30");
/// # Ok::<(), firstyear_core::PrintedNumberError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PrintedNumber {
    digits: i64,
    decimals: u8,
}

/// A text that is not a printed number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a printed number: write digits with a point before decimals, such as 24.3")]
pub struct PrintedNumberError;

/// Sums and products of up to 15 digits stay exact in 128 bits.
const TOO_LARGE: u64 = 10_u64.pow(15);

/// No publication prints more.
const MOST_DECIMALS: u8 = 9;

impl PrintedNumber {
    /// `digits` without the point, of which the last `decimals` stand behind
    /// it.
    ///
    /// # Errors
    ///
    /// [`PrintedNumberError`] for more than 15 digits or 9 decimals.
    pub const fn new(digits: i64, decimals: u8) -> Result<Self, PrintedNumberError> {
        if digits.unsigned_abs() >= TOO_LARGE || decimals > MOST_DECIMALS {
            return Err(PrintedNumberError);
        }
        Ok(Self { digits, decimals })
    }

    /// All digits without the point, with their sign.
    #[must_use]
    pub const fn digits(self) -> i64 {
        self.digits
    }

    /// Digits behind the point.
    #[must_use]
    pub const fn decimals(self) -> u8 {
        self.decimals
    }

    /// Its value.
    #[must_use]
    pub fn value(self) -> f64 {
        // Both are exact, and division rounds once.
        self.digits as f64 / 10_f64.powi(self.decimals.into())
    }
}

impl FromStr for PrintedNumber {
    type Err = PrintedNumberError;

    fn from_str(text: &str) -> Result<Self, PrintedNumberError> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, decimals) = match unsigned.split_once('.') {
            Some((_, "")) => return Err(PrintedNumberError),
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(decimals) {
            return Err(PrintedNumberError);
        }
        let all = format!("{whole}{decimals}");
        let number: i64 = all.parse().map_err(|_| PrintedNumberError)?;
        let places = u8::try_from(decimals.len()).map_err(|_| PrintedNumberError)?;
        Self::new(if unsigned.len() < text.len() { -number } else { number }, places)
    }
}

impl fmt::Display for PrintedNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let places = usize::from(self.decimals);
        let digits = format!("{:0>1$}", self.digits.unsigned_abs(), places + 1);
        match digits.split_at(digits.len() - places) {
            (whole, "") => write!(f, "{sign}{whole}"),
            (whole, decimals) => write!(f, "{sign}{whole}.{decimals}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_as_it_is_printed() {
        for text in ["0", "0.0", "24.30", "100", "-0.4", "0.05", "999999999999999"] {
            assert_eq!(text.parse::<PrintedNumber>().unwrap().to_string(), text);
        }
        assert!(("-0.4".parse::<PrintedNumber>().unwrap().value() + 0.4).abs() < 1e-15);
    }

    #[test]
    fn other_texts_are_no_numbers() {
        for text in
            ["", "-", ".5", "5.", "+5", "1,000", "24.3%", "1e3", "1000000000000000", "0.0123456789"]
        {
            assert_eq!(text.parse::<PrintedNumber>(), Err(PrintedNumberError), "{text}");
        }
    }
}
