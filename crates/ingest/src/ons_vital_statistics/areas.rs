//! Areas by their codes, or by their names where a table has no codes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use firstyear_core::{AreaCode, EntityType, ProblemCode, slug};

use crate::CodeLists;
use crate::fault::Fault;

/// Where a row stands in its table.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// Among districts that were abolished before.
    pub(super) former: bool,
    /// Under a heading, or in a table, of health authorities and boards.
    pub(super) health: bool,
    /// Under a heading, or in a table, of regions.
    pub(super) regions: bool,
    /// Below a heading such as `Usual residence outside`.
    pub(super) elsewhere: bool,
    /// In a table that counts those who live elsewhere apart.
    pub(super) has_elsewhere: bool,
}

/// Names of areas of the caller's geography.
pub(super) struct Names<'c> {
    known: BTreeMap<String, Vec<Known<'c>>>,
}

struct Known<'c> {
    code: &'c AreaCode,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

/// The area of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) code: AreaCode,
    /// Its name as printed, without numbers of notes.
    pub(super) name: String,
    /// Whether it bears an id after its name.
    pub(super) uncoded: bool,
    /// Whether the name is marked as provisional.
    pub(super) provisional: bool,
}

/// Both countries with those who live in neither.
const ALL: &str = "K04000001+J99000001";
const ELSEWHERE: &str = "J99000001";

const COUNTRIES: [(&str, &str); 9] = [
    ("united kingdom", "K02000001"),
    ("great britain", "K03000001"),
    ("england wales and elsewhere", ALL),
    ("england and wales and elsewhere", ALL),
    ("england and wales", "K04000001"),
    ("england", "E92000001"),
    ("wales", "W92000004"),
    ("scotland", "S92000003"),
    ("northern ireland", "N92000002"),
];

const REGIONS: [(&str, &str); 10] = [
    ("north east", "E12000001"),
    ("north west", "E12000002"),
    ("yorkshire and the humber", "E12000003"),
    ("east midlands", "E12000004"),
    ("west midlands", "E12000005"),
    ("east of england", "E12000006"),
    ("east", "E12000006"),
    ("london", "E12000007"),
    ("south east", "E12000008"),
    ("south west", "E12000009"),
];

/// The name of an area whose printed name differs from table to table.
fn usual_name(code: &AreaCode, printed: &str) -> String {
    let name = match code.as_str() {
        ALL => "England, Wales and elsewhere",
        "K04000001" => "England and Wales",
        ELSEWHERE => "Elsewhere",
        "E12000006" => "East of England",
        _ => printed,
    };
    name.to_owned()
}

impl<'c> Names<'c> {
    pub(super) fn new(codes: &CodeLists<'c>) -> Self {
        let mut known: BTreeMap<String, Vec<Known<'c>>> = BTreeMap::new();
        for area in codes.areas.iter() {
            let (code, from, until) = (&area.code, area.from, area.until);
            known.entry(words(&area.name)).or_default().push(Known { code, from, until });
        }
        Self { known }
    }

    /// The area of a row, in a year of which `day` is the middle.
    pub(super) fn find(
        &self,
        code: &str,
        printed: &str,
        at: Position,
        day: NaiveDate,
    ) -> Result<Found, Fault> {
        let name = without_notes(printed).to_owned();
        let (plain, provisional) = provisional(&words(&name));
        if !code.is_empty() {
            let code = printed_code(code)?;
            let name = usual_name(&code, &titled(&name, provisional));
            return Ok(Found { code, name, uncoded: false, provisional });
        }
        if at.elsewhere || is_elsewhere(&plain) {
            let code = fixed(ELSEWHERE)?;
            let name = usual_name(&code, &name);
            return Ok(Found { code, name, uncoded: false, provisional });
        }
        let fixed_code = COUNTRIES.iter().find(|(name, _)| *name == plain).map(|(_, code)| *code);
        let capitals = !name.chars().any(char::is_lowercase);
        let region = || {
            let is_region = (at.regions || capitals) && !at.former;
            REGIONS.iter().find(|(name, _)| is_region && *name == plain).map(|(_, code)| *code)
        };
        if let Some(code) = fixed_code.or_else(region) {
            // Deaths and births of those who live elsewhere are in the total
            // of both countries, except where they have a row of their own.
            let both = code == "K04000001" && !at.has_elsewhere;
            let code = fixed(if both { ALL } else { code })?;
            let name = usual_name(&code, &titled(&name, provisional));
            return Ok(Found { code, name, uncoded: false, provisional });
        }
        if let Some(code) = self.of_geography(&name, &plain, at, day) {
            return Ok(Found { code, name, uncoded: false, provisional });
        }
        let own = slug(&plain).ok_or_else(|| invalid("the row names no area"))?;
        let kind = match at {
            Position { former: true, .. } => "former-",
            Position { health: true, .. } => "health-",
            _ => "",
        };
        let code = fixed(&format!("ons-name:{kind}{own}"))?;
        Ok(Found { code, name, uncoded: true, provisional })
    }

