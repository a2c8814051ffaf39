//! The notes after the rows of an export: what was asked for.

use firstyear_core::{Period, Place, Problem, ProblemCode, slug};

use super::RULE;
use super::header::Header;
use crate::input::Input;
use crate::rows::Rows;
use crate::{OnProgress, ReadError};

/// Bytes of notes that are kept; those of real exports stay below 20 KB.
const KEPT: usize = 1 << 16;

/// The block of notes.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    lines: Vec<String>,
    dataset: Option<String>,
    /// The parameters of the query, in the order of the notes.
    parameters: Vec<(String, String)>,
}

/// The places that a query chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    /// All of the United States.
    All,
    /// One, by the text of its parameter.
    One(String),
    /// Several, or one whose code is not given.
    Several,
}

impl Notes {
    /// Reads the notes of a file; none where it has no such block.
    pub(super) fn of(input: &Input<'_>, progress: OnProgress<'_>) -> Result<Self, ReadError> {
        let mut rows = Rows::open(input, None)?;
        let mut lines = Vec::new();
        let mut bytes = 0;
        let mut inside = false;
        while rows.next(progress)?.is_some() {
            inside |= rows.cell(0) == RULE;
            if inside && bytes < KEPT {
                let line = rows.cells().filter(|cell| !cell.is_empty()).collect::<Vec<_>>();
                let line = line.join(" ");
                bytes += line.len();
                lines.push(line);
            }
        }
        Ok(Self::new(lines))
    }

    fn new(lines: Vec<String>) -> Self {
        let mut notes = Self::default();
        let mut in_query = false;
        let mut before = 0;
        for line in &lines {
            if line == RULE {
                in_query = false;
            } else if let Some(name) = line.strip_prefix("Dataset: ") {
                notes.dataset = Some(name.to_owned());
            } else if line == "Query Parameters:" {
                in_query = true;
            } else if in_query {
                notes.parameter(line, before);
            }
            before = line.len();
        }
        Self { lines, ..notes }
    }

    /// A line of the query: a parameter, or the rest of a long one before it.
    fn parameter(&mut self, line: &str, length_before: usize) {
        // Lines are wrapped near 130 signs, so what follows a short one is new.
        const WRAPPED: usize = 100;
        const LONGEST_NAME: usize = 60;
        let split = line.split_once(": ").or_else(|| line.strip_suffix(':').map(|name| (name, "")));
        let names = |name: &str| name.len() <= LONGEST_NAME && !name.contains([';', ')', ',']);
        match (split, self.parameters.last_mut()) {
            (Some((name, value)), last)
                if last.is_none() || length_before < WRAPPED || names(name) =>
            {
                self.parameters.push((name.to_owned(), value.to_owned()));
            }
            (_, Some((_, value))) => {
                value.push(' ');
                value.push_str(line);
            }
            (_, None) => {}
        }
    }

    /// All of the notes, for the source.
    pub(super) fn text(&self) -> Option<String> {
        (!self.lines.is_empty()).then(|| self.lines.join("\n"))
    }

