//! Edits of the lexicon by operators: names and concepts added, changed and retired, synonyms, and
//! every one of these taken back. The history only grows: to undo is an edit as well.
//!
//! What an edit may be is settled in two places. Here the edits are held against each other, whatever
//! the tables say; `lexicon::live` holds an edit against the tables before it comes here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Stamp;
use super::edits::InForce;
use crate::domain::profile::figure;
use crate::domain::{FieldError, HsCode};

/// Longest form and synonym, in characters. A name may have any number of words within it.
pub const MAX_FORM_CHARS: usize = 120;
/// Longest name of a concept, in characters.
const MAX_SLUG_CHARS: usize = 64;
/// Most forms that one edit adds.
const MAX_FORMS: usize = 400;
/// Most broader concepts, codes or properties of a concept, of each.
const MAX_FILED: usize = 20;

/// One edit. Concepts are named by their slugs, so that an edit outlives every release.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum LexiconChange {
    /// Adds a form to a concept, behind those it has.
    AddForm {
        /// The concept.
        concept: String,
        /// Language of the form.
        lang: String,
        /// The form as people write it.
        form: String,
        /// Whether it may stand for another concept of the language as well.
        #[serde(default)]
        ambiguous: bool,
    },
    /// Takes a form from a concept.
    RetireForm {
        /// The concept.
        concept: String,
        /// Language of the form.
        lang: String,
        /// The form.
        form: String,
    },
    /// Adds a concept.
    AddConcept {
        /// Its slug, which never changes.
        concept: String,
        /// More general concepts, the chief one first.
        #[serde(default)]
        broader: Vec<String>,
        /// Codes of the Harmonized System.
        #[serde(default)]
        hs: Vec<String>,
        /// Properties that its name implies, as `group:value`.
        #[serde(default)]
        facets: Vec<String>,
        /// Forms by language, the preferred one first.
        names: BTreeMap<String, Vec<String>>,
        /// Whether its forms may stand for other concepts as well.
        #[serde(default)]
        ambiguous: bool,
    },
    /// Puts other lists in place of those of a concept; what is not given stays.
    ChangeConcept {
        /// The concept.
        concept: String,
        /// More general concepts, the chief one first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        broader: Option<Vec<String>>,
        /// Codes of the Harmonized System.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hs: Option<Vec<String>>,
        /// Properties that its name implies, as `group:value`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        facets: Option<Vec<String>>,
    },
    /// Takes out a concept that an edit added, with its names.
    RetireConcept {
        /// The concept.
        concept: String,
    },
    /// Lets who asks by one spelling find what says another.
    Synonym {
        /// What is asked by.
        from: String,
        /// Its language.
        from_lang: String,
        /// What is found.
        to: String,
        /// Its language.
        to_lang: String,
        /// Whether asking by `to` finds `from` as well.
        #[serde(default)]
        both_ways: bool,
        /// How much it counts beside the goods' own names, above 0 and up to 1.
        weight: f64,
        /// What it comes to, as the lexicon stood when it was saved.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reads: Vec<Alias>,
    },
    /// Takes an edit back; of an undo, brings back what it took.
    Undo {
        /// Number of the edit.
        edit: u64,
    },
}

/// A spelling that a synonym lets stand for a concept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alias {
    /// The spelling.
    pub text: String,
    /// Its language.
    pub lang: String,
    /// The concept.
    pub concept: String,
    /// Where it is read so.
    pub reach: Reach,
}

/// Which of the two sides of a search a synonym widens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// What is asked.
    Asked,
    /// What is found.
    Found,
}

/// An edit of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What was done.
    #[serde(flatten)]
    pub change: LexiconChange,
    /// Who did it, when and why.
    pub stamp: Stamp,
}

