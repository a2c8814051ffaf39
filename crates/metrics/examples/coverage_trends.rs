//! How often limits of trends and of evaluations hold the true change, as a
//! table in Markdown:
//!
//! ```text
//! cargo run --release -p firstyear-metrics --features coverage --example coverage_trends > docs/methods/trends-coverage.md
//! ```

use firstyear_core::{Confidence, Counts, Estimate};
use firstyear_metrics::evaluation::{
    DidArea, DidKind, DidRow, Interruption, SeriesPoint, SeriesVariance, difference_in_differences,
    difference_in_differences_within, interrupted_time_series,
};
use firstyear_metrics::random::Counter;
use firstyear_metrics::survival::{Spell, kaplan_meier};
use firstyear_metrics::trend::{TimedCounts, gap_trend_test, rate_trend};

const SEED: u64 = 2_010;
const TIMES: u64 = 2_000;
const RATE: f64 = 0.004;

fn main() {
    println!("# Coverage of trends and evaluations\n");
    println!(
        "How often 95% limits hold the true value, in percent of {TIMES} simulations for each \
         line that gave limits (generator {}, seed {SEED}): the standard error of a percentage is \
         at most 0.5 near 95. Where fewer than 99% gave limits, their share stands in brackets. \
         `scatter`: rates vary beyond chance with this coefficient of variation. Written by `cargo \
         run --release -p firstyear-metrics --features coverage --example coverage_trends`.\n",
        Counter::NAME
    );
    let mut stream = 0;
    trends(&mut stream);
    differences(&mut stream);
    series(&mut stream);
    curves(&mut stream);
    within(&mut stream);
}

#[derive(Clone, Copy, Default)]
struct Tally {
    held: u64,
    given: u64,
}

impl Tally {
    fn add(&mut self, estimate: Option<Estimate>, truth: f64) {
        let Some(limits) = estimate.and_then(|estimate| estimate.interval) else { return };
        self.given += 1;
        self.held += u64::from(limits.contains(truth));
    }

    fn cell(self) -> String {
        if self.given == 0 {
            return "no limits".to_owned();
        }
        let percent = 100.0 * self.held as f64 / self.given as f64;
        let share = 100.0 * self.given as f64 / TIMES as f64;
        if share < 99.0 { format!("{percent:.1} ({share:.0}%)") } else { format!("{percent:.1}") }
    }
}

/// A count about its mean, with scatter beyond chance.
fn count(draws: &mut Counter, mean: f64, scatter: f64) -> f64 {
    if scatter == 0.0 {
        return draws.poisson(mean);
    }
    let shape = 1.0 / (scatter * scatter);
    let factor = draws.gamma(shape) / shape;
    draws.poisson(mean * factor)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "draws and people are whole and not below 0"
)]
fn counts(events: f64, people: f64) -> Counts {
    Counts { events: events as u64, at_risk: people as u64 }
}

fn trends(stream: &mut u64) {
    println!("## Yearly change of a rate, and of a gap\n");
    println!(
        "`events` are expected a year in the group, twice as many in the others; the group's rate \
         falls by 2% a year, that of the others by 4%.\n"
    );
    println!("| years | events | scatter | `rate-trend` | `gap-trend` |\n|---|---|---|---|---|");
    for years in [5_u32, 10] {
        for scatter in [0.0, 0.15] {
            for events in [1.0, 3.0, 10.0, 30.0, 100.0] {
                *stream += 1;
                let mut draws = Counter::new(SEED, *stream);
                let people = (events / RATE).round();
                let mut series = |size: f64, change: f64| -> Vec<TimedCounts> {
                    (0..years)
                        .map(|year| {
                            let time = f64::from(year);
                            let mean = size * people * RATE * f64::powf(1.0 + change, time);
                            let events = count(&mut draws, mean, scatter);
                            TimedCounts { time, counts: counts(events, size * people) }
                        })
                        .collect()
                };
                let (mut rate, mut gap) = (Tally::default(), Tally::default());
                for _ in 0..TIMES {
                    let (group, others) = (series(1.0, -0.02), series(2.0, -0.04));
                    let found = rate_trend(&group, Confidence::P95).ok();
                    rate.add(found.map(|test| test.change), -0.02);
                    let found = gap_trend_test(&group, &others, Confidence::P95).ok();
                    gap.add(found.map(|test| test.change), 0.98 / 0.96 - 1.0);
                }
                println!("| {years} | {events} | {scatter} | {} | {} |", rate.cell(), gap.cell());
            }
        }
    }
}

