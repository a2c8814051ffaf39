//! The template of WHO HEAT Plus: one estimate of one subgroup a row.
//!
//! | the template has                    | is read as                               |
//! |-------------------------------------|------------------------------------------|
//! | estimate, se, `ci_lb` and `ci_ub`   | value, standard error, 95% limits        |
//! | population                          | denominator                              |
//! | `setting_average`                   | the value of everyone, once              |
//! | `ordered_dimension`, `subgroup_order` | a dimension, the most disadvantaged first |

mod entry;
mod rules;
mod sheet;

use std::collections::HashMap;
use std::sync::Arc;

use firstyear_core::layout::heat_plus::SCHEME;
use firstyear_core::project::FileFormat;
use firstyear_core::{
    Area, AreaCode, Basis, Cell, Confidence, Flags, Groups, Interval, Observation, Period,
    Polarity, Problem, ProblemCode, Severity, slug,
};

use super::kit::{Group, Kit};
use super::once::Once;
use crate::OnProgress;
use crate::cells::read_number;
use crate::fault::Fault;
use crate::format::{Context, Fit, Format, Reading};
use crate::found::Indicator;
use crate::input::Input;
use crate::memo::Memo;
use crate::sample::Sample;
use crate::sink::{Fate, Sink};
use entry::{Entry, Key};
use sheet::name_of;

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::HeatPlus,
    title: "The template of WHO HEAT Plus, CSV, TSV or a workbook",
    explanation: "Told by its columns, of which subgroup, dimension, estimate and indicator_scale \
                  must be there; older names are known (country, year, flag, national). estimate \
                  is the value in the unit that indicator_scale says, se its standard error, \
                  ci_lb and ci_ub its 95% limits, population the denominator, setting_average the \
                  value of everyone. An ordered dimension has its most disadvantaged group first. \
                  Every rule of the template is checked row by row; a setting average outside the \
                  range of its subgroups is an error. reference_subgroup is checked and not kept.",
    fits,
    read,
};

fn fits(sample: &Sample) -> Fit {
    let is = |names: &[&str]| {
        ["subgroup", "dimension", "estimate", "indicator_scale"].iter().all(|n| names.contains(n))
    };
    if let Some(text) = sample.text() {
        let header = text.header();
        let names: Vec<&str> = header.iter().filter_map(|name| name_of(name)).collect();
        return Fit::sure_if(is(&names));
    }
    let sheet = |cells: &[(u32, u32, String)]| {
        let names: Vec<&str> = cells.iter().filter_map(|(_, _, text)| name_of(text)).collect();
        is(&names)
    };
    Fit::sure_if(sample.sheets().iter().any(|one| sheet(&one.cells)))
}

fn read(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let sheet = sheet::read(input, progress)?;
    for place in sheet.ragged {
        let message = "the row has more or fewer cells than the header";
        sink.problem(Problem::new(ProblemCode::RowShape, place, message));
        sink.row(Fate::Refused);
    }
    let mut rows = Vec::with_capacity(sheet.rows.len());
    for (place, cells) in &sheet.rows {
        let mut faults = Vec::new();
        match Entry::read(place, cells, &mut faults) {
            Some(entry) if faults.is_empty() => rows.push(entry),
            _ => {
                let told =
                    |(column, fault): &(&str, Fault)| fault.at(place.clone().column(*column));
                faults.iter().map(told).for_each(|problem| sink.problem(problem));
                sink.row(Fate::Refused);
            }
        }
    }
    sheet.encoding.into_iter().for_each(|note| sink.problem(note));
    let mut unusable = vec![false; rows.len()];
    let families = rules::families(&rows);
    let mut breaches = rules::pairs(&rows);
    breaches.extend(rules::constants(&rows));
    breaches.extend(families.iter().flat_map(|family| rules::family(&rows, family)));
    breaches.sort_by_key(|(row, ..)| *row);
    for (row, column, fault) in breaches {
        unusable[row] = true;
        sink.problem(fault.at(rows[row].place.clone().column(column)));
    }
    let averages = averages(&rows, &families, sink);
    for problem in percentages(&rows) {
        sink.problem(problem);
    }
    let mut writer = Observations::new(with);
    for (row, entry) in rows.iter().enumerate() {
        let used = !unusable[row] && writer.row(entry, &averages, sink);
        sink.row(if used { Fate::Used } else { Fate::Refused });
    }
    writer.finish(sink);
    Ok(())
}

