//! What the columns of a table hold, by the words of its header: some rows of
//! groups, such as `Deaths (numbers)`, above rows of names.

use super::sheets::Row;

/// A column of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) at: usize,
    /// The indicator, one of [`super::indicators`].
    pub(super) code: &'static str,
    pub(super) group: Option<Group>,
    /// Whether the figure is a count; a rate otherwise.
    pub(super) is_count: bool,
    /// The column of marks beside a rate.
    pub(super) mark: Option<usize>,
}

/// Whom a column counts, where not everyone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// `Males` or `Females`, as printed.
    Sex(&'static str),
    /// An age group of mothers, such as `20-24`.
    MotherAge(String),
}

/// The columns of a header that are known, how many are not, and the first
/// column of figures.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) known: Vec<Column>,
    pub(super) unknown: usize,
    pub(super) first: usize,
}

/// Words that head several columns.
const GROUPS: [&str; 13] = [
    "population",
    "populations",
    "number (thousands)",
    "numbers (thousands)",
    "deaths (numbers)",
    "live births",
    "maternities",
    "numbers",
    "rates",
    "rate",
    "percentages",
    "age of mother at birth",
    "age group",
];

impl Columns {
    /// Whether a row begins the header.
    pub(super) fn begin(row: &Row) -> bool {
        const FIRST: [&str; 6] = [
            "population",
            "populations",
            "deaths (numbers)",
            "live births",
            "age of mother at birth",
            "age group",
        ];
        row.filled().any(|(at, cell)| at > 0 && FIRST.contains(&cell.to_lowercase().as_str()))
    }

    /// Reads the rows of a header; `None` where none of its columns is known.
    pub(super) fn of(rows: &[Row]) -> Option<Self> {
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.to_lowercase()).collect())
            .collect();
        let first =
            rows.iter().filter_map(|row| row.iter().position(|cell| is_group(cell))).min()?;
        let width = rows.iter().map(Vec::len).max()?;
        let header = Header { rows: &rows };
        let mut known: Vec<Column> = Vec::new();
        let mut unknown = 0;
        for at in first..width {
            if header.is_blank(at) {
                if let Some(last) = known.last_mut().filter(|last| last.at + 1 == at) {
                    last.mark = (!last.is_count).then_some(at);
                }
                continue;
            }
            match header.classify(at) {
                Some((code, group, is_count)) => {
                    known.push(Column { at, code, group, is_count, mark: None });
                }
                None => unknown += 1,
            }
        }
        // A column of marks can stand behind the last header.
        if let Some(last) = known.last_mut().filter(|last| last.at + 1 == width && !last.is_count) {
            last.mark = Some(width);
        }
        (!known.is_empty()).then_some(Self { known, unknown, first })
    }
}

fn is_group(cell: &str) -> bool {
    GROUPS.contains(&cell) || cell.starts_with("rates per 1,000 women")
}

struct Header<'h> {
    rows: &'h [Vec<String>],
}

