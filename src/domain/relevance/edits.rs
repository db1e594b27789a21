//! The edits of the lexicon held against each other, one after the other, and what each of them
//! touches in texts that were read before it.

use std::collections::{BTreeMap, BTreeSet};

use super::lexicon::{Edits, LexiconChange, Reach, fault, same};
use crate::domain::FieldError;

/// What the edits so far come to, as far as later ones may run against them.
#[derive(Default)]
pub(super) struct InForce<'a> {
    /// Concepts that edits added at any time.
    ever: Vec<&'a str>,
    /// Concepts with the edit that added them.
    added: BTreeMap<&'a str, u64>,
    /// Concepts with the edit that took them out.
    gone: BTreeMap<&'a str, u64>,
    /// By language and spelling: concepts with the edit that gave them the form.
    forms: BTreeMap<(&'a str, String), Vec<(&'a str, u64)>>,
    /// Forms that were taken from a concept, with the edit.
    retired: BTreeMap<(&'a str, &'a str, String), u64>,
    /// Where added or changed concepts are filed.
    broader: BTreeMap<&'a str, &'a [String]>,
    /// Pairs of spellings with their edit.
    synonyms: BTreeMap<[(&'a str, String); 2], u64>,
}

impl<'a> InForce<'a> {
    /// Nothing yet, of edits that ever added these concepts.
    pub(super) fn new(ever: Vec<&'a str>) -> InForce<'a> {
        InForce { ever, ..InForce::default() }
    }

    /// Takes over an edit, or says what it runs against.
    pub(super) fn take(&mut self, number: u64, change: &'a LexiconChange) -> Result<(), FieldError> {
        if !matches!(change, LexiconChange::AddConcept { .. }) && let Some(slug) = change.concept() {
            self.there("concept", slug)?;
        }
        match change {
            LexiconChange::AddForm { concept, lang, form, ambiguous } => self.add_form("form", number, concept, lang, form, *ambiguous),
            LexiconChange::RetireForm { concept, lang, form } => self.retire_form(number, concept, lang, form),
            LexiconChange::AddConcept { concept, broader, names, ambiguous, .. } => {
                if let Some(by) = self.added.get(concept.as_str()) {
                    return Err(fault("concept", format!("{concept} was added by edit {by}"), "choose another name, or add to that one"));
                }
                broader.iter().try_for_each(|slug| self.there("broader", slug))?;
                self.gone.remove(concept.as_str());
                self.added.insert(concept, number);
                self.broader.insert(concept, broader);
                for (lang, form) in names.iter().flat_map(|(lang, forms)| forms.iter().map(move |form| (lang, form))) {
                    self.add_form(&format!("names.{lang}"), number, concept, lang, form, *ambiguous)?;
                }
                Ok(())
            }
            LexiconChange::ChangeConcept { concept, broader, .. } => {
                let Some(broader) = broader else { return Ok(()) };
                broader.iter().try_for_each(|slug| self.there("broader", slug))?;
                self.broader.insert(concept, broader);
                Ok(())
            }
            LexiconChange::RetireConcept { concept } => self.retire_concept(number, concept),
            LexiconChange::Synonym { from, from_lang, to, to_lang, .. } => {
                let mut pair = [(from_lang.as_str(), same(from)), (to_lang.as_str(), same(to))];
                pair.sort();
                match self.synonyms.insert(pair, number) {
                    Some(by) => Err(fault("from", format!("and to are synonyms by edit {by}"), format!("undo edit {by} first"))),
                    None => Ok(()),
                }
            }
            LexiconChange::Undo { .. } => Ok(()),
        }
    }

    /// Refuses to build on a concept that is no longer there.
    fn there(&self, field: &str, slug: &str) -> Result<(), FieldError> {
        match self.gone.get(slug) {
            Some(by) => Err(fault(field, format!("{slug} was retired by edit {by}"), format!("undo edit {by}, or name another concept"))),
            None if self.ever.contains(&slug) && !self.added.contains_key(slug) => Err(fault(field, format!("{slug} is not there without the edit that adds it"), "name another concept")),
            None => Ok(()),
        }
    }

    fn add_form(&mut self, field: &str, number: u64, concept: &'a str, lang: &'a str, form: &str, ambiguous: bool) -> Result<(), FieldError> {
        let spelling = same(form);
        let known = self.forms.entry((lang, spelling.clone())).or_default();
        if let Some((_, by)) = known.iter().find(|(slug, _)| *slug == concept) {
            return Err(fault(field, format!("{form} was given to {concept} by edit {by}"), "leave it out"));
        }
        if let Some((slug, by)) = known.first().filter(|_| !ambiguous) {
            return Err(fault(field, format!("{form} stands for {slug} in this language by edit {by}"), "undo that edit, or say that it has both meanings: ambiguous: true"));
        }
        known.push((concept, number));
        self.retired.remove(&(concept, lang, spelling));
        Ok(())
    }

    fn retire_form(&mut self, number: u64, concept: &'a str, lang: &'a str, form: &str) -> Result<(), FieldError> {
        let spelling = same(form);
        if let Some(known) = self.forms.get_mut(&(lang, spelling.clone())) {
            known.retain(|(slug, _)| *slug != concept);
        }
        match self.retired.insert((concept, lang, spelling), number) {
            Some(by) => Err(fault("form", format!("{form} was retired by edit {by}"), "leave it out")),
            None => Ok(()),
        }
    }

    fn retire_concept(&mut self, number: u64, concept: &'a str) -> Result<(), FieldError> {
        if self.added.remove(concept).is_none() {
            return Err(fault("concept", format!("{concept} was not added by an edit"), "only added concepts can be retired; retire forms of the others one by one"));
        }
        if let Some((below, _)) = self.broader.iter().find(|(_, broader)| broader.iter().any(|one| one == concept)) {
            return Err(fault("concept", format!("{concept} has {below} below it"), format!("file {below} elsewhere first")));
        }
        self.broader.remove(concept);
        self.gone.insert(concept, number);
        self.forms.values_mut().for_each(|known| known.retain(|(slug, _)| *slug != concept));
        self.retired.retain(|(slug, _, _), _| *slug != concept);
        Ok(())
    }
}

/// What edits touch in texts that were read before them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Spellings that are read otherwise now, with their languages.
    pub forms: BTreeSet<(String, String)>,
    /// Concepts whose place or properties changed, for everything below them too.
    pub concepts: BTreeSet<String>,
}

impl Edits {
    /// What the edits after one, by number, touch.
    pub fn touched(&self, after: u64) -> Touched {
        let mut touched = Touched::default();
        for (_, entry) in self.entries().filter(|(number, _)| *number > after) {
            self.touch(&entry.change, &mut touched);
        }
        touched
    }

    /// What one edit touches, which may not be made yet.
    pub fn touched_by(&self, change: &LexiconChange) -> Touched {
        let mut touched = Touched::default();
        self.touch(change, &mut touched);
        touched
    }

    /// Whether a change has more read again than the postings that hold its words.
    pub fn rebuilds(&self, change: &LexiconChange) -> bool {
        !self.touched_by(change).concepts.is_empty()
    }

    fn touch(&self, change: &LexiconChange, touched: &mut Touched) {
        let own = |(lang, form): (&str, &str)| (lang.to_owned(), form.to_owned());
        match change {
            LexiconChange::ChangeConcept { concept, broader, facets, .. } if broader.is_some() || facets.is_some() => {
                touched.concepts.insert(concept.clone());
            }
            LexiconChange::RetireConcept { concept } => {
                // Its names are gone, or come back if the edit is undone.
                let of_it = self.entries().filter(|(_, entry)| entry.change.concept() == Some(concept));
                touched.forms.extend(of_it.flat_map(|(_, entry)| entry.change.forms()).map(own));
                touched.concepts.insert(concept.clone());
            }
            LexiconChange::Synonym { reads, .. } => {
                let found = reads.iter().filter(|alias| alias.reach == Reach::Found);
                touched.forms.extend(found.map(|alias| (alias.lang.clone(), alias.text.clone())));
            }
            LexiconChange::AddConcept { concept, facets, .. } => {
                touched.forms.extend(change.forms().into_iter().map(own));
                // Goods above it that have its properties are goods of its kind.
                touched.concepts.extend((!facets.is_empty()).then(|| concept.clone()));
            }
            // Each undo is of an earlier edit, so this ends.
            LexiconChange::Undo { edit } => {
                if let Some(entry) = self.get(*edit) {
                    self.touch(&entry.change, touched);
                }
            }
            _ => touched.forms.extend(change.forms().into_iter().map(own)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::relevance::{Alias, Stamp};

    fn form(concept: &str, form: &str) -> LexiconChange {
        LexiconChange::AddForm { concept: concept.to_owned(), lang: "en".to_owned(), form: form.to_owned(), ambiguous: false }
    }

    fn added(concept: &str, broader: &[&str], name: &str) -> LexiconChange {
        let names = BTreeMap::from([("en".to_owned(), vec![name.to_owned()])]);
        LexiconChange::AddConcept { concept: concept.to_owned(), broader: broader.iter().map(|slug| (*slug).to_owned()).collect(), hs: Vec::new(), facets: Vec::new(), names, ambiguous: false }
    }

    fn retired(concept: &str) -> LexiconChange {
        LexiconChange::RetireConcept { concept: concept.to_owned() }
    }

    fn undo(edit: u64) -> LexiconChange {
        LexiconChange::Undo { edit }
    }

    /// Makes edits; one that is refused must leave everything as it was.
    fn made(changes: &[LexiconChange]) -> (Edits, Vec<Option<FieldError>>) {
        let mut edits = Edits::default();
        let outcomes = changes.iter().map(|change| {
            let before = edits.clone();
            let refused = edits.apply(change, &Stamp::default()).err();
            assert!(refused.is_none() || edits == before, "{change:?}");
            refused
        });
        let outcomes = outcomes.collect();
        (edits, outcomes)
    }

    #[test]
    fn to_undo_an_undo_brings_the_edit_back() {
        let (edits, outcomes) = made(&[form("tea", "char"), form("tea", "cha"), undo(1), undo(3), undo(4), undo(1)]);
        assert_eq!(edits.undone(), [3, 0, 0, 5, 0], "edit 4 was taken back, so that edit 3 holds again");
        assert!(outcomes.iter().take(5).all(Option::is_none), "{outcomes:?}");
        let last = outcomes.into_iter().next_back().flatten().expect("refused");
        assert!(last.problem.contains("taken back by edit 3") && last.hint == "undo edit 3 to bring it back", "{last:?}");
        let holds: Vec<u64> = edits.in_force().map(|(number, _)| number).collect();
        assert_eq!(holds, [2]);
    }

    #[test]
    fn what_others_build_on_cannot_be_taken_back() {
        let (edits, outcomes) = made(&[added("zorblet", &["nut"], "zorblet"), form("zorblet", "zorb"), undo(1), undo(2), undo(1), form("zorblet", "zo"), added("zorblet", &[], "zorblet")]);
        let refused: Vec<bool> = outcomes.iter().map(Option::is_some).collect();
        assert_eq!(refused, [false, false, true, false, false, true, false]);
        assert_eq!((edits.added(), edits.adds("zorblet")), (vec!["zorblet"], true));
        // A form that another concept has taken meanwhile does not come back beside it.
        let (_, outcomes) = made(&[form("tea", "char"), undo(1), form("fish", "char"), undo(2)]);
        assert!(outcomes.into_iter().next_back().flatten().is_some_and(|fault| fault.problem.contains("edit 3 builds on it")));
    }

    #[test]
    fn a_retired_concept_takes_its_names_along_and_brings_them_back() {
        let (edits, outcomes) = made(&[added("zorblet", &["nut"], "zorblet"), form("zorblet", "zorb"), retired("zorblet"), form("zorblet", "zo"), form("tea", "zorb"), undo(4), undo(3)]);
        assert_eq!(outcomes.iter().map(Option::is_some).collect::<Vec<_>>(), [false, false, false, true, false, false, false]);
        assert!(edits.adds("zorblet"));
        let names = |after: u64| edits.touched(after).forms.into_iter().map(|(_, form)| form).collect::<Vec<_>>();
        assert_eq!(names(2), ["zorb", "zorblet"], "what the concept was called is read again");
    }

    #[test]
    fn a_synonym_touches_what_is_found_by_it_alone() {
        let alias = |text: &str, reach| Alias { text: text.to_owned(), lang: "en".to_owned(), concept: "groundnut".to_owned(), reach };
        let synonym = |reads| LexiconChange::Synonym { from: "zorb".to_owned(), from_lang: "en".to_owned(), to: "peanut".to_owned(), to_lang: "en".to_owned(), both_ways: true, weight: 0.5, reads };
        let (edits, _) = made(&[synonym(vec![alias("zorb", Reach::Asked)]), undo(1), synonym(vec![alias("zorb", Reach::Found)])]);
        assert_eq!(edits.touched(0).forms.len(), 1);
        assert!(edits.touched_by(&synonym(vec![alias("zorb", Reach::Asked)])).forms.is_empty());
        assert_eq!(edits.touched(3), Touched::default());
    }
}
