//! `recommendations list`, `overdue`, `add` and `update`.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use firstyear_analysis::{ChoiceOnDay, RecommendationChoice, StatusChoice};
use firstyear_catalogue::catalogue;
use firstyear_core::project::FileFormat;
use firstyear_core::recommendation::{Priority, Recommendation, Status, StatusChange};
use firstyear_core::{AreaCode, IndicatorId};
use firstyear_export::atomic;
use firstyear_export::format::plural;
use firstyear_export::tracker::Tracker;
use firstyear_ingest::{
    EditError, KnownVisits, ProjectData, StrayVisit, change_recommendation, recommendations_csv,
};

use crate::args::{Added, Became, ListShape, Listed, Updated};
use crate::commands::grid;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};
use crate::{interrupt, load};

/// Lists recommendations, or those that are overdue.
pub(crate) fn list(asked: &Listed, overdue: bool) -> Result<Code, Failure> {
    let read = load::project(&asked.project)?;
    let day = read.project.as_of;
    let on = on_day(asked, overdue, day)?;
    if let Some(theme) =
        asked.theme.as_deref().filter(|id| catalogue().themes().theme(id).is_none())
    {
        return Err(Failure::Use(format!(
            "--theme: `{theme}` is no theme: `firstyear list themes` shows them"
        )));
    }
    let area = asked.area.as_deref().map(|code| known_area(&read, code)).transpose()?;
    let all = read.read.rows.recommendations.iter().map(|one| &one.item);
    let choice =
        RecommendationChoice { theme: asked.theme.clone(), lead: asked.lead.clone(), area, on };
    let area_name = |area: &AreaCode| read.read.rows.geography.name(area).to_owned();
    let tracker = Tracker {
        recommendations: choice.of(all),
        as_of: day,
        themes: catalogue().themes(),
        area_name: &area_name,
    };
    let text = match asked.format {
        ListShape::Csv => recommendations_csv(tracker.recommendations.iter().copied()),
        ListShape::Ics => tracker.calendar().ok_or_else(|| {
            Failure::Use("none of these is due: a calendar would be empty".to_owned())
        })?,
        ListShape::Text => as_table(&tracker),
    };
    match &asked.out {
        None => print(&text)?,
        Some(out) => {
            interrupt::writing(|stop| atomic::write_file(out, text.as_bytes(), stop))?;
            Code::Done
        }
    };
    Ok(load::verdict(&read.read.problems))
}

/// An area that the project's recommendations name.
fn known_area(read: &ProjectData, code: &str) -> Result<AreaCode, Failure> {
    let wrong = |why: &dyn std::fmt::Display| Failure::Use(format!("--area: {why}"));
    let area = AreaCode::new(code).map_err(|error| wrong(&error))?;
    let areas: std::collections::BTreeSet<&AreaCode> =
        read.read.rows.recommendations.iter().map(|one| &one.item.area).collect();
    if areas.contains(&area) {
        return Ok(area);
    }
    let known: Vec<&str> = areas.into_iter().map(AreaCode::as_str).collect();
    Err(wrong(&format!("no recommendation is made to `{code}`; they are to {}", known.join(", "))))
}

/// What is asked of the day of the project; `None` where the list does not depend
/// on one.
fn on_day(
    asked: &Listed,
    overdue: bool,
    day: Option<NaiveDate>,
) -> Result<Option<ChoiceOnDay>, Failure> {
    let by_day = overdue || asked.status.is_some() || asked.format == ListShape::Ics;
    if !by_day {
        return Ok(None);
    }
    let day = day.ok_or_else(|| {
        Failure::Use(
            "the project names no day: write as_of = YYYY-MM-DD in firstyear.toml".to_owned(),
        )
    })?;
    let status = asked.status.map_or(StatusChoice::Any, status_of);
    Ok(Some(ChoiceOnDay { day, status, overdue }))
}

const fn status_of(became: Became) -> StatusChoice {
    match became {
        Became::Open => StatusChoice::Open,
        Became::Agreed => StatusChoice::Is(Status::Agreed),
        Became::Started => StatusChoice::Is(Status::Started),
        Became::Done => StatusChoice::Is(Status::Done),
        Became::Stopped => StatusChoice::Is(Status::Stopped),
    }
}

/// The table, and how many there are.
fn as_table(tracker: &Tracker<'_>) -> String {
    let table = || grid::text(&tracker.table(""), grid::terminal_width());
    match tracker.recommendations.len() {
        0 => "no recommendation is of this kind\n".to_owned(),
        many => {
            let word = plural(many as u64, "recommendation", "recommendations");
            format!("{}\n{many} {word}\n", table())
        }
    }
}

