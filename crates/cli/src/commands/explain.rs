//! `explain`: what is known by a name.

use std::fmt::Write as _;

use chrono::NaiveDate;
use firstyear_catalogue::{Catalogue, ExternalStatus, IndicatorEntry, Library, catalogue};
use firstyear_core::project::{FileFormat, PublisherRule};
use firstyear_core::recommendation::Discussion;
use firstyear_core::{
    AreaCode, Dimension, DimensionId, Polarity, ProblemCode, Role, Share, layout,
};
use firstyear_ingest::FormatAbout;
use firstyear_metrics::Method;
use firstyear_metrics::disclosure::Preset;
use firstyear_metrics::run::{Argument, Call, Field};

use crate::commands::question;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};

/// Prints what is known by a name: of a problem code, method, indicator,
/// dimension or family, intervention, driver, theme, statement of self-assessment, care pathway, case study or resource, publisher's rule, file format, question of a project, area code,
/// status, flag, or word of the glossary. A name with several meanings has all
/// of them printed.
pub(crate) fn explain(term: &str) -> Result<Code, Failure> {
    let catalogue = catalogue();
    let meanings = [
        ProblemCode::from_text(term).map(problem),
        firstyear_metrics::method(term).map(method),
        Preset::from_id(term).map(preset),
        indicator(catalogue, term),
        dimension(catalogue, term),
        family(catalogue, term),
        intervention(catalogue, term),
        driver(catalogue, term),
        theme(catalogue, term),
        statement(catalogue, term),
        pathway(catalogue, term),
        case_study(catalogue, term),
        resource(catalogue.library(), term),
        firstyear_ingest::formats().find(|known| known.format.name() == term).map(format),
        question::explained(term),
        status(term),
        area(catalogue, term),
        area_list(term),
        word(catalogue, term),
    ];
    let meanings: Vec<String> = meanings.into_iter().flatten().collect();
    if meanings.is_empty() {
        // A name on the command line is the user's own word, not data.
        return Err(Failure::Use(unknown(catalogue, term)));
    }
    print(&meanings.join("\n"))
}

/// Names at most so many terms that hold what was asked for.
const NEAR: usize = 5;

fn unknown(catalogue: &Catalogue, term: &str) -> String {
    let asked = term.to_lowercase();
    let indicators = catalogue.indicators().values().map(|e| e.indicator.id.as_str());
    let dimensions = catalogue.dimensions().values().map(|d| d.id().as_str());
    let methods = firstyear_metrics::methods().iter().map(|method| method.id.as_str());
    let problems = ProblemCode::ALL.iter().map(|code| code.as_str());
    let interventions = catalogue.interventions().iter().map(|i| i.id.as_str());
    let drivers = catalogue.drivers().drivers.iter().map(|driver| driver.id.as_str());
    let presets = Preset::ALL.iter().map(|preset| preset.id());
    let terms = indicators.chain(dimensions).chain(methods).chain(problems).chain(interventions);
    let pathways = catalogue.pathways().iter().map(|pathway| pathway.id.as_str());
    let terms = terms.chain(drivers).chain(presets).chain(pathways);
    let near: Vec<_> = terms.filter(|known| known.contains(&asked)).take(NEAR).collect();
    let near = if near.is_empty() {
        String::new()
    } else {
        format!(" (did you mean {}?)", near.join(", "))
    };
    format!(
        "nothing is known by the name `{term}`{near}: `firstyear list` shows indicators, \
         dimensions, interventions, drivers, themes, formats, methods, problems and the glossary"
    )
}

fn problem(code: ProblemCode) -> String {
    let (wrong, right) = code.example();
    format!(
        "{code} (a problem of the input: {})\n\n{}\n\nWhat would be right: {}.\n\n\
         For example: {wrong}\nMended:      {right}\n",
        code.severity(),
        code.explanation(),
        code.help()
    )
}

