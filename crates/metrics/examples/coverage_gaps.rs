//! How often limits of gaps hold the true gap, as a table in Markdown:
//!
//! ```text
//! cargo run --release -p firstyear-metrics --features coverage --example coverage_gaps > docs/methods/gaps-coverage.md
//! ```

use firstyear_core::{Confidence, Counts, Estimate, SampleFraction};
use firstyear_metrics::random::Counter;
use firstyear_metrics::{
    GapInput, PublishedGapInput, Relation, absolute_gap, excess, published_relative_gap,
    relative_gap,
};

const SEED: u64 = 2_010;
const TIMES: u64 = 4_000;
/// Rate of those the group is held against, per person.
const RATE: f64 = 0.004;

fn main() {
    println!("# Coverage of gaps\n");
    println!(
        "How often 95% limits hold the true value, in percent of {TIMES} simulations for each \
         line that gave limits (generator {}, seed {SEED}): the standard error of a percentage is \
         at most 0.35 near 95. Where fewer than 99% gave limits, as without events in those the \
         group is held against, their share stands in brackets. Written by `cargo run --release \
         -p firstyear-metrics --features coverage --example coverage_gaps`.\n",
        Counter::NAME
    );
    let mut stream = 0;
    apart(&mut stream);
    part_of_whole(&mut stream);
    sampled(&mut stream);
}

/// Coverage of several limits, tallied.
#[derive(Clone, Copy, Default)]
struct Tally {
    held: u64,
    given: u64,
}

impl Tally {
    fn add<E>(&mut self, estimate: Result<Estimate, E>, truth: f64) {
        let Some(limits) = estimate.ok().and_then(|estimate| estimate.interval) else { return };
        self.given += 1;
        // A true gap of 0 may come out a rounding error beside it.
        let slack = 1e-12;
        let holds = limits.lower - slack <= truth && truth <= limits.upper + slack;
        self.held += u64::from(holds);
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

const EVENTS: [f64; 6] = [1.0, 3.0, 10.0, 20.0, 50.0, 100.0];
const RATIOS: [f64; 4] = [0.5, 1.0, 1.5, 3.0];

/// A group and four times as many others.
fn apart(stream: &mut u64) {
    println!("## A group and others\n");
    println!(
        "Poisson counts; `events` are expected in the group, the others are four times as many \
         people at {RATE} per person, `ratio` is the group's rate over theirs.\n"
    );
    println!("| events | ratio | relative gap | absolute gap |\n|---|---|---|---|");
    for events in EVENTS {
        for ratio in RATIOS {
            *stream += 1;
            let mut draws = Counter::new(SEED, *stream);
            let people = (events / (RATE * ratio)).round();
            let (mut relative, mut absolute) = (Tally::default(), Tally::default());
            for _ in 0..TIMES {
                let input = GapInput {
                    group: counts(draws.poisson(people * RATE * ratio), people),
                    against: counts(draws.poisson(4.0 * people * RATE), 4.0 * people),
                    relation: Relation::Apart,
                    sample: None,
                };
                relative.add(relative_gap(&input, Confidence::P95), ratio - 1.0);
                absolute.add(absolute_gap(&input, Confidence::P95), RATE * (ratio - 1.0));
            }
            println!("| {events} | {ratio} | {} | {} |", relative.cell(), absolute.cell());
        }
    }
}

/// A group within a whole of which it is a quarter.
fn part_of_whole(stream: &mut u64) {
    println!("\n## A group within the whole\n");
    println!(
        "As above, but the group is a quarter of those it is held against; `ratio` is its rate \
         over that of the others. `share` is the population attributable fraction with the others \
         as reference.\n"
    );
    println!("| events | ratio | relative gap | absolute gap | share |\n|---|---|---|---|---|");
    for events in EVENTS {
        for ratio in RATIOS {
            *stream += 1;
            let mut draws = Counter::new(SEED, *stream);
            let people = (events / (RATE * ratio)).round();
            let others = 3.0 * people;
            let whole = (people * ratio + others) / (people + others);
            let mut tallies = [Tally::default(); 3];
            for _ in 0..TIMES {
                let mine = counts(draws.poisson(people * RATE * ratio), people);
                let theirs = counts(draws.poisson(others * RATE), others);
                let input = GapInput {
                    group: mine,
                    against: Counts {
                        events: mine.events + theirs.events,
                        at_risk: mine.at_risk + theirs.at_risk,
                    },
                    relation: Relation::PartOfWhole,
                    sample: None,
                };
                tallies[0].add(relative_gap(&input, Confidence::P95), ratio / whole - 1.0);
                tallies[1].add(absolute_gap(&input, Confidence::P95), RATE * (ratio - whole));
                let share = excess(
                    &[mine.events, theirs.events],
                    &[mine.at_risk, theirs.at_risk],
                    1,
                    Confidence::P95,
                );
                tallies[2].add(share.map(|found| found.paf), 1.0 - 1.0 / whole);
            }
            let cells: Vec<String> = tallies.iter().map(|tally| tally.cell()).collect();
            println!("| {events} | {ratio} | {} |", cells.join(" | "));
        }
    }
}

/// A group within the whole whose births are known from a sample.
fn sampled(stream: &mut u64) {
    println!("\n## Births of the group known from a 10% sample\n");
    println!(
        "A group of four in ten, held against all, with births by group from a 10% sample. \
         `published`: the gap to the whole percent, with its counts and the rate of all to one \
         decimal, as a publisher prints them; the true gap need not be a whole percent, so a \
         narrow interval can miss it for that alone.\n"
    );
    println!("| events | ratio | relative gap | published |\n|---|---|---|---|");
    for events in [10.0, 100.0, 1_000.0, 3_650.0] {
        for ratio in RATIOS {
            *stream += 1;
            let mut draws = Counter::new(SEED, *stream);
            let people = (events / (RATE * ratio)).round();
            let others = (1.5 * people).round();
            let truth = ratio * (people + others) / (people * ratio + others) - 1.0;
            let (mut counted, mut published) = (Tally::default(), Tally::default());
            for _ in 0..TIMES {
                let mine = draws.poisson(people * RATE * ratio);
                let all = mine + draws.poisson(others * RATE);
                // A sample of births: how many of those in it are the group's.
                let (a, b) = (draws.poisson(people * 0.1), draws.poisson(others * 0.1));
                let share = a / (a + b).max(1.0);
                let births = ((people + others) * share).round();
                let sample = SampleFraction::new(0.1).ok();
                let input = GapInput {
                    group: counts(mine, births),
                    against: counts(all, people + others),
                    relation: Relation::PartOfWhole,
                    sample,
                };
                let gap = relative_gap(&input, Confidence::P95);
                counted.add(gap, truth);
                if let Ok(gap) = gap {
                    let printed = PublishedGapInput {
                        relative_gap: (gap.value * 100.0).round() / 100.0,
                        group_events: input.group.events,
                        all_events: input.against.events,
                        all_rate: (all / (people + others) * 10_000.0).round() / 10_000.0,
                        sample,
                    };
                    published.add(published_relative_gap(&printed, Confidence::P95), truth);
                }
            }
            println!("| {events} | {ratio} | {} | {} |", counted.cell(), published.cell());
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "draws and people are whole and not below 0"
)]
fn counts(events: f64, people: f64) -> Counts {
    Counts { events: events as u64, at_risk: people as u64 }
}
