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

const fn kind(indicator: &'static str, at_risk: AtRisk) -> Kind {
    Kind { indicator, at_risk }
}

pub(super) const INFANT: Kind = kind("infant-mortality-rate", AtRisk::LiveBirths);
pub(super) const NEONATAL: Kind = kind("neonatal-mortality", AtRisk::LiveBirths);
pub(super) const EARLY_NEONATAL: Kind = kind("early-neonatal-mortality", AtRisk::LiveBirths);
pub(super) const STILLBIRTH: Kind = kind("stillbirth-rate", AtRisk::AllBirths);
pub(super) const PERINATAL: Kind = kind("perinatal-mortality", AtRisk::AllBirths);

/// How a header begins, what else it holds, and the kind that it names. The
/// first line that fits counts, so the narrower stand above the wider.
const WORDS: &[(&str, &str, Kind)] = &[
    ("perinatal", "", PERINATAL),
    ("stillbirth", "and neonatal", kind("stillbirth-and-neonatal-mortality", AtRisk::AllBirths)),
    ("stillbirth", "and infant", kind("stillbirth-and-infant-mortality", AtRisk::AllBirths)),
    ("stillbirth", "", STILLBIRTH),
    ("early neonatal", "under 1 day", kind("first-day-mortality", AtRisk::LiveBirths)),
    ("early neonatal", "1 day and under 1 week", kind("day-1-to-6-mortality", AtRisk::LiveBirths)),
    ("early neonatal", "", EARLY_NEONATAL),
    ("late neonatal", "", kind("late-neonatal-mortality", AtRisk::LiveBirths)),
    ("neonatal", "", NEONATAL),
    (
        "postneonatal",
        "4 weeks and under 3 months",
        kind("postneonatal-4-weeks-to-3-months", AtRisk::LiveBirths),
    ),
    (
        "postneonatal",
        "3 months and under 6 months",
        kind("postneonatal-3-to-6-months", AtRisk::LiveBirths),
    ),
    (
        "postneonatal",
        "6 months and under 1 year",
        kind("postneonatal-6-to-12-months", AtRisk::LiveBirths),
    ),
    ("postneonatal", "", kind("post-neonatal-mortality", AtRisk::LiveBirths)),
    ("infant", "", INFANT),
    ("", "1-4", kind("child-mortality-1-4", AtRisk::Population)),
    ("", "5-9", kind("child-mortality-5-9", AtRisk::Population)),
    ("", "10-14", kind("child-mortality-10-14", AtRisk::Population)),
    ("", "1-15", kind("child-mortality-1-15", AtRisk::Population)),
];

/// Ages of children in the table of ICD chapters, as printed.
const AGES: &[(&str, Kind)] = &[
    ("28 days to 15 years", kind("child-deaths-28-days-to-15-years", AtRisk::Population)),
    ("1-5 months", kind("child-deaths-1-to-5-months", AtRisk::Population)),
    ("6-11 months", kind("child-deaths-6-to-11-months", AtRisk::Population)),
    ("1-11 months", kind("child-deaths-1-to-11-months", AtRisk::Population)),
    ("1-4 years", kind("child-deaths-1-to-4-years", AtRisk::Population)),
    ("5-9 years", kind("child-deaths-5-to-9-years", AtRisk::Population)),
    ("10-14 years", kind("child-deaths-10-to-14-years", AtRisk::Population)),
    ("1-15 years", kind("child-deaths-1-to-15-years", AtRisk::Population)),
];

impl Kind {
    /// The kind that a normalised header names.
    pub(super) fn of_header(header: &str) -> Option<Self> {
        let fits = |begin: &str, holds: &str| header.starts_with(begin) && header.contains(holds);
        WORDS.iter().find(|(begin, holds, _)| fits(begin, holds)).map(|(_, _, kind)| *kind)
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
        for (header, indicator) in [
            ("early neonatal under 7 days", "early-neonatal-mortality"),
            ("early neonatal under 1 day mortality rate", "first-day-mortality"),
            ("early neonatal 1 day and under 1 week", "day-1-to-6-mortality"),
            ("neonatal under 28 days", "neonatal-mortality"),
            ("postneonatal 28 days or over", "post-neonatal-mortality"),
            ("perinatal deaths (stillbirth and early neonatal deaths)", "perinatal-mortality"),
            ("stillbirth and infant deaths - under 1 year", "stillbirth-and-infant-mortality"),
            ("stillbirths", "stillbirth-rate"),
            ("childhood deaths 1-15 years", "child-mortality-1-15"),
            ("10-14 unreliable indicator", "child-mortality-10-14"),
        ] {
            assert_eq!(Kind::of_header(header).map(|k| k.indicator), Some(indicator), "{header}");
        }
        assert_eq!(Kind::of_header("bangladeshi"), None);
    }
}