/// The average of each setting, date, source and indicator that can be used.
fn averages(rows: &[Entry], families: &[Vec<usize>], sink: &mut dyn Sink) -> HashMap<Key, f64> {
    let mut averages = HashMap::new();
    let mut refused = std::collections::HashSet::new();
    for family in families {
        let first = &rows[family[0]];
        let Ok(average) = read_number(&first.average) else { continue };
        let subject = first.subject();
        if rules::average_is_among(rows, family, average, half_digit(&first.average)) {
            averages.insert(subject, average);
        } else if refused.insert(subject) {
            let message =
                "the setting average lies outside the range of its subgroups, and is not used";
            let place = first.place.clone().column("setting_average");
            sink.problem(Problem::new(ProblemCode::ValueOutOfRange, place, message).with_help(
                "a mean of the subgroups lies between the lowest and the highest: check its unit",
            ));
        }
    }
    averages.retain(|subject, _| !refused.contains(subject));
    averages
}

/// Half of the last digit that is printed, by which a number can be rounded.
fn half_digit(text: &str) -> f64 {
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let decimals = i32::try_from(decimals).unwrap_or(i32::MAX);
    0.5 * 10_f64.powi(-decimals)
}

/// A percentage whose estimates are all at most 1 is most likely a fraction.
fn percentages(rows: &[Entry]) -> Vec<Problem> {
    let mut highest: HashMap<&str, (f64, usize, usize)> = HashMap::new();
    for (row, entry) in rows.iter().enumerate().filter(|(_, entry)| entry.scale == 100.0) {
        if let Some(estimate) = entry.estimate {
            let known = highest.entry(&entry.abbr).or_insert((estimate, row, 0));
            *known = (known.0.max(estimate), known.1, known.2 + 1);
        }
    }
    let mut found: Vec<(f64, usize, usize)> = highest.into_values().collect();
    found.retain(|(highest, _, count)| *highest <= 1.0 && *highest > 0.0 && *count > 1);
    found.sort_by_key(|(_, row, _)| *row);
    let told = |(_, row, _): (f64, usize, usize)| {
        let message = "no estimate of this percentage is above 1: it reads like a fraction";
        let place = rows[row].place.clone().column("estimate");
        Problem::new(ProblemCode::TemplateRule, place, message)
            .with_severity(Severity::Warning)
            .with_help("write percentages times 100, or set indicator_scale to 1")
    };
    found.into_iter().map(told).collect()
}

/// Turns rows into observations.
struct Observations<'a> {
    kit: Kit<'a>,
    with: Context<'a>,
    periods: Memo<Period>,
    told: std::collections::HashSet<Key>,
    directions: std::collections::HashSet<Arc<str>>,
    rounded: Once,
}

impl<'a> Observations<'a> {
    fn new(with: &Context<'a>) -> Self {
        Self {
            kit: Kit::new(with, SCHEME, SCHEME),
            with: *with,
            periods: Memo::new(),
            told: std::collections::HashSet::new(),
            directions: std::collections::HashSet::new(),
            rounded: Once::new(
                ProblemCode::CellNotWhole,
                Severity::Warning,
                "the population is not whole, and was rounded and flagged as estimated",
            ),
        }
    }

    fn row(&mut self, entry: &Entry, averages: &HashMap<Key, f64>, sink: &mut dyn Sink) -> bool {
        match self.read(entry, sink) {
            Ok(row) => {
                if self.told.insert(entry.subject())
                    && let Some(average) = averages.get(&entry.subject())
                {
                    sink.observation(everyone(&row, *average));
                }
                sink.observation(row);
                true
            }
            Err((column, fault)) => {
                sink.problem(fault.at(entry.place.clone().column(column)));
                false
            }
        }
    }

