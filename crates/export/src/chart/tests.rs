//! Every chart as it looks, in the cases that break charts.

use super::arbitrary::Numbers;
use super::*;

mod samples;
pub(super) mod xml;

/// Compares the figure and table of `chart` with the snapshot named `case`, one element a line.
#[track_caller]
fn check(case: &str, chart: &dyn Chart) {
    let figure = chart.figure().into_string();
    xml::check(&figure).unwrap_or_else(|problem| panic!("{case}: {problem}"));
    let shown = format!("{}\n\n{}", figure.replace("><", ">\n<"), chart.table().markdown());
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(case, shown);
    });
}

fn empty() -> Heading {
    Heading {
        id: Slug::new("empty"),
        title: "Infant mortality".to_owned(),
        description: "No chart.".to_owned(),
        subtitle: String::new(),
        when_empty: "All rates of this area are withheld, so there is nothing to draw.".to_owned(),
        words: crate::words::english(),
    }
}

#[test]
fn trend_gap() {
    check("trend_gap", &samples::gap_trend());
}

#[test]
fn trend_rates() {
    check("trend_rates", &samples::rates_by_decile_end());
}

#[test]
fn trend_negative() {
    check("trend_negative", &samples::negative_trend());
}

#[test]
fn trend_axis_without_zero() {
    let mut chart = samples::rates_by_decile_end();
    chart.heading.id = Slug::new("fitted");
    chart.axis_start = AxisStart::Fitted;
    chart.interval_style = IntervalStyle::Whisker;
    check("trend_axis_without_zero", &chart);
}

#[test]
fn trend_single_point() {
    let mut chart = samples::gap_trend();
    chart.heading.id = Slug::new("single");
    chart.series.truncate(1);
    chart.series[0].points.truncate(1);
    chart.breaks.clear();
    chart.reference = None;
    check("trend_single_point", &chart);
}

#[test]
fn trend_empty() {
    let mut chart = samples::gap_trend();
    chart.heading = empty();
    for point in chart.series.iter_mut().flat_map(|series| &mut series.points) {
        point.reading = Reading::missing("withheld");
    }
    check("trend_empty", &chart);
}

#[test]
fn control_with_phases_marks_and_a_target() {
    check("control", &samples::control());
}

#[test]
fn control_empty() {
    let mut chart = samples::control();
    chart.heading = empty();
    for point in &mut chart.points {
        point.reading = Reading::missing("withheld");
    }
    check("control_empty", &chart);
}

#[test]
fn gradient_deciles() {
    check("gradient_deciles", &samples::deciles());
}

#[test]
fn no_word_of_a_remark_is_cut_under_a_narrow_group() {
    let mut chart = samples::deciles();
    chart.groups[0].label = "1 (most deprived)".to_owned();
    let svg = chart.svg().unwrap();
    let shown = svg.split("<text").skip(1).filter_map(|text| text.split_once('>'));
    let shown: Vec<&str> = shown.filter_map(|(_, rest)| rest.split('<').next()).collect();
    assert!(!shown.iter().any(|words| words.contains("depri-") || *words == "ved)"), "{shown:?}");
    assert!(svg.contains("1 (most deprived):"), "whole on hovering");
}

#[test]
fn gradient_bars_with_missing() {
    check("gradient_bars_with_missing", &samples::occupations());
}

#[test]
fn gradient_negative() {
    let mut chart = samples::deciles();
    chart.heading.id = Slug::new("negative-gradient");
    chart.groups.truncate(3);
    chart.groups[1].reading = Reading::value(-2.0).with_interval(-3.0, 0.5);
    chart.slope = None;
    chart.reference = None;
    check("gradient_negative", &chart);
}

#[test]
fn gradient_single_group() {
    let mut chart = samples::deciles();
    chart.heading.id = Slug::new("one-decile");
    chart.groups.truncate(1);
    check("gradient_single_group", &chart);
}

#[test]
fn gradient_empty() {
    check("gradient_empty", &GradientChart { heading: empty(), ..GradientChart::default() });
}

#[test]
fn range_few_rows() {
    check("range_few_rows", &samples::groups());
}

#[test]
fn range_many_rows() {
    check("range_many_rows", &samples::areas());
}

#[test]
fn range_negative_and_single() {
    let mut chart = samples::groups();
    chart.heading.id = Slug::new("one-row");
    chart.rows.truncate(1);
    chart.rows[0].reading = Reading::value(-1.5).with_interval(-2.5, -0.5);
    chart.comparator = None;
    check("range_negative_and_single", &chart);
}

