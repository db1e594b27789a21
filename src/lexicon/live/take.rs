//! Edits on their way into a lexicon that is being built, after all tables.

use rustc_hash::FxHashMap;

use super::Synonym;
use super::examine::spelled;
use crate::domain::HsCode;
use crate::domain::relevance::{Alias, Edits, LexiconChange};
use crate::lexicon::build::{Filed, Tables, add_form};
use crate::lexicon::{Concept, ConceptId, FacetId, Form, Lexicon, Meaning, Names, Span};
use crate::text::Lang;

impl Tables<'_> {
    /// Takes edits in, in their order.
    pub(in crate::lexicon) fn read_edits(&mut self, filed: &mut Vec<Filed>, edits: &Edits) {
        let mut places = FxHashMap::default();
        for slug in edits.added() {
            if self.lexicon.find(slug).is_none() {
                places.insert(slug, ConceptId(self.lexicon.concepts.len() as u32));
                self.lexicon.concepts.push(Concept { retired: true, ..Concept::named(slug.to_owned()) });
                filed.push(Filed::default());
            }
        }
        for (number, change) in edits.in_force() {
            if let Err(reason) = self.read_edit(filed, &places, number, change) {
                self.lexicon.idle.push((number, reason));
            }
        }
    }

    /// Takes one edit in, or as much of it as there is a place for, and says what there is none for.
    fn read_edit(&mut self, filed: &mut [Filed], places: &FxHashMap<&str, ConceptId>, number: u64, change: &LexiconChange) -> Result<(), String> {
        match change {
            LexiconChange::AddForm { concept, lang, form, .. } => {
                let id = self.known(concept)?;
                self.name(id, lang, std::slice::from_ref(form))
            }
            LexiconChange::RetireForm { concept, lang, form } => {
                let id = self.known(concept)?;
                if self.retire(id, lang, form) { Ok(()) } else { Err(format!("{form} is no form of {concept} any more")) }
            }
            LexiconChange::AddConcept { concept, broader, hs, facets, names, .. } => {
                // A release may bring a concept that an edit had added: then it keeps its place there.
                let id = match self.lexicon.find(concept) {
                    Some(known) => known,
                    None => *places.get(concept.as_str()).ok_or_else(|| format!("{concept} has no place"))?,
                };
                let named = all(names.iter().map(|(lang, forms)| self.name(id, lang, forms)));
                if places.contains_key(concept.as_str()) {
                    self.lexicon.by_slug.insert(concept.clone(), id);
                    self.change(id, |concept| concept.retired = false);
                    self.file(filed, number, id, Some(broader), Some(hs), Some(facets))?;
                }
                named
            }
            LexiconChange::ChangeConcept { concept, broader, hs, facets } => {
                let id = self.known(concept)?;
                self.file(filed, number, id, broader.as_deref(), hs.as_deref(), facets.as_deref())
            }
            LexiconChange::RetireConcept { concept } => {
                let id = *places.get(concept.as_str()).ok_or_else(|| format!("{concept} is in the tables by now"))?;
                self.lexicon.by_slug.remove(concept);
                self.change(id, |known| *known = Concept { retired: true, ..Concept::named(concept.clone()) });
                if let Some(filed) = filed.get_mut(id.0 as usize) {
                    *filed = Filed::default();
                }
                self.lexicon.forms.iter_mut().filter(|form| form.meaning == Meaning::Concept(id)).for_each(blank);
                Ok(())
            }
            LexiconChange::Synonym { weight, reads, .. } => all(reads.iter().map(|alias| self.alias(alias, *weight))),
            LexiconChange::Undo { .. } => Ok(()),
        }
    }

    fn known(&self, slug: &str) -> Result<ConceptId, String> {
        self.lexicon.find(slug).ok_or_else(|| format!("there is no concept {slug} any more"))
    }

    fn change(&mut self, id: ConceptId, how: impl FnOnce(&mut Concept)) {
        if let Some(concept) = self.lexicon.concepts.get_mut(id.0 as usize) {
            how(concept);
        }
    }

    /// Adds forms behind those of a concept.
    fn name(&mut self, id: ConceptId, lang: &str, forms: &[String]) -> Result<(), String> {
        let lang = Lang::new(lang).ok_or_else(|| format!("{lang} is no language of the lexicon"))?;
        let first = self.lexicon.forms.len() as u32;
        for form in forms {
            add_form(self.lexicon, form.trim(), lang, Meaning::Concept(id));
        }
        let next = self.lexicon.forms.len() as u32;
        if next > first {
            self.change(id, |concept| concept.names.append(Names(vec![(lang, first..next)])));
        }
        Ok(())
    }

    /// Takes a form from a concept; whether it had it. The form stays in the arena without a text, so that
    /// nothing finds it.
    fn retire(&mut self, id: ConceptId, lang: &str, form: &str) -> bool {
        let wanted = spelled(form);
        let Some(lang) = Lang::new(lang) else { return false };
        let lexicon = &*self.lexicon;
        let names = lexicon.concept(id).map(|concept| &concept.names);
        let found: Vec<u32> = names.into_iter().flat_map(|names| names.of(lang)).filter(|at| lexicon.form(*at).is_some_and(|form| spelled(self.written(form.text)) == wanted)).collect();
        for at in &found {
            self.lexicon.forms.get_mut(*at as usize).into_iter().for_each(blank);
            self.change(id, |concept| concept.names.remove(*at));
        }
        !found.is_empty()
    }

    /// The text of a span while the tables are still apart from the lexicon.
    fn written(&self, span: Span) -> &str {
        if span.is_derived() { self.lexicon.text(span) } else { span.of(self.whole) }
    }

    /// Files a concept; lists that are not given stay. What is unknown is left out and said.
    fn file(&mut self, filed: &mut [Filed], number: u64, id: ConceptId, broader: Option<&[String]>, hs: Option<&[String]>, facets: Option<&[String]>) -> Result<(), String> {
        let mut unknown = Vec::new();
        if let Some(broader) = broader {
            let mut kept: Vec<&str> = Vec::new();
            for slug in broader {
                match self.lexicon.find(slug) {
                    Some(above) if !climbs(self.lexicon, filed, above, id) => kept.push(slug),
                    Some(_) => unknown.push(format!("{slug} is below it")),
                    None => unknown.push(format!("there is no concept {slug} any more")),
                }
            }
            if let Some(filed) = filed.get_mut(id.0 as usize) {
                *filed = (kept.join("|"), format!("edit {number}"), 0);
            }
        }
        if let Some(hs) = hs {
            let codes = hs.iter().filter_map(|code| HsCode::parse(code)).collect();
            self.change(id, |concept| concept.hs = codes);
        }
        if let Some(facets) = facets {
            let known = |slug: &String| self.lexicon.find_facet(slug).ok_or_else(|| format!("there is no property {slug} any more"));
            let (found, missing): (Vec<_>, Vec<_>) = facets.iter().map(known).partition(Result::is_ok);
            let found: Vec<FacetId> = found.into_iter().flatten().collect();
            unknown.extend(missing.into_iter().filter_map(Result::err));
            self.change(id, |concept| concept.facets = found);
        }
        if unknown.is_empty() { Ok(()) } else { Err(unknown.join("; ")) }
    }

    fn alias(&mut self, alias: &Alias, weight: f64) -> Result<(), String> {
        let id = self.known(&alias.concept)?;
        let lang = Lang::new(&alias.lang).ok_or_else(|| format!("{} is no language of the lexicon", alias.lang))?;
        let at = self.lexicon.forms.len() as u32;
        add_form(self.lexicon, alias.text.trim(), lang, Meaning::Concept(id));
        let hundredths = (weight * 100.0).round().clamp(1.0, 100.0) as u8;
        self.lexicon.aliases.insert(at, Synonym { hundredths, reach: alias.reach });
        Ok(())
    }
}

/// Leaves a form without a text: no text leads to it.
fn blank(form: &mut Form) {
    (form.text, form.lower) = (Span::default(), Span::default());
}

/// Whether the way up from a concept leads to another, or is it.
fn climbs(lexicon: &Lexicon, filed: &[Filed], from: ConceptId, to: ConceptId) -> bool {
    let (mut seen, mut next) = (Vec::new(), vec![from]);
    while let Some(id) = next.pop() {
        if id == to {
            return true;
        }
        if !seen.contains(&id) {
            seen.push(id);
            let broader = filed.get(id.0 as usize).map_or("", |filed| filed.0.as_str());
            next.extend(broader.split('|').filter_map(|slug| lexicon.find(slug.trim())));
        }
    }
    false
}

/// Does every step, and tells the first that failed.
fn all(steps: impl Iterator<Item = Result<(), String>>) -> Result<(), String> {
    let done: Vec<Result<(), String>> = steps.collect();
    done.into_iter().collect()
}
