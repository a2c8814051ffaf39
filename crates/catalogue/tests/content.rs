//! Holds the content against what it was made from, and against itself.

use std::collections::BTreeMap;
use std::path::PathBuf;

use firstyear_catalogue::{
    Catalogue, CatalogueError, ExternalStatus, FILES, Files, Intervention, MatrixStatement, Origin,
    Quantity, Standing, catalogue,
};
use firstyear_core::recommendation::Discussion;
use firstyear_core::{DimensionId, Direction, IndicatorId, Polarity, Role};

fn dimension_id(id: &str) -> DimensionId {
    DimensionId::new(id).unwrap()
}

/// A file of the seed facts; `None` on a clone without them.
fn seed(file: &str) -> Option<serde_json::Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed-facts");
    let Ok(text) = std::fs::read_to_string(folder.join(file)) else {
        let required = std::env::var_os("FIRSTYEAR_REQUIRE_SHARED").is_some_and(|set| set == "1");
        assert!(!required, "seed facts are required");
        eprintln!("passed over: no seed facts beside the workspace");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn the_files_load_and_every_reference_resolves() {
    let catalogue = Catalogue::load(&FILES).unwrap_or_else(|error| panic!("{error}"));
    for entry in catalogue.indicators().values() {
        let indicator = &entry.indicator;
        for text in [&indicator.name, &indicator.definition, &indicator.unit, &entry.method] {
            assert!(!text.is_empty(), "{}", indicator.id);
        }
        assert!(indicator.definition.ends_with('.'), "{}", indicator.id);
    }
    for dimension in catalogue.dimensions().values() {
        // Of factors a death may have several: they add up to nothing.
        let adds_up = dimension.categories().iter().any(|one| one.role != Role::Beside);
        assert_eq!(dimension.groups().count() >= 1, adds_up, "{}", dimension.id());
        assert_eq!(dimension.total().is_some(), adds_up, "{}", dimension.id());
        if let Some(Direction::MostDisadvantagedFirst) = dimension.direction() {
            let first = dimension.groups().next().unwrap();
            assert!(first.label.contains("most deprived"), "{}", dimension.id());
        }
    }
}

/// The report's key messages, as many by theme as the matrix has statements; each
/// says where it is stated.
#[test]
fn the_matrix_has_a_statement_for_each_key_message() {
    let matrix = catalogue().self_assessment();
    let section = |one: &MatrixStatement| one.source.starts_with("Executive Summary");
    assert!(matrix.statements.iter().all(|one| one.standing == Standing::Stated && section(one)));
    let Some(sections) = seed("sections.json") else { return };
    let messages = &sections["key_messages"];
    let mut of_report: BTreeMap<&str, usize> = BTreeMap::new();
    of_report.insert("strategic", messages["strategic"].as_array().unwrap().len());
    for group in messages["discussion_groups"].as_array().unwrap() {
        *of_report.entry(group["topic"].as_str().unwrap()).or_default() += 1;
    }
    let mut ours: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &matrix.statements {
        *ours.entry(&one.theme).or_default() += 1;
    }
    assert_eq!(ours, of_report);
}

#[test]
fn the_scorecard_has_60_indicators_and_22_process_measures() {
    let entries = catalogue().indicators().values().filter(|entry| entry.origin.is_none());
    let (local, scorecard): (Vec<_>, Vec<_>) = entries.partition(|entry| entry.pathway.is_some());
    assert_eq!((scorecard.len(), local.len()), (60, 22));
    assert!(scorecard.iter().all(|entry| entry.evidence.is_some()));
    assert_eq!(catalogue().interventions().len(), 11);
    let published: f64 =
        catalogue().interventions().iter().filter_map(|i| i.contribution_points).sum();
    // The sum that the report prints.
    assert!((published - 15.6).abs() < 1e-9);
}

#[test]
fn every_death_of_the_child_mortality_tables_has_an_indicator() {
    let scorecard = [
        "infant-mortality-rate",
        "neonatal-mortality",
        "early-neonatal-mortality",
        "post-neonatal-mortality",
        "perinatal-mortality",
        "stillbirth-rate",
    ];
    let id = |id: &str| IndicatorId::new(id).unwrap();
    for name in scorecard {
        assert_eq!(catalogue().indicator(&id(name)).unwrap().origin, None, "{name}");
    }
    let tables = [
        "first-day-mortality",
        "day-1-to-6-mortality",
        "late-neonatal-mortality",
        "postneonatal-4-weeks-to-3-months",
        "postneonatal-3-to-6-months",
        "postneonatal-6-to-12-months",
        "stillbirth-and-neonatal-mortality",
        "stillbirth-and-infant-mortality",
        "child-mortality-1-4",
        "child-mortality-5-9",
        "child-mortality-10-14",
        "child-mortality-1-15",
        "child-deaths-28-days-to-15-years",
        "child-deaths-1-to-5-months",
        "child-deaths-6-to-11-months",
        "child-deaths-1-to-11-months",
    ];
    for name in tables {
        let origin = &catalogue().indicator(&id(name)).unwrap().origin;
        assert_eq!(origin.as_deref(), Some("ons-child-mortality"), "{name}");
    }
}

#[test]
fn ids_that_were_only_recalled_stay_unconfirmed() {
    let count = |status| {
        let entries = catalogue().indicators().values();
        let ids = entries.flat_map(|entry| &entry.external);
        ids.filter(|id| id.scheme == "fingertips" && id.status == status).count()
    };
    assert_eq!(count(ExternalStatus::Verified), 22);
    assert_eq!(count(ExternalStatus::Unconfirmed), 4);
    // No listing of the other systems was seen.
    let ids = catalogue().indicators().values().flat_map(|entry| &entry.external);
    for id in ids.filter(|id| id.scheme != "fingertips") {
        assert_eq!(id.status, ExternalStatus::Unconfirmed, "{} {}", id.scheme, id.id);
    }
}

#[test]
fn the_glossary_page_says_what_the_data_say() {
    let page = include_str!("../../../GLOSSARY.md");
    let rows: Vec<_> = page.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    let terms = catalogue().glossary();
    assert_eq!(rows.len(), terms.len());
    for (row, term) in rows.iter().zip(terms) {
        let see = match term.see.as_slice() {
            [] => String::new(),
            see => format!(" (see {})", see.join(", ")),
        };
        assert_eq!(*row, format!("| {} | {}{see} |", term.term, term.meaning));
    }
}

#[test]
fn parts_of_the_population_add_up_without_those_listed_beside_it() {
    let household = catalogue().dimension(&dimension_id("ns-sec-household")).unwrap();
    let beside = household.categories().iter().filter(|c| c.role == Role::Beside).count();
    assert_eq!((household.groups().count(), beside), (9, 2));
}

#[test]
fn countries_stand_within_the_region_that_the_publisher_counts_them_in() {
    // The country listing of the child mortality workbook: Southern Asia holds
    // Afghanistan, Bangladesh, Bhutan, India, Maldives, Nepal, Pakistan and
    // Sri Lanka.
    let id = dimension_id("mother-country-of-birth");
    for country in ["India", "Pakistan", "Bangladesh"] {
        let found = catalogue().category_by_label(&id, country).unwrap();
        let whole = catalogue().category_by_label(&id, "Southern Asia").unwrap();
        assert_eq!(found.role, Role::Within(whole.id.clone()), "{country}");
    }
}

#[test]
fn printed_spellings_find_their_category() {
    // As printed in the child mortality workbook for 2022.
    let cases = [
        ("mother-age", "<20        ", "under-20"),
        ("mother-age", "40 & over", "40-and-over"),
        ("ethnic-group", "Mixed/ multiple", "mixed-multiple"),
        ("ethnic-group", "Not Stated", "not-stated"),
        ("gestation-week", "22 weeks", "22"),
        ("gestation-week", "42 weeks & over", "42-and-over"),
        ("gestation-week", "Unlinked deaths ", "unlinked"),
        ("previous-children", "3 and over", "3-and-over"),
        ("birthweight-broad", "<1500     ", "under-1500"),
        ("cause-group-2021", "All causes          ", "all"),
    ];
    for (dimension, printed, category) in cases {
        let found = catalogue().category_by_label(&dimension_id(dimension), printed);
        assert_eq!(found.map(|c| c.id.as_str()), Some(category), "{dimension}: {printed}");
    }
    assert_eq!(catalogue().category_by_label(&dimension_id("mother-age"), "nobody"), None);
    assert_eq!(catalogue().category_by_label(&dimension_id("no-dimension"), "<20"), None);
}

#[test]
fn cause_groups_before_and_from_2021_are_versions_of_one_family() {
    let versions: Vec<_> =
        catalogue().family(&dimension_id("cause-group")).map(|d| d.id().as_str()).collect();
    assert_eq!(versions, ["cause-group-2014", "cause-group-2021"]);
}

/// Relative fall of the rate of the routine and manual group.
fn fall(intervention: &Intervention) -> f64 {
    let get = |quantity| {
        intervention.inputs.iter().find(|input| input.quantity == quantity).map(|input| input.value)
    };
    if let Some(rise) = get(Quantity::IncomeRise) {
        return rise * get(Quantity::MortalityFallPerIncomeRise).unwrap();
    }
    let before = get(Quantity::ExposedBefore).unwrap();
    let after = get(Quantity::ExposedAfter)
        .or_else(|| get(Quantity::ExposureFall).map(|by| before - by))
        .or_else(|| get(Quantity::ExposureRelativeFall).map(|by| before * (1.0 - by)))
        .unwrap();
    let excess = get(Quantity::RelativeRisk).unwrap() - 1.0;
    let share = get(Quantity::CauseShare).unwrap_or(1.0);
    share * (1.0 - (1.0 + after * excess) / (1.0 + before * excess))
}

#[test]
fn inputs_give_the_contributions_that_the_report_prints() {
    // The gap of 2002 to 2004 is the report's; the group's share of deaths
    // follows from its 42% of deaths at a gap of 12% in 2007 to 2009.
    let gap = 0.19;
    let share_of_deaths = 0.42 / 1.12 * (1.0 + gap);
    for intervention in catalogue().interventions() {
        let Some(published) = intervention.contribution_points else {
            assert!(intervention.inputs.is_empty(), "{}", intervention.id);
            continue;
        };
        let fall = fall(intervention);
        // The rate of all holds the group and falls with it.
        let points = 100.0 * (1.0 + gap) * (1.0 - (1.0 - fall) / (1.0 - share_of_deaths * fall));
        assert!((points - published).abs() < 0.05, "{}: {points}", intervention.id);
        let solved = intervention.inputs.iter().any(|input| input.origin == Origin::Solved);
        assert_eq!(
            solved,
            intervention.recomputes.as_deref() != Some("yes"),
            "{}",
            intervention.id
        );
    }
}

#[test]
fn what_is_wrong_is_named() {
    let broken = |files: Files<'_>| Catalogue::load(&files).unwrap_err();
    let twice = FILES.indicators.replacen("\"neonatal-mortality\"", "\"infant-mortality-rate\"", 1);
    let repeated =
        CatalogueError::Repeated { file: "indicators.toml", id: "infant-mortality-rate".into() };
    assert_eq!(broken(Files { indicators: &twice, ..FILES }), repeated);
    let later = FILES.indicators.replacen("schema_version = 1", "schema_version = 2", 1);
    let version = CatalogueError::Version { file: "indicators.toml", given: 2 };
    assert_eq!(broken(Files { indicators: &later, ..FILES }), version);
}

/// The message for a catalogue in whose `file` the first `from` is `to`.
fn message(file: &str, from: &str, to: &str) -> String {
    let mut files = FILES;
    let text = match file {
        "indicators.toml" => &mut files.indicators,
        "dimensions.toml" => &mut files.dimensions,
        "interventions.toml" => &mut files.interventions,
        "drivers.toml" => &mut files.drivers,
        "themes.toml" => &mut files.themes,
        "library.toml" => &mut files.library,
        "self_assessment.toml" => &mut files.self_assessment,
        _ => &mut files.glossary,
    };
    let changed = text.replacen(from, to, 1);
    assert_ne!(changed, *text, "{file} does not hold `{from}`");
    *text = &changed;
    Catalogue::load(&files).expect_err("a broken file does not load").to_string()
}

#[test]
fn an_indicator_of_a_pathway_names_one_that_is_there() {
    let (from, to) = ("pathway = \"rickets-vitamin-d\"", "pathway = \"rickets\"");
    let said = message("indicators.toml", from, to);
    assert!(said.ends_with("`rickets-cases` refers to `rickets`, which is not there"), "{said}");
}

#[test]
fn messages_name_the_file_and_the_entry() {
    let part = "within = \"under-2500\"";
    let cases = [
        ("indicators.toml", "polarity =", "polarty =", "unknown field `polarty`"),
        (
            "indicators.toml",
            "multiplier = 1000",
            "multiplier = 0",
            "`infant-mortality-rate`: the multiplier is zero: it must be 1, 100, 1,000 or the like",
        ),
        (
            "indicators.toml",
            "basis = \"outcome\", text = \"Some two thirds",
            "basis = \"stated\", text = \"Some two thirds",
            "`neonatal-mortality`: stated evidence must name its section",
        ),
        (
            "dimensions.toml",
            part,
            "within = \"under-3000\"",
            "`birthweight-broad=under-1500` refers to `under-3000`, which is not there",
        ),
        (
            "dimensions.toml",
            part,
            "within = \"all\"",
            "`birthweight-broad=under-1500`: `within` must lead to a group",
        ),
        (
            "dimensions.toml",
            part,
            "within = \"under-1500\"",
            "`birthweight-broad=under-1500`: `within` must lead to a group",
        ),
        (
            "dimensions.toml",
            part,
            "role = \"remainder\", within = \"under-2500\"",
            "`birthweight-broad=under-1500`: a part of a group has no other role",
        ),
        (
            "dimensions.toml",
            "role = \"remainder\"",
            "role = \"total\"",
            "`ns-sec-household=all`: a second total: a dimension has one",
        ),
        (
            "dimensions.toml",
            "order = \"most-disadvantaged-first\"",
            "order = \"magnitude\"",
            "`imd-2015-decile`: the versions of a family must have one order",
        ),
        (
            "dimensions.toml",
            "printed = [\"2\"]",
            "printed = [\"1\"]",
            "`imd-2010-decile: 1` stands twice",
        ),
        (
            "glossary.toml",
            "see = [\"Withheld\"]",
            "see = [\"Hidden\"]",
            "`Absent` refers to `Hidden`, which is not there",
        ),
        (
            "themes.toml",
            "id = \"scorecard\"",
            "id = \"social-marketing-vulnerable\"",
            "`strategic/public-health-intelligence/social-marketing-vulnerable` stands twice",
        ),
        (
            "library.toml",
            "id = \"leeds-haamla\"",
            "id = \"kirklees-wocba\"",
            "`kirklees-wocba` stands twice",
        ),
        (
            "library.toml",
            "interventions = [\"early-booking\"]",
            "interventions = [\"booking\"]",
            "`leeds-haamla` refers to `booking`, which is not there",
        ),
        (
            "library.toml",
            "theme = \"strategic\"",
            "theme = \"strategy\"",
            "`kirklees-wocba` refers to `strategy`, which is not there",
        ),
        (
            "interventions.toml",
            "id = \"obesity\"",
            "id = \"child-poverty\"",
            "`child-poverty` stands twice",
        ),
        ("themes.toml", "id = \"housing\"", "id = \"ethnicity\"", "`ethnicity` stands twice"),
        ("glossary.toml", "term = \"BMI\"", "term = \"BME\"", "`BME` stands twice"),
    ];
    for (file, from, to, expected) in cases {
        let found = message(file, from, to);
        assert!(found.starts_with(file) && found.contains(expected), "{found}");
    }
}

#[test]
fn messages_name_the_statement() {
    let cases = [
        (
            "self_assessment.toml",
            "id = \"governance\"",
            "id = \"local-leadership\"",
            "`local-leadership` stands twice",
        ),
        (
            "self_assessment.toml",
            "theme = \"housing\"",
            "theme = \"house\"",
            "`health-and-housing` refers to `house`, which is not there",
        ),
        (
            "self_assessment.toml",
            "\"obesity-at-booking\"",
            "\"obesity\"",
            "`obesity-pathway` refers to `obesity`, which is not there",
        ),
    ];
    for (file, from, to, expected) in cases {
        let found = message(file, from, to);
        assert!(found.starts_with(file) && found.contains(expected), "{found}");
    }
}

#[test]
fn messages_name_the_driver() {
    let cases = [
        (
            "stage = \"pregnancy\"",
            "stage = \"outcome\"",
            "`late-booking to infant-death`",
            "later stage of life",
        ),
        ("from = \"origin\"", "from = \"orgin\"", "`orgin to late-booking`", "both ends"),
        ("\"smoke-free-homes\"", "\"smoking-homes\"", "`smoking`", "`smoking-homes`"),
        ("[\"child-poverty\"]", "[\"poverty\"]", "`low-income`", "`poverty`"),
    ];
    for (from, to, entry, named) in cases {
        let found = message("drivers.toml", from, to);
        assert!(found.starts_with("drivers.toml: ") && found.contains(entry), "{found}");
        assert!(found.contains(named), "{found}");
    }
}

/// Every modelled intervention acts on a driver, and every driver but the
/// outcome leads somewhere.
#[test]
fn drivers_lead_to_the_outcome_and_hold_every_modelled_intervention() {
    let drivers = catalogue().drivers();
    for intervention in catalogue().interventions().iter().filter(|one| !one.inputs.is_empty()) {
        let acts = drivers.drivers.iter().any(|one| one.interventions.contains(&intervention.id));
        assert!(acts, "{}", intervention.id);
    }
    for driver in drivers.drivers.iter().filter(|one| one.id != "infant-death") {
        let leads = drivers.links.iter().any(|one| !one.next_generation && one.from == driver.id);
        assert!(leads, "{}", driver.id);
    }
}

#[test]
fn messages_name_the_intervention() {
    let cases = [
        (
            "interventions.toml",
            "indicator = \"children-relative",
            "indicator = \"no-children",
            "`child-poverty` refers to `no-children-low-income`, which is not there",
        ),
        (
            "interventions.toml",
            "overlaps = [\"obesity\"",
            "overlaps = [\"diet\"",
            "`child-poverty` refers to `diet`, which is not there",
        ),
        (
            "interventions.toml",
            "origin = \"assumed\"",
            "origin = \"external\"",
            "`obesity`: every input but an assumed one must name its source",
        ),
        ("interventions.toml", "id = \"obesity\"", "id = \"smoking\"", "`smoking` stands twice"),
        (
            "interventions.toml",
            "group = \"routine-and-manual\"",
            "group = \"routine\"",
            "`child-poverty` refers to `routine`, which is not there",
        ),
        (
            "interventions.toml",
            "acts_through = \"sudi\"",
            "acts_through = \"breastfeeding\"",
            "`overcrowding`: what it acts through must be among its overlaps",
        ),
        (
            "interventions.toml",
            "quantity = \"exposed-before\", value = 0.22",
            "quantity = \"exposed-before\", value = 22.0",
            "`obesity`: a share or its change is a fraction between 0 and 1",
        ),
    ];
    for (file, from, to, expected) in cases {
        let found = message(file, from, to);
        assert!(found.starts_with(file) && found.contains(expected), "{found}");
    }
}

#[test]
fn facts_are_those_of_the_seed() {
    let Some(seed) = seed("indicators.json") else { return };
    let lists = ["indicators", "local_process_measures"].map(|list| seed[list].as_array().unwrap());
    for row in lists.into_iter().flatten() {
        let id = row["id"].as_str().unwrap();
        let entry = catalogue().indicator(&IndicatorId::new(id).unwrap());
        let entry = entry.unwrap_or_else(|| panic!("{id} is missing"));
        let indicator = &entry.indicator;
        assert_eq!(u64::from(indicator.multiplier), row["multiplier"].as_u64().unwrap(), "{id}");
        let polarity = match indicator.polarity {
            Polarity::LowerIsBetter => "lower_is_better",
            Polarity::HigherIsBetter => "higher_is_better",
            Polarity::NoAgreedOptimum => "context_dependent",
        };
        assert_eq!(polarity, row["polarity"].as_str().unwrap(), "{id}");
        let fingertips = entry.external.iter().find(|external| external.scheme == "fingertips");
        let external = &row["external_ids"];
        let known = external["fingertips"].as_u64().map(|id| id.to_string());
        assert_eq!(fingertips.map(|external| external.id.clone()), known, "{id}");
        let seen = external["fingertips_status"]
            .as_str()
            .is_some_and(|status| status.starts_with("verified"));
        let verified = fingertips.is_some_and(|id| id.status == ExternalStatus::Verified);
        assert_eq!(verified, seen, "{id}");
    }
}

#[test]
fn stated_inputs_are_those_of_the_seed() {
    let Some(seed) = seed("gap-model.json") else { return };
    for model in seed["models"].as_array().unwrap() {
        let id = model["id"].as_str().unwrap();
        let found = catalogue().interventions().iter().find(|i| i.id == id);
        let found = found.unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!(found.contribution_points, model["published_pp"].as_f64(), "{id}");
        let fields = [
            ("p0", Quantity::ExposedBefore),
            ("p1", Quantity::ExposedAfter),
            ("p0_not_breastfed", Quantity::ExposedBefore),
            ("p1_not_breastfed", Quantity::ExposedAfter),
            ("rr", Quantity::RelativeRisk),
            ("absolute_change", Quantity::ExposureFall),
        ];
        for (field, quantity) in fields {
            let Some(stated) = model["inputs"][field].as_f64() else { continue };
            let input = found.inputs.iter().find(|input| input.quantity == quantity).unwrap();
            assert_eq!((input.value, input.origin), (stated, Origin::Stated), "{id} {field}");
        }
    }
}

/// Every section that a link names is one of the report, and every figure of the
/// seed's associations between these drivers stands in its link.
#[test]
fn links_are_those_of_the_seed() {
    let Some((seed, factors)) = seed("sections.json").zip(seed("risk-factors.json")) else {
        return;
    };
    let sections = seed["sections"].as_array().unwrap().iter();
    let sections: Vec<&str> = sections.map(|section| section["id"].as_str().unwrap()).collect();
    let named = |source: &str| {
        let numbers = source.split(|c: char| !(c.is_ascii_digit() || c == '.'));
        let found = numbers.filter(|number| number.contains('.')).map(str::to_owned);
        found.collect::<Vec<_>>()
    };
    let links = &catalogue().drivers().links;
    for link in links {
        let found = named(&link.source);
        assert!(!found.is_empty(), "{}", link.source);
        assert!(found.iter().all(|id| sections.contains(&id.as_str())), "{}", link.source);
    }
    let factor = |id: &str| {
        let rows = factors["risk_factors"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("{id}"))
    };
    let cases = [
        ("smoking-in-pregnancy", "smoking", "infant-death", "40%"),
        ("smoking-under-20-prevalence", "young-mother", "smoking", "three times"),
        ("teenage-motherhood", "young-mother", "infant-death", "60%"),
        ("teenage-preterm-lbw", "young-mother", "preterm", "25%"),
        ("income", "low-income", "infant-death", "5%"),
        ("sole-registration", "registration", "infant-death", "twice"),
    ];
    for (id, from, to, words) in cases {
        let link = links.iter().find(|link| link.from == from && link.to == to).unwrap();
        assert!(link.statement.contains(words), "{id}: {}", link.statement);
        let value = factor(id)["effect_value"].as_f64().unwrap();
        let number = match words {
            "twice" => 2.0,
            "three times" => 3.0,
            percent => percent.trim_end_matches('%').parse().unwrap(),
        };
        assert_eq!(value, number, "{id}");
        let section = factor(id)["source"]["section"].as_str().unwrap();
        assert!(named(&link.source).contains(&section.to_owned()), "{id}: {}", link.source);
    }
}

/// Themes, categories and parts are the rows of the seed's seven tables, and
/// discussion groups are those of the visits.
#[test]
fn themes_are_those_of_the_tables() {
    let Some((tables, process)) = seed("tables.json").zip(seed("nst-process.json")) else {
        return;
    };
    let themes = catalogue().themes();
    let ids = |rows: &serde_json::Value| -> Vec<String> {
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["id"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
    };
    for table in tables["tables"].as_array().unwrap() {
        let theme = themes.theme(table["topic"].as_str().unwrap()).unwrap();
        let found: Vec<_> = theme.categories.iter().map(|one| one.id.clone()).collect();
        assert_eq!(found, ids(&table["rows"]), "{}", theme.id);
        for (category, row) in theme.categories.iter().zip(table["rows"].as_array().unwrap()) {
            let found: Vec<_> = category.parts.iter().map(|one| one.id.clone()).collect();
            assert_eq!(found, ids(&row["items"]), "{}/{}", theme.id, category.id);
        }
    }
    for (list, wanted) in
        [("core_groups", Discussion::Core), ("optional_groups", Discussion::Chosen)]
    {
        for group in process[list].as_array().unwrap() {
            let theme = themes.theme(group.as_str().unwrap()).unwrap();
            assert_eq!(theme.discussion, Some(wanted), "{}", theme.id);
        }
    }
    let groups = themes.themes.iter().filter(|theme| theme.discussion.is_some()).count();
    assert_eq!(groups, 10);
    assert_eq!(Some(themes.chosen_groups as u64), process["optional_groups_chosen"].as_u64());
}

/// Every case study and resource of the seed is there, under its theme and with
/// the figures that are told of it.
#[test]
fn the_library_is_that_of_the_seed() {
    let Some((cases, resources)) = seed("case-studies.json").zip(seed("resources.json")) else {
        return;
    };
    let library = catalogue().library();
    for case in cases["case_studies"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let found = library.case_studies.iter().find(|one| one.id == id);
        let found = found.unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!(found.theme, case["topic"].as_str().unwrap(), "{id}");
        let told: Vec<f64> = case["outcomes"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|outcome| outcome["value"].as_f64())
            .collect();
        let kept: Vec<f64> = found.figures.iter().map(|figure| figure.value).collect();
        assert!(kept.iter().all(|value| told.contains(value)), "{id}: {kept:?}, not {told:?}");
        assert!(told.iter().all(|value| kept.contains(value)), "{id}: {told:?}, not {kept:?}");
    }
    let told = cases["case_studies"].as_array().unwrap();
    for case in &library.case_studies {
        assert!(told.iter().any(|one| one["id"] == case.id), "{} is not of the seed", case.id);
    }
    for resource in resources["resources"].as_array().unwrap() {
        let id = resource["id"].as_str().unwrap();
        let theme = resource["topic"].as_str().unwrap();
        // One stands among the case studies as well as among the resources.
        let of_cases = library.case_studies.iter().map(|one| (&*one.id, &*one.theme));
        let mut all = of_cases.chain(library.resources.iter().map(|one| (&*one.id, &*one.theme)));
        assert!(all.any(|(known, of)| known == id && of == theme), "{id}");
    }
    let told = resources["resources"].as_array().unwrap();
    for resource in &library.resources {
        let is_told = told.iter().any(|one| one["id"] == resource.id);
        assert!(is_told, "{} is not of the seed", resource.id);
    }
}
