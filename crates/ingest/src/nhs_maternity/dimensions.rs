//! Dimensions of the file as indicators, and their measures as groups.

use std::collections::BTreeMap;

use firstyear_core::{
    Category, CategoryId, Dimension, DimensionAbout, DimensionId, Direction, Groups, IndicatorId,
    OrderedDimension, ProblemCode, Role, Splits, UnorderedDimension, slug,
};

use super::known;
use crate::CodeLists;
use crate::fault::Fault;
use crate::found::Found;
use crate::memo::Memo;
use crate::sink::Sink;

/// What one file names.
pub(super) struct Dimensions<'r> {
    scheme: &'static str,
    found: Found<'r>,
    indicators: Memo<IndicatorId>,
    groups: Memo<(Groups, bool)>,
    measures: BTreeMap<DimensionId, Measures>,
    key: String,
}

/// The measures of a dimension.
struct Measures {
    name: String,
    order: Option<Direction>,
    categories: Vec<Category>,
}

impl<'r> Dimensions<'r> {
    pub(super) fn new(codes: &'r CodeLists<'r>, scheme: &'static str) -> Self {
        Self {
            scheme,
            found: Found::new(codes, scheme),
            indicators: Memo::new(),
            groups: Memo::new(),
            measures: BTreeMap::new(),
            key: String::new(),
        }
    }

    /// The indicator of a dimension; its unit is what the rows count.
    pub(super) fn indicator(
        &mut self,
        dimension: &str,
        counted: &str,
        sink: &mut dyn Sink,
    ) -> Result<IndicatorId, Fault> {
        let found = &mut self.found;
        let read = self.indicators.get(dimension, |dimension| {
            let known = known::find(dimension);
            let code = known.map_or(dimension, |known| known.id);
            let name = known.map_or(dimension, |known| known.name);
            let unit = (!counted.is_empty()).then(|| counted.to_lowercase());
            found.indicator(code, name, unit.as_deref(), sink).map(|indicator| indicator.id)
        });
        read.clone()
    }

    /// The groups of a measure, and whether it is the total of its dimension.
    pub(super) fn groups(
        &mut self,
        dimension: &str,
        measure: &str,
    ) -> Result<(Groups, bool), Fault> {
        if measure.is_empty() {
            return Ok((Groups::everyone(), false));
        }
        self.key.clear();
        self.key.extend([dimension, "|", measure]);
        let (scheme, dimensions) = (self.scheme, &mut self.measures);
        let read = self.groups.get(&self.key, |_| group(scheme, dimensions, dimension, measure));
        read.clone()
    }

    /// Tells of the dimensions, once all rows are read.
    pub(super) fn finish(self, sink: &mut dyn Sink) {
        self.found.finish(sink);
        for (id, measures) in self.measures {
            sink.dimension(measures.into_dimension(id));
        }
    }
}

fn group(
    scheme: &str,
    dimensions: &mut BTreeMap<DimensionId, Measures>,
    dimension: &str,
    measure: &str,
) -> Result<(Groups, bool), Fault> {
    let no_group = || Fault::new(ProblemCode::GroupsInvalid, "the row names no group");
    let known = known::find(dimension);
    let id = slug(known.map_or(dimension, |known| known.id)).map(|id| format!("{scheme}-{id}"));
    let id = id.and_then(|id| DimensionId::new(&id).ok()).ok_or_else(no_group)?;
    let order = known.and_then(|known| known.order);
    let role = role(measure, known.is_some_and(|known| known.overlaps));
    let category = category(measure, order, &role).ok_or_else(no_group)?;
    let name = known.map_or(dimension, |known| known.name);
    let measures = dimensions.entry(id.clone()).or_insert_with(|| Measures {
        name: name.to_owned(),
        order,
        categories: Vec::new(),
    });
    let is_total = role == Role::Total;
    if measures.categories.iter().all(|known| known.id != category) {
        let label = label(measure).to_owned();
        measures.categories.push(Category { id: category.clone(), label, role });
    }
    Ok((Groups::one(id, category), is_total))
}

/// What a measure is to the whole of its dimension.
fn role(measure: &str, overlaps: bool) -> Role {
    const REMAINDERS: [&str; 8] = [
        "missing value",
        "value outside",
        "not known",
        "not stated",
        "unknown",
        "declined to respond",
        "pseudo postcode",
        "resident elsewhere",
    ];
    let words = measure.to_lowercase();
    if matches!(words.as_str(), "total" | "all" | "all women" | "all babies" | "all deliveries") {
        Role::Total
    } else if REMAINDERS.iter().any(|start| words.starts_with(start)) {
        Role::Remainder
    } else if overlaps {
        Role::Beside
    } else {
        Role::Group
    }
}

