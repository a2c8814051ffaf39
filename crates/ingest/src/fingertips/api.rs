//! An answer of the newer Fingertips API: areas, in each its segments, in each
//! its points.

use std::borrow::Cow;

use firstyear_core::project::FileFormat;
use firstyear_core::{
    Groups, Observation, Period, PeriodUnit, Problem, ProblemCode, Severity, slug,
};
use serde::Deserialize;

use super::SCHEME;
use super::columns::Column;
use super::figures::{self, Figures, Told};
use super::groups::{GroupsOf, Texts};
use super::indicator::{Indicator, Indicators};
use super::notes::Note;
use super::place::{Areas, Beside};
use super::subject::Subject;
use super::{dates, period};
use crate::OnProgress;
use crate::fault::{Fault, RowProblems};
use crate::format::{Context, Fit, Format, Reading};
use crate::found::Found;
use crate::input::Input;
use crate::sink::{Fate, Sink};
use crate::withheld::Withheld;

pub(crate) const FORMAT: Format = Format {
    format: FileFormat::FingertipsApi,
    title: "An answer of the newer Fingertips API, JSON",
    explanation: "The answer of `/indicators/{id}/data`: areas with `indicatorSegments` or \
                  `healthData`. Each point is a row, counted from 1 in the order of the file.\n\
                  A sex, an age or a deprivation that is flagged as aggregate (`isAggregate`) is the \
                  total over it and no group; others are groups, as in a download. The period is \
                  that of `datePeriod`; an older answer gives a year alone, of which nobody says the \
                  kind: say it with `years` beside the file in firstyear.toml, or with `--years`. An \
                  answer that does not bear the id of its indicator is read under its name. A number \
                  that is null is absent: the API has no value notes. Its limits bear no \
                  level and are read as 95%.\n\
                  Not kept: trends, and comparisons with a benchmark, which are computed afresh.",
    fits: |sample| {
        let json = sample.text().and_then(|text| text.json());
        Fit::sure_if(json.is_some_and(|text| {
            text.contains("\"areaCode\"")
                && (text.contains("\"healthData\"") || text.contains("\"indicatorSegments\""))
        }))
    },
    read: read_into,
};

