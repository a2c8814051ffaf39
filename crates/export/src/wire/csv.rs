//! Results as flat tables: CSV with one row a figure, in the columns of
//! [`FIELDS`], the same for every result.
//!
//! | measure                                   | unit                                   |
//! |-------------------------------------------|----------------------------------------|
//! | `relative-gap`                            | percent; positive: the group is higher |
//! | `absolute-gap`                            | the indicator's; positive as above     |
//! | `change-in-relative-gap`                  | percentage points; positive: widened   |
//! | `p-of-change`                             | probability, 0 to 1                    |
//! | `events`, `at-risk`, `deaths`             | counts                                 |
//! | `rate`, `printed-rate`                    | the indicator's                        |
//! | `slope-index`                             | the indicator's; positive: the disadvantaged have more |
//! | `relative-index`, `dispersion`            | ratios                                 |
//! | `fitted-most-disadvantaged`, `fitted-least-disadvantaged` | the indicator's        |
//! | `attributable-risk`                       | the indicator's                        |
//! | `attributable-percent`                    | percent                                |
//! | `excess-events`                           | events                                 |
//! | `limits-95`, `limits-99.8`                | the indicator's: the comparator's rate with the limits that the area's size allows |
//! | `expected-outside-95`, `expected-outside-99.8` | areas, at the most                |
//! | `scatter`                                 | ratio: about 1 for chance alone        |
//! | `variance-between-areas`                  | the indicator's, squared               |
//! | `shrunk-rate`                             | the indicator's                        |
//! | `probability-above-comparator`, `reliability` | 0 to 1                             |
//! | `expected-rank`                           | rank; 1 is the highest rate            |
//! | `difference`, `part`, `part-mix`, `part-risk`, `part-all-ages` | the indicator's; positive: the first population has more |
//! | `left-out-events`, `left-out-at-risk`     | counts                                 |
//! | `expected-by-chance`                      | areas                                  |
//! | `yearly-change`, `yearly-change-in-gap`   | percent a year; of a gap, positive: the group's rate grows against the other's |
//! | `p-of-yearly-change`, `p-of-yearly-change-in-gap` | probability, 0 to 1            |
//! | `recent-trend-chi-square`                 | chi-square, one degree of freedom; the words of the marker in the note |
//! | `centre-line`, `lower-control-limit`, `upper-control-limit`, `target` | the indicator's |
//! | `published-rate`, `recomputed-rate`       | the indicator's                        |
//! | `absolute-effect`, `change`, `printed-change` | the indicator's; negative: the rate fell more, or fell |
//! | `relative-effect`, `relative-change`, `change-of-level`, `change-of-slope`, `difference-at-end` | percent; of a slope, a year |
//! | `baseline-difference`, `yearly-change-before` | percent; positive: the visited areas were higher, or rose |
//! | `p-of-relative-effect`                    | probability, 0 to 1                    |
//! | `chosen-by-events`, `chosen-by-excess`    | 1 for chosen, 0 for not                |
//! | `chosen-by-events-again`, `chosen-by-excess-again` | probability, 0 to 1          |
//! | `target-gap`, `points-to-target`          | percent; percentage points             |
//! | `fall-for-target`, `exposed-for-target`   | fractions                              |
//! | `probability-of-target`                   | probability, 0 to 1                    |
//! | `cost-of-a-year`, `cost-discounted`, `cost-per-death-avoided`, `cost-per-point` | the currency in the note |
//! | `rate-after`                              | the indicator's                        |
//! | `inequality-before`, `inequality-after`, `inequality-change` | that of the measure in the label |
//! | `figure`, `left-to-target`                | the indicator's; the verdict is that against the comparator |
//! | `lowest-area`, `lower-quarter-of-areas`, `median-area`, `upper-quarter-of-areas`, `highest-area` | the indicator's |
//! | `distance`, `ratio-to-neighbours`         | standard deviations; ratio             |
//! | `target-met`                              | 1 for met, 0 for not; absent where it cannot be told |
//! | `age-days`                                | days from the end of the period to the day of the project |
//! | `done-at-another-time`, `not-done`                                | recommendations                        |
//! | `rows-that-stand-so`, `weight-that-stands-so`, `not-closed` | rows; what they weigh; recommendations |
//! | `level`                                   | of the matrix, counted from 1 for the lowest: an order, no quantity |
//! | `share-of-need`, `share-of-use`           | percent of all in need, or of all users |
//! | `unmet-need`, `shortfall`                 | people; positive: more would use the service |
//! | `ratio-of-use`                            | ratio; below 1: the group uses less for its need |
//! | `share-of-deaths`                         | fraction of all deaths                 |
//! | `expected-deaths`                         | deaths at the comparator's rate        |
//! | `sum-minus-total`                         | counts; positive: the groups have more |
//! | `printed-count`, `sum-of-parts`, `sum-of-rows` | counts               |
//! | `printed-percent`, `recomputed-percent`, `sum-of-percents` | percent  |
//! | `printed-result`, `recomputed-result`     | that of the result, in the note        |
//! | `recommendations`, `made`, `open`, `agreed`, `started`, `done`, `stopped`, `overdue`, `stalled` | counts of recommendations |
//! | `percent-of-all`, `percent-of-theme`, `difference-of-shares` | percent of all recommendations, of those of the theme; percentage points |
//! | `median-per-area`, `fewest-per-area`, `most-per-area` | recommendations of an area |
//! | `areas`, `areas-with-both`, `areas-with-either` | areas            |
//! | `interviewed`, `agreed-participants`, `answered-participants` | people; too few of them are withheld |
//! | `share-agreed`                            | fraction of those who answered         |
//! | `core-groups-not-held`                    | discussion groups                      |
//! | `share-done`, `share-done-within`         | fractions                              |
//! | `median-days-to-done`, its `…-lower` and `…-upper` limits, `days-waiting`, `days-since-closed`, `days-overdue`, `days-to-support`, `days-to-follow-up` | days; overdue: negative where it is due later |
//! | `owed`, `met`, `late`, `missed`, `declined`, `pending`, `unknown-verdict` | cases, or activations; which is in the note |
//! | `share-met`                               | fraction of those for whom it was met, late or missed |
//! | `annotation`                              | no value; the words in the note        |
//! | `rows`, `gap-rows`, `cells-…`, `low-reliability-values`, `…-checked`, `not-listed` | counts |

