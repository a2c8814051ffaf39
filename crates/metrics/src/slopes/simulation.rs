//! Limits of a slope by simulation.

use firstyear_core::{Confidence, Interval};

use super::line::{Line, dot};
use super::{Quantile, ValueScale};

/// What the line is fitted to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FitOn {
    /// The values themselves.
    #[default]
    Values,
    /// The values on their [`ValueScale`]; the ends of the line are taken back
    /// from it.
    Scale,
}

/// How slopes are made.
#[derive(Clone, Debug, PartialEq)]
pub struct SlopeSettings {
    /// The scale on which the values vary evenly.
    pub scale: ValueScale,
    /// What the line is fitted to.
    pub fit_on: FitOn,
    /// What the slope is multiplied by. A negative one turns it round, and the
    /// relative index upside down: for values of which less is worse.
    pub multiplier: f64,
    /// How often the values are drawn anew; 1,000 or more.
    pub repetitions: usize,
    /// The levels of the limits.
    pub confidences: Vec<Confidence>,
    /// Whether the simulation is repeated nine times, to say how far its
    /// limits move.
    pub reliability: bool,
}

impl Default for SlopeSettings {
    fn default() -> Self {
        Self {
            scale: ValueScale::Identity,
            fit_on: FitOn::Values,
            multiplier: 1.0,
            repetitions: 100_000,
            confidences: vec![Confidence::P95],
            reliability: false,
        }
    }
}

/// A slope with simulated limits.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedSlope {
    /// The fitted value at the end of the order minus that at its beginning,
    /// times the multiplier.
    pub sii: f64,
    /// The fitted value at the end over that at the beginning; upside down for
    /// a negative multiplier.
    pub rii: f64,
    /// The fitted value at the beginning.
    pub intercept: f64,
    /// The limits at each level.
    pub limits: Vec<SlopeLimits>,
}

/// Limits at one level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlopeLimits {
    /// Of the slope.
    pub sii: Interval,
    /// Of the relative index.
    pub rii: Interval,
    /// How far the limits of slope and relative index were from the first
    /// simulation's in nine more, on average.
    pub moved: Option<(f64, f64)>,
}

/// Why there is no slope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SimulatedSlopeError {
    /// Too few or too many groups.
    #[error("{given} groups: a slope needs {least} to 100")]
    Groups {
        /// How many were given.
        given: usize,
        /// How many are needed.
        least: usize,
    },
    /// A group that cannot be used.
    #[error(
        "group {index} (counted from 1) needs a population above 0, a value that its scale allows, and a standard error of 0 or more"
    )]
    Group {
        /// The first such group, counted from 1.
        index: usize,
    },
    /// Too few repetitions.
    #[error("{given} repetitions: limits need 1000 or more")]
    Repetitions {
        /// How many were asked for.
        given: usize,
    },
    /// A multiplier that makes no sense.
    #[error("the multiplier must be a finite number other than 0")]
    Multiplier,
    /// A level too near to 1 for the repetitions.
    #[error(
        "a level this near to 1 needs more repetitions: fewer than one draw lies beyond its limits"
    )]
    Level,
    /// A line on the scale, without a scale.
    #[error("a line on the scale needs one: the logarithm for rates, the logit for proportions")]
    NoScale,
}

/// Which rules a simulation follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    Ours,
    /// The package's, mistakes included.
    Phe,
}

/// An area that was checked, with its line.
pub(super) struct Area<'a> {
    settings: &'a SlopeSettings,
    rules: Rules,
    line: Line,
    /// Mean and standard error of each draw, on the scale.
    draws: Vec<(f64, f64)>,
    values: Vec<f64>,
    /// The mean on the scale, weighted by population.
    mean: f64,
}

/// For how many repetitions numbers are drawn at once.
const AT_ONCE: usize = 128;

/// Room for the draws, kept from area to area.
#[derive(Default)]
pub(super) struct Room {
    normals: Vec<f64>,
    sii: Vec<f64>,
    rii: Vec<f64>,
}

impl<'a> Area<'a> {
    pub(super) fn new(
        quantiles: &[Quantile],
        settings: &'a SlopeSettings,
        rules: Rules,
        least: usize,
    ) -> Result<Self, SimulatedSlopeError> {
        settings.check()?;
        if !(least..=100).contains(&quantiles.len()) {
            return Err(SimulatedSlopeError::Groups { given: quantiles.len(), least });
        }
        if let Some(at) = quantiles.iter().position(|group| !group.is_sound(settings.scale)) {
            return Err(SimulatedSlopeError::Group { index: at + 1 });
        }
        let line = Line::new(quantiles.iter().map(|group| group.population));
        let draws: Vec<(f64, f64)> = quantiles
            .iter()
            .map(|group| (settings.scale.of(group.value), group.standard_error))
            .collect();
        let mean = line.share.iter().zip(&draws).map(|(share, (mean, _))| share * mean).sum();
        let values = quantiles.iter().map(|group| group.value).collect();
        Ok(Self { settings, rules, line, draws, values, mean })
    }

