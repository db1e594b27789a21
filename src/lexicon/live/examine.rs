//! Holding an edit against the tables before it is saved: what cannot work is refused with the reason, and
//! what it clashes with is named.

use serde::Serialize;

use crate::domain::relevance::{Alias, Edits, LexiconChange, Reach};
use crate::domain::{FieldError, HsCode};
use crate::lexicon::build::LANGUAGES;
use crate::lexicon::codes::Codes;
use crate::lexicon::thread::{connectors, is_left_out};
use crate::lexicon::trie::symbol;
use crate::lexicon::{ConceptId, FacetId, Lexicon, Meaning, Source};
use crate::text::{self, Atom, AtomKind, Clean, Lang};

/// A form that means something already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clash {
    /// The form.
    pub form: String,
    /// Its language.
    pub lang: String,
    /// What it means: the slug of a concept or property, the code of a unit, a country or a place.
    pub means: String,
}

/// What an edit would do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Examined {
    /// The edit as it would be saved.
    pub change: LexiconChange,
    /// What its forms mean already.
    pub clashes: Vec<Clash>,
}

/// Examines an edit that is to follow others, which the lexicon may not have taken in yet.
pub fn examine(lexicon: &Lexicon, source: &Source, edits: &Edits, change: &LexiconChange) -> Result<Examined, FieldError> {
    change.check()?;
    let by = Examiner { lexicon, source, edits };
    let mut change = change.clone();
    let clashes = match &mut change {
        LexiconChange::AddForm { concept, lang, form, ambiguous } => {
            by.there("concept", concept)?;
            by.form("form", concept, lang, form, *ambiguous)?
        }
        LexiconChange::RetireForm { concept, lang, form } => {
            by.there("concept", concept)?;
            by.has(concept, lang, form)?;
            Vec::new()
        }
        LexiconChange::AddConcept { concept, broader, hs, facets, names, ambiguous } => {
            if by.exists(concept) {
                return Err(fault("concept", format!("{concept} exists"), "choose another name, or add forms to that one"));
            }
            by.filed(None, broader, hs, facets)?;
            let mut clashes = Vec::new();
            for (lang, form) in names.iter().flat_map(|(lang, forms)| forms.iter().map(move |form| (lang, form))) {
                clashes.extend(by.form(&format!("names.{lang}"), concept, lang, form, *ambiguous)?);
            }
            clashes
        }
        LexiconChange::ChangeConcept { concept, broader, hs, facets } => {
            by.there("concept", concept)?;
            by.filed(lexicon.find(concept), broader.as_deref().unwrap_or_default(), hs.as_deref().unwrap_or_default(), facets.as_deref().unwrap_or_default())?;
            Vec::new()
        }
        LexiconChange::RetireConcept { concept } => {
            by.there("concept", concept)?;
            Vec::new()
        }
        LexiconChange::Synonym { from, from_lang, to, to_lang, both_ways, reads, .. } => {
            let asked = by.spelling(("from", "from_lang"), from, from_lang)?;
            let found = by.spelling(("to", "to_lang"), to, to_lang)?;
            *reads = by.reads(&asked, &found, *both_ways)?;
            by.of_synonym(&asked, &found)
        }
        LexiconChange::Undo { .. } => Vec::new(),
    };
    Ok(Examined { change, clashes })
}

struct Examiner<'a> {
    lexicon: &'a Lexicon,
    source: &'a Source,
    edits: &'a Edits,
}

/// One end of a synonym, with the concepts that it names.
struct Spelling<'a> {
    text: &'a str,
    lang: &'a str,
    concepts: Vec<String>,
}

