//! The 100 points at which `PHEindicatormethods` draws a funnel.

/// How many points.
const POINTS: u32 = 100;

/// Sizes from `least` to `most` people, growing by a near-constant factor and
/// by one at least.
pub(super) fn people(least: f64, most: f64) -> Vec<f64> {
    growing(start(least, most), rounded_up(most), POINTS)
}

/// Events for funnels of ratios; the last of 101 points, at the end of the
/// axis, is not drawn.
pub(super) fn expected(least: f64, most: f64) -> Vec<f64> {
    growing(start(least, most), rounded_up(most), POINTS + 1)
}

/// Events for funnels of rates: those that the baseline gives at the ends of
/// an axis of people, `events` being events per person.
pub(super) fn events(least: f64, most: f64, events: f64) -> Vec<f64> {
    let first = (start(least, most) * events).floor();
    growing(first, (rounded_up(most) * events).ceil(), POINTS)
}

/// The axis starts at 0 unless the smallest unit is above half the largest.
fn start(least: f64, most: f64) -> f64 {
    if least > most / 2.0 { rounded_down(least) } else { 0.0 }
}

fn growing(first: f64, last: f64, planned: u32) -> Vec<f64> {
    let mut at = first.max(1.0);
    let mut points = vec![at];
    for done in 1..POINTS {
        let left = f64::from(planned - done);
        let factor = (last / at).powf(1.0 / left);
        at = (factor * at).round_ties_even().max(at + 1.0);
        points.push(at);
    }
    points
}

/// 5% below, rounded down to one digit.
fn rounded_down(value: f64) -> f64 {
    let value = value * 0.95;
    let unit = 10_f64.powi(characters(value.floor()) - 1);
    (value / unit).floor() * unit
}

/// 5% above, rounded up to two digits.
fn rounded_up(value: f64) -> f64 {
    let value = value * 1.05;
    let unit = 10_f64.powi(characters(value.ceil()) - 2);
    (value / unit).ceil() * unit
}

/// The number of characters in which R prints a whole number: it prefers
/// `1e+05` over `100000`, as it is shorter, and is then one digit out.
fn characters(whole: f64) -> i32 {
    let digits = format!("{whole:.0}");
    let significant = digits.trim_end_matches('0').len().max(1);
    let scientific = significant + usize::from(significant > 1) + "e+05".len();
    i32::try_from(digits.len().min(scientific)).expect("a double has at most 309 digits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_those_that_r_prints() {
        // nchar() of R 4.5.0.
        let cases = [
            (0.0, 1),
            (9.0, 1),
            (99_999.0, 5),
            (100_000.0, 5),
            (200_000.0, 5),
            (110_000.0, 6),
            (1_200_000.0, 7),
            (12_000_000.0, 7),
        ];
        for (number, expected) in cases {
            assert_eq!(characters(number), expected, "{number}");
        }
    }

    #[test]
    fn axes_start_at_one_or_near_the_smallest_unit() {
        let axis = people(406.0, 4810.0);
        assert_eq!((axis[0], axis[99]), (1.0, 5100.0));
        let axis = people(1099.0, 1874.0);
        assert_eq!((axis[0], axis[99]), (1000.0, 2000.0));
        assert_eq!(axis.len(), 100);
        assert!(axis.windows(2).all(|pair| pair[1] >= pair[0] + 1.0));
    }
}
