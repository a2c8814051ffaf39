//! Charts to look at. Figures of England are published; areas and their rates are made up.

use super::*;

mod caterpillar;
mod compared;
mod driver;
mod map;
mod spine;
mod stages;

use caterpillar::any_caterpillar;
pub(super) use caterpillar::caterpillar;
pub(super) use compared::{
    any_compared, forest, lollipop, multiples, rug, sankey, timescale, tornado,
};
use driver::any_driver;
pub(super) use driver::driver;
use map::any_map;
pub(super) use map::{boundaries, hexagons, regions};
pub(super) use spine::{any_spine, far_reaching_spine, spine};
pub(super) use stages::{any_stages, stages};

/// One of each, as a report would show them.
pub(super) fn all() -> Vec<Box<dyn Chart>> {
    vec![
        Box::new(gap_trend()),
        Box::new(rates_by_decile_end()),
        Box::new(negative_trend()),
        Box::new(control()),
        Box::new(deciles()),
        Box::new(occupations()),
        Box::new(groups()),
        Box::new(areas()),
        Box::new(funnel()),
        Box::new(caterpillar()),
        Box::new(spine()),
        Box::new(far_reaching_spine()),
        Box::new(causes(Arrangement::SideBySide)),
        Box::new(causes(Arrangement::Stacked)),
        Box::new(changes()),
        Box::new(parts()),
        Box::new(cascade()),
        Box::new(stages()),
        Box::new(driver()),
        Box::new(forest()),
        Box::new(tornado()),
        Box::new(lollipop()),
        Box::new(timescale()),
        Box::new(multiples()),
        Box::new(sankey()),
        Box::new(rug()),
        Box::new(hexagons()),
        Box::new(regions()),
        Box::new(boundaries()),
    ]
}

fn heading(id: &str, title: &str, description: &str) -> Heading {
    Heading {
        id: Slug::new(id),
        title: title.to_owned(),
        description: description.to_owned(),
        subtitle: String::new(),
        when_empty: "There is nothing to draw.".to_owned(),
        words: crate::words::english(),
    }
}

fn point(year: f64, label: &str, reading: Reading, overlap: Overlap) -> TrendPoint {
    TrendPoint { position: year, label: label.to_owned(), reading, overlap, note: None }
}

/// Monthly rates of an area that is made up: two phases, every mark, a withheld month and a
/// target.
pub(super) fn control() -> ControlChart {
    use ControlMark::{Better, Chance, Higher, Lower, Worse};
    let figures = [
        (3.9, Chance),
        (4.1, Chance),
        (5.6, Worse),
        (4.0, Chance),
        (2.6, Better),
        (4.4, Higher),
        (3.1, Chance),
        (2.9, Lower),
        (3.0, Chance),
    ];
    let point = |(at, (value, mark)): (usize, (f64, ControlMark))| {
        let (centre, width) = if at < 6 { (4.0, 1.2) } else { (3.0, 0.9) };
        ControlPoint {
            position: 2020.0 + at as f64 / 12.0,
            label: format!("month {}", at + 1),
            reading: if at == 3 { Reading::missing("withheld") } else { Reading::value(value) },
            centre: Some(centre),
            limits: (at != 3).then_some(Bounds { lower: centre - width, upper: centre + width }),
            mark,
            begins: (at == 6).then(|| "new limits from month 7".to_owned()),
            note: (mark == Worse).then(|| "above the upper limit".to_owned()),
        }
    };
    ControlChart {
        heading: heading("control", "Rate of an area between its limits", "Rates by month."),
        measure: Measure {
            label: "Deaths per 1,000".to_owned(),
            decimals: 2,
            ..Measure::default()
        },
        axis_start: AxisStart::Fitted,
        position_label: "Period".to_owned(),
        points: figures.into_iter().enumerate().map(point).collect(),
        target: Some(ReferenceLine {
            label: "target".to_owned(),
            reading: Reading::value(3.5),
            decimals: 2,
        }),
    }
}

