//! Findings in sentences: plain English with the right decimals, each figure
//! with its limits.
//!
//! | about                                | use                                  |
//! |--------------------------------------|--------------------------------------|
//! | a gap, and one held against another  | [`gap`]                              |
//! | groups, slope and excess             | [`profile`]                          |
//! | areas against a comparator           | [`areas`]                            |
//! | areas by their size                  | [`funnel`]                           |
//! | areas with few events                | [`small_areas`]                      |
//! | how far people come on a pathway     | [`cascade`]                          |
//! | whether a pathway works              | [`pathway`]                          |
//! | causes of death                      | [`causes`]                           |
//! | a rate over time                     | [`trend`]                            |
//! | the course of a line, for all        | [`course`]                           |
//! | a control chart                      | [`spc`]                              |
//! | periods that these leave out         | [`left_out`]                         |
//! | the parts of a difference            | [`decomposition`]                    |
//! | which areas first                     | [`selection`]                        |
//! | how an area stands                   | [`scorecard`]                        |
//! | what is known of one area            | [`area_profile`]                     |
//! | did it work                           | [`evaluation`]                       |
//! | what followed recommendations        | [`learning`]                         |
//! | how far an area says it is           | [`self_assessment`]                  |
//! | use of a service against need        | [`equity_audit`]                     |
//! | what a review of deaths found        | [`deaths_review`]                    |
//! | periods of risk                      | [`ppor`]                             |
//! | what would narrow a gap              | [`scenario`]                         |
//! | the state of the data                | [`quality`]                          |
//! | tables and statements as printed     | [`printed`]                          |
//! | a denominator that is a sample       | [`sample`]                           |
//!
//! Nothing is computed here. What cannot be told is said; a missing figure is
//! named in words and never as 0. Better and worse are said only where the
//! indicator has an agreed direction.

pub mod area_profile;
pub mod areas;
pub mod cascade;
pub mod causes;
pub mod course;
pub mod deaths_review;
pub mod decomposition;
pub mod equity_audit;
pub mod evaluation;
pub mod funnel;
pub mod gap;
pub mod learning;
pub mod left_out;
pub mod pathway;
pub mod ppor;
pub mod printed;
pub mod profile;
pub mod quality;
pub mod recommendations;
pub mod refusal;
pub mod scenario;
pub mod scorecard;
pub mod selection;
pub mod self_assessment;
pub mod small_areas;
pub mod spc;
pub mod title;
pub mod trend;

use firstyear_analysis::AreaRate;
use firstyear_core::{Basis, Indicator, Period, Polarity};

use crate::format::{Unit, number};
use crate::words::{Words, say};

/// What sentences say of an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Its name within a sentence: `infant mortality rate`.
    pub name: String,
    /// The events counted: `deaths at age under 1 year`.
    pub events: String,
    /// Those among whom they are counted: `live births`.
    pub at_risk: String,
    /// What its values are in.
    pub unit: Unit,
    /// Which way is good.
    pub polarity: Polarity,
    /// The language of what is said.
    pub words: &'static Words,
}

impl Measured {
    /// The words of an indicator, and those of the language of a report.
    #[must_use]
    pub fn of(indicator: &Indicator, words: &'static Words) -> Self {
        let id = format!("indicator-{}", indicator.id);
        let said = |part, english: &str| words.name(&id, part).unwrap_or_else(|| lower(english));
        let unit = match (Unit::of(indicator), words.name(&id, Some("unit"))) {
            (Unit::Rate(_), Some(unit)) => Unit::Rate(unit),
            (unit, _) => unit,
        };
        Self {
            name: said(None, &indicator.name),
            events: said(Some("events"), &indicator.numerator),
            at_risk: said(Some("at-risk"), &indicator.denominator),
            unit,
            polarity: indicator.polarity,
            words,
        }
    }
}

/// A name as it stands within a sentence; an abbreviation keeps its capitals.
fn lower(name: &str) -> String {
    let mut chars = name.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => name.to_owned(),
    }
}