    fn read(
        &mut self,
        entry: &Entry,
        sink: &mut dyn Sink,
    ) -> Result<Observation, (&'static str, Fault)> {
        let unit = unit(entry.scale);
        let subject = self
            .kit
            .indicator(&entry.abbr, &entry.name, unit.as_deref(), sink)
            .map_err(|fault| ("indicator_abbr", fault))?;
        self.direction(entry, &subject, sink);
        let area = self.area(entry).map_err(|fault| ("setting", fault))?;
        let period = self.periods.get(&entry.date, |text| {
            Period::parse(text, None).map_err(|_| {
                Fault::new(ProblemCode::PeriodInvalid, "not a year").with_help("write it as 2015")
            })
        });
        let period = period.clone().map_err(|fault| ("date", fault))?;
        let group = Group {
            dimension: &entry.dimension,
            category: &entry.subgroup,
            label: &entry.subgroup,
            order: (entry.order > 0).then_some(entry.order),
        };
        let (dimension, category) = self.kit.group(group).map_err(|fault| ("subgroup", fault))?;
        let source = self.kit.source(&entry.source).map_err(|fault| ("source", fault))?;
        let value = entry.estimate.map_or(Cell::Absent, Cell::known);
        subject.admits(&value).map_err(|fault| ("estimate", fault))?;
        if area.as_str().strip_prefix("iso3166:") != Some(&*entry.setting)
            && area.as_str() != &*entry.setting
        {
            sink.area(Area::new(area.clone(), &*entry.setting), &entry.place);
        }
        let limits = entry.limits;
        Ok(Observation {
            indicator: subject.id,
            area,
            period,
            groups: Groups::one(dimension, category),
            numerator: Cell::Absent,
            denominator: self.population(entry),
            basis: Basis::Complete,
            value,
            interval: limits.map(|(lower, upper)| Interval {
                lower,
                upper,
                confidence: Confidence::P95,
            }),
            standard_error: entry.error,
            note: (!entry.note.is_empty()).then(|| Arc::clone(&entry.note)),
            source,
            place: entry.place.clone(),
        })
    }

    /// The area: a code that stands as the setting, the iso3 code, or one made
    /// of the name.
    fn area(&mut self, entry: &Entry) -> Result<AreaCode, Fault> {
        if let Ok(code) = AreaCode::new(&entry.setting) {
            return Ok(code);
        }
        if !entry.iso3.is_empty() {
            return self.kit.area(&entry.iso3.to_ascii_uppercase());
        }
        let name = slug(&entry.setting).ok_or_else(|| {
            Fault::new(ProblemCode::AreaCodeInvalid, "the setting has no letter or digit")
        })?;
        self.kit.area(&format!("{SCHEME}:{name}"))
    }

    fn population(&mut self, entry: &Entry) -> Cell<u64> {
        const LARGEST: f64 = 9_007_199_254_740_992.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to 2^53"
        )]
        let whole = |number: f64| number.round() as u64;
        match entry.population {
            None => Cell::Absent,
            Some(number) if number.fract() == 0.0 && number <= LARGEST => {
                Cell::known(whole(number))
            }
            Some(number) => {
                self.rounded.see(|| entry.place.clone().column("population"));
                Cell::flagged(whole(number.min(LARGEST)), Flags::ESTIMATED)
            }
        }
    }

    /// Holds the direction of the file against that of the code lists, once for
    /// each indicator.
    fn direction(&mut self, entry: &Entry, subject: &Indicator, sink: &mut dyn Sink) {
        let Some(known) = self.with.codes.indicators.get(&subject.id) else { return };
        let disagrees = match known.polarity {
            Polarity::HigherIsBetter => !entry.favourable,
            Polarity::LowerIsBetter => entry.favourable,
            Polarity::NoAgreedOptimum => false,
        };
        if disagrees && self.directions.insert(Arc::clone(&entry.abbr)) {
            let place = entry.place.clone().column("favourable_indicator");
            let message = "the file and the code lists say opposite things of which way is good";
            sink.problem(Problem::new(ProblemCode::DirectionDisagrees, place, message));
        }
    }

    fn finish(self, sink: &mut dyn Sink) {
        self.rounded.told().into_iter().for_each(|problem| sink.problem(problem));
        self.kit.finish(sink);
    }
}

/// The average as the value of everyone.
fn everyone(row: &Observation, average: f64) -> Observation {
    Observation {
        groups: Groups::everyone(),
        denominator: Cell::Absent,
        value: Cell::known(average),
        interval: None,
        standard_error: None,
        note: None,
        place: row.place.clone().column("setting_average"),
        ..row.clone()
    }
}

/// The unit that a scale says.
fn unit(scale: f64) -> Option<String> {
    match scale {
        1.0 => None,
        100.0 => Some("%".to_owned()),
        scale => Some(format!("per {scale}")),
    }
}

#[cfg(test)]
mod tests;