/// An indicator, whom it counts, and whether it is a count.
type Found = (&'static str, Option<Group>, bool);

impl Header<'_> {
    fn is_blank(&self, at: usize) -> bool {
        self.rows.iter().all(|row| row.get(at).is_none_or(String::is_empty))
    }

    /// The words above a column that are its own.
    fn own(&self, at: usize) -> String {
        let cells = self.rows.iter().filter_map(|row| row.get(at));
        let own = cells.filter(|cell| !cell.is_empty() && !is_group(cell));
        own.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The last filled cell of each row at a column or before it.
    fn above(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(move |row| {
            let mut cells = row.iter().take(at + 1).map(String::as_str);
            cells.rfind(|cell| !cell.is_empty())
        })
    }

    fn stands_under(&self, at: usize, words: &str) -> bool {
        self.above(at).any(|cell| cell.starts_with(words))
    }

    fn classify(&self, at: usize) -> Option<Found> {
        let own = self.own(at);
        // `population)` can end the words of a rate.
        if self.above(at).any(|cell| matches!(cell, "population" | "populations")) {
            None
        } else if self.stands_under(at, "age of mother") {
            self.by_age_of_mother(at, &own)
        } else if self.stands_under(at, "age group") {
            self.by_age_at_death(at, &own)
        } else if self.stands_under(at, "deaths (numbers)") {
            number_of_deaths(&own)
        } else if self.stands_under(at, "maternities") {
            let is_count = self.stands_under(at, "numbers");
            Some((if is_count { "maternities" } else { "maternity-rate" }, None, is_count))
        } else if self.stands_under(at, "live births") && self.stands_under(at, "numbers") {
            number_of_births(&own)
        } else if self.stands_under(at, "age-standardised mortality") {
            let code = "age-standardised-mortality-rate";
            Some((code, sex(&own), false))
        } else {
            rate(&own)
        }
    }

    /// Live births by age; those of all ages stand in the table before.
    fn by_age_of_mother(&self, at: usize, own: &str) -> Option<Found> {
        let is_count = !self.stands_under(at, "rates per 1,000");
        match own {
            "all ages" => None,
            "under 18" => Some(("under-18-births", None, is_count)),
            _ => {
                let age = own.replace(" to ", "-").replace(" and over", "+");
                let is_age = age.starts_with("under ") || age.starts_with(|c: char| c.is_numeric());
                is_age.then_some(("births-by-age", Some(Group::MotherAge(age)), is_count))
            }
        }
    }

    fn by_age_at_death(&self, at: usize, own: &str) -> Option<Found> {
        let sex = sex(own)?;
        let band = self.above(at).find_map(|cell| match &*cell.replace(' ', "") {
            "under1" => Some("infant-mortality-rate"),
            "1-4" => Some("child-mortality-1-4"),
            _ => None,
        });
        Some((band?, Some(sex), true))
    }
}

fn sex(own: &str) -> Option<Group> {
    // `females` ends with the other.
    if own.ends_with("females") || own.ends_with("female") {
        Some(Group::Sex("Female"))
    } else if own.ends_with("males") || own.ends_with("male") {
        Some(Group::Sex("Male"))
    } else {
        None
    }
}

fn number_of_deaths(own: &str) -> Option<Found> {
    let code = deaths_of_age(own).or_else(|| {
        let all = own.starts_with("all ages") || own == "males" || own == "females";
        all.then_some("deaths")
    })?;
    Some((code, sex(own), true))
}

/// Deaths near birth, by the first words of a header.
fn deaths_of_age(own: &str) -> Option<&'static str> {
    const AGES: [(&str, &str); 8] = [
        ("stillbirth", "stillbirth-rate"),
        ("infant", "infant-mortality-rate"),
        ("early neonatal", "early-neonatal-mortality"),
        ("late neonatal", "late-neonatal-mortality"),
        ("neonatal", "neonatal-mortality"),
        ("postneonatal", "post-neonatal-mortality"),
        ("post-neonatal", "post-neonatal-mortality"),
        ("perinatal", "perinatal-mortality"),
    ];
    AGES.iter().find(|(start, _)| own.starts_with(start)).map(|(_, code)| *code)
}

fn number_of_births(own: &str) -> Option<Found> {
    let count = |code| Some((code, None, true));
    match own {
        "male" | "males" | "female" | "females" => Some(("live-births", sex(own), true)),
        "all total" | "total" | "all" => count("live-births"),
        _ if own.starts_with("within marriage") => count("births-within-marriage"),
        _ if own.starts_with("outside marriage") => count("births-outside-marriage"),
        _ if own.starts_with("joint registrations same") => count("births-joint-same-address"),
        _ if own.starts_with("joint registrations diff") => count("births-joint-other-address"),
        _ if own.starts_with("sole registrations") => count("sole-registered-births"),
        _ => None,
    }
}

fn rate(own: &str) -> Option<Found> {
    const RATES: [(&str, &str); 6] = [
        ("crude death rate", "crude-death-rate"),
        ("crude live birth rate", "crude-birth-rate"),
        ("general fertility rate", "general-fertility-rate"),
        ("total fertility rate", "total-fertility-rate"),
        ("under 2.5kg", "births-under-2500-grams"),
        ("outside marriage", "share-outside-marriage"),
    ];
    let deaths = || deaths_of_age(own).filter(|_| own.contains("rate"));
    let other = || RATES.iter().find(|(words, _)| own.contains(words)).map(|(_, code)| *code);
    Some((deaths().or_else(other)?, None, false))
}

