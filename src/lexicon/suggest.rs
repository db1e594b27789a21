//! Completing what somebody has begun to type, in any language, and mending what they mistyped.

use std::cmp::Reverse;
use std::ops::Range;

use super::{ConceptId, Form, Lexicon, Meaning};
use crate::text::{self, Clean, Lang};

/// A completion.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The form as written in the lexicon.
    pub text: String,
    /// Its language.
    pub lang: Lang,
    /// What it means.
    pub meaning: Meaning,
}

impl Lexicon {
    /// Forms of products that begin with `prefix` (case, width and accents aside), one per concept: first what is
    /// exactly that, then forms of the preferred language before others, those of which it is a whole word before
    /// those of which it is a part, those of which `traded` says most, and the shortest first.
    pub fn suggest(&self, prefix: &str, preferred: Option<Lang>, limit: usize, traded: impl Fn(ConceptId) -> u64) -> Vec<Suggestion> {
        let wanted = text::fold(Clean::new(prefix).as_str());
        if wanted.is_empty() {
            return Vec::new();
        }
        let hits = self.alphabet.get_or_init(|| Alphabet::of(self)).beginning_with(&wanted);
        let order = |spelling: &str, form: &Form| {
            let rest = spelling.get(wanted.len()..).unwrap_or_default();
            let traded = if let Meaning::Concept(id) = form.meaning { traded(id) } else { 0 };
            (!rest.is_empty(), Some(form.lang) != preferred, rest.starts_with(char::is_alphanumeric), Reverse(traded), self.text(form.text).chars().count())
        };
        let mut hits: Vec<_> = hits.filter_map(|(spelling, at)| Some((spelling, self.form(at)?))).map(|(spelling, form)| (order(spelling, form), form)).collect();
        hits.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| self.text(a.1.text).cmp(self.text(b.1.text))));
        let mut out: Vec<Suggestion> = Vec::new();
        for (_, form) in hits {
            if out.len() == limit {
                break;
            }
            if !out.iter().any(|known| known.meaning == form.meaning) {
                out.push(Suggestion { text: self.text(form.text).to_owned(), lang: form.lang, meaning: form.meaning });
            }
        }
        out
    }

    /// Words of the lexicon one slip away from an unknown one. Nothing with a digit is ever mended,
    /// nor any word of Han, Thai or Ethiopic script; Latin words from 5 letters, others from 6, with
    /// the first letter kept.
    pub fn mend(&self, folded: &str) -> Vec<String> {
        let letters: Vec<char> = folded.chars().collect();
        let latin = folded.is_ascii();
        let script_ok = latin || letters.iter().all(|c| matches!(*c, '\u{400}'..='\u{52f}' | '\u{600}'..='\u{6ff}' | '\u{900}'..='\u{9ff}'));
        let long = letters.len() >= if latin { 5 } else { 6 };
        if !script_ok || !long || letters.iter().any(char::is_ascii_digit) {
            return Vec::new();
        }
        let alphabet = self.alphabet.get_or_init(|| Alphabet::of(self));
        if alphabet.words.binary_search_by(|word| (**word).cmp(folded)).is_ok() {
            return Vec::new();
        }
        let mut near: Vec<String> = alphabet.words.iter().filter(|word| one_slip(&letters, word)).map(|word| word.to_string()).collect();
        near.sort();
        near.truncate(3);
        near
    }
}

/// What completion and mending look up, made when first asked for.
pub(super) struct Alphabet {
    text: String,
    /// (folded spelling in `text`, form) of the names of products, in the order of the spellings.
    names: Vec<(Range<usize>, u32)>,
    /// Every folded word of every form, in order.
    words: Vec<Box<str>>,
}

impl Alphabet {
    fn of(lexicon: &Lexicon) -> Alphabet {
        let mut alphabet = Alphabet { text: String::new(), names: Vec::new(), words: Vec::new() };
        for (form, at) in lexicon.forms.iter().zip(0u32..) {
            let start = alphabet.text.len();
            alphabet.text.push_str(&text::fold(lexicon.text(form.lower)));
            let folded = alphabet.text.get(start..).unwrap_or_default();
            alphabet.words.extend(folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(Box::from));
            if matches!(form.meaning, Meaning::Concept(_)) && !lexicon.aliases.contains_key(&at) {
                alphabet.names.push((start..alphabet.text.len(), at));
            } else {
                alphabet.text.truncate(start);
            }
        }
        let text = &alphabet.text;
        alphabet.names.sort_unstable_by(|a, b| text.get(a.0.clone()).cmp(&text.get(b.0.clone())).then(a.1.cmp(&b.1)));
        alphabet.words.sort_unstable();
        alphabet.words.dedup();
        alphabet
    }

    /// The forms whose folded spelling begins so, with it.
    fn beginning_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, u32)> + 'a {
        let spelling = move |range: &Range<usize>| self.text.get(range.clone()).unwrap_or_default();
        let from = self.names.partition_point(|(range, _)| spelling(range) < prefix);
        self.names.iter().skip(from).take_while(move |(range, _)| spelling(range).starts_with(prefix)).map(move |(range, form)| (spelling(range), *form))
    }
}

/// One letter changed, added, left out or swapped with its neighbour; the first letter is kept.
fn one_slip(letters: &[char], word: &str) -> bool {
    if word.len() + 4 < letters.len() || letters.first().copied() != word.chars().next() {
        return false;
    }
    let other: Vec<char> = word.chars().collect();
    if other.len().abs_diff(letters.len()) > 1 || other.iter().any(char::is_ascii_digit) {
        return false;
    }
    let head = letters.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let tail = |skip_a: usize, skip_b: usize| letters.get(head + skip_a..) == other.get(head + skip_b..);
    match letters.len().cmp(&other.len()) {
        std::cmp::Ordering::Equal => {
            let swapped = letters.get(head) == other.get(head + 1) && letters.get(head + 1) == other.get(head);
            tail(1, 1) || (swapped && tail(2, 2))
        }
        std::cmp::Ordering::Less => tail(0, 1),
        std::cmp::Ordering::Greater => tail(1, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::one_slip;

    #[test]
    fn a_slip_is_one_letter() {
        let slip = |a: &str, b: &str| one_slip(&a.chars().collect::<Vec<_>>(), b);
        for (a, b) in [("cashwe", "cashew"), ("cashw", "cashew"), ("cashewx", "cashew"), ("cazhew", "cashew")] {
            assert!(slip(a, b), "{a} {b}");
        }
        for (a, b) in [("cashew", "walnut"), ("dashew", "cashew"), ("cshw", "cashew"), ("w3200", "w320")] {
            assert!(!slip(a, b), "{a} {b}");
        }
    }
}
