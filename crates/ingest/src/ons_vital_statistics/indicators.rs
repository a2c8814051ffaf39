//! Indicators of the workbooks: those of the code lists where the definition
//! is the same, and named ones of the publication's own.

/// What is known of an indicator beside its id.
#[derive(Clone, Copy, Debug)]
pub(super) struct Indicator {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) unit: Option<&'static str>,
}

const fn indicator(
    code: &'static str,
    name: &'static str,
    unit: Option<&'static str>,
) -> Indicator {
    Indicator { code, name, unit }
}

const BIRTHS: Option<&str> = Some("live births");

/// Ids are those of the catalogue where the first part of the list says so:
/// deaths by age and rate, births of mothers under 18 per women of 15 to 17,
/// and births that the mother registers alone among all.
pub(super) const INDICATORS: &[Indicator] = &[
    indicator("infant-mortality-rate", "Infant deaths", Some("per 1,000 live births")),
    indicator("neonatal-mortality", "Neonatal deaths", Some("per 1,000 live births")),
    indicator("early-neonatal-mortality", "Early neonatal deaths", Some("per 1,000 live births")),
    indicator("late-neonatal-mortality", "Late neonatal deaths", Some("per 1,000 live births")),
    indicator("post-neonatal-mortality", "Postneonatal deaths", Some("per 1,000 live births")),
    indicator("perinatal-mortality", "Perinatal deaths", Some("per 1,000 total births")),
    indicator("stillbirth-rate", "Stillbirths", Some("per 1,000 total births")),
    indicator("child-mortality-1-4", "Deaths at 1 to 4 years", None),
    indicator("under-18-births", "Births to mothers under 18", Some("per 1,000 women aged 15-17")),
    indicator("sole-registered-births", "Births registered by the mother alone", Some("percent")),
    indicator("live-births", "Live births", BIRTHS),
    indicator("births-by-age", "Live births by mother's age", Some("per 1,000 women of that age")),
    indicator("births-within-marriage", "Live births within marriage", BIRTHS),
    indicator("births-outside-marriage", "Live births outside marriage", BIRTHS),
    indicator("births-joint-same-address", "Live births, joint registration, same address", BIRTHS),
    indicator(
        "births-joint-other-address",
        "Live births, joint registration, other address",
        BIRTHS,
    ),
    indicator("births-under-2500-grams", "Live births under 2.5 kg", Some("percent")),
    indicator("share-outside-marriage", "Live births outside marriage, share", Some("percent")),
    indicator("crude-birth-rate", "Crude live birth rate", Some("per 1,000 population")),
    indicator(
        "general-fertility-rate",
        "General fertility rate",
        Some("per 1,000 women aged 15-44"),
    ),
    indicator("total-fertility-rate", "Total fertility rate", Some("children per woman")),
    indicator("maternities", "Maternities", Some("maternities")),
    indicator("maternity-rate", "Maternities", Some("per 1,000 women aged 15-44")),
    indicator("deaths", "Deaths at all ages", Some("deaths")),
    indicator("crude-death-rate", "Crude death rate", Some("per 1,000 population")),
    indicator("age-standardised-mortality-rate", "Age-standardised mortality rate", None),
];

/// The first of the list, whose ids are the catalogue's.
pub(super) const CATALOGUE: usize = 10;