#[derive(Deserialize)]
#[serde(untagged)]
enum Answer<'j> {
    Indicator(#[serde(borrow)] OfIndicator<'j>),
    Areas(#[serde(borrow)] Vec<OfArea<'j>>),
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfIndicator<'j> {
    indicator_id: Option<u64>,
    #[serde(borrow, default)]
    name: Option<Cow<'j, str>>,
    #[serde(borrow)]
    area_health_data: Vec<OfArea<'j>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfArea<'j> {
    #[serde(borrow)]
    area_code: Cow<'j, str>,
    #[serde(borrow, default)]
    area_name: Option<Cow<'j, str>>,
    #[serde(borrow, default)]
    indicator_segments: Vec<Segment<'j>>,
    #[serde(borrow, default)]
    health_data: Vec<Point<'j>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Segment<'j> {
    #[serde(borrow, default)]
    age: Option<Part<'j>>,
    #[serde(borrow, default)]
    sex: Option<Part<'j>>,
    #[serde(borrow, default)]
    reporting_period: Option<Cow<'j, str>>,
    #[serde(borrow, default)]
    health_data: Vec<Point<'j>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Point<'j> {
    year: Option<i32>,
    #[serde(borrow, default)]
    date_period: Option<DatePeriod<'j>>,
    count: Option<f64>,
    denominator: Option<f64>,
    value: Option<f64>,
    lower_ci: Option<f64>,
    upper_ci: Option<f64>,
    #[serde(borrow, default)]
    age_band: Option<Part<'j>>,
    #[serde(borrow, default)]
    deprivation: Option<Part<'j>>,
    #[serde(borrow, default)]
    sex: Option<Part<'j>>,
    #[serde(borrow, default)]
    reporting_period: Option<Cow<'j, str>>,
}

#[derive(Deserialize)]
struct DatePeriod<'j> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<Cow<'j, str>>,
    #[serde(borrow)]
    from: Cow<'j, str>,
    #[serde(borrow)]
    to: Cow<'j, str>,
}

/// A category: with its flag, or the bare word of older answers.
#[derive(Deserialize)]
#[serde(untagged)]
enum Part<'j> {
    Flagged(#[serde(borrow)] Flagged<'j>),
    Word(#[serde(borrow)] Cow<'j, str>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Flagged<'j> {
    #[serde(borrow)]
    value: Cow<'j, str>,
    #[serde(borrow, default, rename = "type")]
    kind: Option<Cow<'j, str>>,
    is_aggregate: bool,
}

impl Part<'_> {
    /// Its type and its label; both empty for the total over it.
    fn group(part: Option<&Self>) -> (&str, &str) {
        match part {
            Some(Part::Flagged(part)) if !part.is_aggregate => {
                (part.kind.as_deref().unwrap_or_default(), &part.value)
            }
            Some(Part::Word(word)) => ("", word),
            _ => ("", ""),
        }
    }
}

fn read_into(
    input: &Input<'_>,
    with: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let bytes = input.whole()?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let answer: Answer<'_> = serde_json::from_slice(bytes).map_err(|_| {
        let message = "not an answer of the Fingertips API, or one that is cut short";
        Problem::new(ProblemCode::FileUnreadable, input.place(), message)
    })?;
    input.report(progress)?;
    let answer = match answer {
        Answer::Indicator(answer) => answer,
        Answer::Areas(area_health_data) => {
            OfIndicator { area_health_data, ..OfIndicator::default() }
        }
    };
    let mut reader = Reader::new(input, with, &answer, sink)?;
    for area in &answer.area_health_data {
        for point in &area.health_data {
            reader.row(area, None, point, sink);
        }
        for segment in &area.indicator_segments {
            for point in &segment.health_data {
                reader.row(area, Some(segment), point, sink);
            }
        }
        input.report(progress)?;
    }
    if reader.line == 0 {
        let message = "the answer holds no point";
        return Err(Problem::new(ProblemCode::FileEmpty, input.place(), message).into());
    }
    reader.finish(sink);
    Ok(())
}

struct Reader<'a> {
    input: &'a Input<'a>,
    with: &'a Context<'a>,
    indicator: Indicator,
    indicators: Indicators<'a>,
    found: Found<'a>,
    groups: GroupsOf<'a>,
    areas: Areas,
    withheld: Withheld,
    told: Told,
    problems: Vec<Problem>,
    line: u64,
}

impl<'a> Reader<'a> {
    fn new(
        input: &'a Input<'a>,
        with: &'a Context<'a>,
        answer: &OfIndicator<'_>,
        sink: &mut dyn Sink,
    ) -> Result<Self, Problem> {
        let mut found = Found::new(with.codes, SCHEME);
        let mut indicators = Indicators::new(with.codes);
        let name = answer.name.as_deref().unwrap_or_default();
        let code = match answer.indicator_id {
            Some(id) => id.to_string(),
            None => unnamed(name, input, sink),
        };
        let indicator = indicators.get(&mut found, &code, name, "", sink);
        let indicator = indicator.clone().map_err(|fault| fault.at(input.place()))?;
        Ok(Self {
            input,
            with,
            indicator,
            indicators,
            found,
            groups: GroupsOf::new(with.codes),
            areas: Areas::new(),
            withheld: Withheld::default(),
            told: Told::default(),
            problems: Vec::new(),
            line: 0,
        })
    }

    fn row(
        &mut self,
        area: &OfArea<'_>,
        segment: Option<&Segment<'_>>,
        point: &Point<'_>,
        sink: &mut dyn Sink,
    ) {
        self.line += 1;
        let mut problems = std::mem::take(&mut self.problems);
        let mut row = RowProblems::new(&self.input.file, self.line, &mut problems);
        let read = self.point(area, segment, point, &mut row);
        problems.drain(..).for_each(|problem| sink.problem(problem));
        self.problems = problems;
        sink.row(if read.is_some() { Fate::Used } else { Fate::Refused });
        if let Some(observation) = read {
            self.withheld.see(&observation);
            sink.observation(observation);
        }
    }

