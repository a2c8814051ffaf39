//! Kinds of death: the words of a column header to an indicator.

/// What the rate of a kind is a rate of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AtRisk {
    /// Live births.
    LiveBirths,
    /// Live births and stillbirths.
    AllBirths,
    /// Mid-year population, which the workbook does not print.
    Population,
}

/// A kind of death, with the indicator that it is counted under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) indicator: &'static str,
    pub(super) at_risk: AtRisk,
}

/// What a column of a kind holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Deaths,
    Rate,
    /// Marks such as `[u]`.
    Marks,
}

const fn born(indicator: &'static str) -> Kind {
    Kind { indicator, at_risk: AtRisk::LiveBirths }
}

const fn all_births(indicator: &'static str) -> Kind {
    Kind { indicator, at_risk: AtRisk::AllBirths }
}

const fn children(indicator: &'static str) -> Kind {
    Kind { indicator, at_risk: AtRisk::Population }
}

pub(super) const INFANT: Kind = born("infant-mortality-rate");
pub(super) const NEONATAL: Kind = born("neonatal-mortality");
pub(super) const EARLY_NEONATAL: Kind = born("early-neonatal-mortality");
pub(super) const STILLBIRTH: Kind = all_births("stillbirth-rate");
pub(super) const PERINATAL: Kind = all_births("perinatal-mortality");
const LATE_NEONATAL: Kind = born("late-neonatal-mortality");
const POSTNEONATAL: Kind = born("post-neonatal-mortality");

/// The header of a column of deaths, what the headers of its rate and of its
/// marks begin with, and the kind that they name.
const WORDS: &[(&str, &str, Kind)] = &[
    ("perinatal deaths", "perinatal", PERINATAL),
    (PERINATAL_IN_FULL, PERINATAL_IN_FULL, PERINATAL),
    (STILLBIRTH_NEONATAL, STILLBIRTH_NEONATAL, all_births("stillbirth-and-neonatal-mortality")),
    (STILLBIRTH_INFANT, STILLBIRTH_INFANT, all_births("stillbirth-and-infant-mortality")),
    ("stillbirths", "stillbirth", STILLBIRTH),
    ("early neonatal deaths", "early neonatal", EARLY_NEONATAL),
    ("early neonatal under 7 days", "early neonatal under 7 days", EARLY_NEONATAL),
    ("early neonatal under 1 day", "early neonatal under 1 day", born("first-day-mortality")),
    (DAY_1_TO_6, DAY_1_TO_6, born("day-1-to-6-mortality")),
    ("late neonatal deaths", "late neonatal", LATE_NEONATAL),
    (LATE_IN_FULL, LATE_IN_FULL, LATE_NEONATAL),
    ("neonatal deaths", "neonatal", NEONATAL),
    ("neonatal under 28 days", "neonatal under 28 days", NEONATAL),
    ("postneonatal deaths", "postneonatal", POSTNEONATAL),
    ("postneonatal 28 days or over", "postneonatal 28 days or over", POSTNEONATAL),
    (WEEKS_4_TO_MONTHS_3, WEEKS_4_TO_MONTHS_3, born("postneonatal-4-weeks-to-3-months")),
    (MONTHS_3_TO_6, MONTHS_3_TO_6, born("postneonatal-3-to-6-months")),
    (MONTHS_6_TO_12, MONTHS_6_TO_12, born("postneonatal-6-to-12-months")),
    ("infant deaths", "infant", INFANT),
    ("infant under 1 year", "infant under 1 year", INFANT),
    ("childhood deaths 1-4 years", "1-4", children("child-mortality-1-4")),
    ("childhood deaths 5-9 years", "5-9", children("child-mortality-5-9")),
    ("childhood deaths 10-14 years", "10-14", children("child-mortality-10-14")),
    ("childhood deaths 1-15 years", "1-15", children("child-mortality-1-15")),
];

const PERINATAL_IN_FULL: &str =
    "perinatal deaths (stillbirth and early neonatal deaths - under 7 days)";
const STILLBIRTH_NEONATAL: &str = "stillbirth and neonatal deaths - under 28 days";
const STILLBIRTH_INFANT: &str = "stillbirth and infant deaths - under 1 year";
const DAY_1_TO_6: &str = "early neonatal 1 day and under 1 week";
const LATE_IN_FULL: &str = "late neonatal 1 week and under 4 weeks";
const WEEKS_4_TO_MONTHS_3: &str = "postneonatal 4 weeks and under 3 months";
const MONTHS_3_TO_6: &str = "postneonatal 3 months and under 6 months";
const MONTHS_6_TO_12: &str = "postneonatal 6 months and under 1 year";

