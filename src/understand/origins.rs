//! Countries and places that no table lists as they stand: grown together with a preposition, spelt like goods, or
//! inside a name of goods.

use std::ops::Range;

use super::layout::{Layout, What};
use super::{affix, homes};
use crate::domain::Country;
use crate::lexicon::{ConceptId, Cue, CueSet, Lexicon, Meaning, Mention};
use crate::text::{self, Atom, Clean, Lang};

impl Layout<'_> {
    /// A country, place or certificate of two words, with a preposition grown onto the first or an ending onto the last, and the
    /// atom behind it: ከደቡብ አፍሪካ, দক্ষিণ আফ্রিকার.
    pub(super) fn inflected_name(&self, at: usize) -> Option<(Meaning, CueSet, usize)> {
        let first = self.atoms.get(at).filter(|first| !first.folded.starts_with(|c: char| c < '\u{600}'))?;
        let second = self.atoms.get(at + 1).filter(|second| second.clause == first.clause)?;
        let place = |first: Atom, second: Atom| {
            let known = self.lexicon.meanings_at(&[first, second], 0);
            known.into_iter().find(|(meaning, end, _)| *end == 2 && matches!(meaning, Meaning::Country(_) | Meaning::Place(_) | Meaning::Certificate(_))).map(|(meaning, _, _)| meaning)
        };
        let front = affix::stripped(&first.folded).into_iter().map(|(bare, cue)| (Atom { folded: bare, ..first.clone() }, second.clone(), cue));
        let back = affix::stripped(&second.folded).into_iter().map(|(bare, cue)| (first.clone(), Atom { folded: bare, ..second.clone() }, cue));
        front.chain(back).find_map(|(first, second, cue)| Some((place(first, second)?, cue.map(CueSet::of).unwrap_or_default(), at + 2)))
    }

    /// Whether goods are called by a country wherever they come from: their English name has it (Brazil nut), or the
    /// shortest name that ends or begins with it says other goods without it, as جوز الهند, a coconut, does in a
    /// coconut's charcoal.
    pub(super) fn called_by(&self, mention: &Mention, id: ConceptId, country: Country, part: Range<usize>) -> bool {
        if label_names(self.lexicon, id, country) {
            return true;
        }
        let goods = |start: usize| self.lexicon.meanings_at(self.atoms, start).into_iter().filter_map(|(meaning, end, _)| if let Meaning::Concept(id) = meaning { Some((id, end)) } else { None });
        let (named, rest) = if part.start == mention.atoms.start {
            (id, part.end)
        } else {
            let shortest = (mention.atoms.start..part.start).rev().find_map(|start| goods(start).find(|(_, end)| *end == part.end).map(|(id, _)| (id, start)));
            shortest.unwrap_or((id, mention.atoms.start))
        };
        let above = self.lexicon.concept(named).map(|concept| concept.ancestors.as_slice()).unwrap_or_default();
        let apart = |end: usize| rest >= part.end || end <= part.start;
        !goods(rest).any(|(other, end)| apart(end) && (other == named || above.contains(&other)))
    }

    /// The United States by two capitals before goods, where the word in small letters is a pronoun: US Red Oak.
    pub(super) fn us(&self, at: usize) -> Option<Meaning> {
        let (word, next) = (self.atoms.get(at)?, self.atoms.get(at + 1)?);
        let capitals = self.clean.as_str().get(word.span.clone()) == Some("US") && self.clean.as_str().contains(char::is_lowercase) && next.clause == word.clause;
        let goods = || self.mentions.iter().skip(self.mentions.partition_point(|mention| mention.atoms.start <= at)).take_while(|mention| mention.atoms.start == at + 1).any(|mention| mention.senses.iter().any(|sense| matches!(sense.meaning, Meaning::Concept(_) | Meaning::Facet(_))));
        Country::parse("US").filter(|_| capitals && goods()).map(Meaning::Country)
    }

    /// The country or port that a name of goods is behind a word for origin, or with its capital behind one for a place:
    /// origen Chile is no pepper, and cargo to Zhanjiang no sauce to dip in.
    pub(super) fn told_country(&self, at: usize, end: usize) -> Option<(Meaning, usize)> {
        let last = self.pieces.len().checked_sub(1)?;
        let written = || self.atoms.get(at).and_then(|atom| self.clean.as_str().get(atom.span.clone())).unwrap_or_default();
        let capital = || written().starts_with(char::is_uppercase) && written().contains(char::is_lowercase);
        let cues = self.cues(last);
        let arrives = capital() && cues.has(Cue::Destination);
        let told = cues.has(Cue::Origin) || capital() && (cues.any(&[Cue::Destination, Cue::Seat]) || cues.has(Cue::To) && last.checked_sub(1).is_some_and(|before| self.country(before).is_some()));
        let all = || self.lexicon.meanings_at(self.atoms, at).into_iter();
        told.then(|| all().find(|(meaning, until, _)| *until == end && (matches!(meaning, Meaning::Country(_)) || arrives && matches!(meaning, Meaning::Place(_)))).map(|(meaning, until, _)| (meaning, until))).flatten()
    }
}