mod area_profile;
mod cascade;
mod column;
mod evaluation;
mod learning;
mod over_time;
mod pathway;
mod ppor;
mod printed;
mod recommendations;
mod review;
mod scenario;
mod scorecard;
mod selection;

use std::collections::BTreeSet;
use std::io::Write;

use firstyear_analysis::{
    AreaComparison, AreaFunnel, Causes, Counted, CountedRate, DataQuality, DecomposedPopulation,
    Decomposition, DecompositionForm, GapOrigin, GapPoint, GapTest, GapTrend, GapTrendSeries,
    InequalityProfile, ProfileGroup, ProfilePeriod, RANK_INTERVAL, Released, SmallAreas, Verdict,
};
use firstyear_core::{
    AreaCode, Basis, CategoryId, Cell, Confidence, DimensionId, Estimate, Groups, IndicatorId,
    Interval, Period, SourceId,
};

use super::inequality_profile::not_computed;
use super::{ProblemsV1, VerdictV1};
use crate::plain_csv::writer;
use crate::sentence::funnel::position;
use crate::tidy::{WriteError, basis_text, full_status, number};
use crate::words::english;

pub use area_profile::area_profiles;
pub use cascade::{CASCADE_COLUMNS, CASCADE_FIELDS, pathway_cascade};
pub(crate) use column::names;
pub use column::{
    Column, ColumnKind, DIFF_FIELDS, FIELDS, FLOW_FIELDS, PROBLEM_FIELDS, TableLayout,
};
pub use evaluation::evaluations;
pub use learning::learnings;
pub use over_time::{control_charts, trends};
pub use pathway::pathway_judgements;
pub use ppor::periods_of_risk;
pub use printed::printed_arithmetic;
pub use recommendations::{recommendation_progress, recommendation_themes, recommendations};
pub use review::{deaths_reviews, equity_audits, self_assessments};
pub use scenario::scenarios;
pub use scorecard::scorecards;
pub use selection::selections;

