//! How often limits of cascades hold what was planted in logs, as a table in Markdown:
//!
//! ```text
//! cargo run --release -p firstyear-analysis --example coverage_cascade > docs/methods/cascade-coverage.md
//! ```

#[path = "../tests/planted/mod.rs"]
mod planted;

use firstyear_analysis::{CascadeAsked, CascadeMeasure, Verdict};
use firstyear_metrics::random::Counter;
use planted::{Chances, Planted, STEPS, Tally, Times, found, pathway};

const SEED: u64 = 1_971;
const TIMES: u64 = 4_000;

fn main() {
    println!("# Coverage of cascades\n");
    println!(
        "How often 95% limits hold what was planted in generated logs of cases, in percent of \
         {TIMES} logs for each line (generator {}, seed {SEED}): the standard error of a percentage \
         is at most 0.35 near 95. Where fewer than 99% gave limits their share stands in brackets. \
         Written by `cargo run --release -p firstyear-analysis --example coverage_cascade`.\n",
        Counter::NAME
    );
    let mut stream = 0;
    steps(&mut stream);
    by_time(&mut stream);
}

fn cell(tally: &Tally) -> String {
    if tally.given == 0 {
        return "no limits".to_owned();
    }
    let share = 100.0 * tally.given as f64 / TIMES as f64;
    let percent = 100.0 * tally.share();
    if share < 99.0 { format!("{percent:.1} ({share:.0}%)") } else { format!("{percent:.1}") }
}

const BEST: Chances = [0.9, 0.8, 0.7, 0.6];

/// One step at which a group drops out more than others.
fn steps(stream: &mut u64) {
    println!("## A step at which a group drops out\n");
    println!(
        "Two groups of `cases` each pass four steps with chances of 0.9, 0.8, 0.7 and 0.6; of the \
         first group the chance at the planted step is multiplied by `ratio`, and nothing else \
         differs. `conditional` and `cumulative` are shares of the first group at the planted step \
         and at the end; `planted part`, `other parts` and `whole` are what steps add to the \
         logarithm of the ratio of completion, and the whole of it; `reach` and `effectiveness` \
         are ratios. `named` is how often the planted step is said to make most of the ratio, and \
         `apart` how often its limits leave out chance as well, in percent.\n"
    );
    println!(
        "| cases | planted | ratio | conditional | cumulative | planted part | other parts | whole | reach | effectiveness | named | apart |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for cases in [50, 200, 1_000] {
        for (step, ratio) in [(0, 0.8), (1, 0.5), (1, 0.9), (3, 0.7), (3, 1.0)] {
            line(cases, step, ratio, stream);
        }
    }
    println!();
}

fn line(cases: u64, step: usize, ratio: f64, stream: &mut u64) {
    let pathway = pathway();
    let until = 3_650;
    let times = Times { begin_until: 365.0, step: 7.0, leave: 14.0 };
    let mut own = BEST;
    own[step] *= ratio;
    let [mut conditional, mut cumulative, mut part, mut others, mut whole, mut reach, mut effect] =
        [Tally::default(); 7];
    let (mut named, mut apart) = (0_u64, 0_u64);
    for _ in 0..TIMES {
        *stream += 1;
        let random = Counter::new(SEED, *stream);
        let groups = [("first", cases, own), ("second", cases, BEST)];
        let planted = Planted { groups: &groups, times, until };
        let found = found(&pathway, &planted, random, &CascadeAsked::default());
        let group = &found.groups[0];
        conditional.add(found.conditional(group, step + 1).value(), own[step]);
        cumulative.add(found.cumulative(group, 4).value(), own.iter().product());
        let of = |measure| found.ratio(group, measure);
        let (set_out, then) = if step < 3 { (ratio, 1.0) } else { (1.0, ratio) };
        reach.add(of(CascadeMeasure::Reach).as_ref(), set_out);
        effect.add(of(CascadeMeasure::Effectiveness).as_ref(), then);
        let Ok(split) = found.split(group) else { continue };
        whole.add(Some(&split.ratio), ratio.ln());
        for (at, one) in split.parts.iter().enumerate() {
            if at == step {
                part.add(Some(&one.part), ratio.ln());
            } else {
                others.add(Some(&one.part), 0.0);
            }
        }
        if let Some(main) = split.main().filter(|main| main.stage == step + 1) {
            named += 1;
            apart += u64::from(main.verdict() != Verdict::CannotTell);
        }
    }
    let percent = |count: u64| 100.0 * count as f64 / TIMES as f64;
    // Three parts of each log.
    let others = Tally { held: others.held / 3, given: others.given / 3 };
    println!(
        "| {cases} | {} | {ratio} | {} | {} | {} | {} | {} | {} | {} | {:.1} | {:.1} |",
        STEPS[step],
        cell(&conditional),
        cell(&cumulative),
        cell(&part),
        cell(&others),
        cell(&whole),
        cell(&reach),
        cell(&effect),
        percent(named),
        percent(apart),
    );
}

/// Cases that are still open.
fn by_time(stream: &mut u64) {
    println!("## Cases that are open when the log ends\n");
    println!(
        "Cases begin over a year, at whose end the log ends. Those who pass the first step do so \
         after 40 days in the mean, and those who do not leave after 60. `by day` is the share that \
         has passed by then, with leaving as a competing exit; `raw` is the share of all that has \
         passed when the log ends, held against those who ever would.\n"
    );
    println!("| cases | passes | day | by day | raw |");
    println!("|---|---|---|---|---|");
    let pathway = pathway();
    let until = 365;
    let times = Times { begin_until: 365.0, step: 40.0, leave: 60.0 };
    for cases in [50, 200, 1_000] {
        for (passes, day) in [(0.3, 60), (0.7, 30), (0.7, 90), (0.7, 180), (0.95, 90)] {
            let truth = passes * (1.0 - (-f64::from(day + 1) / 40.0).exp());
            let asked = CascadeAsked { horizon: day, ..CascadeAsked::default() };
            let [mut by_day, mut raw] = [Tally::default(); 2];
            for _ in 0..TIMES {
                *stream += 1;
                let random = Counter::new(SEED, *stream);
                let groups = [("all", cases, [passes, 0.0, 0.0, 0.0])];
                let planted = Planted { groups: &groups, times, until };
                let found = found(&pathway, &planted, random, &asked);
                let group = &found.groups[0];
                let timing = group.stages[1].since_before.value();
                let within = timing.and_then(|timing| timing.at_horizon);
                by_day.add(within.map(|within| within.came).as_ref(), truth);
                raw.add(found.conditional(group, 1).value(), passes);
            }
            println!("| {cases} | {passes} | {day} | {} | {} |", cell(&by_day), cell(&raw));
        }
    }
}