/// Whether a word of the English name of goods is that of a country or its people: Chinese cabbage, but no machine.
fn label_names(lexicon: &Lexicon, id: ConceptId, country: Country) -> bool {
    let atoms = text::atoms(&Clean::new(&lexicon.label(Meaning::Concept(id), Lang::EN)));
    let of = |meaning: &Meaning| matches!(meaning, Meaning::Country(own) | Meaning::Origin(own) if *own == country);
    (0..atoms.len()).any(|start| lexicon.meanings_at(&atoms, start).iter().any(|(meaning, _, lang)| matches!(*lang, Lang::EN | Lang::UND) && of(meaning)))
}

/// The country that an adjective of origin or a region inside a name of farm goods says, unless goods are called so
/// wherever they come from: سمسم سوداني, የሲዳማ ቡና.
pub(super) fn named_within(layout: &Layout<'_>, at: usize) -> Option<Country> {
    let What::Mention(index) = layout.get(at)?.what else { return None };
    let mention = layout.mentions.get(index)?;
    let id = mention.senses.iter().find_map(|sense| if let Meaning::Concept(id) = sense.meaning { Some(id) } else { None })?;
    let own = |lang: Lang| layout.langs.first() == Some(&lang);
    let inside = |start: usize| layout.lexicon.meanings_at(layout.atoms, start).into_iter().filter(move |(_, end, lang)| *end <= mention.atoms.end && *end - start < mention.atoms.len() && own(*lang));
    let farmed = homes::of_headings(layout.lexicon, id, 101, 2499);
    let comes_from = |meaning: Meaning, part: Range<usize>| match meaning {
        Meaning::Origin(country) => Some(country).filter(|country| !layout.called_by(mention, id, *country, part)),
        Meaning::Place(index) => layout.lexicon.place(index).filter(|place| place.slug.contains('-')).and_then(|place| place.country),
        _ => None,
    };
    // የትግራይ ዕጣን: a region with the word for of grown onto it.
    let region = |meaning: &Meaning| matches!(meaning, Meaning::Place(_));
    let grown = |start: usize| layout.atoms.get(start).filter(|_| mention.atoms.len() > 1).into_iter().flat_map(|atom| affix::stripped(&atom.folded)).filter(|(_, cue)| *cue == Some(Cue::Origin)).filter_map(|(bare, _)| layout.named(&bare, region));
    let whole = || mention.atoms.clone().flat_map(|start| inside(start).map(move |(meaning, end, _)| (meaning, start..end)));
    let parts = || mention.atoms.clone().flat_map(|start| grown(start).map(move |meaning| (meaning, start..start + 1)));
    farmed.then(|| whole().chain(parts()).find_map(|(meaning, part)| comes_from(meaning, part))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_a_country_within_a_word_name_no_country() {
        let lexicon = Lexicon::builtin().expect("builds");
        for (slug, country, named) in [
            ("brazil-nut", "BR", true), ("chinese-cabbage", "CN", true), ("industrial-sewing-machine", "CN", false), ("sweet-chili-sauce", "CL", false), ("germanium-metal", "DE", false),
        ] {
            let (id, country) = lexicon.find(slug).zip(Country::parse(country)).expect(slug);
            assert_eq!(label_names(&lexicon, id, country), named, "{slug}");
        }
    }
}
