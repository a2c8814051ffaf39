//! The figures of England, from file to answer.

use firstyear_analysis::{
    Answers, Change, Evidence, FunnelPosition, GapScenario, Verdict, answers,
};
use firstyear_catalogue::catalogue;
use firstyear_core::project::{AllGroups, OverlapRule};
use firstyear_core::{Dataset, Flags, SourceId};
use firstyear_export::tidy;
use firstyear_ingest::{ProjectData, Sources, read_file, read_project, unwatched};
use firstyear_tests::{codes, root, shared};

fn england() -> ProjectData {
    read_project(&root().join("fixtures/england"), &codes(), &mut unwatched).expect("the fixture")
}

fn asked(data: &ProjectData, dataset: &Dataset) -> Answers {
    answers(
        &data.project,
        &Evidence {
            data: dataset,
            indicators: catalogue().definitions(),
            dimensions: catalogue().dimensions(),
            interventions: catalogue().interventions(),
            themes: catalogue().themes(),
            matrix: catalogue().self_assessment(),
            confidence: data.project.confidence,
        },
    )
}

#[test]
fn every_question_has_an_answer() {
    let data = england();
    let answers = asked(&data, &data.read.rows);
    assert_eq!(answers.unanswered, []);
    // Department of Health, December 2010, and the worked limits of its gap.
    let gap = answers.gaps[0].get();
    let comparison = &gap.comparisons[0];
    assert_eq!(comparison.later.to_string(), "2007 to 2009");
    assert_eq!(comparison.verdict, Verdict::CannotTell);
    assert!(comparison.across_break.is_some());
    // Table 12 prints this total, which is narrower than all joint
    // registrations.
    let latest = gap.series.last().expect("household NS-SEC");
    assert!(latest.against.ends_with("joint registrations at the same address"));
}

/// Reconstruction of the report's figures, worked out apart from this program:
/// sum 15.6; joint 14.0 with overcrowding acting through unexpected deaths, 15.4
/// without; smoking 1.96, and 3.49 with the rate of all held.
#[test]
fn the_seven_measures_of_the_report_recompute() {
    let mut data = england();
    let asked_as = |data: &ProjectData, overlap, all_groups| {
        let mut data = data.clone();
        let question = &mut data.project.scenarios[0];
        (question.overlap, question.all_groups) = (overlap, all_groups);
        let scenario = asked(&data, &data.read.rows).scenarios.remove(0);
        scenario.get().clone()
    };
    data.project = {
        let mut alone = data.project.without_questions();
        alone.scenarios.clone_from(&data.project.scenarios);
        alone
    };
    let declared = asked_as(&data, OverlapRule::Declared, AllGroups::Move);
    let outcome = declared.outcome.as_ref().expect("all seven are known");
    assert!((outcome.sum - 15.6).abs() < 0.05 && (outcome.together.value - 14.0).abs() < 0.05);
    assert_eq!(outcome.together.interval, None, "six are calibrated");
    for (measure, part) in declared.measures.iter().zip(&outcome.of_measures) {
        let alone = part.expect("is worked out").alone.value;
        assert!((alone - measure.published.unwrap()).abs() < 0.05, "{}: {alone}", measure.id);
    }
    let smoking = |found: &GapScenario| found.outcome.as_ref().unwrap().of_measures[0].unwrap();
    assert!((smoking(&declared).alone.value - 1.96).abs() < 0.005);
    let ignored = asked_as(&data, OverlapRule::Ignored, AllGroups::Move).outcome.unwrap();
    assert!((ignored.together.value - 15.4).abs() < 0.05);
    let parts: f64 = ignored.of_measures.iter().flatten().map(|part| part.part.value).sum();
    assert!((parts - ignored.together.value).abs() < 1e-9);
    let held = asked_as(&data, OverlapRule::Declared, AllGroups::Held);
    assert!((smoking(&held).alone.value - 3.49).abs() < 0.005);
}

/// Tables of 2022 by birthweight and mother's age, added up and divided apart
/// from this program.
#[test]
fn periods_of_risk_of_young_mothers() {
    let data = england();
    let answers = asked(&data, &data.read.rows);
    let found = answers.periods_of_risk[0].get();
    let map = found.map.as_ref().expect("enough deaths");
    let expected = [
        (4.169_821_210_180, 3.395_770_094_519),
        (2.189_738_512_608, 1.752_177_883_073),
        (0.617_319_899_831, 0.528_121_221_095),
        (1.001_688_894_066, 0.488_635_522_322),
    ];
    for (period, (group, reference)) in map.periods.iter().zip(expected) {
        assert!((period.group.value - group).abs() < 1e-9, "{period:?}");
        assert!((period.reference.value - reference).abs() < 1e-9, "{period:?}");
    }
    let parts = found.parts.as_ref().expect("enough deaths").together;
    assert!((parts.distribution.value - 1.036_466_816_351).abs() < 1e-9);
    assert!((parts.mortality.value - 0.777_396_979_326).abs() < 1e-9);
    // Under 20 alone, 9 die under 28 days from 1,500 g.
    let mut alone = data.clone();
    alone.project.periods_of_risk[0].group.categories.truncate(1);
    let refused = asked(&alone, &alone.read.rows).periods_of_risk.remove(0);
    let why = refused.get().map.as_ref().unwrap_err().to_string();
    assert!(why.contains("newborn-care"), "{why}");
}

