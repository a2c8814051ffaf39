//! Everything that a report borrows, empty and full.

use std::collections::BTreeMap;

use firstyear_analysis::{
    Answers, CountedRate, DataQuality, GapOrigin, GapPoint, PrintedArithmetic, QuestionError,
    Rules, ThemeTables, Unanswered, release,
};
use firstyear_core::area_map::AreaMap;
use firstyear_core::driver::{Driver, DriverLink, DriverMap, LifeStage, Standing};
use firstyear_core::intervention::{Intervention, Timescale};
use firstyear_core::library::{CaseStudy, Library};
use firstyear_core::project::Project;
use firstyear_core::{
    Area, Basis, Cell, Content, Dimension, DimensionId, Geography, Indicator, IndicatorId,
    InputFile, Place, Placed, Problem, ProblemCode, SampleFraction, Source, SourceClass, SourceId,
};

use super::{
    area, area_comparison, area_funnel, area_profile, at_age, by_cause, causes, data_quality,
    deaths_review, decomposition, dimension_id, equity_audit, estimate, ethnic_profile, evaluation,
    gap_trend, imd_profile, indicator, indicator_id, learning, ppor, printed_arithmetic, rate,
    recommendations, scenario, scorecard, selection, self_assessment, shares, small_areas,
    source_id, stated_evaluation, years,
};
use crate::site::{MethodNote, Report, WordNote};
use crate::words::Words;

/// Everything that a report borrows.
pub(crate) struct Fixture {
    pub(crate) project: Project,
    pub(crate) indicators: BTreeMap<IndicatorId, Indicator>,
    pub(crate) dimensions: BTreeMap<DimensionId, Dimension>,
    pub(crate) drivers: DriverMap,
    pub(crate) interventions: Vec<Intervention>,
    pub(crate) library: Library,
    pub(crate) sources: BTreeMap<SourceId, Source>,
    pub(crate) geography: Geography,
    pub(crate) maps: Vec<Placed<AreaMap>>,
    pub(crate) answers: Answers,
    pub(crate) problems: Vec<Problem>,
    pub(crate) methods: Vec<MethodNote>,
    pub(crate) words: Vec<WordNote>,
    pub(crate) inputs: Vec<InputFile>,
}