    /// How many normal numbers the simulation takes.
    pub(super) fn normals(&self) -> u64 {
        self.drawn() as u64
            * self.settings.repetitions as u64
            * if self.settings.reliability { 10 } else { 1 }
    }

    /// How many groups take a normal number in each repetition.
    fn drawn(&self) -> usize {
        self.draws.iter().filter(|(_, error)| self.draws_for(*error)).count()
    }

    /// R's `rnorm` uses up no number for a value that is known.
    fn draws_for(&self, error: f64) -> bool {
        self.rules == Rules::Ours || error > 0.0
    }

    /// Slope and limits; `normals` fills a slice with the next standard normal
    /// numbers.
    pub(super) fn simulate(
        &self,
        room: &mut Room,
        mut normals: impl FnMut(&mut [f64]),
    ) -> SimulatedSlope {
        let settings = self.settings;
        let ((begin, end), multiplier) = (self.fitted(), settings.multiplier);
        let first = self.limits(room, &mut normals);
        let mut moved = vec![(0.0, 0.0); first.len()];
        if settings.reliability {
            for _ in 0..9 {
                for ((sum, other), first) in
                    moved.iter_mut().zip(self.limits(room, &mut normals)).zip(&first)
                {
                    let off = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() + (a.1 - b.1).abs();
                    sum.0 += off(other.0, first.0) / 18.0;
                    sum.1 += off(other.1, first.1) / 18.0;
                }
            }
        }
        let ratio = end / begin;
        let limits = settings.confidences.iter().zip(first).zip(moved);
        SimulatedSlope {
            sii: (end - begin) * multiplier,
            rii: if multiplier < 0.0 { 1.0 / ratio } else { ratio },
            // The package scales the fitted value only where it was taken
            // back from a scale.
            intercept: match (self.rules, settings.fit_on) {
                (Rules::Phe, FitOn::Values) => begin,
                _ => begin * multiplier.abs(),
            },
            limits: limits
                .map(|((&confidence, (sii, rii)), moved)| SlopeLimits {
                    sii: Interval { lower: sii.0, upper: sii.1, confidence },
                    rii: Interval { lower: rii.0, upper: rii.1, confidence },
                    moved: settings.reliability.then_some(moved),
                })
                .collect(),
        }
    }

    /// The fitted values at both ends.
    fn fitted(&self) -> (f64, f64) {
        match self.settings.fit_on {
            FitOn::Values => {
                let begin = dot(&self.line.intercept, &self.values);
                (begin, begin + dot(&self.line.slope, &self.values))
            }
            FitOn::Scale => {
                let along = |weights: &[f64]| -> f64 {
                    weights.iter().zip(&self.draws).map(|(w, (mean, _))| w * mean).sum()
                };
                let begin = along(&self.line.intercept);
                let scale = self.settings.scale;
                (scale.back(begin), scale.back(begin + along(&self.line.slope)))
            }
        }
    }

    /// Limits of slope and relative index at each level, from one simulation.
    fn limits(
        &self,
        room: &mut Room,
        normals: &mut impl FnMut(&mut [f64]),
    ) -> Vec<((f64, f64), (f64, f64))> {
        self.draw(room, normals);
        let of = |sorted: &mut Sorted, level| match self.rules {
            Rules::Ours => sorted.interpolated(level),
            Rules::Phe => sorted.nearest(level),
        };
        let levels = &self.settings.confidences;
        let (mut sii, mut rii) = (Sorted::new(&mut room.sii), Sorted::new(&mut room.rii));
        let afterwards = if self.scales_afterwards() { self.settings.multiplier } else { 1.0 };
        levels
            .iter()
            .map(|level| {
                let ((low, high), rii) = (of(&mut sii, *level), of(&mut rii, *level));
                let sii = (low * afterwards, high * afterwards);
                if self.turns_limits_afterwards() {
                    ((sii.1, sii.0), (1.0 / rii.1, 1.0 / rii.0))
                } else {
                    (sii, rii)
                }
            })
            .collect()
    }

    /// Whether limits are multiplied after they were read, as the package does
    /// for a line on a scale.
    fn scales_afterwards(&self) -> bool {
        self.rules == Rules::Phe && self.settings.fit_on == FitOn::Scale
    }

    /// Whether limits are turned after they were read. On the logarithm the
    /// package asks whether the multiplier is below 1, where 0 is meant: at
    /// 0.5, say, its lower limit is above its upper one.
    fn turns_limits_afterwards(&self) -> bool {
        let SlopeSettings { scale, multiplier, .. } = *self.settings;
        self.scales_afterwards() && multiplier < if scale == ValueScale::Log { 1.0 } else { 0.0 }
    }

