//! Column names and status words of the tidy layout, shared by the reader in
//! `ingest` and the writer in `export`.

/// Words for the state of a cell.
pub mod status {
    /// The number beside it was published.
    pub const KNOWN: &str = "known";
    /// Hidden by the publisher.
    pub const WITHHELD_PUBLISHER: &str = "withheld-publisher";
    /// Hidden by our rule because it is small.
    pub const WITHHELD_PRIMARY: &str = "withheld-primary";
    /// Hidden by our rule because it would reveal another cell.
    pub const WITHHELD_SECONDARY: &str = "withheld-secondary";
    /// Never collected, calculated or reported.
    pub const ABSENT: &str = "absent";
    /// No value could exist.
    pub const NOT_APPLICABLE: &str = "not-applicable";

    /// Every word with its meaning.
    pub const MEANINGS: [(&str, &str); 6] = [
        (KNOWN, "the number beside it was published; zero is a number"),
        (WITHHELD_PUBLISHER, "counted, and hidden by the publisher"),
        (WITHHELD_PRIMARY, "hidden by the rule on small counts"),
        (WITHHELD_SECONDARY, "hidden because it would give away another cell"),
        (ABSENT, "never collected, calculated or reported"),
        (NOT_APPLICABLE, "no value could exist"),
    ];
}

/// Words for what a publisher says of a figure. They follow a status, each
/// after a plus sign: `known+provisional`.
pub mod flag {
    /// Every word with its meaning.
    pub const MEANINGS: [(&str, &str); 5] = [
        ("provisional", "will be revised"),
        ("revised", "differs from what was published before"),
        ("estimated", "not counted but estimated"),
        ("low-reliability", "rests on so few events that the publisher warns of it"),
        ("series-break", "not comparable with the figure before it in its series"),
    ];
}

/// Columns of the tidy layout of observations, in the order in which they are
/// written.
pub mod observation {
    /// Id of the indicator.
    pub const INDICATOR: &str = "indicator";
    /// Code of the area.
    pub const AREA: &str = "area";
    /// Name of the area; may be empty.
    pub const AREA_NAME: &str = "area_name";
    /// Label of the period, such as `2020 to 2022`.
    pub const PERIOD: &str = "period";
    /// What the period counts in, such as `calendar-year`.
    pub const PERIOD_KIND: &str = "period_kind";
    /// The group: `dimension=category`, several separated by `; `; empty for
    /// everyone.
    pub const GROUPS: &str = "groups";
    /// Events.
    pub const NUMERATOR: &str = "numerator";
    /// State and flags of the numerator.
    pub const NUMERATOR_STATUS: &str = "numerator_status";
    /// Those at risk.
    pub const DENOMINATOR: &str = "denominator";
    /// State and flags of the denominator.
    pub const DENOMINATOR_STATUS: &str = "denominator_status";
    /// `complete`, or `sample:0.1` for a 10% sample multiplied up.
    pub const DENOMINATOR_BASIS: &str = "denominator_basis";
    /// The published value, in the indicator's unit.
    pub const VALUE: &str = "value";
    /// State and flags of the value.
    pub const VALUE_STATUS: &str = "value_status";
    /// Published lower limit, in the indicator's unit; may be empty.
    pub const LOWER: &str = "lower";
    /// Published upper limit, in the indicator's unit; may be empty.
    pub const UPPER: &str = "upper";
    /// Confidence of the published limits as a fraction; may be empty.
    pub const CONFIDENCE: &str = "confidence";
    /// Id of the source.
    pub const SOURCE: &str = "source";
    /// Published standard error, in the indicator's unit; may be empty.
    pub const STANDARD_ERROR: &str = "standard_error";
    /// What the publisher says of the figure; may be empty.
    pub const NOTE: &str = "note";

