//! The indicators of a file, and whom each counts by its own definition.

use firstyear_core::{IndicatorId, IndicatorKind, Problem, ProblemCode, Severity};

use super::SCHEME;
use crate::CodeLists;
use crate::fault::{Fault, RowProblems};
use crate::found::Found;
use crate::memo::Memo;
use crate::sink::Sink;

/// An indicator of a row.
#[derive(Clone, Debug)]
pub(super) struct Indicator {
    pub(super) id: IndicatorId,
    /// How numerator and denominator relate, and the factor of the value, for
    /// an indicator of the code lists.
    pub(super) known: Option<(IndicatorKind, f64)>,
    /// Whether it counts women by definition, as conceptions under 18 do.
    counts_women: bool,
    /// Its place among the indicators of the file.
    index: usize,
}

/// The indicators of one file, each looked up once.
pub(super) struct Indicators<'a> {
    codes: &'a CodeLists<'a>,
    seen: Memo<Indicator>,
    /// The age by which each known indicator is defined: that of its first row.
    ages: Vec<OwnAge>,
}

#[derive(Default)]
struct OwnAge {
    label: Option<Box<str>>,
    told: bool,
}

impl<'a> Indicators<'a> {
    pub(super) fn new(codes: &'a CodeLists<'a>) -> Self {
        Self { codes, seen: Memo::new(), ages: Vec::new() }
    }

    /// The indicator with this code.
    pub(super) fn get(
        &mut self,
        found: &mut Found<'_>,
        code: &str,
        name: &str,
        unit: &str,
        sink: &mut dyn Sink,
    ) -> &Result<Indicator, Fault> {
        let Self { codes, seen, ages } = self;
        seen.get(code, |code| {
            // Names hold line breaks, and clients cut or double their blanks.
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            // Clients that hold numbers as decimals write `92196.0`.
            let code = code.strip_suffix(".0").unwrap_or(code);
            let unit = Some(unit).filter(|unit| !unit.is_empty());
            let read = found.indicator(code, &name, unit, sink)?;
            let defined = codes.by_code(SCHEME, code);
            ages.push(OwnAge::default());
            Ok(Indicator {
                id: read.id,
                known: read.known,
                counts_women: defined.is_some_and(|defined| {
                    of_women(&defined.numerator) || of_women(&defined.denominator)
                }),
                index: ages.len() - 1,
            })
        })
    }

    /// Whether an age is a group: not where the code lists define the
    /// indicator, as infant mortality is defined by the age of its deaths. A
    /// second age of such an indicator is a group, and said.
    pub(super) fn age_is_group(
        &mut self,
        indicator: &Indicator,
        age: &str,
        row: &mut RowProblems<'_>,
    ) -> bool {
        if indicator.known.is_none() {
            return true;
        }
        let own = &mut self.ages[indicator.index];
        if **own.label.get_or_insert_with(|| age.into()) == *age {
            return false;
        }
        if !own.told {
            own.told = true;
            let message = "the indicator has rows of several ages: the first is read as that of \
                           its definition, and others as groups";
            let place = row.place().column("Age");
            let problem = Problem::new(ProblemCode::GroupsInvalid, place, message);
            row.extend([problem.with_severity(Severity::Warning).with_help(
                "check that the first age is the one by which the indicator is defined",
            )]);
        }
        true
    }
}

impl Indicator {
    /// Whether a sex is a group: not where the indicator counts women alone.
    pub(super) fn sex_is_group(&self, sex: &str) -> bool {
        !(self.counts_women && sex.eq_ignore_ascii_case("female"))
    }
}

/// Whether a definition counts women, mothers, or what only they have.
fn of_women(counted: &str) -> bool {
    const WORDS: [&str; 8] =
        ["women", "mother", "maternit", "female", "girls", "conception", "abortion", "deliver"];
    let counted = counted.to_lowercase();
    WORDS.iter().any(|word| counted.contains(word))
}
