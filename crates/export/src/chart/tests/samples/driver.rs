//! Driver diagrams: one to look at, and any.

use super::{Chart, DriverArrow, DriverBox, DriverBoxKind, DriverChart, Numbers, heading, many};

/// Arrows over no column, one and two, straight to the outcome, and to the next
/// generation.
pub(in crate::chart::tests) fn driver() -> DriverChart {
    let one = |name: &str, column, kind| DriverBox {
        name: name.to_owned(),
        details: if column == 0 { vec!["1 measure".to_owned()] } else { Vec::new() },
        hover: "measured by a survey".to_owned(),
        column,
        kind,
    };
    let link = |from, to, inferred| DriverArrow {
        from,
        to,
        inferred,
        statement: "About twice the risk".to_owned(),
        source: "A study".to_owned(),
    };
    DriverChart {
        heading: heading(
            "driver",
            "What lies behind deaths of the area",
            "Boxes in four columns, and arrows from each to what it leads to.",
        ),
        columns: ["What a family lives in", "Pregnancy", "The baby", "The outcome"]
            .map(str::to_owned)
            .into(),
        boxes: vec![
            one("Low income", 0, DriverBoxKind::Driver),
            one("Smoking in pregnancy", 1, DriverBoxKind::Driver),
            one("Born early or small", 2, DriverBoxKind::Driver),
            one("Infant death", 3, DriverBoxKind::Outcome),
            one("Smoking in pregnancy", 3, DriverBoxKind::NextGeneration),
        ],
        links: vec![
            link(0, 1, false),
            link(0, 2, false),
            link(0, 3, false),
            link(1, 2, false),
            link(2, 3, true),
            link(1, 4, false),
            link(2, 1, false),
            link(2, 9, false),
        ],
    }
}

pub(in crate::chart::tests) fn any_driver(numbers: &mut Numbers) -> Box<dyn Chart> {
    let kinds = [DriverBoxKind::Driver, DriverBoxKind::Outcome, DriverBoxKind::NextGeneration];
    let boxes = many(numbers, 9, |numbers| DriverBox {
        name: numbers.words(),
        details: many(numbers, 3, Numbers::words),
        hover: numbers.words(),
        column: numbers.below(7),
        kind: kinds[numbers.below(3)],
    });
    let links = many(numbers, 14, |numbers| DriverArrow {
        from: numbers.below(10),
        to: numbers.below(10),
        inferred: numbers.below(2) == 0,
        statement: numbers.words(),
        source: numbers.words(),
    });
    Box::new(DriverChart {
        heading: heading(&numbers.words(), &numbers.words(), &numbers.words()),
        columns: many(numbers, 7, Numbers::words),
        boxes,
        links,
    })
}