/// An area by its code: its names, its days, what it lies in and what took its
/// place.
fn area(catalogue: &Catalogue, term: &str) -> Option<String> {
    let areas = catalogue.areas();
    let area = areas.get(&AreaCode::new(term).ok()?)?;
    let mut text = format!("{}: {}\n", area.code, area.name);
    // Writing to a string cannot fail.
    if !area.aliases.is_empty() {
        let _ = writeln!(text, "Also known as: {}.", area.aliases.join("; "));
    }
    let day = |day: Option<NaiveDate>, open: &str| day.map_or(open.to_owned(), |d| d.to_string());
    let (from, until) = (day(area.from, "an unknown day"), day(area.until, "now"));
    let _ = writeln!(text, "The code holds from {from} until {until}.");
    let named = |code: &AreaCode, share: Option<Share>| {
        let share = share.map_or_else(String::new, |share| format!(", {}%", share.get() * 100.0));
        format!("{} ({code}{share})", areas.name(code))
    };
    let list = |title: &str, items: Vec<String>| match items.len() {
        0 => String::new(),
        _ => format!("{title}: {}.\n", items.join("; ")),
    };
    let parents = area.parents.iter().map(|parent| named(&parent.code, parent.share)).collect();
    text.push_str(&list("Lies in", parents));
    let next = area.successors.iter().map(|next| named(&next.code, next.share)).collect();
    text.push_str(&list("Its place was taken by", next));
    Some(text)
}

fn method(method: &Method) -> String {
    let ordered = if method.ordered { "in an order of disadvantage" } else { "in any order" };
    format!(
        "{}: {}\n\n{}\n\nUnit: {}.\nReading: {}.\nGroups: {ordered}.\nSource: {}.\n\n{}",
        method.id,
        method.name,
        method.explanation,
        method.unit,
        method.reading,
        method.source,
        call(&method.call)
    )
}

/// The rule of a publisher for small counts and for rates on few events.
fn preset(preset: Preset) -> String {
    let rule = preset.rule();
    let mut text = format!("{} (a rule of disclosure)\n\n", preset.id());
    // Writing to a string cannot fail.
    let _ = match rule.threshold {
        Some(range) => writeln!(text, "Counts withheld: {} to {}.", range.from(), range.to()),
        None => writeln!(text, "Counts withheld: none."),
    };
    if let Some(rounding) = rule.rounding {
        let _ = writeln!(text, "Other counts: to the nearest {}.", rounding.base());
    }
    let rates = rule.rates;
    for (least, what) in [
        (rates.crude_from, "Crude rate shown from"),
        (rates.standardised_from, "Standardised rate shown from"),
        (rates.reliable_from, "Low reliability below"),
    ] {
        if least > 0 {
            let _ = writeln!(text, "{what}: {least} events.");
        }
    }
    let _ = writeln!(text, "Source: {}.\n\n{}", preset.source(), preset.note());
    let declared = PublisherRule::ALL.iter().any(|(_, word)| *word == preset.id());
    let use_of = if declared {
        format!(
            "A restricted [[source]] of a project declares it with rule = \"{}\". It widens the \
             range of [disclosure] and never narrows it; a rate on too few events is withheld \
             with its limits, and one on few bears the flag low-reliability.",
            preset.id()
        )
    } else {
        "It rounds counts, and a report shows counts as they are: it is for `firstyear metrics \
         run`, not for a [[source]] of a project."
            .to_owned()
    };
    let _ = writeln!(text, "\n{use_of}");
    text
}

