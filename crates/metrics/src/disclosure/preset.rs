//! Rules of publishers, each with the words that it was taken from.

use super::{RateRule, Rounding, Rule, Threshold};

/// The rule of a publisher.
///
/// | preset                   | hidden | zeros  | others rounded to | crude rate from | standardised from | reliable from |
/// |--------------------------|--------|--------|-------------------|-----------------|-------------------|---------------|
/// | `ons-deaths`             | not confirmed | shown | exact        | 3 deaths        | 10 deaths         | 20 deaths     |
/// | `msds`                   | 0 to 4 | hidden | not confirmed     |                 |                   |               |
/// | `nhs-maternity`          | 1 to 7 | shown  | nearest 5         |                 |                   |               |
/// | `cdc-wonder`             | 1 to 9 | shown  | exact             |                 |                   | 20 deaths     |
/// | `opensafely`             | 0 to 7 | hidden | nearest 5         |                 |                   |               |
///
/// Left out, because no published text of it could be confirmed:
///
/// - the rules of the Office for National Statistics for *cells* of tables of
///   births and deaths: of its policy only a summary was at hand. The preset
///   has the rules for rates alone and hides no count;
/// - how the Maternity Services Data Set rounds counts of 5 and more: they
///   are shown as they are, and a publication that rounds them needs a rule
///   of its own;
/// - random rounding: no preset uses it, so there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Preset {
    /// Rates of deaths by the Office for National Statistics.
    OnsDeaths,
    /// The Maternity Services Data Set in data quality reports.
    Msds,
    /// NHS maternity statistics: 1 to 7 hidden, the rest to the nearest 5.
    NhsMaternity,
    /// CDC WONDER.
    CdcWonder,
    /// The measures of `OpenSAFELY`.
    OpenSafely,
}

impl Preset {
    /// Every preset, in the order of the table above.
    pub const ALL: [Self; 5] =
        [Self::OnsDeaths, Self::Msds, Self::NhsMaternity, Self::CdcWonder, Self::OpenSafely];

    /// Its name in kebab-case, such as `nhs-maternity`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::OnsDeaths => "ons-deaths",
            Self::Msds => "msds",
            Self::NhsMaternity => "nhs-maternity",
            Self::CdcWonder => "cdc-wonder",
            Self::OpenSafely => "opensafely",
        }
    }

    /// The preset with this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.id() == id)
    }

    /// Where the rule was published, and in what words.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::OnsDeaths => {
                "Office for National Statistics, answer FOI/2021/3301: no crude rate below 3 \
                 deaths, no standardised rate below 10, flag \"u\" below 20"
            }
            Self::Msds => {
                "Maternity Services Data Set in the Data Quality Maturity Index: 0 to 4 shown as \
                 an asterisk"
            }
            Self::NhsMaternity => {
                "equalities dashboard on the Maternity Services Data Set: zero shown, 1 to 7 shown \
                 as 5, others to the nearest 5, percentages from rounded counts, rare-event rates \
                 hidden where the numerator is below 8; the Data Quality Maturity Index has 1 to 7 \
                 and the nearest 5 for other data sets"
            }
            Self::CdcWonder => {
                "CDC WONDER: counts of 1 to 9 are never displayed; rates on fewer than 20 deaths \
                 are marked unreliable"
            }
            Self::OpenSafely => {
                "OpenSAFELY ehrQL, measures (pull request 1746): 7 and fewer redacted, then the \
                 nearest 5, ratio from rounded counts"
            }
        }
    }

    /// Where this implementation departs from the publisher, and why.
    #[must_use]
    pub const fn note(self) -> &'static str {
        match self {
            Self::OnsDeaths => {
                "Rules for rates alone: the rules for cells could not be confirmed and no count is \
                 hidden."
            }
            Self::Msds => {
                "Rounding of counts of 5 and more could not be confirmed and is left out."
            }
            Self::NhsMaternity => {
                "The publisher prints 5 for a count of 1 to 7; here it is withheld, because a \
                 printed 5 is read, and added up, as a count. Either way a reader knows 1 to 7. \
                 Every rate is one of rounded counts, so the rule for rare-event rates of exact \
                 counts has nothing to hide."
            }
            Self::CdcWonder => {
                "The footnote of its exports says \"20 or less\" where its help says fewer than 20; \
                 fewer than 20 is taken."
            }
            Self::OpenSafely => {
                "The publisher prints 0 for a count of 0 to 7; here it is withheld, because a \
                 hidden count is not 0."
            }
        }
    }

    /// The rule.
    ///
    /// # Example
    ///
    /// ```
    /// # use firstyear_core::{Cell, Withholding};
    /// # use firstyear_metrics::disclosure::Preset;
    /// let rule = Preset::OpenSafely.rule();
    /// assert_eq!(rule.shown(Cell::known(0)), Cell::Withheld(Withholding::Primary));
    /// assert_eq!(rule.shown(Cell::known(8)), Cell::known(10));
    /// ```
    #[must_use]
    pub fn rule(self) -> Rule {
        let threshold = |from, to| Some(Threshold { from, to });
        let nearest_five = Some(Rounding { base: 5 });
        match self {
            Self::OnsDeaths => Rule {
                rates: RateRule { crude_from: 3, standardised_from: 10, reliable_from: 20 },
                ..Rule::default()
            },
            Self::Msds => Rule { threshold: threshold(0, 4), ..Rule::default() },
            Self::NhsMaternity => {
                Rule { threshold: threshold(1, 7), rounding: nearest_five, ..Rule::default() }
            }
            Self::CdcWonder => Rule {
                threshold: threshold(1, 9),
                rates: RateRule { reliable_from: 20, ..RateRule::default() },
                ..Rule::default()
            },
            Self::OpenSafely => {
                Rule { threshold: threshold(0, 7), rounding: nearest_five, ..Rule::default() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Cell, Withholding};

    use super::*;

    /// Each row is a sentence of the source that the preset names.
    #[test]
    fn presets_do_what_their_sources_say() {
        let hidden = Cell::Withheld(Withholding::Primary);
        let cases = [
            (Preset::OnsDeaths, 1, Cell::known(1)),
            (Preset::Msds, 0, hidden),
            (Preset::Msds, 4, hidden),
            (Preset::Msds, 5, Cell::known(5)),
            (Preset::NhsMaternity, 0, Cell::known(0)),
            (Preset::NhsMaternity, 1, hidden),
            (Preset::NhsMaternity, 7, hidden),
            (Preset::NhsMaternity, 8, Cell::known(10)),
            (Preset::NhsMaternity, 12, Cell::known(10)),
            (Preset::NhsMaternity, 13, Cell::known(15)),
            (Preset::CdcWonder, 0, Cell::known(0)),
            (Preset::CdcWonder, 9, hidden),
            (Preset::CdcWonder, 10, Cell::known(10)),
            (Preset::OpenSafely, 0, hidden),
            (Preset::OpenSafely, 7, hidden),
            (Preset::OpenSafely, 8, Cell::known(10)),
        ];
        for (preset, count, shown) in cases {
            assert_eq!(preset.rule().shown(Cell::known(count)), shown, "{preset:?} of {count}");
        }
    }

    #[test]
    fn every_preset_has_a_name_a_source_and_a_note() {
        for preset in Preset::ALL {
            assert_eq!(Preset::from_id(preset.id()), Some(preset));
            assert!(!preset.source().is_empty() && preset.note().ends_with('.'), "{preset:?}");
        }
        assert_eq!(Preset::from_id("scotpho"), None);
    }
}