    /// All columns, in order.
    pub const COLUMNS: [&str; 19] = [
        INDICATOR,
        AREA,
        AREA_NAME,
        PERIOD,
        PERIOD_KIND,
        GROUPS,
        NUMERATOR,
        NUMERATOR_STATUS,
        DENOMINATOR,
        DENOMINATOR_STATUS,
        DENOMINATOR_BASIS,
        VALUE,
        VALUE_STATUS,
        LOWER,
        UPPER,
        CONFIDENCE,
        SOURCE,
        STANDARD_ERROR,
        NOTE,
    ];
    /// What each of [`COLUMNS`] holds, in their order.
    pub const MEANINGS: [&str; 19] = [
        "id of the indicator, such as infant-mortality-rate",
        "code of the area: GSS, such as E92000001, or scheme:code",
        "name of the area; may be empty",
        "2022, 2020 to 2022, 2021/22, 2021 Q1, Jan 2009 or Aug 2006 to Jul 2007",
        "what the period counts in, such as calendar-year or financial-year",
        "dimension=category, several separated by `; `; empty for everyone",
        "events, such as infant deaths: a whole number",
        "state of the numerator, with flags",
        "those at risk, such as live births: a whole number",
        "state of the denominator, with flags",
        "complete, or sample:0.1 for a 10% sample multiplied up",
        "the published value, in the unit of the indicator",
        "state of the value, with flags",
        "published lower limit, in the unit of the indicator",
        "published upper limit, in the unit of the indicator",
        "confidence of the published limits as a fraction, such as 0.95",
        "id of the source",
        "published standard error, in the unit of the indicator",
        "what the publisher says of the figure",
    ];
    /// Columns that a file may leave out: each has one meaning when absent
    /// (no name, kind told by the label, everyone, known where a number
    /// stands, everyone counted, no published limits, error or note).
    pub const OPTIONAL: [&str; 12] = [
        AREA_NAME,
        PERIOD_KIND,
        GROUPS,
        NUMERATOR_STATUS,
        DENOMINATOR_STATUS,
        DENOMINATOR_BASIS,
        VALUE_STATUS,
        LOWER,
        UPPER,
        CONFIDENCE,
        STANDARD_ERROR,
        NOTE,
    ];
    /// Columns at the end that are written only where a row has one.
    pub const WHERE_NEEDED: [&str; 2] = [STANDARD_ERROR, NOTE];
}

/// Columns of the tidy layout of published gaps, in the order in which they
/// are written. Indicator, area, period, basis and source are as in
/// [`observation`].
pub mod gap {
    /// Id of the classification that defines the group.
    pub const DIMENSION: &str = "dimension";
    /// The group, such as `routine-and-manual`.
    pub const GROUP: &str = "group";
    /// Published relative gap in percent.
    pub const RELATIVE_GAP: &str = "relative_gap_percent";
    /// State and flags of the relative gap.
    pub const RELATIVE_GAP_STATUS: &str = "relative_gap_status";
    /// Events in the group.
    pub const GROUP_EVENTS: &str = "group_events";
    /// Events in all, the group included.
    pub const ALL_EVENTS: &str = "all_events";
    /// Published rate of the group, in the indicator's unit.
    pub const GROUP_RATE: &str = "group_rate";
    /// Published rate of all, in the indicator's unit.
    pub const ALL_RATE: &str = "all_rate";
    /// The publication that printed the figure.
    pub const ORIGIN: &str = "origin";

    use super::observation::{AREA, DENOMINATOR_BASIS, INDICATOR, PERIOD, PERIOD_KIND, SOURCE};

    /// All columns, in order. An empty cell of events or a rate means that
    /// the publication does not print it.
    pub const COLUMNS: [&str; 15] = [
        INDICATOR,
        AREA,
        PERIOD,
        PERIOD_KIND,
        DIMENSION,
        GROUP,
        RELATIVE_GAP,
        RELATIVE_GAP_STATUS,
        GROUP_EVENTS,
        ALL_EVENTS,
        GROUP_RATE,
        ALL_RATE,
        DENOMINATOR_BASIS,
        SOURCE,
        ORIGIN,
    ];
    /// What each of [`COLUMNS`] holds, in their order.
    pub const MEANINGS: [&str; 15] = [
        "id of the indicator, such as infant-mortality-rate",
        "code of the area: GSS, such as E92000001, or scheme:code",
        "2022, 2020 to 2022, 2021/22, 2021 Q1, Jan 2009 or Aug 2006 to Jul 2007",
        "what the period counts in, such as calendar-year or financial-year",
        "id of the classification that defines the group",
        "category of the group, such as routine-and-manual",
        "rate of the group minus that of all, in percent of that of all, as published",
        "state of the relative gap, with flags",
        "events in the group; empty where not printed",
        "events in all, the group included; empty where not printed",
        "rate of the group as printed, in the unit of the indicator; may be empty",
        "rate of all as printed, in the unit of the indicator; may be empty",
        "complete, or sample:0.1 for a 10% sample multiplied up",
        "id of the source",
        "the publication that printed the figure, in words",
    ];
    /// Columns that a file may leave out.
    pub const OPTIONAL: [&str; 3] = [PERIOD_KIND, RELATIVE_GAP_STATUS, DENOMINATOR_BASIS];
}

/// Columns of the layout of printed tables, in the order in which they stand:
/// one row of a table a row.
pub mod printed_table {
    /// Id of the table, such as `table-4`.
    pub const TABLE: &str = "table";
    /// Title of the table.
    pub const TITLE: &str = "title";
    /// Id of the row in its table.
    pub const ROW: &str = "row";
    /// Id of the row of which it is a part.
    pub const PARENT: &str = "parent";
    /// `row` or `total`.
    pub const ROLE: &str = "role";
    /// What the row counts.
    pub const LABEL: &str = "label";
    /// The count as printed.
    pub const COUNT: &str = "count";
    /// The percentage as printed.
    pub const PERCENT: &str = "percent";
    /// The cell letter for letter.
    pub const CELL: &str = "cell";

