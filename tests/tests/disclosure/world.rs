//! Made-up tables of deaths with planted small counts, and projects that ask of them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::random::Random;

/// Ages at death, and their indicators; deaths at both are those under one year.
pub(crate) const AGES: [&str; 2] = ["neonatal-mortality", "post-neonatal-mortality"];
const INFANT: &str = "infant-mortality-rate";
const FIRST_YEAR: u16 = 2019;

/// A dimension of the catalogue with the categories that people are in.
#[derive(Clone, Copy, Debug)]
struct Split {
    id: &'static str,
    categories: &'static [&'static str],
    /// Whether it splits deaths alone, each of its rates being one to all births.
    of_deaths: bool,
}

const SPLITS: [Split; 3] = [
    Split { id: "sex", categories: &["male", "female"], of_deaths: false },
    Split {
        id: "registration-type",
        categories: &["joint-same-address", "joint-different-address-and-sole"],
        of_deaths: false,
    },
    Split { id: "imd-2019-quintile", categories: &["1", "2", "3", "4", "5"], of_deaths: false },
];

/// Causes of death, with all their categories: where one is left out nobody knows that nothing
/// is in it.
const CAUSES: Split = Split {
    id: "cause-group-2021",
    categories: &[
        "congenital-anomalies",
        "antepartum-infections",
        "immaturity-related-conditions",
        "asphyxia-anoxia-or-trauma-intrapartum",
        "external-conditions",
        "infections",
        "other-specific-conditions",
        "asphyxia-anoxia-or-trauma-antepartum",
        "remaining-antepartum-deaths",
        "sudden-infant-deaths",
        "other-conditions",
        "not-stated",
    ],
    of_deaths: true,
};

/// Of how many causes anybody dies.
const COMMON_CAUSES: usize = 4;

/// What is hidden of the deaths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hidden {
    pub(crate) from: u64,
    pub(crate) to: u64,
}

/// Rules that a source can declare, each with the counts that it hides of itself.
const RULES: [(&str, Option<Hidden>); 3] = [
    ("ons-deaths", None),
    ("msds", Some(Hidden { from: 0, to: 4 })),
    ("cdc-wonder", Some(Hidden { from: 1, to: 9 })),
];

impl Hidden {
    /// What two rules hide together.
    fn and(self, other: Option<Self>) -> Self {
        let other = other.unwrap_or(self);
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }

    pub(crate) const fn hides(self, count: u64) -> bool {
        self.from <= count && count <= self.to
    }
}

/// Deaths by age, area, year and the categories of up to two dimensions, each cell of
/// which is known to whoever made it.
#[derive(Clone, Debug)]
pub(crate) struct World {
    ages: usize,
    areas: usize,
    years: usize,
    splits: Vec<Split>,
    pub(crate) deaths: Vec<u64>,
    births: Vec<u64>,
    pub(crate) hidden: Hidden,
    /// What the project asks to be hidden, and the rule that its source declares beside it.
    asked: (Hidden, Option<&'static str>),
    has_parents: bool,
    /// Whether counts of everyone in the whole are published.
    published_whole: bool,
    questions: String,
}

/// What a count counts: ages, areas, years and categories, all of those that are named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) ages: Vec<usize>,
    pub(crate) areas: Vec<usize>,
    pub(crate) years: Vec<usize>,
    /// The dimension and its categories; `None` for everyone.
    pub(crate) group: Option<(usize, Vec<usize>)>,
}

fn letter(area: usize) -> char {
    char::from(b'a' + u8::try_from(area).expect("a few areas"))
}

