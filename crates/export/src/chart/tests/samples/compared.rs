//! Charts that hold estimates, inputs, periods, stages and areas against each other.

use super::*;

/// Three estimates of one effect, one not known and one that reaches far, and what they make
/// together. Made up.
pub(in super::super) fn forest() -> ForestChart {
    let row = |label: &str, reading, mark| ForestRow { label: label.to_owned(), reading, mark };
    let known =
        |value: f64, half: f64| Reading::value(value).with_interval(value - half, value + half);
    ForestChart {
        heading: heading("forest", "Both sides fell, and one fell more", "Four rows."),
        measure: Measure { label: "Relative change, percent".to_owned(), ..Measure::default() },
        row_label: "Where".to_owned(),
        none: 0.0,
        sides: ["fell".to_owned(), "rose".to_owned()],
        rows: vec![
            row("Areas that were visited by a team", known(-12.0, 6.0), ForestMark::Single),
            row("A single area of which little is known", known(-4.0, 90.0), ForestMark::Single),
            row("All others", Reading::missing("withheld"), ForestMark::Single),
            row("Together", known(-9.0, 7.5), ForestMark::Pooled),
        ],
    }
}

/// Three inputs, the last of which moves the result one way alone. Made up.
pub(in super::super) fn tornado() -> TornadoChart {
    let row = |label: &str, at_lower, at_upper| TornadoRow {
        label: label.to_owned(),
        at_lower,
        at_upper,
    };
    TornadoChart {
        heading: heading("tornado", "Smoking matters most", "Three pairs of bars."),
        measure: Measure {
            label: "Points of the gap".to_owned(),
            decimals: 2,
            ..Measure::default()
        },
        row_label: "Input".to_owned(),
        centre: ("All together".to_owned(), 14.0),
        rows: vec![
            row("Smoking in pregnancy: relative risk of death", 11.0, 17.5),
            row("Obesity: how many are obese", 14.9, 13.2),
            row("A bed shared with the baby", 14.0, 14.6),
        ],
    }
}

/// Rates of two groups over a change of classification. Made up.
pub(in super::super) fn lollipop() -> LollipopChart {
    let known = |value: f64| Reading::value(value).with_interval(value - 0.4, value + 0.4);
    let row = |begins: Option<&str>, label: &str, ends, beside: &str| LollipopRow {
        begins: begins.map(str::to_owned),
        label: label.to_owned(),
        ends,
        beside: beside.to_owned(),
    };
    LollipopChart {
        heading: heading("lollipop", "Both rates fell", "Four rows with two dots each."),
        measure: Measure { label: "Deaths per 1,000".to_owned(), ..Measure::default() },
        row_label: "Period".to_owned(),
        ends: ["Routine and manual occupations".to_owned(), "All".to_owned()],
        beside: "Gap".to_owned(),
        rows: vec![
            row(Some("NS-SEC 90"), "1997 to 1999", [known(6.3), known(5.6)], "13%"),
            row(
                None,
                "1998 to 2000",
                [Reading::missing("withheld"), Reading::value(5.4)],
                "withheld",
            ),
            row(Some("NS-SEC 2001"), "2007 to 2009", [known(5.0), known(4.5)], "12% (9.2 to 14.9)"),
            row(None, "2008 to 2010", [known(4.7), known(4.3)], "10%"),
        ],
    }
}

/// Measures with their times, and an aim. Made up.
pub(in super::super) fn timescale() -> TimescaleChart {
    let row = |label: &str, from, full, works, words: &str| TimescaleRow {
        label: label.to_owned(),
        from,
        full,
        works,
        words: words.to_owned(),
    };
    TimescaleChart {
        heading: heading("timescale", "One works before 2010", "Three bars."),
        axis_label: "Year".to_owned(),
        row_label: "Measure".to_owned(),
        rows: vec![
            row("Smoking in pregnancy", 2005.0, 2008.0, 2009.0, "works in full from 2009"),
            row("Children in households of low income", 2006.0, 2011.0, 2016.5, "from 2016"),
            row("Never", f64::NAN, 2011.0, 2012.0, "not known"),
        ],
        aim: Some(("target for 2010".to_owned(), 2010.5)),
        untimed: vec!["Overcrowding".to_owned()],
    }
}