/// The columns of every result, in order; [`FIELDS`] tells what may stand in them.
pub const COLUMNS: [&str; 19] = column::names(&FIELDS);

/// Gaps by period and the comparisons between them.
///
/// # Errors
///
/// [`WriteError::Output`] when `out` fails, and [`WriteError::NotFinite`] for
/// a figure that is not a finite number.
pub fn gap_trends<'a>(
    results: impl IntoIterator<Item = &'a Released<GapTrend>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| gap_trend(result.get())), out)
}

/// Rates across dimensions, with slope and excess.
///
/// # Errors
///
/// As [`gap_trends`].
pub fn inequality_profiles<'a>(
    results: impl IntoIterator<Item = &'a Released<InequalityProfile>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| inequality_profile(result.get())), out)
}

/// Rates of areas against their comparators.
///
/// # Errors
///
/// As [`gap_trends`].
pub fn area_comparisons<'a>(
    results: impl IntoIterator<Item = &'a Released<AreaComparison>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| area_comparison(result.get())), out)
}

/// Areas by their size, each with the limits that its size allows.
///
/// # Errors
///
/// As [`gap_trends`].
pub fn funnels<'a>(
    results: impl IntoIterator<Item = &'a Released<AreaFunnel>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| funnel(result.get())), out)
}

/// Areas with few events, each with its rate drawn to a mean and its rank.
///
/// # Errors
///
/// As [`gap_trends`].
pub fn small_areas<'a>(
    results: impl IntoIterator<Item = &'a Released<SmallAreas>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| shrunk_areas(result.get())), out)
}

/// Deaths by cause and age.
///
/// # Errors
///
/// As [`gap_trends`].
pub fn causes<'a>(
    results: impl IntoIterator<Item = &'a Released<Causes>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| deaths_by_cause(result.get())), out)
}

/// Why rates differ.
///
/// # Errors
///
/// As [`gap_trends`].
pub fn decompositions<'a>(
    results: impl IntoIterator<Item = &'a Released<Decomposition>>,
    out: impl Write,
) -> Result<(), WriteError> {
    write(results.into_iter().flat_map(|result| decomposition(result.get())), out)
}

/// The state of the data.
///
/// # Errors
///
/// As [`gap_trends`].
pub fn data_quality(result: &Released<DataQuality>, out: impl Write) -> Result<(), WriteError> {
    write(state_of_data(result.get()), out)
}

/// Problems, one a row: code, severity, place, what is wrong and what would be
/// right.
///
/// # Errors
///
/// [`WriteError::Output`] when `out` fails.
pub fn problems(document: &ProblemsV1, out: impl Write) -> Result<(), WriteError> {
    let mut csv = writer(out);
    csv.write_record(column::names(&PROBLEM_FIELDS))?;
    for problem in &document.problems {
        let place = &problem.place;
        let row = place.row.map_or_else(String::new, |row| row.to_string());
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        csv.write_record([
            problem.code.clone(),
            problem.severity.word().to_owned(),
            place.file.clone(),
            text(&place.sheet),
            row,
            text(&place.column),
            problem.message.clone(),
            text(&problem.help),
        ])?;
    }
    Ok(csv.flush()?)
}