/// Gap of routine and manual against all. Origin: Hansard, 15 September 2004 (1997-99);
/// Department of Health press notices (2000-02 to 2006-08); the 2010 report (2007-09), with the
/// interval 9.2 to 14.9 from its counts and the 10% sample of births. The other intervals are made
/// up.
pub(super) fn gap_trend() -> TrendChart {
    let rolling = [
        (2001.0, "2000-02", 16.0),
        (2002.0, "2001-03", 19.0),
        (2003.0, "2002-04", 19.0),
        (2004.0, "2003-05", 18.0),
        (2005.0, "2004-06", 17.0),
        (2006.0, "2005-07", 16.0),
        (2007.0, "2006-08", 16.0),
    ];
    let first = Reading::value(13.0).with_interval(10.0, 16.1);
    let mut before = vec![point(1998.0, "1997-99", first, Overlap::Apart)];
    before[0].note = Some("1997-99 is the baseline of the target.".to_owned());
    before.push(point(1999.0, "1998-2000", Reading::missing("absent"), Overlap::WithEarlier));
    let mut after: Vec<TrendPoint> = rolling
        .into_iter()
        .map(|(year, label, gap)| {
            let overlap = if year > 2001.0 { Overlap::WithEarlier } else { Overlap::Apart };
            point(year, label, Reading::value(gap).with_interval(gap - 2.9, gap + 3.0), overlap)
        })
        .collect();
    let last = Reading::value(12.0).with_interval(9.2, 14.9);
    after.push(point(2008.0, "2007-09", last, Overlap::WithEarlier));
    let series =
        |name: &str, points| TrendSeries { name: name.to_owned(), unit: "%".to_owned(), points };
    TrendChart {
        heading: heading(
            "gap-trend",
            "The gap was 12% in 2007-09, and cannot be told from the 13% of 1997-99",
            "Line chart of the relative gap in infant mortality by three-year period.",
        ),
        measure: Measure {
            label: "Infant mortality of routine and manual groups above that of all, %".to_owned(),
            decimals: 0,
            ..Measure::default()
        },
        position_label: "Period".to_owned(),
        series: vec![
            series("Social class (NS-SEC 90)", before),
            series("NS-SEC 2001, by father's occupation", after),
        ],
        breaks: vec![SeriesBreak {
            position: 2000.5,
            label: "NS-SEC 2001 replaces NS-SEC 90".to_owned(),
        }],
        reference: Some(ReferenceLine {
            label: "Target for 2010".to_owned(),
            reading: Reading::value(11.7),
            decimals: 1,
        }),
        ..TrendChart::default()
    }
}

/// Rates of the two ends of deprivation, England. Origin: ONS, child mortality workbook 2022,
/// table 21; the intervals are made up.
pub(super) fn rates_by_decile_end() -> TrendChart {
    let ends = [
        ("Most deprived tenth", [5.3, 5.4, 5.5, 5.5, 6.1]),
        ("Least deprived tenth", [2.7, 2.4, 2.4, 2.5, 2.2]),
        ("England", [3.8, 3.7, 3.6, 3.7, 3.9]),
    ];
    let series = ends.into_iter().map(|(name, rates)| TrendSeries {
        name: name.to_owned(),
        unit: String::new(),
        points: (2018_u16..)
            .zip(rates)
            .map(|(year, rate)| {
                let reading = Reading::value(rate).with_interval(rate - 0.4, rate + 0.5);
                point(f64::from(year), &year.to_string(), reading, Overlap::Apart)
            })
            .collect(),
    });
    TrendChart {
        heading: heading(
            "decile-ends",
            "In 2022 the most deprived tenth had more than twice the rate of the least deprived",
            "Three lines from 2018 to 2022.",
        ),
        measure: Measure {
            label: "Infant deaths per 1,000 live births".to_owned(),
            ..Measure::default()
        },
        position_label: "Year".to_owned(),
        series: series.collect(),
        interval_style: IntervalStyle::Band,
        ..TrendChart::default()
    }
}

