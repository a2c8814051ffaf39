//! The template of WHO HEAT Plus, CSV.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use chrono::Datelike as _;
use firstyear_core::layout::heat_plus::{COLUMNS, SCHEME};
use firstyear_core::layout::observation as column;
use firstyear_core::{
    AreaCode, Basis, CategoryId, Cell, Confidence, Dataset, Dimension, DimensionId, Direction,
    IndicatorId, NamedIndicator, Observation, Period, PeriodUnit, Polarity, Role, SourceId,
};

use super::{Lists, Loss, WriteError, code_of};
use crate::plain_csv::writer;
use crate::tidy::{number, ordered_observations};

/// Setting, date, source and indicator.
type Key<'d> = (&'d SourceId, &'d IndicatorId, &'d AreaCode, Period);

/// Writes the observations of `dataset` in the template of HEAT Plus: one row
/// for each group of one dimension. The value of everyone becomes the setting
/// average of its groups.
///
/// # Errors
///
/// [`WriteError::Output`] when `out` fails, and [`WriteError::NotFinite`] for
/// a number that is not finite.
pub fn write_heat_plus(
    dataset: &Dataset,
    lists: Lists<'_>,
    out: impl Write,
) -> Result<Loss, WriteError> {
    let mut loss = Loss::default();
    let mut csv = writer(out);
    csv.write_record(COLUMNS)?;
    let rows = ordered_observations(dataset);
    let averages = averages(&rows);
    let is_group = |row: &Observation| is_subgroup(dataset, lists, row);
    let families = families(rows.iter().copied().filter(|row| is_group(row)));
    let mut used = BTreeSet::new();
    for row in &rows {
        let Some((dimension, category)) = one_group(row) else { continue };
        if !is_group(row) {
            loss.add("a total, a part or a remainder of groups: the row is left out");
            continue;
        }
        let Some(date) = year(row.period) else {
            loss.add("a period other than one calendar year: the row is left out");
            continue;
        };
        let known = lists.dimension(dataset, dimension);
        let family = &families[&(key(row), dimension)];
        let order = order(known, family, category, &mut loss);
        let about = About::of(dataset, lists, row, &mut loss);
        let average = averages.get(&key(row)).copied();
        if average.is_some() {
            used.insert(key(row));
        }
        losses(row, &mut loss);
        let limits = row.interval.filter(|limits| limits.confidence == Confidence::P95);
        loss.add_if(
            row.interval.is_some() && limits.is_none(),
            "limits of another confidence than 95%",
        );
        let (setting, iso3) = setting(dataset, &row.area, &mut loss);
        csv.write_record([
            setting,
            date,
            row.source.to_string(),
            about.abbr,
            about.name,
            dimension_text(known, dimension),
            category_text(known, dimension, category),
            number(row.value.value().copied(), column::VALUE)?,
            number(row.standard_error, column::STANDARD_ERROR)?,
            number(limits.map(|limits| limits.lower), column::LOWER)?,
            number(limits.map(|limits| limits.upper), column::UPPER)?,
            row.denominator.value().map_or_else(String::new, u64::to_string),
            row.note.as_deref().unwrap_or_default().to_owned(),
            number(average, column::VALUE)?,
            iso3,
            about.favourable.to_owned(),
            about.scale,
            if order > 0 { "1" } else { "0" }.to_owned(),
            order.to_string(),
            "0".to_owned(),
        ])?;
    }
    for row in &rows {
        left_out(row, &used, &mut loss);
    }
    csv.flush()?;
    Ok(loss)
}

fn key(row: &Observation) -> Key<'_> {
    (&row.source, &row.indicator, &row.area, row.period)
}

/// The group of a row that has one and no more.
fn one_group(row: &Observation) -> Option<(&DimensionId, &CategoryId)> {
    let mut groups = row.groups.iter();
    groups.next().filter(|_| groups.next().is_none())
}

fn year(period: Period) -> Option<String> {
    let one = period.unit() == PeriodUnit::CalendarYear && period.units() == 1;
    one.then(|| period.start().year().to_string())
}

/// The values of everyone.
fn averages<'d>(rows: &[&'d Observation]) -> BTreeMap<Key<'d>, f64> {
    let everyone = rows.iter().filter(|row| row.groups.is_everyone());
    everyone.filter_map(|row| Some((key(row), *row.value.value()?))).collect()
}

/// The groups that stand beside each other.
type Families<'d> = BTreeMap<(Key<'d>, &'d DimensionId), BTreeSet<&'d CategoryId>>;

/// Whether the template has a line for a row: subgroups make a population
/// together, each once.
fn is_subgroup(dataset: &Dataset, lists: Lists<'_>, row: &Observation) -> bool {
    let Some((dimension, category)) = one_group(row) else { return false };
    let known = lists.dimension(dataset, dimension).and_then(|known| known.category(category));
    known.is_none_or(|known| known.role == Role::Group)
}

fn families<'d>(rows: impl Iterator<Item = &'d Observation>) -> Families<'d> {
    let mut families = Families::new();
    for row in rows {
        if let Some((dimension, category)) = one_group(row) {
            families.entry((key(row), dimension)).or_default().insert(category);
        }
    }
    families
}