impl Fixture {
    pub(crate) fn report(&self) -> Report<'_> {
        Report {
            project: &self.project,
            indicators: &self.indicators,
            dimensions: &self.dimensions,
            drivers: &self.drivers,
            interventions: &self.interventions,
            library: &self.library,
            sources: &self.sources,
            geography: &self.geography,
            maps: &self.maps,
            answers: &self.answers,
            problems: &self.problems,
            methods: &self.methods,
            words: &self.words,
            version: "0.0.0",
            language: Words::of(self.project.language),
            inputs: &self.inputs,
            place: crate::site::ReportPlace::Alone,
        }
    }

    /// Every question answered, with what is typical and what is awkward.
    pub(crate) fn full() -> Self {
        let mut fixture = Self::empty();
        let rule = Rules::default();
        let mut sampled = gap_trend();
        let basis = Basis::Sample(SampleFraction::new(0.1).unwrap());
        let part =
            |events, at_risk, estimate| CountedRate { basis, ..rate(events, at_risk, estimate) };
        sampled.series[1].points.push(GapPoint {
            period: years(2010, 2012),
            relative: Cell::known(estimate(11.3, 8.0, 14.7)),
            absolute: Cell::known(estimate(0.5, 0.3, 0.6)),
            group: Some(part(3_000, 660_000, estimate(4.5, 4.4, 4.7))),
            all: Some(part(7_100, 1_738_000, estimate(4.1, 4.0, 4.2))),
            printed_rates: None,
            printed_events: None,
            class: SourceClass::Published,
            origin: GapOrigin::Computed,
            overlaps_previous: false,
        });
        fixture.answers = Answers {
            gaps: vec![release(sampled, &rule)],
            profiles: vec![release(imd_profile(), &rule), release(ethnic_profile(), &rule)],
            areas: vec![release(area_comparison(), &rule)],
            causes: vec![release(causes(), &rule)],
            funnels: vec![release(area_funnel(), &rule)],
            small_areas: vec![release(small_areas(), &rule)],
            decompositions: vec![release(decomposition(), &rule), release(by_cause(), &rule)],
            periods_of_risk: vec![release(ppor(SourceClass::Published), &rule)],
            scenarios: vec![release(scenario(SourceClass::Published), &rule)],
            self_assessments: vec![release(self_assessment(SourceClass::Published), &rule)],
            equity_audits: vec![release(equity_audit(SourceClass::Published), &rule)],
            deaths_reviews: vec![release(deaths_review(SourceClass::Published), &rule)],
            learnings: vec![release(learning(SourceClass::Published), &rule)],
            area_profiles: vec![release(area_profile(SourceClass::Published), &rule)],
            scorecards: vec![release(scorecard(SourceClass::Published), &rule)],
            selections: vec![release(selection(SourceClass::Published), &rule)],
            evaluations: vec![
                release(evaluation(SourceClass::Published), &rule),
                release(stated_evaluation(), &rule),
            ],
            quality: release(data_quality(), &rule),
            printed: release(printed_arithmetic(), &rule),
            themes: release(recommendations().0, &rule),
            progress: Some(release(recommendations().1, &rule)),
            unanswered: vec![Unanswered {
                question: "profile: mother-age".to_owned(),
                why: QuestionError::DimensionUnknown { id: dimension_id("mother-age") },
            }],
            ..fixture.answers
        };
        fixture.problems = vec![
            Problem::new(
                ProblemCode::CellNotWhole,
                Place::file("births.csv").row(12).column("events"),
                "not a whole number",
            ),
            Problem::new(
                ProblemCode::ColumnUnknown,
                Place::file("births.csv").column("<b>rate</b>"),
                "not a column of the layout",
            ),
        ];
        fixture
    }

    /// A project without questions or figures.
    pub(crate) fn empty() -> Self {
        let infant = indicator("infant-mortality-rate", "Infant mortality rate");
        let source = |id: &str, title: &str, publisher: &str| Source {
            id: source_id(id),
            title: title.to_owned(),
            publisher: publisher.to_owned(),
            licence: "Open Government Licence v3.0".to_owned(),
            released: chrono::NaiveDate::from_ymd_opt(2024, 10, 24),
            class: SourceClass::Published,
            note: Some("Figures for 2022 are provisional.".to_owned()),
        };
        let sources = [
            source("dh-2010", "Tackling health inequalities", "Department of Health"),
            source("ons-child-mortality", "Child mortality", "Office for National Statistics"),
        ];
        let mut geography = Geography::default();
        geography.add(Area::new(area("E92000001"), "England"));
        geography.add(Area::new(area("K04000001"), "England and Wales"));
        Self {
            project: Project {
                as_of: chrono::NaiveDate::from_ymd_opt(2026, 3, 1),
                indicator: infant.id.clone(),
                ..Project::new("Infant mortality in <England> & Wales", area("E92000001"))
            },
            indicators: [
                infant,
                at_age("neonatal-mortality", "Neonatal mortality rate", "under 28 days"),
                at_age("post-neonatal-mortality", "Post-neonatal mortality rate", "28 to 364 days"),
            ]
            .into_iter()
            .chain(shares())
            .map(|indicator| (indicator.id.clone(), indicator))
            .collect(),
            dimensions: BTreeMap::new(),
            drivers: drivers(),
            interventions: vec![housing()],
            library: library(),
            sources: sources.into_iter().map(|source| (source.id.clone(), source)).collect(),
            geography,
            maps: Vec::new(),
            answers: Answers {
                gaps: Vec::new(),
                profiles: Vec::new(),
                areas: Vec::new(),
                causes: Vec::new(),
                trends: Vec::new(),
                control_charts: Vec::new(),
                funnels: Vec::new(),
                small_areas: Vec::new(),
                decompositions: Vec::new(),
                periods_of_risk: Vec::new(),
                scenarios: Vec::new(),
                evaluations: Vec::new(),
                selections: Vec::new(),
                scorecards: Vec::new(),
                area_profiles: Vec::new(),
                learnings: Vec::new(),
                self_assessments: Vec::new(),
                equity_audits: Vec::new(),
                deaths_reviews: Vec::new(),
                pathways: Vec::new(),
                quality: release(DataQuality::default(), &Rules::default()),
                printed: release(PrintedArithmetic::default(), &Rules::default()),
                themes: release(ThemeTables::default(), &Rules::default()),
                progress: None,
                unanswered: Vec::new(),
                not_for_release: false,
            },
            problems: Vec::new(),
            inputs: vec![InputFile {
                path: "firstyear.toml".to_owned(),
                content: Content::of(b"title = 'made by hand'\n"),
            }],
            methods: vec![MethodNote {
                id: "byar".to_owned(),
                name: "Byar's limits".to_owned(),
                explanation: "Limits of a count of events.".to_owned(),
                source: "Breslow and Day (1987)".to_owned(),
            }],
            words: ["Infant mortality", "NS-SEC"]
                .map(|word| WordNote {
                    word: word.to_owned(),
                    meaning: format!("What {word} is"),
                    see: vec!["Infant mortality".to_owned()],
                })
                .into(),
        }
    }
}