    /// Fills the room with slopes and relative indices of values drawn anew.
    fn draw(&self, room: &mut Room, normals: &mut impl FnMut(&mut [f64])) {
        let SlopeSettings { scale, fit_on, repetitions, .. } = *self.settings;
        // On a scale the package leaves the mean of the values where it was,
        // so that only the slope moves.
        let mean_stays = self.scales_afterwards();
        let multiplier = if self.scales_afterwards() { 1.0 } else { self.settings.multiplier };
        room.sii.clear();
        room.rii.clear();
        let drawn = self.drawn();
        let mut left = 0..0;
        for repetition in 0..repetitions {
            if left.is_empty() {
                // None of them is asked for where no value is drawn.
                let many = AT_ONCE.min(repetitions - repetition);
                room.normals.resize(many * drawn, 0.0);
                normals(&mut room.normals);
                left = 0..many;
            }
            let at = left.next().unwrap_or(0) * drawn;
            let mut normals = room.normals[at..at + drawn].iter();
            let (mut slope, mut begin) = (0.0, 0.0);
            for (i, &(mean, error)) in self.draws.iter().enumerate() {
                let normal = if self.draws_for(error) { normals.next() } else { None };
                let drawn = normal.map_or(mean, |normal| mean + error * normal);
                let value = if fit_on == FitOn::Values { scale.back(drawn) } else { drawn };
                slope += self.line.slope[i] * value;
                begin += self.line.intercept[i] * value;
            }
            if mean_stays {
                begin = self.mean - slope * self.line.middle;
            }
            let mut end = begin + slope;
            if fit_on == FitOn::Scale {
                (begin, end) = (scale.back(begin), scale.back(end));
            }
            room.sii.push((end - begin) * multiplier);
            room.rii.push(if multiplier < 0.0 { begin / end } else { end / begin });
        }
    }
}

impl SlopeSettings {
    fn check(&self) -> Result<(), SimulatedSlopeError> {
        if self.repetitions < 1_000 {
            return Err(SimulatedSlopeError::Repetitions { given: self.repetitions });
        }
        if self.multiplier == 0.0 || !self.multiplier.is_finite() {
            return Err(SimulatedSlopeError::Multiplier);
        }
        if self.fit_on == FitOn::Scale && self.scale == ValueScale::Identity {
            return Err(SimulatedSlopeError::NoScale);
        }
        let draws = self.repetitions as f64;
        if self.confidences.iter().any(|level| nearest_places(draws, *level).0 < 1.0) {
            return Err(SimulatedSlopeError::Level);
        }
        Ok(())
    }
}

/// Numbers of which some places in order are asked for: much faster than
/// sorting all.
struct Sorted<'a>(&'a mut [f64]);

impl<'a> Sorted<'a> {
    fn new(numbers: &'a mut [f64]) -> Self {
        Self(numbers)
    }

    /// The number at a place counted from 0.
    fn at(&mut self, place: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in the slice"
        )]
        let place = (place as usize).min(self.0.len() - 1);
        *self.0.select_nth_unstable_by(place, f64::total_cmp).1
    }

    /// The numbers at the package's places, without a line between
    /// neighbours.
    fn nearest(&mut self, level: Confidence) -> (f64, f64) {
        let (lower, upper) = nearest_places(self.0.len() as f64, level);
        (self.at(lower - 1.0), self.at(upper - 1.0))
    }

    /// The numbers with the tail of the level beyond them, on a line between
    /// neighbours (Hyndman and Fan's definition 7).
    fn interpolated(&mut self, level: Confidence) -> (f64, f64) {
        let last = (self.0.len() - 1) as f64;
        let mut read = |place: f64| {
            let (below, beyond) = (place.floor(), place.fract());
            let low = self.at(below);
            if beyond == 0.0 { low } else { low + beyond * (self.at(below + 1.0) - low) }
        };
        (read(last * level.tail()), read(last * (1.0 - level.tail())))
    }
}

/// The places of limits among as many draws, counted from 1.
fn nearest_places(draws: f64, level: Confidence) -> (f64, f64) {
    let upper = level.level() + (1.0 - level.level()) / 2.0;
    ((draws * (1.0 - upper)).round_ties_even(), (draws * upper).round_ties_even())
}

/// Works out as many areas on as many threads as the machine has, each thread
/// every so-many-th of them in order. `work` gives them with their numbers.
pub(super) fn in_parallel<T: Send>(
    count: usize,
    work: impl Fn(std::iter::StepBy<std::ops::Range<usize>>) -> Vec<(usize, T)> + Sync,
) -> Vec<T> {
    let most = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = most.clamp(1, count.max(1));
    let work = &work;
    let mut results: Vec<(usize, T)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || work((thread..count).step_by(threads))))
            .collect();
        handles
            .into_iter()
            .flat_map(|handle| {
                handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}
