//! Which indexed postings hold a spelling or a concept: those that have to be read again once the lexicon
//! reads it otherwise. Found by the terms of the index; a posting too many costs a reading, one too few
//! would stay as it is for good, so wherever the terms leave a doubt the posting is among them.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::collector::DocSetCollector;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::index::{IndexError, Snapshot};
use crate::domain::Side;
use crate::lexicon::live::threaded;
use crate::text::{self, Atom, AtomKind, Lang};

/// A posting, by its side and identifier.
pub type Held = (Side, String);

impl Snapshot<'_> {
    /// The postings whose words may hold one of the forms, or that are about one of the concepts or a kind
    /// of it.
    pub fn holding(&self, forms: &[(Lang, &str)], concepts: &[&str]) -> Result<BTreeSet<Held>, IndexError> {
        let (searcher, sides, words, concept) = self.fields_of_holding();
        // Numbers are not indexed as words.
        let atoms = |(lang, form): &(Lang, &str)| threaded(form, *lang).into_iter().filter(|atom| atom.kind != AtomKind::Number).map(|atom| (*lang, atom)).collect::<Vec<_>>();
        let atoms: Vec<Vec<(Lang, Atom)>> = forms.iter().map(atoms).collect();
        let mut spellings = spellings(searcher, words, &atoms.concat())?.into_iter();
        let mut any: Vec<(Occur, Box<dyn Query>)> = atoms.iter().map(|atoms| (Occur::Should, all_of(spellings.by_ref().take(atoms.len())))).collect();
        any.extend(concepts.iter().map(|slug| (Occur::Should, term(Term::from_field_text(concept, slug)))));
        let any = BooleanQuery::new(any);
        let mut held = BTreeSet::new();
        for side in [Side::Offer, Side::Request] {
            let of_side = term(Term::from_field_text(sides, side.name()));
            let query = BooleanQuery::new(vec![(Occur::Must, of_side), (Occur::Must, Box::new(any.clone()))]);
            let ids = self.ids(searcher.search(&query, &DocSetCollector)?)?;
            held.extend(ids.into_iter().map(|id| (side, id)));
        }
        Ok(held)
    }
}

fn term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// Postings that have every word of a form, in any order and in any of its spellings.
fn all_of(words: impl Iterator<Item = Vec<Term>>) -> Box<dyn Query> {
    let all: Vec<(Occur, Box<dyn Query>)> = words.map(|terms| (Occur::Must, Box::new(TermSetQuery::new(terms)) as Box<dyn Query>)).collect();
    if all.is_empty() { Box::new(AllQuery) } else { Box::new(BooleanQuery::new(all)) }
}

/// Of each atom of forms the indexed terms that it may meet: the word, all that share its stem, and of scripts
/// without spaces whatever holds the cluster. The dictionary is read once for all of them.
fn spellings(searcher: &Searcher, field: Field, atoms: &[(Lang, Atom)]) -> Result<Vec<Vec<Term>>, IndexError> {
    let mut spellings: Vec<Vec<Term>> = atoms.iter().map(|(_, atom)| vec![Term::from_field_text(field, &atom.folded)]).collect();
    let mut clusters: Vec<(&str, usize)> = Vec::new();
    let mut stems: BTreeMap<Lang, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
    for (at, (lang, atom)) in atoms.iter().enumerate() {
        match atom.kind {
            AtomKind::Cluster => clusters.push((&atom.folded, at)),
            AtomKind::Word => {
                if let Some(stem) = text::stem(*lang, &atom.folded) {
                    stems.entry(*lang).or_default().entry(stem.into_owned()).or_default().push(at);
                }
            }
            AtomKind::Number | AtomKind::Code => {}
        }
    }
    if clusters.is_empty() && stems.is_empty() {
        return Ok(spellings);
    }
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            let holding = clusters.iter().filter(|(cluster, _)| term.contains(cluster)).map(|(_, at)| at);
            let sharing = stems.iter().filter_map(|(lang, known)| known.get(text::stem(*lang, term)?.as_ref())).flatten();
            for at in holding.chain(sharing) {
                if let Some(terms) = spellings.get_mut(*at) {
                    terms.push(Term::from_field_text(field, term));
                }
            }
        }
    }
    Ok(spellings)
}
