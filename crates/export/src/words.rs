//! The words of reports, by language.
//!
//! A catalogue is a folder of Fluent files in `words/`, one for each language: `en-GB` holds every
//! message, another what it translates, and what it lacks is said in English. Sentences ask for a
//! message by its id and hand in figures that are already written, so that a language decides on
//! words and their order and on nothing else. Names that the reference content has in English,
//! such as those of indicators, a catalogue may hold too: `indicator-` and the id.
//!
//! | you want                                | use                                  |
//! |-----------------------------------------|--------------------------------------|
//! | the catalogue of a language             | [`Words::of`]                        |
//! | a message with what is put into it      | `say!`                                |
//! | a period, a day, limits, a missing cell | [`Words::period`], [`Words::limits`] … |

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use firstyear_analysis::CountedRate;
use firstyear_core::{Cell, Estimate, Flags, Interval, Language, Period, PeriodUnit};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::format::{Unit, number};

/// The files of a language, each with its subject.
macro_rules! catalogue {
    ($language:literal: $($subject:literal),* $(,)?) => {
        &[$(($subject, include_str!(concat!("../words/", $language, "/", $subject, ".ftl")))),*]
    };
}

/// What stands in English, by subject.
const ENGLISH: &[(&str, &str)] = catalogue!(
    "en-GB":
    "areas",
    "causes",
    "charts",
    "data",
    "deaths",
    "decomposition",
    "documents",
    "drivers",
    "evaluation",
    "figures",
    "frame",
    "gap",
    "overview",
    "pathways",
    "printed",
    "profile",
    "quality",
    "recommendations",
    "refusals",
    "scenario",
    "scorecard",
    "spc",
    "trend",
);

/// What stands in Welsh so far.
const WELSH: &[(&str, &str)] = catalogue!(
    "cy":
    "charts",
    "figures",
    "frame",
    "gap",
);

/// The catalogue of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    /// The subjects of which it holds every message.
    whole: BTreeSet<&'static str>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("language", &self.language).finish_non_exhaustive()
    }
}

impl PartialEq for Words {
    /// There is one catalogue for each language.
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language
    }
}

/// A message of a catalogue with what is put into it, by name.
macro_rules! say {
    ($words:expr, $id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $words.say($id, &[$((stringify!($name), fluent_bundle::FluentValue::from($value))),*])
    };
}
pub(crate) use say;

/// The words of what stands in no catalogue yet.
pub(crate) fn english() -> &'static Words {
    Words::of(Language::English)
}