    use super::observation::SOURCE;

    /// All columns, in order.
    pub const COLUMNS: [&str; 10] =
        [TABLE, TITLE, ROW, PARENT, ROLE, LABEL, COUNT, PERCENT, CELL, SOURCE];
    /// What each of [`COLUMNS`] holds, in their order.
    pub const MEANINGS: [&str; 10] = [
        "id of the table, such as table-4",
        "title of the table",
        "id of the row, unique in its table",
        "id of the row of which it is a part, which stands above it; empty for others",
        "total for the total of the table; row, or empty, for others",
        "what the row counts, in words",
        "the count as printed",
        "the percentage of the total as printed, with all its decimals; may be empty",
        "the cell letter for letter, such as 17 (24.3); may be empty",
        "id of the source",
    ];
    /// Columns that a file may leave out.
    pub const OPTIONAL: [&str; 4] = [PARENT, ROLE, PERCENT, CELL];
}

/// Columns of the layout of printed statements, in the order in which they
/// stand: one relation between printed figures a row.
pub mod printed_statement {
    /// Id of the statement.
    pub const STATEMENT: &str = "statement";
    /// Section of the publication.
    pub const SECTION: &str = "section";
    /// What it is about.
    pub const ABOUT: &str = "about";
    /// How the result follows from the operands.
    pub const RELATION: &str = "relation";
    /// The operands as printed, separated by `; `.
    pub const OPERANDS: &str = "operands";
    /// Unit of the operands.
    pub const UNIT: &str = "unit";
    /// The result as printed.
    pub const RESULT: &str = "result";
    /// Unit of the result.
    pub const RESULT_UNIT: &str = "result_unit";

    use super::observation::SOURCE;

    /// All columns, in order.
    pub const COLUMNS: [&str; 9] =
        [STATEMENT, SECTION, ABOUT, RELATION, OPERANDS, UNIT, RESULT, RESULT_UNIT, SOURCE];
    /// What each of [`COLUMNS`] holds, in their order.
    pub const MEANINGS: [&str; 9] = [
        "id of the statement",
        "section of the publication",
        "what it is about, in words",
        "difference (first minus second), sum, percent-of (first of second) or ratio (first over second)",
        "the operands as printed, separated by `; `",
        "unit of the operands",
        "the result as printed",
        "unit of the result",
        "id of the source",
    ];
    /// Columns that a file may leave out.
    pub const OPTIONAL: [&str; 0] = [];
}

/// Columns of the layout of annotations, in the order in which they stand: one
/// oddity of a publication a row.
pub mod annotation {
    /// Id of the annotation.
    pub const ANNOTATION: &str = "annotation";
    /// The figures that it is about, separated by `; `.
    pub const CONCERNS: &str = "concerns";
    /// What kind of oddity it is.
    pub const KIND: &str = "kind";
    /// How much it matters.
    pub const SEVERITY: &str = "severity";
    /// What is printed.
    pub const PRINTED: &str = "printed";
    /// What is odd about it.
    pub const ODD: &str = "odd";
    /// How it is handled.
    pub const HANDLING: &str = "handling";

    use super::observation::SOURCE;
    use super::printed_statement::SECTION;

    /// All columns, in order.
    pub const COLUMNS: [&str; 9] =
        [ANNOTATION, CONCERNS, KIND, SEVERITY, PRINTED, ODD, HANDLING, SECTION, SOURCE];
    /// What each of [`COLUMNS`] holds, in their order.
    pub const MEANINGS: [&str; 9] = [
        "id of the annotation",
        "ids of tables, rows as table/row, statements, figures or indicators, separated by `; `; empty for the text alone",
        "what kind of oddity it is, such as period mismatch",
        "high, medium, low or info",
        "what is printed, in words",
        "what is odd about it",
        "how it is handled here",
        "section of the publication",
        "id of the source",
    ];
    /// Columns that a file may leave out.
    pub const OPTIONAL: [&str; 1] = [CONCERNS];
}

/// Columns of a list of areas, in the order in which they stand.
pub mod area {
    /// Code of the area.
    pub const CODE: &str = "code";
    /// Its name.
    pub const NAME: &str = "name";
    /// Other names that are used for it, separated by `|`.
    pub const ALIASES: &str = "aliases";
    /// The first day on which the code holds; empty where it is not known.
    pub const FROM: &str = "from";
    /// The last day on which it holds; empty while it does.
    pub const UNTIL: &str = "until";
    /// What it lies in: codes separated by `|`, each with the share that lies
    /// in it after a colon, and with its days after `@`.
    pub const PARENTS: &str = "parents";
    /// What took its place: codes separated by `|`, each with the share of the
    /// population after a colon.
    pub const SUCCESSORS: &str = "successors";

