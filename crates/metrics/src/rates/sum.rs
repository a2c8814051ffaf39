//! Sums that keep the digits which plain addition drops.

/// A running sum that carries along what rounding took from each step.
///
/// Twenty age bands whose terms differ by eight orders of magnitude lose their
/// last digits in plain addition; other packages add up in more bits.
///
/// Source: Neumaier A (1974), Z Angew Math Mech 54:39-51.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    total: f64,
    dropped: f64,
}

impl Sum {
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> f64 {
        let mut sum = Self::default();
        for value in values {
            sum.add(value);
        }
        sum.total()
    }

    pub(crate) fn add(&mut self, value: f64) {
        let next = self.total + value;
        self.dropped += if self.total.abs() >= value.abs() {
            (self.total - next) + value
        } else {
            (value - next) + self.total
        };
        self.total = next;
    }

    pub(crate) fn total(self) -> f64 {
        // An infinite term makes the rounding inf - inf.
        if self.dropped.is_nan() { self.total } else { self.total + self.dropped }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_terms_survive_large_ones() {
        assert_eq!(Sum::of([1.0, 1e100, 1.0, -1e100]), 2.0);
        assert_eq!(Sum::of(std::iter::repeat_n(0.1, 10)), 1.0);
        assert_eq!(Sum::of([]), 0.0);
        assert_eq!(Sum::of([1.0, f64::INFINITY]), f64::INFINITY);
        assert!(Sum::of([1.0, f64::NAN]).is_nan());
    }
}