#[test]
fn authorities_keep_the_marks_of_their_publisher() {
    let data = england();
    let answers = asked(&data, &data.read.rows);
    let authorities = &answers.areas[1].get().areas;
    let rates = || authorities.iter().map(|compared| &compared.area.rate);
    // Child mortality workbook of 2022: of 151 authorities 108 rates carry [u],
    // and for 10 the rate is left out.
    let marked = rates().filter(|r| r.rate.flags().contains(Flags::LOW_RELIABILITY)).count();
    let kept_back = rates().filter(|r| r.lacks_published()).count();
    assert_eq!((rates().count(), marked, kept_back), (151, 108, 10));
}

#[test]
fn birmingham_lies_outside_the_funnel_and_rutland_does_not() {
    let data = england();
    let answers = asked(&data, &data.read.rows);
    let funnel = answers.funnels[0].get();
    assert_eq!((funnel.areas.len(), funnel.compared()), (151, 151));
    let position = |name: &str| {
        let area = funnel.areas.iter().find(|area| area.area.name == name).expect(name);
        area.band.expect("limits").position
    };
    // Workbook of 2022 against 2,240 of 577,046: Birmingham 126 deaths where 56
    // are expected; Rutland 3 where 1.06 are, which at least 3 have by chance
    // in 9%; Leicester 33 where 17 are, which at least 33 have in 0.04%.
    assert_eq!(position("Birmingham"), FunnelPosition::VeryHigh);
    assert_eq!(position("Leicester"), FunnelPosition::VeryHigh);
    assert_eq!(position("Rutland"), FunnelPosition::Within);
}

#[test]
fn ranks_of_authorities_span_most_of_the_table() {
    let data = england();
    let answers = asked(&data, &data.read.rows);
    let found = answers.small_areas[0].get();
    assert_eq!((found.shrunk().count(), found.draws.seed), (151, 1));
    let of = |name: &str| {
        let found = found.shrunk().find(|(area, _)| area.name == name);
        *found.expect(name).1
    };
    // Workbook of 2022: Rutland has 3 deaths in 274 births, 10.9 per 1,000, the
    // highest rate of all; Birmingham 126 in 14,500, so that chance hardly
    // blurs it. The mean of the authorities is near England's 3.9.
    let (rutland, birmingham) = (of("Rutland"), of("Birmingham"));
    assert!((3.9..6.0).contains(&rutland.rate.value), "{rutland:?}");
    assert!(rutland.rank.unwrap().upper - rutland.rank.unwrap().lower > 75, "{rutland:?}");
    assert!(birmingham.rank.unwrap().upper < 15 && birmingham.reliability > 0.85, "{birmingham:?}");
    assert!(found.median_rank_span().is_some_and(|span| span > 75));
}

#[test]
fn deprivation_in_2020_to_2022_adds_up_to_the_published_counts() {
    let data = england();
    let answers = asked(&data, &data.read.rows);
    let latest = answers.profiles[0].get().periods.last().expect("a period");
    assert_eq!(latest.period.to_string(), "2020 to 2022");
    // Table 21: 471 + 422 + 427 deaths of 76,729 + 76,361 + 78,017 births.
    assert_eq!(latest.groups[0].rate.counts(), Some((1_320, 231_107)));
    assert_eq!(
        latest.total.as_ref().and_then(firstyear_analysis::CountedRate::counts),
        Some((6_547, 1_757_732))
    );
    assert!(latest.slope.is_some() && latest.excess.is_some());
}

#[test]
fn trends_rest_on_comparable_years_alone() {
    let data = england();
    let answers = asked(&data, &data.read.rows);
    let everyone = answers.trends[0].get();
    let run = everyone.group.run.as_ref().expect("years that compare");
    assert_eq!((run.first.to_string(), run.periods), ("1980".to_owned(), 43));
    // Table 1 prints 3.6 for 2014 and for 2020, and 3.9 for 2017 and for 2022.
    assert_eq!(everyone.group.recent.map(|marker| marker.change), Ok(Change::NotSignificant));
    // From 12.0 in 1980 to 3.9 in 2022 is -2.7% a year between the two ends.
    let change = everyone.group.change.expect("a line").percent;
    assert!((-3.3..-2.4).contains(&change.value), "{change:?}");
    let deprived = answers.trends[1].get();
    let gap = deprived.gap.as_ref().expect("two groups");
    let run = gap.run.as_ref().expect("years that compare");
    assert_eq!(run.version.as_ref().map(ToString::to_string).as_deref(), Some("imd-2019-decile"));
    assert_eq!((run.first.to_string(), run.periods), ("2016".to_owned(), 7));
    assert!(gap.change.is_ok(), "{gap:?}");
    let chart = answers.control_charts[0].get();
    assert_eq!(chart.points.iter().filter(|point| point.new_limits.is_some()).count(), 2);
}