/// Six groups over five years with a break, one of them with a missing year. Made up.
pub(in super::super) fn multiples() -> MultiplesChart {
    let names = [
        "Most deprived fifth",
        "Second",
        "Third",
        "A group with a name that is much too long for its panel",
        "Least deprived fifth",
    ];
    let panels = names.into_iter().enumerate().map(|(at, name)| MultiplesPanel {
        name: name.to_owned(),
        points: (2018_u16..2023)
            .map(|year| MultiplesPoint {
                position: f64::from(year),
                label: year.to_string(),
                reading: if at == 1 && year == 2020 {
                    Reading::missing("withheld")
                } else {
                    let rate = 6.0 - at as f64 + f64::from(year % 3) / 4.0;
                    Reading::value(rate).with_interval(rate - 0.5, rate + 0.6)
                },
            })
            .collect(),
    });
    MultiplesChart {
        heading: heading("multiples", "The most deprived did not fall", "Five panels."),
        measure: Measure { label: "Infant deaths per 1,000".to_owned(), ..Measure::default() },
        position_label: "Year".to_owned(),
        panel_label: "Group".to_owned(),
        panels: panels.collect(),
        breaks: vec![SeriesBreak { position: 2020.5, label: "now IMD 2019".to_owned() }],
        reference: Some(ReferenceLine {
            label: "England in 2022".to_owned(),
            reading: Reading::value(3.9),
            decimals: 1,
        }),
        ..MultiplesChart::default()
    }
}

/// Three stages with ways out, one of them withheld. Made up.
pub(in super::super) fn sankey() -> SankeyChart {
    let out = |words: &str, reading| (words.to_owned(), reading);
    let stage = |name: &str, reached, out| SankeyStage { name: name.to_owned(), reached, out };
    SankeyChart {
        heading: heading("sankey", "Most are lost before they set a date", "Three stages."),
        unit: "Cases".to_owned(),
        stages: vec![
            stage(
                "Smoke at booking",
                Reading::value(1_204.0),
                vec![
                    out("declined", Reading::value(310.0)),
                    out("moved away", Reading::missing("withheld")),
                    out(
                        "may yet come, as the log ended before it could be told",
                        Reading::value(24.0),
                    ),
                    out("nobody", Reading::value(0.0)),
                ],
            ),
            stage(
                "Set a quit date with an adviser",
                Reading::value(640.0),
                vec![out("left for another reason", Reading::value(500.0))],
            ),
            stage("Quit", Reading::value(140.0), Vec::new()),
            stage("Still quit at birth", Reading::missing("withheld"), Vec::new()),
        ],
    }
}

/// Five areas on three indicators. Made up.
pub(in super::super) fn rug() -> RugChart {
    use SpineStanding::{Better, CannotTell, Differs, NotCompared, Worse};
    let cell = |value: f64, standing| RugCell { figure: Reading::value(value), standing };
    let withheld = || RugCell { figure: Reading::missing("withheld"), standing: NotCompared };
    let row = |label: &str, cells| RugRow { label: label.to_owned(), decimals: 1, cells };
    RugChart {
        heading: heading("rug", "Northshire stands worse on two of three", "Three by five."),
        row_label: "Indicator".to_owned(),
        columns: ["Northshire", "Bournemouth, Christchurch and Poole", "Isle", "Vale", "Marsh"]
            .map(str::to_owned)
            .to_vec(),
        rows: vec![
            row(
                "Infant mortality rate",
                vec![
                    cell(6.1, Worse),
                    cell(3.9, CannotTell),
                    withheld(),
                    cell(2.1, Better),
                    cell(4.0, CannotTell),
                ],
            ),
            row(
                "Overcrowded households with dependent children",
                vec![
                    cell(14.2, Worse),
                    cell(4.0, Better),
                    cell(8.0, NotCompared),
                    cell(5.0, CannotTell),
                ],
            ),
            row("Births to mothers born abroad", vec![cell(40.0, Differs), cell(20.0, CannotTell)]),
        ],
    }
}

