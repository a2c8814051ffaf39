//! A workbook as `OpenDocument` 1.3.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{GridCell, Line, Sheet, Workbook, WorkbookError};
use crate::document::{Document, locale};

/// What the file is. It stands first and is not packed, so that it can be read
/// without unpacking.
const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// The tables of a document as `.ods`. The same document gives the same bytes.
///
/// # Errors
///
/// [`WorkbookError`] when the file cannot be packed, as for one of over 4 GB.
pub fn ods(document: &Document) -> Result<Vec<u8>, WorkbookError> {
    let workbook = Workbook::of(document);
    let files = [
        ("META-INF/manifest.xml", manifest()),
        ("meta.xml", meta(&workbook)),
        ("styles.xml", styles(&workbook)),
        ("content.xml", content(&workbook)),
    ];
    packed(&files).map_err(|error| WorkbookError(error.to_string()))
}

fn packed(files: &[(&str, String)]) -> zip::result::ZipResult<Vec<u8>> {
    // The day of the files is that of no clock: the same report, the same bytes.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("mimetype", options.compression_method(CompressionMethod::Stored))?;
    zip.write_all(MIMETYPE.as_bytes())?;
    for (name, text) in files {
        zip.start_file(*name, options.compression_method(CompressionMethod::Deflated))?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The namespaces of a document and its version.
const ROOT: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
    xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
    xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" \
    xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" \
    office:version=\"1.3\"";

fn manifest() -> String {
    let mut out = format!(
        "{HEAD}<manifest:manifest \
         xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" \
         manifest:version=\"1.3\">\n\
         <manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" \
         manifest:media-type=\"{MIMETYPE}\"/>\n"
    );
    for name in ["meta.xml", "styles.xml", "content.xml"] {
        let _ = writeln!(
            out,
            "<manifest:file-entry manifest:full-path=\"{name}\" manifest:media-type=\"text/xml\"/>"
        );
    }
    out + "</manifest:manifest>\n"
}

fn meta(workbook: &Workbook) -> String {
    let day = workbook.day.map_or_else(String::new, |day| {
        let day = day.format("%Y-%m-%dT00:00:00");
        format!("<meta:creation-date>{day}</meta:creation-date><dc:date>{day}</dc:date>")
    });
    format!(
        "{HEAD}<office:document-meta {ROOT}><office:meta>\
         <dc:title>{}</dc:title>{day}<dc:language>{}</dc:language>\
         </office:meta></office:document-meta>\n",
        escaped(&workbook.title),
        workbook.words.language().word()
    )
}

/// Language, titles, and paper: A4 across, as wide as the table.
fn styles(workbook: &Workbook) -> String {
    let (language, country) = locale(workbook.words);
    format!(
        "{HEAD}<office:document-styles {ROOT}><office:styles>\
         <style:default-style style:family=\"table-cell\">\
         <style:text-properties fo:language=\"{language}\" fo:country=\"{country}\" \
         style:font-family-generic=\"swiss\" fo:font-family=\"Arial\" fo:font-size=\"11pt\"/>\
         </style:default-style>\
         <style:style style:name=\"Default\" style:family=\"table-cell\"/>\
         <style:style style:name=\"Title\" style:family=\"table-cell\" \
         style:parent-style-name=\"Default\">\
         <style:text-properties fo:font-size=\"16pt\" fo:font-weight=\"bold\"/></style:style>\
         <style:style style:name=\"Heading\" style:family=\"table-cell\" \
         style:parent-style-name=\"Default\">\
         <style:text-properties fo:font-size=\"13pt\" fo:font-weight=\"bold\"/></style:style>\
         </office:styles><office:automatic-styles>\
         <style:page-layout style:name=\"paper\"><style:page-layout-properties \
         fo:page-width=\"29.7cm\" fo:page-height=\"21cm\" style:print-orientation=\"landscape\" \
         style:scale-to-X=\"1\" style:scale-to-Y=\"0\"/></style:page-layout>\
         </office:automatic-styles><office:master-styles>\
         <style:master-page style:name=\"Default\" style:page-layout-name=\"paper\"/>\
         </office:master-styles></office:document-styles>\n"
    )
}

fn content(workbook: &Workbook) -> String {
    let mut out = format!("{HEAD}<office:document-content {ROOT}>");
    push_automatic_styles(&mut out, workbook);
    out.push_str("<office:body><office:spreadsheet>");
    push_cover(&mut out, workbook);
    for sheet in &workbook.sheets {
        push_sheet(&mut out, sheet);
    }
    out.push_str("<table:database-ranges>");
    for sheet in &workbook.sheets {
        let name = &sheet.name;
        let (first, last) =
            (sheet.header_row() + 1, sheet.header_row() + 1 + sheet.grid.rows.len());
        let end = letters(sheet.grid.columns.len());
        let _ = write!(
            out,
            "<table:database-range table:name=\"{name}\" \
             table:target-range-address=\"{name}.A{first}:{name}.{end}{last}\" \
             table:contains-header=\"true\" table:display-filter-buttons=\"false\"/>"
        );
    }
    out.push_str(
        "</table:database-ranges></office:spreadsheet></office:body></office:document-content>\n",
    );
    out
}

/// Widths of columns and formats of numbers, each that is used once.
fn push_automatic_styles(out: &mut String, workbook: &Workbook) {
    let grids = || workbook.sheets.iter().map(|sheet| &sheet.grid);
    let widths: BTreeSet<u16> =
        grids().flat_map(|grid| &grid.columns).map(|column| column.width).collect();
    let decimals: BTreeSet<usize> = grids()
        .flat_map(|grid| grid.rows.iter().flatten())
        .filter_map(|cell| match cell {
            GridCell::Number { decimals, .. } => Some(*decimals),
            _ => None,
        })
        .collect();
    out.push_str("<office:automatic-styles>");
    for width in widths.into_iter().chain([COVER_WIDTH]).collect::<BTreeSet<_>>() {
        // A character of the font at 11 points is about 2.1 mm wide.
        let millimetres = f64::from(width) * 2.1;
        let _ = write!(
            out,
            "<style:style style:name=\"w{width}\" style:family=\"table-column\">\
             <style:table-column-properties style:column-width=\"{millimetres:.1}mm\"/>\
             </style:style>"
        );
    }
    out.push_str(
        "<style:style style:name=\"row\" style:family=\"table-row\">\
         <style:table-row-properties style:use-optimal-row-height=\"true\"/></style:style>\
         <style:style style:name=\"sheet\" style:family=\"table\" \
         style:master-page-name=\"Default\"><style:table-properties table:display=\"true\"/>\
         </style:style>\
         <style:style style:name=\"words\" style:family=\"table-cell\" \
         style:parent-style-name=\"Default\"><style:table-cell-properties \
         fo:wrap-option=\"wrap\" style:vertical-align=\"top\"/></style:style>\
         <style:style style:name=\"header\" style:family=\"table-cell\" \
         style:parent-style-name=\"Default\"><style:table-cell-properties \
         fo:wrap-option=\"wrap\" style:vertical-align=\"top\" fo:border-bottom=\"0.5pt solid \
         #000000\"/><style:text-properties fo:font-weight=\"bold\"/></style:style>",
    );
    for decimals in decimals {
        let _ = write!(
            out,
            "<number:number-style style:name=\"N{decimals}\"><number:number \
             number:decimal-places=\"{decimals}\" number:min-decimal-places=\"{decimals}\" \
             number:min-integer-digits=\"1\" number:grouping=\"true\"/></number:number-style>\
             <style:style style:name=\"n{decimals}\" style:family=\"table-cell\" \
             style:parent-style-name=\"Default\" style:data-style-name=\"N{decimals}\">\
             <style:table-cell-properties style:vertical-align=\"top\"/></style:style>"
        );
    }
    out.push_str("</office:automatic-styles>");
}

/// The width of the cover, in characters.
const COVER_WIDTH: u16 = 100;

fn push_cover(out: &mut String, workbook: &Workbook) {
    let name = &workbook.cover_name;
    let _ = write!(
        out,
        "<table:table table:name=\"{name}\" table:style-name=\"sheet\">\
         <table:table-column table:style-name=\"w{COVER_WIDTH}\"/>"
    );
    push_line(out, "Title", &workbook.title);
    for line in &workbook.cover {
        match line {
            Line::Heading(words) => push_line(out, "Heading", words),
            Line::Text(words) => push_line(out, "words", words),
        }
    }
    out.push_str("</table:table>");
}

fn push_sheet(out: &mut String, sheet: &Sheet) {
    let name = &sheet.name;
    let _ = write!(out, "<table:table table:name=\"{name}\" table:style-name=\"sheet\">");
    for column in &sheet.grid.columns {
        let _ = write!(out, "<table:table-column table:style-name=\"w{}\"/>", column.width);
    }
    push_line(out, "Title", &sheet.title);
    for note in &sheet.notes {
        push_line(out, "Default", note);
    }
    // Printed again on each sheet of paper.
    out.push_str("<table:table-header-rows><table:table-row table:style-name=\"row\">");
    for column in &sheet.grid.columns {
        push_words(out, "header", &column.heading);
    }
    out.push_str("</table:table-row></table:table-header-rows>");
    for row in &sheet.grid.rows {
        out.push_str("<table:table-row table:style-name=\"row\">");
        for cell in row {
            push_cell(out, cell);
        }
        out.push_str("</table:table-row>");
    }
    out.push_str("</table:table>");
}

fn push_line(out: &mut String, style: &str, words: &str) {
    out.push_str("<table:table-row table:style-name=\"row\">");
    push_words(out, style, words);
    out.push_str("</table:table-row>");
}

fn push_words(out: &mut String, style: &str, words: &str) {
    let _ = write!(
        out,
        "<table:table-cell table:style-name=\"{style}\" office:value-type=\"string\">\
         <text:p>{}</text:p></table:table-cell>",
        spaced(&escaped(words))
    );
}

fn push_cell(out: &mut String, cell: &GridCell) {
    // Writing to a string cannot fail.
    let _ = match cell {
        GridCell::Text(words) => {
            push_words(out, "words", words);
            Ok(())
        }
        GridCell::Link(name) => write!(
            out,
            "<table:table-cell table:style-name=\"words\" office:value-type=\"string\"><text:p>\
             <text:a xlink:type=\"simple\" xlink:href=\"#{name}.A1\">{name}</text:a></text:p>\
             </table:table-cell>"
        ),
        GridCell::Number { value, decimals } => write!(
            out,
            "<table:table-cell table:style-name=\"n{decimals}\" office:value-type=\"float\" \
             office:value=\"{value}\"><text:p>{value:.decimals$}</text:p></table:table-cell>"
        ),
        GridCell::Empty => write!(out, "<table:table-cell/>"),
    };
}

/// Text in which nothing is markup.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter => out.push(letter),
        }
    }
    out
}

/// The same with spaces kept that stand first, last or beside another.
fn spaced(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut letters = words.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_edge = out.is_empty() || out.ends_with("/>") || letters.peek().is_none();
        if letter == ' ' && (is_edge || out.ends_with(' ')) {
            out.push_str("<text:s/>");
        } else {
            out.push(letter);
        }
    }
    out
}

/// The letters of a column, counted from 1: A to Z, AA and on.
fn letters(column: usize) -> String {
    let mut left = column;
    let mut out = Vec::new();
    while left > 0 {
        left -= 1;
        out.push(char::from(b'A' + u8::try_from(left % 26).expect("26 letters")));
        left /= 26;
    }
    out.iter().rev().collect()
}
