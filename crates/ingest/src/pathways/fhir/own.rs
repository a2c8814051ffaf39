//! A pathway that was written as FHIR here: what stands in fields of FHIR from those,
//! and the rest from our extensions.

use std::collections::BTreeMap;

use firstyear_core::pathway::exchange::{fhir as names, is_list};
use serde_json::{Map, Value};

use super::super::Report;
use super::super::assemble::Assembled;
use super::super::located::At;

/// The parts of a plan that bears our extension, with its measures.
pub(super) fn own(plan: &At<'_>, measures: &[At<'_>], report: &mut Report) -> Assembled {
    let mut document = Assembled::new(rest(plan, names::PATHWAY));
    about(plan, &mut document);
    let known = Ids::of(plan);
    let mut flow = Vec::new();
    for action in plan.items("action") {
        let codes = coded(&action);
        let of = |system: &str| codes.iter().find(|code| code.system == names::address(system));
        if extension(&action, names::DECISION).is_some() {
            decision(&action, &known, &mut document);
        } else if let Some(kind) = of(names::STEP_KIND) {
            step(&action, kind.word, &codes, &mut document);
            flows(&action, &known, &mut flow);
        } else if let Some(reason) = of(names::EXIT_REASON) {
            let mut exit = element(&action, names::EXIT, "title", "name");
            insert(&mut exit, "reason", Some(reason.word));
            document.push("exit", Value::Object(exit), &action.path);
        } else {
            report.not_taken(&action.path, "an action that is no step, decision or exit of ours");
        }
    }
    // Where each stood before they were sorted by the steps that they follow.
    flow.sort_by_key(|(place, ..)| *place);
    for (_, one, path) in flow {
        document.push("flow", Value::Object(one), &path);
    }
    for goal in plan.items("goal") {
        let mut one = rest(&goal, names::OBLIGATION);
        insert(&mut one, "id", id_of(&goal));
        insert(&mut one, "text", goal.get("description").and_then(|said| said.string("text")));
        one.entry("expects").or_insert_with(|| Value::Array(Vec::new()));
        document.push("obligation", Value::Object(one), &goal.path);
    }
    for measure in measures {
        let mut one = rest(measure, names::MEASURE);
        let identifier = measure.items("identifier").into_iter().next();
        insert(&mut one, "id", identifier.and_then(|id| id.string("value")));
        insert(&mut one, "name", measure.string("title"));
        document.push("measure", Value::Object(one), &measure.path);
    }
    document
}

/// What a pathway says of itself.
fn about(plan: &At<'_>, document: &mut Assembled) {
    let fields = &mut document.fields;
    let identifiers = plan.items("identifier");
    let ours = |id: &&At<'_>| id.string("system") == Some(&names::address(names::PLAN));
    insert(fields, "id", identifiers.iter().find(ours).and_then(|id| id.string("value")));
    for (field, name) in [
        ("version", "version"),
        ("title", "title"),
        ("description", "summary"),
        ("usage", "review"),
    ] {
        insert(fields, name, plan.string(field));
    }
    insert(
        fields,
        "status",
        plan.string("status").map(|status| match status {
            "active" => "agreed",
            "retired" => "withdrawn",
            status => status,
        }),
    );
    let topics = plan.items("topic");
    let topics = topics.iter().flat_map(|topic| topic.items("coding"));
    let mut topics =
        topics.filter(|code| code.string("system") == Some(&names::address(names::THEME)));
    if let Some(theme) = topics.next() {
        insert(fields, "theme", theme.string("code"));
    }
    for artifact in plan.items("relatedArtifact") {
        if artifact.string("type") == Some("derived-from") {
            let from = artifact.string("resource").and_then(derived_from);
            document.fields.extend(from.map(|from| ("derived_from".to_owned(), from)));
        } else {
            let mut source = element(&artifact, names::SOURCE, "display", "title");
            insert(&mut source, "id", artifact.string("label"));
            document.push("source", Value::Object(source), &artifact.path);
        }
    }
    for part in plan.items("useContext") {
        let mut one = Map::new();
        let said = part.get("valueCodeableConcept");
        insert(&mut one, "text", said.and_then(|said| said.string("text")));
        grounds(&part, &mut one);
        document.push("population", Value::Object(one), &part.path);
    }
}

