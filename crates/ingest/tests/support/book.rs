//! Small workbooks, written down as text.
//!
//! `# name` begins a sheet. Each line below it is a row of cells parted by
//! `|`; a cell that reads as a number is one. `@XFD9 text` puts one more cell
//! into the sheet, and a line of `-` alone is an empty row.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SPREADSHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The bytes of the workbook that `text` writes down.
pub(crate) fn workbook(text: &str) -> Vec<u8> {
    let sheets = sheets(text);
    let mut list = String::new();
    let mut relations = String::new();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, content: &str| {
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, stored).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    };
    for (number, (name, rows)) in (1..).zip(&sheets) {
        let name = escaped(name);
        write!(list, r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#).unwrap();
        write!(
            relations,
            r#"<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        )
        .unwrap();
        put(
            &format!("xl/worksheets/sheet{number}.xml"),
            &format!(
                r#"<worksheet xmlns="{SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>"#
            ),
        );
    }
    put(
        "_rels/.rels",
        &format!(
            r#"<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
    );
    put(
        "xl/workbook.xml",
        &format!(
            r#"<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}"><sheets>{list}</sheets></workbook>"#
        ),
    );
    put(
        "xl/_rels/workbook.xml.rels",
        &format!(r#"<Relationships xmlns="{RELATIONS}">{relations}</Relationships>"#),
    );
    zip.finish().unwrap().into_inner()
}

fn sheets(text: &str) -> Vec<(String, String)> {
    let mut sheets: Vec<(String, String)> = Vec::new();
    let mut row = 0;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("# ") {
            sheets.push((name.trim().to_owned(), String::new()));
            row = 0;
            continue;
        }
        let Some((_, xml)) = sheets.last_mut() else { continue };
        if let Some((place, text)) = line.strip_prefix('@').and_then(|rest| rest.split_once(' ')) {
            write!(xml, "<row>{}</row>", cell(place, text)).unwrap();
            continue;
        }
        row += 1;
        let columns = ('A'..='Z').zip(line.split('|').map(str::trim));
        let filled = columns.filter(|(_, text)| !text.is_empty() && *text != "-");
        let cells: String =
            filled.map(|(column, text)| cell(&format!("{column}{row}"), text)).collect();
        write!(xml, r#"<row r="{row}">{cells}</row>"#).unwrap();
    }
    sheets
}

fn cell(place: &str, text: &str) -> String {
    if text.parse::<f64>().is_ok() {
        return format!(r#"<c r="{place}"><v>{text}</v></c>"#);
    }
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{}</t></is></c>"#, escaped(text))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
