//! How often limits of slopes hold the true slope, as a table in Markdown:
//!
//! ```text
//! cargo run --release -p firstyear-metrics --features coverage --example coverage_slopes > docs/methods/slopes-coverage.md
//! ```

use firstyear_core::{Confidence, Interval};
use firstyear_metrics::random::Counter;
use firstyear_metrics::slopes::{
    FitOn, Quantile, RegressionModel, SlopeErrors, SlopeLink, SlopeSettings, ValueScale,
    regression_slope, scotpho_slope, sii_wls,
};
use firstyear_metrics::{Order, slope_index};

const SEED: u64 = 2_010;
const TIMES: u64 = 2_000;
const RATE: f64 = 0.004;

fn main() {
    println!("# Coverage of slopes\n");
    println!(
        "How often 95% limits hold the true value, in {TIMES} simulations for each line \
         (generator {}, seed {SEED}): the standard error of a percentage is at most 0.5 near 95. \
         Written by `cargo run --release -p firstyear-metrics --features coverage --example coverage_slopes`.\n",
        Counter::NAME
    );
    counts();
    values();
}

/// Limits of slope and relative index, where there is a fit.
type Limits = Option<(Interval, Interval)>;
type Fit = fn(&[u64], &[u64]) -> Limits;

const FITS: [(&str, Fit); 5] = [
    ("`sii-poisson`", |events, at_risk| {
        let fit = slope_index(events, at_risk, ORDER, Confidence::P95).ok()?;
        fit.sii.interval.zip(fit.rii.interval)
    }),
    ("`sii-binomial`", |x, n| regression(x, n, SlopeErrors::Model)),
    ("`sii-binomial-quasi`", |x, n| regression(x, n, SlopeErrors::Quasi)),
    ("`sii-binomial-robust`", |x, n| regression(x, n, SlopeErrors::Robust)),
    ("`scotpho-sii`", |x, n| {
        let people: Vec<f64> = n.iter().map(|&n| n as f64).collect();
        let rates: Vec<f64> = x.iter().zip(&people).map(|(&x, n)| x as f64 / n).collect();
        let fit = scotpho_slope(&rates, &people, None, Confidence::P95).ok()?;
        // Its relative index is another measure than the ratio of ends.
        fit.sii.interval.zip(fit.rii.interval)
    }),
];

const ORDER: Order = Order::MostDisadvantagedFirst;

fn regression(events: &[u64], at_risk: &[u64], errors: SlopeErrors) -> Limits {
    let model = RegressionModel::Binomial(SlopeLink::Logit);
    let fit = regression_slope(events, at_risk, ORDER, Confidence::P95, model, errors).ok()?;
    fit.sii.interval.zip(fit.rii.interval)
}

/// Counts round a log-linear line.
fn counts() {
    println!("## Counts of events\n");
    println!(
        "Groups of equal size; rates on a log-linear line with a ratio of ends of 1, 1.5 or 4; \
         events as Poisson counts, `events` of them expected in a group on average. `scatter`: \
         rates of groups vary round the line with this coefficient of variation, too. Each cell: \
         coverage of the slope / of the ratio of ends, in percent of the simulations that gave \
         limits; below 99% of them their share stands in brackets. The Scottish relative index is \
         another measure and has no place here.\n"
    );
    let names: Vec<&str> = FITS.iter().map(|(name, _)| *name).collect();
    println!("| groups | events | ratio | scatter | {} |", names.join(" | "));
    println!("|---|---|---|---|{}", "---|".repeat(names.len()));
    let mut line = 0;
    for scatter in [0.0, 0.15] {
        for groups in [5_u32, 10] {
            for ratio in [1.0, 1.5, 4.0] {
                for events in [1.0, 3.0, 10.0, 30.0, 100.0] {
                    let case = Case { groups, ratio, events, scatter };
                    let cells = case.cells(line);
                    line += 1;
                    println!(
                        "| {groups} | {events} | {ratio} | {scatter} | {} |",
                        cells.join(" | ")
                    );
                }
            }
        }
    }
}

struct Case {
    groups: u32,
    ratio: f64,
    events: f64,
    scatter: f64,
}