    fn point(
        &mut self,
        area: &OfArea<'_>,
        segment: Option<&Segment<'_>>,
        point: &Point<'_>,
        row: &mut RowProblems<'_>,
    ) -> Option<Observation> {
        let code = row.share("areaCode", self.areas.code(&area.area_code));
        let period = row.keep("datePeriod", read_period(segment, point, self.with.codes.years));
        let groups = self.group(segment, point, row);
        let note = Note::default();
        let mut count = |name, number, told: &mut Told| {
            row.keep(name, figures::count(number, &note, self.line, told))
        };
        let numerator = count("count", point.count, &mut self.told);
        let denominator = count("denominator", point.denominator, &mut self.told);
        let figures = Figures::of([numerator?, denominator?], point.value, &note);
        row.keep("value", figures.check(self.indicator.known))?;
        let subject = Subject {
            indicator: self.indicator.id.clone(),
            area: code?,
            period: period?,
            groups: groups?,
            source: self.with.source_or(SCHEME),
        };
        let limit = |name, number| (Column { name, at: None }, number);
        let inner = [limit("lowerCi", point.lower_ci), limit("upperCi", point.upper_ci)];
        let outer = [limit("lowerCi", None), limit("upperCi", None)];
        let at = (self.line, &mut *row);
        let read = subject.with(figures, [inner, outer], None, &mut self.told, at);
        let name = area.area_name.as_deref().unwrap_or_default();
        let beside = Beside { name, parent: "", parent_name: "" };
        self.areas.note(&read.area, &beside, "areaName", row);
        Some(read)
    }

    fn group(
        &mut self,
        segment: Option<&Segment<'_>>,
        point: &Point<'_>,
        row: &mut RowProblems<'_>,
    ) -> Option<Groups> {
        let sex = point.sex.as_ref().or(segment.and_then(|segment| segment.sex.as_ref()));
        let age = point.age_band.as_ref().or(segment.and_then(|segment| segment.age.as_ref()));
        let (category_type, category) = Part::group(point.deprivation.as_ref());
        let texts =
            Texts { sex: Part::group(sex).1, age: Part::group(age).1, category_type, category };
        let Self { groups, indicator, indicators, found, .. } = self;
        let read = groups.get(texts, indicator, indicators, found, row);
        row.share("deprivation", read)
    }

    fn finish(self, sink: &mut dyn Sink) {
        self.withheld.note().into_iter().for_each(|note| sink.problem(note));
        self.told.finish(self.input, sink);
        self.areas.finish(self.input, sink);
        self.found.finish(sink);
    }
}

/// The code of an indicator that the answer names without its id: its name.
fn unnamed(name: &str, input: &Input<'_>, sink: &mut dyn Sink) -> String {
    let message = "the answer does not bear the id of its indicator: its rows bear its name";
    let problem = Problem::new(ProblemCode::IndicatorUnknown, input.place(), message);
    sink.problem(
        problem
            .with_severity(Severity::Note)
            .with_help("an answer with indicatorId is read as that indicator"),
    );
    slug(name).unwrap_or_else(|| "unnamed".to_owned())
}

