//! Names that two things share, and what stands beside such a name when one of the two is meant: in Vietnamese
//! `bơ lạt` is butter and `bơ sáp` avocado.

use rustc_hash::FxHashMap;

use super::table::Table;
use super::{ConceptId, FacetId, Lexicon};
use crate::text::{self, Clean};

/// The table of shared names.
pub(super) const FILE: &str = "homographs.tsv";

/// What stands beside a shared name when one of its meanings is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// These goods, or a kind of them.
    Goods(ConceptId),
    /// A property.
    Property(FacetId),
    /// Any property of a group, by its index.
    Group(u16),
    /// Words that follow each other, folded.
    Words(Vec<String>),
}

/// For what is meant and what else the name could mean: what stands beside it then.
#[derive(Default)]
pub(super) struct Homographs(FxHashMap<(ConceptId, ConceptId), Vec<Beside>>);

impl Homographs {
    /// Reads the table. Goods that this lexicon does not have are passed over: an operator's own tables may
    /// hold fewer than the built-in ones.
    pub(super) fn read(lexicon: &Lexicon, content: &str) -> Homographs {
        let mut homographs = Homographs::default();
        let mut table = Table::open(FILE, content);
        while let Some(row) = table.next_row() {
            let (Some(one), Some(other)) = (lexicon.find(row.get("one")), lexicon.find(row.get("other"))) else { continue };
            for (meant, rival, column) in [(one, other, "beside_one"), (other, one, "beside_other")] {
                homographs.0.insert((meant, rival), row.list(column).filter_map(|entry| beside(lexicon, entry)).collect());
            }
        }
        homographs
    }
}

/// What an entry of the table means: the name of goods, `group:value`, `group:` or words. None for a property
/// that the lexicon does not have.
pub(super) fn beside(lexicon: &Lexicon, entry: &str) -> Option<Beside> {
    if let Some(goods) = lexicon.find(entry) {
        return Some(Beside::Goods(goods));
    }
    match entry.split_once(':') {
        Some((_, "")) => lexicon.facets.iter().find(|facet| facet.slug.starts_with(entry)).map(|facet| Beside::Group(facet.group)),
        Some(_) => lexicon.find_facet(entry).map(Beside::Property),
        None => Some(Beside::Words(text::atoms(&Clean::new(entry)).into_iter().map(|atom| atom.folded).collect())),
    }
}

impl Lexicon {
    /// What stands beside a name when `meant` is meant by it and not `rival`; none if they are not known to
    /// share a name.
    pub fn beside(&self, meant: ConceptId, rival: ConceptId) -> Option<&[Beside]> {
        self.homographs.0.get(&(meant, rival)).map(Vec::as_slice)
    }
}