    /// All columns, in order.
    pub const COLUMNS: [&str; 7] = [CODE, NAME, ALIASES, FROM, UNTIL, PARENTS, SUCCESSORS];
    /// Columns that a file may leave out.
    pub const OPTIONAL: [&str; 5] = [ALIASES, FROM, UNTIL, PARENTS, SUCCESSORS];
    /// What each of [`COLUMNS`] holds, in their order.
    pub const MEANINGS: [&str; 7] = [
        "code of the area: GSS, such as E07000026, or scheme:code",
        "name of the area",
        "other names that are used for it, separated by |",
        "first day on which the code holds, such as 2009-01-01; empty where not known",
        "last day on which it holds; empty while it does",
        "codes of larger areas separated by |: E54000048:0.25@2022-07-01/ is a quarter, from that day",
        "codes of what took its place separated by |, each with its share after a colon: E06000063:0.4",
    ];
}

/// Words for the basis of a denominator.
pub mod basis {
    /// Everyone was counted.
    pub const COMPLETE: &str = "complete";
    /// Before the fraction of a sample.
    pub const SAMPLE_PREFIX: &str = "sample:";
}

#[cfg(test)]
mod tests {
    use crate::Flags;

    #[test]
    fn every_flag_has_a_meaning() {
        let all = super::flag::MEANINGS.map(|(word, _)| Flags::from_word(word).expect(word));
        let joined = all.into_iter().fold(Flags::NONE, |all, flag| all | flag);
        assert_eq!(joined.words().count(), all.len());
    }
}

/// Names of columns of event logs as tables, in small letters and without signs: of
/// several that a table has, the first of a list is meant.
pub mod event_log {
    /// The case.
    pub const CASES: [&str; 6] =
        ["caseconceptname", "caseid", "case", "traceid", "trace", "casename"];
    /// What was done.
    pub const ACTIVITIES: [&str; 7] =
        ["conceptname", "activity", "activityname", "event", "eventname", "task", "action"];
    /// When.
    pub const TIMES: [&str; 10] = [
        "timetimestamp",
        "timestamp",
        "time",
        "completetimestamp",
        "eventtime",
        "endtimestamp",
        "datetime",
        "date",
        "eventdate",
        "eventtimestamp",
    ];
    /// Who did it: the role before the person.
    pub const ROLES: [&str; 4] = ["orgrole", "role", "orgresource", "resource"];
    /// The step of the activity.
    pub const LIFECYCLES: [&str; 3] = ["lifecycletransition", "lifecycle", "transition"];

    /// A name in small letters and without signs, as these lists have them.
    #[must_use]
    pub fn plain(name: &str) -> String {
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    }
}

/// Names that reader and writer of DHIS2 data value sets share.
pub mod dhis2 {
    /// The system of its codes.
    pub const SCHEME: &str = "dhis2";
    /// Before the identifier of an organisation unit in an area code.
    pub const AREA_PREFIX: &str = "dhis2:";
    /// Dimension of category option combinations that no mapping table names.
    pub const CATEGORY_DIMENSION: &str = "dhis2-category-option-combo";
    /// Dimension of attribute option combinations that no mapping table names.
    pub const ATTRIBUTE_DIMENSION: &str = "dhis2-attribute-option-combo";
    /// Ends the data element of a numerator.
    pub const NUMERATOR: &str = ".numerator";
    /// Ends the data element of a denominator.
    pub const DENOMINATOR: &str = ".denominator";
    /// The combination that stands for everyone, as DHIS2 names it.
    pub const DEFAULT: &str = "default";
    /// The identifier of that combination in every DHIS2.
    pub const DEFAULT_UID: &str = "HllvX50cXC0";
    /// Columns of the CSV, in the order that counts.
    pub const COLUMNS: [&str; 10] = [
        "dataelement",
        "period",
        "orgunit",
        "categoryoptioncombo",
        "attributeoptioncombo",
        "value",
        "storedby",
        "lastupdated",
        "comment",
        "followup",
    ];
}

/// Names that reader and writer of the template of WHO HEAT Plus share.
pub mod heat_plus {
    /// The system of its codes.
    pub const SCHEME: &str = "heat-plus";
    /// Columns of the template, in its order.
    pub const COLUMNS: [&str; 20] = [
        "setting",
        "date",
        "source",
        "indicator_abbr",
        "indicator_name",
        "dimension",
        "subgroup",
        "estimate",
        "se",
        "ci_lb",
        "ci_ub",
        "population",
        "note",
        "setting_average",
        "iso3",
        "favourable_indicator",
        "indicator_scale",
        "ordered_dimension",
        "subgroup_order",
        "reference_subgroup",
    ];
}