fn read_period(
    segment: Option<&Segment<'_>>,
    point: &Point<'_>,
    years: Option<PeriodUnit>,
) -> Result<Period, Fault> {
    if let Some(DatePeriod { kind, from, to }) = &point.date_period {
        let reported = point.reporting_period.as_deref();
        let reported = reported.or(segment.and_then(|segment| segment.reporting_period.as_deref()));
        let kind =
            format!("{} {}", kind.as_deref().unwrap_or_default(), reported.unwrap_or_default());
        return dates::lenient(from, to, &kind);
    }
    let year = point.year.ok_or_else(|| period::invalid("the point has no period"))?;
    let unit = years.ok_or_else(|| {
        period::open("the answer gives a year and does not say what kind of year it is")
    })?;
    Period::new(unit, year, 1, 1).map_err(period::fault)
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Cell, SourceId};

    use super::*;
    use crate::{CodeLists, Gather, Sources, unwatched};

    /// Made up, in the form of the published responses of the API.
    const SEGMENTS: &str = r#"{"indicatorId": 41101, "name": "Readmissions", "areaHealthData": [
        {"areaCode": "E12000007", "areaName": "London Region", "indicatorSegments": [
          {"age": {"value": "All ages", "isAggregate": true},
           "sex": {"value": "Female", "isAggregate": false}, "reportingPeriod": "Yearly",
           "isAggregate": false, "healthData": [
             {"year": 2013, "datePeriod": {"type": "Financial", "from": "2013-04-01", "to": "2014-03-31"},
              "count": 52910.5, "value": 12.5, "lowerCi": 12.3, "upperCi": 12.6,
              "deprivation": {"sequence": 11, "value": "Persons", "type": "Persons", "isAggregate": true},
              "sex": {"value": "Female", "isAggregate": false}, "isAggregate": false},
             {"year": 2014, "datePeriod": {"type": "Financial", "from": "2014-04-01", "to": "2015-03-31"},
              "count": null, "value": null, "lowerCi": null, "upperCi": null, "isAggregate": false}]},
          {"age": {"value": "65+ yrs", "isAggregate": true},
           "sex": {"value": "Persons", "isAggregate": true}, "reportingPeriod": "Yearly",
           "isAggregate": true, "healthData": [
             {"year": 2013, "datePeriod": {"type": "Financial", "from": "2013-04-01", "to": "2014-03-31"},
              "count": 10, "value": 12.1, "lowerCi": null, "upperCi": null,
              "deprivation": {"sequence": 10, "value": "Most deprived decile (IMD2019)",
                "type": "Counties and Unitary Authorities deprivation deciles", "isAggregate": false},
              "isAggregate": false}]}]}]}"#;

    fn read(text: &str, years: Option<PeriodUnit>) -> Gather {
        let file = "answer.json".into();
        let input = Input::of_bytes(text.as_bytes(), &file);
        let codes = CodeLists::NONE.with_years(years);
        let with = Context { codes: &codes, sources: Sources::default() };
        let mut all = Gather::default();
        read_into(&input, &with, &mut all, &mut unwatched).unwrap();
        all
    }

    #[test]
    fn what_is_flagged_as_aggregate_is_a_total() {
        let all = read(SEGMENTS, None);
        let rows: Vec<String> = all
            .read
            .rows
            .observations
            .iter()
            .map(|row| {
                format!("{} {} [{}] {:?}", row.area, row.period, row.groups, row.value.value())
            })
            .collect();
        assert_eq!(
            rows,
            [
                "E12000007 2013/14 [fingertips-sex=female] Some(12.5)",
                "E12000007 2014/15 [fingertips-sex=female] None",
                "E12000007 2013/14 [fingertips-counties-and-unitary-authorities-deprivation-\
                 deciles=1] Some(12.1)",
            ]
        );
        let first = &all.read.rows.observations[0];
        assert_eq!(first.numerator, Cell::flagged(52911, firstyear_core::Flags::ESTIMATED));
        assert_eq!(first.interval.map(|limits| (limits.lower, limits.upper)), Some((12.3, 12.6)));
        assert_eq!(first.source, SourceId::new("fingertips").unwrap());
        assert_eq!(all.read.rows.observations[1].numerator, Cell::Absent);
        assert_eq!(all.counts.used, 3);
    }

    #[test]
    fn a_year_alone_is_asked_about() {
        let old = r#"[{"areaCode": "A84022", "areaName": "A practice", "healthData": [
            {"year": 2014, "count": 3, "value": 0.5, "lowerCi": null, "upperCi": null,
             "ageBand": "16+ yrs", "deprivation": "All", "sex": "Persons", "trend": null}]}]"#;
        let asked = read(old, None);
        assert_eq!(asked.counts.refused, 1);
        assert!(asked.read.problems.iter().any(|p| p.code == ProblemCode::PeriodAmbiguous));
        let told = read(old, Some(PeriodUnit::FinancialYear));
        let row = &told.read.rows.observations[0];
        assert_eq!(
            format!("{} {} {}", row.area, row.period, row.groups),
            "ods:A84022 2014/15 fingertips-age=16-and-over-yrs"
        );
    }
}
