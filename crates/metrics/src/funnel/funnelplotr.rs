//! Funnels as `FunnelPlotR` 0.6.0 draws them.

use std::f64::consts::FRAC_PI_2;

use firstyear_core::MethodId;

use super::FunnelError;
use super::overdispersion::{Trimming, dispersion, trimmed};
use crate::special::gamma;

/// The method of [`funnelplotr`].
pub const FUNNELPLOTR: MethodId = MethodId::new("funnelplotr");

/// The package's normal deviates, as it types them in.
const Z95: f64 = 1.959_964;
const Z998: f64 = 3.090_232;

/// Points of the axis before those of the units are added.
const AXIS_POINTS: u32 = 1000;

/// What a funnel shows, and on which scale it is adjusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunnelplotrKind {
    /// Standardised ratios on the log scale, truncated: the method of the
    /// hospital mortality indicator (SHMI).
    RatioShmi,
    /// Standardised ratios on the square-root scale, winsorised: the method of
    /// the Care Quality Commission (CQC).
    RatioCqc,
    /// Proportions on the arcsine scale, winsorised.
    Proportion,
    /// Ratios of counts on the log scale, winsorised.
    CountRatio,
}

/// How a funnel is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelplotrOptions {
    /// What it shows.
    pub kind: FunnelplotrKind,
    /// What ratios are multiplied by, but not the column of ratios itself.
    pub multiplier: f64,
    /// Whether limits shall allow for overdispersion.
    pub draw_adjusted: bool,
    /// Whether outliers are those outside the 99.8% limits, not the 95% ones.
    pub outer_limit: bool,
    /// The fraction trimmed at either end: 0.1 in the package.
    pub trim_by: f64,
}

/// A funnel.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnelplotr {
    /// One for each unit.
    pub units: Vec<FunnelplotrUnit>,
    /// The sizes at which the package draws its curves, rising.
    pub sizes: Vec<f64>,
    /// Mean squared score; 0 where no adjustment was asked for.
    pub phi: f64,
    /// Variance between units; 0 where no adjustment was asked for.
    pub tau2: f64,
    /// Whether adjusted limits are drawn: there is variance between units.
    pub adjusted: bool,
    drawing: Drawing,
}

impl Funnelplotr {
    /// The curves at one size.
    #[must_use]
    pub fn curve(&self, size: f64) -> FunnelplotrCurve {
        self.drawing.curve(size)
    }
}

/// One unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelplotrUnit {
    /// Numerator over denominator.
    pub ratio: f64,
    /// The comparator on the transformed scale.
    pub target: f64,
    /// The value on the transformed scale.
    pub transformed: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Distance from the comparator in standard errors.
    pub score: f64,
    /// The same after trimming; `None` where the unit was left out.
    pub trimmed_score: Option<f64>,
    /// Limits of chance.
    pub chance: FunnelplotrLimits,
    /// Limits that allow for overdispersion.
    pub adjusted: FunnelplotrLimits,
    /// Whether it lies outside those that are drawn.
    pub outlier: bool,
}

/// Limits at 95% and at 99.8%, each lower and upper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelplotrLimits {
    /// At 95%.
    pub inner: (f64, f64),
    /// At 99.8%.
    pub outer: (f64, f64),
}

/// The limits at one size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelplotrCurve {
    /// The size.
    pub size: f64,
    /// Standard error on the transformed scale.
    pub standard_error: f64,
    /// Limits of chance.
    pub chance: FunnelplotrLimits,
    /// Limits that allow for overdispersion.
    pub adjusted: FunnelplotrLimits,
}

