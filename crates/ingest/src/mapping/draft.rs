//! Drafts a mapping file from a look at a table.
//!
//! What the file shows is written down; what it leaves open is a question in a
//! comment, with the field left out, so that reading by the draft asks for it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use calamine::Data;
use firstyear_core::{AreaCode, AreaNames, Period, PeriodError, Problem, ProblemCode};

use super::reader::joined;
use crate::input::Input;
use crate::rows::{Rows, decode_head, separator_of};
use crate::workbook::Workbook;
use crate::{CodeLists, OnProgress, ReadError};

/// Rows that are looked at.
const ROWS: usize = 500;
/// Columns of a sheet that are looked at.
const COLUMNS: u32 = 256;

/// Drafts the mapping of a table: valid TOML, with a question in a comment for
/// everything that the file does not say.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be read, or holds no table.
pub fn draft_mapping(
    path: &Path,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<String, ReadError> {
    let file: Arc<str> = path.display().to_string().into();
    let input = Input::at(path, &file)?;
    let look = Look::at(&input, progress)?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
    Ok(Draft::new(&look, codes).text(&name))
}

/// The first rows of a table, and where they stand.
struct Look {
    sheet: Option<String>,
    separator: Option<u8>,
    header_row: u64,
    header_rows: u64,
    titles: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The first cell of the row at which notes begin.
    ends_at: Option<String>,
}

type Numbered = Vec<(u64, Vec<String>)>;

impl Look {
    fn at(input: &Input<'_>, progress: OnProgress<'_>) -> Result<Self, ReadError> {
        let head = input.head(1 << 16)?;
        if matches!(&*head, [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..]) {
            let (sheet, rows) = of_workbook(input)?;
            return Self::of(input, Some(sheet), None, &rows);
        }
        let separator = likely_separator(&decode_head(&head));
        let mut rows = Rows::open(input, Some(separator))?;
        let mut seen = Vec::new();
        while let Some(line) = rows.next(progress)? {
            seen.push((line, rows.cells().map(str::to_owned).collect()));
            if seen.len() == ROWS {
                break;
            }
        }
        Self::of(input, None, Some(separator), &seen)
    }

    /// The header is the first row as wide as the table, above rows that hold
    /// numbers.
    fn of(
        input: &Input<'_>,
        sheet: Option<String>,
        separator: Option<u8>,
        rows: &[(u64, Vec<String>)],
    ) -> Result<Self, ReadError> {
        let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
        let width = rows.iter().map(|(_, row)| filled(row)).max().unwrap_or(0);
        let wide = |row: &[String]| filled(row) * 2 > width;
        let with_numbers =
            |row: &[String]| row.iter().filter(|cell| is_number(cell)).count() * 4 >= filled(row);
        let data = rows.iter().position(|(_, row)| wide(row) && with_numbers(row));
        let Some(data) = data.filter(|at| *at > 0) else {
            let message = "no row of titles with rows of numbers below it was found";
            let problem = Problem::new(ProblemCode::FileEmpty, input.place(), message);
            return Err(problem.into());
        };
        let last = &rows[data - 1];
        // A row above that has two cells or more belongs to the header; a title
        // of the table stands alone.
        let above = data.checked_sub(2).map(|at| &rows[at]);
        let two = above.is_some_and(|(line, row)| line + 1 == last.0 && filled(row) > 1);
        let first = if two { data - 2 } else { data - 1 };
        let header: Vec<Vec<String>> =
            rows[first..data].iter().map(|(_, row)| row.clone()).collect();
        let (header_row, titles) = (rows[first].0, joined(&header));
        let end = rows[data..].iter().position(|(_, row)| filled(row) <= 1 && width > 2);
        let ends_at = end
            .and_then(|at| rows[data + at].1.iter().find(|cell| !cell.is_empty()))
            .map(|cell| cell.split([' ', ':']).next().unwrap_or_default().to_owned());
        let until = end.map_or(rows.len(), |at| data + at);
        let rows = rows[data..until].iter().map(|(_, row)| row.clone()).collect();
        let header_rows = header.len() as u64;
        Ok(Self { sheet, separator, header_row, header_rows, titles, rows, ends_at })
    }

    /// The distinct texts of a column that are not empty.
    fn distinct(&self, at: usize) -> BTreeSet<&str> {
        let cells = self.rows.iter().filter_map(|row| row.get(at));
        cells.map(String::as_str).filter(|cell| !cell.is_empty()).collect()
    }

    fn has_empty(&self, at: usize) -> bool {
        self.rows.iter().any(|row| row.get(at).is_none_or(String::is_empty))
    }
}

/// The sheet with the most filled cells, and its rows.
fn of_workbook(input: &Input<'_>) -> Result<(String, Numbered), ReadError> {
    let bytes = input.whole()?;
    let damaged = |message: &str| Problem::new(ProblemCode::FileUnreadable, input.place(), message);
    let mut book = Workbook::open(&bytes).map_err(|error| damaged(error.message()))?;
    let mut best: (usize, String, Numbered) = (0, String::new(), Vec::new());
    for sheet in book.sheets() {
        let (mut rows, mut cells): (Numbered, usize) = (Vec::new(), 0);
        let read = book.cells(&sheet, |row, column, cell| {
            let line = u64::from(row) + 1;
            if rows.last().is_none_or(|(last, _)| *last != line) {
                if rows.len() == ROWS {
                    return ControlFlow::Break(());
                }
                rows.push((line, Vec::new()));
            }
            if let (Some((_, into)), true) = (rows.last_mut(), column < COLUMNS) {
                let column = column as usize;
                into.resize(into.len().max(column + 1), String::new());
                into[column] = match cell {
                    Data::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
                    Data::DateTime(moment) => {
                        let (year, month, day, ..) = moment.to_ymd_hms_milli();
                        format!("{year:04}-{month:02}-{day:02}")
                    }
                    other => other.to_string(),
                };
                cells += 1;
            }
            ControlFlow::Continue(())
        });
        if read.is_ok() && cells > best.0 {
            best = (cells, sheet, rows);
        }
    }
    Ok((best.1, best.2))
}

/// The separator of the line that has most of any.
fn likely_separator(text: &str) -> u8 {
    let lines = || text.lines().take(50).filter(|line| !line.trim().is_empty());
    let count = |line: &str| {
        let separator = separator_of(line);
        (line.bytes().filter(|byte| *byte == separator).count(), separator)
    };
    lines().map(count).max_by_key(|(found, _)| *found).map_or(b',', |(_, separator)| separator)
}

fn is_number(cell: &str) -> bool {
    cell.bytes().any(|byte| byte.is_ascii_digit())
        && cell.bytes().all(|byte| byte.is_ascii_digit() || b".,' -+".contains(&byte))
}

/// What a column seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    AreaCode,
    AreaName,
    Period,
    Numerator,
    Denominator,
    Value,
    Lower,
    Upper,
    Error,
    Note,
    Indicator,
    /// Of the dimension with this place in the list of all.
    Group(usize),
    Unknown,
}