/// No deaths among 80 births beside 168 among 30,370, with the limits of the
/// child mortality tables of 2022, table 12.
#[test]
fn range_long_interval() {
    let mut chart = samples::groups();
    chart.heading.id = Slug::new("long-interval");
    chart.rows.truncate(2);
    chart.rows[0].label = "7 Routine occupations".to_owned();
    chart.rows[0].reading = Reading::value(5.5).with_interval(4.7, 6.4);
    chart.rows[1].label = "8 Never worked and long-term unemployed".to_owned();
    chart.rows[1].reading = Reading::value(0.0).with_interval(0.0, 46.1);
    chart.rows[1].standing = Standing::CannotTell;
    let svg = chart.svg().expect("two rows");
    assert!(svg.contains("0.0 (0.0 to 46.1)") && svg.contains("reaches further"));
    assert!(!svg.contains(">50<"), "the axis keeps to the rates");
    check("range_long_interval", &chart);
}

#[test]
fn range_empty() {
    check("range_empty", &RangeChart { heading: empty(), ..RangeChart::default() });
}

#[test]
fn funnel_with_names() {
    let chart = samples::funnel();
    let svg = chart.svg().expect("points");
    assert!(svg.contains("1 is not drawn, because a figure is missing"), "{svg}");
    assert!(svg.contains(">North End<") && !svg.contains(">District 3<"), "outside alone is named");
    check("funnel_with_names", &chart);
}

#[test]
fn funnel_empty() {
    check("funnel_empty", &FunnelChart { heading: empty(), ..FunnelChart::default() });
}

#[test]
fn caterpillar_with_ranks() {
    let chart = samples::caterpillar();
    let svg = chart.svg().expect("rows");
    assert!(svg.contains("reaches further") && svg.contains(">withheld<"), "{svg}");
    check("caterpillar_with_ranks", &chart);
}

#[test]
fn caterpillar_empty() {
    check("caterpillar_empty", &CaterpillarChart { heading: empty(), ..Default::default() });
}

#[test]
fn spines_of_an_area() {
    let chart = samples::spine();
    let svg = chart.svg().expect("rows");
    assert!(svg.contains(">withheld<") && svg.contains("all the same"), "{svg}");
    check("spines_of_an_area", &chart);
}

#[test]
fn spines_whose_limits_reach_beyond_their_scale() {
    let chart = samples::far_reaching_spine();
    assert!(chart.svg().expect("rows").contains("reaches further: see the table"));
    check("spines_far_reaching", &chart);
}

#[test]
fn spines_empty() {
    check(
        "spines_empty",
        &SpineChart {
            heading: empty(),
            interval_label: "99% confidence interval".to_owned(),
            ..Default::default()
        },
    );
}

#[test]
fn bars_two_series() {
    check("bars_two_series", &samples::causes(Arrangement::SideBySide));
}

#[test]
fn parts_of_a_difference() {
    check("parts_of_a_difference", &samples::parts());
}

#[test]
fn parts_empty() {
    check("parts_empty", &PartsChart { heading: empty(), ..PartsChart::default() });
}

#[test]
fn cascade_down_and_up() {
    let chart = samples::cascade();
    check("cascade_down_and_up", &chart);
    let levels: Vec<TableCell> =
        chart.table().rows.into_iter().map(|mut row| row.remove(2)).collect();
    let known = |level| TableCell::number(level, 1);
    let missing = TableCell::missing("not known");
    assert_eq!(levels, [known(19.0), known(15.0), missing, known(16.5), known(16.5)]);
}

#[test]
fn cascade_empty() {
    let end = ("Left".to_owned(), Reading::missing("withheld"));
    check("cascade_empty", &CascadeChart { heading: empty(), end, ..samples::cascade() });
}

#[test]
fn driver_diagram() {
    let chart = samples::driver();
    let svg = chart.svg().expect("boxes");
    // The arrow backwards and the one to nowhere are not drawn; the table has
    // them all.
    assert_eq!(chart.table().rows.len(), 8);
    assert!(svg.contains("Leads to infant death by itself too"), "{svg}");
    check("driver_diagram", &chart);
}

#[test]
fn driver_empty() {
    check("driver_empty", &DriverChart { heading: empty(), ..DriverChart::default() });
}

