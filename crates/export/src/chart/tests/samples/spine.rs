//! Spines of an area.

use super::*;

/// Five indicators of an area, one withheld and one alike everywhere. Made up.
pub(in super::super) fn spine() -> SpineChart {
    let row = |label: &str, figure: Reading, standing, side| SpineRow {
        label: label.to_owned(),
        figure,
        decimals: 1,
        comparator: Reading::value(4.0),
        spread: Some(SpineSpread {
            lowest: 1.5,
            lower_quarter: 3.1,
            upper_quarter: 4.9,
            highest: 8.0,
        }),
        side,
        standing,
    };
    let (lower, higher) = (SpineSide::LowerRight, SpineSide::HigherRight);
    let figure = |value: f64| Reading::value(value).with_interval(value - 0.8, value + 1.0);
    let mut alike = row("Alike everywhere", Reading::value(4.0), SpineStanding::CannotTell, lower);
    alike.spread = None;
    SpineChart {
        heading: heading("profile", "Worse on deaths than England", "Five indicators."),
        row_label: "Indicator".to_owned(),
        comparator: "England".to_owned(),
        interval_label: "95% confidence interval".to_owned(),
        rows: vec![
            row("Infant mortality rate", figure(6.0), SpineStanding::Worse, lower),
            row("Early access to maternity care", figure(6.0), SpineStanding::Better, higher),
            row(
                "Overcrowded households with dependent children",
                figure(4.4),
                SpineStanding::CannotTell,
                lower,
            ),
            row("Births to mothers born abroad", figure(7.0), SpineStanding::Differs, higher),
            row("Sudden deaths", Reading::missing("withheld"), SpineStanding::NotCompared, lower),
            alike,
        ],
    }
}

/// Three indicators of an area with few births, whose limits reach beyond the left
/// end of their scale, the right one, and both. Made up.
pub(in super::super) fn far_reaching_spine() -> SpineChart {
    let row = |label: &str, (value, lower, upper): (f64, f64, f64), side| SpineRow {
        label: label.to_owned(),
        figure: Reading::value(value).with_interval(lower, upper),
        decimals: 1,
        comparator: Reading::value(20.0),
        spread: Some(SpineSpread {
            lowest: 17.0,
            lower_quarter: 19.0,
            upper_quarter: 21.0,
            highest: 23.0,
        }),
        side,
        standing: SpineStanding::CannotTell,
    };
    let (lower, higher) = (SpineSide::LowerRight, SpineSide::HigherRight);
    SpineChart {
        heading: heading("profile", "Few births, and wide limits", "Three indicators."),
        row_label: "Indicator".to_owned(),
        comparator: "England".to_owned(),
        interval_label: "95% confidence interval".to_owned(),
        rows: vec![
            row("Smoking at delivery", (19.0, 16.0, 44.0), lower),
            row("Breastfeeding at six weeks", (21.0, 18.0, 44.0), higher),
            row("Births under 2,500 g", (20.5, 4.0, 60.0), lower),
        ],
    }
}

pub(in super::super) fn any_spine(numbers: &mut Numbers, heading: Heading) -> SpineChart {
    let standings = [
        SpineStanding::Better,
        SpineStanding::Worse,
        SpineStanding::Differs,
        SpineStanding::CannotTell,
        SpineStanding::NotCompared,
    ];
    let value =
        |numbers: &mut Numbers| numbers.reading().drawable().map_or(1.0, |(value, _)| value);
    SpineChart {
        heading,
        row_label: numbers.words(),
        comparator: numbers.words(),
        interval_label: numbers.words(),
        rows: many(numbers, 20, |numbers| {
            let mut ends = [0; 4].map(|_| value(numbers));
            ends.sort_by(f64::total_cmp);
            SpineRow {
                label: numbers.words(),
                figure: numbers.reading(),
                decimals: numbers.below(4),
                comparator: numbers.reading(),
                spread: (numbers.below(3) > 0).then_some(SpineSpread {
                    lowest: ends[0],
                    lower_quarter: ends[1],
                    upper_quarter: ends[2],
                    highest: ends[3],
                }),
                side: if numbers.below(2) == 0 {
                    SpineSide::HigherRight
                } else {
                    SpineSide::LowerRight
                },
                standing: standings[numbers.below(standings.len())],
            }
        }),
    }
}
