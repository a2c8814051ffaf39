//! A made-up area that says how far it is, an audit of equity and a review of
//! deaths.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use firstyear_analysis::{
    DeathsReview, EquityAudit, Evidence, SelfAssessment, SelfAssessmentAsked,
};
use firstyear_core::driver::Standing;
use firstyear_core::project::{
    AuditedNeedOf, DeathsReviewQuestion, EquityAuditQuestion, SelfAssessmentQuestion, UsersOf,
};
use firstyear_core::self_assessment::{
    MatrixStatement, MaturityLevel, NO_MATRIX, SelfAssessmentAnswer, SelfAssessmentMatrix,
};
use firstyear_core::{
    Category, CategoryId, Confidence, Dataset, Dimension, DimensionAbout, DimensionId, Groups,
    Indicator, IndicatorId, IndicatorKind, Place, Placed, Role, SourceClass, SourceId, Splits,
    UnorderedDimension,
};

use super::{
    area, at_age, counted, dimension_id, fifths, indicator, indicator_id, made_up, source_id, year,
};

const AREA: &str = "E06000001";

/// Figures, with the indicators that they count.
struct World {
    data: Dataset,
    source: SourceId,
    indicators: BTreeMap<IndicatorId, Indicator>,
    dimensions: BTreeMap<DimensionId, Dimension>,
}

impl World {
    fn new(class: SourceClass) -> Self {
        let source = source_id("ons-child-mortality");
        let mut data = Dataset::default();
        data.sources.insert(source.clone(), made_up(source.clone(), class));
        let known = [
            indicator("infant-mortality-rate", "Infant mortality rate"),
            at_age("neonatal-mortality", "Neonatal mortality rate", "under 28 days"),
            at_age("post-neonatal-mortality", "Post-neonatal mortality rate", "28 to 364 days"),
        ];
        let indicators =
            known.into_iter().chain(shares()).map(|one| (one.id.clone(), one)).collect();
        let dimensions = [fifths(), causes(), factors()];
        let dimensions = dimensions.into_iter().map(|one| (one.id().clone(), one)).collect();
        Self { data, source, indicators, dimensions }
    }

    fn add(&mut self, id: &str, code: &str, group: Option<(&str, &str)>, counts: (u64, u64)) {
        let groups = group.map_or_else(Groups::everyone, |(dimension, category)| {
            Groups::one(dimension_id(dimension), CategoryId::new(category).unwrap())
        });
        let row = counted(&indicator_id(id), code, year(2024), groups, counts, &self.source);
        self.data.observations.push(row);
    }

    fn evidence<'a>(&'a self, matrix: &'a SelfAssessmentMatrix) -> Evidence<'a> {
        Evidence {
            data: &self.data,
            indicators: &self.indicators,
            dimensions: &self.dimensions,
            interventions: &[],
            themes: &firstyear_core::recommendation::NO_THEMES,
            matrix,
            confidence: Confidence::P95,
        }
    }
}

fn share(id: &str, name: &str, [numerator, denominator]: [&str; 2]) -> Indicator {
    Indicator {
        multiplier: 100,
        unit: "percent".to_owned(),
        numerator: numerator.to_owned(),
        denominator: denominator.to_owned(),
        kind: IndicatorKind::Proportion,
        ..indicator(id, name)
    }
}

/// Indicators that audits and reviews count.
pub(crate) fn shares() -> [Indicator; 3] {
    [
        share("smoking-at-booking", "Smoking at booking", ["smokers", "women booked"]),
        share("referrals", "Referral of smokers", ["smokers <referred>", "smokers"]),
        share("factors", "Modifiable factors", ["deaths with it", "deaths reviewed"]),
    ]
}

fn unordered(id: &str, name: &str, splits: Splits, categories: Vec<Category>) -> Dimension {
    let about = DimensionAbout {
        id: dimension_id(id),
        name: name.to_owned(),
        short_name: name.to_owned(),
        family: dimension_id(id),
        splits,
        source: "made up".to_owned(),
    };
    Dimension::Unordered(UnorderedDimension { about, categories })
}

fn one(id: &str, label: &str, role: Role) -> Category {
    Category { id: CategoryId::new(id).unwrap(), label: label.to_owned(), role }
}

fn causes() -> Dimension {
    let categories = vec![
        one("immaturity", "Immaturity related conditions", Role::Group),
        one("sudden", "Sudden infant deaths", Role::Group),
        one("other", "Other <conditions>", Role::Group),
        one("not-stated", "Not stated", Role::Remainder),
        one("all", "All causes", Role::Total),
    ];
    unordered("cause", "Cause group", Splits::Events, categories)
}

fn factors() -> Dimension {
    let categories = vec![
        one("smoking", "Smoking in pregnancy", Role::Beside),
        one("sleep", "Unsafe sleep", Role::Beside),
        one("housing", "Housing", Role::Beside),
    ];
    unordered("factor", "Factors", Splits::Events, categories)
}