#[test]
fn bars_not_split() {
    check("bars_not_split", &samples::causes_not_split());
}

#[test]
fn bars_stacked() {
    check("bars_stacked", &samples::causes(Arrangement::Stacked));
}

#[test]
fn bars_negative_and_zero() {
    check("bars_negative_and_zero", &samples::changes());
}

#[test]
fn bars_empty() {
    check("bars_empty", &BarChart { heading: empty(), ..BarChart::default() });
}

#[test]
fn any_input_gives_a_whole_drawing_of_numbers() {
    let mut numbers = Numbers::new(2010);
    for round in 0..150 {
        for chart in samples::any(&mut numbers) {
            let figure = chart.figure().into_string();
            if let Err(problem) = xml::check(&figure) {
                panic!("round {round}: {problem}\n{figure}");
            }
            for attribute in xml::attributes(&figure) {
                // Hostile words are text, so a broken number can only be in an attribute.
                assert!(!attribute.contains("NaN") && !attribute.contains("inf"), "{attribute}");
            }
            assert_eq!(figure, chart.figure().into_string(), "same input, same bytes");
            let table = chart.table();
            xml::check(&table.html().into_string()).expect("a table is well formed");
            for printed in [figure, table.csv(), table.markdown()] {
                let mut words = printed.split(|c: char| !c.is_alphanumeric());
                assert!(!words.any(|word| ["NaN", "inf"].contains(&word)), "{printed}");
            }
        }
    }
}

#[test]
fn charts_that_compare() {
    check("forest", &samples::forest());
    check("tornado", &samples::tornado());
    check("lollipop", &samples::lollipop());
    check("timescale", &samples::timescale());
    check("multiples", &samples::multiples());
    check("sankey", &samples::sankey());
    check("rug", &samples::rug());
}

#[test]
fn what_is_hidden_is_told_in_words() {
    let drawn = |chart: &dyn Chart| chart.svg().expect("something to draw");
    assert!(drawn(&samples::forest()).contains("reaches further: see the figures"));
    assert!(
        drawn(&samples::sankey())
            .contains("How many came to Still quit at birth is not drawn: withheld.")
    );
    assert!(drawn(&samples::timescale()).contains("Without a time, and not drawn: Overcrowding."));
    assert!(drawn(&samples::multiples()).contains("Without a figure: Second 2020 (withheld)."));
    assert!(drawn(&samples::rug()).contains(">withheld<"));
}

#[test]
fn map_of_hexagons() {
    let chart = samples::hexagons();
    let svg = chart.svg().expect("hexagons");
    for words in ["higher than England: 1", "withheld: 1", "no figure: 1", "a rate of 0: 1"] {
        assert!(svg.contains(words), "{words}: {svg}");
    }
    assert!(svg.contains("Without a place on this map: Isle"), "{svg}");
    check("map_of_hexagons", &chart);
}

#[test]
fn map_of_few_hexagons_has_whole_names() {
    let chart = samples::regions();
    assert_eq!(chart.short_labels(), None);
    assert!(chart.svg().expect("hexagons").contains(">East of"));
    check("map_of_few_hexagons", &chart);
}

#[test]
fn map_of_boundaries_enlarges_what_is_small() {
    let chart = samples::boundaries();
    let svg = chart.svg().expect("boundaries");
    assert!(svg.contains("The marked part, enlarged: 9 areas"), "{svg}");
    check("map_of_boundaries", &chart);
}

#[test]
fn a_map_of_nothing_says_so() {
    check("map_empty", &MapChart { heading: empty(), ..MapChart::default() });
}

/// A drawing that leaves its page carries the words that stood over it.
#[test]
fn a_drawing_alone_has_its_title_and_subtitle() {
    let mut chart = samples::groups();
    chart.heading.subtitle = "Infant mortality rate by ethnic group, England, 2022".to_owned();
    let alone = standing_alone(&chart).expect("rows");
    xml::check(&alone).expect("well formed");
    for words in [
        ">Two groups stand above England<",
        ">Infant mortality rate by ethnic group, England, 2022<",
    ] {
        assert_eq!(
            alone.matches(words).count(),
            1 + usize::from(words.contains("Two groups")),
            "{words}"
        );
    }
    assert_eq!(standing_alone(&ForestChart::default()), None);
}

#[test]
fn stages_of_groups() {
    check("stages", &samples::stages());
}

