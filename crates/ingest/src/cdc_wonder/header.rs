//! The columns of an export, by their names.

use firstyear_core::{Place, Problem, ProblemCode, Severity};

/// Counts of events.
const COUNTS: [&str; 3] = ["Deaths", "Births", "Fetal Deaths"];
/// Counts of people at risk, beside births.
const PEOPLE: [&str; 3] = ["Population", "Female Population", "Total Population"];
/// Rates: the events counted, and those at risk by preference.
const RATES: [(&str, &str, &[&str]); 5] = [
    ("Crude Rate", "Deaths", &["Population"]),
    ("Age Adjusted Rate", "Deaths", &["Population"]),
    ("Death Rate", "Deaths", &["Births"]),
    ("Birth Rate", "Births", &["Total Population", "Population"]),
    ("Fertility Rate", "Births", &["Female Population", "Population"]),
];
const LOWER: &str = " Lower 95% Confidence Interval";
const UPPER: &str = " Upper 95% Confidence Interval";
const ERROR: &str = " Standard Error";
const CODE: &str = " Code";

/// The columns of a file.
#[derive(Clone, Debug)]
pub(super) struct Header {
    names: Vec<String>,
    /// Where the remarks on rows stand, such as `Total`.
    pub(super) notes: Option<usize>,
    pub(super) groups: Vec<Group>,
    /// Never empty; the first is the one whose total rows are checked.
    pub(super) measures: Vec<Measure>,
    unread: Vec<usize>,
}

/// A column by which rows are split.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) label: usize,
    pub(super) code: Option<usize>,
    pub(super) kind: Kind,
}

/// What a group column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Year,
    Month,
    /// A place: the scheme of its codes, and how narrow it is.
    Place(&'static str, u8),
    Split,
}

/// A figure of each row.
#[derive(Clone, Debug, Default)]
pub(super) struct Measure {
    /// As the publisher names it.
    pub(super) name: String,
    pub(super) count: Option<usize>,
    pub(super) at_risk: Option<usize>,
    pub(super) value: Option<usize>,
    pub(super) limits: Option<[usize; 2]>,
    pub(super) error: Option<usize>,
    /// Whether the value is a rate of the unit that the query chose.
    pub(super) is_rate: bool,
}

impl Header {
    /// The columns; `None` for a header of another kind of file.
    pub(super) fn of(header: &[String]) -> Option<Self> {
        let names: Vec<String> = header.iter().map(|name| plain(name)).collect();
        let at = |name: &str| names.iter().position(|known| known == name);
        let first_measure = names.iter().position(|name| is_measure(name))?;
        let notes = at(super::NOTES).filter(|notes| *notes < first_measure);
        let is_code = |name: &str| name.strip_suffix(CODE).is_some_and(|name| at(name).is_some());
        let groups: Vec<Group> = (0..first_measure)
            .filter(|i| Some(*i) != notes && !is_code(&names[*i]))
            .map(|label| Group {
                name: names[label].clone(),
                label,
                code: at(&format!("{}{CODE}", names[label])),
                kind: kind(&names[label]),
            })
            .collect();
        let measures = measures(&names);
        if measures.is_empty() || (groups.is_empty() && notes.is_none()) {
            return None;
        }
        let used = |i: usize| measures.iter().any(|measure| measure.uses(i));
        let unread = (first_measure..names.len()).filter(|i| !used(*i)).collect();
        Some(Self { names, notes, groups, measures, unread })
    }

    /// How many columns bear names that are WONDER's own.
    pub(super) fn own_words(&self) -> usize {
        let codes = self.groups.iter().filter(|group| group.code.is_some()).count();
        codes + self.names.iter().filter(|name| is_measure(name)).count()
    }

    pub(super) fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    /// The columns that are not read.
    pub(super) fn problems(&self, place: &Place) -> impl Iterator<Item = Problem> {
        self.unread.iter().map(|column| {
            let place = place.clone().column(self.name(*column));
            let message = "not a figure that can be read, so the column was passed over";
            Problem::new(ProblemCode::ColumnUnknown, place, message)
                .with_severity(Severity::Note)
                .with_help("nothing needs to be done")
        })
    }
}

impl Measure {
    fn uses(&self, column: usize) -> bool {
        [self.count, self.at_risk, self.value, self.error].contains(&Some(column))
            || self.limits.is_some_and(|limits| limits.contains(&column))
    }