/// What a method reads and writes.
fn call(call: &Call) -> String {
    let mut text = format!("{}\n", call.grouping());
    let mut part = |title: &str, lines: Vec<(String, String)>| {
        if lines.is_empty() {
            return;
        }
        let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n{title}:");
        for (name, meaning) in lines {
            let _ = writeln!(text, "  {name:width$}  {meaning}");
        }
    };
    let field = |field: &Field| {
        let may = if field.optional { " (may be left out)" } else { "" };
        (field.name.to_owned(), format!("{}{may}", field.meaning))
    };
    part("Columns read", call.inputs.iter().map(field).collect());
    let argument = |argument: &Argument| {
        let default = argument
            .default
            .filter(|text| !text.is_empty())
            .map_or_else(String::new, |text| format!("; {text} unless said"));
        let also = argument.aliases.iter().map(|alias| format!("`{alias}`")).collect::<Vec<_>>();
        let also = if also.is_empty() {
            String::new()
        } else {
            format!("; also under the name {}, which goes first", also.join(" or "))
        };
        (argument.name.to_owned(), format!("{}{default}{also}", argument.meaning))
    };
    part(
        "Arguments, each a column or `--set NAME=VALUE`",
        call.arguments.iter().map(argument).collect(),
    );
    part("Columns written", call.outputs.iter().map(field).collect());
    if !call.vectors.is_empty() {
        let _ = writeln!(text, "\nAnswers the reference vectors {}.", call.vectors.join(", "));
    }
    text
}

fn indicator(catalogue: &Catalogue, term: &str) -> Option<String> {
    let entry = catalogue.indicators().values().find(|e| e.indicator.id.as_str() == term)?;
    Some(indicator_text(entry))
}

fn indicator_text(entry: &IndicatorEntry) -> String {
    let indicator = &entry.indicator;
    let polarity = match indicator.polarity {
        Polarity::LowerIsBetter => "lower is better",
        Polarity::HigherIsBetter => "higher is better",
        Polarity::NoAgreedOptimum => "no agreed optimum",
    };
    let mut text = format!(
        "{}: {}\n\nNumerator: {}.\nDenominator: {}.\nUnit: {}.\nReading: {polarity}.\nLimits: {}.\nCollected by: {}.\n",
        indicator.id,
        indicator.name,
        indicator.numerator,
        indicator.denominator,
        indicator.unit,
        entry.method,
        entry.data_source
    );
    for external in &entry.external {
        let status = match external.status {
            ExternalStatus::Verified => "verified",
            ExternalStatus::Unconfirmed => "unconfirmed: check before use",
        };
        let _ = writeln!(text, "Id in {}: {} ({status}).", external.scheme, external.id);
    }
    if let Some(pathway) = &entry.pathway {
        let _ = writeln!(text, "Care pathway: {pathway}.");
    }
    text
}

fn dimension(catalogue: &Catalogue, term: &str) -> Option<String> {
    let dimension = catalogue.dimensions().values().find(|d| d.id().as_str() == term)?;
    let about = dimension.about();
    let order = match dimension {
        Dimension::Ordered(_) => "ordered",
        Dimension::Unordered(_) => "without an order",
    };
    let mut text = format!(
        "{}: {} ({order})\n\nFamily: {}.\nSource: {}.\n\nCategories:\n",
        about.id, about.name, about.family, about.source
    );
    for category in dimension.categories() {
        let role = match &category.role {
            Role::Group => String::new(),
            Role::Within(whole) => format!(" (within {whole})"),
            Role::Total => " (total)".to_owned(),
            Role::Remainder => " (in no group)".to_owned(),
            Role::Beside => " (beside the total)".to_owned(),
        };
        let _ = writeln!(text, "  {}  {}{role}", category.id, category.label);
    }
    Some(text)
}

/// The layout of a list of areas, which is named under `[geography]` and is no
/// format of figures.
fn area_list(term: &str) -> Option<String> {
    use firstyear_core::layout::area;
    (term == "areas").then(|| {
        let columns = columns_alone(&area::COLUMNS, &area::MEANINGS, &area::OPTIONAL);
        format!(
            "areas: A list of areas with their changes, CSV or TSV\n\nWhat a project names under \
             `[geography] files`: codes, names, days, what an area lies in and what took its place, \
             of any country.\n\n{columns}"
        )
    })
}