#[test]
fn stages_empty() {
    let mut chart = StagesChart { heading: empty(), ..samples::stages() };
    for bar in chart.groups.iter_mut().flat_map(|group| &mut group.bars) {
        bar.reached = Reading::missing("withheld");
    }
    check("stages_empty", &chart);
}

#[test]
fn ids_begin_with_the_id_of_the_chart() {
    for chart in samples::all() {
        let figure = chart.figure().into_string();
        let id = chart.heading().id.as_str().to_owned();
        let mut ids: Vec<String> = xml::values(&figure, "id");
        assert!(ids.iter().all(|one| one.starts_with(&id)), "{ids:?}");
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count, "{ids:?}");
        for named in xml::values(&figure, "aria-labelledby").iter().flat_map(|v| v.split(' ')) {
            assert!(ids.iter().any(|one| one == named), "{named} is not in {ids:?}");
        }
    }
}

#[test]
fn nothing_is_fetched_or_run() {
    for chart in samples::all() {
        let figure = chart.figure().into_string();
        let rest = figure.replace("http://www.w3.org/2000/svg", "");
        for forbidden in ["http", "<script", "href", "@import", " on", "<image", " style="] {
            let found = xml::tags(&rest).into_iter().find(|tag| tag.contains(forbidden));
            assert_eq!(found, None, "{forbidden}");
        }
    }
}

#[test]
fn no_words_are_smaller_than_12() {
    // A page shows a drawing at its own size at least, or one for its room.
    for chart in samples::all() {
        for size in xml::values(&chart.figure().into_string(), "font-size") {
            assert!(size.parse::<f64>().is_ok_and(|size| size >= 12.0), "{size}");
        }
    }
}

/// A telephone, a tablet, a page and a wide screen.
const ROOMS: [Room; 4] = [Room::NARROW, Room::of(640.0), Room::PAGE, Room::of(960.0)];

/// The drawings of a chart in every room that it is laid out for.
fn drawings(chart: &dyn Chart) -> Vec<String> {
    let drawings: Vec<String> = ROOMS.iter().filter_map(|room| chart.svg_in(*room)).collect();
    if drawings.is_empty() { chart.svg().into_iter().collect() } else { drawings }
}

/// What words leave the drawing or cover each other; `None` for none.
fn misplaced(drawing: &str) -> Option<String> {
    let [wide, high] = xml::size(drawing);
    let boxes = xml::boxes(drawing);
    for (index, (one, words)) in boxes.iter().enumerate() {
        let inside = one.left >= -0.5 && one.right <= wide + 0.5 && one.top >= -0.5;
        if !inside || one.bottom > high + 0.5 {
            return Some(format!("{words:?} leaves {wide} by {high}: {one:?}"));
        }
        let met = boxes[index + 1..].iter().find(|(other, _)| one.meets(other));
        if let Some((other, others)) = met {
            return Some(format!(
                "{wide} wide: {words:?} at {one:?} meets {others:?} at {other:?}"
            ));
        }
    }
    None
}

#[test]
fn words_keep_to_the_drawing_and_apart_at_every_width() {
    for chart in samples::all() {
        for drawing in drawings(&*chart) {
            assert_eq!(misplaced(&drawing), None, "{}", chart.heading().id);
        }
    }
}

#[test]
fn words_of_anything_keep_to_the_drawing_and_apart_at_every_width() {
    let mut numbers = Numbers::new(360);
    let mut found = std::collections::BTreeMap::new();
    for round in 0..150 {
        for (kind, chart) in samples::any(&mut numbers).into_iter().enumerate() {
            for drawing in drawings(&*chart) {
                if let Some(problem) = misplaced(&drawing) {
                    found.entry(kind).or_insert((round, problem));
                }
            }
        }
    }
    assert!(found.is_empty(), "the first of each kind of chart, with its round: {found:#?}");
}

#[test]
fn most_charts_have_a_layout_for_a_telephone() {
    let one_layout: Vec<String> = samples::all()
        .iter()
        .filter(|chart| chart.svg_in(Room::NARROW).is_none())
        .map(|chart| chart.heading().id.to_string())
        .collect();
    // Many rows or areas twice would make a page too heavy, and a diagram of drivers has no other
    // form.
    let maps = ["hexagons", "regions-map", "boundaries"];
    assert_eq!(one_layout, [&["areas", "small-areas", "driver"][..], &maps].concat());
}