/// Adds a recommendation to a document of the project.
pub(crate) fn add(asked: Added) -> Result<Code, Failure> {
    let asked = Added {
        text: told("text", asked.text.as_deref())?,
        lead: told("lead", asked.lead.as_deref())?,
        ..asked
    };
    let read = load::project(&asked.project)?;
    let wrong =
        |option: &str, why: &dyn std::fmt::Display| Failure::Use(format!("--{option}: {why}"));
    let area = match &asked.area {
        None => read.project.area.clone(),
        Some(area) => AreaCode::new(area).map_err(|error| wrong("area", &error))?,
    };
    let indicators: Result<Vec<_>, _> =
        asked.indicator.iter().map(|id| IndicatorId::new(id)).collect();
    let priority = match asked.priority.as_deref() {
        None => None,
        Some(word) => Some(
            Priority::from_word(word)
                .ok_or_else(|| wrong("priority", &"write high, medium or low"))?,
        ),
    };
    if let Some(id) = &asked.visit {
        let known = KnownVisits::of(&read.read.rows.visits);
        known.check(id, &area).map_err(|why| wrong("visit", &of_visit(id, &area, &why)))?;
    }
    if read.read.rows.recommendations.iter().any(|one| one.item.id == asked.id) {
        return Err(wrong("id", &format!("another recommendation has the id `{}`", asked.id)));
    }
    let path = document(&read, asked.file.as_deref())?;
    let new = Recommendation {
        id: asked.id,
        area,
        visit: asked.visit,
        theme: asked.theme,
        category: asked.category,
        part: asked.part,
        text: asked.text,
        lead: asked.lead,
        with: asked.with,
        indicators: indicators.map_err(|error| wrong("indicator", &error))?,
        interventions: asked.intervention,
        pathways: Vec::new(),
        priority,
        made: asked.made,
        due: asked.due,
        evidence: Vec::new(),
        history: Vec::new(),
    };
    edit(&read.folder, &path, |input, file| {
        firstyear_ingest::add_recommendation(input, file, &new, &load::codes())
    })?;
    let later = after_the_report(&read, new.made);
    print(&format!("{} added to {}\n{later}", new.id, path.display()))
}

/// A line where a day is after that of the report, which does not count it yet.
fn after_the_report(read: &ProjectData, day: NaiveDate) -> String {
    match read.project.as_of.filter(|as_of| day > *as_of) {
        None => String::new(),
        Some(as_of) => format!(
            "{day} is after {as_of}, the day that the project is of: lists and reports count it \
             from as_of = {day} in firstyear.toml on\n"
        ),
    }
}

/// A text without blanks around it; an empty one is refused.
fn told(option: &str, text: Option<&str>) -> Result<Option<String>, Failure> {
    match text.map(str::trim) {
        Some("") => Err(Failure::Use(format!("--{option}: the text is empty: leave it out"))),
        other => Ok(other.map(str::to_owned)),
    }
}

/// Why a recommendation to an area does not come from a visit, and what would be
/// right.
fn of_visit(id: &str, area: &AreaCode, why: &StrayVisit) -> String {
    match why {
        StrayVisit::Unknown => format!("no document holds the visit `{id}`"),
        StrayVisit::Elsewhere { area: visited } => format!(
            "the visit `{id}` is one to {visited}, and this is for {area}: give --area {visited}"
        ),
    }
}

/// Says what became of a recommendation.
pub(crate) fn update(asked: &Updated) -> Result<Code, Failure> {
    let read = load::project(&asked.project)?;
    let status = Status::from_word(&asked.status).ok_or_else(|| {
        Failure::Use(format!(
            "`{}` is no status: write agreed, started, done or stopped",
            asked.status
        ))
    })?;
    let found = read.read.rows.recommendations.iter().find(|one| one.item.id == asked.id);
    let found = found.ok_or_else(|| {
        Failure::Use(format!(
            "no recommendation of the project has the id `{}`, or it has a fault: `firstyear \
             check` lists what is left out",
            asked.id
        ))
    })?;
    let path = PathBuf::from(&*found.place.file);
    let reason = told("reason", asked.reason.as_deref())?;
    let change = StatusChange { status, on: asked.on, reason };
    edit(&read.folder, &path, |input, file| {
        change_recommendation(input, file, &asked.id, &change, &load::codes())
    })?;
    let later = after_the_report(&read, asked.on);
    let (word, file) = (status.word(), path.display());
    print(&format!("{} is {word} since {} in {file}\n{later}", asked.id, asked.on))
}

/// The document that a recommendation is added to.
fn document(read: &ProjectData, asked: Option<&str>) -> Result<PathBuf, Failure> {
    let documents = read.files.iter().filter(|file| file.format == FileFormat::Recommendations);
    let documents: Vec<&str> = documents.map(|file| &*file.file).collect();
    match (asked, documents.as_slice()) {
        (None, [only]) => Ok(PathBuf::from(only)),
        (None, []) => Err(Failure::Use(
            "the project has no document of recommendations: name one under [[file]], such as an \
             empty recommendations.toml with `schema_version = 1` and format = \"recommendations\""
                .to_owned(),
        )),
        (None, many) => Err(Failure::Use(format!(
            "--file: the project has several documents: name one of {}",
            many.join(", ")
        ))),
        (Some(file), _) if documents.contains(&file) => Ok(PathBuf::from(file)),
        (Some(file), _) => Err(Failure::Use(format!(
            "--file: `{file}` is no document of recommendations of the project; these are: {}",
            documents.join(", ")
        ))),
    }
}

/// Edits a document of the project, where nobody has changed it meanwhile.
fn edit(
    folder: &Path,
    file: &Path,
    make: impl FnOnce(&[u8], &str) -> Result<String, EditError>,
) -> Result<(), Failure> {
    let path = folder.join(file);
    let earlier =
        fs::read(&path).map_err(|error| Failure::File(format!("{}: {error}", path.display())))?;
    let name = file.display().to_string();
    let text = make(&earlier, &name).map_err(|error| match error {
        EditError::Faulty(_) => Failure::Input(format!("{name} is not changed: {error}")),
        error => Failure::Use(format!("{name} is not changed: {error}")),
    })?;
    interrupt::writing(|stop| atomic::replace_file(&path, &earlier, text.as_bytes(), stop))
}