/// Printed rates that their counts do not give, as indicator, period, printed
/// and recomputed.
///
/// In table 1 six rates of 2002 and one of 2005 are printed without their
/// decimal, one of them rounded twice (10.49 to 10.5 to 11). Table 11 prints the
/// rate of mothers born in the United Kingdom, birthweight 2,500 g and over, a
/// tenth too low. The workbook gives no reason for any of them.
const DISAGREEMENTS: &[&str] = &[
    "day-1-to-6-mortality 2005 1 0.917",
    "late-neonatal-mortality 2002 1 0.849",
    "perinatal-mortality 2002 8 8.327",
    "post-neonatal-mortality 2022 0.4 0.452",
    "postneonatal-3-to-6-months 2002 0 0.480",
    "postneonatal-6-to-12-months 2002 0 0.356",
    "stillbirth-and-infant-mortality 2002 11 10.486",
    "stillbirth-and-neonatal-mortality 2002 9 8.816",
];

#[test]
fn what_does_not_recompute_is_known_one_by_one() {
    let data = england();
    let answers = asked(&data, &data.read.rows);
    let quality = answers.quality.get();
    assert!(quality.rates_checked > 5_000, "{} rates", quality.rates_checked);
    let found: Vec<String> = quality
        .rates
        .iter()
        .map(|r| format!("{} {} {} {:.3}", r.indicator, r.period, r.published, r.recomputed))
        .collect();
    assert_eq!(found, DISAGREEMENTS);
}

#[test]
fn what_is_written_reads_back_equal() {
    let data = england();
    let mut bytes = Vec::new();
    tidy::write_observations(&data.read.rows, &mut bytes).expect("written");
    let read = firstyear_ingest::tidy::read(
        &bytes,
        "again.csv",
        &codes(),
        Sources::default(),
        &mut unwatched,
    )
    .expect("read back");
    let strip = |rows: &Dataset| {
        let mut rows = rows.observations.clone();
        for row in &mut rows {
            row.place = firstyear_core::Place::default();
        }
        rows.sort_by(|a, b| {
            let key = |o: &firstyear_core::Observation| {
                (o.source.clone(), o.indicator.clone(), o.area.clone(), o.period, o.groups.clone())
            };
            key(a).cmp(&key(b))
        });
        rows
    };
    assert_eq!(strip(&read.rows), strip(&data.read.rows));
    let mut again = Vec::new();
    tidy::write_observations(&read.rows, &mut again).expect("written");
    assert_eq!(bytes, again, "the same bytes twice");
}

#[test]
fn published_gaps_that_are_written_read_back_equal() {
    let data = england();
    let mut bytes = Vec::new();
    tidy::write_gaps(&data.read.rows, &mut bytes).expect("written");
    let read = firstyear_ingest::tidy_gaps::read(
        &bytes,
        "again.csv",
        &codes(),
        Sources::default(),
        &mut unwatched,
    )
    .expect("read back");
    assert_eq!(read.problems, []);
    let strip = |gaps: &[firstyear_core::PublishedGap]| {
        let mut gaps = gaps.to_vec();
        for gap in &mut gaps {
            gap.place = firstyear_core::Place::default();
        }
        gaps.sort_by_key(|gap| (gap.source.clone(), gap.area.clone(), gap.period));
        gaps
    };
    assert!(data.read.rows.gaps.len() > 5, "{} gaps", data.read.rows.gaps.len());
    assert_eq!(strip(&read.rows), strip(&data.read.rows.gaps));
}

#[test]
fn the_workbook_gives_the_figures_of_the_fixture() {
    let Some(workbook) = shared("data/ons-child-mortality/cim2022deathcohortworkbook.xlsx") else {
        return;
    };
    let source = SourceId::new("ons-child-mortality-2022").expect("an id");
    let (read, _) =
        read_file(&workbook, None, Some(&source), &codes(), &mut unwatched).expect("the workbook");
    let mut bytes = Vec::new();
    tidy::write_observations(&read.rows, &mut bytes).expect("written");
    let fixture = std::fs::read(root().join("fixtures/england/ons-child-mortality-2022.csv"));
    assert!(bytes == fixture.expect("the fixture"), "convert the workbook anew");
}
