//! Where a reader puts what it reads, row by row.
//!
//! A reader knows nothing of what becomes of a row: it is collected into a
//! data set, counted by a check, or written on as it comes.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use firstyear_core::area_map::AreaMap;
use firstyear_core::event::{Event, EventLog, LogPart};
use firstyear_core::recommendation::Recommendation;
use firstyear_core::self_assessment::{SelfAssessmentAnswer, SelfAssessmentMatrix};
use firstyear_core::visit::Visit;
use firstyear_core::{
    Area, Dataset, Dimension, DimensionId, NamedIndicator, Observation, Place, Placed, PrintedPart,
    Problem, PublishedGap, Read, Source,
};

use crate::area_names;

/// What takes in the rows of a file, in the order of the file.
pub trait Sink {
    /// A figure.
    fn observation(&mut self, row: Observation);
    /// A figure that its reader lends, and writes the next one over: a sink
    /// that keeps none is spared the copy.
    fn lent(&mut self, row: &Observation) {
        self.observation(row.clone());
    }
    /// A published gap.
    fn gap(&mut self, row: PublishedGap);
    /// A part of what a publication prints.
    fn printed(&mut self, part: PrintedPart);
    /// A recommendation. Sinks of figures have no use for it.
    fn recommendation(&mut self, _: Placed<Recommendation>) {}
    /// A visit. Sinks of figures have no use for it.
    fn visit(&mut self, _: Placed<Visit>) {}
    /// An answer of a self-assessment. Sinks of figures have no use for it.
    fn self_assessment(&mut self, _: Placed<SelfAssessmentAnswer>) {}
    /// What a self-assessment asks. Sinks of figures have no use for it.
    fn matrix(&mut self, _: Placed<SelfAssessmentMatrix>) {}
    /// A map of areas. Sinks of figures have no use for it.
    fn map(&mut self, _: Placed<AreaMap>) {}
    /// An area that a row names; the same one may come many times.
    fn area(&mut self, area: Area, place: &Place);
    /// An indicator that the file names and no list defines, before its rows.
    fn named(&mut self, indicator: NamedIndicator);
    /// A dimension that the file brings with it, once all its rows are read.
    fn dimension(&mut self, dimension: Dimension);
    /// A source that the file describes.
    fn source(&mut self, source: Source);
    /// An event of a log. Sinks of figures have no use for it.
    fn event(&mut self, _: Event) {}
    /// What a log says of itself, its cases and its objects. Sinks of figures
    /// have no use for it.
    fn log(&mut self, _: LogPart) {}
    /// Something that could not be used, or that a reader should know.
    fn problem(&mut self, problem: Problem);
    /// What became of one row of data, or one record: told once for each.
    fn row(&mut self, fate: Fate);
}

/// What became of one row of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Its figures are used, withheld and absent ones included.
    Used,
    /// It has an error, which is told.
    Refused,
    /// It says nothing that is not said elsewhere, or nothing that a figure
    /// could hold, such as a total that the file repeats; why is told once.
    PassedOver,
}

/// How many rows met which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// Rows whose figures are used.
    pub used: u64,
    /// Rows with an error.
    pub refused: u64,
    /// Rows that say nothing of their own.
    pub passed_over: u64,
}

impl RowCounts {
    /// All rows of data.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.used + self.refused + self.passed_over
    }

    /// Counts one more.
    pub const fn add(&mut self, fate: Fate) {
        match fate {
            Fate::Used => self.used += 1,
            Fate::Refused => self.refused += 1,
            Fate::PassedOver => self.passed_over += 1,
        }
    }
}

impl RowCounts {
    /// Counts as refused what was thought to be used.
    pub(crate) fn refuse(&mut self, rows: u64) {
        let rows = rows.min(self.used);
        self.used -= rows;
        self.refused += rows;
    }
}

/// Collects everything into a data set.
#[derive(Clone, Debug, Default)]
pub struct Gather {
    /// What was read, and every problem.
    pub read: Read<Dataset>,
    /// How many rows met which fate.
    pub counts: RowCounts,
    /// The events, where the file is a log.
    pub log: EventLog,
}

impl Sink for Gather {
    fn observation(&mut self, row: Observation) {
        self.read.rows.observations.push(row);
    }

    fn gap(&mut self, row: PublishedGap) {
        self.read.rows.gaps.push(row);
    }

    fn printed(&mut self, part: PrintedPart) {
        self.read.rows.printed.add(part);
    }

    fn recommendation(&mut self, one: Placed<Recommendation>) {
        self.read.rows.recommendations.push(one);
    }

    fn visit(&mut self, one: Placed<Visit>) {
        self.read.rows.visits.push(one);
    }

    fn self_assessment(&mut self, one: Placed<SelfAssessmentAnswer>) {
        self.read.rows.self_assessments.push(one);
    }

    fn matrix(&mut self, one: Placed<SelfAssessmentMatrix>) {
        self.read.rows.matrices.push(one);
    }

    fn map(&mut self, one: Placed<AreaMap>) {
        self.read.rows.maps.push(one);
    }

    fn area(&mut self, area: Area, place: &Place) {
        let geography = &mut self.read.rows.geography;
        self.read.problems.extend(area_names::add(geography, area, || place.clone()));
    }

    fn named(&mut self, indicator: NamedIndicator) {
        self.read.rows.named.entry(indicator.id.clone()).or_insert(indicator);
    }

    fn dimension(&mut self, dimension: Dimension) {
        gain(&mut self.read.rows.dimensions, dimension);
    }

    fn source(&mut self, source: Source) {
        self.read.rows.sources.entry(source.id.clone()).or_insert(source);
    }

    fn event(&mut self, event: Event) {
        self.log.events.push(event);
    }

    fn log(&mut self, part: LogPart) {
        self.log.add(part);
    }

    fn problem(&mut self, problem: Problem) {
        self.read.problems.push(problem);
    }

    fn row(&mut self, fate: Fate) {
        self.counts.add(fate);
    }
}

/// Adds a dimension, or the categories that one of its id lacks.
pub(crate) fn gain(dimensions: &mut BTreeMap<DimensionId, Dimension>, dimension: Dimension) {
    match dimensions.entry(dimension.id().clone()) {
        Entry::Vacant(slot) => {
            slot.insert(dimension);
        }
        Entry::Occupied(mut slot) => slot.get_mut().gain(dimension),
    }
}

/// Hands on what a reader has collected.
pub(crate) fn hand_on(read: Read<Dataset>, file: &Place, sink: &mut dyn Sink) {
    let Read { rows, problems } = read;
    for area in rows.geography.iter() {
        sink.area(area.clone(), file);
    }
    rows.sources.into_values().for_each(|source| sink.source(source));
    rows.named.into_values().for_each(|indicator| sink.named(indicator));
    rows.dimensions.into_values().for_each(|dimension| sink.dimension(dimension));
    rows.observations.into_iter().for_each(|row| sink.observation(row));
    rows.gaps.into_iter().for_each(|row| sink.gap(row));
    for part in rows.printed.into_parts() {
        sink.printed(part);
    }
    rows.recommendations.into_iter().for_each(|one| sink.recommendation(one));
    rows.visits.into_iter().for_each(|one| sink.visit(one));
    rows.self_assessments.into_iter().for_each(|one| sink.self_assessment(one));
    rows.matrices.into_iter().for_each(|one| sink.matrix(one));
    rows.maps.into_iter().for_each(|one| sink.map(one));
    for problem in problems {
        sink.problem(problem);
    }
}
