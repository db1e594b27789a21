//! What a word means where the words around it leave no choice: a unit after a number, a place after a
//! delivery term, a country where the annotation saw goods of another language.

use std::ops::Range;

use rust_decimal::Decimal;

use super::affix;
use super::layout::{Layout, What};
use crate::domain::UnitClass;
use crate::lexicon::{Cue, CueSet, Meaning};
use crate::text::{self, Atom, AtomKind, Clean, Lang, NumberReading};

impl Layout<'_> {
    /// What a name is that the annotation took for goods of another language or of no place here: a country
    /// (Argentina is a fish in Portuguese), or a delivery term before its place (DAP is also a fertiliser).
    pub(super) fn geographic(&self, at: usize, index: usize, end: usize) -> Option<(Meaning, usize)> {
        let mention = self.mentions.get(index)?;
        let goods = mention.senses.iter().find(|sense| matches!(sense.meaning, Meaning::Concept(_)))?;
        let all = self.lexicon.meanings_at(self.atoms, at);
        let term = all.iter().find(|(meaning, until, _)| *until == end && matches!(meaning, Meaning::Incoterm(_)));
        if let Some((term, _, _)) = term.filter(|_| self.place_starts(end) || self.bracketed_behind_place(end)) {
            return Some((*term, end));
        }
        // After a count or a word for per a container holds goods and is none.
        let container = all.iter().find(|(meaning, until, _)| *until == end && is_container(meaning));
        // 3 ตู้ ตู้ละ 18 ตัน: nor where it was one before.
        let before = || self.pieces.iter().enumerate().any(|(at, piece)| self.clean.as_str().get(piece.span.clone()).zip(self.clean.as_str().get(mention.span.clone())).is_some_and(|(before, word)| before == word || before.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '))) && self.class(at) == Some(UnitClass::Container));
        if let Some((container, _, _)) = container.filter(|_| self.counts_or_holds() || before()) {
            return Some((*container, end));
        }
        let own = self.langs.first().copied();
        let stranger = Some(goods.lang) != own;
        // BAP is a scheme before it is maize without its accent.
        let written = self.clean.as_str().get(mention.span.clone()).unwrap_or_default();
        let capitals = written.chars().count() > 1 && written.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
        let scheme = all.iter().find(|(meaning, until, _)| *until == end && matches!(meaning, Meaning::Certificate(_)));
        if let Some((scheme, _, _)) = scheme.filter(|_| stranger && capitals) {
            return Some((*scheme, end));
        }
        all.into_iter()
            .filter(|(meaning, until, lang)| *until == end && (Some(*lang) == own || (lang.as_str() == "en" && stranger)) && (stranger || matches!(meaning, Meaning::Origin(_))))
            .find(|(meaning, _, _)| matches!(meaning, Meaning::Country(_) | Meaning::Origin(_)))
            .map(|(meaning, until, _)| (meaning, until))
    }

    /// Whether the last piece counts what follows or says what it holds.
    fn counts_or_holds(&self) -> bool {
        let Some(last) = self.pieces.len().checked_sub(1) else { return false };
        self.number(last).is_some() || matches!(self.mark(last), Some('/' | '×' | '*')) || self.word(last) == Some("x") || self.cues(last).any(&[Cue::Per, Cue::Packing]) || self.cues(last).count().is_some()
    }

    /// Whether a place, or a word with a capital, starts at an atom of the same clause as the one before.
    fn place_starts(&self, at: usize) -> bool {
        let (Some(before), Some(atom)) = (at.checked_sub(1).and_then(|before| self.atoms.get(before)), self.atoms.get(at)) else { return false };
        let known = || self.lexicon.meanings_at(self.atoms, at).iter().any(|(meaning, _, _)| matches!(meaning, Meaning::Place(_) | Meaning::Country(_)));
        let capital = || self.clean.as_str().get(atom.span.clone()).and_then(|word| word.chars().next()).is_some_and(|c| c.is_uppercase() || matches!(c, '\u{900}'..='\u{9FF}' | '\u{1200}'..='\u{137F}'));
        atom.clause == before.clause && matches!(atom.kind, AtomKind::Word | AtomKind::Cluster) && (known() || capital())
    }

    /// Whether the last pieces are a place and a bracket that closes at an atom: Balikpapan (DAP).
    fn bracketed_behind_place(&self, end: usize) -> bool {
        let Some(bracket) = self.pieces.len().checked_sub(1).filter(|last| matches!(self.mark(*last), Some('(' | '（'))) else { return false };
        let closes = || end.checked_sub(1).and_then(|last| self.atoms.get(last)).and_then(|last| self.clean.as_str().get(last.span.end..)).is_some_and(|rest| rest.starts_with([')', '）']));
        bracket.checked_sub(1).is_some_and(|before| self.place(before).is_some()) && closes()
    }

    /// A price as it is said: of Viet Nam 43tr5 is 43,500,000, of Indonesia Rp18rb is 18,000.
    pub(super) fn spoken_price(&self, atom: &Atom) -> Option<NumberReading> {
        if let Some(rupiah) = atom.folded.strip_prefix("rp") {
            let length = rupiah.bytes().take_while(u8::is_ascii_digit).count();
            let (figures, word) = rupiah.split_at_checked(length)?;
            let factor = Decimal::from(match word {
                "" => 1,
                "rb" | "ribu" | "k" => 1_000,
                "jt" | "juta" => 1_000_000,
                _ => return None,
            });
            let value = figures.parse::<Decimal>().ok()?.checked_mul(factor)?;
            return Some(NumberReading { value, alternatives: Vec::new(), span: atom.span.clone(), factor });
        }
        let vietnamese = self.langs.iter().take(2).any(|lang| lang.as_str() == "vi");
        let (whole, part) = atom.folded.split_once("tr").filter(|(whole, part)| vietnamese && (1..=3).contains(&part.len()) && !whole.is_empty() && whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()))?;
        let value: Decimal = format!("{whole}.{part}").parse().ok()?;
        Some(NumberReading { value: value.checked_mul(Decimal::from(1_000_000))?, alternatives: Vec::new(), span: atom.span.clone(), factor: Decimal::from(1_000_000) })
    }

    /// What must stand after the last piece.
    pub(super) fn expected(&self) -> Option<Expected> {
        let last = self.pieces.len().checked_sub(1)?;
        let measured = |at: usize| self.number(at).is_some() || self.currency(at).is_some() || self.cues(at).count().is_some();
        match &self.pieces.get(last)?.what {
            What::Number(_) => Some(Expected::Measure),
            What::Mark('×') => last.checked_sub(1).filter(|before| self.number(*before).is_some()).map(|_| Expected::Unit),
            What::Mark('/' | '／') => last.checked_sub(1).filter(|before| measured(*before) || self.unit(*before).is_some()).map(|_| Expected::Unit),
            _ if self.has(last, Cue::Per) => Some(Expected::Unit),
            _ if self.cues(last).count().is_some() => Some(Expected::Unit),
            _ if self.incoterm(last).is_some() => Some(Expected::Place),
            _ if self.currency(last).is_some() => Some(Expected::Unit),
            // Origen Perú o Chile: after a country and the word for or comes another.
            _ if self.has(last, Cue::To) && last.checked_sub(1).is_some_and(|before| self.country(before).is_some()) => Some(Expected::Place),
            // سعر الكيلو: the price of a unit.
            _ if self.has(last, Cue::Price) && self.langs.first().is_some_and(|lang| lang.as_str() == "ar") => Some(Expected::Unit),
            // في الحاوية: what is in something may be in a container.
            _ if self.has(last, Cue::Packing) && self.langs.first().is_some_and(|lang| lang.as_str() == "ar") => Some(Expected::Container),
            // 3条柜 counts containers, 8个集装箱 too.
            _ if self.unit(last).is_some_and(|unit| unit.class() == UnitClass::Count || unit.name() == "ft") => Some(Expected::Container),
            _ => None,
        }
    }

    /// The longest words at an atom that mean what is expected.
    pub(super) fn settle(&self, at: usize, expected: Expected) -> Option<(Meaning, usize)> {
        let clause = self.atoms.get(at)?.clause;
        let after = at.checked_sub(1).and_then(|before| self.atoms.get(before)).is_none_or(|before| before.clause == clause || expected != Expected::Container);
        let fits = |meaning: &Meaning| match (expected, meaning) {
            (Expected::Measure, Meaning::Unit(_) | Meaning::Currency(_)) | (Expected::Unit, Meaning::Unit(_)) => true,
            (Expected::Container, Meaning::Unit(unit)) => unit.class() == UnitClass::Container,
            (Expected::Place, Meaning::Place(_) | Meaning::Country(_)) => true,
            _ => false,
        };
        let rank = |lang: Lang| self.langs.iter().position(|known| *known == lang).unwrap_or(if lang.as_str() == "en" || lang == Lang::UND { 2 } else { usize::MAX });
        let known = self.lexicon.meanings_at(self.atoms, at);
        // 块 counts pieces, but 22块/斤 and 8块5 are money.
        let money = |end: usize| self.langs.first().is_some_and(|lang| lang.as_str() == "zh") && self.atoms.get(end - 1).and_then(|last| self.clean.as_str().get(last.span.end..)).is_some_and(|rest| rest.starts_with(|c: char| matches!(c, '/' | '每' | '一') || c.is_ascii_digit()));
        // 5 kontainer @ 20 ton are not of 20 feet.
        let apart = |end: usize| self.atoms.get(end - 1).and_then(|last| self.clean.as_str().get(self.atoms.get(at)?.span.start..last.span.end)).is_some_and(|words| words.contains('@'));
        let city = |meaning: &Meaning, end: usize| matches!(meaning, Meaning::Currency(_)) && self.is_city(at..end);
        if let Some(abbreviated) = self.abbreviated(at).filter(|(meaning, _)| after && fits(meaning)) {
            return Some(abbreviated);
        }
        known
            .iter()
            .filter(|(meaning, end, _)| after && !apart(*end) && !city(meaning, *end) && fits(meaning) && !(matches!(meaning, Meaning::Unit(_)) && expected == Expected::Measure && money(*end) && known_currency(&self.lexicon.meanings_at(self.atoms, at), *end)))
            .max_by(|a, b| a.1.cmp(&b.1).then(likelier(&a.0).cmp(&likelier(&b.0))).then(rank(b.2).cmp(&rank(a.2))).then_with(|| self.spelt(at, a).cmp(&self.spelt(at, b))))
            .map(|(meaning, end, _)| (*meaning, *end))
            .or_else(|| {
                let atom = self.atoms.get(at).filter(|atom| atom.kind == AtomKind::Word && after)?;
                let bare = affix::stripped(&atom.folded).into_iter().map(|(bare, _)| bare);
                bare.filter_map(|bare| self.named(&bare, fits)).next().map(|meaning| (meaning, at + 1))
            })
    }

    /// Whether the name of a currency is that of a city here, which the tables have with the country behind it:
    /// Córdoba, Argentina.
    pub(super) fn is_city(&self, name: Range<usize>) -> bool {
        let words = self.one_clause(name.start..name.end + 1);
        self.lexicon.meanings_at(&words, 0).iter().any(|(meaning, end, _)| *end > name.len() && matches!(meaning, Meaning::Place(_)))
    }

    /// A unit or place of two words and more of which stops cut all but the last: M. Tons, кв. м, मी. टन, Tj. Perak.
    fn abbreviated(&self, at: usize) -> Option<(Meaning, usize)> {
        let stopped = |at: &usize| self.atoms.get(*at).zip(self.atoms.get(at + 1)).and_then(|(word, next)| self.clean.as_str().get(word.span.end..next.span.start)).is_some_and(|gap| matches!(gap, "." | ". "));
        let stops = (at..at + MOST_STOPS).take_while(stopped).count();
        let words = (stops > 0).then(|| self.one_clause(at..at + stops + 1))?;
        let units = self.lexicon.meanings_at(&words, 0).into_iter().filter(|(meaning, end, _)| *end > 1 && matches!(meaning, Meaning::Unit(_) | Meaning::Place(_)));
        units.max_by_key(|(_, end, _)| *end).map(|(meaning, end, _)| (meaning, at + end))
    }

    /// Atoms as if no sign parted them.
    fn one_clause(&self, atoms: Range<usize>) -> Vec<Atom> {
        let Some(clause) = self.atoms.get(atoms.start).map(|first| first.clause) else { return Vec::new() };
        self.atoms.iter().take(atoms.end).skip(atoms.start).map(|atom| Atom { clause, ..atom.clone() }).collect()
    }

    /// Whether a unit is written with all its marks: bó is a bundle, and bộ a set.
    fn spelt(&self, at: usize, (meaning, end, lang): &(Meaning, usize, Lang)) -> bool {
        let words = || self.clean.as_str().get(self.atoms.get(at)?.span.start..self.atoms.get(end.checked_sub(1)?)?.span.end);
        let Meaning::Unit(unit) = meaning else { return false };
        words().is_some_and(|words| self.lexicon.unit_names(*unit, *lang).any(|name| name.to_lowercase() == words.to_lowercase()))
    }

    /// A unit before its number, in languages that count behind the noun: lita 20 are litres.
    pub(super) fn settle_before(&mut self) {
        let behind = self.langs.first().is_some_and(|lang| matches!(lang.as_str(), "sw" | "ha"));
        let Some(last) = self.pieces.len().checked_sub(2).filter(|_| behind) else { return };
        // Kontena mbili: a container is also an article of trade.
        let (atom, goods) = match self.pieces.get(last).map(|piece| &piece.what) {
            Some(What::Word(atom)) => (*atom, false),
            Some(What::Mention(index)) => match self.mentions.get(*index) {
                Some(mention) if mention.atoms.len() == 1 => (mention.atoms.start, true),
                _ => return,
            },
            _ => return,
        };
        let unit = self.settle(atom, Expected::Unit).filter(|(meaning, end)| *end == atom + 1 && (!goods || is_container(meaning))).map(|(meaning, _)| meaning);
        if let (Some(unit), Some(piece)) = (unit, self.pieces.get_mut(last)) {
            piece.what = What::Settled(unit);
        }
    }

    /// What a single word means among what fits.
    pub(super) fn named(&self, word: &str, fits: impl Fn(&Meaning) -> bool) -> Option<Meaning> {
        let atoms = text::atoms(&Clean::new(word));
        let all = self.lexicon.meanings_at(&atoms, 0);
        all.into_iter().filter(|(meaning, end, _)| *end == atoms.len() && fits(meaning)).map(|(meaning, _, _)| meaning).max_by_key(likelier)
    }

    /// A country, place or certificate with a preposition or ending grown onto it: ከቻይና, لمصر, বাংলাদেশের.
    pub(super) fn inflected_place(&self, atom: &Atom) -> Option<(Meaning, CueSet)> {
        let place = |meaning: &Meaning| matches!(meaning, Meaning::Country(_) | Meaning::Origin(_) | Meaning::Place(_) | Meaning::Certificate(_));
        affix::stripped(&atom.folded).into_iter().find_map(|(bare, cue)| Some((self.named(&bare, place)?, cue.map(CueSet::of).unwrap_or_default())))
    }
}

/// Stops of the longest abbreviation of a unit.
const MOST_STOPS: usize = 2;

/// What the piece before makes certain to follow.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Measure,
    Unit,
    Container,
    Place,
}

fn known_currency(all: &[(Meaning, usize, Lang)], end: usize) -> bool {
    all.iter().any(|(meaning, until, _)| *until == end && matches!(meaning, Meaning::Currency(_)))
}

/// Whether a meaning is a shipping container, which outweighs goods that begin with the word.
pub(super) fn is_container(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Unit(unit) if unit.class() == UnitClass::Container)
}

/// Of one spelling a unit is likelier than a currency, and a port than its country.
fn likelier(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Unit(_) | Meaning::Place(_))
}
