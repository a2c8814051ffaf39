//! A small made-up world to ask questions of.
//!
//! Every test program takes what it needs of it.
#![allow(dead_code, reason = "no test program uses all of it")]

use std::collections::BTreeMap;

use firstyear_analysis::Evidence;
use firstyear_core::intervention::Intervention;
use firstyear_core::project::{AreasQuestion, GapQuestion, GapSeries, ProfileQuestion};
use firstyear_core::{
    AreaCode, Basis, Category, CategoryId, Cell, Confidence, Dataset, Dimension, DimensionAbout,
    DimensionId, Direction, Groups, Indicator, IndicatorId, IndicatorKind, Observation,
    OrderedDimension, Period, Place, Polarity, PublishedGap, Role, SampleFraction, Source,
    SourceClass, SourceId, Splits, UnorderedDimension,
};

pub(crate) fn indicator_id() -> IndicatorId {
    IndicatorId::new("infant-mortality-rate").unwrap()
}

pub(crate) fn area(code: &str) -> AreaCode {
    AreaCode::new(code).unwrap()
}

pub(crate) fn dimension_id(id: &str) -> DimensionId {
    DimensionId::new(id).unwrap()
}

pub(crate) fn category(id: &str, role: Role) -> Category {
    Category { id: CategoryId::new(id).unwrap(), label: id.to_owned(), role }
}

pub(crate) fn about(id: &str, family: &str) -> DimensionAbout {
    DimensionAbout {
        id: dimension_id(id),
        name: id.to_owned(),
        short_name: id.to_owned(),
        family: dimension_id(family),
        splits: Splits::Population,
        source: "synthetic".to_owned(),
    }
}

/// A small world: five ordered groups in two versions, and a gap by class in
/// two versions.
pub(crate) struct World {
    pub(crate) data: Dataset,
    pub(crate) indicators: BTreeMap<IndicatorId, Indicator>,
    pub(crate) dimensions: BTreeMap<DimensionId, Dimension>,
    pub(crate) interventions: Vec<Intervention>,
}

impl World {
    pub(crate) fn new(class: SourceClass) -> Self {
        let mut data = Dataset::default();
        let source = SourceId::new("s").unwrap();
        data.sources.insert(
            source.clone(),
            Source {
                id: source,
                title: "synthetic".to_owned(),
                publisher: "nobody".to_owned(),
                licence: "none".to_owned(),
                released: None,
                class,
                note: None,
            },
        );
        let indicator = Indicator {
            id: indicator_id(),
            name: "Infant mortality rate".to_owned(),
            definition: String::new(),
            domain: "mortality".to_owned(),
            numerator: "deaths".to_owned(),
            denominator: "births".to_owned(),
            multiplier: 1_000,
            unit: "per 1,000 live births".to_owned(),
            polarity: Polarity::LowerIsBetter,
            kind: IndicatorKind::Rate,
        };
        let mut dimensions = BTreeMap::new();
        for id in ["fifth-2010", "fifth-2015"] {
            let mut categories: Vec<_> =
                ["1", "2", "3", "4", "5"].map(|id| category(id, Role::Group)).to_vec();
            categories.push(category("all", Role::Total));
            categories.push(category("unlinked", Role::Remainder));
            let direction = Direction::MostDisadvantagedFirst;
            let ordered = OrderedDimension { about: about(id, "fifth"), direction, categories };
            dimensions.insert(dimension_id(id), Dimension::Ordered(ordered));
        }
        for id in ["class-90", "class-2001"] {
            let categories = vec![category("manual", Role::Group), category("all", Role::Total)];
            let unordered = UnorderedDimension { about: about(id, "class"), categories };
            dimensions.insert(dimension_id(id), Dimension::Unordered(unordered));
        }
        let indicators = BTreeMap::from([(indicator_id(), indicator)]);
        Self { data, indicators, dimensions, interventions: Vec::new() }
    }