fn differences(stream: &mut u64) {
    println!("\n## Difference in differences\n");
    println!(
        "`areas` in either arm, each seen once before and once after with `events` expected before; \
         after, rates fall by 10% elsewhere and by 28% where something was done.\n"
    );
    println!("| areas | events | scatter | relative | absolute |\n|---|---|---|---|---|");
    for areas in [1_u32, 5] {
        for scatter in [0.0, 0.15] {
            for events in [1.0, 3.0, 10.0, 30.0, 100.0] {
                *stream += 1;
                let mut draws = Counter::new(SEED, *stream);
                let people = (events / RATE).round();
                let (mut relative, mut absolute) = (Tally::default(), Tally::default());
                for _ in 0..TIMES {
                    let mut rows = Vec::new();
                    for _ in 0..areas {
                        for (treated, after, factor) in [
                            (true, false, 1.0),
                            (true, true, 0.72),
                            (false, false, 1.0),
                            (false, true, 0.9),
                        ] {
                            let events = count(&mut draws, people * RATE * factor, scatter);
                            rows.push(DidRow { treated, after, counts: counts(events, people) });
                        }
                    }
                    let found = difference_in_differences(&rows, Confidence::P95).ok();
                    relative.add(found.and_then(|did| did.ratio), -0.2);
                    absolute.add(found.map(|did| did.absolute), RATE * (0.72 - 0.9));
                }
                println!(
                    "| {areas} | {events} | {scatter} | {} | {} |",
                    relative.cell(),
                    absolute.cell()
                );
            }
        }
    }
}

fn within(stream: &mut u64) {
    println!("\n## Difference in differences within areas\n");
    println!(
        "`areas` in either arm, with `events` expected before on average; their rates lie between \
         0.4 and 1.6 times that, evenly, and stay so. After, rates fall by 10% elsewhere and by \
         28% where something was done; for the absolute form, by as many events in every area. \
         The pooled form is for comparison.\n"
    );
    println!("| areas | events | scatter | within | within, absolute | pooled |");
    println!("|---|---|---|---|---|---|");
    for areas in [1_u32, 5, 20] {
        for scatter in [0.0, 0.15] {
            for events in [3.0, 10.0, 30.0, 100.0] {
                *stream += 1;
                let mut draws = Counter::new(SEED, *stream);
                let mut tallies = [Tally::default(); 3];
                for _ in 0..TIMES {
                    let [relative, absolute] = [true, false]
                        .map(|relative| study(&mut draws, areas, (events, scatter), relative));
                    let work = |areas: &[DidArea]| {
                        difference_in_differences_within(areas, DidKind::Rate, Confidence::P95).ok()
                    };
                    tallies[0].add(work(&relative).and_then(|did| did.ratio), -0.2);
                    tallies[1].add(work(&absolute).and_then(|did| did.absolute), -0.18 * RATE);
                    let rows: Vec<DidRow> = relative.iter().flat_map(rows).collect();
                    let pooled = difference_in_differences(&rows, Confidence::P95).ok();
                    tallies[2].add(pooled.and_then(|did| did.ratio), -0.2);
                }
                let cells: Vec<String> = tallies.iter().map(|tally| tally.cell()).collect();
                println!("| {areas} | {events} | {scatter} | {} |", cells.join(" | "));
            }
        }
    }
}

fn study(
    draws: &mut Counter,
    areas: u32,
    (events, scatter): (f64, f64),
    relative: bool,
) -> Vec<DidArea> {
    let people = (events / RATE).round();
    (0..2 * areas)
        .map(|at| {
            let treated = at < areas;
            let rate = RATE * (0.4 + 1.2 * draws.uniform());
            let change = if treated { -0.28 } else { -0.1 };
            let after = rate + change * if relative { rate } else { RATE };
            let mut seen = |rate: f64| counts(count(draws, people * rate, scatter), people);
            DidArea { treated, before: seen(rate), after: seen(after) }
        })
        .collect()
}

