//! Numbers and their states: the cells of the tidy layout.

use firstyear_core::layout::status;
use firstyear_core::{Cell, Flags, ProblemCode, Withholding};

use crate::fault::Fault;

/// What a status column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Nothing: the number, if there is one, is known.
    Unstated,
    Known(Flags),
    Withheld(Withholding),
    Absent,
    NotApplicable,
}

/// Reads `known+provisional`, `withheld-publisher`, `absent`, …
#[inline]
pub(crate) fn read_status(text: &str) -> Result<Status, Fault> {
    if text.is_empty() { Ok(Status::Unstated) } else { read_words(text) }
}

fn read_words(text: &str) -> Result<Status, Fault> {
    let mut words = text.split('+').map(str::trim);
    let state = match words.next().unwrap_or_default() {
        status::KNOWN => Status::Known(Flags::NONE),
        status::WITHHELD_PUBLISHER => Status::Withheld(Withholding::Publisher),
        status::WITHHELD_PRIMARY => Status::Withheld(Withholding::Primary),
        status::WITHHELD_SECONDARY => Status::Withheld(Withholding::Secondary),
        status::ABSENT => Status::Absent,
        status::NOT_APPLICABLE => Status::NotApplicable,
        other => return Err(unknown_status(other)),
    };
    let mut flags = Flags::NONE;
    for word in words {
        flags |= Flags::from_word(word).ok_or_else(|| {
            Fault::new(ProblemCode::FlagUnknown, "the status has a flag that is not known")
        })?;
    }
    match state {
        Status::Known(_) => Ok(Status::Known(flags)),
        _ if flags.is_empty() => Ok(state),
        _ => Err(Fault::new(
            ProblemCode::StatusConflict,
            "flags stand with a status that has no value",
        )
        .with_help("remove the flags: only a known value has them")),
    }
}

fn unknown_status(word: &str) -> Fault {
    let known = [
        status::KNOWN,
        status::WITHHELD_PUBLISHER,
        status::WITHHELD_PRIMARY,
        status::WITHHELD_SECONDARY,
        status::ABSENT,
        status::NOT_APPLICABLE,
    ];
    let fault = Fault::new(ProblemCode::StatusUnknown, "not a status");
    if Flags::from_word(word).is_some() {
        return fault.with_help(format!("a flag follows a status: write known+{word}"));
    }
    fault.with_nearest(word, known)
}

/// Joins a number and its status.
pub(crate) fn read_cell<T>(
    text: &str,
    status: Status,
    number: impl FnOnce(&str) -> Result<T, Fault>,
) -> Result<Cell<T>, Fault> {
    let without = |cell| {
        if text.is_empty() {
            Ok(cell)
        } else {
            Err(Fault::new(
                ProblemCode::StatusConflict,
                "a value stands beside a status that says there is none",
            ))
        }
    };
    match status {
        Status::Unstated if text.is_empty() => {
            Err(Fault::new(ProblemCode::CellEmpty, "the cell is empty and has no status"))
        }
        Status::Known(_) if text.is_empty() => Err(Fault::new(
            ProblemCode::StatusConflict,
            "the status is known and the cell is empty",
        )
        .with_help(ProblemCode::CellEmpty.help())),
        Status::Unstated => number(text).map(Cell::known),
        Status::Known(flags) => number(text).map(|value| Cell::flagged(value, flags)),
        Status::Withheld(by) => without(Cell::Withheld(by)),
        Status::Absent => without(Cell::Absent),
        Status::NotApplicable => without(Cell::NotApplicable),
    }
}

/// Reads a count: digits and nothing else.
pub(crate) fn read_count(text: &str) -> Result<u64, Fault> {
    // Statistics hold counts as floating-point numbers, which lose single
    // events above this; no population comes near it.
    const LARGEST: u64 = 1 << f64::MANTISSA_DIGITS;
    if let Some(count) = short_count(text) {
        return Ok(count);
    }
    let too_large = || {
        Fault::new(ProblemCode::CellNotANumber, "the number is too large to be a count")
            .with_help("check for two cells that have run together")
    };
    if text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty() {
        return text.parse().ok().filter(|count| *count <= LARGEST).ok_or_else(too_large);
    }
    let fault = match read_number(text)? {
        number if number < 0.0 => Fault::new(ProblemCode::CellNotWhole, "the count is below zero"),
        _ => Fault::new(ProblemCode::CellNotWhole, "the count is not written as a whole number"),
    };
    Err(fault)
}

/// Up to fifteen digits.
fn short_count(text: &str) -> Option<u64> {
    if text.is_empty() || text.len() > SHORT {
        return None;
    }
    text.bytes()
        .try_fold(0, |count, b| b.is_ascii_digit().then(|| count * 10 + u64::from(b - b'0')))
}

/// Digits of which any number is below the largest that a float holds exactly.
const SHORT: usize = 15;

/// Up to fifteen digits with at most one point among them. Digits and power of
/// ten are exact, so that their quotient is the number nearest to the text.
fn short_number(text: &str) -> Option<f64> {
    const POWERS: [f64; SHORT + 1] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    if text.len() > SHORT {
        return None;
    }
    let (mut digits, mut count, mut point) = (0_u64, 0, None);
    for b in text.bytes() {
        match b {
            b'0'..=b'9' => {
                digits = digits * 10 + u64::from(b - b'0');
                count += 1;
            }
            b'.' if point.is_none() => point = Some(count),
            _ => return None,
        }
    }
    let decimals = point.map_or(0, |whole| count - whole);
    (count > 0).then(|| digits as f64 / POWERS[decimals])
}

