//! Names that no table has, made of names that it has: the tables know 花生粕 and that 落花生 is another name of
//! 花生, so 落花生粕 is the same; and `tinh dầu` beside `quế Trà My`, a cassia, is their `tinh dầu quế`.

use std::ops::Range;

use super::thread::{connectors, is_connector, is_left_out};
use super::trie::{Node, symbol};
use super::{ConceptId, Form, Lexicon, Meaning, Mention, Sense};
use crate::text::{self, Atom, AtomKind, Clean, Lang};

/// Words, or names, that may stand behind a name within one that is made of it.
const BEHIND: usize = 3;
/// The same before it.
const BEFORE: usize = 2;

/// A name that was made of others: the atoms it covers and what it means.
type Made = (Range<usize>, Sense);

impl Lexicon {
    /// The mentions, with those made one that together say what another name in place of one of them says.
    pub(super) fn join(&self, atoms: &[Atom], mentions: Vec<Mention>) -> Vec<Mention> {
        let mut joined: Vec<Mention> = Vec::with_capacity(mentions.len());
        let mut made_to = 0;
        for (mention, at) in mentions.iter().zip(0..) {
            if mention.atoms.start < made_to {
                continue;
            }
            let made = self.made_of(atoms, &mentions, at, made_to).and_then(|(range, sense)| Some((range.clone(), atoms.get(range.start)?, atoms.get(range.end.checked_sub(1)?)?, sense)));
            let Some((range, first, last, sense)) = made else {
                joined.push(mention.clone());
                continue;
            };
            made_to = range.end;
            joined.retain(|before| before.atoms.end <= range.start);
            // The property that stood between is still said.
            let property = over_property(atoms, &mentions, at).filter(|start| *start == range.start).and_then(|_| mentions.get(at - 1));
            let senses = std::iter::once(sense).chain(property.into_iter().flat_map(|property| property.senses.iter().cloned())).collect();
            joined.push(Mention { span: first.span.start..last.span.end, atoms: range, clause: first.clause, senses });
        }
        joined
    }

    /// The longest name that is made of a mention and what stands around it, from `floor` on.
    fn made_of(&self, atoms: &[Atom], mentions: &[Mention], at: usize, floor: usize) -> Option<Made> {
        let mention = mentions.get(at)?;
        let behind = ends_behind(atoms, mentions, at);
        let before = starts_before(atoms, mentions, at, floor);
        let over = over_property(atoms, mentions, at).filter(|start| *start >= floor);
        if behind.is_empty() && before.is_empty() && over.is_none() {
            return None;
        }
        let made = goods(mention).flat_map(|(sense, id)| {
            let around = Around { lexicon: self, atoms, mentions, here: mention.atoms.clone(), sense, id };
            around.with(&before, &behind, over)
        });
        made.max_by_key(|(range, _)| range.len())
    }

    /// The names of goods in a language, and after them those of what the goods are filed under.
    fn spellings(&self, id: ConceptId, lang: Lang) -> impl Iterator<Item = (&Form, bool)> {
        let filed = self.concept(id).into_iter().flat_map(|concept| &concept.broader).map(|id| (*id, true));
        let things = std::iter::once((id, false)).chain(filed);
        things.flat_map(move |(id, wider)| self.concept(id).into_iter().flat_map(move |concept| concept.names.of(lang)).filter_map(move |at| Some((self.form(at)?, wider))))
    }

    /// Where words lead, from the node of a hash or from the root: the hash there, and the node unless there are no
    /// words. None if they lead nowhere.
    fn walk(&self, from: Option<u64>, mut symbols: impl Iterator<Item = u64>) -> Option<(Option<u64>, Option<Node>)> {
        symbols.try_fold((from, None), |(from, _), symbol| {
            let node = from.map_or_else(|| self.trie.enter(symbol), |hash| self.trie.step_from(hash, symbol))?;
            Some((Some(node.hash()), Some(node)))
        })
    }
}

/// A mention under one of its meanings, and what stands around it.
struct Around<'a> {
    lexicon: &'a Lexicon,
    atoms: &'a [Atom],
    mentions: &'a [Mention],
    here: Range<usize>,
    sense: &'a Sense,
    id: ConceptId,
}