/// The place of a category among those that are there, the most disadvantaged
/// first; 0 where the template allows no order.
fn order(
    dimension: Option<&Dimension>,
    family: &BTreeSet<&CategoryId>,
    category: &CategoryId,
    loss: &mut Loss,
) -> usize {
    let Some(dimension) = dimension else { return 0 };
    let all = || dimension.groups().map(|group| &group.id).filter(|id| family.contains(id));
    let at = |mut ids: Box<dyn Iterator<Item = &CategoryId> + '_>| {
        ids.position(|id| id == category).map(|at| at + 1)
    };
    let place = match dimension.direction() {
        None => return 0,
        Some(Direction::Magnitude) => None,
        Some(Direction::MostDisadvantagedFirst) => at(Box::new(all())),
        Some(Direction::LeastDisadvantagedFirst) => {
            at(Box::new(all().collect::<Vec<_>>().into_iter().rev()))
        }
    };
    // The template allows no order of two groups.
    let orderly = family.len() != 2;
    loss.add_if(place.is_none() || !orderly, "the order of the groups");
    place.filter(|_| orderly).unwrap_or(0)
}

/// What the template wants to know of an indicator.
struct About {
    abbr: String,
    name: String,
    favourable: &'static str,
    scale: String,
}

impl About {
    fn of(dataset: &Dataset, lists: Lists<'_>, row: &Observation, loss: &mut Loss) -> Self {
        const DIRECTION: &str = "that no direction is agreed: the indicator is written as adverse";
        if let Some(known) = lists.indicators.get(&row.indicator) {
            loss.add_if(known.polarity == Polarity::NoAgreedOptimum, DIRECTION);
            let favourable = known.polarity == Polarity::HigherIsBetter;
            return Self {
                abbr: known.id.to_string(),
                name: known.name.clone(),
                favourable: if favourable { "1" } else { "0" },
                scale: known.multiplier.to_string(),
            };
        }
        loss.add(DIRECTION);
        let named = dataset.named.get(&row.indicator);
        let unit = named.and_then(|named| named.unit.as_deref());
        let scale = scale(unit);
        loss.add_if(unit.is_some() && scale.is_none(), "the unit of the indicator");
        Self {
            abbr: code_of(dataset, &row.indicator, SCHEME),
            name: named.map_or_else(|| row.indicator.to_string(), name),
            favourable: "0",
            scale: scale.unwrap_or("1").to_owned(),
        }
    }
}

fn name(named: &NamedIndicator) -> String {
    named.name.clone()
}

/// The number in a unit that names nothing else.
fn scale(unit: Option<&str>) -> Option<&str> {
    match unit? {
        "%" => Some("100"),
        unit => unit.strip_prefix("per ").filter(|n| n.parse::<f64>().is_ok_and(|n| n > 0.0)),
    }
}

/// Setting and iso3 code.
fn setting(dataset: &Dataset, area: &AreaCode, loss: &mut Loss) -> (String, String) {
    let name = dataset.geography.get(area).map(|area| area.name.to_string());
    if let Some(iso3) = area.as_str().strip_prefix("iso3166:") {
        return (name.unwrap_or_else(|| iso3.to_owned()), iso3.to_owned());
    }
    let own = area.as_str().starts_with("heat-plus:");
    match name {
        Some(name) if own => (name, String::new()),
        name => {
            loss.add_if(name.is_some(), "the name of an area without an iso3 code");
            (area.to_string(), String::new())
        }
    }
}

fn dimension_text(known: Option<&Dimension>, id: &DimensionId) -> String {
    match known {
        Some(known) if id.as_str().starts_with("heat-plus-") => known.about().name.clone(),
        _ => id.to_string(),
    }
}

fn category_text(known: Option<&Dimension>, of: &DimensionId, id: &CategoryId) -> String {
    let label = known.filter(|_| of.as_str().starts_with("heat-plus-"));
    let label = label.and_then(|known| known.category(id)).map(|category| category.label.clone());
    label.unwrap_or_else(|| id.to_string())
}

/// What is lost of a row that is written.
fn losses(row: &Observation, loss: &mut Loss) {
    loss.add_if(row.numerator != Cell::Absent, "the numerator");
    loss.add_if(row.basis != Basis::Complete, "that the denominator is a sample");
    state(&row.value, loss);
    state(&row.denominator, loss);
}

fn state<T>(cell: &Cell<T>, loss: &mut Loss) {
    match cell {
        Cell::Known { flags, .. } => loss.add_if(!flags.is_empty(), "flags of a figure"),
        Cell::Withheld(_) => loss.add("that a figure is withheld: the cell is empty"),
        Cell::NotApplicable => loss.add("that a figure cannot exist: the cell is empty"),
        Cell::Absent => {}
    }
}

/// What is lost of a row that has no line of its own.
fn left_out(row: &Observation, used: &BTreeSet<Key<'_>>, loss: &mut Loss) {
    if !row.groups.is_everyone() {
        loss.add_if(one_group(row).is_none(), "a group by two dimensions: the row is left out");
        return;
    }
    if !used.contains(&key(row)) {
        loss.add("a figure of everyone without groups beside it: the row is left out");
        return;
    }
    let more = row.denominator != Cell::Absent
        || row.interval.is_some()
        || row.standard_error.is_some()
        || row.note.is_some();
    loss.add_if(more, "all but the value of everyone");
    losses(row, loss);
}
