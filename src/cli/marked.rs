//! `understand` prints a text with what is read from it marked, and what each mark means below it.
#![expect(clippy::print_stdout, reason = "a command line prints")]

use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use serde_json::Value;

use super::CliError;
use crate::engine::{Engine, Options};
use crate::explain::Voice;
use crate::text::Lang;

/// One thing read from a stretch of the text.
struct Mark {
    from: usize,
    to: usize,
    label: String,
    /// Its value in the reader's words; what else it may mean where it is open.
    value: String,
    open: bool,
}

pub(super) fn understand(text: &str, lang: Option<&str>, reader: Option<&str>, json: bool, overlay: Option<PathBuf>) -> Result<(), CliError> {
    let engine = Engine::open(Options::memory().with_overlay(overlay))?;
    let value = engine.understand(text, lang);
    if json {
        println!("{}", serde_json::to_string_pretty(&value).unwrap_or_default());
        return Ok(());
    }
    let guessed = value.pointer("/lang/0/tag").and_then(Value::as_str);
    let reader = reader.or(lang).or(guessed).and_then(Lang::new).unwrap_or(Lang::UND);
    let lexicon = engine.lexicon();
    let voice = Voice::new(&lexicon, reader);
    let mut marks = marks(&voice, &value, text);
    marks.sort_by_key(|mark| (mark.from, mark.to));
    anstream::println!("{}\n", marked(text, &marks));
    for mark in &marks {
        let style = style(mark.open);
        let words = text.get(mark.from..mark.to).unwrap_or_default();
        let sign = if mark.open { " ?" } else { "" };
        let meaning = if mark.value == words || mark.value.is_empty() { String::new() } else { format!(" = {}", mark.value) };
        anstream::println!("  {style}{}{style:#}{sign}{meaning}", voice.fact(mark.label.clone(), words.to_owned()));
    }
    Ok(())
}

fn style(open: bool) -> Style {
    Style::new().fg_color(Some(if open { AnsiColor::Yellow } else { AnsiColor::Green }.into()))
}

/// The marks of findings, goods and properties.
fn marks(voice: &Voice<'_>, value: &Value, text: &str) -> Vec<Mark> {
    let list = |key: &str| value.get(key).and_then(Value::as_array).into_iter().flatten();
    let word = |of: &Value, key: &str| of.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let span = |of: &Value| {
        let end = |at: usize| of.pointer(&format!("/span/{at}")).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
        (end(0), end(1))
    };
    let mut marks = Vec::new();
    for finding in list("findings") {
        let (from, to) = span(finding);
        let field = word(finding, "field");
        let say = |value: &Value| voice.value(&field, value.as_str().unwrap_or_default());
        let open: Vec<String> = finding.get("alternatives").and_then(Value::as_array).into_iter().flatten().map(say).collect();
        let value = if open.is_empty() { finding.get("value").map(say).unwrap_or_default() } else { open.join(" | ") };
        marks.push(Mark { from, to, label: voice.label(&field), value, open: !open.is_empty() });
    }
    for concept in list("concepts") {
        let (from, to) = span(concept);
        marks.push(Mark { from, to, label: voice.label("goods"), value: voice.goods(&word(concept, "concept")), open: false });
    }
    for facet in list("facets") {
        let words = word(facet, "text");
        if let Some(from) = text.find(&words).filter(|_| !words.is_empty()) {
            marks.push(Mark { from, to: from + words.len(), label: voice.label("property"), value: voice.property(&word(facet, "facet")), open: false });
        }
    }
    marks
}

/// The text with its marks in brackets: `[CIF: delivery term]`. Marks that overlap share a bracket.
fn marked(text: &str, marks: &[Mark]) -> String {
    let mut out = String::new();
    let mut at = 0;
    let mut rest = marks;
    while let Some(first) = rest.first() {
        let mut end = first.to;
        let length = rest.iter().take_while(|mark| mark.from < end && { end = end.max(mark.to); true }).count().max(1);
        let (group, after) = rest.split_at(length);
        let mut labels: Vec<String> = Vec::new();
        for mark in group {
            let label = format!("{}{}", mark.label, if mark.open { "?" } else { "" });
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        let style = style(group.iter().any(|mark| mark.open));
        let dim = Style::new().dimmed();
        out.push_str(text.get(at..first.from).unwrap_or_default());
        let words = text.get(first.from..end).unwrap_or_default();
        out.push_str(&format!("{style}[{words}{style:#}{dim}: {}{dim:#}{style}]{style:#}", labels.join(", ")));
        (at, rest) = (end, after);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_marks_share_a_bracket() {
        let mark = |from, to, label: &str, open| Mark { from, to, label: label.to_owned(), value: String::new(), open };
        let marks = [mark(4, 8, "goods", false), mark(5, 10, "grade", false), mark(11, 14, "price", true)];
        let plain = anstream::adapter::strip_str(&marked("buy tea OP 5.0 x", &marks)).to_string();
        assert_eq!(plain, "buy [tea OP: goods, grade] [5.0: price?] x");
        assert_eq!(marked("plain", &[]), "plain");
    }
}