impl LexiconChange {
    /// Refuses what cannot be, whatever else the lexicon holds.
    pub fn check(&self) -> Result<(), FieldError> {
        match self {
            LexiconChange::AddForm { concept, lang, form, .. } | LexiconChange::RetireForm { concept, lang, form } => {
                slug("concept", concept)?;
                language("lang", lang)?;
                spelling("form", form)
            }
            LexiconChange::AddConcept { concept, broader, hs, facets, names, .. } => {
                slug("concept", concept)?;
                filed(concept, broader, hs, facets)?;
                let count: usize = names.values().map(Vec::len).sum();
                if count == 0 {
                    return Err(fault("names", "has no name", "give the goods a name in at least one language: {\"en\": [\"...\"]}"));
                }
                if count > MAX_FORMS {
                    return Err(fault("names", format!("has {count} forms, above {MAX_FORMS}"), "add the concept with fewer, and the others one by one"));
                }
                for (lang, form) in names.iter().flat_map(|(lang, forms)| forms.iter().map(move |form| (lang, form))) {
                    language("names", lang)?;
                    spelling(&format!("names.{lang}"), form)?;
                }
                Ok(())
            }
            LexiconChange::ChangeConcept { concept, broader, hs, facets } => {
                slug("concept", concept)?;
                if broader.is_none() && hs.is_none() && facets.is_none() {
                    return Err(fault("concept", "is left as it is", "give broader, hs or facets"));
                }
                let list = |list: &Option<Vec<String>>| list.clone().unwrap_or_default();
                filed(concept, &list(broader), &list(hs), &list(facets))
            }
            LexiconChange::RetireConcept { concept } => slug("concept", concept),
            LexiconChange::Synonym { from, from_lang, to, to_lang, weight, .. } => {
                language("from_lang", from_lang)?;
                spelling("from", from)?;
                language("to_lang", to_lang)?;
                spelling("to", to)?;
                if !(*weight > 0.0 && *weight <= 1.0) {
                    return Err(fault("weight", format!("is {}", figure(*weight)), "use a number above 0 and up to 1; to take a synonym out, undo its edit"));
                }
                if same(from) == same(to) {
                    return Err(fault("to", "is the same word as from", "name another spelling"));
                }
                Ok(())
            }
            LexiconChange::Undo { .. } => Ok(()),
        }
    }

    /// The concept that the edit is about, if it is about one.
    pub fn concept(&self) -> Option<&str> {
        match self {
            LexiconChange::AddForm { concept, .. }
            | LexiconChange::RetireForm { concept, .. }
            | LexiconChange::AddConcept { concept, .. }
            | LexiconChange::ChangeConcept { concept, .. }
            | LexiconChange::RetireConcept { concept } => Some(concept),
            LexiconChange::Synonym { .. } | LexiconChange::Undo { .. } => None,
        }
    }

    /// The forms that it adds to a concept or takes from one, with their languages.
    pub fn forms(&self) -> Vec<(&str, &str)> {
        match self {
            LexiconChange::AddForm { lang, form, .. } | LexiconChange::RetireForm { lang, form, .. } => vec![(lang, form)],
            LexiconChange::AddConcept { names, .. } => names.iter().flat_map(|(lang, forms)| forms.iter().map(|form| (lang.as_str(), form.as_str()))).collect(),
            _ => Vec::new(),
        }
    }
}

/// All edits so far, numbered from 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Edits {
    entries: Vec<Entry>,
}

impl FromIterator<Entry> for Edits {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Edits {
        Edits { entries: entries.into_iter().collect() }
    }
}