impl World {
    /// A world of so many dimensions, the seed of which is all that is random.
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        // Two to four of area, period, age and up to two groups; one is a group.
        let dimensions = 2 + random.below(3);
        let mut kinds = vec!["area", "year", "age", "group"];
        while kinds.len() > dimensions - 1 {
            kinds.remove(random.below(kinds.len()));
        }
        let has = |kind: &str| kinds.contains(&kind);
        let mut splits = vec![*random.one(&SPLITS)];
        if has("group") {
            let others: Vec<Split> =
                SPLITS.into_iter().filter(|split| split.id != splits[0].id).collect();
            splits.push(*random.one(&others[..others.len().min(2)]));
        } else if splits[0].categories.len() == 2 && random.percent(60) {
            splits.push(CAUSES);
        }
        let areas = if has("area") { 2 + random.below(2) } else { 1 };
        let years = if has("year") { 2 + random.below(2) } else { 1 };
        let ages = if has("age") { 2 } else { 1 };
        let asked = *random.one(&[
            Hidden { from: 1, to: 7 },
            Hidden { from: 1, to: 7 },
            Hidden { from: 1, to: 4 },
            Hidden { from: 0, to: 4 },
        ]);
        let declared = random.percent(30).then(|| *random.one(&RULES));
        let mut world = Self {
            ages,
            areas,
            years,
            splits,
            deaths: Vec::new(),
            births: Vec::new(),
            hidden: asked.and(declared.and_then(|(_, hidden)| hidden)),
            asked: (asked, declared.map(|(rule, _)| rule)),
            has_parents: random.percent(60),
            published_whole: areas > 1 && random.percent(20),
            questions: String::new(),
        };
        let leaves = world.leaves().count();
        world.deaths = (0..leaves).map(|_| random.within(9, 45)).collect();
        let rare = world.leaves().enumerate().filter(|(_, place)| world.is_rare(*place));
        for leaf in rare.map(|(leaf, _)| leaf).collect::<Vec<_>>() {
            world.deaths[leaf] = 0;
        }
        world.births = (0..leaves).map(|_| random.within(900, 5_000)).collect();
        world.plant(&mut random);
        world.questions = world.ask(&mut random);
        world
    }

    /// Makes some cells of the published tables small.
    fn plant(&mut self, random: &mut Random) {
        for _ in 0..=random.below(4) {
            let split = random.below(self.splits.len());
            let key = Key {
                ages: vec![random.below(self.ages)],
                areas: vec![random.below(self.areas)],
                years: vec![random.below(self.years)],
                group: Some((split, vec![random.below(self.splits[split].categories.len())])),
            };
            let small = if random.percent(15) { 0 } else { random.within(1, self.hidden.to) };
            let leaves = self.leaves_of(&key);
            let keeps = random.below(leaves.len());
            for (at, leaf) in leaves.into_iter().enumerate() {
                self.deaths[leaf] = if at == keeps { small } else { 0 };
            }
        }
    }

    /// Whether nobody dies of the cause that a cell is of.
    fn is_rare(&self, place: [usize; 5]) -> bool {
        let causes = self.splits.iter().position(|split| split.of_deaths);
        causes.is_some_and(|causes| place[3 + causes] >= COMMON_CAUSES)
    }

    /// The places of all cells: age, area, year, category of the first dimension and of
    /// the second, the last running fastest.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = [usize; 5]> + use<> {
        let of = |at: usize| self.splits.get(at).map_or(1, |split| split.categories.len());
        let sizes = [self.ages, self.areas, self.years, of(0), of(1)];
        (0..sizes.iter().product::<usize>()).map(move |mut at| {
            let mut place = [0; 5];
            for (place, size) in place.iter_mut().zip(sizes).rev() {
                *place = at % size;
                at /= size;
            }
            place
        })
    }

    pub(crate) fn leaves_of(&self, key: &Key) -> Vec<usize> {
        let is_in = |place: [usize; 5]| {
            let [age, area, year, ..] = place;
            key.ages.contains(&age)
                && key.areas.contains(&area)
                && key.years.contains(&year)
                && key.group.as_ref().is_none_or(|(split, of)| of.contains(&place[3 + split]))
        };
        self.leaves().enumerate().filter(|(_, place)| is_in(*place)).map(|(at, _)| at).collect()
    }

    pub(crate) fn count(&self, key: &Key) -> u64 {
        self.leaves_of(key).into_iter().map(|leaf| self.deaths[leaf]).sum()
    }

    /// Births have no age at death, and are the same at each.
    pub(crate) fn births(&self, key: &Key) -> u64 {
        let group = key.group.clone().filter(|(split, _)| !self.splits[*split].of_deaths);
        let key = Key { ages: vec![0], group, ..key.clone() };
        self.leaves_of(&key).into_iter().map(|leaf| self.births[leaf]).sum()
    }

    /// Every cell of the published tables.
    pub(crate) fn cells(&self) -> Vec<Key> {
        let every = |many: usize| {
            let single = (0..many).map(|at| vec![at]);
            single.chain((many > 1).then(|| (0..many).collect())).collect::<Vec<_>>()
        };
        let mut groups = vec![None];
        for (at, split) in self.splits.iter().enumerate() {
            groups.extend((0..split.categories.len()).map(|of| Some((at, vec![of]))));
        }
        let mut keys = Vec::new();
        for ages in every(self.ages) {
            for areas in every(self.areas) {
                for years in (0..self.years).map(|at| vec![at]) {
                    for group in &groups {
                        let (ages, areas, years) = (ages.clone(), areas.clone(), years.clone());
                        keys.push(Key { ages, areas, years, group: group.clone() });
                    }
                }
            }
        }
        keys
    }

    fn indicator(&self, ages: &[usize]) -> &'static str {
        if ages.len() == self.ages { INFANT } else { AGES[ages[0]] }
    }

    fn area(&self, areas: &[usize]) -> String {
        match areas {
            [one] if self.areas > 1 => format!("made-up:{}", letter(*one)),
            _ => "made-up:whole".to_owned(),
        }
    }

    /// The same with other deaths.
    pub(crate) fn with(&self, deaths: Vec<u64>) -> Self {
        Self { deaths, ..self.clone() }
    }

    /// Whether a count is published, so that every reader has it.
    pub(crate) fn is_published(&self, key: &Key) -> bool {
        self.published_whole && key.group.is_none() && key.areas.len() == self.areas
    }

    /// Whether the rule hides a count.
    pub(crate) fn is_protected(&self, key: &Key) -> bool {
        !self.is_published(key) && self.hidden.hides(self.count(key))
    }

    /// Writes the project with its files.
    pub(crate) fn write(&self, folder: &Path) {
        let mut rows = String::from(
            "indicator,area,area_name,period,groups,numerator,denominator,value,value_status,source\n",
        );
        for key in self.cells() {
            let groups = match &key.group {
                None => vec![String::new()],
                Some((split, of)) => {
                    let split = self.splits[*split];
                    vec![format!("{}={}", split.id, split.categories[of[0]])]
                }
            };
            // The totals of the dimensions are everyone.
            let totals = self.splits.iter().map(|split| format!("{}=all", split.id));
            let groups = groups.into_iter().chain(totals.filter(|_| key.group.is_none()));
            for groups in groups {
                let is_published = groups.is_empty() && self.is_published(&key);
                let source = if is_published { "published" } else { "restricted" };
                // Writing to a string cannot fail.
                let _ = writeln!(
                    rows,
                    "{},{},,{},{groups},{},{},,absent,{source}",
                    self.indicator(&key.ages),
                    self.area(&key.areas),
                    FIRST_YEAR + u16::try_from(key.years[0]).expect("a few years"),
                    self.count(&key),
                    self.births(&key),
                );
            }
        }
        let mut areas = String::from("code,name,parents\nmade-up:whole,Whole,\n");
        for area in (0..self.areas).filter(|_| self.areas > 1) {
            let parent = if self.has_parents { "made-up:whole" } else { "" };
            let _ = writeln!(areas, "made-up:{0},Area {0},{parent}", letter(area));
        }
        let (Hidden { from, to }, declared) = self.asked;
        let declared = declared.map_or_else(String::new, |rule| format!("rule = \"{rule}\"\n"));
        let source = |class: &str| {
            let declared = if class == "restricted" { &declared } else { "" };
            format!(
                "[[source]]\nid = \"{class}\"\ntitle = \"made up\"\npublisher = \"nobody\"\n\
                 licence = \"none\"\nclass = \"{class}\"\n{declared}"
            )
        };
        let project = format!(
            "schema_version = 1\ntitle = \"made up\"\narea = \"made-up:whole\"\n\
             as_of = 2024-01-01\n[disclosure]\nwithhold_from = {from}\nwithhold_to = {to}\n\
             [geography]\nfiles = [\"areas.csv\"]\n{}{}\
             [[file]]\npath = \"deaths.csv\"\nformat = \"tidy\"\n{}",
            source("restricted"),
            source("published"),
            self.questions,
        );
        for (name, text) in
            [("deaths.csv", rows), ("areas.csv", areas), ("firstyear.toml", project)]
        {
            fs::write(folder.join(name), text).expect("a folder of our own");
        }
    }

    /// Some questions of every kind that the tables can answer.
    fn ask(&self, random: &mut Random) -> String {
        let mut kinds: Vec<fn(&Self, &mut Random) -> String> =
            vec![Self::gap, Self::profile, Self::profile, Self::trend, Self::scenario];
        if self.areas > 1 {
            kinds.extend([
                Self::areas_compared as fn(&Self, &mut Random) -> String,
                Self::funnel,
                Self::small_areas,
                Self::selection,
                Self::scorecard,
                Self::area_profile,
                Self::gap,
                Self::trend,
            ]);
        }
        if self.years > 1 {
            kinds.extend([
                Self::spc as fn(&Self, &mut Random) -> String,
                Self::decomposition,
                Self::profile,
            ]);
        }
        if self.years > 1 && self.areas > 1 {
            kinds.push(Self::evaluation);
        }
        if self.ages > 1 {
            kinds.push(Self::equity_audit);
        }
        if self.splits.iter().any(|split| split.of_deaths) && self.ages > 1 {
            let of_causes = [Self::causes as fn(&Self, &mut Random) -> String, Self::deaths_review];
            kinds.extend([of_causes; 3].concat());
        }
        let many = 3 + random.below(8);
        (0..many).map(|_| random.one(&kinds)(self, random)).collect()
    }

    fn some_indicator(&self, random: &mut Random) -> &'static str {
        let all = [INFANT, AGES[0], AGES[1]];
        if self.ages == 1 { INFANT } else { all[random.below(all.len())] }
    }

    fn some_area(&self, random: &mut Random) -> String {
        let at = random.below(self.areas + 1);
        if at == self.areas { self.area(&[]) } else { self.area(&[at]) }
    }

    /// A dimension that births have.
    fn some_split(&self, random: &mut Random) -> Split {
        let of_births: Vec<Split> =
            self.splits.iter().filter(|split| !split.of_deaths).copied().collect();
        *random.one(&of_births)
    }

    /// A dimension and one or some of its categories, as TOML and as a label.
    fn some_group(&self, random: &mut Random) -> (String, String) {
        let split = self.some_split(random);
        let many = split.categories.len();
        let mut of = vec![random.below(many)];
        if many > 2 && random.percent(40) {
            of.push((of[0] + 1 + random.below(many - 1)) % many);
            of.sort_unstable();
        }
        let of: Vec<&str> = of.into_iter().map(|at| split.categories[at]).collect();
        let toml = format!("dimension = \"{}\"\ncategories = {of:?}\n", split.id);
        (toml, format!("{}={}", split.id, of.join("+")))
    }

    fn years_of(&self, random: &mut Random) -> (u16, u16) {
        let first = random.below(self.years);
        let last = first + random.below(self.years - first);
        let year = |at: usize| FIRST_YEAR + u16::try_from(at).expect("a few years");
        (year(first), year(last))
    }

    fn gap(&self, random: &mut Random) -> String {
        let (group, label) = self.some_group(random);
        let (area, indicator) = (self.some_area(random), self.some_indicator(random));
        format!(
            "[[gap]]\ngroup = \"{label}\"\nagainst = \"all\"\narea = \"{area}\"\n\
             indicator = \"{indicator}\"\n[[gap.series]]\n{group}"
        )
    }

    fn profile(&self, random: &mut Random) -> String {
        let (area, indicator) = (self.some_area(random), self.some_indicator(random));
        let split = self.some_split(random).id;
        let pool = 1 + random.below(self.years);
        format!(
            "[[profile]]\ndimension = \"{split}\"\narea = \"{area}\"\n\
             indicator = \"{indicator}\"\npool_years = {pool}\n"
        )
    }

    fn trend(&self, random: &mut Random) -> String {
        let (group, label) = self.some_group(random);
        let (area, indicator) = (self.some_area(random), self.some_indicator(random));
        if random.percent(30) {
            return format!(
                "[[trend]]\nname = \"everyone\"\narea = \"{area}\"\nindicator = \"{indicator}\"\n"
            );
        }
        format!(
            "[[trend]]\nname = \"{label}\"\narea = \"{area}\"\nindicator = \"{indicator}\"\n{group}"
        )
    }

    fn causes(&self, random: &mut Random) -> String {
        let area = self.some_area(random);
        format!("[[causes]]\ndimension = \"{}\"\narea = \"{area}\"\nages = {AGES:?}\n", CAUSES.id)
    }

    /// Deaths at one age are taken for use, of the need of those at all.
    fn equity_audit(&self, random: &mut Random) -> String {
        let (area, split) = (self.some_area(random), self.some_split(random).id);
        let (pool, service) = (1 + random.below(self.years), *random.one(&AGES));
        format!(
            "[[equity_audit]]\nname = \"audit\"\ndimension = \"{split}\"\narea = \"{area}\"\n\
             pool_years = {pool}\n[[equity_audit.need]]\nindicator = \"{INFANT}\"\n\
             service = \"{service}\"\n"
        )
    }

    fn deaths_review(&self, random: &mut Random) -> String {
        let (area, pool) = (self.some_area(random), 1 + random.below(self.years));
        let comparator = if area != "made-up:whole" && random.percent(60) {
            "comparator = \"made-up:whole\"\n"
        } else {
            ""
        };
        format!(
            "[[deaths_review]]\nname = \"review\"\narea = \"{area}\"\n{comparator}\
             dimension = \"{}\"\nages = {AGES:?}\npool_years = {pool}\n",
            CAUSES.id
        )
    }

    fn spc(&self, random: &mut Random) -> String {
        self.trend(random).replace("[[trend]]", "[[spc]]")
    }

    fn areas_compared(&self, random: &mut Random) -> String {
        let indicator = self.some_indicator(random);
        format!(
            "[[areas]]\nname = \"areas\"\nprefixes = [\"made-up:\"]\nindicator = \"{indicator}\"\n"
        )
    }

    fn funnel(&self, random: &mut Random) -> String {
        let (indicator, pool) = (self.some_indicator(random), 1 + random.below(self.years));
        let scatter = random.one(&["none", "additive"]);
        format!(
            "[[funnel]]\nname = \"areas\"\nprefixes = [\"made-up:\"]\nindicator = \"{indicator}\"\n\
             pool_years = {pool}\noverdispersion = \"{scatter}\"\n"
        )
    }

    fn small_areas(&self, random: &mut Random) -> String {
        let (indicator, pool) = (self.some_indicator(random), 1 + random.below(self.years));
        format!(
            "[[small_areas]]\nname = \"areas\"\nprefixes = [\"made-up:\"]\n\
             indicator = \"{indicator}\"\npool_years = {pool}\n"
        )
    }

    fn selection(&self, random: &mut Random) -> String {
        let (indicator, (first, last)) = (self.some_indicator(random), self.years_of(random));
        format!(
            "[[selection]]\nname = \"areas\"\nprefixes = [\"made-up:\"]\n\
             indicator = \"{indicator}\"\nyears = {{ first = {first}, last = {last} }}\n"
        )
    }

    fn scorecard(&self, random: &mut Random) -> String {
        let area = self.area(&[random.below(self.areas)]);
        let (indicator, pool) = (self.some_indicator(random), 1 + random.below(self.years));
        format!(
            "[[scorecard]]\nname = \"card\"\narea = \"{area}\"\ncomparator = \"made-up:whole\"\n\
             [[scorecard.indicator]]\nid = \"{indicator}\"\npool_years = {pool}\n"
        )
    }

    fn area_profile(&self, random: &mut Random) -> String {
        let area = self.area(&[random.below(self.areas)]);
        let pool = 1 + random.below(self.years);
        format!(
            "[[area_profile]]\narea = \"{area}\"\ncomparator = \"made-up:whole\"\n\
             prefixes = [\"made-up:\"]\namong = \"areas\"\npool_years = {pool}\n"
        )
    }

    fn decomposition(&self, random: &mut Random) -> String {
        let (first, last) = (FIRST_YEAR, FIRST_YEAR + 1);
        let (area, split) = (self.some_area(random), self.some_split(random).id);
        let measured = format!("indicator = \"{}\"", self.some_indicator(random));
        format!(
            "[[decomposition]]\ndimension = \"{split}\"\narea = \"{area}\"\n{measured}\n\
             years = {{ first = {last}, last = {last} }}\n\
             against_years = {{ first = {first}, last = {first} }}\n"
        )
    }

    fn scenario(&self, random: &mut Random) -> String {
        let (group, label) = self.some_group(random);
        let (area, indicator) = (self.some_area(random), self.some_indicator(random));
        format!(
            "[[scenario]]\nname = \"quits\"\ngroup = \"{label}\"\narea = \"{area}\"\n\
             indicator = \"{indicator}\"\n{group}[[scenario.measure]]\nid = \"quits\"\ntitle = \"Quits\"\n\
             inputs = [\n\
             {{ quantity = \"exposed-before\", value = 0.2, origin = \"assumed\" }},\n\
             {{ quantity = \"relative-risk\", value = 1.5, origin = \"assumed\" }},\n\
             {{ quantity = \"exposure-relative-fall\", value = 0.5, origin = \"assumed\" }},\n]\n"
        )
    }

    fn evaluation(&self, random: &mut Random) -> String {
        let visited = random.below(self.areas);
        let others: Vec<usize> = (0..self.areas).filter(|area| *area != visited).collect();
        let name = |areas: &[usize]| {
            let letters: Vec<String> = areas.iter().map(|area| letter(*area).to_string()).collect();
            format!("areas={}", letters.join("+"))
        };
        let comparison = if random.percent(50) {
            "rest_of = \"made-up:whole\"".to_owned()
        } else {
            let codes: Vec<String> = others.iter().map(|area| self.area(&[*area])).collect();
            format!("areas = {codes:?}")
        };
        let indicator = self.some_indicator(random);
        let last = FIRST_YEAR + u16::try_from(self.years).expect("a few years") - 1;
        format!(
            "[[evaluation]]\nname = \"visits\"\nindicator = \"{indicator}\"\n\
             visited = {{ name = \"{}\", areas = [\"{}\"] }}\n\
             comparison = {{ name = \"{}\", {comparison} }}\n\
             before = {{ first = {FIRST_YEAR}, last = {FIRST_YEAR} }}\n\
             after = {{ first = {last}, last = {last} }}\n",
            name(&[visited]),
            self.area(&[visited]),
            name(&others),
        )
    }
}

