//! Who is eligible, by what was recorded.

use firstyear_core::event::{CaseLog, LogColumn};
use firstyear_core::pathway::{Condition, InputKind, is_not_recorded};

use super::truth::Truth;
use crate::log::{InputFrom, PathwayLog, translated};

/// A condition, with what it makes of each text of its attribute.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The place of the attribute.
    pub(crate) column: usize,
    of_texts: Vec<Truth>,
    /// Whether each text says anything.
    told: Vec<bool>,
    of_nothing: Truth,
}

impl Asked {
    /// `None` for an input that no decision has.
    pub(crate) fn new(
        reading: &PathwayLog<'_>,
        log: &CaseLog,
        condition: &Condition,
    ) -> Option<Self> {
        let input = reading.inputs.get(&condition.input)?;
        let texts = log.column(input.column).map(LogColumn::texts).unwrap_or_default();
        let of_texts = texts
            .iter()
            .map(|text| match recorded(input, translated(&input.words, text)) {
                Recorded::Nothing => Truth::of(Some(condition.missing).filter(|missing| *missing)),
                Recorded::Unreadable => Truth::Maybe,
                _ if condition.missing => Truth::No,
                Recorded::Number(number) => Truth::of(Some(
                    condition.at_least.is_none_or(|least| number >= least)
                        && condition.below.is_none_or(|below| number < below),
                )),
                Recorded::Word(word) => Truth::of(Some(condition.is.iter().any(|is| is == word))),
            })
            .collect();
        let of_nothing = if condition.missing { Truth::Yes } else { Truth::Maybe };
        let is_told =
            |text| !matches!(recorded(input, translated(&input.words, text)), Recorded::Nothing);
        let told = texts.iter().map(is_told).collect();
        Some(Self { column: input.column, of_texts, told, of_nothing })
    }

    /// Whether a text says anything: one of the words for what is not recorded does not.
    pub(crate) fn is_told_by(&self, text: usize) -> bool {
        self.told[text]
    }

    pub(crate) fn of(&self, text: Option<usize>) -> Truth {
        text.map_or(self.of_nothing, |text| self.of_texts[text])
    }
}

/// What a text of an input says.
pub(crate) enum Recorded<'t> {
    Nothing,
    Number(f64),
    Word(&'t str),
    Unreadable,
}

pub(crate) fn recorded<'t>(from: &InputFrom, text: &'t str) -> Recorded<'t> {
    let (input, text) = (&from.input, text.trim());
    match input.kind {
        InputKind::Words if input.words.iter().any(|word| word == text) => Recorded::Word(text),
        _ if is_not_recorded(text) => Recorded::Nothing,
        InputKind::Words => Recorded::Unreadable,
        InputKind::Number => match text.parse::<f64>() {
            Ok(number)
                if number.is_finite()
                    && input.least.is_none_or(|least| number >= least)
                    && input.most.is_none_or(|most| number <= most) =>
            {
                Recorded::Number(number)
            }
            _ => Recorded::Unreadable,
        },
    }
}
