//! What a reader of any drawing expects: nothing covers anything else.

use super::*;
use crate::chart::arbitrary::Numbers;
use crate::chart::canvas::Area;
use crate::chart::tests::xml;
use crate::chart::text::{SIZE, SMALL, width};

/// Areas of boxes, lines with the place of the box that they lead to and whence they may come, and
/// words of a drawing.
#[track_caller]
fn check(name: &str, chart: &FlowChart) {
    let plan = chart.plan();
    let areas: Vec<Area> = (0..chart.boxes.len()).map(|at| plan.area(at)).collect();
    for (at, one) in areas.iter().enumerate() {
        for (other, area) in areas.iter().enumerate().skip(at + 1) {
            assert!(!one.meets(area), "{name}: box {at} meets {other}");
        }
        assert!(
            one.left >= 0.0 && one.right <= plan.width() && one.bottom <= plan.height,
            "{name}: box {at} leaves the drawing"
        );
        words_fit(name, chart, &plan, at);
    }
    lines_keep_clear(name, &plan, &areas);
    let svg = chart.svg().expect("there are boxes");
    xml::check(&svg).unwrap_or_else(|problem| panic!("{name}: {problem}"));
    for attribute in xml::attributes(&svg) {
        let mut parts = attribute.split(|c: char| !c.is_alphabetic());
        assert!(!parts.any(|part| ["NaN", "inf"].contains(&part)), "{name}: {attribute}");
    }
    let words = xml::boxes(&svg);
    let right = xml::values(&svg, "viewBox")[0].split(' ').nth(2).unwrap().parse().unwrap();
    for (at, (area, said)) in words.iter().enumerate() {
        assert!(area.left >= 0.0 && area.right <= right, "{name}: {said:?} leaves the drawing");
        for (other, others) in &words[at + 1..] {
            assert!(!area.meets(other), "{name}: {said:?} meets {others:?}");
        }
    }
    assert_eq!(svg, chart.svg().unwrap(), "{name}: same input, same bytes");
}

/// Each line of words is narrower than its box, and all are inside.
fn words_fit(name: &str, chart: &FlowChart, plan: &Plan, at: usize) {
    let (words, area) = (&plan.words[at], plan.area(at));
    let room = area.right - area.left - 2.0 * words::PADDING;
    let plain = words.details.iter().chain(words.rows.iter().flatten()).map(|line| (line, SMALL));
    for (line, size) in plain.chain(words.name.iter().map(|line| (line, SIZE))) {
        assert!(width(line, size) <= room, "{name}: {line:?} in box {at}");
        // All words are there: nothing was cut.
        assert!(!line.ends_with('…') || chart.boxes[at].name.contains('…'), "{name}: {line:?}");
    }
    if let Some(row) = words.rows.len().checked_sub(1) {
        assert!(plan.row_area(at, row).bottom <= area.bottom, "{name}: rows of box {at}");
    }
}

/// No line passes through a box or along a line of others.
fn lines_keep_clear(name: &str, plan: &Plan, areas: &[Area]) {
    let mut pieces: Vec<(usize, Area)> = Vec::new();
    for (net, lines) in plan.nets().iter().enumerate() {
        for ends in lines.lines.iter().flat_map(|line| line.windows(2)) {
            let ((x, y), (to_x, to_y)) = (ends[0], ends[1]);
            assert!(x == to_x || y == to_y, "{name}: a slanting line");
            let (left, right) = (x.min(to_x), x.max(to_x));
            let (top, bottom) = (y.min(to_y), y.max(to_y));
            pieces.push((net, Area { left, right, top, bottom }));
        }
    }
    for (net, piece) in &pieces {
        // A line may end at the edge of a box and go no further.
        let inner = Area {
            left: piece.left - 1.0,
            right: piece.right + 1.0,
            top: piece.top - 1.0,
            bottom: piece.bottom + 1.0,
        };
        for (at, area) in areas.iter().enumerate() {
            let smaller = Area {
                left: area.left + 1.5,
                right: area.right - 1.5,
                top: area.top + 1.5,
                bottom: area.bottom - 1.5,
            };
            assert!(!inner.meets(&smaller), "{name}: {piece:?} of {net} passes box {at}");
        }
        for (other, along) in pieces.iter().filter(|(other, _)| other > net) {
            let (level, other_level) = (piece.top == piece.bottom, along.top == along.bottom);
            let near = Area {
                left: piece.left - 2.0,
                right: piece.right + 2.0,
                top: piece.top - 2.0,
                bottom: piece.bottom + 2.0,
            };
            let covered = level == other_level && near.meets(along);
            assert!(!covered, "{name}: {piece:?} of {net} runs on {along:?} of {other}");
        }
    }
}

#[test]
fn every_reference_pathway_can_be_read() {
    let pathways = crate::testing::reference_pathways();
    assert_eq!(pathways.len(), 17);
    for pathway in pathways {
        let chart = crate::pathway::chart(&pathway, &[], crate::words::english());
        check(&pathway.id, &chart);
        let printed = chart.plan().width();
        // 12 units are 7 points on the level sheet of A4.
        assert!(printed <= LEVEL, "{}: {printed} wide", pathway.id);
    }
}

/// A chart with anything in it: hostile words, arrows to nowhere, circles.
fn any(numbers: &mut Numbers) -> FlowChart {
    let lanes = numbers.below(5);
    let boxes = 1 + numbers.below(14);
    let kinds = [FlowBoxKind::Step, FlowBoxKind::Step, FlowBoxKind::Question, FlowBoxKind::End];
    let standings = [Standing::Stated, Standing::Inferred, Standing::Open];
    let marks = [FlowMarkKind::Must, FlowMarkKind::Should, FlowMarkKind::May, FlowMarkKind::Open];
    FlowChart {
        lanes: (0..lanes).map(|_| numbers.words()).collect(),
        boxes: (0..boxes)
            .map(|_| {
                let kind = kinds[numbers.below(4)];
                FlowBox {
                    name: numbers.words(),
                    details: (0..numbers.below(3)).map(|_| numbers.words()).collect(),
                    kind,
                    standing: standings[numbers.below(3)],
                    lane: (lanes > 0 && kind == FlowBoxKind::Step).then(|| numbers.below(lanes)),
                    marks: (0..numbers.below(4))
                        .map(|_| FlowMark { kind: marks[numbers.below(4)], words: "must".into() })
                        .collect(),
                    light: (numbers.below(4) == 0).then(|| (Light::Amber, numbers.words())),
                }
            })
            .collect(),
        arrows: (0..numbers.below(2 * boxes + 1))
            .map(|_| FlowArrow {
                from: numbers.below(boxes + 1),
                to: numbers.below(boxes + 1),
                label: (numbers.below(3) > 0).then(|| numbers.words()),
                standing: standings[numbers.below(3)],
            })
            .collect(),
        start: numbers.below(boxes),
        ..FlowChart::default()
    }
}

#[test]
fn any_chart_can_be_read() {
    let mut numbers = Numbers::new(2011);
    for round in 0..60 {
        check(&format!("round {round}"), &any(&mut numbers));
    }
}

#[test]
fn a_chart_without_boxes_is_none() {
    assert_eq!(FlowChart::default().svg(), None);
}