fn rows(area: &DidArea) -> [DidRow; 2] {
    [(false, area.before), (true, area.after)].map(|(after, counts)| DidRow {
        treated: area.treated,
        after,
        counts,
    })
}

fn series(stream: &mut u64) {
    println!("\n## Interrupted time series\n");
    println!(
        "Half of the points before; the level falls by 20% then. `memory`: the scatter of a point \
         carries over to the next with this correlation (10% coefficient of variation). Change of \
         level with each kind of standard error.\n"
    );
    println!("| points | events | memory | robust | quasi | poisson |\n|---|---|---|---|---|---|");
    for points in [12_u32, 24, 48] {
        for memory in [None, Some(0.0), Some(0.6)] {
            for events in [10.0, 100.0] {
                *stream += 1;
                let mut draws = Counter::new(SEED, *stream);
                let mut tallies = [Tally::default(); 3];
                for _ in 0..TIMES {
                    let points = interrupted(&mut draws, points, events, memory);
                    let kinds = [
                        SeriesVariance::Robust { lag: 2 },
                        SeriesVariance::Quasi,
                        SeriesVariance::Poisson,
                    ];
                    for (tally, variance) in tallies.iter_mut().zip(kinds) {
                        let at = points.len() as f64 / 2.0;
                        let how = Interruption { at, variance, confidence: Confidence::P95 };
                        let found = interrupted_time_series(&points, &how).ok();
                        tally.add(found.map(|effect| effect.level), -0.2);
                    }
                }
                let memory = memory.map_or("no scatter".to_owned(), |memory| memory.to_string());
                let cells: Vec<String> = tallies.iter().map(|tally| tally.cell()).collect();
                println!("| {points} | {events} | {memory} | {} |", cells.join(" | "));
            }
        }
    }
}

/// A series whose level falls by a fifth in its middle.
fn interrupted(
    draws: &mut Counter,
    points: u32,
    events: f64,
    memory: Option<f64>,
) -> Vec<SeriesPoint> {
    let people = (events / RATE).round();
    let mut carried = draws.normal();
    (0..points)
        .map(|i| {
            let fall = if 2 * i >= points { 0.8 } else { 1.0 };
            let scatter = memory.map_or(1.0, |memory| {
                carried = memory * carried + (1.0 - memory * memory).sqrt() * draws.normal();
                (0.1 * carried - 0.005).exp()
            });
            let events = draws.poisson(people * RATE * fall * scatter);
            SeriesPoint { time: f64::from(i), counts: counts(events, people) }
        })
        .collect()
}

fn curves(stream: &mut u64) {
    println!("\n## Kaplan-Meier curve\n");
    println!(
        "Exponential times; a third of the subjects are censored, at times that have nothing to do \
         with theirs; limits where three quarters, a half and a quarter are still without the \
         event.\n"
    );
    println!("| subjects | 75% | 50% | 25% |\n|---|---|---|---|");
    for subjects in [10_u32, 20, 50, 100] {
        *stream += 1;
        let mut draws = Counter::new(SEED, *stream);
        let mut tallies = [Tally::default(); 3];
        for _ in 0..TIMES {
            let spells: Vec<Spell> = (0..subjects)
                .map(|_| {
                    let (time, left) = (-draws.uniform().ln(), -2.0 * draws.uniform().ln());
                    Spell { entry: 0.0, end: time.min(left), exit: usize::from(time <= left) }
                })
                .collect();
            let curve = kaplan_meier(&spells, Confidence::P95).unwrap_or_default();
            for (tally, share) in tallies.iter_mut().zip([0.75_f64, 0.5, 0.25]) {
                let at = -share.ln();
                let step = curve.iter().rfind(|step| step.time <= at);
                // Before the first event and where nobody is left there are none.
                if let Some(limits) = step.and_then(|step| step.interval) {
                    tally.given += 1;
                    tally.held += u64::from(limits.contains(share));
                }
            }
        }
        let cells: Vec<String> = tallies.iter().map(|tally| tally.cell()).collect();
        println!("| {subjects} | {} |", cells.join(" | "));
    }
}