impl Around<'_> {
    /// The names that are made with another name of the goods, with what stands right before or behind it, or with
    /// the word `over` a property.
    fn with(&self, before: &[usize], behind: &[usize], over: Option<usize>) -> Vec<Made> {
        let over = over.filter(|_| matches!(self.sense.lang, Lang::FR | Lang::ES | Lang::PT)).map(|start| start..start + 1);
        let runs = before.iter().map(|start| *start..self.here.start).chain(over);
        let ways: Vec<(usize, Option<u64>)> = runs.filter_map(|run| Some((run.start, self.lexicon.walk(None, self.symbols(run))?.0))).filter(|(_, way)| way.is_some()).collect();
        let mut made = Vec::new();
        for (name, wider) in self.lexicon.spellings(self.id, self.sense.lang).filter(|(name, _)| name.node != 0) {
            let written = self.lexicon.text(name.lower);
            let mut add = |range: Range<usize>, node: Node| made.extend(self.named(&range, node, written, wider).map(|sense| (range, sense)));
            if !ways.is_empty() {
                let path = path(written, self.sense.lang);
                for (start, way) in &ways {
                    if let Some((_, Some(node))) = self.lexicon.walk(*way, path.iter().copied()) {
                        add(*start..self.here.end, node);
                    }
                }
            }
            let (mut hash, mut from) = (Some(name.node), self.here.end);
            for end in behind {
                let Some((next, node)) = self.lexicon.walk(hash, self.symbols(from..*end)) else { break };
                if let Some(node) = node {
                    add(self.here.start..*end, node);
                }
                (hash, from) = (next, *end);
            }
        }
        made
    }

    /// The symbols of atoms, without the connectors of the language.
    fn symbols(&self, range: Range<usize>) -> impl Iterator<Item = u64> {
        let skipped = connectors(self.sense.lang);
        self.atoms.get(range).unwrap_or_default().iter().filter(|atom| !is_left_out(skipped, atom.kind, &atom.exact)).map(|atom| symbol(None, &atom.folded))
    }

    /// What ends in a node, if it is goods and spelt as the words around the name are. A name of something wider
    /// serves only to name a kind of what else is named, made of these goods: else it says less than they do.
    fn named(&self, range: &Range<usize>, node: Node, name: &str, wider: bool) -> Option<Sense> {
        let spelt = |form: &&Form| self.sense.lang != Lang::VI || self.lexicon.text(form.lower) == self.written(range, name);
        let kind = self.lexicon.trie.ends(node).filter_map(|at| self.lexicon.form(at)).filter(|form| form.lang == self.sense.lang).filter(spelt).find_map(|form| match form.meaning {
            Meaning::Concept(id) if id != self.id => Some(id),
            _ => None,
        })?;
        let others = || self.mentions.iter().filter(|other| other.atoms != self.here && range.start <= other.atoms.start && other.atoms.end <= range.end).flat_map(goods);
        let above = |id: ConceptId| self.lexicon.concept(id).map(|concept| concept.ancestors.as_slice()).unwrap_or_default();
        let filed = || self.lexicon.concept(self.id).is_some_and(|goods| goods.broader.iter().any(|wide| *wide == kind || above(kind).contains(wide)));
        let made_of = || !filed() && others().any(|(_, other)| above(kind).contains(&other));
        (!wider || made_of()).then(|| Sense { meaning: Meaning::Concept(kind), ..self.sense.clone() })
    }

    /// The words with the other name in its place.
    fn written(&self, range: &Range<usize>, name: &str) -> String {
        let words = |range: Range<usize>| self.atoms.get(range).unwrap_or_default().iter().map(|atom| atom.exact.as_str());
        words(range.start..self.here.start).chain([name]).chain(words(self.here.end..range.end)).collect::<Vec<_>>().join(" ")
    }
}

/// The symbols of the words of a name, without the connectors of its language.
fn path(name: &str, lang: Lang) -> Vec<u64> {
    let skipped = connectors(lang);
    let atoms = text::atoms(&Clean::new(name));
    atoms.iter().filter(|atom| !is_left_out(skipped, atom.kind, &atom.exact)).map(|atom| symbol(None, &atom.folded)).collect()
}

/// Whether an atom goes on with what stands before it: in the same clause, and without a gap where words are
/// not parted.
fn goes_on(atoms: &[Atom], at: usize) -> bool {
    let pair = at.checked_sub(1).and_then(|before| Some((atoms.get(before)?, atoms.get(at)?)));
    pair.is_some_and(|(before, here)| before.clause == here.clause && match here.kind {
        AtomKind::Word => true,
        AtomKind::Cluster => !here.gap,
        _ => false,
    } && matches!(before.kind, AtomKind::Word | AtomKind::Cluster))
}