/// One figure: what it is about, and what is known of it.
#[derive(Clone, Default)]
struct Figure<'a> {
    result: &'static str,
    indicator: Option<&'a IndicatorId>,
    area: Option<&'a AreaCode>,
    period: Option<Period>,
    dimension: Option<&'a DimensionId>,
    groups: String,
    label: &'a str,
    measure: &'static str,
    value: Option<f64>,
    status: String,
    estimate: Option<Estimate>,
    verdict: Option<Verdict>,
    basis: Option<Basis>,
    sources: String,
    note: String,
}

impl<'a> Figure<'a> {
    /// A count. Counts of people stay far below 2⁵³, where `f64` is exact.
    fn count(&self, measure: &'static str, cell: Cell<u64>) -> Self {
        self.cell(measure, &cell, |count| *count as f64)
    }

    fn value(&self, measure: &'static str, value: f64) -> Self {
        self.cell(measure, &Cell::known(value), |value| *value)
    }

    fn cell<T>(&self, measure: &'static str, cell: &Cell<T>, of: impl Fn(&T) -> f64) -> Self {
        let (value, status) = (cell.value().map(of), full_status(cell));
        Self { measure, value, status, ..self.clone() }
    }

    fn estimate(&self, measure: &'static str, cell: &Cell<Estimate>) -> Self {
        let figure = self.cell(measure, cell, |estimate| estimate.value);
        Self { estimate: cell.value().copied(), ..figure }
    }

    /// Events, those at risk and the rate between them.
    fn counted(&self, rate: &CountedRate) -> [Self; 3] {
        let about =
            Self { basis: Some(rate.basis), sources: joined(&rate.sources), ..self.clone() };
        [
            about.count("events", rate.events),
            about.count("at-risk", rate.at_risk),
            Self { note: with_remark(&self.note, rate), ..about.estimate("rate", &rate.rate) },
        ]
    }

    fn in_group(&self, dimension: &'a DimensionId, category: &CategoryId, label: &'a str) -> Self {
        let groups = Groups::one(dimension.clone(), category.clone()).to_string();
        Self { groups, label, ..self.clone() }
    }

    fn record(&self) -> Result<[String; COLUMNS.len()], WriteError> {
        let text =
            |id: Option<&dyn std::fmt::Display>| id.map_or(String::new(), ToString::to_string);
        let interval = self.estimate.and_then(|estimate| estimate.interval);
        Ok([
            self.result.to_owned(),
            text(self.indicator.map(|id| id as _)),
            text(self.area.map(|id| id as _)),
            text(self.period.as_ref().map(|period| period as _)),
            self.period.map_or("", |period| period.unit().word()).to_owned(),
            text(self.dimension.map(|id| id as _)),
            self.groups.clone(),
            self.label.to_owned(),
            self.measure.to_owned(),
            number(self.value, "value")?,
            self.status.clone(),
            number(interval.map(|i| i.lower), "lower")?,
            number(interval.map(|i| i.upper), "upper")?,
            number(interval.map(|i| i.confidence.level()), "confidence")?,
            text(self.estimate.as_ref().map(|estimate| &estimate.method as _)),
            self.verdict.map_or("", |verdict| VerdictV1::new(verdict).word()).to_owned(),
            self.basis.map_or_else(String::new, basis_text),
            self.sources.clone(),
            self.note.clone(),
        ])
    }
}

fn write<'a>(
    figures: impl IntoIterator<Item = Figure<'a>>,
    out: impl Write,
) -> Result<(), WriteError> {
    let mut csv = writer(out);
    csv.write_record(COLUMNS)?;
    for figure in figures {
        csv.write_record(figure.record()?)?;
    }
    Ok(csv.flush()?)
}