/// The id and version in the address of a pathway.
fn derived_from(address: &str) -> Option<Value> {
    let (place, version) = address.strip_prefix(names::ADDRESS)?.split_once('|')?;
    let id = place.split('/').next()?;
    let (id, version) = (names::unescaped(id)?, names::unescaped(version)?);
    Some(serde_json::json!({"id": id, "version": version}))
}

fn step(action: &At<'_>, kind: &str, codes: &[Code<'_>], document: &mut Assembled) {
    let mut step = element(action, names::STEP, "title", "name");
    insert(&mut step, "kind", Some(kind));
    let does = action.items("action").into_iter();
    list(&mut step, "does", does.filter_map(|done| done.string("title")).map(Value::from));
    let roles = action.items("participant").into_iter().filter_map(|one| one.get("role"));
    let roles: Vec<_> = roles.flat_map(|role| role.items("coding")).collect();
    list(&mut step, "actors", roles.iter().filter_map(|role| role.string("code")).map(Value::from));
    // The first concept is ours, and those that follow are of other systems.
    let others = codes.iter().filter(|code| code.concept > 0).map(|code| {
        let known = names::SYSTEMS.iter().find(|(_, address)| *address == code.system);
        let own = code.system.strip_prefix(&names::address(names::SYSTEM));
        let word = known.map(|(word, _)| (*word).to_owned());
        let word = word.or_else(|| own.and_then(names::unescaped));
        let word = word.unwrap_or_else(|| code.system.to_owned());
        serde_json::json!({"system": word, "code": code.word})
    });
    list(&mut step, "code", others);
    document.push("step", Value::Object(step), &action.path);
}

fn flows(action: &At<'_>, known: &Ids, flow: &mut Vec<(u64, Map<String, Value>, String)>) {
    for related in action.items("relatedAction") {
        if extension(&related, names::OWED).is_some() {
            continue;
        }
        let mut one = rest(&related, names::FLOW);
        insert(&mut one, "from", id_of(action));
        insert(&mut one, "to", known.target(&related).as_deref());
        let place = extension(&related, names::PLACE).and_then(|place| place.get("valueInteger"));
        let place = place.and_then(|place| place.value().as_u64()).unwrap_or(u64::MAX);
        flow.push((place, one, related.path));
    }
}

fn decision(action: &At<'_>, known: &Ids, document: &mut Assembled) {
    let mut decision = Map::new();
    insert(&mut decision, "id", id_of(action));
    insert(&mut decision, "question", action.string("title"));
    let inputs = action.items("input");
    for (at, input) in inputs.iter().enumerate() {
        document.note("decision", &format!("input[{at}]"), &input.path);
    }
    let inputs = inputs.iter().map(|input| {
        let mut one = rest(input, names::INPUT);
        let code = input.items("codeFilter").into_iter().flat_map(|filter| filter.items("code"));
        if let Some(code) = code.into_iter().next() {
            insert(&mut one, "id", code.string("code"));
            insert(&mut one, "name", code.string("display"));
        }
        Value::Object(one)
    });
    decision.insert("input".to_owned(), inputs.collect());
    let rows = action.items("action");
    for (at, row) in rows.iter().enumerate() {
        document.note("decision", &format!("row[{at}]"), &row.path);
    }
    let rows = rows.iter().map(|row| {
        let mut one = rest(row, names::ROW);
        let when = row.items("condition");
        let when = when.iter().map(|one| Value::Object(rest(one, names::CONDITION)));
        list(&mut one, "when", when);
        let then = row.items("relatedAction").into_iter().next();
        insert(&mut one, "then", then.and_then(|then| known.target(&then)).as_deref());
        Value::Object(one)
    });
    decision.insert("row".to_owned(), rows.collect());
    document.push("decision", Value::Object(decision), &action.path);
}

