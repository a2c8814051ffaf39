//! Drivers of an outcome: what lies behind it, what leads to what, and where
//! each link is said.
//!
//! It is an authored document and its own wire type: version 1 only gains
//! optional fields. A link is an association as its source words it; nothing is
//! computed from it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::IndicatorId;
use crate::words::words;

/// Version 1 of a driver diagram as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DriverMap {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What it shows.
    pub title: String,
    /// What to know before it is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The drivers; their ids are unique.
    #[serde(rename = "driver")]
    pub drivers: Vec<Driver>,
    /// What leads to what.
    #[serde(rename = "link")]
    pub links: Vec<DriverLink>,
}

/// Something that lies behind an outcome, or the outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Driver {
    /// Its id, kebab-case.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When in life it stands.
    pub stage: LifeStage,
    /// Indicators that measure it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<IndicatorId>,
    /// Ids of interventions that change it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interventions: Vec<String>,
}

/// An association of one driver with another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DriverLink {
    /// Id of the driver that it goes out from.
    pub from: String,
    /// Id of the driver that it leads to: at a later stage of life unless it is
    /// one of the next generation.
    pub to: String,
    /// Whether it reaches from one generation to the next: the child's own
    /// later life, and not this birth.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub next_generation: bool,
    /// The association in words, with its size where one is given.
    pub statement: String,
    /// Whether the source says it, or it follows from what the source says.
    pub standing: Standing,
    /// The section or publication.
    pub source: String,
}

words! {
    /// When in life a driver stands, in order.
    LifeStage {
        /// What a family lives in.
        Circumstances "circumstances",
        /// Before and during pregnancy.
        Pregnancy "pregnancy",
        /// The baby at birth, and in the first year.
        Baby "baby",
        /// The causes that deaths are counted under.
        CauseOfDeath "cause-of-death",
        /// What is to be prevented.
        Outcome "outcome",
    }
}

words! {
    /// How an element of an authored document stands to its source.
    Standing {
        /// The source says so.
        Stated "stated",
        /// It follows from the source, which does not say so.
        Inferred "inferred",
    }
}

impl DriverMap {
    /// The driver with this id.
    #[must_use]
    pub fn driver(&self, id: &str) -> Option<&Driver> {
        self.drivers.iter().find(|driver| driver.id == id)
    }

    /// The first thing that is wrong, as the entry and what is wrong with it;
    /// `None` for a map whose links resolve and lead on through life.
    ///
    /// ```
    /// use firstyear_core::driver::DriverMap;
    ///
    /// let map: DriverMap = serde_json::from_str(r#"{
    ///     "schema_version": 1, "title": "Behind a death", "driver": [
    ///         {"id": "smoking", "name": "Smoking in pregnancy", "stage": "pregnancy"},
    ///         {"id": "death", "name": "Infant death", "stage": "outcome"}
    ///     ], "link": [
    ///         {"from": "death", "to": "smoking", "statement": "the wrong way round",
    ///          "standing": "stated", "source": "nobody"}
    ///     ]
    /// }"#)?;
    /// let (entry, fault) = map.fault().unwrap();
    /// assert_eq!(entry, "death to smoking");
    /// assert!(fault.starts_with("a link leads to a later stage of life"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn fault(&self) -> Option<(String, &'static str)> {
        let mut seen = BTreeSet::new();
        if let Some(twice) = self.drivers.iter().find(|driver| !seen.insert(&driver.id)) {
            return Some((twice.id.clone(), "the id of a driver stands once"));
        }
        let mut linked = BTreeSet::new();
        self.links.iter().find_map(|link| {
            let is_new = linked.insert((&link.from, &link.to, link.next_generation));
            let fault = if is_new { self.fault_of(link) } else { Some("a link stands once") };
            fault.map(|fault| (format!("{} to {}", link.from, link.to), fault))
        })
    }

    fn fault_of(&self, link: &DriverLink) -> Option<&'static str> {
        let ends = self.driver(&link.from).zip(self.driver(&link.to));
        let Some((from, to)) = ends else { return Some("both ends of a link are drivers") };
        if !link.next_generation && from.stage >= to.stage {
            return Some(
                "a link leads to a later stage of life, or says that it is of the next generation",
            );
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn driver(id: &str, stage: LifeStage) -> Driver {
        let (indicators, interventions) = (Vec::new(), Vec::new());
        Driver { id: id.to_owned(), name: id.to_owned(), stage, indicators, interventions }
    }

    fn link(from: &str, to: &str, next_generation: bool) -> DriverLink {
        let [from, to, statement, source] = [from, to, "a study", "there"].map(str::to_owned);
        DriverLink { from, to, next_generation, statement, standing: Standing::Stated, source }
    }

    fn fault(links: Vec<DriverLink>) -> Option<&'static str> {
        let drivers = vec![
            driver("smoking", LifeStage::Pregnancy),
            driver("obesity", LifeStage::Pregnancy),
            driver("death", LifeStage::Outcome),
        ];
        let map = DriverMap {
            schema_version: 1,
            title: "Behind a death".to_owned(),
            note: None,
            drivers,
            links,
        };
        map.fault().map(|(_, fault)| fault)
    }

    #[test]
    fn links_lead_on_through_life_or_to_the_next_generation() {
        assert_eq!(fault(vec![link("smoking", "death", false)]), None);
        assert_eq!(fault(vec![link("smoking", "smoking", true)]), None);
        let same_stage = fault(vec![link("smoking", "obesity", false)]);
        assert!(same_stage.is_some_and(|fault| fault.starts_with("a link leads to a later stage")));
        let unknown = fault(vec![link("smoking", "poverty", false)]);
        assert_eq!(unknown, Some("both ends of a link are drivers"));
        let twice = fault(vec![link("smoking", "death", false); 2]);
        assert_eq!(twice, Some("a link stands once"));
    }

    #[test]
    fn a_document_comes_back_as_it_was_written() {
        let text = r#"{"schema_version":1,"title":"Behind a death","driver":[{"id":"smoking","name":"Smoking","stage":"pregnancy","indicators":["smoking-at-delivery"],"interventions":["smoking"]}],"link":[{"from":"smoking","to":"smoking","next_generation":true,"statement":"children of smokers smoke","standing":"stated","source":"section 2.19"}]}"#;
        let read: DriverMap = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert!(serde_json::from_str::<DriverMap>(&text.replace("pregnancy", "youth")).is_err());
    }
}