/// Three statements on two days: one in full beside an indicator that is worse than
/// elsewhere, one as it was, one never judged.
pub(crate) fn self_assessment(class: SourceClass) -> SelfAssessment {
    let mut world = World::new(class);
    world.add("infant-mortality-rate", AREA, None, (60, 8_000));
    world.add("infant-mortality-rate", "E92000001", None, (2_400, 600_000));
    let day = |year| NaiveDate::from_ymd_opt(year, 3, 1).unwrap();
    let answer = |code: &str, year, statement: &str, level| Placed {
        place: Place::file("made-up.toml"),
        item: SelfAssessmentAnswer {
            area: area(code),
            on: day(year),
            statement: statement.to_owned(),
            level,
            by: (year == 2025).then(|| "partnership board".to_owned()),
            evidence: (year == 2025).then(|| "A lead is <named>".to_owned()),
        },
    };
    world.data.self_assessments = vec![
        answer(AREA, 2023, "lead", 1),
        answer(AREA, 2025, "lead", 3),
        answer(AREA, 2023, "quit", 1),
        answer(AREA, 2025, "quit", 1),
        answer("E06000002", 2024, "lead", 2),
    ];
    let matrix = matrix();
    let question = SelfAssessmentQuestion {
        name: "what the board says".to_owned(),
        area: Some(area(AREA)),
        comparator: Some(area("E92000001")),
    };
    let asked = SelfAssessmentAsked { question, as_of: NaiveDate::from_ymd_opt(2026, 3, 1) };
    let infant = indicator_id("infant-mortality-rate");
    let evidence = world.evidence(&matrix);
    firstyear_analysis::self_assessment(&evidence, &asked, &area(AREA), &infant).unwrap()
}

fn matrix() -> SelfAssessmentMatrix {
    let level = |name: &str, meaning: &str| MaturityLevel {
        name: name.to_owned(),
        meaning: meaning.to_owned(),
    };
    let statement = |id: &str, theme: &str, text: &str, standing| MatrixStatement {
        id: id.to_owned(),
        theme: theme.to_owned(),
        text: text.to_owned(),
        standing,
        source: "made up".to_owned(),
        indicators: Vec::new(),
    };
    let mut statements = vec![
        statement("lead", "strategic", "There is a <lead>", Standing::Stated),
        statement("plan", "strategic", "There is a plan", Standing::Inferred),
        statement("quit", "smoking", "All who smoke are referred", Standing::Stated),
    ];
    statements[0].indicators = vec![indicator_id("infant-mortality-rate")];
    SelfAssessmentMatrix {
        schema_version: 1,
        name: "A matrix of nobody".to_owned(),
        source: "made up".to_owned(),
        levels: vec![
            level("begun", "A plan is written."),
            level("in part", "Some do it."),
            level("done", "All do it."),
        ],
        statements,
    }
}

/// Smokers by fifth and those who are referred: fewer of the most deprived; and a
/// need alone.
pub(crate) fn equity_audit(class: SourceClass) -> EquityAudit {
    let mut world = World::new(class);
    let fifths = [
        ("1", 420, 1_600, 180),
        ("2", 300, 1_500, 160),
        ("3", 210, 1_500, 130),
        ("4", 150, 1_400, 100),
        ("5", 100, 1_400, 75),
        ("all", 1_180, 7_400, 645),
    ];
    for (fifth, smokers, women, referred) in fifths {
        let group = Some(("imd-2019-quintile", fifth));
        world.add("smoking-at-booking", AREA, group, (smokers, women));
        world.add("referrals", AREA, group, (referred, smokers));
    }
    let need = |service: Option<&str>| AuditedNeedOf {
        indicator: Some(indicator_id("smoking-at-booking")),
        service: service.map(indicator_id),
        users: UsersOf::AmongNeed,
        reference: None,
    };
    let question = EquityAuditQuestion {
        name: "smoking in <pregnancy>".to_owned(),
        dimension: dimension_id("imd-2019-quintile"),
        area: Some(area(AREA)),
        pool_years: 1,
        needs: vec![need(Some("referrals")), need(None), need(Some("infant-mortality-rate"))],
    };
    let infant = indicator_id("infant-mortality-rate");
    let evidence = world.evidence(&NO_MATRIX);
    firstyear_analysis::equity_audit(&evidence, &question, &area(AREA), &infant).unwrap()
}

/// Deaths of an area by cause and age against England, and three factors.
pub(crate) fn deaths_review(class: SourceClass) -> DeathsReview {
    let mut world = World::new(class);
    let own = [("immaturity", 60, 20), ("sudden", 1, 8), ("other", 20, 11), ("all", 81, 39)];
    let england = [
        ("immaturity", 3_000, 1_000),
        ("sudden", 100, 800),
        ("other", 2_000, 1_000),
        ("all", 5_100, 2_800),
    ];
    for (code, births, rows) in [(AREA, 10_000, own), ("E92000001", 1_000_000, england)] {
        for (cause, early, late) in rows {
            let group = Some(("cause", cause));
            world.add("neonatal-mortality", code, group, (early, births));
            world.add("post-neonatal-mortality", code, group, (late, births));
        }
    }
    for (factor, found) in [("smoking", 30), ("sleep", 12), ("housing", 0)] {
        world.add("factors", AREA, Some(("factor", factor)), (found, 110));
    }
    let question = DeathsReviewQuestion {
        name: "audit of <infant> deaths".to_owned(),
        area: Some(area(AREA)),
        comparator: Some(area("E92000001")),
        dimension: dimension_id("cause"),
        ages: vec![indicator_id("neonatal-mortality"), indicator_id("post-neonatal-mortality")],
        pool_years: 1,
        factors: Some(indicator_id("factors")),
        factor_dimension: dimension_id("factor"),
    };
    let infant = indicator_id("infant-mortality-rate");
    let evidence = world.evidence(&NO_MATRIX);
    firstyear_analysis::deaths_review(&evidence, &question, &area(AREA), &infant).unwrap()
}