/// A funnel with the package's numbers.
///
/// Where it differs from what it should be: the normal deviates have seven
/// digits; adjusted limits of square-root ratios are drawn without squaring
/// them back, so they can be negative; ratios of counts take the standard
/// error of an arcsine for their limits, and another for their scores; and the
/// lower adjusted 95% limit of a proportion, alone among all, is not cut at 0
/// where the angle is negative, but rises again. [`funnel`](super::funnel) is
/// right.
///
/// # Units
///
/// Numerators are counts; denominators expected events (rounded to 2 decimals
/// for SHMI ratios) or people.
///
/// # Errors
///
/// [`FunnelError`]: no units, slices of different lengths, a denominator that
/// is not positive, a numerator above the denominator of a proportion, no
/// events at all, a multiplier that is not positive, a fraction to trim that
/// is not below one half.
///
/// # Source
///
/// Spiegelhalter DJ (2005), Stat Med 24:1185-1202; NHS Digital, *SHMI
/// specification*; numbers of `FunnelPlotR` 0.6.0.
///
/// # Example
///
/// ```
/// use firstyear_metrics::funnel::{FunnelplotrKind, FunnelplotrOptions, funnelplotr};
///
/// let options = FunnelplotrOptions {
///     kind: FunnelplotrKind::RatioShmi,
///     multiplier: 1.0,
///     draw_adjusted: true,
///     outer_limit: true,
///     trim_by: 0.1,
/// };
/// let funnel = funnelplotr(&[113, 173], &[111.33, 162.74], options)?;
/// // 1 / √111.33.
/// assert_eq!(format!("{:.6}", funnel.units[0].standard_error), "0.094775");
/// assert!(!funnel.adjusted && !funnel.units[0].outlier);
/// # Ok::<(), firstyear_metrics::funnel::FunnelError>(())
/// ```
pub fn funnelplotr(
    numerators: &[u64],
    denominators: &[f64],
    options: FunnelplotrOptions,
) -> Result<Funnelplotr, FunnelError> {
    check(numerators, denominators, options)?;
    let kind = options.kind;
    let events: Vec<f64> = numerators.iter().map(|&events| events as f64).collect();
    let target = kind.target(&events, denominators);
    let score_errors: Vec<f64> = events
        .iter()
        .zip(denominators)
        .map(|(&events, &size)| kind.score_error(events, size))
        .collect();
    let scores: Vec<f64> = events
        .iter()
        .zip(denominators)
        .zip(&score_errors)
        .map(|((&events, &size), error)| (kind.transformed(events, size) - target) / error)
        .collect();
    let trimming = if kind == FunnelplotrKind::RatioShmi {
        Trimming::Truncate(options.trim_by)
    } else {
        Trimming::Winsorise(options.trim_by)
    };
    let trimmed = trimmed(&scores, trimming)?;
    let found = dispersion(&trimmed, &score_errors);
    let (phi, tau2) = if options.draw_adjusted { (found.phi, found.tau2) } else { (0.0, 0.0) };
    let drawing = Drawing { options, target, tau2, adjusted: tau2 > 0.0 };
    let units = (0..events.len())
        .map(|at| drawing.unit(events[at], denominators[at], scores[at], trimmed[at]))
        .collect();
    let sizes = axis(denominators, kind);
    Ok(Funnelplotr { units, sizes, phi, tau2, adjusted: drawing.adjusted, drawing })
}

fn check(
    numerators: &[u64],
    denominators: &[f64],
    options: FunnelplotrOptions,
) -> Result<(), FunnelError> {
    if numerators.is_empty() {
        return Err(FunnelError::Empty);
    }
    if numerators.len() != denominators.len() {
        return Err(FunnelError::DifferentLengths {
            events: numerators.len(),
            sizes: denominators.len(),
        });
    }
    for (at, (&events, &size)) in numerators.iter().zip(denominators).enumerate() {
        if !(options.kind.divisor(size) > 0.0 && size.is_finite()) {
            return Err(FunnelError::Size { unit: at + 1 });
        }
        if options.kind == FunnelplotrKind::Proportion && events as f64 > size {
            return Err(FunnelError::EventsExceedAtRisk { unit: at + 1 });
        }
    }
    let pooled = matches!(options.kind, FunnelplotrKind::Proportion | FunnelplotrKind::CountRatio);
    if pooled && numerators.iter().all(|&events| events == 0) {
        return Err(FunnelError::Comparator);
    }
    if !(options.multiplier > 0.0 && options.multiplier.is_finite()) {
        return Err(FunnelError::Scale);
    }
    Ok(())
}