/// A difference that changes sign, with a missing point between.
pub(super) fn negative_trend() -> TrendChart {
    let values = [Some(-1.2), Some(0.0), None, Some(0.8), Some(-0.4)];
    let points = (2015_u16..).zip(values).map(|(year, value)| {
        let reading = value.map_or_else(
            || Reading::missing("withheld"),
            |v| Reading::value(v).with_interval(v - 0.9, v + 0.9),
        );
        point(f64::from(year), &format!("{year}/{}", year - 1999), reading, Overlap::Apart)
    });
    TrendChart {
        heading: heading("difference", "The difference crosses zero", "One line around zero."),
        measure: Measure {
            label: "Difference in percentage points".to_owned(),
            ..Measure::default()
        },
        position_label: "Financial year".to_owned(),
        series: vec![TrendSeries {
            name: "A district with a name that needs several lines beside its line".to_owned(),
            unit: String::new(),
            points: points.collect(),
        }],
        ..TrendChart::default()
    }
}

/// England, 2020 to 2022. Origin: ONS, child mortality workbook 2022, table 21, births and deaths
/// of three years added; intervals by Byar's method outside this project.
pub(super) fn deciles() -> GradientChart {
    let deciles = [
        (5.71, 5.41, 6.03),
        (4.71, 4.42, 5.01),
        (4.21, 3.93, 4.50),
        (3.70, 3.43, 3.98),
        (3.36, 3.09, 3.64),
        (3.13, 2.87, 3.41),
        (3.12, 2.85, 3.41),
        (2.73, 2.47, 3.01),
        (2.52, 2.27, 2.80),
        (2.36, 2.10, 2.64),
    ];
    let groups = (1..).zip(deciles).map(|(decile, (rate, lower, upper))| GradientGroup {
        label: decile.to_string(),
        reading: Reading::value(rate).with_interval(lower, upper),
        note: None,
    });
    GradientChart {
        heading: heading(
            "deciles",
            "Infant mortality falls with every step away from deprivation",
            "Ten dots falling from 5.7 in the most deprived tenth to 2.4 in the least.",
        ),
        measure: Measure {
            label: "Infant deaths per 1,000 live births, England, 2020 to 2022".to_owned(),
            ..Measure::default()
        },
        group_label: "Deprivation decile (IMD 2019)".to_owned(),
        groups: groups.collect(),
        first_end: "most deprived".to_owned(),
        last_end: "least deprived".to_owned(),
        slope: Some(SlopeLine {
            label: "Slope index of inequality: 3.3 more deaths per 1,000 at the most deprived end"
                .to_owned(),
            first: 5.6,
            last: 2.3,
            course: SlopeCourse::Proportional,
        }),
        reference: Some(ReferenceLine {
            label: "England".to_owned(),
            reading: Reading::value(3.72).with_interval(3.64, 3.82),
            decimals: 1,
        }),
        mark: GradientMark::Dots,
    }
}

/// Ordered groups with long names, one of them withheld. Made up.
pub(super) fn occupations() -> GradientChart {
    let groups = [
        ("Never worked and long-term unemployed", Reading::missing("withheld")),
        ("Routine", Reading::value(5.4).with_interval(4.6, 6.3)),
        ("Semi-routine", Reading::value(4.9).with_interval(4.1, 5.8)),
        ("Lower supervisory and technical", Reading::value(f64::NAN)),
        ("Small employers and own account workers", Reading::value(3.9)),
        ("Intermediate", Reading::value(3.6).with_interval(2.9, 4.4)),
        (
            "Higher managerial, administrative and professional",
            Reading::value(2.4).with_interval(1.9, 3.0),
        ),
    ];
    let groups = groups.into_iter().map(|(label, reading)| GradientGroup {
        label: label.to_owned(),
        note: (label == "Intermediate").then(|| "Includes clerical work.".to_owned()),
        reading,
    });
    GradientChart {
        heading: heading("occupations", "Rates by occupation of the household", "Seven bars."),
        measure: Measure {
            label: "Infant deaths per 1,000 live births".to_owned(),
            ..Measure::default()
        },
        group_label: "Household NS-SEC".to_owned(),
        groups: groups.collect(),
        first_end: "least advantaged".to_owned(),
        last_end: "most advantaged".to_owned(),
        slope: None,
        reference: Some(ReferenceLine {
            label: "Higher managerial".to_owned(),
            reading: Reading::value(2.4),
            decimals: 1,
        }),
        mark: GradientMark::Bars,
    }
}

