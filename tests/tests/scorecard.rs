//! A scorecard against the comparisons that a publisher prints: values of the
//! counties and districts of Sussex against England.

use std::collections::BTreeMap;

use firstyear_analysis::{Evidence, ScorecardAsked, ScorecardRow, Verdict, scorecard};
use firstyear_core::project::{CompareRule, ScorecardQuestion};
use firstyear_core::{
    AreaCode, Basis, Cell, Confidence, Dataset, Indicator, IndicatorId, IndicatorKind, Interval,
    Observation, PeriodUnit, Polarity, Source, SourceClass,
};
use firstyear_ingest::{read_file, unwatched};
use firstyear_tests::{codes, shared};

const ENGLAND: &str = "E92000001";

/// A line of the file by the names of its columns.
type Line = BTreeMap<String, String>;

fn number(line: &Line, column: &str) -> Option<f64> {
    line[column].parse().ok()
}

/// The words of the column of significance.
const fn printed(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Higher => "Significantly higher",
        Verdict::Lower => "Significantly lower",
        Verdict::CannotTell => "Similar",
        Verdict::NotCompared => "Not applicable",
    }
}

/// What the file holds, with England's figures, which it prints beside each line
/// and its reader leaves out, as rows of their own.
fn sussex() -> Option<(Dataset, BTreeMap<IndicatorId, Indicator>, Vec<Line>)> {
    let path = shared("data/fingertips/sussex_lifecourse_vs_england.csv")?;
    let mut csv = csv::Reader::from_path(&path).expect("a table");
    let lines: Vec<Line> = csv.deserialize().collect::<Result<_, _>>().expect("rows");
    let with = codes().with_years(Some(PeriodUnit::FinancialYear));
    let (read, _) = read_file(&path, None, None, &with, &mut unwatched).expect("it is read");
    let mut data = read.rows;
    let mut indicators = firstyear_catalogue::catalogue().definitions().clone();
    let mut england: BTreeMap<(IndicatorId, firstyear_core::Period), Observation> = BTreeMap::new();
    for row in &mut data.observations {
        let at = usize::try_from(row.place.row.expect("a line")).expect("few lines") - 2;
        let line = &lines[at];
        indicators.entry(row.indicator.clone()).or_insert_with(|| defined(&row.indicator, line));
        let limits = number(line, "Comp_Lower_CI").zip(number(line, "Comp_Upper_CI"));
        let printed = number(line, "Comp_Value").map_or(Cell::Absent, Cell::known);
        let of_england = Observation {
            area: AreaCode::new(ENGLAND).expect("a code"),
            numerator: Cell::Absent,
            denominator: Cell::Absent,
            value: printed,
            interval: limits.map(|(lower, upper)| Interval {
                lower,
                upper,
                confidence: Confidence::P95,
            }),
            ..row.clone()
        };
        england.insert((row.indicator.clone(), row.period), of_england);
        assert!(row.groups.is_everyone() && row.basis == Basis::Complete);
    }
    data.observations.extend(england.into_values());
    let sources: Vec<_> = data.observations.iter().map(|row| row.source.clone()).collect();
    for id in sources {
        data.sources.entry(id.clone()).or_insert_with(|| Source {
            id,
            title: "Fingertips".to_owned(),
            publisher: "Office for Health Improvement and Disparities".to_owned(),
            licence: "Open Government Licence v3.0".to_owned(),
            released: None,
            class: SourceClass::Published,
            note: None,
        });
    }
    Some((data, indicators, lines))
}

/// An indicator that the catalogue does not have, as the file tells of it.
fn defined(id: &IndicatorId, line: &Line) -> Indicator {
    Indicator {
        id: id.clone(),
        name: line["Name"].clone(),
        definition: String::new(),
        domain: "project".to_owned(),
        numerator: "events".to_owned(),
        denominator: "people".to_owned(),
        multiplier: 100,
        unit: line["Unit"].clone(),
        polarity: match line["Polarity"].as_str() {
            "Lower is better" => Polarity::LowerIsBetter,
            "Higher is better" => Polarity::HigherIsBetter,
            _ => Polarity::NoAgreedOptimum,
        },
        kind: if line["Unit"] == "proportion" {
            IndicatorKind::Proportion
        } else {
            IndicatorKind::Rate
        },
    }
}