impl FunnelplotrKind {
    /// The denominator by which the package divides.
    fn divisor(self, size: f64) -> f64 {
        if self == Self::RatioShmi { (size * 100.0).round_ties_even() / 100.0 } else { size }
    }

    fn target(self, events: &[f64], sizes: &[f64]) -> f64 {
        let pooled = || events.iter().sum::<f64>() / sizes.iter().sum::<f64>();
        match self {
            Self::RatioShmi => 0.0,
            Self::RatioCqc => 1.0,
            Self::Proportion => pooled().sqrt().asin(),
            Self::CountRatio => pooled().ln(),
        }
    }

    fn transformed(self, events: f64, size: f64) -> f64 {
        match self {
            Self::RatioShmi => (events / self.divisor(size)).ln(),
            Self::RatioCqc => (events / size).sqrt(),
            Self::Proportion => (events / size).sqrt().asin(),
            Self::CountRatio => ((events + 0.5) / (size + 0.5)).ln(),
        }
    }

    fn standard_error(self, size: f64) -> f64 {
        if self == Self::RatioShmi {
            1.0 / self.divisor(size).sqrt()
        } else {
            1.0 / (2.0 * size.sqrt())
        }
    }

    fn score_error(self, events: f64, size: f64) -> f64 {
        if self != Self::CountRatio {
            return self.standard_error(size);
        }
        let part = |count: f64| count / (count + 0.5).powi(2);
        (part(events) + part(size)).sqrt()
    }

    /// A limit on the transformed scale as a ratio; `cut` where an angle below
    /// 0 is 0.
    fn back(self, limit: f64, cut: bool) -> f64 {
        match self {
            Self::RatioShmi | Self::CountRatio => limit.exp(),
            Self::RatioCqc => limit,
            Self::Proportion if limit < 0.0 && cut => 0.0,
            Self::Proportion => limit.min(FRAC_PI_2).sin().powi(2),
        }
    }
}

/// What all units and curves of a funnel share.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Drawing {
    options: FunnelplotrOptions,
    target: f64,
    tau2: f64,
    adjusted: bool,
}

impl Drawing {
    fn unit(
        &self,
        events: f64,
        size: f64,
        score: f64,
        trimmed_score: Option<f64>,
    ) -> FunnelplotrUnit {
        let kind = self.options.kind;
        let standard_error = kind.standard_error(size);
        let chance = self.chance(kind.divisor(size), standard_error);
        let adjusted = self.adjusted(standard_error, false);
        let drawn = if self.adjusted { adjusted } else { chance };
        let (lower, upper) = if self.options.outer_limit { drawn.outer } else { drawn.inner };
        let ratio = events / kind.divisor(size);
        let shown = ratio * self.options.multiplier;
        FunnelplotrUnit {
            ratio,
            target: self.target,
            transformed: kind.transformed(events, size),
            standard_error,
            score,
            trimmed_score,
            chance,
            adjusted,
            outlier: shown < lower || shown > upper,
        }
    }

    fn curve(&self, size: f64) -> FunnelplotrCurve {
        let kind = self.options.kind;
        // The axis is not rounded as expected events are.
        let scale = if kind == FunnelplotrKind::RatioShmi { 1.0 } else { 2.0 };
        let standard_error = 1.0 / (scale * size.sqrt());
        FunnelplotrCurve {
            size,
            standard_error,
            chance: self.chance(size, standard_error),
            adjusted: self.adjusted(standard_error, true),
        }
    }