fn format(about: FormatAbout) -> String {
    use firstyear_core::layout::{annotation, gap, observation, printed_statement, printed_table};
    let columns = match about.format {
        FileFormat::Tidy => {
            columns(&observation::COLUMNS, &observation::MEANINGS, &observation::OPTIONAL)
        }
        FileFormat::TidyGaps => columns(&gap::COLUMNS, &gap::MEANINGS, &gap::OPTIONAL),
        FileFormat::PrintedTables => columns_alone(
            &printed_table::COLUMNS,
            &printed_table::MEANINGS,
            &printed_table::OPTIONAL,
        ),
        FileFormat::PrintedStatements => columns_alone(
            &printed_statement::COLUMNS,
            &printed_statement::MEANINGS,
            &printed_statement::OPTIONAL,
        ),
        FileFormat::Annotations => {
            columns_alone(&annotation::COLUMNS, &annotation::MEANINGS, &annotation::OPTIONAL)
        }
        _ => String::new(),
    };
    let FormatAbout { format, title, explanation } = about;
    let gap = if columns.is_empty() { "" } else { "\n" };
    format!("{}: {title}\n\n{explanation}\n{gap}{columns}", format.name())
}

/// Columns with their meanings, and the words of status columns.
fn columns(names: &[&str], meanings: &[&str], optional: &[&str]) -> String {
    let words = |list: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        list.iter().map(|(word, meaning)| (*word, (*meaning).to_owned())).collect()
    };
    format!(
        "{}\nA status; an empty one beside a number means known:\n{}\n\
         Flags, each after a plus sign, such as known+provisional:\n{}",
        columns_alone(names, meanings, optional),
        aligned(&words(&layout::status::MEANINGS)),
        aligned(&words(&layout::flag::MEANINGS)),
    )
}

/// Columns with their meanings.
fn columns_alone(names: &[&str], meanings: &[&str], optional: &[&str]) -> String {
    let rows: Vec<(&str, String)> = names
        .iter()
        .zip(meanings)
        .map(|(name, meaning)| {
            let may = if optional.contains(name) { " (may be left out)" } else { "" };
            (*name, format!("{meaning}{may}"))
        })
        .collect();
    format!("Columns, in any order:\n{}", aligned(&rows))
}

fn aligned(rows: &[(&str, String)]) -> String {
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    rows.iter().fold(String::new(), |mut text, (name, meaning)| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {name:width$}  {meaning}");
        text
    })
}

/// A word of a status column.
fn status(term: &str) -> Option<String> {
    let find = |list: &[(&str, &'static str)]| {
        list.iter().find(|(word, _)| *word == term).map(|(_, meaning)| *meaning)
    };
    let state = find(&layout::status::MEANINGS)
        .map(|meaning| format!("{term} (a status of the tidy layout): {meaning}.\n"));
    let flag = find(&layout::flag::MEANINGS).map(|meaning| {
        format!("{term} (a flag of the tidy layout, as in known+{term}): {meaning}.\n")
    });
    state.or(flag)
}

/// A family of several versions, which a question may name in their place.
fn family(catalogue: &Catalogue, term: &str) -> Option<String> {
    let id = DimensionId::new(term).ok()?;
    let versions: Vec<_> = catalogue.family(&id).filter(|version| *version.id() != id).collect();
    let rows: Vec<_> = versions.iter().map(|d| (d.id().as_str(), d.about().name.clone())).collect();
    (!rows.is_empty()).then(|| {
        format!(
            "{term}: a family of versions of one dimension\n\nA question that names the family \
             takes for each period the version that has figures. Between two versions a series \
             breaks.\n\nVersions:\n{}",
            aligned(&rows)
        )
    })
}

/// A statement of the matrix that the program brings.
fn statement(catalogue: &Catalogue, term: &str) -> Option<String> {
    let matrix = catalogue.self_assessment();
    let found = matrix.statement(term)?;
    let mut text = format!(
        "{} (statement of self-assessment): {}\n\nTheme: {}\nFrom: {}, {}\n",
        found.id,
        found.text,
        found.theme,
        found.standing.word(),
        found.source
    );
    if !found.indicators.is_empty() {
        let ids: Vec<String> = found.indicators.iter().map(ToString::to_string).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "Indicators beside it: {}", ids.join(", "));
    }
    for (at, level) in (1..).zip(&matrix.levels) {
        let at: usize = at;
        let _ = writeln!(text, "Level {at}, {}: {}", level.name, level.meaning);
    }
    Some(text)
}