/// Every standing, a long name and a missing row. Made up.
pub(super) fn groups() -> RangeChart {
    let rows = [
        ("Pakistani", Reading::value(6.7).with_interval(5.9, 7.6), Standing::Higher),
        ("Black African", Reading::value(5.8).with_interval(5.0, 6.7), Standing::Higher),
        ("White British", Reading::value(3.2).with_interval(3.0, 3.3), Standing::Lower),
        (
            "Any other ethnic group, and groups that the publisher could not link to a birth record",
            Reading::value(4.0).with_interval(3.1, 5.0),
            Standing::Similar,
        ),
        ("Indian", Reading::value(3.9).with_interval(0.2, 9.8), Standing::CannotTell),
        ("Not stated", Reading::value(0.0), Standing::NotCompared),
        ("Gypsy or Irish Traveller", Reading::missing("too few to show"), Standing::NotCompared),
    ];
    let rows = rows.into_iter().map(|(label, reading, standing)| RangeRow {
        label: label.to_owned(),
        reading,
        standing,
        note: (label == "Not stated").then(|| "No deaths were recorded.".to_owned()),
    });
    RangeChart {
        heading: heading("groups", "Two groups stand above England", "Seven rows."),
        measure: Measure {
            label: "Infant deaths per 1,000 live births".to_owned(),
            ..Measure::default()
        },
        row_label: "Ethnic group".to_owned(),
        rows: rows.collect(),
        comparator: Some(ReferenceLine {
            label: "England".to_owned(),
            reading: Reading::value(3.7).with_interval(3.6, 3.8),
            decimals: 1,
        }),
        ..RangeChart::default()
    }
}

/// Forty areas. Made up.
pub(super) fn areas() -> RangeChart {
    let rows = (0..40_u32).map(|index| {
        let rate = 2.4 + f64::from(index * 7 % 40) / 10.0;
        let half = 0.5 + f64::from(index % 5) / 3.0;
        let standing = match (rate - half, rate + half) {
            (lower, _) if lower > 3.7 => Standing::Higher,
            (_, upper) if upper < 3.7 => Standing::Lower,
            _ => Standing::Similar,
        };
        let missing = index % 13 == 12;
        RangeRow {
            label: match index {
                3 => "Bournemouth, Christchurch and Poole".to_owned(),
                _ => format!("District {}", index + 1),
            },
            reading: if missing {
                Reading::missing("withheld")
            } else {
                Reading::value(rate).with_interval(rate - half, rate + half)
            },
            standing: if missing { Standing::NotCompared } else { standing },
            note: None,
        }
    });
    RangeChart {
        heading: heading("areas", "Most districts cannot be told from England", "Forty rows."),
        rows: rows.collect(),
        row_label: "District".to_owned(),
        ..groups()
    }
}

/// Areas round 4 per 1,000. Made up; the lines are 1.96 and 3.09 standard errors of chance away.
pub(super) fn funnel() -> FunnelChart {
    let point = |label: &str, size: f64, value: f64, place| FunnelPoint {
        label: label.to_owned(),
        size: Reading::value(size),
        reading: Reading::value(value),
        place,
    };
    let mut points: Vec<FunnelPoint> = (1..=24_u32)
        .map(|index| {
            let value = 3.2 + f64::from(index * 5 % 9) / 5.0;
            let size = f64::from(index) * 420.0;
            point(&format!("District {index}"), size, value, FunnelPlace::Within)
        })
        .collect();
    points.extend([
        point("Bournemouth, Christchurch and Poole", 9_000.0, 7.1, FunnelPlace::FarAbove),
        point("Upper Vale", 9_050.0, 7.0, FunnelPlace::FarAbove),
        point("Nether Vale", 8_950.0, 6.9, FunnelPlace::FarAbove),
        point("North End", 3_000.0, 6.6, FunnelPlace::Above),
        point("South End", 10_000.0, 2.6, FunnelPlace::Below),
        point("Lower Marsh", 10_050.0, 0.0, FunnelPlace::FarBelow),
    ]);
    let missing = Reading::missing("withheld");
    points.push(FunnelPoint {
        label: "Isle".to_owned(),
        size: missing.clone(),
        reading: missing,
        place: FunnelPlace::NotCompared,
    });
    let lines = (1..=26_u32).map(|index| {
        let size = f64::from(index) * 400.0;
        let error = (4.0 / size * 1_000.0).sqrt();
        let bounds =
            |away: f64| Bounds { lower: (4.0 - away * error).max(0.0), upper: 4.0 + away * error };
        FunnelLimits { size, inner: bounds(1.96), outer: bounds(3.09) }
    });
    FunnelChart {
        heading: heading("funnel", "Four districts lie above the lines", "Thirty-one districts."),
        measure: Measure {
            label: "Infant deaths per 1,000 live births".to_owned(),
            ..Measure::default()
        },
        size_label: "Live births".to_owned(),
        row_label: "District".to_owned(),
        points,
        lines: lines.collect(),
        comparator: Some(ReferenceLine {
            label: "England".to_owned(),
            reading: Reading::value(4.0),
            decimals: 1,
        }),
    }
}