/// The rate of what areas are held against.
fn comparator(when: Period, area: &AreaRate, measured: &Measured) -> String {
    let (words, rate) = (measured.words, &area.rate.rate);
    let (when, indicator, area) = (words.period(when), measured.name.as_str(), area.name.as_str());
    match rate.value() {
        Some(rate) => say!(
            words,
            "comparator-rate",
            period = when,
            indicator = indicator,
            area = area,
            value = words.estimate(&measured.unit, rate)
        ),
        None => say!(
            words,
            "comparator-rate-missing",
            period = when,
            indicator = indicator,
            area = area,
            missing = words.missing(rate).unwrap_or_else(|| say!(words, "not-known"))
        ),
    }
}

/// What a reader must know of a denominator that is a sample; `None` where
/// everyone was counted.
#[must_use]
pub fn sample(basis: Basis, measured: &Measured) -> Option<String> {
    match basis {
        Basis::Complete => None,
        Basis::Sample(fraction) => {
            let percent = fraction.get() * 100.0;
            let decimals = usize::from(percent.fract() != 0.0);
            Some(say!(
                measured.words,
                "sample",
                denominator = measured.at_risk.as_str(),
                percent = number(percent, decimals),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use firstyear_analysis::{AreaComparison, CountedRate};
    use firstyear_core::{Cell, Flags, PeriodUnit, SampleFraction, Withholding};

    use super::*;
    use crate::testing;
    use crate::words::english;

    #[test]
    fn missing_figures_have_four_different_words() {
        let word = |cell: Cell<u64>| english().missing(&cell);
        assert_eq!(word(Cell::known(0)), None);
        assert_eq!(word(Cell::Withheld(Withholding::Publisher)).as_deref(), Some("withheld"));
        assert_eq!(word(Cell::Absent).as_deref(), Some("not reported"));
        assert_eq!(word(Cell::NotApplicable).as_deref(), Some("not applicable"));
    }

    #[test]
    fn marks_of_the_publisher_and_their_absence_are_said() {
        let made = testing::rate(12, 3_900, testing::estimate(3.1, 1.6, 5.4));
        assert_eq!(english().remark(&made), None);
        let marked = made.clone().with_published(Cell::flagged(3.1, Flags::LOW_RELIABILITY));
        assert_eq!(english().remark(&marked).unwrap(), "of low reliability");
        let kept_back = made.clone().with_published(Cell::Absent);
        assert_eq!(english().remark(&kept_back).unwrap(), "no rate published");
        let bare = CountedRate { at_risk: Cell::Absent, rate: Cell::Absent, ..made };
        let printed = bare.with_published(Cell::flagged(4.5, Flags::PROVISIONAL));
        assert_eq!(
            english().remark(&printed).unwrap(),
            "provisional; as published, its counts are not all known"
        );
    }

    #[test]
    fn what_areas_are_held_against_is_said_or_named_as_missing() {
        let mut areas = testing::area_comparison();
        let said = |areas: &AreaComparison| {
            comparator(areas.period, &areas.comparator, &testing::measured())
        };
        let known = said(&areas);
        assert!(known.starts_with("In ") && known.contains(" was "), "{known}");
        areas.comparator.rate.rate = Cell::Withheld(Withholding::Publisher);
        let withheld = said(&areas);
        assert!(withheld.starts_with("For ") && withheld.ends_with(" is withheld."), "{withheld}");
    }

    #[test]
    fn a_sampled_denominator_is_said() {
        let basis = Basis::Sample(SampleFraction::new(0.1).unwrap());
        let words = sample(basis, &testing::measured()).unwrap();
        assert!(words.starts_with("The live births are a 10% sample multiplied up."), "{words}");
        assert_eq!(sample(Basis::Complete, &testing::measured()), None);
    }

    #[test]
    fn the_kind_of_a_split_year_is_said() {
        let year = |unit, units| english().period(Period::new(unit, 2006, 1, units).unwrap());
        assert_eq!(year(PeriodUnit::CalendarYear, 3), "2006 to 2008");
        assert_eq!(year(PeriodUnit::FinancialYear, 1), "financial year 2006/07");
        assert_eq!(year(PeriodUnit::AcademicYear, 2), "academic years 2006/07 to 2007/08");
    }

    #[test]
    fn flags_and_names_read_as_words() {
        let both = Flags::PROVISIONAL | Flags::LOW_RELIABILITY;
        assert_eq!(english().flags(both).unwrap(), "provisional and of low reliability");
        assert_eq!(english().flags(Flags::NONE), None);
        assert_eq!(lower("Infant mortality rate"), "infant mortality rate");
        assert_eq!(lower("BMI at booking"), "BMI at booking");
    }
}