impl Edits {
    /// How many edits there were, which is the number of the last one.
    pub fn count(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Every edit with its number, the earliest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (u64, &Entry)> {
        self.entries.iter().enumerate().map(|(at, entry)| (at as u64 + 1, entry))
    }

    /// An edit by its number.
    pub fn get(&self, number: u64) -> Option<&Entry> {
        usize::try_from(number.checked_sub(1)?).ok().and_then(|at| self.entries.get(at))
    }

    /// For each edit the number of the one that took it back; 0 while it is in force.
    pub fn undone(&self) -> Vec<u64> {
        let mut undone = vec![0; self.entries.len()];
        for (number, entry) in self.entries().rev() {
            let stands = undone.get(number as usize - 1) == Some(&0);
            if let (LexiconChange::Undo { edit }, true) = (&entry.change, stands)
                && let Some(slot) = (*edit as usize).checked_sub(1).and_then(|at| undone.get_mut(at))
            {
                *slot = number;
            }
        }
        undone
    }

    /// The edits that hold now, the earliest first; none of them is an undo.
    pub fn in_force(&self) -> impl Iterator<Item = (u64, &LexiconChange)> {
        let all = self.entries().zip(self.undone());
        all.filter(|((_, entry), undone)| *undone == 0 && !matches!(entry.change, LexiconChange::Undo { .. })).map(|((number, entry), _)| (number, &entry.change))
    }

    /// The concepts that edits added at any time, each once, in the order in which they came.
    pub fn added(&self) -> Vec<&str> {
        let mut added = Vec::new();
        for entry in &self.entries {
            if let LexiconChange::AddConcept { concept, .. } = &entry.change && !added.contains(&concept.as_str()) {
                added.push(concept);
            }
        }
        added
    }

    /// Whether a concept is there by an edit that holds.
    pub fn adds(&self, slug: &str) -> bool {
        self.in_force().fold(false, |there, (_, change)| match change {
            LexiconChange::AddConcept { concept, .. } if concept == slug => true,
            LexiconChange::RetireConcept { concept } if concept == slug => false,
            _ => there,
        })
    }

    /// Takes over an edit, or says what of it cannot be; then nothing has changed.
    pub(super) fn apply(&mut self, change: &LexiconChange, stamp: &Stamp) -> Result<(), FieldError> {
        change.check()?;
        let number = self.count() + 1;
        if let LexiconChange::Undo { edit } = change {
            match self.undone().get((*edit as usize).wrapping_sub(1)) {
                None => return Err(fault("edit", format!("{edit} was never made"), "take a number from the list of edits")),
                Some(0) => {}
                Some(by) => return Err(fault("edit", format!("{edit} was taken back by edit {by}"), format!("undo edit {by} to bring it back"))),
            }
        }
        self.entries.push(Entry { change: change.clone(), stamp: stamp.clone() });
        let settled = self.standing(number);
        if settled.is_err() {
            self.entries.pop();
        }
        settled
    }

    /// Holds the edits in force against each other; `latest` is the one that is new.
    fn standing(&self, latest: u64) -> Result<(), FieldError> {
        let mut standing = InForce::new(self.added());
        for (number, change) in self.in_force() {
            if let Err(cause) = standing.take(number, change) {
                let other = |cause: FieldError| fault("edit", format!("cannot be taken back, since edit {number} builds on it: {} {}", cause.field, cause.problem), format!("undo edit {number} first"));
                return Err(if number == latest { cause } else { other(cause) });
            }
        }
        Ok(())
    }
}

/// A spelling as edits are compared by it: case and blanks aside.
pub(super) fn same(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

pub(super) fn fault(field: &str, problem: impl Into<String>, hint: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), problem: problem.into(), hint: hint.into() }
}

fn slug(field: &str, slug: &str) -> Result<(), FieldError> {
    let plain = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if plain && (1..=MAX_SLUG_CHARS).contains(&slug.len()) && !slug.starts_with('-') && !slug.ends_with('-') {
        return Ok(());
    }
    Err(fault(field, "is no name of a concept", format!("use up to {MAX_SLUG_CHARS} small letters, digits and hyphens, such as cashew-kernel")))
}

fn language(field: &str, tag: &str) -> Result<(), FieldError> {
    if matches!(tag.len(), 2 | 3) && tag.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Ok(());
    }
    Err(fault(field, "is no language", "use a BCP 47 tag such as fr, zh or sw"))
}

fn spelling(field: &str, text: &str) -> Result<(), FieldError> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        return Err(fault(field, "is empty", "write the word as people write it"));
    }
    if length > MAX_FORM_CHARS {
        return Err(fault(field, format!("has {length} characters, above {MAX_FORM_CHARS}"), "name the goods, and leave out what describes them"));
    }
    if text.chars().any(|c| c.is_control() || c == '|') {
        return Err(fault(field, "holds a bar, a tab or another control character", "add each name by an edit of its own"));
    }
    Ok(())
}

fn filed(concept: &str, broader: &[String], hs: &[String], facets: &[String]) -> Result<(), FieldError> {
    for (field, list) in [("broader", broader), ("hs", hs), ("facets", facets)] {
        if list.len() > MAX_FILED {
            return Err(fault(field, format!("has {} entries, above {MAX_FILED}", list.len()), "name the nearest ones"));
        }
        if let Some(twice) = list.iter().enumerate().find_map(|(at, one)| list.iter().take(at).any(|other| other == one).then_some(one)) {
            return Err(fault(field, format!("names {twice} twice"), "name it once"));
        }
    }
    broader.iter().try_for_each(|one| slug("broader", one))?;
    if broader.iter().any(|one| one == concept) {
        return Err(fault("broader", "is the concept itself", "name what is more general"));
    }
    match hs.iter().find(|code| HsCode::parse(code).is_none()) {
        Some(code) => Err(fault("hs", format!("{code} is no HS code"), "use 2, 4 or 6 digits, such as 080132")),
        None => Ok(()),
    }
}