/// A note with what the publisher says of a rate.
fn with_remark(note: &str, rate: &CountedRate) -> String {
    let words = [Some(note.to_owned()).filter(|note| !note.is_empty()), english().remark(rate)];
    words.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn joined(sources: &BTreeSet<SourceId>) -> String {
    sources.iter().map(SourceId::as_str).collect::<Vec<_>>().join("; ")
}

fn gap_trend(trend: &GapTrend) -> Vec<Figure<'_>> {
    let about =
        Figure { result: "gap-trend", indicator: Some(&trend.indicator), ..Figure::default() };
    let mut figures = Vec::new();
    for series in &trend.series {
        for point in &series.points {
            figures.extend(gap_point(&about, trend, series, point));
        }
    }
    for comparison in &trend.comparisons {
        let across = comparison.across_break.as_ref().map_or(String::new(), |(from, to)| {
            format!("; the classification changed from {from} to {to}")
        });
        let why = match comparison.test {
            GapTest::Difference { .. } => "",
            GapTest::WithinLimits => "; held against the limits of one of the two",
            GapTest::Overlapping => "; not tested, as the periods overlap",
        };
        let about = Figure {
            period: Some(comparison.later),
            label: &trend.group,
            verdict: Some(comparison.verdict),
            note: format!("compared with {}{why}{across}", comparison.earlier),
            ..about.clone()
        };
        if let GapTest::Difference { points, p } = comparison.test {
            figures.push(about.value("change-in-relative-gap", points));
            figures.push(about.value("p-of-change", p));
        } else {
            figures.push(about.count("change-in-relative-gap", Cell::Absent));
        }
    }
    figures
}

fn gap_point<'a>(
    about: &Figure<'a>,
    trend: &'a GapTrend,
    series: &'a GapTrendSeries,
    point: &'a GapPoint,
) -> Vec<Figure<'a>> {
    let (sources, mut note) = match &point.origin {
        GapOrigin::Published { source, origin } => (source.to_string(), origin.clone()),
        GapOrigin::Computed => (String::new(), "made from counts".to_owned()),
    };
    if point.overlaps_previous {
        note.push_str("; shares days with the period before");
    }
    let about = Figure {
        area: Some(&series.area),
        period: Some(point.period),
        dimension: Some(&series.dimension),
        label: &trend.group,
        sources,
        note,
        ..about.clone()
    };
    let all = Figure { label: &series.against, ..about.clone() };
    let mut figures = vec![
        about.estimate("relative-gap", &point.relative),
        about.estimate("absolute-gap", &point.absolute),
    ];
    if let Some((group_rate, all_rate)) = &point.printed_rates {
        figures.push(about.cell("printed-rate", group_rate, |rate| *rate));
        figures.push(all.cell("printed-rate", all_rate, |rate| *rate));
    }
    figures.extend(point.group.iter().flat_map(|rate| about.counted(rate)));
    figures.extend(point.all.iter().flat_map(|rate| all.counted(rate)));
    figures
}

fn inequality_profile(profile: &InequalityProfile) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "inequality-profile",
        indicator: Some(&profile.indicator),
        area: Some(&profile.area),
        ..Figure::default()
    };
    profile.periods.iter().flat_map(|period| profile_period(&about, period)).collect()
}

fn profile_period<'a>(about: &Figure<'a>, period: &'a ProfilePeriod) -> Vec<Figure<'a>> {
    let about = Figure {
        period: Some(period.period),
        dimension: Some(&period.version),
        note: period.not_computed.iter().map(not_computed).collect::<Vec<_>>().join("; "),
        ..about.clone()
    };
    let group = |group: &'a ProfileGroup| {
        let of = about.in_group(&period.version, &group.category, &group.label);
        // Why a group has no figures stands before why the period has no slope.
        let notes = group.lacking.iter().chain(Some(&of.note).filter(|note| !note.is_empty()));
        let note = notes.cloned().collect::<Vec<_>>().join("; ");
        Figure { note, ..of }.counted(&group.rate)
    };
    let mut figures: Vec<Figure<'a>> =
        period.groups.iter().chain(&period.remainders).flat_map(group).collect();
    let all = Figure { label: &period.total_label, ..about.clone() };
    figures.extend(period.total.iter().flat_map(|total| all.counted(total)));
    if let Some(slope) = &period.slope {
        figures.extend([
            about.estimate("slope-index", &Cell::known(slope.sii)),
            about.estimate("relative-index", &Cell::known(slope.rii)),
            about.value("fitted-most-disadvantaged", slope.most_disadvantaged),
            about.value("fitted-least-disadvantaged", slope.least_disadvantaged),
            about.value("dispersion", slope.dispersion),
        ]);
    }
    if let Some(excess) = &period.excess {
        let note = format!("held against {}", excess.reference_label);
        let about = Figure { note, ..about };
        figures.extend([
            about.estimate("attributable-risk", &Cell::known(excess.par)),
            about.estimate("attributable-percent", &Cell::known(excess.paf)),
            about.estimate("excess-events", &Cell::known(excess.events)),
        ]);
    }
    figures
}