impl Words {
    /// The catalogue of `language`.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        static IN_ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read(Language::English));
        static IN_WELSH: LazyLock<Words> = LazyLock::new(|| Words::read(Language::Welsh));
        match language {
            Language::English => &IN_ENGLISH,
            Language::Welsh => &IN_WELSH,
        }
    }

    fn read(language: Language) -> Self {
        Self::made_of(language, &[ENGLISH, own(language)])
    }

    /// The messages of these files; a later one stands in the place of an earlier one.
    fn made_of(language: Language, files: &[&'static [(&'static str, &'static str)]]) -> Self {
        let tag: LanguageIdentifier =
            language.word().parse().expect("a test holds that every word is a language tag");
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Marks of direction would stand in drawings, tables and files too.
        bundle.set_use_isolating(false);
        for (_, text) in files.iter().copied().flatten() {
            bundle.add_resource_overriding(resource(text));
        }
        let own = own(language);
        let is_whole = |(subject, text): &&(&str, &str)| {
            let Some((_, own)) = own.iter().find(|(other, _)| other == subject) else {
                return false;
            };
            let held: BTreeSet<&str> = ids(own).collect();
            ids(text).all(|id| held.contains(id))
        };
        let whole = ENGLISH.iter().filter(is_whole).map(|(subject, _)| *subject).collect();
        Self { language, bundle, whole }
    }

    /// Itself where it holds every message of these subjects, else English.
    pub(crate) fn on(&'static self, subjects: &[&str]) -> &'static Self {
        let speaks = subjects.iter().all(|subject| self.whole.contains(subject));
        if speaks { self } else { english() }
    }

    /// The same of all subjects.
    pub(crate) fn on_all(&'static self) -> &'static Self {
        if self.whole.len() == ENGLISH.len() { self } else { english() }
    }

    /// The messages of a language alone: what it lacks is said as its id.
    #[cfg(test)]
    pub(crate) fn alone(language: Language) -> &'static Self {
        Box::leak(Box::new(Self::made_of(language, &[own(language)])))
    }

    /// Whether it is English.
    #[must_use]
    pub fn is_english(&self) -> bool {
        self.language.is_english()
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The message with this id; [`say!`] is shorter.
    #[must_use]
    pub(crate) fn say(&self, id: &str, put: &[(&'static str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            // A test holds that no code asks for a message that is not there.
            return id.to_owned();
        };
        let args: FluentArgs<'_> = put.iter().cloned().collect();
        let mut missing = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&args), &mut missing);
        debug_assert!(missing.is_empty(), "{id}: {missing:?}");
        // A message may go over several lines of its file.
        said.replace('\n', " ")
    }

    /// What a catalogue calls something that has a name of its own in English,
    /// or a part of it; `None` where it has no other name.
    pub(crate) fn name(&self, id: &str, part: Option<&str>) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match part {
            Some(part) => message.get_attribute(part)?.value(),
            None => message.value()?,
        };
        Some(self.bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
    }

    /// The words for a missing figure; `None` for one that is known.
    #[must_use]
    pub fn missing<T>(&self, cell: &Cell<T>) -> Option<String> {
        match cell {
            Cell::Known { .. } => None,
            Cell::Withheld(_) => Some(say!(self, "withheld")),
            Cell::Absent => Some(say!(self, "not-reported")),
            Cell::NotApplicable => Some(say!(self, "not-applicable")),
        }
    }

    /// Several words as one list: `a`, `a and b`, `a, b and c`.
    #[must_use]
    pub fn and(&self, words: &[String]) -> String {
        match words {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                say!(self, "list-and", first = first.join(", "), last = last.as_str())
            }
        }
    }

    /// Several words of which one holds: `a`, `a or b`, `a, b or c`.
    #[must_use]
    pub fn or(&self, words: &[String]) -> String {
        match words {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                say!(self, "list-or", first = first.join(", "), last = last.as_str())
            }
        }
    }

    /// Names as a list; official names hold commas, which must not join them.
    #[must_use]
    pub fn listed(&self, names: &[String]) -> String {
        if names.iter().any(|name| name.contains(',')) { names.join("; ") } else { self.and(names) }
    }

    /// What the publisher says of a figure: `provisional and of low reliability`.
    #[must_use]
    pub fn flags(&self, flags: Flags) -> Option<String> {
        let words: Vec<String> = flags
            .words()
            .map(|word| match word {
                "low-reliability" => say!(self, "flag-low-reliability"),
                "provisional" => say!(self, "flag-provisional"),
                "revised" => say!(self, "flag-revised"),
                "estimated" => say!(self, "flag-estimated"),
                "series-break" => say!(self, "flag-series-break"),
                other => other.to_owned(),
            })
            .collect();
        (!words.is_empty()).then(|| self.and(&words))
    }

    /// What the publisher says of a rate, or that it prints none: `of low
    /// reliability`, `no rate published`.
    #[must_use]
    pub fn remark(&self, rate: &CountedRate) -> Option<String> {
        let mut words: Vec<String> = self.flags(rate.rate.flags()).into_iter().collect();
        if rate.is_as_published() {
            words.push(say!(self, "remark-as-published"));
        }
        if rate.lacks_published() {
            words.push(say!(self, "remark-no-rate"));
        }
        (!words.is_empty()).then(|| words.join("; "))
    }

    /// A period within a sentence. Financial and academic years look alike, so
    /// their kind is said.
    #[must_use]
    pub fn period(&self, period: Period) -> String {
        let label = period.to_string();
        let label = match label.split_once(" to ") {
            Some((from, to)) => say!(self, "span", from = from, to = to),
            None => label,
        };
        let count = period.units();
        match period.unit() {
            PeriodUnit::FinancialYear => {
                say!(self, "financial-years", count = count, period = label)
            }
            PeriodUnit::AcademicYear => say!(self, "academic-years", count = count, period = label),
            _ => label,
        }
    }

    /// A day: `16 December 2010`.
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> String {
        let month = self.say(MONTHS[day.month0() as usize], &[]);
        say!(self, "day", day = day.day().to_string(), month = month, year = day.year().to_string())
    }

    /// Limits in words: `95% interval 9.2% to 14.9%`.
    #[must_use]
    pub fn limits(&self, unit: &Unit, interval: &Interval) -> String {
        let sign = if *unit == Unit::Percent { "%" } else { "" };
        let limit = |value| number(value, unit.decimals()) + sign;
        say!(
            self,
            "interval",
            confidence = interval.confidence.to_string(),
            lower = limit(interval.lower),
            upper = limit(interval.upper)
        )
    }

    /// The limits of an estimate in brackets, or that it has none.
    #[must_use]
    pub fn bracket(&self, unit: &Unit, estimate: &Estimate) -> String {
        estimate.interval.as_ref().map_or_else(
            || say!(self, "interval-none"),
            |interval| format!("({})", self.limits(unit, interval)),
        )
    }

    /// `12% (95% interval 9.2% to 14.9%)`.
    #[must_use]
    pub fn estimate(&self, unit: &Unit, estimate: &Estimate) -> String {
        format!("{} {}", unit.value(estimate.value), self.bracket(unit, estimate))
    }

    /// The limits of a number that is printed with so many decimals and this sign, in brackets
    /// behind it: ` (95% interval 9.2% to 14.9%)`. Nothing where it has none.
    pub(crate) fn within(&self, estimate: &Estimate, decimals: usize, sign: &str) -> String {
        let Some(interval) = &estimate.interval else { return String::new() };
        let limit = |value| number(value, decimals) + sign;
        let limits = say!(
            self,
            "interval",
            confidence = interval.confidence.to_string(),
            lower = limit(interval.lower),
            upper = limit(interval.upper)
        );
        format!(" ({limits})")
    }
}

/// The messages that name the months.
const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8",
    "month-9", "month-10", "month-11", "month-12",
];

impl Default for &'static Words {
    fn default() -> Self {
        english()
    }
}

/// The files of a language, each with its subject.
pub(crate) const fn own(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::English => ENGLISH,
        Language::Welsh => WELSH,
    }
}

/// The ids of the messages in a file: each begins a line.
pub(crate) fn ids(text: &str) -> impl Iterator<Item = &str> {
    let messages = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    messages.filter_map(|line| Some(line.split_once(" =")?.0))
}

/// A file of messages; a part that cannot be read is left out, which a test
/// forbids.
fn resource(text: &str) -> FluentResource {
    match FluentResource::try_new(text.to_owned()) {
        Ok(whole) => whole,
        Err((part, _)) => part,
    }
}

#[cfg(test)]
mod tests;
