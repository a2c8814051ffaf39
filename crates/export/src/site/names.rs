//! Names of what results refer to by id.

use std::collections::BTreeSet;

use firstyear_analysis::{CountedRate, RateRule, Rules};
use firstyear_core::{
    AreaCode, CategoryId, Dimension, DimensionId, Groups, IndicatorId, MethodId, Polarity, Role,
    Source, SourceClass, SourceId,
};

use super::Report;
use crate::format::{Unit, count};
use crate::sentence::Measured;

impl Report<'_> {
    /// What sentences say of an indicator; its id where it is not defined.
    pub(super) fn measured(&self, id: &IndicatorId) -> Measured {
        self.indicators.get(id).map_or_else(
            || Measured {
                name: id.to_string(),
                events: "events".to_owned(),
                at_risk: "denominators".to_owned(),
                unit: Unit::Rate("in the unit of its source".to_owned()),
                polarity: Polarity::NoAgreedOptimum,
                words: self.language,
            },
            |indicator| Measured::of(indicator, self.language),
        )
    }

    pub(super) fn area_name(&self, code: &AreaCode) -> String {
        self.geography.name(code).to_owned()
    }

    pub(super) fn indicator_name(&self, id: &IndicatorId) -> String {
        self.indicators.get(id).map_or_else(|| id.to_string(), |found| found.name.clone())
    }

    pub(super) fn dimension_name(&self, id: &DimensionId) -> String {
        self.dimensions.get(id).map_or_else(|| id.to_string(), |found| found.about().name.clone())
    }

    /// The name of a classification where room is short. A result calls it
    /// `name`; one of another name keeps it.
    pub(super) fn short_name(&self, id: &DimensionId, name: &str) -> String {
        let about = self.dimensions.get(id).map(Dimension::about);
        let known = about.filter(|about| about.name == name);
        known.map_or(name, |about| &about.short_name).to_owned()
    }

    fn category_name(&self, dimension: &DimensionId, category: &CategoryId) -> String {
        self.dimensions
            .get(dimension)
            .and_then(|dimension| dimension.category(category))
            .map_or_else(|| category.to_string(), |found| found.label.clone())
    }

    /// Whether a category is in no group, such as not stated.
    pub(super) fn is_remainder(&self, dimension: &DimensionId, category: &CategoryId) -> bool {
        self.dimensions
            .get(dimension)
            .and_then(|dimension| dimension.category(category))
            .is_some_and(|category| category.role == Role::Remainder)
    }

    /// Groups in words: `Everyone`, or dimension and category of each.
    pub(super) fn groups_name(&self, groups: &Groups) -> String {
        if groups.is_everyone() {
            return "Everyone".to_owned();
        }
        let parts: Vec<String> = groups
            .iter()
            .map(|(dimension, category)| {
                let name = self.dimension_name(dimension);
                format!("{name}: {}", self.category_name(dimension, category))
            })
            .collect();
        parts.join("; ")
    }

    /// The sources with these ids, or all where a result does not name its
    /// own.
    pub(super) fn sources_of(&self, ids: &BTreeSet<SourceId>) -> Vec<&Source> {
        self.sources.values().filter(|s| ids.is_empty() || ids.contains(&s.id)).collect()
    }

    /// What is shown and what is hidden of these sources.
    pub(super) fn disclosure(&self, sources: &[&Source]) -> String {
        if self.answers.not_for_release {
            "At least one source of the report is restricted, and nothing of it is hidden. The \
             report must not be published."
                .to_owned()
        } else if sources.iter().any(|source| source.class == SourceClass::Restricted) {
            let rules = Rules::of(self.project);
            let range = rules.range();
            let hidden = format!(
                "At least one source is restricted. Withheld are its counts from {} to {}, the \
                 rates, gaps and limits made from them, and further groups of a table from which \
                 they could be found by subtraction, on this page or beside another. Not \
                 protected is what can be worked out with figures published elsewhere, or with \
                 another report on the same source: check this before the report is passed on.",
                count(range.withhold_from),
                count(range.withhold_to),
            );
            let ids = sources.iter().map(|source| source.id.clone()).collect();
            rules.of_rates(&ids).fold(hidden, |said, (id, rule)| said + &self.few_events(id, rule))
        } else {
            "All sources are published: figures are shown as their publishers release them, with \
             the publishers' own rules on small numbers."
                .to_owned()
        }
    }

    /// What becomes of the rates of a source that rest on few events.
    fn few_events(&self, id: &SourceId, rule: RateRule) -> String {
        let title = self.sources.get(id).map_or(id.as_str(), |source| &source.title);
        let of = |least: u64, words: &str| (least > 0).then(|| words.replace('#', &count(least)));
        let said: Vec<String> = [
            of(rule.crude_from, "no rate on fewer than # events is shown"),
            of(rule.reliable_from, "a rate on fewer than # is marked as of low reliability"),
        ]
        .into_iter()
        .flatten()
        .collect();
        if said.is_empty() { String::new() } else { format!(" Of {title} {}.", said.join(", ")) }
    }
}

/// The methods of rates that are known.
pub(super) fn methods<'a>(
    rates: impl IntoIterator<Item = &'a CountedRate>,
) -> impl Iterator<Item = MethodId> {
    rates.into_iter().filter_map(|rate| rate.rate.value().map(|estimate| estimate.method))
}

/// The sources of rates.
pub(super) fn sources<'a>(rates: impl IntoIterator<Item = &'a CountedRate>) -> BTreeSet<SourceId> {
    rates.into_iter().flat_map(|rate| rate.sources.iter().cloned()).collect()
}