struct Draft<'d> {
    look: &'d Look,
    codes: &'d CodeLists<'d>,
    kinds: Vec<Kind>,
}

impl<'d> Draft<'d> {
    fn new(look: &'d Look, codes: &'d CodeLists<'d>) -> Self {
        let names = AreaNames::of(codes.areas);
        let mut kinds: Vec<Kind> = Vec::new();
        for at in 0..look.titles.len() {
            let kind = kind_of(look, at, codes, &names);
            // Of two columns of one kind the second is a matter for the author.
            let single = !matches!(kind, Kind::Unknown | Kind::Group(_));
            kinds.push(if single && kinds.contains(&kind) { Kind::Unknown } else { kind });
        }
        if kinds.contains(&Kind::AreaCode) && !kinds.contains(&Kind::AreaName) {
            // Beside codes, names need not be known.
            let unknown = |at: &usize| kinds[*at] == Kind::Unknown;
            let names = (0..kinds.len()).filter(unknown).find(|at| may_name_areas(look, *at));
            if let Some(at) = names {
                kinds[at] = Kind::AreaName;
            }
        }
        Self { look, codes, kinds }
    }

    fn column(&self, kind: Kind) -> Option<&str> {
        let at = self.kinds.iter().position(|found| *found == kind)?;
        Some(&self.look.titles[at])
    }

