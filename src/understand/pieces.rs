//! What the readers ask of a layout: what a piece is, what stands beside it, what it denies.

use std::ops::Range;

use super::affix;
use super::layout::{Layout, Piece, What};
use super::tongue;
use crate::domain::{Country, Currency, Incoterm, Unit, UnitClass};
use crate::lexicon::{self, ConceptId, Cue, CueSet, FacetId, Meaning, Mention};
use crate::text::{Lang, NumberReading};

/// A package: what counts it, and the property of goods packed so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Package {
    pub(super) unit: Option<Unit>,
    pub(super) facet: Option<FacetId>,
}

/// The unit that counts packages of a kind: `packing:jute-bag` is counted in bags.
fn holder(slug: &str) -> Option<Unit> {
    let kind = slug.strip_prefix("packing:")?;
    if kind == "sachet" {
        return Unit::parse("pouch");
    }
    let units = ["big-bag", "bag", "carton", "crate", "drum", "ibc", "can", "tin", "bottle", "jar", "pallet", "bale", "roll", "pouch", "box"];
    units.into_iter().find(|unit| kind == *unit || kind.ends_with(unit)).and_then(Unit::parse)
}

/// Packages that are articles of trade, with the property of goods packed in them; of a property the first is the
/// plain one.
const TRADED_PACKAGES: &[(&str, &str)] = &[
    ("bag-group", "packing:bag"),
    ("onion-mesh-bag", "packing:bag"),
    ("jute-bag", "packing:jute-bag"),
    ("pp-woven-bag", "packing:pp-bag"),
    ("fibc-bag", "packing:big-bag"),
    ("paper-bag", "packing:bag"),
    ("plastic-bag", "packing:bag"),
    ("cement-paper-sack", "packing:bag"),
    ("cotton-sack", "packing:bag"),
    ("box-group", "packing:carton"),
    ("carton-box", "packing:carton"),
    ("corrugated-carton", "packing:carton"),
    ("wooden-crate", "packing:wooden-case"),
    ("steel-drum", "packing:drum"),
    ("plastic-drum", "packing:drum"),
    ("bottle-group", "packing:bottle"),
];

fn traded_package(slugs: &[&str]) -> Option<&'static str> {
    slugs.iter().find_map(|slug| TRADED_PACKAGES.iter().find(|(goods, _)| goods == slug)).map(|(_, packing)| *packing)
}

/// The package whose unit holds its weight in its name: a saca of 60 kg is a bag.
pub(super) fn weighed_holder(unit: Unit) -> Option<Unit> {
    match unit.name().split_once('-')?.0 {
        "saca" => Unit::parse("bag"),
        "bale" => Unit::parse("bale"),
        _ => None,
    }
}

impl<'a> Layout<'a> {
    /// Whether names of a language may stand in this text: its own, English, or one told apart by its script.
    pub(super) fn speaks(&self, lang: Lang) -> bool {
        matches!(lang.as_str(), "en" | "und" | "zh" | "ru" | "hi" | "bn" | "th" | "am" | "ar" | "ur" | "fa") || self.langs.iter().take(3).any(|own| *own == lang)
    }

    pub(super) fn get(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(at)
    }