/// The id of a measure: tenths bear their number, and one answer has one id
/// in every year.
fn category(measure: &str, order: Option<Direction>, role: &Role) -> Option<CategoryId> {
    let leading = measure.bytes().take_while(u8::is_ascii_digit).count();
    if order == DEPRIVATION && *role == Role::Group {
        let tenth: u8 = measure[..leading].parse().ok()?;
        return CategoryId::new(&tenth.to_string()).ok();
    }
    // `<37 weeks` and `>=37 weeks` differ in signs alone.
    let words = label(measure).replace(">=", "at least ").replace("<=", "at most ");
    CategoryId::new(&slug(&words.replace('+', " and over"))?).ok()
}

const DEPRIVATION: Option<Direction> = Some(Direction::MostDisadvantagedFirst);

/// A measure in words: some files write answers as one letter.
fn label(measure: &str) -> &str {
    match measure {
        "Y" => "Yes",
        "N" => "No",
        other => other,
    }
}

impl Measures {
    fn into_dimension(mut self, id: DimensionId) -> Dimension {
        // Files list measures in the order of letters.
        self.categories.sort_by(|a, b| {
            place(a, self.order).total_cmp(&place(b, self.order)).then_with(|| a.id.cmp(&b.id))
        });
        let source = match self.order {
            DEPRIVATION => {
                "NHS England; 1 is the most deprived tenth, and the file does not name the indices"
            }
            _ => "NHS England, as the file names it",
        };
        let about = DimensionAbout {
            family: id.clone(),
            id,
            short_name: self.name.clone(),
            name: self.name,
            splits: Splits::Population,
            source: source.to_owned(),
        };
        let categories = self.categories;
        match self.order {
            Some(direction) => {
                Dimension::Ordered(OrderedDimension { about, direction, categories })
            }
            None => Dimension::Unordered(UnorderedDimension { about, categories }),
        }
    }
}

/// Where a category stands: by the first number of its label in an order of
/// numbers, with remainders and totals behind.
fn place(category: &Category, order: Option<Direction>) -> f64 {
    match category.role {
        Role::Remainder => return f64::MAX,
        Role::Total => return f64::INFINITY,
        _ => {}
    }
    if order.is_none() {
        return 0.0;
    }
    let label = category.label.to_lowercase();
    let digits = label.trim_start_matches(|c: char| !c.is_ascii_digit());
    let number = digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let below = label.contains("under") || label.starts_with('<');
    // None at all stands before one.
    number.parse::<f64>().map_or(0.0, |number| if below { number - 0.5 } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Gather;

    /// The ids of the categories of a dimension in their order.
    fn order(dimension: &str, measures: &[&str]) -> Vec<String> {
        let mut all = Gather::default();
        let mut dimensions = Dimensions::new(&CodeLists::NONE, "nhs-maternity");
        for measure in measures {
            dimensions.groups(dimension, measure).unwrap();
        }
        dimensions.finish(&mut all);
        let (_, dimension) = all.read.rows.dimensions.into_iter().next().unwrap();
        dimension.categories().iter().map(|category| category.id.to_string()).collect()
    }

    #[test]
    fn measures_stand_in_their_order_whatever_that_of_the_file() {
        assert_eq!(
            order(
                "DeprivationDecileAtBooking",
                &["2", "10 - Least deprived", "Missing Value", "01 - Most deprived"]
            ),
            ["1", "2", "10", "missing-value"]
        );
        assert_eq!(
            order("AgeAtBookingMotherGroup", &["20 to 24", "45 or Over", "Under 20"]),
            ["under-20", "20-to-24", "45-or-over"]
        );
        assert_eq!(
            order(
                "GestationLengthBirth",
                &["28 to 31 weeks", "43 weeks and over", "27 weeks and under"]
            ),
            ["27-weeks-and-under", "28-to-31-weeks", "43-weeks-and-over"]
        );
        assert_eq!(
            order("PreviousLiveBirthsGroup", &["1", "5+", "No previous live births"]),
            ["no-previous-live-births", "1", "5-and-over"]
        );
        assert_eq!(
            order("GestationLengthBirthGroup37", &[">=37 weeks", "<37 weeks"]),
            ["under-37-weeks", "at-least-37-weeks"]
        );
    }

    #[test]
    fn what_is_not_known_is_a_remainder_and_a_total_is_none_of_the_groups() {
        for words in [
            "Missing Value / Value outside reporting parameters",
            "missing value / value outside reporting parameters",
            "Not Stated (Person asked but declined to provide a response)",
            "Not known (not recorded)",
            "Unknown",
            "Resident Elsewhere in UK, Channel Islands or Isle of Man",
        ] {
            assert_eq!(role(words, true), Role::Remainder, "{words}");
        }
        assert_eq!(role("Other (not listed)", false), Role::Group);
        assert_eq!(role("Vaginal tear", true), Role::Beside);
        assert_eq!(role("Total", false), Role::Total);
    }
}