    fn text(&self, file: &str) -> String {
        let mut out = String::new();
        let _ = writeln!(
            out,
            "# A draft from a look at the file. Each line with a question mark asks for what"
        );
        let _ =
            writeln!(out, "# the file does not say: answer it and remove the # before the field.");
        let _ = writeln!(out, "schema_version = 1\ntitle = {}", quoted(file));
        self.ignored(&mut out);
        self.table(&mut out);
        self.area(&mut out);
        self.period(&mut out);
        self.groups(&mut out);
        self.measure(&mut out);
        self.marks(&mut out);
        out.push_str(
            "\n# Where do the figures come from? The project can say it instead.\n# [source]\n\
             # id = \"\"\n# title = \"\"\n# publisher = \"\"\n# licence = \"\"\n# class = \"published\"\n",
        );
        out
    }

    fn ignored(&self, out: &mut String) {
        let unknown = self.kinds.iter().zip(&self.look.titles);
        let names: Vec<String> = unknown
            .filter(|(kind, title)| **kind == Kind::Unknown && !title.is_empty())
            .map(|(_, title)| quoted(title))
            .collect();
        if !names.is_empty() {
            let _ = writeln!(
                out,
                "\n# What are these columns? They are left out as long as they stand here."
            );
            let _ = writeln!(out, "ignore = [{}]", names.join(", "));
        }
    }

    fn table(&self, out: &mut String) {
        let look = self.look;
        let _ = writeln!(out, "\n[table]");
        if let Some(sheet) = &look.sheet {
            let _ = writeln!(out, "sheet = {}", quoted(sheet));
        }
        let _ = writeln!(out, "header_row = {}", look.header_row);
        if look.header_rows > 1 {
            let _ = writeln!(out, "header_rows = {}", look.header_rows);
        }
        if let Some(separator) = look.separator {
            let _ = writeln!(out, "separator = {}", quoted(&char::from(separator).to_string()));
        }
        let numbers = || {
            let cells = look.rows.iter().flatten();
            cells.map(String::as_str).filter(|cell| is_number(cell))
        };
        if numbers().any(|cell| cell.contains(',')) {
            let _ = writeln!(
                out,
                "# Is a comma in a number the decimal mark, or does it separate thousands?\n\
                 # decimal = \",\"\n# thousands = \",\""
            );
        } else if numbers().any(|cell| cell.contains('.')) {
            let _ = writeln!(
                out,
                "# Is a point in a number the decimal mark, or does it separate thousands?\n\
                 # decimal = \".\"\n# thousands = \".\""
            );
        }
        if let Some(text) = look.ends_at.as_ref().filter(|text| !text.is_empty()) {
            let _ = writeln!(out, "ends_at = [{}]", quoted(text));
        }
    }

    fn area(&self, out: &mut String) {
        let _ = writeln!(out, "\n[area]");
        let (code, name) = (self.column(Kind::AreaCode), self.column(Kind::AreaName));
        if let Some(code) = code {
            let _ = writeln!(out, "column = {}", quoted(code));
        }
        if let Some(name) = name {
            let _ = writeln!(out, "names = {}", quoted(name));
        }
        if code.is_none() && name.is_none() {
            let _ = writeln!(
                out,
                "# Which area? A column of codes, a column of names, or one area for all rows.\n\
                 # column = \"\"\n# scheme = \"\"\n# names = \"\"\n# code = \"\""
            );
        } else if code.is_none() {
            let _ = writeln!(
                out,
                "# Which kinds of area are meant, where several share a name?\n# prefixes = [\"E06\"]"
            );
        }
    }

