//! A sheet with the columns of our own tables, as CSV (comma, semicolon or tab) or a workbook:
//! `concept broader hs facets en zh … note`, forms parted by bars. `concept` and `en` may each be left
//! out, not both; columns of other names are left out and named.

use std::path::Path;

use calamine::{Data, Reader};

use super::{Entry, Foreign, ImportError, Name, at_line, extension, read_text, whole};
use crate::domain::HsCode;
use crate::lexicon::build::LANGUAGES;
use crate::text::Lang;

const COLUMNS: [&str; 5] = ["concept", "broader", "hs", "facets", "note"];

/// A sheet as lines of cells, with the number of each line.
struct Grid {
    syntax: &'static str,
    lines: Vec<(u64, Vec<String>)>,
}

pub(super) fn read(path: &Path) -> Result<Foreign, ImportError> {
    let grid = match extension(path).as_str() {
        "xlsx" | "xlsm" | "xlsb" | "xls" | "ods" => workbook(path)?,
        _ => separated(path)?,
    };
    let mut lines = grid.lines.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    let Some((first, header)) = lines.next() else {
        return Err(whole(path, "is empty", "write the names of the columns into the first line"));
    };
    let header: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
    if !header.iter().any(|name| name == "concept" || name == "en") {
        let columns: Vec<&str> = COLUMNS.iter().chain(&LANGUAGES).copied().collect();
        return Err(at_line(path, first, "there is no column named concept or en", format!("the first line names the columns: {}", columns.join(" "))));
    }
    let mut seen: Vec<&str> = Vec::new();
    for name in header.iter().filter(|name| !name.is_empty()) {
        if seen.contains(&name.as_str()) {
            return Err(at_line(path, first, format!("the column {name} stands twice"), "take one out"));
        }
        seen.push(name);
    }
    let strange: Vec<&str> = seen.into_iter().filter(|name| !COLUMNS.contains(name) && !LANGUAGES.contains(name)).collect();
    let remarks = if strange.is_empty() { Vec::new() } else { vec![format!("columns left out: {}", strange.join(", "))] };
    let mut entries: Vec<Entry> = Vec::new();
    for (number, cells) in lines {
        let entry = Row { path, number, header: &header, cells: &cells }.entry()?;
        if let Some(slug) = entry.slug.as_ref()
            && entries.iter().any(|known| known.slug.as_ref() == Some(slug))
        {
            return Err(at_line(path, number, format!("the concept {slug} stands twice"), "put all its names into one line"));
        }
        entries.push(entry);
    }
    Ok(Foreign { syntax: grid.syntax, entries, remarks })
}

/// A line of the sheet.
struct Row<'a> {
    path: &'a Path,
    number: u64,
    header: &'a [String],
    cells: &'a [String],
}

impl Row<'_> {
    fn list(&self, column: &str) -> Vec<String> {
        let at = self.header.iter().position(|name| name == column);
        let cell = at.and_then(|at| self.cells.get(at)).map_or("", String::as_str);
        cell.split('|').map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
    }

    fn entry(&self) -> Result<Entry, ImportError> {
        let slug = self.list("concept").into_iter().next();
        if let Some(bad) = slug.as_ref().filter(|slug| !is_slug(slug)) {
            return Err(self.fault(format!("{bad:?} is not the name of a concept"), "write lower-case letters, digits and hyphens, as in cashew-kernel"));
        }
        let mut names = Vec::new();
        for column in LANGUAGES {
            let Some(lang) = Lang::new(column) else { continue };
            let forms = self.list(column).into_iter().enumerate();
            names.extend(forms.map(|(at, text)| Name { lang, text, preferred: at == 0 }));
        }
        if names.is_empty() {
            return Err(self.fault("names nothing in any language", "fill the column of a language, or take the line out"));
        }
        let hs = self.list("hs").iter().map(|code| self.code(code)).collect::<Result<_, _>>()?;
        Ok(Entry {
            key: slug.clone().unwrap_or_else(|| format!("{}, line {}", self.path.file_name().unwrap_or_default().to_string_lossy(), self.number)),
            slug,
            names,
            broader: self.list("broader"),
            hs,
            facets: self.list("facets"),
            same: Vec::new(),
            note: self.list("note").join(" "),
        })
    }

    /// Spreadsheets take codes for numbers and drop the first zero: an odd count of digits lacks one.
    fn code(&self, written: &str) -> Result<HsCode, ImportError> {
        let bare: String = written.chars().filter(char::is_ascii_digit).collect();
        let padded = if bare.len() % 2 == 1 && bare.len() == written.trim().len() { format!("0{bare}") } else { written.to_owned() };
        HsCode::parse(&padded).ok_or_else(|| self.fault(format!("{written} is not an HS code"), "write two to ten digits, as in 0801.32, and | between codes"))
    }

    fn fault(&self, problem: impl Into<String>, fix: &str) -> ImportError {
        at_line(self.path, self.number, problem, fix)
    }
}

/// Lower-case letters, digits and single hyphens.
pub(super) fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

