//! Which indexed postings hold a spelling or a concept: those that have to be read again once the lexicon
//! reads it otherwise. Found by the terms of the index; a posting too many costs a reading, one too few
//! would stay as it is for good, so wherever the terms leave a doubt the posting is among them.

use std::collections::BTreeSet;

use tantivy::collector::DocSetCollector;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::index::{IndexError, TextIndex};
use crate::domain::Side;
use crate::lexicon::live::threaded;
use crate::text::{self, Atom, AtomKind, Lang};

/// A posting, by its side and identifier.
pub type Held = (Side, String);

impl TextIndex {
    /// The postings whose words may hold one of the forms, or that are about one of the concepts or a kind
    /// of it.
    pub fn holding(&self, forms: &[(Lang, &str)], concepts: &[&str]) -> Result<BTreeSet<Held>, IndexError> {
        let searcher = self.searcher();
        let (sides, words, concept) = self.fields_of_holding();
        let mut any: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (lang, form) in forms {
            any.push((Occur::Should, all_words(&searcher, words, *lang, form)?));
        }
        any.extend(concepts.iter().map(|slug| (Occur::Should, term(Term::from_field_text(concept, slug)))));
        let any = BooleanQuery::new(any);
        let mut held = BTreeSet::new();
        for side in [Side::Offer, Side::Request] {
            let of_side = term(Term::from_field_text(sides, side.name()));
            let query = BooleanQuery::new(vec![(Occur::Must, of_side), (Occur::Must, Box::new(any.clone()))]);
            let ids = self.ids(&searcher, searcher.search(&query, &DocSetCollector)?)?;
            held.extend(ids.into_iter().map(|id| (side, id)));
        }
        Ok(held)
    }
}

fn term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// Postings that have every word of a form, in any order.
fn all_words(searcher: &Searcher, field: Field, lang: Lang, form: &str) -> Result<Box<dyn Query>, IndexError> {
    let mut all: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    // Numbers are not indexed as words.
    for atom in threaded(form, lang).iter().filter(|atom| atom.kind != AtomKind::Number) {
        let terms = spellings(searcher, field, lang, atom)?;
        all.push((Occur::Must, Box::new(TermSetQuery::new(terms))));
    }
    Ok(if all.is_empty() { Box::new(AllQuery) } else { Box::new(BooleanQuery::new(all)) })
}

/// The indexed terms that an atom of a form may meet: the word, all that share its stem, and of scripts
/// without spaces whatever holds the cluster.
fn spellings(searcher: &Searcher, field: Field, lang: Lang, atom: &Atom) -> Result<Vec<Term>, IndexError> {
    let own = Term::from_field_text(field, &atom.folded);
    let stem = if atom.kind == AtomKind::Word { text::stem(lang, &atom.folded) } else { None };
    let meets: Box<dyn Fn(&str) -> bool + '_> = match (atom.kind, stem) {
        (AtomKind::Cluster, _) => Box::new(|term: &str| term.contains(&atom.folded)),
        (_, Some(stem)) => Box::new(move |term: &str| text::stem(lang, term).is_some_and(|other| other == stem)),
        _ => return Ok(vec![own]),
    };
    let mut terms = vec![own];
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            if let Ok(term) = std::str::from_utf8(stream.key()) && meets(term) {
                terms.push(Term::from_field_text(field, term));
            }
        }
    }
    Ok(terms)
}
