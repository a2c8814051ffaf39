//! Caterpillars: as a report shows them, and of anything at all.

use super::*;

/// Own and steadied rates with ranks. Made up.
pub(in super::super) fn caterpillar() -> CaterpillarChart {
    let row = |index: u32| {
        let own = 1.2 + f64::from(index * 7 % 18) / 3.0;
        let half = 1.0 + f64::from(index % 4);
        let rank = f64::from(18 - index * 7 % 18);
        CaterpillarRow {
            label: match index {
                3 => "Bournemouth, Christchurch and Poole".to_owned(),
                _ => format!("District {}", index + 1),
            },
            own: Reading::value(own).with_interval((own - half).max(0.0), own + 1.5 * half),
            steadied: Reading::value(f64::midpoint(own, 4.0))
                .with_interval(own.min(4.0), own + 1.0),
            rank: Reading::value(rank).with_interval((rank - 5.0).max(1.0), (rank + 6.0).min(18.0)),
        }
    };
    let mut rows: Vec<CaterpillarRow> = (0..18).map(row).collect();
    rows[2].own = Reading::value(6.0).with_interval(0.5, 40.0);
    let missing = |reason: &str| Reading::missing(reason);
    rows.push(CaterpillarRow {
        label: "Isle".to_owned(),
        own: missing("withheld"),
        steadied: missing("none"),
        rank: missing("none"),
    });
    CaterpillarChart {
        heading: heading("small-areas", "Most districts may have most ranks", "Nineteen rows."),
        measure: Measure {
            label: "Infant deaths per 1,000 live births".to_owned(),
            ..Measure::default()
        },
        rank_label: "Rank; 1 is the highest rate".to_owned(),
        row_label: "District".to_owned(),
        own_label: "own rate".to_owned(),
        steadied_label: "rate drawn to the mean".to_owned(),
        rows,
        comparator: Some(ReferenceLine {
            label: "England".to_owned(),
            reading: Reading::value(4.0),
            decimals: 1,
        }),
    }
}

pub(super) fn any_caterpillar(
    numbers: &mut Numbers,
    heading: Heading,
    measure: Measure,
    comparator: Option<ReferenceLine>,
) -> CaterpillarChart {
    CaterpillarChart {
        heading,
        measure,
        rank_label: numbers.words(),
        row_label: numbers.words(),
        own_label: numbers.words(),
        steadied_label: numbers.words(),
        rows: many(numbers, 20, |numbers| CaterpillarRow {
            label: numbers.words(),
            own: numbers.reading(),
            steadied: numbers.reading(),
            rank: numbers.reading(),
        }),
        comparator,
    }
}