fn area_comparison(comparison: &AreaComparison) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "area-comparison",
        indicator: Some(&comparison.indicator),
        period: Some(comparison.period),
        ..Figure::default()
    };
    let comparator = &comparison.comparator;
    let of = Figure {
        area: Some(&comparator.code),
        label: &comparator.name,
        note: "comparator".to_owned(),
        ..about.clone()
    };
    let mut figures = of.counted(&comparator.rate).to_vec();
    for compared in &comparison.areas {
        let (code, label) = (&compared.area.code, compared.area.name.as_str());
        let of = Figure { area: Some(code), label, ..about.clone() };
        let [events, at_risk, rate] = of.counted(&compared.area.rate);
        figures.extend([events, at_risk, Figure { verdict: Some(compared.verdict), ..rate }]);
    }
    let of = Figure { label: &comparison.name, ..about };
    figures.push(of.value("expected-by-chance", comparison.expected_by_chance()));
    figures
}

fn funnel(funnel: &AreaFunnel) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "funnel",
        indicator: Some(&funnel.indicator),
        period: Some(funnel.period),
        ..Figure::default()
    };
    let comparator = &funnel.comparator;
    let of = Figure {
        area: Some(&comparator.code),
        label: &comparator.name,
        note: "comparator".to_owned(),
        ..about.clone()
    };
    let mut figures = of.counted(&comparator.rate).to_vec();
    for in_funnel in &funnel.areas {
        let area = &in_funnel.area;
        let note = position(in_funnel, english());
        let of = Figure { area: Some(&area.code), label: &area.name, note, ..about.clone() };
        let [events, at_risk, rate] = of.counted(&area.rate);
        let events = Figure { note: String::new(), ..events };
        let at_risk = Figure { note: String::new(), ..at_risk };
        figures.extend([events, at_risk, Figure { verdict: Some(in_funnel.verdict()), ..rate }]);
        let against = comparator.rate.rate.value();
        if let (Some(band), Some(against)) = (in_funnel.band, against) {
            let limits = [("limits-95", band.inner), ("limits-99.8", band.outer)];
            figures.extend(limits.map(|(measure, interval)| {
                let interval = Some(interval);
                let limits = Estimate {
                    interval,
                    method: firstyear_analysis::FUNNEL,
                    counts: None,
                    ..*against
                };
                let of = Figure { note: String::new(), ..of.clone() };
                of.estimate(measure, &Cell::known(limits))
            }));
        }
    }
    let note = funnel.not_computed.clone().unwrap_or_default();
    let of = Figure { label: &funnel.name, note, ..about };
    figures.extend([
        of.value("expected-outside-95", funnel.expected_outside(Confidence::P95)),
        of.value("expected-outside-99.8", funnel.expected_outside(Confidence::P998)),
    ]);
    if let Some(scatter) = funnel.scatter {
        figures.extend([
            of.value("scatter", scatter.phi),
            of.value("variance-between-areas", scatter.tau2),
        ]);
    }
    figures
}