impl Case {
    fn cells(&self, line: u64) -> Vec<String> {
        let people = format!("{:.0}", self.events / RATE).parse().unwrap_or(1_u64);
        let at_risk = vec![people; self.groups as usize];
        let ranks: Vec<f64> =
            (0..self.groups).map(|i| (f64::from(i) + 0.5) / f64::from(self.groups)).collect();
        // The mean rate over groups is RATE.
        let mean: f64 =
            ranks.iter().map(|rank| self.ratio.powf(-rank)).sum::<f64>() / f64::from(self.groups);
        let most = RATE / mean;
        let (sii, rii) = (most * (1.0 - 1.0 / self.ratio), self.ratio);
        let mut tallies = [(0_u32, 0_u32, 0_u32); FITS.len()];
        for time in 0..TIMES {
            let mut generator = Counter::new(SEED, line * TIMES + time);
            let events: Vec<u64> = ranks
                .iter()
                .map(|rank| {
                    let factor = if self.scatter > 0.0 {
                        let shape = 1.0 / (self.scatter * self.scatter);
                        generator.gamma(shape) / shape
                    } else {
                        1.0
                    };
                    let expected = people as f64 * most * self.ratio.powf(-rank) * factor;
                    format!("{:.0}", generator.poisson(expected)).parse().unwrap_or(0)
                })
                .collect();
            for ((_, fit), tally) in FITS.iter().zip(&mut tallies) {
                if let Some((slope, index)) = fit(&events, &at_risk) {
                    tally.0 += 1;
                    tally.1 += u32::from(holds(slope, sii));
                    tally.2 += u32::from(holds(index, rii));
                }
            }
        }
        let cell = |(at, (fits, slope, index)): (usize, (u32, u32, u32))| {
            let percent = |count: u32| 100.0 * f64::from(count) / f64::from(fits.max(1));
            let share = 100.0 * f64::from(fits) / TIMES as f64;
            let brackets = if share < 99.0 { format!(" ({share:.0}%)") } else { String::new() };
            if FITS[at].0.contains("scotpho") {
                format!("{:.1}{brackets}", percent(slope))
            } else {
                format!("{:.1} / {:.1}{brackets}", percent(slope), percent(index))
            }
        };
        tallies.into_iter().enumerate().map(cell).collect()
    }
}

fn holds(interval: Interval, truth: f64) -> bool {
    interval.lower <= truth && truth <= interval.upper
}

/// Values with known standard errors round a line.
fn values() {
    println!("\n## Values with standard errors\n");
    println!(
        "`sii-wls` with 1,000 draws; ten groups of unequal size. `values`: a line from 70 to 78 \
         years, standard errors of 0.9. `rates`: a log-linear line from 9 to 3 with the line on the \
         scale (`transform`), standard errors of the logarithm as given. `scatter`: standard \
         deviation of the groups round the line, in units of their standard errors, which limits \
         do not allow for.\n"
    );
    println!("| form | standard error | scatter | slope | ratio of ends |");
    println!("|---|---|---|---|---|");
    let mut line = 1_000;
    for (form, error) in [("values", 0.9), ("rates", 0.05), ("rates", 0.2)] {
        for scatter in [0.0, 1.0] {
            let (slope, ratio) = values_line(form == "rates", error, scatter, line);
            line += 1;
            println!("| {form} | {error} | {scatter} | {slope:.1} | {ratio:.1} |");
        }
    }
}

fn values_line(on_scale: bool, error: f64, scatter: f64, line: u64) -> (f64, f64) {
    let sizes: Vec<f64> = (0..10).map(|i| 1_000.0 * f64::from(10 + (i * 7) % 5)).collect();
    let total: f64 = sizes.iter().sum();
    let settings = SlopeSettings {
        scale: if on_scale { ValueScale::Log } else { ValueScale::Identity },
        fit_on: if on_scale { FitOn::Scale } else { FitOn::Values },
        repetitions: 1_000,
        ..SlopeSettings::default()
    };
    let ((begin, end), noise) =
        (if on_scale { (9.0, 3.0) } else { (70.0, 78.0) }, (1.0 + scatter * scatter).sqrt());
    let areas: Vec<(String, Vec<Quantile>)> = (0..TIMES)
        .map(|time| {
            let mut generator = Counter::new(SEED, line * TIMES + time);
            let mut before = 0.0;
            let tenths = sizes
                .iter()
                .map(|size| {
                    let place = (before + size / 2.0) / total;
                    before += size;
                    let off = error * noise * generator.normal();
                    let value = if on_scale {
                        begin * f64::powf(end / begin, place) * off.exp()
                    } else {
                        begin + (end - begin) * place + off
                    };
                    Quantile::new(*size, value, error)
                })
                .collect();
            (format!("{line} {time}"), tenths)
        })
        .collect();
    let named: Vec<(&str, Vec<Quantile>)> =
        areas.iter().map(|(name, tenths)| (name.as_str(), tenths.clone())).collect();
    let (mut slope, mut ratio) = (0_u32, 0_u32);
    for fit in sii_wls(&named, SEED, &settings).into_iter().flatten() {
        slope += u32::from(holds(fit.limits[0].sii, end - begin));
        ratio += u32::from(holds(fit.limits[0].rii, end / begin));
    }
    let percent = |count: u32| 100.0 * f64::from(count) / TIMES as f64;
    (percent(slope), percent(ratio))
}
