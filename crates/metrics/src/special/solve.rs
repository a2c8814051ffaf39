//! Inverts a distribution function.

/// A point at which an increasing function is looked at: value of the function
/// minus the target, and the slope.
pub(super) struct Look {
    pub(super) miss: f64,
    pub(super) slope: f64,
}

/// The root of an increasing function between `low` and `high`, from `start`,
/// by Newton's steps kept between the ends and halved where they leave them.
pub(super) fn increasing(low: f64, high: f64, start: f64, look: impl Fn(f64) -> Look) -> f64 {
    let (mut low, mut high, mut x) = (low, high, start.clamp(low, high));
    for _ in 0..200 {
        let Look { miss, slope } = look(x);
        if miss == 0.0 {
            return x;
        }
        if miss > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let newton = x - miss / slope;
        // At the root, x has just become an end: halving from here would go all
        // the way to the other one and back.
        if newton == x {
            return x;
        }
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        if (next - x).abs() <= 1e-16 * x.abs() {
            return next;
        }
        x = next;
    }
    x
}
