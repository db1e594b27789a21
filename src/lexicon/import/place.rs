//! Where new concepts go: below the concept of ours, or the new one, that their own vocabulary has
//! above them; the topmost below the concept that the operator names, if any.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Entry;
use super::clash::{Tidy, folded};
use crate::lexicon::Lexicon;
use crate::text;

/// Longest name of a concept made of a label.
const MAX_SLUG: usize = 60;

/// Entries on their way to a place.
pub(super) struct Placement<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) entries: &'a [Entry],
    pub(super) names: &'a [Vec<Tidy>],
    /// The entry of each key.
    pub(super) by_key: &'a FxHashMap<String, usize>,
    /// Our concept's name, or that of the new one once it has a place.
    pub(super) slugs: Vec<Option<String>>,
    /// Whether an entry may become a new concept.
    pub(super) open: Vec<bool>,
    /// The parents of the new ones.
    pub(super) parents: Vec<Vec<String>>,
    pub(super) used: FxHashSet<String>,
}

impl Placement<'_> {
    /// Gives every open entry a place that has one.
    pub(super) fn settle(&mut self, under: Option<&str>) {
        loop {
            if self.round() {
                continue;
            }
            let Some(under) = under else { break };
            let waiting: Vec<usize> = self.waiting().collect();
            // An entry below others that wait, waits too; where all do, they stand in a circle.
            let top = waiting.iter().copied().filter(|at| !self.above(*at).any(|parent| waiting.contains_sorted(parent))).collect::<Vec<_>>();
            let next = if top.is_empty() { waiting.into_iter().take(1).collect() } else { top };
            if next.is_empty() {
                break;
            }
            for at in next {
                self.put(at, vec![under.to_owned()]);
            }
        }
        self.further_parents();
    }

    fn waiting(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.entries.len()).filter(|at| self.is_open(*at) && self.slug(*at).is_none())
    }

    fn is_open(&self, at: usize) -> bool {
        self.open.get(at).copied().unwrap_or_default()
    }

    fn slug(&self, at: usize) -> Option<&String> {
        self.slugs.get(at).and_then(Option::as_ref)
    }

    /// The entries that an entry names as its parents.
    fn above(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.entries.get(at).into_iter().flat_map(|entry| &entry.broader).filter_map(|key| self.by_key.get(key).copied()).filter(move |parent| *parent != at)
    }

    /// The parents of an entry that have a name by now: entries, and concepts of ours named outright.
    fn named_parents(&self, at: usize) -> Vec<String> {
        let broader = self.entries.get(at).map(|entry| entry.broader.as_slice()).unwrap_or_default();
        let mut named: Vec<String> = Vec::new();
        for key in broader {
            let slug = match self.by_key.get(key) {
                Some(parent) if *parent == at => None,
                Some(parent) => self.slug(*parent).cloned(),
                None => self.lexicon.find(key).map(|_| key.clone()),
            };
            named.extend(slug.filter(|slug| !named.contains(slug)));
        }
        named
    }

    /// Places what has a named parent; says whether anything found its place.
    fn round(&mut self) -> bool {
        let ready: Vec<(usize, Vec<String>)> = self.waiting().map(|at| (at, self.named_parents(at))).filter(|(_, parents)| !parents.is_empty()).collect();
        let any = !ready.is_empty();
        for (at, parents) in ready {
            self.put(at, parents);
        }
        any
    }

    fn put(&mut self, at: usize, parents: Vec<String>) {
        let slug = self.new_slug(at);
        self.used.insert(slug.clone());
        if let (Some(slot), Some(own)) = (self.slugs.get_mut(at), self.parents.get_mut(at)) {
            *slot = Some(slug);
            *own = parents;
        }
    }

    /// Parents that found their place later than their child, unless they lie below it.
    fn further_parents(&mut self) {
        let new: FxHashMap<String, usize> = (0..self.entries.len()).filter(|at| self.is_open(*at)).filter_map(|at| Some((self.slug(at)?.clone(), at))).collect();
        for at in new.values().copied().collect::<std::collections::BTreeSet<_>>() {
            for parent in self.named_parents(at) {
                let known = self.parents.get(at).is_some_and(|parents| parents.contains(&parent));
                if !known && !self.lies_below(&parent, at, &new) && let Some(parents) = self.parents.get_mut(at) {
                    parents.push(parent);
                }
            }
        }
    }

    fn lies_below(&self, slug: &str, high: usize, new: &FxHashMap<String, usize>) -> bool {
        let mut seen: FxHashSet<usize> = FxHashSet::default();
        let mut open: Vec<usize> = new.get(slug).copied().into_iter().collect();
        while let Some(at) = open.pop() {
            if at == high {
                return true;
            }
            if seen.insert(at) {
                open.extend(self.parents.get(at).into_iter().flatten().filter_map(|parent| new.get(parent)).copied());
            }
        }
        false
    }

    /// A name for a new concept: its own, else of its English label, else of another in Latin letters.
    fn new_slug(&self, at: usize) -> String {
        let Some(entry) = self.entries.get(at) else { return String::new() };
        if let Some(own) = &entry.slug {
            return own.clone();
        }
        let names = self.names.get(at).map(Vec::as_slice).unwrap_or_default();
        let english = names.iter().filter(|name| name.lang.as_str() == "en");
        let tail = entry.key.rsplit(['/', '#', ':']).next().unwrap_or_default();
        let words = english.chain(names).map(|name| slug_of(&name.text)).chain([slug_of(tail), format!("concept-{at}")]);
        let base = words.into_iter().find(|slug| slug.len() > 1).unwrap_or_default();
        let free = |slug: &String| self.lexicon.find(slug).is_none() && !self.used.contains(slug);
        std::iter::once(base.clone()).chain((2..).map(|number| format!("{base}-{number}"))).find(free).unwrap_or(base)
    }
}

/// The words of a text in ASCII letters and digits, joined by hyphens.
fn slug_of(label: &str) -> String {
    let plain = folded(label);
    if !plain.chars().all(|c| c.is_ascii() || !c.is_alphanumeric() || text::fold(&c.to_string()).is_ascii()) {
        return String::new();
    }
    let words: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut slug = String::new();
    for word in words {
        if slug.len() + word.len() >= MAX_SLUG {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

/// Membership in a list in ascending order.
trait Sorted {
    fn contains_sorted(&self, item: usize) -> bool;
}

impl Sorted for Vec<usize> {
    fn contains_sorted(&self, item: usize) -> bool {
        self.binary_search(&item).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::slug_of;

    #[test]
    fn a_label_becomes_a_name() {
        for (label, slug) in [("Cashew nuts", "cashew-nuts"), ("Crème brûlée 3,5 %", "creme-brulee-3-5"), ("腰果", ""), ("кешью", "")] {
            assert_eq!(slug_of(label), slug, "{label}");
        }
    }
}