    fn period(&self, out: &mut String) {
        let _ = writeln!(out, "\n[period]");
        let Some(at) = self.kinds.iter().position(|kind| *kind == Kind::Period) else {
            let _ = writeln!(
                out,
                "# Which period? One or several columns, or one label for all rows.\n\
                 # columns = [\"\"]\n# label = \"\""
            );
            return;
        };
        let _ = writeln!(out, "columns = [{}]", quoted(&self.look.titles[at]));
        let cells = self.look.distinct(at);
        if cells.iter().all(|cell| is_date(cell)) {
            let _ = writeln!(
                out,
                "# What unit of time do these dates stand for, such as month?\n# unit = \"\""
            );
            if cells.iter().all(|cell| cell.as_bytes().get(4) == Some(&b'-')) {
                let _ = writeln!(out, "# dates = \"year-first\"");
            } else {
                let _ = writeln!(out, "# Does the day or the month come first?\n# dates = \"\"");
            }
        } else if cells
            .iter()
            .any(|cell| Period::parse(cell, None) == Err(PeriodError::FinancialOrAcademic))
        {
            let _ = writeln!(
                out,
                "# Are these financial-year (from April) or academic-year (from September)?\n# unit = \"\""
            );
        }
    }

    fn groups(&self, out: &mut String) {
        for (kind, title) in self.kinds.iter().zip(&self.look.titles) {
            let Kind::Group(index) = kind else { continue };
            let Some(id) = self.codes.dimensions.keys().nth(*index) else { continue };
            let _ = writeln!(out, "\n# Is this the dimension, in this version?\n[[group]]");
            let _ =
                writeln!(out, "column = {}\ndimension = {}", quoted(title), quoted(id.as_str()));
        }
    }

    fn measure(&self, out: &mut String) {
        let _ = writeln!(out, "\n[[measure]]");
        match self.column(Kind::Indicator) {
            Some(column) => {
                let _ = writeln!(out, "indicator_column = {}", quoted(column));
                let _ = writeln!(
                    out,
                    "# Which indicators do its texts stand for? recode = {{ \"text\" = \"id\" }}"
                );
            }
            None => {
                let _ = writeln!(
                    out,
                    "# Which indicator? An id of `firstyear list indicators`, or one named under\n\
                     # [[indicator]].\n# indicator = \"\""
                );
            }
        }
        let columns = [
            (Kind::Numerator, "numerator"),
            (Kind::Denominator, "denominator"),
            (Kind::Value, "value"),
            (Kind::Lower, "lower"),
            (Kind::Upper, "upper"),
            (Kind::Error, "standard_error"),
            (Kind::Note, "note"),
        ];
        for (kind, field) in columns {
            if let Some(title) = self.column(kind) {
                let _ = writeln!(out, "{field} = {}", quoted(title));
            }
        }
        if self.column(Kind::Value).is_some() {
            let _ = writeln!(
                out,
                "# In which unit are the values? By what are they multiplied to stand in the\n\
                 # indicator's unit: 1 where they do?\n# factor = 1.0"
            );
        }
        if self.column(Kind::Lower).is_some() || self.column(Kind::Upper).is_some() {
            let _ = writeln!(out, "# What is the confidence of the limits?\n# confidence = 0.95");
        }
        let figures = [Kind::Numerator, Kind::Denominator, Kind::Value];
        if figures.into_iter().all(|kind| self.column(kind).is_none()) {
            let _ = writeln!(
                out,
                "# Which columns hold events, those at risk, and published values?\n\
                 # numerator = \"\"\n# denominator = \"\"\n# value = \"\""
            );
        }
    }

    /// Texts among the numbers, each a question. Only short ones without a
    /// letter sequence of their own are marks; anything longer is not repeated.
    fn marks(&self, out: &mut String) {
        const LONGEST: usize = 4;
        let (mut texts, mut empty) = (BTreeSet::new(), false);
        for (at, kind) in self.kinds.iter().enumerate() {
            if !matches!(kind, Kind::Numerator | Kind::Denominator | Kind::Value) {
                continue;
            }
            empty |= self.look.has_empty(at);
            let cells = self.look.distinct(at).into_iter();
            texts.extend(cells.filter(|cell| {
                cell.len() <= LONGEST && !cell.bytes().any(|byte| byte.is_ascii_digit())
            }));
        }
        if texts.is_empty() && !empty {
            return;
        }
        let _ = writeln!(
            out,
            "\n# What does each stand for: withheld, absent, not-applicable or zero?\n[marks]"
        );
        if empty {
            let _ = writeln!(out, "# \"\" = \"\"");
        }
        for text in texts {
            let _ = writeln!(out, "# {} = \"\"", quoted(text));
        }
    }
}

