//! The kinds of problem, in one list, so that a code means one thing
//! everywhere and `firstyear explain` can expand each.

use super::Severity;

macro_rules! problem_codes {
    ($($name:ident $code:literal $severity:ident
        $explanation:literal
        $help:literal;)*) => {
        /// What kind of problem it is. Codes are stable: a script may rely on
        /// them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ProblemCode {
            $(#[doc = $explanation] $name,)*
        }

        impl ProblemCode {
            /// Every code, in alphabetical groups as declared.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as text: kebab-case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How much such a problem usually matters.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What it means and why it is a problem.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$name => $explanation,)* }
            }

            /// What would be right.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Self::$name => $help,)* }
            }
        }
    };
}

problem_codes! {
    ActionUnknown "action-unknown" Error
        "A row of an SDMX file asks for an action that SDMX does not have."
        "use I, A, M, R or D, or leave the cell empty";
    AreaCodeInvalid "area-code-invalid" Error
        "An area code has a form that no code of its scheme can have, such as a missing digit."
        "write a GSS code as a capital letter and eight digits, such as E06000001, or another scheme as scheme:code";
    AreaEnded "area-ended" Warning
        "The code of an area has ended by the day on whose boundaries figures shall stand, and what took its place is not known. Its figures stay under the old code."
        "give the successors in a list of areas of your own, under [geography] in firstyear.toml";
    AreaMoved "area-moved" Note
        "Figures of areas that have ended bear the code of what took their place, as the project asks for. Those of merged areas were added up, and rates are made from the sums."
        "nothing needs to be done";
    AreaNameAmbiguous "area-name-ambiguous" Error
        "Several areas bear the name, as where a boundary has moved or a town and a county share it, and it is not known which is meant."
        "narrow the areas by prefixes or boundaries_on in the mapping file, or give the code of the name in its recode";
    AreaNameConflict "area-name-conflict" Warning
        "One area code stands beside two different names, so one of the two is probably in the wrong row."
        "check which name belongs to the code; the first one is used";
    AreaNameShared "area-name-shared" Warning
        "Two codes of one kind of area stand beside one name, or two spellings of it, and both have a figure for one period, so that an area may be counted twice."
        "check whether one of the codes is wrong, or has been replaced by the other";
    AreaNameUnknown "area-name-unknown" Error
        "A row names its area, and no area has this name or alias. Names that are merely alike are never taken for each other."
        "correct the name, or give its code in the recode of the mapping file";
    AreaPartMissing "area-part-missing" Warning
        "An area that has ended is now part of another, and another part of that one has no figure. A sum of some of its parts would read as too few events; the figures stay under the old codes."
        "read the file that holds the missing part, or leave the figures as they are";
    AreaSplit "area-split" Warning
        "An area that has ended was split, so that its figures belong to several areas. They stay under the old code."
        "to divide them by shares of population write split = \"by-share\" under [geography] in firstyear.toml; such counts are estimates";
    AreaUncoded "area-uncoded" Note
        "A table names areas without their codes, and neither the reader nor the geography of the project knows one area of that name and time. Each bears an id after its name, so that its figures are not lost."
        "give the areas in a geography file to have their codes; rows of years with codes do not join these";
    CaseWithoutIndex "case-without-index" Warning
        "A case of an event log never has the step with which a case of the pathway begins. What counts from that step is unknown for it; what does not is judged."
        "record the step, name its activity in the mapping of the log, or leave the case out";
    CategoryUnknown "category-unknown" Error
        "A group is not one of the categories of its dimension, such as an eleventh decile."
        "use a category of the dimension: `firstyear explain` with its name shows them, such as `firstyear explain imd-2019-decile`";
    CellEmpty "cell-empty" Error
        "A cell is empty without a status. It could be zero, hidden, never collected or impossible, and these are four different facts."
        "write the number, or in the status column beside it withheld-publisher, absent or not-applicable";
    CellNotANumber "cell-not-a-number" Error
        "A cell that should hold a number holds something else."
        "write a plain number without separators, units or marks, and put marks into the status column";
    CellNotWhole "cell-not-whole" Error
        "A count is negative or not a whole number."
        "write the count as a whole number of 0 or more";
    CellWithheld "cell-withheld" Note
        "The publisher counted, and hid the result. The cell is never read as zero: what needs it cannot be told."
        "nothing needs to be done: figures that need the cell are left out, and say why";
    ClockAmbiguous "clock-ambiguous" Warning
        "A clock begins more than once in one case, such as with two births on different days. What counts from it is unknown for the case."
        "make each baby a case of its own, or record the births of one pregnancy with one time";
    ClockWithoutStart "clock-without-start" Warning
        "An event log does not say when a clock of the pathway begins, such as a pregnancy or a birth. What counts from it is unknown."
        "name the activity or the attribute with which it begins under `clock` in the mapping of the log";
    CodeDamaged "code-damaged" Warning
        "A column of codes holds dates or other traces of a spreadsheet in place of codes. Groups are read by the labels beside them."
        "export again and open the file with its code columns as text";
    CodeUnmapped "code-unmapped" Note
        "A code of another system has no entry in a mapping table, so its figures bear an id that names the system and the code."
        "to use an id of one's own, add a row to the mapping table: kind,from,to";
    ColumnAmbiguous "column-ambiguous" Note
        "Two columns could each be what a reader asks for, such as the time of an event. The one whose name fits best is read."
        "where it is the wrong one, rename it or leave it out";
    ColumnMissing "column-missing" Error
        "A column that the layout needs is not in the header, so no row of the table can be read."
        "compare the header with the layout: `firstyear explain tidy` lists its columns";
    ColumnRepeated "column-repeated" Error
        "Two columns have the same name, so it is not known which one is meant."
        "rename or remove one of them";
    ColumnUnknown "column-unknown" Warning
        "A column is not part of the layout and was not read. Often it is a column under a wrong name."
        "rename it to a column of the layout, or remove it";
    CountSmall "count-small" Warning
        "A file shows counts that its publisher does not display. Its source is treated as restricted, so small counts are hidden on the way out."
        "take the figures from the publisher's own export, where such counts are suppressed";
    DatesSwapped "dates-swapped" Warning
        "A date has its day and month exchanged, as a spreadsheet does that reads dates of another country. Together with the other date of its row it makes one whole month only when they are put back, and so it was read."
        "nothing needs to be done where the month told is right; otherwise write dates as 2025-02-01";
    DeathsExceedBirths "deaths-exceed-births" Error
        "More events than people at risk. A rate above the whole is impossible where everyone is counted, and usually means shifted columns. Where the denominator is a sample multiplied up it can happen by chance, and is a warning."
        "check that the two columns are not exchanged; for a sampled denominator declare the sample fraction";
    DecisionGap "decision-gap" Error
        "A decision has no row for some of those whom it is asked about, so nobody knows where they go."
        "add a row that fits them; a row with `missing = true` says what follows where an input is not recorded";
    DecisionInvalid "decision-invalid" Error
        "A decision cannot be read: it has no inputs or rows, a condition does not fit its input, or a row can never fit."
        "give a number thresholds with at_least below `below`, give one of several words `is`, and let `missing = true` stand alone";
    DecisionOverlap "decision-overlap" Error
        "Two rows of a decision fit the same people, so they would be sent two ways."
        "part the two rows: `at_least` includes its number, and `below` does not";
    DigitsUneven "digits-uneven" Note
        "The last digits of counts are all about equally frequent. Where 0 and 5 stand far more often, the publisher rounds; where others do, counts were estimated, copied or made up."
        "where the publisher rounds, nothing needs to be done; rates of small counts are then less certain than their limits say";
    DimensionUnknown "dimension-unknown" Error
        "A row or a question is split by a dimension that the catalogue does not define."
        "use a dimension of `firstyear list dimensions`";
    DirectionDisagrees "direction-disagrees" Warning
        "A file says that more is better of an indicator where the catalogue says that less is, or the other way round."
        "check the column favourable_indicator; the catalogue's direction is used";
    DocumentFieldUnknown "document-field-unknown" Error
        "An authored document, such as of recommendations or a care pathway, has a field or a column that does not exist, often a slip of the pen."
        "`firstyear schema recommendations`, `visits`, `self-assessments`, `self-assessment-matrix`, `pathway` and `log-mapping` list the fields";
    DocumentInvalid "document-invalid" Error
        "An authored document, such as of recommendations or a care pathway, lacks something, or has a value that it cannot have. The entry is left out; a care pathway is refused whole."
        "`firstyear schema recommendations`, `visits`, `self-assessments`, `self-assessment-matrix`, `pathway`, `log-mapping` and `count` say what is asked for";
    DueBeforeMade "due-before-made" Error
        "A recommendation is due before it was made."
        "check both days: a day is written as YYYY-MM-DD";
    EventActivityUnknown "event-activity-unknown" Warning
        "An event log has an activity that stands for no step of the pathway. Its events are kept and judge nothing."
        "name the activity in the mapping of the log, with its step or without one";
    EventAttributeMissing "event-attribute-missing" Note
        "No column, event or case of a log has an attribute that the pathway or the mapping asks for. What depends on it is not known for any case."
        "give the name that the attribute has in the log: [[attribute]], [[clock]] or [[group]] in the mapping";
    EventBeforeClock "event-before-clock" Warning
        "A step that is expected after a clock begins comes before it in a case, such as a check of a baby before its birth. It counts as too early."
        "check both days";
    EventCaseAmbiguous "event-case-ambiguous" Warning
        "An event of an object-centric log is tied to no case itself, and to an object that belongs to several, such as a woman with two pregnancies. It counts in each."
        "tie the event to its case";
    EventHourMissing "event-hour-missing" Note
        "Every time of a log is midnight, as where days were stored as times. Only the days are taken for known."
        "write the hours where they are known";
    EventIncomplete "event-incomplete" Error
        "An event of a log belongs to no case or names no activity, so it cannot be followed."
        "give every event a case and an activity";
    EventLogRead "event-log-read" Note
        "A log of events was read: how much it holds."
        "nothing needs to be done";
    EventLogUnsorted "event-log-unsorted" Note
        "The events of one case do not stand together in a log in Parquet or Arrow, so that all of it is held in memory. It is read as any other."
        "sort the log by case where memory is short";
    EventObjectDiffers "event-object-differs" Warning
        "An attribute of an object changes over time, of which the first value is used, or objects of one case differ in it, of which none is used."
        "record what changes as attributes of events";
    EventObjectRepeated "event-object-repeated" Error
        "Two objects of a log have the same id. The first is used."
        "give each object an id of its own";
    EventObjectUnknown "event-object-unknown" Warning
        "An event or an object is tied to an object that the log does not describe."
        "add the object, or remove the tie";
    EventOrder "event-order" Warning
        "Events of one case do not stand in the order of their times, or have times that cannot be compared."
        "sort the events of a case by time, and write all times with an offset or all without";
    EventRepeated "event-repeated" Warning
        "An event repeats another in case, activity and time. A reader keeps it, as both may have happened; held against a pathway it counts once."
        "remove the second where it is a slip";
    EventTimeMissing "event-time-missing" Warning
        "An event has no time. It is kept, and can neither be early nor late."
        "give the time of every event, to the day at least";
    EventTimeZone "event-time-zone" Note
        "The times of a log are instants in a zone that is named. How far its clock stood from Greenwich on a day is not looked up, and days are those of Greenwich."
        "where hours around midnight matter, write times with their offset, such as 2024-07-01T00:30:00+01:00";
    EventValueUnreadable "event-value-unreadable" Warning
        "An attribute that a condition looks at is neither a number that it can be nor one of its words. What depends on it is unknown for the case."
        "write it as the pathway does, or translate it by `words` in the mapping of the log";
    EventWithoutCase "event-without-case" Warning
        "An event of an object-centric log is tied to no object that is a case, neither itself nor by one tie between objects. It is not used."
        "tie the event to its case, or choose another type of object as the case";
    FileEmpty "file-empty" Error
        "The file holds no table, or a header without rows."
        "check that the right file was saved in full";
    FileLarge "file-large" Note
        "The file has more rows than are held in memory at once. Each row was checked, repeated rows were looked for on disk, and what needs all rows side by side was not done."
        "to have series and totals checked as well, split the file by indicator";
    FileUnreadable "file-unreadable" Error
        "The file is missing, damaged or of another kind than it is named."
        "check the path, and that the file opens in the program that made it";
    FlagUnknown "flag-unknown" Error
        "A status names a flag that is not one of the known ones."
        "use provisional, revised, estimated, low-reliability or series-break";
    GroupsInvalid "groups-invalid" Error
        "The groups of a row cannot be read, or name one dimension twice."
        "write dimension=category, several separated by a semicolon, such as imd-2019-decile=1; sex=male";
    GroupsOfVisit "groups-of-visit" Warning
        "A visit did not hold each core discussion group and as many chosen ones as its rule asks for."
        "check the groups of the visit; one that was not held is worth knowing, and the visit is used";
    HistoryOrder "history-order" Error
        "The history of a recommendation cannot have happened so: it was done before it was agreed, changes are not in the order of their days, or it was stopped without a reason."
        "list changes in order: agreed, then started, then done, or stopped with its reason";
    ImportSummary "import-summary" Note
        "How many values of a data value set were used, how many were refused with an error, and how many say nothing that a figure could hold."
        "nothing needs to be done: the refused values are listed one by one";
    IndicatorUndefined "indicator-undefined" Note
        "The file names an indicator that neither the catalogue nor the project defines. Its figures are read; questions about it need to know what is counted, among whom, and which way is good."
        "to ask about it, define it under [[definition]] in firstyear.toml with this id, or with its code in `codes`";
    IndicatorUnknown "indicator-unknown" Error
        "A row is about an indicator that the catalogue does not hold."
        "use an id of `firstyear list indicators`";
    IntervalInvalid "interval-invalid" Error
        "Published limits are incomplete, exchanged, do not hold the value, or lack their confidence."
        "give lower, upper and confidence together, with lower at most the value and the value at most upper";
    LayoutIncomplete "layout-incomplete" Warning
        "A layout or an extract lacks a field on which published totals rest, such as where the mother lives."
        "compare totals with publications with care, or use a file that has the field";
    LayoutUnknown "layout-unknown" Error
        "It is not known where the fields of a file stand: no layout fits its records, or several do."
        "name the layout: `layout` beside the file in firstyear.toml, or --layout";
    LogMappingInvalid "log-mapping-invalid" Error
        "A mapping of an event log names what the pathway does not have, says something twice, or says too little."
        "name a step, a clock or an input of the pathway";
    MapAreaMissing "map-area-missing" Warning
        "Areas that have figures are not on a map of areas of their kind. Their figures are in every table, and the map shows nothing of them."
        "add their shapes to the file, or take a map of the year of the figures";
    MapAreaRepeated "map-area-repeated" Error
        "An area has two shapes on a map, or two areas have the same column and row. The first is used."
        "give each area one shape, of several polygons where it has parts, and each hexagon a place of its own";
    MapAreaUnknown "map-area-unknown" Warning
        "A map has shapes whose codes are of no known area. They are kept, and drawn only where figures bear the same codes."
        "check the codes, or give the areas in a list of areas of your own, under [geography] in firstyear.toml";
    MapCoordinates "map-coordinates" Error
        "A shape is in coordinates of another kind than the rest of its map, or than the file says: degrees of longitude and latitude and planar coordinates, such as those of the British National Grid, cannot be drawn together."
        "convert the file to one kind of coordinates as a whole";
    MapPropertyUnclear "map-property-unclear" Error
        "It is not known which property of a file of boundaries holds the codes of areas: none holds the code of a known area in every feature, or several do."
        "name it: `property` beside the file in firstyear.toml, or --property";
    MapRead "map-read" Note
        "Boundaries of areas were read: how many areas and points there are, and what their coordinates are taken for."
        "nothing needs to be done";
    MapShapeInvalid "map-shape-invalid" Error
        "The shape or the place of an area cannot be drawn: a ring is open or too short, a coordinate is no number, or a hexagon has no column and row. The area is left out of the map."
        "mend the shape in the program that made it, such as by its check of geometries";
    MapShapeNotTaken "map-shape-not-taken" Note
        "Features of a file of boundaries have no polygon: points, lines, or no geometry at all. They are passed over."
        "nothing needs to be done where they are no areas";
    MappingInvalid "mapping-invalid" Error
        "A row of a mapping table names a kind that does not exist, or an id that cannot be."
        "write kind,from,to, with a kind such as data-element, org-unit or category-option-combo";
    MarkUnknown "mark-unknown" Error
        "A cell holds a bracketed mark that the publisher's key does not list."
        "see the notes of the workbook; known are [c] [u] [x] [z] [p] [r] [e] [b]";
    Misprint "misprint" Warning
        "A printed percentage has a digit where its bracket should close, or more decimals than its column, and reads as another number. It is shown as it is printed, and read as what the count beside it gives."
        "nothing needs to be done: the cell stays as printed, with the reading beside it";
    NotesMissing "notes-missing" Warning
        "An export has lost the notes that say what was asked for: the period, the filters and the unit of its rates."
        "export again and keep the lines after the rows";
    ObligationInvalid "obligation-invalid" Error
        "An obligation of a pathway asks for something that nothing can answer: it expects no step, has a window without ends, repeats without saying how often, or a condition that cannot be read."
        "name what is expected, and give a window `from`, `to` or both";
    ObservationConflict "observation-conflict" Error
        "Two rows give different figures for the same indicator, area, period, group and source: two totals for one area. Neither is used."
        "remove the wrong row, or give the rows different sources if both are right";
    ObservationRepeated "observation-repeated" Note
        "A row repeats another with the same figures, as when an area is listed under several parents. It is counted once."
        "nothing needs to be done";
    OwnerMissing "owner-missing" Warning
        "Nobody leads a recommendation: what has no owner is seldom done."
        "name the agency that leads by its role, such as local authority housing";
    PackageInvalid "package-invalid" Error
        "A data package does not describe its tables as the standard wants it."
        "compare datapackage.json with the standard at datapackage.org, or with a package that `firstyear convert --to data-package` writes";
    PathOutside "path-outside" Error
        "A project or package names a file outside its own folder, or an address. A file that someone else wrote must not choose what is read on this machine."
        "copy the file into the folder and name it from there";
    PathwayDeadEnd "pathway-dead-end" Error
        "From a step or decision of a pathway no way leads to an exit, so a case could never end."
        "let a flow or a row lead on to an exit, with the reason why people leave there";
    PathwayDerivationCyclic "pathway-derivation-cyclic" Error
        "Pathways are derived from each other in a circle, so that none of them is the first."
        "leave `derived_from` out of the one that came first";
    PathwayElementOpen "pathway-element-open" Note
        "An element of a pathway is open: nobody states what it needs, such as a threshold or a window. It judges nothing."
        "agree on it and name its source, or leave it open in a draft";
    PathwayFileInvalid "pathway-file-invalid" Error
        "A file of another system cannot be read as a care pathway: it is of another format or version, or holds no plan, or several."
        "give one PlanDefinition of FHIR R4, alone or in a Bundle, or a BPMN 2.0 model of one process";
    PathwayGroundsMissing "pathway-grounds-missing" Error
        "An element of a pathway does not say what it rests on."
        "name the source of what is stated by the id of a `[[source]]`, and say why for what is inferred or open";
    PathwayIdInvalid "pathway-id-invalid" Error
        "An id in a pathway is not kebab-case."
        "write it in lower-case letters and digits joined by hyphens, such as stop-smoking";
    PathwayIdRepeated "pathway-id-repeated" Error
        "Two elements of a pathway have the same id, so it is not known which one is meant. Steps, decisions and exits share their ids."
        "give each an id of its own";
    PathwayLoopUnbounded "pathway-loop-unbounded" Error
        "A pathway can go round in a circle without end."
        "say with `at_most` how often one of its steps is done at the most, or take the way back out";
    PathwayNotDraft "pathway-not-draft" Error
        "A pathway is called agreed though some of its elements are open."
        "write status = \"draft\" until they are settled";
    PathwayPartInvalid "pathway-part-invalid" Error
        "A part of a care pathway of another system says something that cannot be, such as a way to an action that is not there. It is left out."
        "mend it where it comes from, or draw the way in what was read";
    PathwayPartNotTaken "pathway-part-not-taken" Note
        "A care pathway of another system says something that ours have no place for. It is not in what was read."
        "look whether it matters, and say it in words where it does";
    PathwayPartSupplied "pathway-part-supplied" Note
        "A care pathway of another system leaves something out that ours must say. What was put there is no statement of its authors."
        "look at it, and write what is right";
    PathwayReferenceUnknown "pathway-reference-unknown" Error
        "An element of a pathway names another that it does not hold."
        "check the id, or add what it names";
    PathwayUnchecked "pathway-unchecked" Warning
        "A part of a pathway has more combinations of inputs than are looked through, so that what was not found there may still be wrong."
        "split the decision, or name fewer inputs";
    PathwayUnreachable "pathway-unreachable" Error
        "No way leads from the beginning of a pathway to a step, decision or exit."
        "let a flow or a row of a decision lead to it, or remove it";
    PercentDisagrees "percent-disagrees" Warning
        "A printed percentage is not what the count beside it gives of the printed total, rounded as it is printed."
        "see the page of printed tables, which shows both: a slip of the hand in the publication is the usual cause";
    PeriodAmbiguous "period-ambiguous" Error
        "A label such as 2006/07 can be a financial or an academic year."
        "say which in the column period_kind: financial-year or academic-year";
    PeriodAssumed "period-assumed" Warning
        "No row names its period, and it was taken from the name of the file."
        "check that the name says the year of the figures, or add a column with the year";
    PeriodInvalid "period-invalid" Error
        "A period cannot be read."
        "write it as 2006, 2006 to 2008, 2006/07, 2006 Q1, 2006/07 Q1, Jan 2009 or Aug 2006 to Jul 2007";
    PeriodsOverlap "periods-overlap" Note
        "Periods of one series share days, as rolling averages do. Counts in them are not independent, and are never tested or added up as if they were."
        "nothing needs to be done";
    PersonalText "personal-text" Warning
        "A text looks as if it were about a person: it holds what may be an e-mail address, a telephone number, an NHS number, or a title before a name. It is kept out of every output. What names a person in other words is not found."
        "write roles in place of people, and leave out how to reach them";
    PrintedIdInvalid "printed-id-invalid" Error
        "A row of a printed table, a statement or an annotation has an id that is not kebab-case or that stands in an earlier row, a table has a second total, or a row is a part of one that does not stand above it."
        "give each row an id of its own in lower-case letters and digits joined by hyphens, and put parts below their row";
    PrintedWordUnknown "printed-word-unknown" Error
        "A role, a relation or a severity is not one of the known words, or a relation does not fit the number of its operands."
        "`firstyear explain printed-tables`, `printed-statements` and `annotations` list the words";
    ProjectFieldUnknown "project-field-unknown" Error
        "The project file has a field that does not exist, often a slip of the pen."
        "`firstyear schema project` lists the fields";
    ProjectInvalid "project-invalid" Error
        "The project file is not valid TOML, or a field has a value that it cannot have."
        "`firstyear init` writes a commented example";
    ProjectVersion "project-version" Error
        "The project file has a schema version that this program does not read."
        "set schema_version = 1";
    RateDisagrees "rate-disagrees" Warning
        "A published rate is not what its own counts give, rounded as it is printed."
        "see the data-quality page: a late revision or another denominator is the usual cause";
    RecommendationRepeated "recommendation-repeated" Error
        "Two recommendations, or two visits, have one id, or a statement is answered twice for one area and day. The second is left out."
        "give each an id of its own, and each statement one answer";
    ReferralUnanswered "referral-unanswered" Error
        "A referral of a pathway owes no answer: nobody would notice that what became of it never came back."
        "add an obligation with template = \"feedback-closes-loop\" and the referral as its trigger";
    RowShape "row-shape" Error
        "A row has more or fewer cells than the header."
        "check for a comma or a line break inside a cell that is not quoted";
    RowUnused "row-unused" Note
        "Rows say nothing that a figure could hold, such as a deletion or a text, and were passed over; or answers of a self-assessment are later than the day of the project (`as_of`), or events of a log than the last day that is looked at, and are not counted yet."
        "nothing needs to be done";
    RowsHidden "rows-hidden" Warning
        "A query left rows out, so that groups are missing which had events. What is missing is not zero."
        "export again with suppressed rows and zero rows shown";
    RowsPassedOver "rows-passed-over" Note
        "Rows were passed over, because they say nothing that a figure could hold or nothing that is not said elsewhere."
        "nothing needs to be done";
    SampleInvalid "sample-invalid" Error
        "The denominator's basis is neither complete nor a sample fraction."
        "write complete, or sample:0.1 for a 10% sample";
    SeriesBreak "series-break" Note
        "A figure spans a change of classification, or is not comparable with the one before it in its series."
        "nothing needs to be done: the figure is flagged, and no trend is drawn across the break";
    SeriesGap "series-gap" Note
        "A series leaves out a period. No trend is drawn across it."
        "check whether the period was never published or is missing from the file";
    SheetMissing "sheet-missing" Error
        "A table of the workbook was not found: its sheet is missing, renamed, or no longer holds the table that its title announces."
        "restore the sheet's title line, or download the workbook again";
    SheetRenamed "sheet-renamed" Note
        "A table of the workbook stands in a sheet that does not bear its number. It was read by its title."
        "nothing needs to be done where the sheet was renamed; check that it is the table which its title says";
    SheetUnknown "sheet-unknown" Note
        "A sheet holds no table that this reader knows, and was passed over."
        "nothing needs to be done";
    SourceUnknown "source-unknown" Error
        "A row names a source that the project does not declare."
        "declare it in firstyear.toml under [[source]]";
    StageInvalid "stage-invalid" Error
        "A stage of a pathway cannot be counted: it has no step and no condition, or a condition that cannot be read."
        "name the steps that take people this far, or what must hold of them";
    StatementDisagrees "statement-disagrees" Warning
        "The result that a publication prints is not what its own printed figures give, rounded as the result is printed."
        "see the page of printed tables, which shows both: figures that were rounded before they were printed are a usual cause";
    StatementUnknown "statement-unknown" Error
        "A self-assessment answers a statement, or claims a level, that the matrix does not hold. The answer is left out."
        "`firstyear list self-assessment` shows the statements and levels of the matrix that the program brings; a project can name a file with its own";
    StatusConflict "status-conflict" Error
        "A status says that there is no value, and a value stands beside it; or the other way round."
        "remove the value, or set the status to known";
    StatusUnknown "status-unknown" Error
        "A status is not one of the known words."
        "use known, withheld-publisher, withheld-primary, withheld-secondary, absent or not-applicable";
    TemplateRule "template-rule" Error
        "A row breaks a rule of the WHO HEAT Plus template, such as one abbreviation for two indicators."
        "mend the row, or the one that it contradicts";
    TextEncoding "text-encoding" Error
        "The file is not UTF-8 text, so letters outside the English alphabet cannot be read."
        "save the file as CSV UTF-8";
    ThemeUnknown "theme-unknown" Error
        "A recommendation, a finding or a discussion group names a theme, category or part that the list of themes does not hold."
        "`firstyear list themes` shows them";
    TimeAmbiguous "time-ambiguous" Error
        "A date such as 03/04/2024 is the third of April or the fourth of March. It is not guessed."
        "write dates as 2024-04-03, or say --layout day-first or --layout month-first";
    TimeInvalid "time-invalid" Error
        "A time cannot be read."
        "write it as 2024-03-01, 2024-03-01T09:30 or 2024-03-01T09:30:00+00:00";
    TotalDisagrees "total-disagrees" Warning
        "The groups of a table do not add up to its printed total."
        "see the data-quality page: rounding, a withheld group or a multiplied-up sample are the usual causes";
    UnitConflict "unit-conflict" Error
        "One indicator stands in two units in one file, and its rows cannot be told apart."
        "give the figures of each unit a code of their own";
    ValueJump "value-jump" Warning
        "A figure stands near 10, 100 or 1,000 times the others of its series, or a tenth and so on of them, which is usual for a slip of the unit or a shifted decimal point and rare by chance."
        "check the unit of the figure and the position of its decimal point";
    ValueOutOfRange "value-out-of-range" Error
        "A value lies where its indicator cannot: a rate below zero, a proportion above the whole, a group with more events than all."
        "check the unit of the column, and that no column is shifted";
    VisitUnknown "visit-unknown" Error
        "A recommendation names a visit that no document holds, or one to another area; or a comparison of themes chooses by a visit, or a kind of visit, that no document holds."
        "name a visit of the project, or leave the field out";
    WindowContradiction "window-contradiction" Error
        "Obligations of a pathway cannot all be met in one case: whatever the days, one of their windows is missed."
        "widen one of the windows, or say by `eligible` that they are owed to different people";
}

impl ProblemCode {
    /// The code with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl std::fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_kebab_case_and_explained() {
        for (i, code) in ProblemCode::ALL.iter().enumerate() {
            assert!(crate::id::is_kebab(code.as_str()), "{code}");
            assert_eq!(ProblemCode::from_text(code.as_str()), Some(*code));
            assert!(code.explanation().ends_with('.') && !code.help().ends_with('.'), "{code}");
            assert!(ProblemCode::ALL[i + 1..].iter().all(|other| other.as_str() > code.as_str()));
        }
    }
}