    fn chance(&self, expected: f64, standard_error: f64) -> FunnelplotrLimits {
        let kind = self.options.kind;
        let multiplier = self.options.multiplier;
        if matches!(kind, FunnelplotrKind::Proportion | FunnelplotrKind::CountRatio) {
            return self.around(standard_error, true);
        }
        let pair = |tail: f64| {
            (
                gamma::quantile(tail, expected) / expected * multiplier,
                gamma::upper_quantile(tail, expected + 1.0) / expected * multiplier,
            )
        };
        FunnelplotrLimits { inner: pair(0.025), outer: pair(0.001) }
    }

    fn adjusted(&self, standard_error: f64, cut: bool) -> FunnelplotrLimits {
        self.around((standard_error * standard_error + self.tau2).sqrt(), cut)
    }

    fn around(&self, standard_error: f64, cut: bool) -> FunnelplotrLimits {
        let limit = |z: f64, cut: bool| {
            self.options.kind.back(self.target + z * standard_error, cut) * self.options.multiplier
        };
        FunnelplotrLimits {
            inner: (limit(-Z95, cut), limit(Z95, true)),
            outer: (limit(-Z998, true), limit(Z998, true)),
        }
    }
}

/// The sizes at which curves are drawn: evenly spaced ones and those of the
/// units, rising, each once.
fn axis(denominators: &[f64], kind: FunnelplotrKind) -> Vec<f64> {
    let ratio = matches!(kind, FunnelplotrKind::RatioShmi | FunnelplotrKind::RatioCqc);
    let first = if ratio { 1.1 } else { 3.0 };
    let last = denominators.iter().copied().fold(0.0, f64::max).ceil();
    let step = (last - first) / f64::from(AXIS_POINTS - 1);
    let even = (0..AXIS_POINTS - 1).map(|at| first + f64::from(at) * step).chain([last]);
    let mut sizes: Vec<f64> = even.chain(denominators.iter().copied()).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(kind: FunnelplotrKind) -> FunnelplotrOptions {
        FunnelplotrOptions {
            kind,
            multiplier: 1.0,
            draw_adjusted: true,
            outer_limit: true,
            trim_by: 0.1,
        }
    }

    #[test]
    fn ratios_of_chance_are_not_adjusted() {
        for kind in [FunnelplotrKind::RatioShmi, FunnelplotrKind::RatioCqc] {
            let funnel = funnelplotr(&[100, 101, 99], &[100.0; 3], options(kind)).unwrap();
            assert!(!funnel.adjusted && funnel.tau2 == 0.0);
            assert!(funnel.units.iter().all(|unit| !unit.outlier));
        }
    }

    #[test]
    fn curves_begin_and_end_where_the_axis_does() {
        let funnel = funnelplotr(&[5, 9], &[7.5, 12.25], options(FunnelplotrKind::RatioShmi));
        let sizes = funnel.unwrap().sizes;
        assert_eq!(sizes.len(), 1002);
        assert_eq!((sizes[0], sizes[1001]), (1.1, 13.0));
        assert!(sizes.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn wrong_input_is_named() {
        let run = |x: &[u64], n: &[f64], options| funnelplotr(x, n, options).unwrap_err();
        let proportion = options(FunnelplotrKind::Proportion);
        assert_eq!(run(&[], &[], proportion), FunnelError::Empty);
        assert_eq!(
            run(&[1], &[], proportion),
            FunnelError::DifferentLengths { events: 1, sizes: 0 }
        );
        assert_eq!(run(&[1], &[0.0], proportion), FunnelError::Size { unit: 1 });
        assert_eq!(run(&[3], &[2.0], proportion), FunnelError::EventsExceedAtRisk { unit: 1 });
        assert_eq!(run(&[0], &[2.0], proportion), FunnelError::Comparator);
        let scale = FunnelplotrOptions { multiplier: 0.0, ..proportion };
        assert_eq!(run(&[1], &[2.0], scale), FunnelError::Scale);
        let trim = FunnelplotrOptions { trim_by: 10.0, ..proportion };
        assert_eq!(run(&[1], &[2.0], trim), FunnelError::Trimming);
    }
}
