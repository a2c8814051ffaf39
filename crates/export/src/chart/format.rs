//! Numbers as charts and tables print them.

use super::reading::unfit;
use crate::words::Words;

/// A value as readers see it: rounded, thousands separated by commas, a true minus sign; the
/// reason in words where it cannot be shown.
pub(crate) fn label(words: &Words, value: f64, decimals: usize) -> String {
    unfit(value).map_or_else(|| grouped(value, decimals), |why| why.said(words))
}

/// A value as programs read it: digits, a point, an ASCII hyphen; the reason in words where it
/// cannot be shown.
pub(crate) fn plain(words: &Words, value: f64, decimals: usize) -> String {
    unfit(value).map_or_else(|| ungrouped(value, decimals), |why| why.said(words))
}

/// A finite value of any size, as [`plain`].
pub(crate) fn ungrouped(value: f64, decimals: usize) -> String {
    signed(value, decimals, "-", digits)
}

/// A finite value of any size, as [`label`].
pub(crate) fn grouped(value: f64, decimals: usize) -> String {
    signed(value, decimals, "\u{2212}", |size, decimals| {
        let digits = digits(size, decimals);
        let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
        let mut out = String::with_capacity(digits.len() + 4);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                out.push(',');
            }
            out.push(digit);
        }
        out + fraction
    })
}

/// The size of `value` in `words`, with `minus` before it when below 0. What rounds to 0 has no
/// sign.
fn signed(value: f64, decimals: usize, minus: &str, words: fn(f64, usize) -> String) -> String {
    let size = words(value.abs(), decimals);
    let falls = value < 0.0 && size.bytes().any(|b| matches!(b, b'1'..=b'9'));
    if falls { format!("{minus}{size}") } else { size }
}

fn digits(size: f64, decimals: usize) -> String {
    format!("{size:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::english;

    #[test]
    fn numbers_are_grouped_signed_and_rounded() {
        let cases = [
            (0.0, 0, "0"),
            (-0.04, 1, "0.0"),
            (999.0, 0, "999"),
            (1_000.0, 0, "1,000"),
            (-1_234_567.25, 1, "\u{2212}1,234,567.2"),
            (f64::NAN, 1, "not a number"),
        ];
        for (value, decimals, expected) in cases {
            assert_eq!(label(english(), value, decimals), expected);
        }
        assert_eq!(plain(english(), -1_234.5, 1), "-1234.5");
        assert_eq!(plain(english(), -0.04, 1), "0.0");
    }
}
