//! What keeps a foreign name out of the lexicon, whatever it names.

use super::Name;
use crate::text::{self, Clean, Lang};

/// Longer labels are descriptions. The longest name of the built-in tables has some 70 letters.
const MAX_LETTERS: usize = 80;

/// A name fit for a cell of a table.
#[derive(Clone, Debug)]
pub(super) struct Tidy {
    pub(super) lang: Lang,
    pub(super) text: String,
    /// What decides whether two names of a language are the same.
    pub(super) folded: String,
    /// The same by stems: our tables leave regular plurals to them.
    pub(super) stemmed: String,
    pub(super) preferred: bool,
}

/// The folded spelling of a form.
pub(super) fn folded(form: &str) -> String {
    text::fold(Clean::new(form).as_str()).trim().to_owned()
}

/// The stems of a folded spelling, word by word; the spelling itself in languages without stems.
pub(super) fn stemmed(lang: Lang, folded: &str) -> String {
    let words: Vec<_> = folded.split(' ').map(|word| text::stem(lang, word).unwrap_or(word.into())).collect();
    words.join(" ")
}

/// A name with its white space mended, Chinese in simplified characters as all our Chinese is; or
/// why it cannot be a form.
pub(super) fn tidy(name: &Name) -> Result<Tidy, String> {
    let clean = Clean::new(&name.text);
    let chinese = name.lang.as_str() == "zh";
    let text = if chinese { clean.as_str() } else { name.text.as_str() };
    let text = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let count = text.chars().count();
    if count > MAX_LETTERS {
        return Err(format!("is a description of {count} letters, not a name"));
    }
    if let Some(mark) = stray_mark(&text) {
        return Err(format!("holds {mark:?}; names stand alone, without brackets and separators"));
    }
    let scripts = text::script_mix(&clean);
    let wanted = script(name.lang);
    if !scripts.iter().any(|(script, _)| *script == wanted) {
        let is = scripts.first().map_or("has no letter".to_owned(), |(script, _)| format!("is written in {script}"));
        return Err(format!("{is}, where {} is written in {wanted}", name.lang));
    }
    let folded = folded(&text);
    Ok(Tidy { lang: name.lang, stemmed: stemmed(name.lang, &folded), folded, text, preferred: name.preferred })
}

/// A bracket or a separator, other than those within a number such as 3,5 or 1/2.
fn stray_mark(text: &str) -> Option<char> {
    let letters: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    letters.iter().enumerate().find_map(|(at, mark)| {
        let bracket = matches!(mark, '(' | ')' | '[' | ']' | '{' | '}' | '（' | '）' | '|');
        let separator = matches!(mark, '/' | ';' | ',' | '、' | '，' | '；' | '،' | ':' | '：');
        let within_number = digit(at.checked_sub(1)) && digit(Some(at + 1));
        (bracket || separator && !within_number).then_some(*mark)
    })
}

fn script(lang: Lang) -> &'static str {
    match lang.as_str() {
        "zh" => "Han",
        "ar" | "ur" | "fa" => "Arabic",
        "ru" => "Cyrillic",
        "hi" => "Devanagari",
        "bn" => "Bengali",
        "th" => "Thai",
        "am" => "Ethiopic",
        _ => "Latin",
    }
}

/// Whether a name is a single Han character, which stands in too many words to name a thing.
pub(super) fn lone_character(name: &Tidy) -> bool {
    let mut letters = name.text.chars();
    matches!((letters.next(), letters.next()), (Some(c), None) if text::is_unspaced(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_pass() {
        let tidied = |tag: &str, text: &str| tidy(&Name { lang: Lang::new(tag).expect("a tag"), text: text.to_owned(), preferred: true }).map(|name| name.text);
        assert_eq!(tidied("zh", " 蘋果\n "), Ok("苹果".to_owned()));
        assert_eq!(tidied("en", "milk\u{a0} 3,5 %"), Ok("milk 3,5 %".to_owned()));
        assert_eq!(tidied("zh", "PVC地板"), Ok("PVC地板".to_owned()));
        for (tag, text, why) in [
            ("en", "Mercury (planet)", "holds '('"),
            ("en", "nuts, cashew", "holds ','"),
            ("ru", "kesh'yu", "is written in Latin, where ru is written in Cyrillic"),
            ("fr", "腰果", "is written in Han, where fr is written in Latin"),
            ("en", "320", "has no letter"),
            ("en", &"very ".repeat(30), "is a description of 149 letters"),
        ] {
            let error = tidied(tag, text).expect_err(text);
            assert!(error.starts_with(why), "{error}");
        }
    }
}
