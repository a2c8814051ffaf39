//! A row of the template, held to the rules which it shows alone.

use std::sync::Arc;

use firstyear_core::layout::heat_plus::COLUMNS;
use firstyear_core::{Place, ProblemCode};

use super::rules::rule;
use crate::cells::read_number;
use crate::fault::Fault;

/// A row that follows the rules which it shows alone.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) place: Place,
    pub(super) setting: Arc<str>,
    pub(super) date: Arc<str>,
    pub(super) source: Arc<str>,
    pub(super) abbr: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) dimension: Arc<str>,
    pub(super) subgroup: Arc<str>,
    pub(super) estimate: Option<f64>,
    pub(super) error: Option<f64>,
    pub(super) limits: Option<(f64, f64)>,
    pub(super) population: Option<f64>,
    pub(super) note: Arc<str>,
    /// As printed: its digits say how far it is rounded.
    pub(super) average: Arc<str>,
    pub(super) iso3: Arc<str>,
    pub(super) favourable: bool,
    pub(super) scale: f64,
    /// 0 in a dimension without an order.
    pub(super) order: u32,
    pub(super) reference: bool,
}

/// Setting, date, source and indicator.
pub(super) type Key = (Arc<str>, Arc<str>, Arc<str>, Arc<str>);

impl Entry {
    pub(super) fn subject(&self) -> Key {
        let share = Arc::clone;
        (share(&self.setting), share(&self.date), share(&self.source), share(&self.abbr))
    }

    /// Reads one row: every column, so that all its faults are told at once.
    pub(super) fn read(
        place: &Place,
        cells: &[Arc<str>; COLUMNS.len()],
        faults: &mut Vec<(&'static str, Fault)>,
    ) -> Option<Self> {
        let mut row = Row { cells, faults };
        row.check_texts();
        let favourable = row.flag("favourable_indicator");
        let ordered = row.flag("ordered_dimension");
        let reference = row.flag("reference_subgroup");
        let estimate = row.number("estimate", f64::NEG_INFINITY);
        let error = row.number("se", 0.0);
        let limits = ["ci_lb", "ci_ub"].map(|column| row.number(column, f64::NEG_INFINITY));
        let population = row.number("population", 0.0);
        row.number("setting_average", f64::NEG_INFINITY);
        let scale = row.number("indicator_scale", f64::NEG_INFINITY);
        let order = row.number("subgroup_order", f64::NEG_INFINITY);
        let scale = row.scale(scale);
        let limits = row.limits(limits, estimate);
        let order = check_order(ordered, order, reference, row.faults);
        let text = |column| Arc::clone(row.text(column));
        Some(Self {
            place: place.clone(),
            setting: text("setting"),
            date: text("date"),
            source: text("source"),
            abbr: text("indicator_abbr"),
            name: text("indicator_name"),
            dimension: text("dimension"),
            subgroup: text("subgroup"),
            estimate,
            error,
            limits,
            population,
            note: text("note"),
            average: text("setting_average"),
            iso3: text("iso3"),
            favourable: favourable?,
            scale: scale?,
            order: order?,
            reference: reference?,
        })
    }
}

/// The cells of a row, and the faults found in them.
struct Row<'r> {
    cells: &'r [Arc<str>; COLUMNS.len()],
    faults: &'r mut Vec<(&'static str, Fault)>,
}

impl<'r> Row<'r> {
    fn text(&self, column: &str) -> &'r Arc<str> {
        let at = COLUMNS.iter().position(|name| *name == column);
        &self.cells[at.expect("a column of the template")]
    }

    fn refuse<T>(&mut self, column: &'static str, fault: Fault) -> Option<T> {
        self.faults.push((column, fault));
        None
    }

    /// The texts that must stand in every row, and the form of the country.
    fn check_texts(&mut self) {
        for column in ["setting", "date", "indicator_abbr", "dimension", "subgroup"] {
            if self.text(column).is_empty() {
                self.faults.push((column, rule("the cell is empty", "fill it in")));
            }
        }
        let iso3 = self.text("iso3");
        if !(iso3.is_empty() || iso3.len() == 3 && iso3.bytes().all(|b| b.is_ascii_alphabetic())) {
            let help = "write three letters, or leave it empty";
            self.faults.push(("iso3", rule("not three letters", help)));
        }
    }

    fn flag(&mut self, column: &'static str) -> Option<bool> {
        match &**self.text(column) {
            "1" => Some(true),
            "0" => Some(false),
            "" if column == "reference_subgroup" => Some(false),
            _ => self.refuse(column, rule("neither 0 nor 1", "write 1 for yes and 0 for no")),
        }
    }

    /// A number that is not below the least one. An empty cell and `NA` are
    /// none.
    fn number(&mut self, column: &'static str, least: f64) -> Option<f64> {
        let text = self.text(column);
        if matches!(&**text, "" | "NA") {
            return None;
        }
        match read_number(text) {
            Ok(value) if value < least => self.refuse(
                column,
                Fault::new(ProblemCode::ValueOutOfRange, "the number is below zero"),
            ),
            Ok(value) => Some(value),
            Err(fault) => self.refuse(column, fault),
        }
    }

    fn scale(&mut self, scale: Option<f64>) -> Option<f64> {
        if scale.is_some_and(|scale| scale > 0.0) {
            return scale;
        }
        let help = "write what the value is counted among: 100 for a percentage, 1000 for a rate";
        self.refuse("indicator_scale", rule("the scale is not above zero", help))
    }

    /// Both limits, around the estimate, or none.
    fn limits(&mut self, limits: [Option<f64>; 2], estimate: Option<f64>) -> Option<(f64, f64)> {
        match (limits, estimate) {
            ([None, None], _) => None,
            ([Some(lower), Some(upper)], Some(value)) if lower <= value && value <= upper => {
                Some((lower, upper))
            }
            _ => {
                let message = "the limits are incomplete or do not hold the estimate";
                self.refuse("ci_lb", Fault::new(ProblemCode::IntervalInvalid, message))
            }
        }
    }
}

/// The place in the order, as `ordered_dimension` allows it.
fn check_order(
    ordered: Option<bool>,
    order: Option<f64>,
    reference: Option<bool>,
    faults: &mut Vec<(&'static str, Fault)>,
) -> Option<u32> {
    let mut broken = |column, message: &str, help: &str| {
        faults.push((column, rule(message, help)));
        None
    };
    let ordered = ordered?;
    if ordered && reference == Some(true) {
        let help = "set reference_subgroup to 0: an ordered dimension is held against its ends";
        broken("reference_subgroup", "an ordered dimension has a reference subgroup", help);
    }
    match order {
        Some(order) if !ordered && order != 0.0 => {
            let help = "write 0 where ordered_dimension is 0";
            broken("subgroup_order", "a subgroup without an order has a number", help)
        }
        Some(order) if ordered && !((1.0..=10_000.0).contains(&order) && order.fract() == 0.0) => {
            let help = "number the subgroups 1, 2, 3 and so on, the most disadvantaged first";
            broken("subgroup_order", "a subgroup with an order has no number from 1 on", help)
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 10,000")]
        Some(order) => Some(order as u32),
        None => {
            broken("subgroup_order", "the cell is empty", "write 0, or the number of the group")
        }
    }
}