fn may_name_areas(look: &Look, at: usize) -> bool {
    let title = look.titles[at].to_lowercase();
    ["name", "area", "authority", "region"].iter().any(|word| title.contains(word))
        && !look.distinct(at).iter().any(|cell| is_number(cell))
}

fn kind_of(look: &Look, at: usize, codes: &CodeLists<'_>, names: &AreaNames) -> Kind {
    let cells = look.distinct(at);
    let title = look.titles[at].to_lowercase();
    // A column without a title cannot be named.
    if title.is_empty() {
        return Kind::Unknown;
    }
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |any: &[&str]| any.iter().any(|word| words.contains(word));
    if cells.is_empty() {
        return if has(&["note", "notes", "comment"]) { Kind::Note } else { Kind::Unknown };
    }
    let most = |test: &dyn Fn(&str) -> bool| {
        cells.iter().filter(|cell| test(cell)).count() * 2 > cells.len()
    };
    if most(&|cell| AreaCode::new(cell).is_ok()) {
        return Kind::AreaCode;
    }
    let numeric = most(&is_number);
    let readable = |cell: &str| {
        let label = cell.strip_suffix(".0").unwrap_or(cell);
        let read = Period::parse(label, None);
        matches!(read, Ok(_) | Err(PeriodError::FinancialOrAcademic))
    };
    let time = has(&["year", "years", "period", "date", "month", "quarter", "time"]);
    if most(&is_date) || (time && most(&readable)) {
        return Kind::Period;
    }
    if !numeric && most(&|cell| !names.codes(cell).is_empty()) {
        return Kind::AreaName;
    }
    if let Some(index) = dimension(&cells, &words, codes) {
        return Kind::Group(index);
    }
    match () {
        () if has(&["note", "notes", "comment", "comments"]) => Kind::Note,
        () if has(&["indicator", "measure", "metric"]) && !numeric => Kind::Indicator,
        () if !numeric => Kind::Unknown,
        () if has(&["lower", "lcl", "low"]) => Kind::Lower,
        () if has(&["upper", "ucl", "high"]) => Kind::Upper,
        () if has(&["se", "error"]) => Kind::Error,
        () if has(&["rate", "value", "percent", "percentage", "proportion"]) => Kind::Value,
        () if has(&["deaths", "events", "numerator", "count", "cases"]) => Kind::Numerator,
        () if has(&["births", "denominator", "population", "risk", "maternities"]) => {
            Kind::Denominator
        }
        () => Kind::Unknown,
    }
}

/// The dimension whose labels or ids all texts of a column are. Numbers are
/// labels of many dimensions, so the title must name the family as well.
fn dimension(cells: &BTreeSet<&str>, words: &[&str], codes: &CodeLists<'_>) -> Option<usize> {
    let known = |id, cell: &str| {
        let dimension = codes.dimensions.get(id);
        codes.category(id, cell).is_some()
            || dimension.is_some_and(|d| d.categories().iter().any(|c| c.id.as_str() == cell))
    };
    codes.dimensions.keys().position(|id| {
        let named = id.as_str().split('-').any(|part| words.contains(&part));
        let numbers = cells.iter().all(|cell| is_number(cell));
        cells.len() > 1 && (named || !numbers) && cells.iter().all(|cell| known(id, cell))
    })
}

fn is_date(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split(['-', '/', '.']).collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3
        && parts.iter().all(|part| !part.is_empty() && digits(part))
        && [parts[0], parts[2]].iter().any(|part| part.len() == 4)
}

/// A text in the quotation marks of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