    /// The words of a piece, in normal form; empty past the end.
    pub(super) fn written(&self, at: usize) -> &'a str {
        self.get(at).and_then(|piece| self.clean.as_str().get(piece.span.clone())).unwrap_or_default()
    }

    pub(super) fn cues(&self, at: usize) -> CueSet {
        self.get(at).map(|piece| piece.cues).unwrap_or_default()
    }

    /// What the single words of a piece say, where a longer cue has them all.
    pub(super) fn words_cues(&self, at: usize) -> Vec<CueSet> {
        let Some(piece) = self.get(at) else { return Vec::new() };
        let first = self.atoms.partition_point(|atom| atom.span.start < piece.span.start);
        let until = self.atoms.partition_point(|atom| atom.span.start < piece.span.end);
        let words = (first..until).filter_map(|at| self.atoms.get(at..at + 1));
        words.flat_map(|word| self.lexicon.cues(self.clean, word, |of, letters| self.spoken(of, letters))).map(|mention| mention.cues).collect()
    }

    pub(super) fn has(&self, at: usize, cue: Cue) -> bool {
        self.cues(at).has(cue)
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        match self.get(at)?.what {
            What::Mark(sign) => Some(sign),
            _ => None,
        }
    }

    pub(super) fn number(&self, at: usize) -> Option<&NumberReading> {
        match &self.get(at)?.what {
            What::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The senses of a piece that is a name of the lexicon.
    pub(super) fn meaning<T>(&self, at: usize, pick: impl Fn(&Meaning) -> Option<T>) -> Option<T> {
        match self.get(at)?.what {
            What::Settled(meaning) => pick(&meaning),
            What::Mention(index) => self.mentions.get(index)?.senses.iter().find_map(|sense| pick(&sense.meaning)),
            _ => None,
        }
    }

    /// The unit a piece names; of several senses the unit is taken.
    pub(super) fn unit(&self, at: usize) -> Option<Unit> {
        if self.mark(at) == Some('@') {
            return Unit::parse("arroba").filter(|_| at.checked_sub(1).is_some_and(|before| self.number(before).is_some() || self.mark(before) == Some('/')));
        }
        let unit = self.meaning(at, |meaning| if let Meaning::Unit(unit) = meaning { Some(*unit) } else { None })?;
        // Of the names of a bunch only 把 is also a handle.
        let here = |known: Unit| known == unit && (unit.name() != "bunch" || self.written(at) == "把");
        Some(self.local.iter().find(|(known, _)| here(*known)).map_or(unit, |(_, meant)| *meant))
    }

    /// What the unit of a piece measures.
    pub(super) fn class(&self, at: usize) -> Option<UnitClass> {
        self.unit(at).map(Unit::class)
    }

    pub(super) fn currency(&self, at: usize) -> Option<Currency> {
        if let Some(sign) = self.mark(at) {
            return self.currency_sign(at, sign);
        }
        // `MT` is tonnes before it is meticais, and KGS are kilograms.
        if self.unit(at).is_some() {
            return None;
        }
        // A cooled container is no Rwandan franc: 1x40' RF = 1350 cartons.
        if self.written(at) == "RF" && at.checked_sub(1).is_some_and(|before| self.class(before) == Some(UnitClass::Container) || self.mark(before) == Some('\'') || self.number(before).is_some_and(|feet| feet.value == rust_decimal::Decimal::from(40))) {
            return None;
        }
        // A stem is money behind a number only: the Arabic for polypropylene has that of roubles in it.
        let stem = match self.get(at)?.what {
            What::Mention(index) => self.mentions.get(index)?.senses.iter().any(|sense| matches!(sense.meaning, Meaning::Currency(_)) && sense.exactness < 1.0),
            _ => false,
        };
        let mention = if let What::Mention(index) = self.get(at)?.what { self.mentions.get(index) } else { None };
        let money = |mention: &&Mention| mention.senses.iter().any(|sense| matches!(sense.meaning, Meaning::Currency(_)));
        if mention.filter(money).is_some_and(|mention| self.is_city(mention.atoms.clone())) {
            return None;
        }
        if self.written(at).eq_ignore_ascii_case("u$s") {
            return Currency::parse("USD");
        }
        if stem && at.checked_sub(1).is_none_or(|before| self.number(before).is_none()) {
            return None;
        }
        self.currency_code(at).or_else(|| self.meaning(at, |meaning| if let Meaning::Currency(currency) = meaning { Some(*currency) } else { None }))
    }

    /// The country that says whose a currency is: 450 долл. США.
    pub(super) fn whose_money(&self, at: usize) -> Option<usize> {
        let whose = at + 1 + usize::from(self.mark(at + 1) == Some('.'));
        let american = self.country(whose).is_some_and(|country| country.alpha2() == "US") && self.written(whose) == self.written(whose).to_uppercase();
        (american && self.currency(at).is_some_and(|currency| currency.code() == "USD")).then_some(whose)
    }

    /// A code of ISO 4217 in capitals where a price needs one: 1250 GEL/t, GEL 1250 per t. Elsewhere TOP and
    /// ALL are words, and bob are shillings.
    fn currency_code(&self, at: usize) -> Option<Currency> {
        let written = self.written(at);
        let shaped = written.len() == 3 && written.bytes().all(|b| b.is_ascii_uppercase());
        let per = |at: usize| matches!(self.mark(at), Some('/')) || self.has(at, Cue::Per);
        let number = |at: usize| self.number(at).is_some();
        let beside = || at.checked_sub(1).is_some_and(number) && per(at + 1) || number(at + 1) && per(at + 2);
        (shaped && beside()).then(|| Currency::parse(written)).flatten()
    }

    fn currency_sign(&self, at: usize, sign: char) -> Option<Currency> {
        let before = at.checked_sub(1).filter(|before| self.get(*before).zip(self.get(at)).is_some_and(|(piece, sign)| sign.span.start == piece.span.end));
        let letters = before.map(|before| self.written(before)).unwrap_or_default().to_ascii_uppercase();
        let chinese = self.langs.first().is_none_or(|lang| lang.as_str() != "ja");
        lexicon::currency_of_sign(sign, &letters, chinese)
    }

    pub(super) fn incoterm(&self, at: usize) -> Option<Incoterm> {
        // Old terms are words elsewhere: des noix de cajou. They need their capitals and their place.
        if self.lexicon.is_old_term(self.written(at)) && !(self.written(at).chars().all(char::is_uppercase) && self.names_place(at + 1)) {
            return None;
        }
        self.meaning(at, |meaning| if let Meaning::Incoterm(term) = meaning { Some(*term) } else { None })
    }

    /// Whether a place stands at a piece, past a word for port or terminal, or a word with its capital that may be one.
    pub(super) fn names_place(&self, at: usize) -> bool {
        let part = at.checked_sub(1).and_then(|before| self.get(before)).map(|piece| piece.part);
        let mut near = (at..at + 3).take_while(|near| self.get(*near).is_some_and(|piece| Some(piece.part) == part) && !self.is_goods(*near));
        let known = near.any(|near| self.place(near).is_some() || self.country(near).is_some());
        let capital = || self.written(at).starts_with(char::is_uppercase) && self.written(at).contains(char::is_lowercase);
        known || capital() && self.is_word(at)
    }

    /// Whether a piece is a word that nothing knows.
    pub(super) fn is_word(&self, at: usize) -> bool {
        matches!(self.get(at).map(|piece| &piece.what), Some(What::Word(_)))
    }

    pub(super) fn country(&self, at: usize) -> Option<Country> {
        // A Vietnamese shirt is spelt like Austria: a country needs its language, and there its capital.
        if let Some(What::Mention(index)) = self.get(at).map(|piece| &piece.what) {
            let senses = &self.mentions.get(*index)?.senses;
            // U$S 1,45 is money.
            if self.written(at).contains('$') {
                return None;
            }
            let capital = self.written(at).starts_with(|c: char| !c.is_lowercase());
            let known = |lang: Lang| lang == Lang::UND || lang.as_str() == "en" || self.langs.iter().take(3).any(|own| *own == lang);
            // A stem of a Latin word is another word: chilli is not Chile.
            let spelt = |sense: &crate::lexicon::Sense| sense.exactness > 0.9 || !self.written(at).starts_with(|c: char| c < '\u{250}');
            // Cloth in jersey comes from no island.
            if self.written(at).starts_with(char::is_lowercase) && senses.iter().any(|sense| matches!(sense.meaning, Meaning::Facet(_))) {
                return None;
            }
            return senses.iter().filter(|sense| spelt(sense) && known(sense.lang) && (capital || sense.lang.as_str() != "vi")).find_map(|sense| match sense.meaning {
                Meaning::Country(country) | Meaning::Origin(country) => Some(country),
                _ => None,
            });
        }
        self.meaning(at, |meaning| if let Meaning::Country(country) | Meaning::Origin(country) = meaning { Some(*country) } else { None })
    }

    /// The country or region whose name begins or ends the name of goods (索马里乳香, cardamomo de Guatemala),
    /// unless the goods are called so whatever their origin (Brazil nut).
    pub(super) fn country_within(&self, at: usize) -> Option<Country> {
        let What::Mention(index) = self.get(at)?.what else { return None };
        let mention = self.mentions.get(index)?;
        let id = mention.senses.iter().find_map(|sense| if let Meaning::Concept(id) = sense.meaning { Some(id) } else { None })?;
        let own = |lang: Lang| self.langs.first() == Some(&lang);
        mention.atoms.clone().filter(|start| *start == mention.atoms.start || *start + 3 >= mention.atoms.end).find_map(|start| {
            self.lexicon.meanings_at(self.atoms, start).into_iter().filter(|(_, end, lang)| own(*lang) && *end <= mention.atoms.end && (*end == mention.atoms.end) != (start == mention.atoms.start)).find_map(|(meaning, end, _)| match meaning {
                Meaning::Country(country) => Some(country).filter(|country| !self.called_by(mention, id, *country, start..end)),
                _ => None,
            })
        })
    }

    /// Whether a piece is an adjective of origin.
    pub(super) fn is_adjective_of_origin(&self, at: usize) -> bool {
        self.meaning(at, |meaning| matches!(meaning, Meaning::Origin(_)).then_some(())).is_some()
    }

    /// UN/LOCODE and country of a place.
    pub(super) fn place(&self, at: usize) -> Option<(&'a str, Option<Country>)> {
        let index = self.meaning(at, |meaning| if let Meaning::Place(index) = meaning { Some(*index) } else { None })?;
        self.lexicon.place(index).map(|place| (place.slug.as_str(), place.country))
    }

    pub(super) fn certificate(&self, at: usize) -> Option<&'a str> {
        let index = self.meaning(at, |meaning| if let Meaning::Certificate(index) = meaning { Some(*index) } else { None })?;
        // A short acronym in small letters is a word (reach, gia, bis), unless the whole text is small or the table
        // writes it so (phyto, halal).
        let written = self.written(at);
        let small = written.len() <= 5 && written.chars().all(|c| c.is_lowercase()) && written.is_ascii() | (written.chars().count() <= 3);
        if small && self.clean.as_str().chars().any(char::is_uppercase) && !self.lexicon.is_certificate_name(index, written) {
            return None;
        }
        self.lexicon.certificate(index).map(|certificate| certificate.slug.as_str())
    }

    /// Whether the piece names a property.
    pub(super) fn facet(&self, at: usize) -> bool {
        self.meaning(at, |meaning| matches!(meaning, Meaning::Facet(_)).then_some(())).is_some()
    }

    /// Whether the piece names goods.
    pub(super) fn is_goods(&self, at: usize) -> bool {
        self.meaning(at, |meaning| matches!(meaning, Meaning::Concept(_)).then_some(())).is_some()
    }

    /// The package a piece names: by its unit, else by the property of being packed in it, even where the
    /// annotation took the word for goods (a bag is also an article of trade).
    pub(super) fn package(&self, at: usize) -> Option<Package> {
        self.packages.get(at).copied().flatten()
    }

    /// The goods that a package is where it holds nothing: 50 000 sacs de jute are jute bags.
    pub(super) fn traded_as(&self, at: usize) -> Option<ConceptId> {
        let packing = &self.lexicon.facet(self.package(at)?.facet?)?.slug;
        TRADED_PACKAGES.iter().find(|(_, known)| known == packing).and_then(|(goods, _)| self.lexicon.find(goods))
    }

    pub(super) fn find_package(&self, at: usize) -> Option<Package> {
        let piece = self.get(at)?;
        if matches!(piece.what, What::Word(_) | What::Cue) {
            return self.held_in(self.atoms.partition_point(|atom| atom.span.start < piece.span.start));
        }
        let piece = Some(piece).filter(|piece| matches!(piece.what, What::Mention(_) | What::Settled(_)))?;
        let start = self.atoms.partition_point(|atom| atom.span.start < piece.span.start);
        let until = self.atoms.partition_point(|atom| atom.span.start < piece.span.end);
        let known = self.lexicon.meanings_at(self.atoms, start);
        let here = || known.iter().filter(|(_, end, lang)| *end == until && (self.langs.contains(lang) || matches!(lang.as_str(), "en" | "und")));
        let packing = |meaning: &Meaning| match meaning {
            Meaning::Facet(id) => self.lexicon.facet(*id).filter(|facet| facet.slug.starts_with("packing:")).map(|_| *id),
            _ => None,
        };
        // A plural that only the stem knows (sacs de jute) is among the mentions alone.
        let facet = here().find_map(|(meaning, _, _)| packing(meaning)).or_else(|| self.meaning(at, packing));
        let facet = facet.or_else(|| traded_package(&self.slugs(at)).and_then(|slug| self.lexicon.find_facet(slug)));
        let counted = here().find_map(|(meaning, _, _)| match meaning {
            Meaning::Unit(unit) if unit.class() == UnitClass::Package => Some(*unit),
            _ => None,
        });
        let unit = self.unit(at).filter(|unit| unit.class() == UnitClass::Package).or(counted);
        let weighed = self.unit(at).and_then(weighed_holder);
        let unit = unit.or(weighed).or_else(|| holder(&self.lexicon.facet(facet?)?.slug));
        (unit.is_some() || facet.is_some()).then_some(Package { unit, facet })
    }

    /// A unit with the word for per grown onto it: በኪሎ 120 ብር is 120 birr a kilogram.
    pub(super) fn unit_held(&self, at: usize) -> Option<Unit> {
        let What::Word(atom) = self.get(at)?.what else { return None };
        self.grown_per(atom).find_map(|bare| self.unit_named(&bare))
    }

    /// What stands behind the word for per that has grown onto an atom.
    pub(super) fn grown_per(&self, atom: usize) -> impl Iterator<Item = String> + use<> {
        let all = self.atoms.get(atom).map(|atom| affix::stripped(&atom.folded)).unwrap_or_default();
        all.into_iter().filter(|(_, cue)| *cue == Some(Cue::Per)).map(|(bare, _)| bare)
    }

    /// The unit that a single word names.
    pub(super) fn unit_named(&self, word: &str) -> Option<Unit> {
        self.named(word, |meaning| matches!(meaning, Meaning::Unit(_))).and_then(|meaning| if let Meaning::Unit(unit) = meaning { Some(unit) } else { None })
    }

    /// A package with the word for in grown onto it: በጆንያ 60 ኪሎ is 60 kg a sack.
    fn held_in(&self, atom: usize) -> Option<Package> {
        let package = |meaning: &Meaning| matches!(meaning, Meaning::Unit(unit) if unit.class() == UnitClass::Package);
        self.grown_per(atom).filter_map(|bare| self.named(&bare, package)).find_map(|meaning| if let Meaning::Unit(unit) = meaning { Some(Package { unit: Some(unit), facet: None }) } else { None })
    }

    /// The names in the tables of the goods and properties that a piece may mean.
    pub(super) fn slugs(&self, at: usize) -> Vec<&'a str> {
        let Some(What::Mention(index)) = self.get(at).map(|piece| piece.what.clone()) else { return Vec::new() };
        let senses = self.mentions.get(index).map(|mention| mention.senses.as_slice()).unwrap_or_default();
        senses
            .iter()
            .filter_map(|sense| match sense.meaning {
                Meaning::Concept(id) => self.lexicon.concept(id).map(|concept| concept.slug.as_str()),
                Meaning::Facet(id) => self.lexicon.facet(id).map(|facet| facet.slug.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The word of a piece in lower case without accents, if it is a plain word, a code or a lone cue.
    pub(super) fn word(&self, at: usize) -> Option<&str> {
        let piece = self.get(at)?;
        let first = match piece.what {
            What::Word(atom) | What::Code(atom) => atom,
            What::Cue => self.atoms.partition_point(|atom| atom.span.start < piece.span.start),
            _ => return None,
        };
        self.atoms.get(first).filter(|atom| atom.span.end >= piece.span.end).map(|atom| atom.folded.as_str())
    }

    /// The text of a span as the author wrote it, and where it stands in the original.
    pub(super) fn original(&self, span: &Range<usize>) -> (Range<usize>, String) {
        let original = self.clean.original_span(span.clone());
        let text = self.clean.original().get(original.clone()).unwrap_or_default().to_owned();
        (original, text)
    }

    /// The words of several pieces, as the author wrote them.
    pub(super) fn words(&self, pieces: &Range<usize>) -> (Range<usize>, String) {
        let start = self.get(pieces.start).map_or(0, |piece| piece.span.start);
        let end = pieces.end.min(self.pieces.len()).checked_sub(1).and_then(|last| self.get(last)).map_or(start, |piece| piece.span.end);
        self.original(&(start..end.max(start)))
    }

    /// Whether the text denies what a piece names: `no halal`, 无有机证书; or, where the verb comes last,
    /// behind it.
    pub(super) fn denied(&self, at: usize) -> bool {
        let elided = |near: &usize| self.written(*near).chars().count() == 1 && matches!(self.written(*near), "'" | "’" | "d" | "D" | "l");
        let stops = |near: &usize| !elided(near) && self.number(*near).is_some() || !elided(near) && matches!(self.get(*near).map(|piece| &piece.what), Some(What::Mention(_) | What::Settled(_) | What::Mark(_))) && self.mark(*near) != Some('-');
        let before = self.before(at, 3).take_while(|near| !stops(near)).any(|near| self.has(near, Cue::Not));
        // `Fairtrade yes, organic no`: a denial that ends its part.
        let ends = self.has(at + 1, Cue::Not) && self.after(at, 1).next().is_some() && self.after(at + 1, 1).next().is_none_or(|next| self.mark(next).is_some() || self.after(next, 1).next().is_none_or(|last| self.mark(last).is_some()) && self.has(next, Cue::Buy));
        let before = before || ends;
        let last = self.langs.first().is_some_and(|lang| tongue::verbs_last(*lang));
        // In ማንጎ ያለ ስኳር and आम बिना चीनी the sugar is what there is none of.
        let of_what_follows = |near: usize| self.has(near, Cue::Without) && self.after(near, 1).next().is_some_and(|next| self.mark(next).is_none());
        before || last && self.after(at, 2).take_while(|near| !stops(near)).any(|near| self.has(near, Cue::Not) && !of_what_follows(near))
    }

    /// Whether a place is a growing region and not a port or city.
    pub(super) fn is_region(&self, at: usize) -> bool {
        self.place(at).is_some_and(|(code, _)| code.contains('-'))
    }

    /// The places of the pieces before `at` in its part, nearest first, a few at most.
    pub(super) fn before(&self, at: usize, most: usize) -> impl Iterator<Item = usize> + '_ {
        let part = self.get(at).map(|piece| piece.part);
        (at.saturating_sub(most)..at).rev().take_while(move |before| self.get(*before).map(|piece| piece.part) == part)
    }

    /// The places of the pieces after `at` in its part, nearest first, a few at most.
    pub(super) fn after(&self, at: usize, most: usize) -> impl Iterator<Item = usize> + '_ {
        let part = self.get(at).map(|piece| piece.part);
        (at + 1..(at + 1 + most).min(self.pieces.len())).take_while(move |after| self.get(*after).map(|piece| piece.part) == part)
    }
}