    pub(crate) fn evidence(&self) -> Evidence<'_> {
        Evidence {
            data: &self.data,
            indicators: &self.indicators,
            dimensions: &self.dimensions,
            interventions: &self.interventions,
            themes: &firstyear_core::recommendation::NO_THEMES,
            matrix: &firstyear_core::self_assessment::NO_MATRIX,
            confidence: Confidence::P95,
        }
    }

    /// Another indicator, of this kind, in percent.
    pub(crate) fn define(&mut self, id: &str, kind: IndicatorKind) {
        let id = IndicatorId::new(id).unwrap();
        let known = self.indicators[&indicator_id()].clone();
        let known = Indicator {
            id: id.clone(),
            name: id.to_string(),
            numerator: format!("{id} events"),
            denominator: format!("{id} people"),
            multiplier: 100,
            kind,
            ..known
        };
        self.indicators.insert(id, known);
    }

    pub(crate) fn add(
        &mut self,
        place: &str,
        period: &str,
        group: Option<(&str, &str)>,
        counts: (u64, u64),
    ) {
        self.add_of(indicator_id().as_str(), place, period, group, counts);
    }

    pub(crate) fn add_of(
        &mut self,
        indicator: &str,
        place: &str,
        period: &str,
        group: Option<(&str, &str)>,
        counts: (u64, u64),
    ) {
        self.data.observations.push(Observation {
            indicator: IndicatorId::new(indicator).unwrap(),
            area: area(place),
            period: Period::parse(period, None).unwrap(),
            groups: group.map_or(Groups::everyone(), |(d, c)| {
                Groups::one(dimension_id(d), CategoryId::new(c).unwrap())
            }),
            numerator: Cell::known(counts.0),
            denominator: Cell::known(counts.1),
            basis: Basis::Complete,
            value: Cell::Absent,
            interval: None,
            standard_error: None,
            note: None,
            source: SourceId::new("s").unwrap(),
            place: Place::default(),
        });
    }

    pub(crate) fn add_fifths(&mut self, version: &str, period: &str, deaths: [u64; 5]) {
        for (i, deaths) in deaths.into_iter().enumerate() {
            let group = (i + 1).to_string();
            self.add("E92000001", period, Some((version, &group)), (deaths, 10_000));
        }
        let total = (deaths.iter().sum(), 50_000);
        self.add("E92000001", period, Some((version, "all")), total);
    }

    pub(crate) fn add_gap(
        &mut self,
        class: &str,
        period: &str,
        percent: f64,
        counts: Option<(u64, u64, f64)>,
    ) {
        let known = |x: Option<f64>| x.map_or(Cell::Absent, Cell::known);
        self.data.gaps.push(PublishedGap {
            indicator: indicator_id(),
            area: area("K04000001"),
            period: Period::parse(period, None).unwrap(),
            dimension: dimension_id(class),
            group: CategoryId::new("manual").unwrap(),
            relative_gap: Cell::known(percent),
            group_events: counts.map_or(Cell::Absent, |c| Cell::known(c.0)),
            all_events: counts.map_or(Cell::Absent, |c| Cell::known(c.1)),
            group_rate: Cell::Absent,
            all_rate: known(counts.map(|c| c.2)),
            basis: Basis::Sample(SampleFraction::new(0.1).unwrap()),
            source: SourceId::new("s").unwrap(),
            origin: "a publication".to_owned(),
            place: Place::default(),
        });
    }
}

pub(crate) fn gap_question() -> GapQuestion {
    let series = |id: &str| GapSeries {
        dimension: dimension_id(id),
        categories: vec![CategoryId::new("manual").unwrap()],
        area: Some(area("K04000001")),
        against: None,
    };
    GapQuestion {
        group: "manual occupations".to_owned(),
        against: "all".to_owned(),
        area: None,
        indicator: None,
        series: vec![series("class-90"), series("class-2001")],
    }
}

pub(crate) fn profile_question(pool_years: u16) -> ProfileQuestion {
    ProfileQuestion {
        dimension: dimension_id("fifth"),
        area: None,
        indicator: None,
        pool_years,
        reference: None,
    }
}

pub(crate) fn regions() -> AreasQuestion {
    AreasQuestion {
        prefixes: vec!["E12".to_owned()],
        name: "regions".to_owned(),
        comparator: None,
        indicator: None,
    }
}