/// Three drivers of a made-up place: one that is measured and changed, one that
/// begins again, and what follows.
fn drivers() -> DriverMap {
    let driver = |id: &str, name: &str, stage| Driver {
        id: id.to_owned(),
        name: name.to_owned(),
        stage,
        indicators: Vec::new(),
        interventions: Vec::new(),
    };
    let link = |from: &str, to: &str, standing| DriverLink {
        from: from.to_owned(),
        to: to.to_owned(),
        next_generation: from == to,
        statement: "Twice the risk, as a <made-up> study says".to_owned(),
        standing,
        source: "a made-up study".to_owned(),
    };
    DriverMap {
        schema_version: 1,
        title: "What lies behind deaths of a made-up place".to_owned(),
        note: Some("Nothing here was found by anyone.".to_owned()),
        drivers: vec![
            Driver {
                indicators: vec![indicator_id("infant-mortality-rate")],
                interventions: vec!["housing".to_owned()],
                ..driver("damp", "Damp homes", LifeStage::Circumstances)
            },
            driver("smoke", "Smoke in the home", LifeStage::Pregnancy),
            driver("death", "Infant death", LifeStage::Outcome),
        ],
        links: vec![
            link("damp", "smoke", Standing::Inferred),
            link("damp", "death", Standing::Stated),
            link("smoke", "smoke", Standing::Stated),
        ],
    }
}

fn housing() -> Intervention {
    Intervention {
        id: "housing".to_owned(),
        title: "Dry every home".to_owned(),
        timescale: Timescale::Beyond2011,
        risk_factor: None,
        dimension: None,
        group: None,
        contribution_points: Some(1.4),
        baseline_percent: None,
        target_percent: None,
        report_section: "none".to_owned(),
        recomputes: None,
        indicator: None,
        overlaps: Vec::new(),
        acts_through: None,
        evidence: None,
        note: None,
        inputs: Vec::new(),
        elsewhere: Vec::new(),
    }
}

fn library() -> Library {
    let case = |theme: &str| CaseStudy {
        id: theme.to_owned(),
        title: "A <made-up> service".to_owned(),
        place: "Nowhere".to_owned(),
        theme: theme.to_owned(),
        since: None,
        whom: "mothers".to_owned(),
        what: "A clinic".to_owned(),
        figures: Vec::new(),
        evaluation: "None".to_owned(),
        interventions: Vec::new(),
        source: "made up".to_owned(),
    };
    let case_studies = vec![case("smoking"), case("diet")];
    Library { schema_version: 1, as_of: Some(2012), case_studies, resources: Vec::new() }
}