/// What the tables of a report say a figure counts, by its columns.
pub(crate) struct Columns<'a> {
    pub(crate) indicator: &'a str,
    pub(crate) area: &'a str,
    pub(crate) period: &'a str,
    pub(crate) groups: &'a str,
    pub(crate) label: &'a str,
}

impl World {
    /// What a row of a table counts; `None` where it does not say so.
    pub(crate) fn key(&self, columns: &Columns<'_>) -> Option<Key> {
        let ages = match columns.indicator {
            INFANT => (0..self.ages).collect(),
            id => vec![AGES.iter().position(|age| *age == id)?],
        };
        let by_letter = |text: &str| Some(usize::from(text.bytes().next()?.checked_sub(b'a')?));
        let areas = match (columns.area, columns.label.strip_prefix("areas=")) {
            // The rest of a whole stands under the code of the whole.
            ("" | "made-up:whole", Some(letters)) => {
                letters.split('+').map(by_letter).collect::<Option<_>>()?
            }
            ("made-up:whole", _) => (0..self.areas).collect(),
            (code, _) => vec![by_letter(code.strip_prefix("made-up:")?)?],
        };
        let at = |year: &str| Some(usize::from(year.parse::<u16>().ok()?.checked_sub(FIRST_YEAR)?));
        let (first, last) =
            columns.period.split_once(" to ").unwrap_or((columns.period, columns.period));
        let years = (at(first)?..=at(last)?).collect();
        let told = [columns.groups, columns.label].into_iter().find_map(|text| {
            let (dimension, of) = text.split_once('=')?;
            let split = self.splits.iter().position(|split| split.id == dimension)?;
            Some((split, of))
        });
        let group = match told {
            None | Some((_, "all")) => None,
            Some((split, of)) => {
                let known = self.splits[split].categories;
                let place = |id: &str| known.iter().position(|known| *known == id);
                Some((split, of.split('+').map(place).collect::<Option<Vec<_>>>()?))
            }
        };
        Some(Key { ages, areas, years, group })
    }
}