/// Deaths by cause and age. Made up.
pub(super) fn causes(arrangement: Arrangement) -> BarChart {
    let rows = [
        ("Immaturity-related conditions", [1_012.0, 88.0]),
        ("Congenital anomalies", [520.0, 310.0]),
        ("Antepartum infections", [160.0, 12.0]),
        ("Asphyxia, anoxia or trauma (intrapartum)", [151.0, 20.0]),
        ("Sudden infant deaths", [14.0, 160.0]),
        ("External conditions", [0.0, 41.0]),
    ];
    let mut rows: Vec<BarRow> = rows
        .into_iter()
        .map(|(label, counts)| BarRow {
            label: label.to_owned(),
            readings: counts.map(Reading::value).to_vec(),
        })
        .collect();
    rows.push(BarRow {
        label: "Infections".to_owned(),
        readings: vec![Reading::value(64.0), Reading::missing("withheld")],
    });
    let id = match arrangement {
        Arrangement::SideBySide => "causes",
        Arrangement::Stacked => "causes-stacked",
    };
    BarChart {
        heading: heading(id, "Most early deaths follow immaturity", "Seven causes, two ages."),
        measure: Measure { label: "Deaths".to_owned(), decimals: 0, ..Measure::default() },
        row_label: "Cause group".to_owned(),
        series: vec!["Under 28 days".to_owned(), "28 days to under one year".to_owned()],
        rows,
        arrangement,
        whole: None,
    }
}

/// The same where of two causes the split by age is hidden, of one with its sum.
pub(super) fn causes_not_split() -> BarChart {
    let mut chart = causes(Arrangement::SideBySide);
    let hidden = vec![Reading::missing("withheld"), Reading::missing("withheld")];
    for row in [0, 5] {
        chart.rows[row].readings.clone_from(&hidden);
    }
    let mut readings = vec![None; chart.rows.len()];
    readings[0] = Some(Reading::value(1_100.0));
    chart.heading.id = Slug::new("causes-not-split");
    BarChart { whole: Some(WholeBars { name: "age not shown".to_owned(), readings }), ..chart }
}

/// Bars to both sides of 0, one of them missing and one without limits.
pub(super) fn parts() -> PartsChart {
    let row = |label: &str, readings| BarRow { label: label.to_owned(), readings };
    let known =
        |value: f64, half: f64| Reading::value(value).with_interval(value - half, value + half);
    PartsChart {
        heading: heading("parts", "Parts of a difference", "Two bars for each category."),
        measure: Measure { decimals: 2, ..Measure::default() },
        row_label: "Category".to_owned(),
        series: vec!["Mix".to_owned(), "Risk".to_owned()],
        rows: vec![
            row("All categories", vec![known(4.1, 0.9), known(-3.2, 2.9)]),
            row(
                "A long name of a category that does not fit on one line",
                vec![Reading::value(0.0), Reading::missing("not applicable")],
            ),
        ],
    }
}