    pub(super) fn dataset(&self) -> Option<&str> {
        self.dataset.as_deref()
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The period of all rows together: the years of the query, or else of the
    /// data set. `None` where neither says it, or the years have gaps.
    pub(super) fn period(&self) -> Option<Period> {
        let chosen = self.parameters.iter().find(|(name, _)| is_years(name));
        let years: Vec<i32> = match chosen {
            Some((_, value)) => {
                let years = value.split(';').map(|year| year.trim().parse());
                years.collect::<Result<_, _>>().ok()?
            }
            None => years_of(self.dataset.as_deref()?)?,
        };
        let (first, last) = (*years.iter().min()?, *years.iter().max()?);
        let whole = usize::try_from(last - first).is_ok_and(|span| span + 1 == years.len());
        whole.then(|| Period::years(first, last).ok()).flatten()
    }

    /// The factor of the rates, as printed: `100,000`.
    pub(super) fn per(&self) -> Option<&str> {
        self.get("Calculate Rates Per")
    }

    /// What the query chose beyond groups, years and places, such as an age.
    pub(super) fn filters(&self) -> Vec<String> {
        let is_filter = |name: &str| {
            !is_years(name) && !is_place(name) && !is_setting(name) && slug(name).is_some()
        };
        let filters = self.parameters.iter().filter(|(name, _)| is_filter(name));
        filters.map(|(name, value)| format!("{name}: {value}")).collect()
    }

    /// The places that the query chose.
    pub(super) fn chosen(&self) -> Chosen {
        let mut places = self.parameters.iter().filter(|(name, _)| is_place(name));
        match (places.next(), places.next()) {
            (None, _) => Chosen::All,
            (Some((_, value)), None) if !value.contains(';') => Chosen::One(value.clone()),
            _ => Chosen::Several,
        }
    }

    /// Whether totals count people of rows that are hidden.
    pub(super) fn totals_hold_hidden_people(&self) -> bool {
        self.joined().contains("included in the totals")
    }

    /// Whether suppressed rows are left out, by the words of the notes.
    fn hides_suppressed(&self) -> bool {
        let text = self.joined();
        text.match_indices("suppressed").any(|(at, _)| {
            let sentence = text[at..].split('.').next().unwrap_or_default();
            sentence.contains("are hidden")
        })
    }

    /// Whether the query asked to leave suppressed rows out.
    pub(super) fn asked_to_hide(&self) -> bool {
        self.get("Show Suppressed").is_some_and(|value| value.eq_ignore_ascii_case("false"))
    }

    fn hides_zeros(&self) -> bool {
        let text = self.joined();
        text.contains("Rows with zero") && text.contains("are hidden")
    }

    fn joined(&self) -> String {
        self.lines.join(" ")
    }

    /// What is wrong with the notes, or to be known from them.
    pub(super) fn problems(&self, place: &Place, header: &Header) -> impl Iterator<Item = Problem> {
        let told = |code, message: &str| Problem::new(code, place.clone(), message);
        let none = self.lines.is_empty().then(|| {
            told(
                ProblemCode::NotesMissing,
                "the notes after the rows are missing, so the query and the unit of rates are not \
                 known",
            )
        });
        let hidden = self.hides_suppressed().then(|| {
            told(
                ProblemCode::RowsHidden,
                "the notes say that suppressed rows are left out, so groups are missing that had \
                 events",
            )
        });
        let zeros = (self.hides_zeros() && !header.groups.is_empty()).then(|| {
            told(ProblemCode::RowsHidden, "the notes say that rows with a count of 0 are left out")
                .with_severity(firstyear_core::Severity::Note)
        });
        [none, hidden, zeros].into_iter().flatten()
    }
}

fn is_years(name: &str) -> bool {
    matches!(name, "Year" | "Year/Month" | "Years" | "Year of Death" | "Year of Birth")
}

fn is_place(name: &str) -> bool {
    ["State", "County", "Counties", "Census", "HHS", "Region", "Division", "Residence"].iter().any(
        |word| {
            name.split([' ', '/'])
                .any(|part| part.trim_end_matches('s') == word.trim_end_matches('s'))
        },
    )
}

/// Settings of the query that choose nobody.
fn is_setting(name: &str) -> bool {
    matches!(name, "Title" | "Group By" | "Calculate Rates Per" | "Standard Population")
        || name.starts_with("Show ")
        || name.ends_with(" Option")
        || name.ends_with(" Options")
}

/// Every year from the first to the last of a data set's name, such as
/// `Natality, 2007-2022`.
fn years_of(dataset: &str) -> Option<Vec<i32>> {
    if dataset.contains("through") || dataset.contains("rovisional") {
        return None;
    }
    let years: Vec<i32> = dataset
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .collect();
    match *years {
        [year] => Some(vec![year]),
        [first, last] if first < last => Some((first..=last).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(lines: &[&str]) -> Notes {
        Notes::new(lines.iter().map(|line| (*line).to_owned()).collect())
    }

    #[test]
    fn a_wrapped_parameter_is_one() {
        let long = "UCD - ICD-10 Codes: A34 (Obstetrical tetanus); O00-O07 (Pregnancy with abortive outcome); O10-O16 (Oedema, proteinuria and";
        let found = notes(&[
            RULE,
            "Dataset: Multiple Cause of Death, 1999-2020",
            "Query Parameters:",
            long,
            "hypertensive disorders in pregnancy)",
            "Year/Month: 2018; 2019",
            "Group By: Race",
            "Calculate Rates Per: 100,000",
        ]);
        assert_eq!(found.parameters.len(), 4);
        assert_eq!(found.filters().len(), 1);
        assert!(
            found.filters()[0].ends_with("proteinuria and hypertensive disorders in pregnancy)")
        );
        assert_eq!(
            found.period().map(|period| period.to_string()),
            Some("2018 to 2019".to_owned())
        );
        assert_eq!(found.per(), Some("100,000"));
        assert_eq!(found.chosen(), Chosen::All);
    }

    #[test]
    fn years_with_a_gap_are_no_period() {
        let query =
            |line| notes(&[RULE, "Dataset: Natality, 2003-2006", "Query Parameters:", line]);
        assert_eq!(query("Year: 2003; 2005").period(), None);
        assert_eq!(query("Year: 2005").period(), Period::year(2005).ok());
        assert_eq!(query("Title: x").period(), Period::years(2003, 2006).ok());
        let open =
            notes(&[RULE, "Dataset: Provisional Mortality Statistics, 2018 through Last Week"]);
        assert_eq!(open.period(), None);
    }

    #[test]
    fn a_chosen_place_is_told() {
        let query = |line| notes(&[RULE, "Query Parameters:", line]).chosen();
        assert_eq!(query("States: Alabama (01)"), Chosen::One("Alabama (01)".to_owned()));
        assert_eq!(query("State: Alabama (01); Alaska (02)"), Chosen::Several);
        assert_eq!(query("Gender: Female"), Chosen::All);
    }
}