/// A theme of recommendations, or a category or part of one by its ids.
fn theme(catalogue: &Catalogue, term: &str) -> Option<String> {
    let mut ids = term.split('/');
    let theme = catalogue.themes().theme(ids.next()?)?;
    let held = match theme.discussion {
        Some(Discussion::Core) => "every visit holds a discussion group on it",
        Some(Discussion::Chosen) => "an area may choose a discussion group on it",
        None => "visits hold no discussion group on it",
    };
    let list = |ids: Vec<&str>| match ids.as_slice() {
        [] => "It is sorted no further.\n".to_owned(),
        some => format!("Sorted into: {}.\n", some.join(", ")),
    };
    let (name, within) = match (ids.next(), ids.next(), ids.next()) {
        (None, ..) => (&theme.name, list(theme.categories.iter().map(|one| &*one.id).collect())),
        (Some(id), None, _) => {
            let category = theme.category(id)?;
            (&category.name, list(category.parts.iter().map(|one| &*one.id).collect()))
        }
        (Some(id), Some(part), None) => {
            let parts = &theme.category(id)?.parts;
            (&parts.iter().find(|one| one.id == part)?.name, list(Vec::new()))
        }
        _ => return None,
    };
    Some(format!(
        "{term} (of the themes of recommendations): {name}\n\nTheme: {}; {held}.\n{within}",
        theme.name
    ))
}

/// A care pathway, what is counted of it and what is not settled.
fn pathway(catalogue: &Catalogue, term: &str) -> Option<String> {
    let found = catalogue.pathway(term)?;
    let mut text = format!(
        "{} (a care pathway, {}): {}\n\n{} {}\n\n",
        found.id,
        found.status.word(),
        found.title,
        found.summary,
        found.review
    );
    for one in &found.measures {
        let indicator = one.indicator.as_ref().map_or_else(String::new, |id| format!(" ({id})"));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "Counted: {}{indicator}.", one.name);
    }
    for question in &found.open_questions {
        let _ = writeln!(text, "Not settled: {question}");
    }
    let _ = writeln!(
        text,
        "\n`firstyear pathway render {term} --format md` prints it, `firstyear pathway check {term}` \
         says what is open in it, `firstyear pathway simulate-log {term}` makes up an event log \
         of it, and `firstyear pathway flow {term}` says how many come how far by a plan."
    );
    Some(text)
}

/// What one place did, with what is known of it.
fn case_study(catalogue: &Catalogue, term: &str) -> Option<String> {
    let found = catalogue.library().case_studies.iter().find(|one| one.id == term)?;
    let since = found.since.as_ref().map_or_else(String::new, |since| format!(", since {since}"));
    let mut text = format!(
        "{} (a case study): {}\n\nWhere: {}{since}.\nFor: {}.\n\n{}\n\n",
        found.id, found.title, found.place, found.whom, found.what
    );
    for figure in &found.figures {
        let period = figure.period.as_ref().map_or_else(String::new, |at| format!(", {at}"));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}: {} {}{period}.", figure.about, figure.value, figure.unit);
    }
    let _ = writeln!(text, "Evaluation: {}\nTheme: {}.", found.evaluation, found.theme);
    if !found.interventions.is_empty() {
        let _ = writeln!(text, "An example of: {}.", found.interventions.join(", "));
    }
    let _ = writeln!(text, "Source: {}.", found.source);
    Some(text)
}

