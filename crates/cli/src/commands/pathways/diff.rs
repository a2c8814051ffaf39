//! `pathway diff`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use firstyear_catalogue::catalogue;
use firstyear_core::pathway::{CarePathway, DerivedFrom, PathwayKind};
use firstyear_core::{AreaCode, Language, ProblemCode};
use firstyear_export::chart::DataTable;
use firstyear_export::pathway::comparison;
use firstyear_export::problems;
use firstyear_export::wire::{PathwayDiffV1, to_json};
use firstyear_export::words::Words;
use firstyear_ingest::ReadPathway;
use firstyear_pathways::{Comparison, Coverage, check_derivations, coverage, diff as compare};

use super::{sound, write};
use crate::args::{Compared, DiffShape};
use crate::commands::grid;
use crate::exit::{Code, Failure};

/// Holds local pathways against a reference.
pub(crate) fn diff(asked: &Compared) -> Result<Code, Failure> {
    let areas: Vec<AreaCode> = asked
        .areas
        .iter()
        .map(|code| AreaCode::new(code))
        .collect::<Result<_, _>>()
        .map_err(|error| Failure::Use(format!("--area: {error}")))?;
    let Some(locals) = locals(&asked.pathways)? else { return Ok(Code::Problems) };
    let given = match &asked.against {
        None => None,
        Some(name) => match sound(name)? {
            Some(read) => Some(reference(name, read)?),
            None => return Ok(Code::Problems),
        },
    };
    let reference = match &given {
        Some(given) => given,
        None => match derived(&locals)? {
            Some(found) => found,
            None => return Ok(Code::Problems),
        },
    };
    let found: Vec<Comparison<'_>> =
        locals.iter().map(|read| compare(&read.pathway, reference)).collect();
    let several = found.len() > 1 || !areas.is_empty();
    let covered = several.then(|| coverage(&found, &areas));
    let text = match asked.format {
        DiffShape::Text => as_text(&found, covered.as_ref()),
        DiffShape::Md => comparison::markdown(&found, covered.as_ref()),
        DiffShape::Csv => comparison::flat(&found).csv(),
        DiffShape::Json => to_json(&PathwayDiffV1::new(reference, &found, covered.as_ref()))
            .map_err(|error| Failure::Defect(error.to_string()))?,
    };
    write(&text, asked.out.as_deref())
}

/// The local pathways, if all are sound; otherwise what is wrong in each was printed.
fn locals(names: &[String]) -> Result<Option<Vec<ReadPathway>>, Failure> {
    let mut read = Vec::new();
    let mut first: BTreeMap<_, &str> = BTreeMap::new();
    for name in names {
        let Some(one) = sound(name)? else { continue };
        let CarePathway { id, version, area, kind, .. } = &one.pathway;
        if *kind != PathwayKind::Local {
            return Err(Failure::Use(format!(
                "`{name}` is a reference: name local pathways, and the reference by --against"
            )));
        }
        let key = (id.clone(), version.clone(), area.clone());
        if let Some(other) = first.insert(key, name) {
            return Err(Failure::Use(if other == name {
                format!("`{name}` is named twice: name each pathway once")
            } else {
                format!("`{other}` and `{name}` are the same version of `{id}`: name one of them")
            }));
        }
        read.push(one);
    }
    Ok((read.len() == names.len()).then_some(read))
}

fn reference(name: &str, read: ReadPathway) -> Result<CarePathway, Failure> {
    match read.pathway.kind {
        PathwayKind::Reference => Ok(read.pathway),
        PathwayKind::Local => Err(Failure::Use(format!(
            "--against: `{name}` is a local pathway: name a reference, of which `firstyear \
             pathway list` shows some"
        ))),
    }
}

/// The reference that all were made from, by way of others or not. `None` where one is
/// made from itself: that was printed.
fn derived(locals: &[ReadPathway]) -> Result<Option<&'static CarePathway>, Failure> {
    let all: Vec<&CarePathway> =
        locals.iter().map(|read| &read.pathway).chain(catalogue().pathways()).collect();
    let circles: Vec<_> = check_derivations(&all)
        .into_iter()
        .filter(|finding| finding.code == ProblemCode::PathwayDerivationCyclic)
        .filter_map(|finding| {
            let read = locals.iter().find(|read| read.pathway.id == finding.element.id)?;
            Some(finding.at(read.file.clone()))
        })
        .collect();
    if !circles.is_empty() {
        anstream::eprint!("{}", problems::text(&circles));
        return Ok(None);
    }
    let mut found: Option<&'static CarePathway> = None;
    for read in locals {
        let origin = origin(&read.pathway, locals)?;
        if let Some(other) = found.filter(|other| other.id != origin.id) {
            return Err(Failure::Use(format!(
                "they were made from `{}` and from `{}`: name one reference by --against",
                other.id, origin.id
            )));
        }
        found = Some(origin);
    }
    Ok(found)
}

/// The reference of the catalogue from which a pathway was made, in whatever version. No
/// pathway here is made from itself.
fn origin(local: &CarePathway, locals: &[ReadPathway]) -> Result<&'static CarePathway, Failure> {
    let mut at = local;
    loop {
        let Some(DerivedFrom { id, version }) = &at.derived_from else {
            return Err(Failure::Use(format!(
                "`{}` does not say what it is derived from: name the reference by --against",
                at.id
            )));
        };
        let of = |read: &&ReadPathway| read.pathway.id == *id && read.pathway.version == *version;
        match (catalogue().pathway(id), locals.iter().find(of)) {
            (Some(reference), _) => return Ok(reference),
            (None, Some(other)) => at = &other.pathway,
            (None, None) => {
                return Err(Failure::Use(format!(
                    "`{}` is derived from version `{version}` of `{id}`, which is not in the \
                     catalogue: name the reference by --against",
                    at.id
                )));
            }
        }
    }
}

fn as_text(found: &[Comparison<'_>], covered: Option<&Coverage<'_>>) -> String {
    let (mut text, words) = (String::new(), Words::of(Language::English));
    let table = |data: &DataTable| grid::text(data, grid::terminal_width());
    // Writing to a string cannot fail.
    if let Some(covered) = covered {
        let matrix = comparison::matrix(covered);
        let _ = writeln!(text, "{}:\n\n{}\n", matrix.caption, table(&matrix));
    }
    for one in found {
        for sentence in comparison::findings(one, words) {
            let _ = writeln!(text, "{}", sentence.replace(char::is_control, " "));
        }
        let _ = writeln!(text, "\n{}\n", table(&comparison::obligations(one, words)));
        let others = comparison::others(one, words);
        if !others.rows.is_empty() {
            let _ = writeln!(text, "{}:\n\n{}\n", others.caption, table(&others));
        }
    }
    let _ = writeln!(text, "{}", comparison::caution(words));
    text
}