impl Examiner<'_> {
    fn exists(&self, slug: &str) -> bool {
        self.edits.adds(slug) || (self.lexicon.find(slug).is_some() && !self.edits.added().contains(&slug))
    }

    fn there(&self, field: &str, slug: &str) -> Result<(), FieldError> {
        if self.exists(slug) { Ok(()) } else { Err(fault(field, format!("{slug} is no concept of the lexicon"), "look it up with GET /v1/suggest?q=WORD, or add it with add_concept")) }
    }

    /// Concepts that a form names, by the tables and by the edits.
    fn named(&self, text: &str, lang: Lang) -> Vec<String> {
        let by_tables = self.lexicon.forms_as(text, lang).into_iter().filter_map(|meaning| if let Meaning::Concept(id) = meaning { self.lexicon.concept(id) } else { None });
        let mut named: Vec<String> = by_tables.map(|concept| concept.slug.clone()).collect();
        let spelled = spelled(text);
        let undone = self.edits.undone();
        for ((_, entry), undone) in self.edits.entries().zip(undone) {
            let change = &entry.change;
            let holds = || change.forms().iter().any(|(tag, form)| *tag == lang.as_str() && self::spelled(form) == spelled);
            match change {
                // The lexicon may not have forgotten yet what was taken back.
                LexiconChange::AddForm { concept, .. } | LexiconChange::AddConcept { concept, .. } if undone > 0 && holds() => named.retain(|known| known != concept),
                _ if undone > 0 => {}
                LexiconChange::AddForm { concept, .. } | LexiconChange::AddConcept { concept, .. } if holds() && !named.contains(concept) => named.push(concept.clone()),
                LexiconChange::RetireForm { concept, .. } if holds() => named.retain(|known| known != concept),
                LexiconChange::RetireConcept { concept } => named.retain(|known| known != concept),
                _ => {}
            }
        }
        named
    }

    /// Refuses a form that can never be found, stands there already, or means something else unasked.
    fn form(&self, field: &str, concept: &str, tag: &str, form: &str, ambiguous: bool) -> Result<Vec<Clash>, FieldError> {
        let lang = language(if field == "form" { "lang" } else { field }, tag)?;
        findable(field, form, lang)?;
        let named = self.named(form, lang);
        if named.iter().any(|known| known == concept) {
            return Err(fault(field, format!("{form} is a form of {concept} already"), "leave it out"));
        }
        if let Some(other) = named.first().filter(|_| !ambiguous) {
            return Err(fault(field, format!("{form} stands for {other} in {tag}"), "retire it there first, or say that it has both meanings: ambiguous: true"));
        }
        Ok(self.clashes(form, lang, named))
    }

    /// What a form means: the concepts that it names, and what is no concept.
    fn clashes(&self, form: &str, lang: Lang, named: Vec<String>) -> Vec<Clash> {
        let means = |meaning: Meaning| match meaning {
            Meaning::Concept(_) => None,
            Meaning::Facet(id) => self.lexicon.facet(id).map(|facet| facet.slug.clone()),
            Meaning::Place(at) => self.lexicon.place(at).map(|place| place.slug.clone()),
            Meaning::Certificate(at) => self.lexicon.certificate(at).map(|named| named.slug.clone()),
            other => Some(self.lexicon.label(other, lang)),
        };
        let others = self.lexicon.forms_as(form, lang).into_iter().filter_map(means);
        let mut clashes: Vec<Clash> = named.into_iter().chain(others).map(|means| Clash { form: form.to_owned(), lang: lang.as_str().to_owned(), means }).collect();
        clashes.dedup();
        clashes
    }

    /// What a synonym runs into. One end names the goods, which is its purpose; where both do, they are goods that
    /// stand apart in the lexicon and will be found for each other.
    fn of_synonym(&self, from: &Spelling<'_>, to: &Spelling<'_>) -> Vec<Clash> {
        let both = !from.concepts.is_empty() && !to.concepts.is_empty();
        let of = |end: &Spelling<'_>| Lang::new(end.lang).map(|lang| self.clashes(end.text, lang, if both { end.concepts.clone() } else { Vec::new() }));
        [from, to].into_iter().filter_map(of).flatten().collect()
    }

    /// Refuses to take away what is not there.
    fn has(&self, concept: &str, tag: &str, form: &str) -> Result<(), FieldError> {
        let lang = language("lang", tag)?;
        if self.named(form, lang).iter().any(|known| known == concept) {
            return Ok(());
        }
        let known = self.lexicon.find(concept).and_then(|id| self.lexicon.concept(id));
        let forms: Vec<&str> = known.into_iter().flat_map(|known| self.lexicon.names_in(&known.names, lang)).collect();
        let hint = if forms.is_empty() { format!("it has no form in {tag}") } else { format!("its forms in {tag} are {}", forms.join(", ")) };
        Err(fault("form", format!("{form} is no form of {concept}"), hint))
    }

    fn filed(&self, own: Option<ConceptId>, broader: &[String], hs: &[String], facets: &[String]) -> Result<(), FieldError> {
        for slug in broader {
            self.there("broader", slug)?;
            let above = self.lexicon.find(slug).and_then(|id| self.lexicon.concept(id));
            if let Some(above) = above.filter(|above| own.is_some_and(|own| above.ancestors.contains(&own))) {
                return Err(fault("broader", format!("{} is below the concept itself", above.slug), "name what is more general"));
            }
        }
        if let Some(codes) = Codes::of(self.source)
            && let Some(unreal) = hs.iter().find(|code| !HsCode::parse(code).is_some_and(|code| codes.has(&code)))
        {
            return Err(fault("hs", format!("{unreal} is no code of HS 2022"), "use a chapter, heading or subheading that exists, such as 080132"));
        }
        let known: Vec<FacetId> = facets.iter().map(|slug| self.lexicon.find_facet(slug).ok_or(slug)).collect::<Result<_, _>>().map_err(|slug| {
            fault("facets", format!("{slug} is no property of the lexicon"), "use group:value as POST /v1/understand names them, such as form:ground")
        })?;
        let at_odds = known.iter().enumerate().find_map(|(at, one)| known.iter().take(at).find(|other| self.lexicon.conflicting(*one, **other)).map(|other| (*other, *one)));
        let slug = |id: FacetId| self.lexicon.facet(id).map_or("", |facet| facet.slug.as_str());
        match at_odds {
            Some((one, other)) => Err(fault("facets", format!("{} and {} contradict each other", slug(one), slug(other)), "keep one of them")),
            None => Ok(()),
        }
    }

    fn spelling<'b>(&self, (field, lang_field): (&str, &str), text: &'b str, tag: &'b str) -> Result<Spelling<'b>, FieldError> {
        let lang = language(lang_field, tag)?;
        findable(field, text, lang)?;
        Ok(Spelling { text, lang: tag, concepts: self.named(text, lang) })
    }

    /// What a synonym comes to; refused where it comes to nothing.
    fn reads(&self, from: &Spelling<'_>, to: &Spelling<'_>, both_ways: bool) -> Result<Vec<Alias>, FieldError> {
        if from.concepts.is_empty() && to.concepts.is_empty() {
            return Err(fault("to", format!("names no goods that the lexicon knows, nor does {}", from.text), "add a concept with both names: add_concept"));
        }
        let mut reads = directed(from, to);
        if both_ways {
            reads.extend(directed(to, from));
        }
        if reads.is_empty() {
            return Err(fault("to", format!("names {} as {} does", to.concepts.join(", "), from.text), "leave the synonym out: names of one concept find each other, the exact word first"));
        }
        Ok(reads)
    }
}