fn shrunk_areas(found: &SmallAreas) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "small-areas",
        indicator: Some(&found.indicator),
        period: Some(found.period),
        ..Figure::default()
    };
    let comparator = &found.comparator;
    let note = found.not_computed.as_ref().map_or_else(
        || "comparator".to_owned(),
        |why| format!("comparator; no rate is drawn to a mean: {why}"),
    );
    let of =
        Figure { area: Some(&comparator.code), label: &comparator.name, note, ..about.clone() };
    let mut figures = of.counted(&comparator.rate).to_vec();
    let draws = found.draws;
    let drawn = format!("{} draws, {}, seed {}", draws.count, draws.generator, draws.seed);
    for small in &found.areas {
        let area = &small.area;
        let of = Figure { area: Some(&area.code), label: &area.name, ..about.clone() };
        figures.extend(of.counted(&area.rate));
        let Some(shrunk) = &small.shrunk else { continue };
        let rank = shrunk.rank.map(|rank| Estimate {
            value: rank.expected,
            interval: Some(Interval {
                lower: rank.lower as f64,
                upper: rank.upper as f64,
                confidence: rank.confidence,
            }),
            method: RANK_INTERVAL,
            counts: None,
        });
        figures.push(of.estimate("shrunk-rate", &Cell::known(shrunk.rate)));
        figures.extend(
            shrunk.above_comparator.map(|above| of.value("probability-above-comparator", above)),
        );
        figures.push(of.value("reliability", shrunk.reliability));
        let rank = rank.map(|rank| of.estimate("expected-rank", &Cell::known(rank)));
        figures.extend(rank.map(|rank| Figure { note: drawn.clone(), ..rank }));
    }
    figures
}

fn deaths_by_cause(causes: &Causes) -> Vec<Figure<'_>> {
    let about = Figure {
        result: "causes",
        area: Some(&causes.area),
        period: Some(causes.period),
        dimension: Some(&causes.dimension),
        ..Figure::default()
    };
    let mut figures = Vec::new();
    for cause in causes.causes.iter().chain(&causes.total) {
        let of = about.in_group(&causes.dimension, &cause.cause, &cause.label);
        for ((indicator, name), deaths) in causes.ages.iter().zip(&cause.deaths) {
            let of = Figure { indicator: Some(indicator), note: name.clone(), ..of.clone() };
            figures.push(of.count("deaths", *deaths));
        }
    }
    figures
}

/// The parts stand with the first population; a note names the other.
fn decomposition(found: &Decomposition) -> Vec<Figure<'_>> {
    let mut figures = Vec::new();
    for (population, is_first) in [(&found.first, true), (&found.second, false)] {
        for (at, (indicator, _)) in found.indicators.iter().enumerate() {
            let about = Figure {
                result: "decomposition",
                indicator: Some(indicator),
                area: Some(&population.area),
                period: Some(population.period),
                dimension: Some(&population.version),
                ..Figure::default()
            };
            for row in &found.categories {
                let of = about.in_group(&population.version, &row.category, &row.label);
                figures.extend(of.counted(if is_first { &row.first[at] } else { &row.second[at] }));
            }
            figures.extend(population.totals[at].iter().flat_map(|total| about.counted(total)));
            let (events, births) = population.left_out[at];
            figures.push(about.count("left-out-events", events));
            figures.push(about.count("left-out-at-risk", births));
        }
    }
    figures.extend(parts(found, &found.first));
    figures
}