/// Reads a finite decimal number, such as `4.5` or `1e-3`.
pub(crate) fn read_number(text: &str) -> Result<f64, Fault> {
    if let Some(number) = short_number(text) {
        return Ok(number);
    }
    let fault = || Fault::new(ProblemCode::CellNotANumber, "not a number");
    let plain = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E');
    if !text.bytes().all(plain) {
        return Err(explain(text, fault()));
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        Ok(_) => Err(Fault::new(ProblemCode::CellNotANumber, "the number is too large")),
        Err(_) => Err(explain(text, fault())),
    }
}

/// Says what stands in place of a number where it is a known habit.
fn explain(text: &str, fault: Fault) -> Fault {
    let digits_and = |marks: &[u8]| {
        text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || marks.contains(&b))
            && text.bytes().any(|b| b.is_ascii_digit())
    };
    if text.starts_with('#') {
        fault.with_help("the cell holds a spreadsheet error: write the number, or the status absent or not-applicable")
    } else if text.starts_with('[') && text.ends_with(']') {
        fault.with_help("put marks into the status column: [c] is withheld-publisher, [x] absent, [z] not-applicable, [u] known+low-reliability")
    } else if matches!(text, "*" | "c" | "C" | "s" | "S" | ":") || text.starts_with('<') {
        fault.with_help("for a count that was hidden leave the cell empty, and write withheld-publisher into the status column")
    } else if matches!(text, "-" | ".." | "." | "n/a" | "N/A" | "NA") {
        fault.with_help("for a value that is not there leave the cell empty, and write absent or not-applicable into the status column")
    } else if digits_and(b",' ") {
        fault.with_help("write the number without separators, with a point before decimals")
    } else if digits_and(b"%") {
        fault.with_help("write the number without a percent sign, in the unit of the indicator")
    } else {
        fault
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_digits_are_a_count() {
        assert_eq!(read_count("0"), Ok(0));
        assert_eq!(read_count("9007199254740992"), Ok(9_007_199_254_740_992));
        for (text, code) in [
            ("-1", ProblemCode::CellNotWhole),
            ("+1", ProblemCode::CellNotWhole),
            ("2.5", ProblemCode::CellNotWhole),
            // 1.000 is one, or a thousand where a point separates thousands.
            ("1.000", ProblemCode::CellNotWhole),
            ("9007199254740993", ProblemCode::CellNotANumber),
            ("99999999999999999999", ProblemCode::CellNotANumber),
            ("1,234", ProblemCode::CellNotANumber),
            ("NaN", ProblemCode::CellNotANumber),
            ("", ProblemCode::CellNotANumber),
            ("١٢", ProblemCode::CellNotANumber),
        ] {
            assert_eq!(read_count(text).map_err(|fault| fault.code()), Err(code), "{text}");
        }
    }

    #[test]
    fn short_numbers_are_the_nearest_to_their_text() {
        let mut state = 1_u64;
        for _ in 0..20_000 {
            // Knuth's linear congruential generator.
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let digits = state >> 15;
            let whole = digits % 1_000_000;
            for text in [format!("{whole}"), format!("{whole}.{}", digits % 999_999_937)] {
                assert_eq!(read_number(&text), Ok(text.parse().unwrap()), "{text}");
            }
        }
    }

    #[test]
    fn only_finite_numbers_are_values() {
        for good in ["0", "-0.5", "4.", "1e-3"] {
            assert!(read_number(good).is_ok(), "{good}");
        }
        for bad in ["nan", "inf", "-inf", "1e999", "e", ".", "0x10", "1_000", "#DIV/0!", "[c]"] {
            assert!(read_number(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_status_and_a_number_must_agree() {
        let read = |text, status| {
            let status = read_status(status).map_err(|fault| fault.code())?;
            read_cell(text, status, read_count).map_err(|fault| fault.code())
        };
        let flags = Flags::LOW_RELIABILITY | Flags::PROVISIONAL;
        assert_eq!(read("3", ""), Ok(Cell::known(3)));
        assert_eq!(read("0", "known"), Ok(Cell::known(0)));
        assert_eq!(read("3", "known+low-reliability+provisional"), Ok(Cell::flagged(3, flags)));
        assert_eq!(read("", "withheld-publisher"), Ok(Cell::Withheld(Withholding::Publisher)));
        assert_eq!(read("", "absent"), Ok(Cell::Absent));
        assert_eq!(read("", "not-applicable"), Ok(Cell::NotApplicable));
        assert_eq!(read("", ""), Err(ProblemCode::CellEmpty));
        assert_eq!(read("", "known"), Err(ProblemCode::StatusConflict));
        assert_eq!(read("0", "withheld-primary"), Err(ProblemCode::StatusConflict));
        assert_eq!(read("", "withheld-publisher+revised"), Err(ProblemCode::StatusConflict));
        assert_eq!(read("3", "known+shaky"), Err(ProblemCode::FlagUnknown));
        assert_eq!(read("3", "suppressed"), Err(ProblemCode::StatusUnknown));
    }
}