/// Where a name may end that goes on behind a mention.
fn ends_behind(atoms: &[Atom], mentions: &[Mention], at: usize) -> Vec<usize> {
    let mut ends = Vec::with_capacity(BEHIND);
    let mut end = mentions.get(at).map_or(0, |mention| mention.atoms.end);
    let mut later = mentions.iter().skip(at + 1).peekable();
    while ends.len() < BEHIND && goes_on(atoms, end) {
        end = later.next_if(|next| next.atoms.start == end).map_or(end + 1, |next| next.atoms.end);
        ends.push(end);
    }
    ends
}

/// Where a name may begin that a mention goes on with.
fn starts_before(atoms: &[Atom], mentions: &[Mention], at: usize, floor: usize) -> Vec<usize> {
    let mut starts = Vec::with_capacity(BEFORE);
    let mut start = mentions.get(at).map_or(0, |mention| mention.atoms.start);
    let mut earlier = mentions.iter().take(at).rev().peekable();
    while starts.len() < BEFORE && start > floor && goes_on(atoms, start) {
        start = earlier.next_if(|before| before.atoms.end == start).map_or(start - 1, |before| before.atoms.start);
        if start < floor {
            break;
        }
        starts.push(start);
    }
    starts
}

/// The word that a property parts from a mention and its connector: almidón nativo de yuca is almidón de yuca.
fn over_property(atoms: &[Atom], mentions: &[Mention], at: usize) -> Option<usize> {
    let (property, here) = (mentions.get(at.checked_sub(1)?)?, mentions.get(at)?);
    let between = atoms.get(property.atoms.end..here.atoms.start).filter(|between| !between.is_empty() && between.iter().all(is_connector))?;
    let word = property.atoms.start.checked_sub(1)?;
    let one_clause = between.iter().chain(atoms.get(word)).all(|atom| atom.clause == here.clause);
    let only = property.senses.iter().all(|sense| matches!(sense.meaning, Meaning::Facet(_)));
    (only && one_clause && atoms.get(word)?.kind == AtomKind::Word).then_some(word)
}

/// The goods that a mention may name.
fn goods(mention: &Mention) -> impl Iterator<Item = (&Sense, ConceptId)> {
    mention.senses.iter().filter(|sense| sense.synonym == 0 && sense.lang != Lang::UND).filter_map(|sense| if let Meaning::Concept(id) = sense.meaning { Some((sense, id)) } else { None })
}

#[cfg(test)]
mod tests {
    use crate::lexicon::live::Synonyms;
    use crate::lexicon::{Lexicon, Meaning};
    use crate::text::Lang;

    /// The goods that a text names, in order.
    fn goods(lexicon: &Lexicon, text: &str, lang: &str) -> Vec<String> {
        let (_, _, _, mentions) = lexicon.read(text, Lang::new(lang), Synonyms::None, |_, _| Vec::new());
        let goods = mentions.iter().filter_map(|mention| if let Some(Meaning::Concept(id)) = mention.senses.first().map(|sense| sense.meaning) { lexicon.concept(id) } else { None });
        goods.map(|concept| concept.slug.clone()).collect()
    }

    #[test]
    fn names_side_by_side_are_the_thing_that_they_make() {
        let lexicon = Lexicon::builtin().expect("builds");
        for (text, lang, slugs) in [
            ("Tinh dầu quế Trà My", "vi", &["cinnamon-oil"][..]),
            ("落花生粕", "zh", &["peanut-meal"]),
            ("torta de mancarra", "pt", &["peanut-meal"]),
            ("酪梨油", "zh", &["avocado-oil"]),
            ("zumo de ananá", "es", &["pineapple-juice"]),
            // A property stands between.
            ("almidón nativo de yuca", "es", &["cassava-starch"]),
            ("farinha fina de mandioca", "pt", &["cassava-flour"]),
            // What only stands side by side stays apart.
            ("coffee cocoa", "en", &["coffee", "cocoa-product"]),
            ("亚麻籽 油用", "zh", &["linseed"]),
            ("سمسم أبيض سوداني", "ar", &["white-sesame"]),
        ] {
            assert_eq!(goods(&lexicon, text, lang), slugs, "{text}");
        }
    }
}