    /// The only area of this name that held on the day, or ended before it.
    fn of_geography(
        &self,
        name: &str,
        plain: &str,
        at: Position,
        day: NaiveDate,
    ) -> Option<AreaCode> {
        let kind = name.to_lowercase();
        let fits = |known: &&Known<'_>| {
            let ended = known.until.is_some_and(|until| until < day);
            let begun = known.from.is_none_or(|from| from <= day);
            let is_health = matches!(
                known.code.entity_type(),
                Some(
                    EntityType::PrimaryCareTrust
                        | EntityType::HealthBoard
                        | EntityType::NhsRegion
                        | EntityType::IntegratedCareBoard
                        | EntityType::SubIntegratedCareBoard
                        | EntityType::Other
                )
            );
            let prefix = |prefixes: &[&str]| {
                prefixes.iter().any(|prefix| known.code.as_str().starts_with(prefix))
            };
            let right_kind = if kind.ends_with(" ua") {
                prefix(&["E06", "W06"])
            } else if kind.contains("(met county)") {
                prefix(&["E11"])
            } else {
                is_health == at.health
            };
            right_kind && if at.former { ended } else { begun && !ended }
        };
        let mut found = self.known.get(plain)?.iter().filter(fits);
        let one = found.next()?;
        found.next().is_none().then(|| one.code.clone())
    }
}

/// A printed code: `K04000001, J990000012` is two, the second with the number
/// of a note behind it. Codes of older schemes bear the name of theirs.
fn printed_code(text: &str) -> Result<AreaCode, Fault> {
    let gss = |part: &str| {
        let part = part.trim();
        let nine = part.get(..9)?;
        let note = &part[9..];
        let is_note = note.len() <= 2 && note.bytes().all(|b| b.is_ascii_digit());
        (is_note && AreaCode::new(nine).is_ok()).then(|| nine.to_owned())
    };
    if let Some(parts) = text.split(',').map(gss).collect::<Option<Vec<_>>>() {
        return fixed(&parts.join("+"));
    }
    let is_old = (2..=5).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && text.starts_with(|c: char| c.is_ascii_digit());
    if is_old {
        return fixed(&format!("ons-old:{text}"));
    }
    Err(invalid("neither a GSS code nor an older one, such as 95T"))
}

fn fixed(code: &str) -> Result<AreaCode, Fault> {
    AreaCode::new(code).map_err(|_| invalid("not the code of an area"))
}

fn invalid(message: &str) -> Fault {
    Fault::new(ProblemCode::AreaCodeInvalid, message)
}

/// A name without the numbers of notes behind it: `County Durham UA 5`,
/// `SCOTLAND1,4`.
fn without_notes(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',' || c.is_whitespace())
}

/// Words of a name that are told apart: without signs, kind of area and
/// capitals.
fn words(name: &str) -> String {
    let name = name.to_lowercase().replace('&', " and ").replace(['\'', '’'], "");
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let mut words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    if words.last() == Some(&"ua") {
        words.pop();
    }
    words.join(" ")
}

