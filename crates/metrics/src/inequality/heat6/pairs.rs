//! `d` and `r`.

use super::sample::{Answer, Options, Sample, Stop};

#[expect(clippy::unnecessary_wraps, reason = "of one type with the others, which can stop")]
pub(super) fn d(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    Ok(pairs(sample, options).into_iter().map(|pair| pair.difference(options.deviate)).collect())
}

pub(super) fn r(sample: &Sample, options: &Options) -> Result<Vec<Answer>, Stop> {
    if sample.se.is_none() {
        return Err(Stop("there are no standard errors"));
    }
    Ok(pairs(sample, options).into_iter().map(|pair| pair.ratio(options.deviate)).collect())
}

/// Two groups: estimate and standard error of each, `None` for NA.
struct Pair {
    estimates: [Option<f64>; 2],
    errors: [Option<f64>; 2],
}

/// One pair, or with a reference one for each of the groups that are equally
/// far from it, in the order of the rows.
fn pairs(sample: &Sample, options: &Options) -> Vec<Pair> {
    let y = &sample.estimate;
    let known = |x: f64| (!x.is_nan()).then_some(x);
    let pair = |first: usize, second: usize| Pair {
        estimates: [first, second].map(|at| known(y[at])),
        errors: [first, second].map(|at| sample.se.as_ref().and_then(|se| known(se[at]))),
    };
    if options.ordered {
        let ranked = sample.ranked();
        let (worst_off, best_off) = (ranked[0], ranked[ranked.len() - 1]);
        let (first, second) =
            if sample.favourable { (best_off, worst_off) } else { (worst_off, best_off) };
        return vec![pair(first, second)];
    }
    let rows: Vec<usize> = (0..y.len()).filter(|at| !y[*at].is_nan()).collect();
    let size = |at: usize, highest: bool| if highest { y[at] } else { -y[at] };
    let most = |rows: &[usize], highest: bool| {
        rows.iter().map(|at| size(*at, highest)).fold(f64::NEG_INFINITY, f64::max)
    };
    let Some(reference) = sample.reference else {
        let first = |highest: bool| {
            let most = most(&rows, highest);
            rows.iter().copied().find(|at| size(*at, highest) == most).unwrap_or(0)
        };
        return vec![pair(first(true), first(false))];
    };
    let others: Vec<usize> = rows.into_iter().filter(|at| *at != reference).collect();
    let worst = most(&others, !sample.favourable);
    others
        .into_iter()
        .filter(|at| size(*at, !sample.favourable) == worst)
        .map(|at| if sample.favourable { pair(reference, at) } else { pair(at, reference) })
        .collect()
}

/// A function of values all of which must be known.
fn all<const N: usize>(values: [Option<f64>; N]) -> Option<[f64; N]> {
    let mut known = [0.0; N];
    for (slot, value) in known.iter_mut().zip(values) {
        *slot = value?;
    }
    Some(known)
}

impl Pair {
    fn difference(&self, deviate: f64) -> Answer {
        let estimate = all(self.estimates).map(|[a, b]| a - b);
        let se = all(self.errors).map(|[a, b]| (a * a + b * b).sqrt());
        let limit = |side: f64| all([estimate, se]).map(|[d, se]| d + side * deviate * se);
        Answer { estimate, se, lower: limit(-1.0), upper: limit(1.0) }
    }

    /// The standard error is that of the logarithm.
    fn ratio(&self, deviate: f64) -> Answer {
        let estimate = all(self.estimates).map(|[a, b]| a / b);
        let [a, b] = self.errors;
        let se = all([self.estimates[1], estimate, a, b])
            .map(|[y, r, a, b]| (a * a + r * r * (b * b)).sqrt() / y / r);
        let limit =
            |side: f64| all([estimate, se]).map(|[r, se]| (r.ln() + side * deviate * se).exp());
        Answer { estimate, se, lower: limit(-1.0), upper: limit(1.0) }
    }
}
