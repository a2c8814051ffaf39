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
use crate::words::say;

impl Report<'_> {
    /// What sentences say of an indicator; its id where it is not defined.
    pub(super) fn measured(&self, id: &IndicatorId) -> Measured {
        self.indicators.get(id).map_or_else(
            || Measured {
                name: id.to_string(),
                events: say!(self.language, "measured-events"),
                at_risk: say!(self.language, "measured-at-risk"),
                unit: Unit::Rate(say!(self.language, "measured-unit")),
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
            return say!(self.language, "everyone");
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
        let words = self.language;
        if self.answers.not_for_release {
            say!(words, "disclosure-open")
        } else if sources.iter().any(|source| source.class == SourceClass::Restricted) {
            let rules = Rules::of(self.project);
            let range = rules.range();
            let hidden = say!(
                words,
                "disclosure-restricted",
                from = count(range.withhold_from),
                to = count(range.withhold_to)
            );
            let ids = sources.iter().map(|source| source.id.clone()).collect();
            let few = rules.of_rates(&ids).filter_map(|(id, rule)| self.few_events(id, rule));
            few.fold(hidden, |said, few| said + " " + &few)
        } else {
            say!(words, "disclosure-published")
        }
    }

    /// What becomes of the rates of a source that rest on few events.
    fn few_events(&self, id: &SourceId, rule: RateRule) -> Option<String> {
        let words = self.language;
        let source = self.sources.get(id).map_or(id.as_str(), |source| &source.title);
        let (least, reliable) = (count(rule.crude_from), count(rule.reliable_from));
        match (rule.crude_from > 0, rule.reliable_from > 0) {
            (true, true) => Some(say!(
                words,
                "disclosure-few-both",
                source = source,
                least = least,
                reliable = reliable
            )),
            (true, false) => {
                Some(say!(words, "disclosure-few-hidden", source = source, least = least))
            }
            (false, true) => {
                Some(say!(words, "disclosure-few-marked", source = source, reliable = reliable))
            }
            (false, false) => None,
        }
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
