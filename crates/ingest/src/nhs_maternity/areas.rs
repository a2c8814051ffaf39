//! Organisations and areas of residence, by the codes that the file gives.

use std::sync::Arc;

use firstyear_core::{AreaCode, ProblemCode, slug};

use crate::fault::Fault;

/// An area and its name, where the file gives one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) code: AreaCode,
    pub(super) name: Option<Arc<str>>,
}

/// The area of a row. A GSS code stays as it is; other codes are those of the
/// Organisation Data Service; what is unknown, and groups of providers, bear
/// ids of the file's own.
pub(super) fn read(level: &str, code: &str, name: &str) -> Result<Named, Fault> {
    let invalid = || Fault::new(ProblemCode::AreaCodeInvalid, "not the code of an organisation");
    if level.is_empty() {
        return Err(Fault::new(ProblemCode::AreaCodeInvalid, "the row names no level"));
    }
    if matches!(code.to_lowercase().as_str(), "all" | "national") && is_national(level) {
        let code = AreaCode::new("E92000001").map_err(|_| invalid())?;
        return Ok(Named { code, name: Some("England".into()) });
    }
    let own = |words: &str| {
        let words = slug(words).ok_or_else(invalid)?;
        AreaCode::new(&format!("nhs-maternity:{words}")).map_err(|_| invalid())
    };
    let printed = Some(name).filter(|name| !name.is_empty());
    // Each level has its own unknown, and one without any code.
    if code.is_empty() || code.eq_ignore_ascii_case("unknown") {
        let lacks = if code.is_empty() { "not given" } else { "unknown" };
        let (code, name) = (own(&format!("{level} {lacks}"))?, format!("{level}: {lacks}"));
        return Ok(Named { code, name: Some(name.into()) });
    }
    if code.contains(' ') {
        return Ok(Named { code: own(code)?, name: printed.map(Into::into) });
    }
    let gss = (code.len() == 9).then(|| AreaCode::new(code).ok()).flatten();
    let code = match gss {
        Some(code) => code,
        None => AreaCode::new(&format!("ods:{code}")).map_err(|_| invalid())?,
    };
    // `LOCAL AUTHORITY UNKNOWN` says that no name is known.
    let name = printed.filter(|name| !name.to_uppercase().ends_with("UNKNOWN"));
    Ok(Named { code, name: name.map(Into::into) })
}

fn is_national(level: &str) -> bool {
    let level = level.to_lowercase();
    level == "national" || level.starts_with("all ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(level: &str, code: &str, name: &str) -> Option<String> {
        read(level, code, name).ok().map(|area| area.code.to_string())
    }

    #[test]
    fn codes_are_those_of_the_file() {
        let is = |given, expected: &str| assert_eq!(given, Some(expected.to_owned()));
        is(code("National", "National", "ALL SUBMITTERS"), "E92000001");
        is(code("ALL SUBMITTERS", "ALL", "ALL SUBMITTERS"), "E92000001");
        is(code("Provider", "R0A", "MANCHESTER"), "ods:R0A");
        is(code("Local Authority of Residence", "E08000025", "BIRMINGHAM"), "E08000025");
        is(code("Booking Site", "NI_005", "BOOKING SITE UNKNOWN"), "ods:NI_005");
        is(code("Booking Site", "Unknown", ""), "nhs-maternity:booking-site-unknown");
        is(code("Delivery Site", "Unknown", ""), "nhs-maternity:delivery-site-unknown");
        is(code("Booking Site", "", ""), "nhs-maternity:booking-site-not-given");
        is(
            code("MBRRACE Grouping", "Group 1. Level 3 NICU & NS", ""),
            "nhs-maternity:group-1-level-3-nicu-and-ns",
        );
        assert_eq!(code("Provider", "R0A?", ""), None);
        assert_eq!(code("", "R0A", ""), None);
    }

    #[test]
    fn a_name_that_says_unknown_is_none() {
        let area = read("Local Authority of Residence", "E06000063", "LOCAL AUTHORITY UNKNOWN");
        assert_eq!(area.unwrap().name, None);
    }
}
