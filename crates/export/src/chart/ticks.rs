//! Axis ticks at round numbers, and the scale they span.

/// Most steps that the data themselves span; ticks around them add at most two.
const MOST_STEPS: f64 = 7.0;

/// Below this range, or this share of the values themselves, ticks would print alike.
const NARROWEST: f64 = 1e-9;

/// A value axis: round ticks that cover the data, first tick to last.
///
/// # Source
///
/// Heckbert PS (1990), "Nice numbers for graph labels", Graphics Gems, pp. 61–63, with 2.5 among
/// the nice numbers as in Talbot J, Lin S, Hanrahan P (2010), IEEE TVCG 16:1036–1043.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    /// Ascending, 3 to 10 of them, evenly spaced.
    pub(crate) ticks: Vec<f64>,
    /// Decimals that tell the ticks apart.
    pub(crate) decimals: usize,
    /// Whether ticks are years: whole, and without a mark of thousands.
    years: bool,
}

impl Axis {
    /// The axis that covers `values`; values that are not finite are passed over. Without values
    /// it runs from 0 to 1.
    pub(crate) fn covering(values: impl IntoIterator<Item = f64>) -> Self {
        let (low, high) = values
            .into_iter()
            .filter(|value| super::reading::fits(*value))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        let (low, high) = if low > high { (0.0, 1.0) } else { widened(low, high) };
        let step = Step::at_least((high - low) / MOST_STEPS);
        let first = step.multiple_below(low);
        let last = step.multiple_above(high);
        let mut ticks = Vec::new();
        let mut index = first;
        while index <= last {
            ticks.push(index * step.size());
            index += 1.0;
        }
        Self { ticks, decimals: step.decimals(), years: false }
    }

    /// The first tick.
    pub(crate) fn low(&self) -> f64 {
        self.ticks.first().copied().unwrap_or(0.0)
    }

    /// The last tick.
    pub(crate) fn high(&self) -> f64 {
        self.ticks.last().copied().unwrap_or(1.0)
    }

    /// Where `value` lies when the first tick is at `from` and the last at `to`.
    pub(crate) fn place(&self, value: f64, from: f64, to: f64) -> f64 {
        from + (value - self.low()) / (self.high() - self.low()) * (to - from)
    }

    /// The same of years.
    pub(crate) fn of_years(self) -> Self {
        Self { years: true, ..self }
    }

    /// Number of the tick at zero, or of the first where there is none.
    pub(crate) fn zero(&self) -> usize {
        self.labels().position(|(tick, _)| tick == 0.0).unwrap_or(0)
    }

    /// The ticks as they are printed.
    pub(crate) fn labels(&self) -> impl Iterator<Item = (f64, String)> {
        let shown = self.ticks.iter().filter(|tick| !self.years || tick.fract() == 0.0);
        shown.map(|tick| {
            let words = if self.years {
                super::format::ungrouped(*tick, 0)
            } else {
                super::format::grouped(*tick, self.decimals)
            };
            (*tick, words)
        })
    }
}

/// A range wide enough to label: one value alone stands between its neighbours.
fn widened(low: f64, high: f64) -> (f64, f64) {
    let size = low.abs().max(high.abs());
    if high - low > (size * NARROWEST).max(NARROWEST) {
        (low, high)
    } else if size <= NARROWEST {
        (low.min(0.0), 1.0)
    } else if low >= 0.0 {
        (low * 0.5, high * 1.5)
    } else {
        (low * 1.5, high * 0.5)
    }
}

/// A nice number: 1, 2, 2.5 or 5 times a power of ten.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// 10, 20, 25 or 50, so that it is whole.
    tenths: u8,
    /// Power of ten of the leading digit.
    power: i32,
}

impl Step {
    /// The smallest nice number not below `size`, which is above 0.
    fn at_least(size: f64) -> Self {
        let mut power = -11;
        loop {
            for tenths in [10, 20, 25, 50] {
                let step = Self { tenths, power };
                if step.size() >= size || power > 16 {
                    return step;
                }
            }
            power += 1;
        }
    }

    fn size(self) -> f64 {
        let shifted = self.power - 1;
        // Dividing by a whole power keeps 0.1 the nearest double to a tenth.
        let tenths = f64::from(self.tenths);
        if shifted >= 0 { tenths * 10f64.powi(shifted) } else { tenths / 10f64.powi(-shifted) }
    }

    /// The largest whole multiplier whose product is not above `value`.
    fn multiple_below(self, value: f64) -> f64 {
        let mut index = (value / self.size()).floor();
        // Division can round across a multiple; the product decides.
        while index * self.size() > value {
            index -= 1.0;
        }
        index
    }

    fn multiple_above(self, value: f64) -> f64 {
        -self.multiple_below(-value)
    }

    fn decimals(self) -> usize {
        let places = if self.tenths == 25 { 1 - self.power } else { -self.power };
        usize::try_from(places).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::arbitrary::Numbers;

    #[test]
    fn published_example_of_nice_numbers() {
        // Heckbert (1990), p. 61: data from 105 to 543 give 100, 200 … 600.
        assert_eq!(
            Axis::covering([105.0, 543.0]).ticks,
            [100.0, 200.0, 300.0, 400.0, 500.0, 600.0]
        );
    }

    #[test]
    fn ticks_ascend_cover_the_data_and_stay_few() {
        let mut numbers = Numbers::new(7);
        for _ in 0..20_000 {
            let data = [numbers.any(), numbers.any(), numbers.any()];
            let axis = Axis::covering(data);
            assert!((3..=10).contains(&axis.ticks.len()), "{data:?}: {axis:?}");
            assert!(axis.ticks.windows(2).all(|pair| pair[0] < pair[1]), "{data:?}: {axis:?}");
            for value in data.into_iter().filter(|v| crate::chart::reading::fits(*v)) {
                assert!(axis.low() <= value && value <= axis.high(), "{value}: {axis:?}");
            }
        }
    }

    #[test]
    fn no_two_ticks_print_alike() {
        let mut numbers = Numbers::new(11);
        for _ in 0..2_000 {
            let axis = Axis::covering([numbers.any(), numbers.any()]);
            let mut labels: Vec<String> = axis.labels().map(|(_, label)| label).collect();
            let count = labels.len();
            labels.dedup();
            assert_eq!(labels.len(), count, "{axis:?}");
        }
    }

    #[test]
    fn one_value_or_none_still_has_an_axis() {
        assert_eq!(Axis::covering([]).ticks.first(), Some(&0.0));
        assert_eq!(Axis::covering([0.0]).ticks.last(), Some(&1.0));
        assert!(Axis::covering([-4.0]).high() < 0.0);
    }
}