/// A fall, a step that is not known, and a rise.
pub(super) fn cascade() -> CascadeChart {
    let step = |label: &str, change, left: Option<(f64, f64)>| CascadeStep {
        label: label.to_owned(),
        change,
        left: left.map(|(lower, upper)| Reading::value(15.0).with_interval(lower, upper)),
    };
    CascadeChart {
        heading: heading("cascade", "From one level to another", "Bars by steps."),
        measure: Measure { label: "Gap, %".to_owned(), decimals: 1, ..Measure::default() },
        row_label: "Measure".to_owned(),
        start: ("At the start".to_owned(), 19.0),
        steps: vec![
            step(
                "A long name of a measure that does not fit on one line",
                Some(4.0),
                Some((13.5, 16.0)),
            ),
            step("Not worked out", None, None),
            step("Harms", Some(-1.5), None),
        ],
        end: ("Left".to_owned(), Reading::value(16.5).with_interval(12.0, 20.5)),
    }
}

/// Changes up, down and none.
pub(super) fn changes() -> BarChart {
    let rows = [("Fell", -12.5), ("Stood", 0.0), ("Rose", 3.25)];
    let rows = rows.map(|(label, value)| BarRow {
        label: label.to_owned(),
        readings: vec![Reading::value(value)],
    });
    BarChart {
        heading: heading("changes", "One fell, one stood, one rose", "Three bars around zero."),
        measure: Measure { label: "Change in deaths".to_owned(), ..Measure::default() },
        row_label: "Group".to_owned(),
        series: vec!["Change".to_owned()],
        rows: rows.to_vec(),
        arrangement: Arrangement::SideBySide,
        whole: None,
    }
}

/// One of each kind with anything in it.
pub(super) fn any(numbers: &mut Numbers) -> Vec<Box<dyn Chart>> {
    let heading = Heading {
        id: Slug::new(&numbers.words()),
        title: numbers.words(),
        description: numbers.words(),
        subtitle: String::new(),
        when_empty: numbers.words(),
        words: crate::words::english(),
    };
    let measure = Measure {
        label: numbers.words(),
        decimals: numbers.below(4),
        interval_label: numbers.words(),
    };
    let reference = Some(ReferenceLine {
        label: numbers.words(),
        reading: numbers.reading(),
        decimals: numbers.below(4),
    });
    let style = [IntervalStyle::Whisker, IntervalStyle::Band][numbers.below(2)];
    let start = [AxisStart::Zero, AxisStart::Fitted][numbers.below(2)];
    let standings = [
        Standing::Higher,
        Standing::Lower,
        Standing::Similar,
        Standing::CannotTell,
        Standing::NotCompared,
    ];
    let series = many(numbers, 8, |numbers| TrendSeries {
        name: numbers.words(),
        unit: numbers.words(),
        points: many(numbers, 8, |numbers| TrendPoint {
            position: numbers.any(),
            label: numbers.words(),
            reading: numbers.reading(),
            overlap: [Overlap::Apart, Overlap::WithEarlier][numbers.below(2)],
            note: (numbers.below(2) == 0).then(|| numbers.words()),
        }),
    });
    let breaks =
        many(numbers, 3, |numbers| SeriesBreak { position: numbers.any(), label: numbers.words() });
    let mut all: Vec<Box<dyn Chart>> = vec![
        Box::new(TrendChart {
            heading: heading.clone(),
            measure: measure.clone(),
            axis_start: start,
            position_label: numbers.words(),
            series,
            breaks,
            reference: reference.clone(),
            interval_style: style,
        }),
        Box::new(GradientChart {
            heading: heading.clone(),
            measure: measure.clone(),
            group_label: numbers.words(),
            groups: many(numbers, 12, |numbers| GradientGroup {
                label: numbers.words(),
                reading: numbers.reading(),
                note: (numbers.below(2) == 0).then(|| numbers.words()),
            }),
            first_end: numbers.words(),
            last_end: numbers.words(),
            slope: Some(SlopeLine {
                label: numbers.words(),
                first: numbers.any(),
                last: numbers.any(),
                course: [SlopeCourse::Straight, SlopeCourse::Proportional][numbers.below(2)],
            }),
            reference: reference.clone(),
            mark: [GradientMark::Dots, GradientMark::Bars][numbers.below(2)],
        }),
        Box::new(RangeChart {
            heading: heading.clone(),
            measure: measure.clone(),
            axis_start: start,
            row_label: numbers.words(),
            rows: many(numbers, 20, |numbers| RangeRow {
                label: numbers.words(),
                reading: numbers.reading(),
                standing: standings[numbers.below(standings.len())],
                note: (numbers.below(2) == 0).then(|| numbers.words()),
            }),
            comparator: reference.clone(),
            against: crate::chart::Against::Comparator,
            other_parts: Vec::new(),
        }),
        Box::new(any_funnel(numbers, heading.clone(), measure.clone(), reference.clone())),
        Box::new(any_spine(numbers, heading.clone())),
        Box::new(any_caterpillar(numbers, heading.clone(), measure.clone(), reference)),
        Box::new(any_stages(numbers, heading.clone(), measure.clone())),
        Box::new(any_bars(numbers, heading, measure)),
        any_control(numbers),
        any_driver(numbers),
        any_map(numbers),
    ];
    all.extend(any_compared(numbers));
    all
}