#[cfg(test)]
mod tests {
    use super::super::sheets::testing::sheet;
    use super::*;

    fn columns(lines: &[&str]) -> Vec<String> {
        let columns = Columns::of(&sheet("any", lines).rows).unwrap();
        let told = columns.known.iter().map(|column| {
            let group = column.group.as_ref().map_or(String::new(), |group| format!(" {group:?}"));
            let kind = if column.is_count { "count" } else { "rate" };
            let mark = column.mark.map_or(String::new(), |at| format!(" marked {at}"));
            format!("{} {}{group} {kind}{mark}", column.at, column.code)
        });
        told.collect()
    }

    // The headers are those of the workbooks for 2010 and 2015, shortened.

    #[test]
    fn deaths_and_their_rates() {
        let header = [
            "|Population||Deaths (numbers)||||||Rates||||",
            "|Number (thousands)||All ages|||Infant|Neonatal|Perinatal|Crude death|Age-standardised mortality rate1||Infant mortality|",
            "Area of usual residence|Persons|Males||||(under 1 year)|(under 4 weeks)|(stillbirths and|rate (deaths|Persons|Males|rate (per 1,000|",
            "|||Persons|Males|Females|||deaths under 1 week)|per 1,000|||live births)|",
            "|||||||||population)||||",
        ];
        assert_eq!(
            columns(&header),
            [
                "3 deaths count",
                "4 deaths Sex(\"Male\") count",
                "5 deaths Sex(\"Female\") count",
                "6 infant-mortality-rate count",
                "7 neonatal-mortality count",
                "8 perinatal-mortality count",
                "9 crude-death-rate rate",
                "10 age-standardised-mortality-rate rate",
                "11 age-standardised-mortality-rate Sex(\"Male\") rate",
                "12 infant-mortality-rate rate marked 13",
            ]
        );
    }

    #[test]
    fn births_by_registration_and_by_age() {
        let header = [
            "|Area|Population|Live Births||||||Rates|Percentages|Maternities|",
            "||Numbers (thousands)|Numbers||||||||Numbers|Rate",
            "||Female|All||| Within marriage / civil partnership|Outside marriage||Total Fertility Rate (TFR)3|Percentage of live births under 2.5kg|Total|Maternity Rate4",
            "|||Total|Male|Female||Total|Sole registrations||||",
        ];
        assert_eq!(
            columns(&header),
            [
                "3 live-births count",
                "4 live-births Sex(\"Male\") count",
                "5 live-births Sex(\"Female\") count",
                "6 births-within-marriage count",
                "7 births-outside-marriage count",
                "8 sole-registered-births count",
                "9 total-fertility-rate rate",
                "10 births-under-2500-grams rate",
                "11 maternities count",
                "12 maternity-rate rate marked 13",
            ]
        );
        let by_age = [
            "Area|Age of mother at birth||||Age of mother at birth||||",
            "|All|Under|20 to 24|45+|All|Under||20-24|",
            "|ages|18|||Ages|18|||",
            "|Numbers||||Rates per 1,000 women in age group 1||||",
        ];
        assert_eq!(
            columns(&by_age),
            [
                "2 under-18-births count",
                "3 births-by-age MotherAge(\"20-24\") count",
                "4 births-by-age MotherAge(\"45+\") count",
                "6 under-18-births rate marked 7",
                "8 births-by-age MotherAge(\"20-24\") rate marked 9",
            ]
        );
    }

    #[test]
    fn deaths_by_age_and_sex() {
        let header = [
            "Area of usual residence|Age group|||||",
            "|All Ages||Under 1||1 - 4|",
            "|Males|Females|Males|Females|Males|Females",
        ];
        assert_eq!(
            columns(&header),
            [
                "3 infant-mortality-rate Sex(\"Male\") count",
                "4 infant-mortality-rate Sex(\"Female\") count",
                "5 child-mortality-1-4 Sex(\"Male\") count",
                "6 child-mortality-1-4 Sex(\"Female\") count",
            ]
        );
    }
}