/// A publication, a tool or a material.
fn resource(library: &Library, term: &str) -> Option<String> {
    let found = library.resources.iter().find(|one| one.id == term)?;
    let as_of = library
        .as_of
        .map_or_else(String::new, |year| format!("; as of {year}, and it may no longer be kept"));
    Some(format!(
        "{} (a resource): {}\n\nTheme: {}.\nSource: {}{as_of}.\n",
        found.id, found.title, found.theme, found.source
    ))
}

/// What lies behind an outcome: what leads to it, and what it leads to.
fn driver(catalogue: &Catalogue, term: &str) -> Option<String> {
    let map = catalogue.drivers();
    let found = map.driver(term)?;
    let mut text = format!("{} (a driver): {}\n\n", found.id, found.name);
    // Writing to a string cannot fail.
    for link in map.links.iter().filter(|link| link.from == term || link.to == term) {
        let (words, other) = match (link.next_generation, link.from == term) {
            (true, _) => ("In the next generation", &link.to),
            (false, true) => ("Leads to", &link.to),
            (false, false) => ("Lies behind it", &link.from),
        };
        let (statement, standing, source) = (&link.statement, link.standing.word(), &link.source);
        let _ = writeln!(text, "{words}: {other}. {statement} ({standing}; {source}).");
    }
    let indicators: Vec<_> = found.indicators.iter().map(ToString::to_string).collect();
    for (words, ids) in [("Shown by", &indicators), ("Changed by", &found.interventions)] {
        if !ids.is_empty() {
            let _ = writeln!(text, "{words}: {}.", ids.join(", "));
        }
    }
    Some(text)
}

fn intervention(catalogue: &Catalogue, term: &str) -> Option<String> {
    let found = catalogue.interventions().iter().find(|known| known.id == term)?;
    let mut text = format!("{}: {}\n\n", found.id, found.title);
    // Writing to a string cannot fail.
    let _ = match found.contribution_points {
        Some(points) => writeln!(
            text,
            "Published contribution: {points} percentage points of the relative gap between \
             routine and manual and all, 2002 to 2004."
        ),
        None => writeln!(text, "The report gives no figure for its contribution."),
    };
    let exposure = [("at the start", found.baseline_percent), ("aimed at", found.target_percent)];
    for (when, percent) in exposure {
        if let Some(percent) = percent {
            let _ = writeln!(text, "Exposure {when}: {percent}%.");
        }
    }
    if let Some(indicator) = &found.indicator {
        let _ = writeln!(text, "Shown by: {indicator}.");
    }
    if !found.overlaps.is_empty() {
        let _ =
            writeln!(text, "Acts in part on the same deaths as: {}.", found.overlaps.join(", "));
    }
    if let Some(note) = &found.note {
        let _ = writeln!(text, "\n{note}");
    }
    let _ = writeln!(text, "Source: report of 2010, section {}.", found.report_section);
    Some(text)
}

fn word(catalogue: &Catalogue, term: &str) -> Option<String> {
    let found = catalogue.glossary().iter().find(|word| word.term.eq_ignore_ascii_case(term))?;
    Some(format!("{}: {}.\n", found.term, found.meaning))
}

#[cfg(test)]
mod tests {
    use firstyear_catalogue::Resource;

    use super::*;

    #[test]
    fn a_resource_is_dated_where_its_library_is() {
        let one = Resource {
            id: "guide".to_owned(),
            title: "A guide".to_owned(),
            theme: "smoking".to_owned(),
            source: "a made-up report".to_owned(),
        };
        let mut library = Library {
            schema_version: 1,
            as_of: None,
            case_studies: Vec::new(),
            resources: vec![one],
        };
        let undated = "guide (a resource): A guide\n\nTheme: smoking.\nSource: a made-up report.\n";
        assert_eq!(resource(&library, "guide").as_deref(), Some(undated));
        library.as_of = Some(2031);
        let dated = resource(&library, "guide").unwrap();
        assert!(dated.ends_with("a made-up report; as of 2031, and it may no longer be kept.\n"));
        assert_eq!(catalogue().library().as_of, Some(2010), "the year of the report");
    }
}