    /// Whether the value can be formed again from the counts beside it.
    pub(super) fn is_quotient(&self) -> bool {
        self.is_rate && self.name != "Age Adjusted Rate"
    }
}

/// A name without the marks that other programs put in place of blanks.
fn plain(name: &str) -> String {
    let blanks = name.replace(['_', '\u{a0}'], " ");
    blanks.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_measure(name: &str) -> bool {
    COUNTS.contains(&name)
        || PEOPLE.contains(&name)
        || RATES.iter().any(|(rate, ..)| name.starts_with(rate))
        || is_extra(name)
}

/// A figure beside the counts that stands alone.
fn is_extra(name: &str) -> bool {
    name.starts_with("Average ") || name.starts_with("% of Total ")
}

fn measures(names: &[String]) -> Vec<Measure> {
    let at = |name: &str| names.iter().position(|known| known == name);
    let with = |name: &str, end: &str| at(&format!("{name}{end}"));
    let mut out: Vec<Measure> = RATES
        .iter()
        .filter_map(|(rate, count, at_risk)| {
            Some(Measure {
                name: (*rate).to_owned(),
                value: Some(at(rate)?),
                count: at(count),
                at_risk: at_risk.iter().find_map(|name| at(name)),
                limits: with(rate, LOWER).zip(with(rate, UPPER)).map(|(low, high)| [low, high]),
                error: with(rate, ERROR),
                is_rate: true,
            })
        })
        .collect();
    if out.is_empty() {
        let count = COUNTS.iter().find_map(|name| at(name).map(|column| (*name, column)));
        if let Some((name, count)) = count {
            let births = at("Births").filter(|births| *births != count);
            let at_risk = births.or_else(|| PEOPLE.iter().find_map(|name| at(name)));
            let name = name.to_owned();
            out.push(Measure { name, count: Some(count), at_risk, ..Measure::default() });
        }
    }
    let extra = (0..names.len()).filter(|i| is_extra(&names[*i]));
    out.extend(extra.map(|value| Measure {
        name: names[value].clone(),
        value: Some(value),
        ..Measure::default()
    }));
    out
}

fn kind(name: &str) -> Kind {
    let has = |word: &str| name.split([' ', '/']).any(|part| part == word);
    match name {
        "Year" | "Year of Death" | "Year of Birth" => Kind::Year,
        "Month" | "Month/Year" | "Year/Month" => Kind::Month,
        // A place of birth or occurrence beside a residence is a split.
        _ if has("Occurrence") => Kind::Split,
        _ if has("County") => Kind::Place("us-fips", 4),
        _ if has("State") => Kind::Place("us-fips", 3),
        _ if has("HHS") => Kind::Place("us-hhs", 2),
        _ if has("Census") && has("Division") => Kind::Place("us-census", 2),
        _ if has("Census") && has("Region") => Kind::Place("us-census", 1),
        _ => Kind::Split,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Option<Header> {
        Header::of(&names.split(',').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn columns_are_told_by_their_names_in_either_spelling() {
        for names in [
            "Notes,State,State Code,Race,Race Code,Deaths,Population,Crude Rate",
            "State,State_Code,Race,Race_Code,Deaths,Population,Crude_Rate",
        ] {
            let found = header(names).unwrap();
            assert_eq!(found.groups.len(), 2, "{names}");
            assert_eq!(found.groups[0].kind, Kind::Place("us-fips", 3));
            assert_eq!(found.measures.len(), 1);
            assert!(found.measures[0].count.is_some() && found.measures[0].at_risk.is_some());
            assert_eq!(found.own_words(), 5);
        }
    }

    #[test]
    fn rates_find_their_events_and_people() {
        let found = header(
            "Notes,Year,Year Code,Births,Total Population,Birth Rate,Female Population,\
             Fertility Rate,Average Birth Weight (grams),\
             Standard Deviation for Average Birth Weight (grams)",
        )
        .unwrap();
        let names: Vec<_> = found.measures.iter().map(|measure| &*measure.name).collect();
        assert_eq!(names, ["Birth Rate", "Fertility Rate", "Average Birth Weight (grams)"]);
        let at_risk: Vec<_> = found.measures.iter().map(|measure| measure.at_risk).collect();
        assert_eq!(at_risk, [Some(4), Some(6), None]);
        assert_eq!(found.unread, [9]);
    }

    #[test]
    fn other_tables_are_not_taken() {
        assert!(header("indicator,area,period,value").is_none());
        assert!(header("Area,Deaths,Comments").is_some_and(|found| found.own_words() < 4));
    }
}
