//! Stages of a pathway.

use super::*;

/// Two groups and those not recorded at four stages, of which one has hidden counts and
/// one open cases. Made up.
pub(in super::super) fn stages() -> StagesChart {
    let share = |value: f64| Reading::value(value).with_interval(value - 4.0, value + 3.5);
    let bar = |reached: f64, passed: Option<f64>| StageBar {
        reached: if passed.is_some() { share(reached) } else { Reading::value(reached) },
        passed: passed.map(share),
        open: false,
    };
    let hidden = || StageBar {
        reached: Reading::missing("withheld"),
        passed: Some(Reading::missing("withheld")),
        open: false,
    };
    let mut waiting = bar(30.0, Some(60.0));
    waiting.open = true;
    let group = |label: &str, note: &str, bars| StagesGroup {
        label: label.to_owned(),
        note: note.to_owned(),
        bars,
    };
    StagesChart {
        heading: heading("stages", "Where people part", "Bars for each group and stage."),
        measure: Measure { label: "% of all whom it concerns".to_owned(), ..Measure::default() },
        beside: "of those of the stage before".to_owned(),
        stages: [
            "Whom it concerns",
            "Referred",
            "Set a quit date with an adviser of the service",
            "Quit",
        ]
        .map(str::to_owned)
        .to_vec(),
        groups: vec![
            group(
                "Most deprived fifth",
                "1,204 cases",
                vec![bar(100.0, None), bar(80.0, Some(80.0)), bar(50.0, Some(62.5)), waiting],
            ),
            group(
                "A name of a group that is far too long to stand on half of a line of the drawing",
                "1,204 cases",
                vec![bar(100.0, None), bar(90.0, Some(90.0)), hidden(), hidden()],
            ),
            group(
                "Not recorded",
                "withheld",
                vec![
                    StageBar { reached: Reading::missing("withheld"), passed: None, open: false },
                    hidden(),
                    hidden(),
                    hidden(),
                ],
            ),
        ],
    }
}

pub(in super::super) fn any_stages(
    numbers: &mut Numbers,
    heading: Heading,
    measure: Measure,
) -> StagesChart {
    StagesChart {
        heading,
        measure,
        beside: numbers.words(),
        stages: many(numbers, 7, Numbers::words),
        groups: many(numbers, 6, |numbers| StagesGroup {
            label: numbers.words(),
            note: numbers.words(),
            bars: many(numbers, 8, |numbers| StageBar {
                reached: numbers.reading(),
                passed: (numbers.below(3) > 0).then(|| numbers.reading()),
                open: numbers.below(2) == 0,
            }),
        }),
    }
}
