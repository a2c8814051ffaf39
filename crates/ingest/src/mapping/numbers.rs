//! Numbers and marks of a mapped table.

use firstyear_core::mapping::{DecimalMark, Mapping, Mark, ThousandsMark};
use firstyear_core::{Cell, Flags, ProblemCode, Withholding};

use crate::cells::{read_count, read_number};
use crate::fault::Fault;

/// How the numbers of a table are written, and what stands in their place.
pub(crate) struct Numbers<'m> {
    mapping: &'m Mapping,
}

impl<'m> Numbers<'m> {
    pub(crate) const fn new(mapping: &'m Mapping) -> Self {
        Self { mapping }
    }

    /// A count, or what its mark says.
    pub(crate) fn count(&self, text: &str) -> Result<Cell<u64>, Fault> {
        self.cell(text, 0, |text| read_count(self.whole(text)))
    }

    /// A value, or what its mark says.
    pub(crate) fn value(&self, text: &str, factor: f64) -> Result<Cell<f64>, Fault> {
        self.cell(text, 0.0, |text| Self::number(text, factor))
    }

    /// A bare number: limits and standard errors.
    pub(crate) fn bare(&self, text: &str, factor: f64) -> Result<f64, Fault> {
        Self::number(&self.plain(text)?, factor)
    }

    /// Whether the text is empty or the mark of a cell without a number.
    pub(crate) fn is_none(&self, text: &str) -> bool {
        text.is_empty()
            || matches!(
                self.mapping.marks.get(text),
                Some(Mark::Withheld | Mark::Absent | Mark::NotApplicable)
            )
    }

    #[allow(clippy::float_cmp, reason = "1 is written, and leaves the number as it is")]
    fn number(text: &str, factor: f64) -> Result<f64, Fault> {
        let number = read_number(text)?;
        Ok(if factor == 1.0 { number } else { number * factor })
    }

    fn cell<T>(
        &self,
        text: &str,
        zero: T,
        read: impl Fn(&str) -> Result<T, Fault>,
    ) -> Result<Cell<T>, Fault> {
        let marks = &self.mapping.marks;
        let (mut text, mut flags) = (text, Flags::NONE);
        loop {
            match marks.get(text) {
                Some(Mark::Withheld) => return Ok(Cell::Withheld(Withholding::Publisher)),
                Some(Mark::Absent) => return Ok(Cell::Absent),
                Some(Mark::NotApplicable) => return Ok(Cell::NotApplicable),
                Some(Mark::Zero) => return Ok(Cell::flagged(zero, flags)),
                _ if text.is_empty() => return Err(empty()),
                _ => {}
            }
            let flag = marks.iter().find_map(|(mark, says)| {
                let flag = Flags::from_word(says.word())?;
                let before = text.strip_suffix(mark.as_str()).filter(|_| !mark.is_empty())?;
                Some((before.trim_end(), flag))
            });
            let Some((before, flag)) = flag else { break };
            (text, flags) = (before, flags | flag);
        }
        read(&self.plain(text)?).map(|value| Cell::flagged(value, flags))
    }

    /// The number with a point before its decimals and nothing between its
    /// thousands.
    fn plain(&self, text: &str) -> Result<String, Fault> {
        let shape = &self.mapping.table;
        let point = shape.decimal.unwrap_or(DecimalMark::Point).word();
        let (whole, decimals) =
            text.split_once(point).map_or((text, None), |(whole, rest)| (whole, Some(rest)));
        let mut out = match shape.thousands {
            Some(mark) => without_thousands(whole, mark)?,
            None => whole.to_owned(),
        };
        if let Some(decimals) = decimals {
            out.push('.');
            out.push_str(decimals);
        }
        // A comma that was declared as neither must not pass as a point.
        if decimals.is_some_and(|rest| rest.contains(point)) {
            return Err(Fault::new(ProblemCode::CellNotANumber, "not a number"));
        }
        Ok(out)
    }

    /// A count without decimals of zero, where the mapping says what stands
    /// before decimals: `1.000` could be a thousand otherwise.
    fn whole<'t>(&self, text: &'t str) -> &'t str {
        match text.split_once('.') {
            Some((whole, zeros))
                if self.mapping.table.decimal.is_some()
                    && !zeros.is_empty()
                    && zeros.bytes().all(|byte| byte == b'0') =>
            {
                whole
            }
            _ => text,
        }
    }
}

/// The whole part of a number without the marks between its thousands, which
/// must stand before every third digit.
fn without_thousands(whole: &str, mark: ThousandsMark) -> Result<String, Fault> {
    // Publishers use a fixed or a narrow blank as well.
    let is_mark = |c: char| match mark {
        ThousandsMark::Blank => c.is_whitespace(),
        _ => mark.word().starts_with(c),
    };
    let parts: Vec<&str> = whole.split(is_mark).collect();
    let [_, rest @ ..] = parts.as_slice() else { return Ok(whole.to_owned()) };
    if rest.iter().all(|part| part.len() == 3) {
        return Ok(parts.concat());
    }
    let message = "the thousands of the number are not three digits long";
    Err(Fault::new(ProblemCode::CellNotANumber, message))
}

fn empty() -> Fault {
    Fault::new(ProblemCode::CellEmpty, "the cell is empty, and the mapping does not say why")
        .with_help("say under [marks] what an empty cell means: \"\" = \"withheld\", \"absent\", \"not-applicable\" or \"zero\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(table: &str, marks: &str) -> Mapping {
        let text = format!(
            "schema_version = 1\ntitle = 't'\n[table]\n{table}\n[area]\ncode = 'E92000001'\n\
             [period]\nlabel = '2015'\n[[measure]]\nindicator = 'a'\nnumerator = 'n'\n[marks]\n{marks}\n"
        );
        crate::mapping::read(text.as_bytes(), "m.toml").unwrap()
    }

    #[test]
    fn numbers_are_read_as_the_mapping_says_they_are_written() {
        let plain = mapping("", "'*' = 'withheld'\n'-' = 'zero'\n'[u]' = 'low-reliability'");
        let numbers = Numbers::new(&plain);
        assert_eq!(numbers.count("12").unwrap(), Cell::known(12));
        assert_eq!(numbers.count("12 [u]").unwrap(), Cell::flagged(12, Flags::LOW_RELIABILITY));
        assert_eq!(numbers.count("*").unwrap(), Cell::Withheld(Withholding::Publisher));
        assert_eq!(numbers.count("-").unwrap(), Cell::known(0));
        for (text, code) in [
            ("", ProblemCode::CellEmpty),
            ("1.000", ProblemCode::CellNotWhole),
            ("1,234", ProblemCode::CellNotANumber),
            ("..", ProblemCode::CellNotANumber),
        ] {
            assert_eq!(numbers.count(text).unwrap_err().code(), code, "{text}");
        }
        let german = mapping("decimal = ','\nthousands = '.'", "");
        let numbers = Numbers::new(&german);
        assert_eq!(numbers.count("1.234").unwrap(), Cell::known(1234));
        assert_eq!(numbers.count("1.234,0").unwrap(), Cell::known(1234));
        assert_eq!(numbers.value("1.234,5", 1.0).unwrap(), Cell::known(1234.5));
        assert_eq!(numbers.value("4,5", 10.0).unwrap(), Cell::known(45.0));
        assert!(numbers.count("12.34").is_err(), "not three digits");
        assert!(numbers.count("1,2,3").is_err());
    }
}