/// What lets who asks by one spelling find the other. Goods that are found by any name are widened where
/// they are asked; a spelling that names no goods has to be recognised where it is found.
fn directed(asked: &Spelling<'_>, found: &Spelling<'_>) -> Vec<Alias> {
    let alias = |spelling: &Spelling<'_>, concept: &String, reach: Reach| Alias { text: spelling.text.trim().to_owned(), lang: spelling.lang.to_owned(), concept: concept.clone(), reach };
    if found.concepts.is_empty() {
        return asked.concepts.iter().map(|concept| alias(found, concept, Reach::Found)).collect();
    }
    let fresh = found.concepts.iter().filter(|concept| !asked.concepts.contains(concept));
    fresh.map(|concept| alias(asked, concept, Reach::Asked)).collect()
}

fn language(field: &str, tag: &str) -> Result<Lang, FieldError> {
    let known = LANGUAGES.contains(&tag).then(|| Lang::new(tag)).flatten();
    known.ok_or_else(|| fault(field, format!("{tag} is no language of the lexicon"), format!("use one of {}", LANGUAGES.join(", "))))
}

/// Refuses a form that no text can ever match.
fn findable(field: &str, form: &str, lang: Lang) -> Result<(), FieldError> {
    let atoms = threaded(form, lang);
    let Some(first) = atoms.first() else {
        return Err(fault(field, format!("{form} holds no word that is compared"), "write a word of letters, not only signs or little words such as de"));
    };
    if atoms.iter().all(|atom| atom.kind == AtomKind::Number) {
        return Err(fault(field, format!("{form} is only a number"), "name the goods; figures alone are read as amounts"));
    }
    if atoms.iter().any(|atom| atom.clause != first.clause) {
        return Err(fault(field, format!("{form} is divided by a comma or a stop, and names are read within one clause"), "leave the sign out, or add each part as a form of its own"));
    }
    Ok(())
}

/// The atoms of a form that a text must have to hold it.
pub fn threaded(form: &str, lang: Lang) -> Vec<Atom> {
    let left_out = connectors(lang);
    text::atoms(&Clean::new(form)).into_iter().filter(|atom| !is_left_out(left_out, atom.kind, &atom.exact)).collect()
}

impl Lexicon {
    /// What a spelling means in a language, accents included; synonyms are no meanings.
    fn forms_as(&self, written: &str, lang: Lang) -> Vec<Meaning> {
        let mut node = None;
        for atom in threaded(written, lang) {
            let symbol = symbol(None, &atom.folded);
            node = match node {
                None => self.trie.enter(symbol),
                Some(node) => self.trie.step(node, symbol),
            };
            if node.is_none() {
                return Vec::new();
            }
        }
        let spelled = spelled(written);
        let ends = node.into_iter().flat_map(|node| self.trie.ends(node)).filter(|at| !self.aliases.contains_key(at));
        let mut meanings: Vec<Meaning> = ends.filter_map(|at| self.form(at)).filter(|form| form.lang == lang && self.text(form.lower) == spelled).map(|form| form.meaning).collect();
        meanings.dedup();
        meanings
    }
}

/// A spelling as forms are told apart by it: in normal form and lower case.
pub(super) fn spelled(text: &str) -> String {
    text::lower_case(Clean::new(text.trim()).as_str()).to_string()
}

fn fault(field: &str, problem: String, hint: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), problem, hint: hint.into() }
}