/// `UNITED KINGDOMP` is marked as provisional by its last letter.
fn provisional(words: &str) -> (String, bool) {
    let marked = words.strip_suffix('p').map(str::trim);
    match marked.filter(|name| COUNTRIES.iter().any(|(known, _)| known == name)) {
        Some(name) => (name.to_owned(), true),
        None => (words.to_owned(), false),
    }
}

fn titled(name: &str, provisional: bool) -> String {
    let name = if provisional { &name[..name.len() - 1] } else { name };
    name.trim().to_owned()
}

/// Those who live in neither England nor Wales.
pub(super) fn is_elsewhere(words: &str) -> bool {
    words.starts_with("outside ")
        || words.contains("residence outside")
        || words.contains("residence is outside")
        || words.starts_with("birth in england and wales where")
}

/// The words of a name, for a look at a heading.
pub(super) fn words_of(name: &str) -> String {
    words(without_notes(name))
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Area, Geography};

    use super::*;

    const NOWHERE: Position = Position {
        former: false,
        health: false,
        regions: false,
        elsewhere: false,
        has_elsewhere: false,
    };

    fn find(areas: &Geography, code: &str, name: &str, at: Position) -> String {
        let codes = CodeLists::NONE.with_areas(areas);
        let day = NaiveDate::from_ymd_opt(2010, 7, 1).unwrap();
        let found = Names::new(&codes).find(code, name, at, day);
        found.map_or_else(|_| "none".to_owned(), |found| found.code.to_string())
    }

    #[test]
    fn printed_codes_are_kept() {
        let find = |code| find(&Geography::new(), code, "any", NOWHERE);
        assert_eq!(find("E06000047"), "E06000047");
        assert_eq!(find("K04000001, J990000012"), "K04000001+J99000001");
        assert_eq!(find("95T"), "ons-old:95T");
        assert_eq!(find("00AB"), "ons-old:00AB");
        assert_eq!(find("E0600004"), "none");
    }

    #[test]
    fn countries_and_regions_have_one_code_each() {
        let none = Geography::new();
        let plain = |name| find(&none, "", name, NOWHERE);
        assert_eq!(plain("UNITED KINGDOMP"), "K02000001");
        assert_eq!(plain("UNITED KINGDOM p"), "K02000001");
        assert_eq!(plain("ENGLAND AND WALES3"), "K04000001+J99000001");
        let apart = Position { has_elsewhere: true, ..NOWHERE };
        assert_eq!(find(&none, "", "ENGLAND AND WALES", apart), "K04000001");
        assert_eq!(plain("SCOTLAND1,4"), "S92000003");
        assert_eq!(plain("NORTH EAST"), "E12000001");
        assert_eq!(plain("Usual residence outside England"), "J99000001");
        let health = Position { health: true, ..NOWHERE };
        assert_eq!(find(&none, "", "North East", health), "ons-name:health-north-east");
        let region = Position { regions: true, ..health };
        assert_eq!(find(&none, "", "North East", region), "E12000001");
    }

    #[test]
    fn other_names_are_looked_up_and_else_bear_an_id_of_their_own() {
        let mut areas = Geography::new();
        let day = |year| NaiveDate::from_ymd_opt(year, 3, 31);
        let mut add = |code: &str, name: &str, until| {
            let mut area = Area::new(AreaCode::new(code).unwrap(), name);
            area.until = until;
            areas.add(area);
        };
        add("E06000047", "County Durham", None);
        add("E07000056", "Durham", day(2009));
        add("E07000001", "Twice", None);
        add("E07000002", "Twice", None);
        let former = Position { former: true, ..NOWHERE };
        assert_eq!(find(&areas, "", "County Durham UA 5 ", NOWHERE), "E06000047");
        assert_eq!(find(&areas, "", "Durham", former), "E07000056");
        assert_eq!(find(&areas, "", "Durham", NOWHERE), "ons-name:durham", "ended before");
        assert_eq!(find(&areas, "", "Twice", NOWHERE), "ons-name:twice");
        assert_eq!(find(&areas, "", "Bedford", former), "ons-name:former-bedford");
        assert_eq!(find(&areas, "", "12", NOWHERE), "none");
    }
}