fn separated(path: &Path) -> Result<Grid, ImportError> {
    let text = read_text(path)?;
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|mark| first.bytes().filter(|byte| byte == mark).count()).unwrap_or(b',');
    // Our own tables know no quotes, and an inch sign must not swallow the rest of the file.
    let quoting = delimiter != b'\t';
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).quoting(quoting).from_reader(text.as_bytes());
    let mut lines: Vec<(u64, Vec<String>)> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|fault| whole(path, fault.to_string(), "save the sheet anew as CSV UTF-8"))?;
        let number = record.position().map_or(0, |at| at.line() + blank_lines(&text, at.byte()));
        if let Some((_, header)) = lines.first().filter(|(_, header)| record.len() > header.len()) {
            let more = format!("{} cells for {} columns", record.len(), header.len());
            return Err(at_line(path, number, more, "put a cell that holds the separator into quotes, or check that each quote is closed"));
        }
        lines.push((number, record.iter().map(str::to_owned).collect()));
    }
    Ok(Grid { syntax: "CSV", lines })
}

/// The reader passes over blank lines, but counts from where the last record ended.
fn blank_lines(text: &str, from: u64) -> u64 {
    let rest = usize::try_from(from).ok().and_then(|from| text.get(from..)).unwrap_or_default();
    rest.bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| *byte == b'\n').count() as u64
}

/// The first sheet that has lines.
fn workbook(path: &Path) -> Result<Grid, ImportError> {
    let fault = |fault: calamine::Error| whole(path, format!("is no workbook that can be read ({fault})"), "save it anew as XLSX, or as CSV UTF-8");
    let mut book = calamine::open_workbook_auto(path).map_err(fault)?;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(fault)?;
        let Some((top, _)) = range.start() else { continue };
        let lines = range.rows().zip(u64::from(top) + 1..).map(|(row, number)| (number, row.iter().map(Data::to_string).collect())).collect();
        return Ok(Grid { syntax: "workbook", lines });
    }
    Err(whole(path, "has no sheet with anything in it", "write the names of the columns into the first line"))
}


#[cfg(test)]
mod tests {
    use super::*;

    fn parse(name: &str, content: &[u8]) -> Result<Foreign, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, content).expect("writes");
        read(&path).map_err(|fault| fault.to_string().replace(&format!("{}", path.display()), name))
    }

    #[test]
    fn commas_semicolons_and_tabs_give_the_same() {
        let lines = "concept,broader,hs,en,zh,Remarks\npili-nut,nut,80290,pili nuts|pili,\"霹雳果\",\"big, \"\"fresh\"\"\"\n";
        let comma = parse("s.csv", lines.as_bytes()).expect("reads");
        let tab = lines.replace("\"big, \"\"fresh\"\"\"", "big").replace('"', "").replace(',', "\t");
        let semicolon = format!("\u{feff}{}", lines.replace(',', ";").replace("big;", "big,"));
        for (name, content) in [("s.tsv", tab), ("s.csv", semicolon)] {
            assert_eq!(parse(name, content.as_bytes()).expect("reads").entries, comma.entries);
        }
        let entry = comma.entries.first().expect("an entry");
        assert_eq!((entry.slug.as_deref(), entry.broader.as_slice()), (Some("pili-nut"), ["nut".to_owned()].as_slice()));
        assert_eq!(entry.hs.first().map(HsCode::digits), Some("080290"));
        let names: Vec<(&str, &str, bool)> = entry.names.iter().map(|name| (name.lang.as_str(), name.text.as_str(), name.preferred)).collect();
        assert_eq!(names, [("en", "pili nuts", true), ("en", "pili", false), ("zh", "霹雳果", true)]);
        assert_eq!(comma.remarks, ["columns left out: remarks"]);
    }

    #[test]
    fn a_broken_sheet_is_refused_with_the_line() {
        let cases: [(&str, &[u8], &str); 9] = [
            ("s.csv", b"", "s.csv: is empty"),
            ("s.csv", b"name,zh\nx,y\n", "s.csv, line 1: there is no column named concept or en; the first line names the columns: concept broader"),
            ("s.csv", b"en,zh,en\n", "s.csv, line 1: the column en stands twice"),
            ("s.csv", b"concept,en\nPili Nut,pili\n", "s.csv, line 2: \"Pili Nut\" is not the name of a concept"),
            ("s.csv", b"concept,en\npili,pili\n\npili,pili nuts\n", "s.csv, line 4: the concept pili stands twice"),
            ("s.csv", b"concept,en\npili,\n", "s.csv, line 2: names nothing"),
            ("s.csv", b"hs,en\n0801|eight,cashew\n", "s.csv, line 2: eight is not an HS code"),
            ("s.csv", b"hs,en\n0801,cashew, raw\n", "s.csv, line 2: 3 cells for 2 columns"),
            ("s.csv", b"en,zh\ncashew,\xd1\xfc\xb9\xfb\n", "s.csv, line 2: is not UTF-8; save the file as UTF-8"),
        ];
        for (name, content, expected) in cases {
            let error = parse(name, content).expect_err(expected);
            assert!(error.starts_with(expected), "{error}");
        }
        let error = parse("s.xlsx", b"PK\x03\x04 not a workbook").expect_err("no workbook");
        assert!(error.starts_with("s.xlsx: is no workbook that can be read"), "{error}");
    }
}