/// What follows the first words in the header of a rate.
const RATES: [&str; 5] =
    [" mortality rate", " mortality rates", " rate", " rates", " rate per 1,000 births"];

/// Ages of children in the table of ICD chapters, as printed.
const AGES: &[(&str, Kind)] = &[
    ("28 days to 15 years", children("child-deaths-28-days-to-15-years")),
    ("1-5 months", children("child-deaths-1-to-5-months")),
    ("6-11 months", children("child-deaths-6-to-11-months")),
    ("1-11 months", children("child-deaths-1-to-11-months")),
    ("1-4 years", children("child-mortality-1-4")),
    ("5-9 years", children("child-mortality-5-9")),
    ("10-14 years", children("child-mortality-10-14")),
    ("1-15 years", children("child-mortality-1-15")),
];

impl Kind {
    /// The kind that a normalised header names, and what its column holds.
    /// Every word counts: a lower limit of a rate is not the rate.
    pub(super) fn of_header(header: &str) -> Option<(Self, Part)> {
        // Rates of children name their age last.
        let of_children = header
            .strip_prefix("childhood mortality rate ")
            .and_then(|age| age.strip_suffix(" years"));
        let part = |deaths: &str, begin: &str| match header.strip_prefix(begin) {
            _ if header == deaths => Some(Part::Deaths),
            _ if of_children == Some(begin) => Some(Part::Rate),
            Some(rest) if RATES.contains(&rest) => Some(Part::Rate),
            Some(" unreliable indicator") => Some(Part::Marks),
            _ => None,
        };
        WORDS.iter().find_map(|(deaths, begin, kind)| Some((*kind, part(deaths, begin)?)))
    }

    /// The shortest header of its deaths.
    pub(super) fn deaths_header(self) -> &'static str {
        self.headers().map_or(self.indicator, |(deaths, _)| deaths)
    }

    /// The shortest header of its rate.
    pub(super) fn rate_header(self) -> String {
        let begin = self.headers().map_or(self.indicator, |(_, begin)| begin);
        format!("{begin} mortality rate")
    }

    fn headers(self) -> Option<(&'static str, &'static str)> {
        let found = WORDS.iter().find(|(_, _, kind)| *kind == self);
        found.map(|(deaths, begin, _)| (*deaths, *begin))
    }

    /// The kind of deaths of children at a printed age.
    pub(super) fn of_age(age: &str) -> Option<Self> {
        AGES.iter().find(|(known, _)| *known == age).map(|(_, kind)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_kinds_are_told_from_wide_ones() {
        use Part::{Deaths, Marks, Rate};
        for (header, indicator, part) in [
            ("early neonatal under 7 days", "early-neonatal-mortality", Deaths),
            ("early neonatal under 1 day mortality rate", "first-day-mortality", Rate),
            ("early neonatal 1 day and under 1 week", "day-1-to-6-mortality", Deaths),
            ("neonatal under 28 days", "neonatal-mortality", Deaths),
            ("neonatal mortality rates", "neonatal-mortality", Rate),
            ("postneonatal 28 days or over", "post-neonatal-mortality", Deaths),
            (PERINATAL_IN_FULL, "perinatal-mortality", Deaths),
            (STILLBIRTH_INFANT, "stillbirth-and-infant-mortality", Deaths),
            ("stillbirths", "stillbirth-rate", Deaths),
            ("stillbirth rate per 1,000 births", "stillbirth-rate", Rate),
            ("childhood deaths 1-15 years", "child-mortality-1-15", Deaths),
            ("childhood mortality rate 1-4 years", "child-mortality-1-4", Rate),
            ("10-14 unreliable indicator", "child-mortality-10-14", Marks),
        ] {
            let found = Kind::of_header(header).map(|(kind, part)| (kind.indicator, part));
            assert_eq!(found, Some((indicator, part)), "{header}");
        }
    }

    #[test]
    fn a_header_with_other_words_names_no_kind() {
        for header in [
            "bangladeshi",
            "infant",
            "infant mortality rate lower limit",
            "infant mortality rate, difference from 2021",
            "infant deaths (provisional)",
            "stillbirths rate of change",
            "childhood mortality rate 1-4 years upper limit",
        ] {
            assert_eq!(Kind::of_header(header), None, "{header}");
        }
    }
}