fn any_bars(numbers: &mut Numbers, heading: Heading, measure: Measure) -> BarChart {
    BarChart {
        heading,
        measure,
        row_label: numbers.words(),
        series: many(numbers, 8, Numbers::words),
        rows: many(numbers, 8, |numbers| BarRow {
            label: numbers.words(),
            readings: many(numbers, 9, Numbers::reading),
        }),
        arrangement: [Arrangement::SideBySide, Arrangement::Stacked][numbers.below(2)],
        whole: (numbers.below(2) == 1).then(|| WholeBars {
            name: numbers.words(),
            readings: many(numbers, 8, |numbers| {
                (numbers.below(2) == 1).then(|| numbers.reading())
            }),
        }),
    }
}

/// A control chart of anything at all.
fn any_control(numbers: &mut Numbers) -> Box<dyn Chart> {
    let marks = [
        ControlMark::Chance,
        ControlMark::Better,
        ControlMark::Worse,
        ControlMark::Higher,
        ControlMark::Lower,
    ];
    let points = many(numbers, 12, |numbers| ControlPoint {
        position: numbers.any(),
        label: numbers.words(),
        reading: numbers.reading(),
        centre: (numbers.below(3) > 0).then(|| numbers.any()),
        limits: (numbers.below(3) > 0)
            .then(|| Bounds { lower: numbers.any(), upper: numbers.any() }),
        mark: marks[numbers.below(marks.len())],
        begins: (numbers.below(4) == 0).then(|| numbers.words()),
        note: (numbers.below(2) == 0).then(|| numbers.words()),
    });
    Box::new(ControlChart {
        heading: heading(&numbers.words(), &numbers.words(), &numbers.words()),
        measure: Measure { label: numbers.words(), decimals: 1, ..Measure::default() },
        axis_start: [AxisStart::Zero, AxisStart::Fitted][numbers.below(2)],
        position_label: numbers.words(),
        points,
        target: Some(ReferenceLine {
            label: numbers.words(),
            reading: numbers.reading(),
            decimals: numbers.below(4),
        }),
    })
}

fn any_funnel(
    numbers: &mut Numbers,
    heading: Heading,
    measure: Measure,
    comparator: Option<ReferenceLine>,
) -> FunnelChart {
    let places =
        [FunnelPlace::FarAbove, FunnelPlace::Within, FunnelPlace::Below, FunnelPlace::NotCompared];
    FunnelChart {
        heading,
        measure,
        size_label: numbers.words(),
        row_label: numbers.words(),
        points: many(numbers, 20, |numbers| FunnelPoint {
            label: numbers.words(),
            size: numbers.reading(),
            reading: numbers.reading(),
            place: places[numbers.below(places.len())],
        }),
        lines: many(numbers, 8, |numbers| {
            let mut bounds = || Bounds { lower: numbers.any(), upper: numbers.any() };
            let (inner, outer) = (bounds(), bounds());
            FunnelLimits { size: numbers.any(), inner, outer }
        }),
        comparator,
    }
}

fn many<T>(numbers: &mut Numbers, most: usize, one: impl Fn(&mut Numbers) -> T) -> Vec<T> {
    (0..numbers.below(most + 1)).map(|_| one(numbers)).collect()
}