fn parts<'a>(found: &'a Decomposition, first: &'a DecomposedPopulation) -> Vec<Figure<'a>> {
    let second = &found.second;
    let about = Figure {
        result: "decomposition",
        area: Some(&first.area),
        period: Some(first.period),
        dimension: Some(&first.version),
        note: format!("minus {}, {}", second.area, second.period),
        ..Figure::default()
    };
    let parts = match &found.parts {
        Ok(parts) => parts,
        Err(why) => {
            let note = format!("{}; not taken apart: {why}", about.note);
            return vec![Figure { note, ..about }.estimate("difference", &Cell::Absent)];
        }
    };
    let indicator = |at: usize| found.indicators.get(at).map(|(id, _)| id);
    let part = |of: &Figure<'a>, at: usize, part: Option<Estimate>| {
        let cell = part.map_or(Cell::NotApplicable, Cell::known);
        match (found.form, at) {
            (DecompositionForm::MixAndRisk, 0) => {
                Figure { indicator: indicator(0), ..of.clone() }.estimate("part-mix", &cell)
            }
            (DecompositionForm::MixAndRisk, _) => {
                Figure { indicator: indicator(0), ..of.clone() }.estimate("part-risk", &cell)
            }
            (DecompositionForm::ByCause, at) => {
                Figure { indicator: indicator(at), ..of.clone() }.estimate("part", &cell)
            }
        }
    };
    let whole = match (found.form, &found.indicators[..]) {
        (DecompositionForm::MixAndRisk, _) => Some("part"),
        (DecompositionForm::ByCause, [_]) => None,
        (DecompositionForm::ByCause, _) => Some("part-all-ages"),
    };
    let only = if found.indicators.len() == 1 { indicator(0) } else { None };
    let mut figures = vec![
        Figure { indicator: only, ..about.clone() }
            .estimate("difference", &Cell::known(parts.difference)),
    ];
    figures.extend(parts.parts.iter().enumerate().map(|(at, of)| part(&about, at, Some(*of))));
    for (at, row) in found.categories.iter().enumerate() {
        let of = about.in_group(&first.version, &row.category, &row.label);
        let cells = parts.by_category[at].iter().enumerate();
        figures.extend(cells.map(|(at, cell)| part(&of, at, *cell)));
        figures.extend(whole.map(|measure| {
            Figure { indicator: only, ..of.clone() }
                .estimate(measure, &Cell::known(parts.of_category[at]))
        }));
    }
    figures
}

fn state_of_data(quality: &DataQuality) -> Vec<Figure<'_>> {
    let about = Figure { result: "data-quality", ..Figure::default() };
    let number = |of: &Figure<'static>, measure, n: usize| of.count(measure, Cell::known(n as u64));
    let mut figures = Vec::new();
    for source in &quality.sources {
        let cells = source.cells;
        let note = source.periods.map_or_else(String::new, |(a, b)| format!("{a} to {b}"));
        let of = Figure { sources: source.source.to_string(), note, ..about.clone() };
        figures.extend([
            number(&of, "rows", source.observations),
            number(&of, "gap-rows", source.gaps),
            number(&of, "cells-known", cells.known),
            number(&of, "cells-withheld", cells.withheld),
            number(&of, "cells-absent", cells.absent),
            number(&of, "cells-not-applicable", cells.not_applicable),
            number(&of, "low-reliability-values", source.low_reliability),
        ]);
    }
    figures.extend([
        number(&about, "rates-checked", quality.rates_checked),
        number(&about, "totals-checked", quality.totals_checked),
        number(&about, "not-listed", quality.rates_not_listed + quality.totals_not_listed),
    ]);
    figures.extend(disagreements(quality));
    figures
}

fn disagreements(quality: &DataQuality) -> Vec<Figure<'_>> {
    let about = Figure { result: "data-quality", ..Figure::default() };
    let rates = quality.rates.iter().flat_map(|rate| {
        let of = Figure {
            indicator: Some(&rate.indicator),
            area: Some(&rate.area),
            period: Some(rate.period),
            groups: rate.groups.to_string(),
            note: format!("printed to {} decimals", rate.decimals),
            ..about.clone()
        };
        [of.value("published-rate", rate.published), of.value("recomputed-rate", rate.recomputed)]
    });
    let totals = quality.totals.iter().map(|total| {
        let label = match total.what {
            Counted::Events => "events",
            Counted::AtRisk => "at-risk",
        };
        let of = Figure {
            indicator: Some(&total.indicator),
            area: Some(&total.area),
            period: Some(total.period),
            dimension: Some(&total.dimension),
            groups: total.within.to_string(),
            label,
            ..about.clone()
        };
        of.value("sum-minus-total", total.difference as f64)
    });
    rates.chain(totals).collect()
}