/// The rest of an element with its id and its name.
fn element(at: &At<'_>, extension: &str, title: &str, name: &str) -> Map<String, Value> {
    let mut fields = rest(at, extension);
    if extension != names::SOURCE {
        insert(&mut fields, "id", id_of(at));
    }
    insert(&mut fields, name, at.string(title));
    fields
}

fn grounds(at: &At<'_>, fields: &mut Map<String, Value>) {
    let grounds = rest(at, names::GROUNDS);
    if !grounds.is_empty() {
        fields.insert("grounds".to_owned(), Value::Object(grounds));
    }
}

/// Our id of an element.
fn id_of<'v>(at: &At<'v>) -> Option<&'v str> {
    let other = extension(at, names::ID).and_then(|id| id.string("valueString"));
    other.or_else(|| at.string("id"))
}

/// Ids of actions where ours are others.
struct Ids(BTreeMap<String, String>);

impl Ids {
    fn of(plan: &At<'_>) -> Self {
        let id =
            |action: At<'_>| Some((action.string("id")?.to_owned(), id_of(&action)?.to_owned()));
        Self(plan.items("action").into_iter().filter_map(id).collect())
    }

    /// Our id of what a related action names.
    fn target(&self, related: &At<'_>) -> Option<String> {
        let told = extension(related, names::ID).and_then(|id| id.string("valueString"));
        let id = told.or_else(|| related.string("actionId"))?;
        Some(self.0.get(id).map_or(id, String::as_str).to_owned())
    }
}

/// A code of an action.
struct Code<'v> {
    /// Which of its concepts it is in, from 0.
    concept: usize,
    system: &'v str,
    word: &'v str,
}

fn coded<'v>(action: &At<'v>) -> Vec<Code<'v>> {
    let concepts = action.items("code").into_iter().enumerate();
    let codes = concepts.flat_map(|(concept, at)| {
        let codings = at.items("coding").into_iter();
        codings.filter_map(move |one| {
            Some(Code { concept, system: one.string("system")?, word: one.string("code")? })
        })
    });
    codes.collect()
}

/// The extension of ours with this name.
pub(super) fn extension<'v>(at: &At<'v>, name: &str) -> Option<At<'v>> {
    let address = names::address(name);
    at.items("extension").into_iter().find(|one| one.string("url") == Some(&address))
}

/// The fields of an extension of ours; none where it does not stand.
fn rest(at: &At<'_>, name: &str) -> Map<String, Value> {
    extension(at, name).map_or_else(Map::new, |one| fields(name, &one))
}

fn fields(element: &str, extension: &At<'_>) -> Map<String, Value> {
    let mut fields = Map::new();
    for part in extension.items("extension") {
        let Some(name) = part.string("url") else { continue };
        let value = if part.get("extension").is_some() {
            Value::Object(self::fields(name, &part))
        } else {
            let value = part.named("value").next();
            value.map_or(Value::Object(Map::new()), |value| value.value().clone())
        };
        match fields.get_mut(name) {
            Some(Value::Array(items)) => items.push(value),
            // Twice where once is right: the reader of the document says so.
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None if is_list(element, name) => {
                fields.insert(name.to_owned(), Value::Array(vec![value]));
            }
            None => {
                fields.insert(name.to_owned(), value);
            }
        }
    }
    fields
}

fn insert(fields: &mut Map<String, Value>, name: &str, text: Option<&str>) {
    fields.extend(text.map(|text| (name.to_owned(), Value::from(text))));
}

fn list(fields: &mut Map<String, Value>, name: &str, items: impl Iterator<Item = Value>) {
    let items: Vec<_> = items.collect();
    if !items.is_empty() {
        fields.insert(name.to_owned(), Value::Array(items));
    }
}
