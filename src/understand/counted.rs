//! What is counted one by one, without a word for it: a machine, a chair, two of them.

use super::affix;
use super::finding::Amount;
use super::layout::{Layout, What};
use crate::domain::{Unit, UnitClass};
use crate::lexicon::{ConceptId, Cue, Meaning};
use crate::text;

/// The last chapter of the Harmonized System with plants and foods.
const LAST_FOOD_CHAPTER: u8 = 24;

impl Layout<'_> {
    /// Units that a Chinese text means otherwise than their names say elsewhere: a 把 is a bunch of vegetables and
    /// one umbrella, and who writes 司马斤 means it by 斤.
    pub(super) fn local_units(&self) -> Vec<(Unit, Unit)> {
        let parse = |from: &str, to: &str| Unit::parse(from).zip(Unit::parse(to));
        let told = |name: &str| (0..self.pieces.len()).any(|at| self.unit(at).is_some_and(|unit| unit.name() == name));
        if self.langs.first().is_none_or(|lang| lang.as_str() != "zh") {
            return Vec::new();
        }
        let goods = self.mentions.iter().flat_map(|mention| &mention.senses).find_map(|sense| if let Meaning::Concept(id) = sense.meaning { Some(id) } else { None });
        let chapter = goods.and_then(|id| self.lexicon.concept(id)?.hs.first()?.digits().get(..2)?.parse::<u8>().ok());
        let handled = chapter.is_some_and(|chapter| chapter > LAST_FOOD_CHAPTER).then(|| parse("bunch", "pc"));
        let weight = ["kati", "catty"].into_iter().find(|name| told(name)).map(|name| parse("jin", name));
        handled.into_iter().chain(weight).flatten().collect()
    }

    /// The unit by which goods of this kind are counted where no unit is written: animals by the head,
    /// machines and garments by the piece; none for what is weighed.
    pub(super) fn counted_by(&self, at: usize) -> Option<Unit> {
        if self.has(at, Cue::Thing) {
            return Unit::parse("pc");
        }
        self.counts(self.meaning(at, |meaning| if let Meaning::Concept(id) = meaning { Some(*id) } else { None })?)
    }

    fn counts(&self, id: ConceptId) -> Option<Unit> {
        let chapter: u8 = self.lexicon.concept(id)?.hs.first()?.digits().get(..2)?.parse().ok()?;
        match chapter {
            1 => Unit::parse("head"),
            42 | 61..=67 | 82 | 84..=97 => Unit::parse("pc"),
            40 if self.lexicon.concept(id)?.hs.iter().any(|code| code.digits().starts_with("4011") || code.digits().starts_with("4012")) => Unit::parse("pc"),
            _ => None,
        }
    }

    /// The unit that counts what a word means onto which the word for per has grown: للكرسي, للماكينة.
    pub(super) fn counted_held(&self, at: usize) -> Option<Unit> {
        let piece = self.get(at).filter(|piece| matches!(piece.what, What::Word(_) | What::Mention(_)))?;
        let atom = self.atoms.partition_point(|atom| atom.span.start < piece.span.start);
        self.atoms.get(atom).filter(|word| word.span == piece.span)?;
        self.grown_per(atom).find_map(|bare| self.counted_as(&bare))
    }

    /// Whether the words of a piece, which have another meaning together, say per machine: kwa mashine is by machine, too.
    pub(super) fn per_thing(&self, at: usize) -> bool {
        let words = self.words_cues(at);
        words.len() == 2 && words.first().is_some_and(|word| word.has(Cue::Per)) && words.last().is_some_and(|word| word.has(Cue::Thing))
    }

    /// The unit that counts what a single word means: a machine, an article.
    fn counted_as(&self, word: &str) -> Option<Unit> {
        if self.lexicon.cues_of_word(&text::fold(word), |of, letters| self.spoken(of, letters)).has(Cue::Thing) {
            return Unit::parse("pc");
        }
        match self.named(word, |meaning| matches!(meaning, Meaning::Concept(_)))? {
            Meaning::Concept(id) => self.counts(id),
            _ => None,
        }
    }

    /// What an Arabic word of two things counts: ماكينتين are two machines, طنين two tonnes.
    pub(super) fn dual(&self, at: usize) -> Option<Unit> {
        let inflected = |mention: usize| self.mentions.get(mention).filter(|mention| mention.senses.iter().all(|sense| sense.exactness < 1.0)).map(|mention| mention.atoms.start);
        let atom = match self.get(at)?.what {
            What::Mention(mention) => {
                affix::of_two(&self.atoms.get(inflected(mention)?)?.folded)?;
                return self.counted_by(at);
            }
            What::Word(atom) => atom,
            What::Cue if self.cues(at).count() == Some(2) => self.atoms.partition_point(|atom| self.get(at).is_some_and(|piece| atom.span.start < piece.span.start)),
            _ => return None,
        };
        let one = affix::of_two(&self.atoms.get(atom)?.folded)?;
        self.unit_named(&one).or_else(|| self.counted_as(&one))
    }

    /// Whether an amount known so far rates the machines that another one counts: 250 t of clamping force, and 2 of them.
    pub(super) fn is_rating(&self, known: &Amount, counted: &Amount) -> bool {
        let machines = || self.mentions.iter().flat_map(|mention| &mention.senses).any(|sense| match sense.meaning {
            Meaning::Concept(id) => self.lexicon.concept(id).is_some_and(|concept| concept.hs.iter().any(|code| matches!(code.digits().get(..2), Some("84" | "86" | "87" | "88" | "89")))),
            _ => false,
        });
        known.unit.class() == UnitClass::Mass && known.per.is_none() && counted.unit.name() == "pc" && machines()
    }
}