/// One of each with anything in it.
pub(in super::super) fn any_compared(numbers: &mut Numbers) -> Vec<Box<dyn Chart>> {
    let head = |numbers: &mut Numbers| Heading {
        id: Slug::new(&numbers.words()),
        title: numbers.words(),
        subtitle: numbers.words(),
        description: numbers.words(),
        when_empty: numbers.words(),
        words: crate::words::english(),
    };
    let measure = Measure {
        label: numbers.words(),
        decimals: numbers.below(4),
        interval_label: numbers.words(),
    };
    let standings = SpineStanding::ALL;
    vec![
        Box::new(ForestChart {
            heading: head(numbers),
            measure: measure.clone(),
            row_label: numbers.words(),
            none: [0.0, 1.0][numbers.below(2)],
            sides: [numbers.words(), numbers.words()],
            rows: many(numbers, 9, |numbers| ForestRow {
                label: numbers.words(),
                reading: numbers.reading(),
                mark: [ForestMark::Single, ForestMark::Pooled][numbers.below(2)],
            }),
        }),
        Box::new(TornadoChart {
            heading: head(numbers),
            measure: measure.clone(),
            row_label: numbers.words(),
            centre: (numbers.words(), numbers.any()),
            rows: many(numbers, 9, |numbers| TornadoRow {
                label: numbers.words(),
                at_lower: numbers.any(),
                at_upper: numbers.any(),
            }),
        }),
        Box::new(LollipopChart {
            heading: head(numbers),
            measure: measure.clone(),
            row_label: numbers.words(),
            ends: [numbers.words(), numbers.words()],
            beside: numbers.words(),
            rows: many(numbers, 9, |numbers| LollipopRow {
                begins: (numbers.below(3) == 0).then(|| numbers.words()),
                label: numbers.words(),
                ends: [numbers.reading(), numbers.reading()],
                beside: numbers.words(),
            }),
        }),
        Box::new(TimescaleChart {
            heading: head(numbers),
            axis_label: numbers.words(),
            row_label: numbers.words(),
            rows: many(numbers, 9, |numbers| TimescaleRow {
                label: numbers.words(),
                from: numbers.any(),
                full: numbers.any(),
                works: numbers.any(),
                words: numbers.words(),
            }),
            aim: (numbers.below(2) == 0).then(|| (numbers.words(), numbers.any())),
            untimed: many(numbers, 3, Numbers::words),
        }),
        Box::new(any_multiples(numbers, head, measure)),
        Box::new(SankeyChart {
            heading: head(numbers),
            unit: numbers.words(),
            stages: many(numbers, 6, |numbers| SankeyStage {
                name: numbers.words(),
                reached: numbers.reading(),
                out: many(numbers, 5, |numbers| (numbers.words(), numbers.reading())),
            }),
        }),
        Box::new(RugChart {
            heading: head(numbers),
            row_label: numbers.words(),
            columns: many(numbers, 9, Numbers::words),
            rows: many(numbers, 6, |numbers| RugRow {
                label: numbers.words(),
                decimals: numbers.below(4),
                cells: many(numbers, 10, |numbers| RugCell {
                    figure: numbers.reading(),
                    standing: standings[numbers.below(standings.len())],
                }),
            }),
        }),
    ]
}

fn any_multiples(
    numbers: &mut Numbers,
    head: impl Fn(&mut Numbers) -> Heading,
    measure: Measure,
) -> MultiplesChart {
    MultiplesChart {
        heading: head(numbers),
        measure,
        axis_start: [AxisStart::Zero, AxisStart::Fitted][numbers.below(2)],
        position_label: numbers.words(),
        panel_label: numbers.words(),
        panels: many(numbers, 9, |numbers| MultiplesPanel {
            name: numbers.words(),
            points: many(numbers, 7, |numbers| MultiplesPoint {
                position: numbers.any(),
                label: numbers.words(),
                reading: numbers.reading(),
            }),
        }),
        breaks: many(numbers, 2, |numbers| SeriesBreak {
            position: numbers.any(),
            label: numbers.words(),
        }),
        reference: (numbers.below(2) == 0).then(|| ReferenceLine {
            label: numbers.words(),
            reading: numbers.reading(),
            decimals: numbers.below(4),
        }),
    }
}