/// Every row of every area with the line that it comes from.
fn compared(
    (data, indicators, lines): &(Dataset, BTreeMap<IndicatorId, Indicator>, Vec<Line>),
    compare: CompareRule,
    mut see: impl FnMut(&ScorecardRow, &Line),
) {
    let evidence = Evidence {
        data,
        indicators,
        dimensions: firstyear_catalogue::catalogue().dimensions(),
        interventions: &[],
        themes: &firstyear_core::recommendation::NO_THEMES,
        matrix: &firstyear_core::self_assessment::NO_MATRIX,
        confidence: Confidence::P95,
    };
    let areas: std::collections::BTreeSet<&AreaCode> =
        data.observations.iter().map(|row| &row.area).collect();
    for area in areas.into_iter().filter(|area| area.as_str() != ENGLAND) {
        let asked = ScorecardAsked {
            question: ScorecardQuestion {
                name: "Sussex".to_owned(),
                area: Some(area.clone()),
                comparator: AreaCode::new(ENGLAND).ok(),
                compare,
                indicators: Vec::new(),
            },
            gaps: Vec::new(),
            as_of: None,
        };
        let id = IndicatorId::new("infant-mortality-rate").expect("an id");
        let found = scorecard(&evidence, &asked, area, &id).expect("figures");
        for row in &found.rows {
            let period = row.latest().expect("a figure").period;
            let observation = data.observations.iter().find(|one| {
                one.area == *area && one.indicator == row.indicator && one.period == period
            });
            let at = observation.and_then(|one| one.place.row).expect("a line");
            see(row, &lines[usize::try_from(at).expect("few lines") - 2]);
        }
    }
}

/// The publisher tells areas apart where the limits of both do not overlap: by
/// that rule every row says what the column of significance says.
#[test]
fn by_overlap_every_row_agrees_with_the_printed_significance() {
    let Some(sussex) = sussex() else { return };
    let (mut rows, mut without_limits) = (0, 0);
    compared(&sussex, CompareRule::Overlap, |row, line| {
        rows += 1;
        if line["Significance"] == "Not applicable" {
            without_limits += 1;
            assert!(
                number(line, "Lower_CI").zip(number(line, "Comp_Lower_CI")).is_none(),
                "only what has no limits is not judged: {line:?}"
            );
        } else {
            assert_eq!(printed(row.verdict()), line["Significance"], "{line:?}");
        }
    });
    // Of 572 lines 19 stand twice and 38 contradict each other; of the rest, counted
    // apart from this program, 68 have no limits.
    assert_eq!((rows, without_limits), (515, 68));
}

/// Against England's value alone five rows more are told apart. Each of them has
/// limits that leave that value out and overlap with its limits: this is what the
/// two rules differ in, and nothing else.
#[test]
fn against_the_value_five_rows_more_are_told_apart() {
    let Some(sussex) = sussex() else { return };
    let mut differ = Vec::new();
    compared(&sussex, CompareRule::AgainstValue, |row, line| {
        let judged = line["Significance"] != "Not applicable";
        if judged && printed(row.verdict()) != line["Significance"] {
            assert_eq!(line["Significance"], "Similar");
            let [lower, upper, of_england, low, high] =
                ["Lower_CI", "Upper_CI", "Comp_Value", "Comp_Lower_CI", "Comp_Upper_CI"]
                    .map(|column| number(line, column).expect("a number"));
            assert!(of_england < lower || of_england > upper, "{line:?}");
            assert!(lower <= high && low <= upper, "{line:?}");
            differ.push(format!("{} {}", line["ID"], line["Area_name"]));
        }
    });
    differ.sort_unstable();
    assert_eq!(
        differ,
        [
            "20101 Hastings",
            "21001 Worthing",
            "40401 Eastbourne",
            "90245 West Sussex",
            "93015 Wealden"
        ]
    );
}
