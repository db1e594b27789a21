//! A text laid out for reading: numbers, names of the lexicon, cues, words and signs as pieces in
//! one row, so that the readers of amounts, prices, places and dates look left and right for what
//! belongs to a fact and never at characters.
//!
//! Each byte belongs to one piece at most. Where a number, a mention and a cue compete, the longer
//! wins: `20尺柜` is a container and not twenty of something; 起订量 is a cue though 量 is a word.

use std::ops::Range;

use rust_decimal::Decimal;

use super::affix;
use crate::domain::{Country, Currency, Incoterm, Unit, UnitClass};
use crate::lexicon::{Cue, CueSet, FacetId, Lexicon, Meaning, Mention};
use crate::text::{self, Atom, AtomKind, Clean, Lang, LangGuess, NumberReading};

/// What a piece is.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A number.
    Number(NumberReading),
    /// A name of the lexicon, as its index in [`Layout::mentions`].
    Mention(usize),
    /// A name of the lexicon whose meaning the piece before settles: a unit after a number.
    Settled(Meaning),
    /// A code, as its index in [`Layout::atoms`].
    Code(usize),
    /// Any other word, the same way.
    Word(usize),
    /// Words that are a cue and nothing else.
    Cue,
    /// A sign.
    Mark(char),
}

/// A stretch of text with one part in it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) span: Range<usize>,
    /// Part of the text between strong breaks, counted from 0. A colon, a stroke and a hyphen do not break.
    pub(super) part: u16,
    pub(super) what: What,
    /// What the words may say of the fact beside them.
    pub(super) cues: CueSet,
}

/// A text and its pieces.
pub(super) struct Layout<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) clean: &'a Clean,
    pub(super) atoms: &'a [Atom],
    pub(super) mentions: &'a [Mention],
    pub(super) pieces: Vec<Piece>,
    /// The languages of the text, the likeliest first.
    pub(super) langs: Vec<Lang>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(lexicon: &'a Lexicon, clean: &'a Clean, atoms: &'a [Atom], mentions: &'a [Mention], declared: Option<Lang>, guesses: &[LangGuess]) -> Layout<'a> {
        let langs = languages(declared, guesses, mentions);
        let mut layout = Layout { lexicon, clean, atoms, mentions, pieces: Vec::with_capacity(atoms.len() + 8), langs };
        layout.lay();
        layout
    }

    fn lay(&mut self) {
        let lang = self.langs.first().copied().unwrap_or(Lang::UND);
        let mut numbers = text::numbers(self.clean, self.atoms, lang).into_iter().peekable();
        let cues = self.lexicon.cues(self.clean, self.atoms, |of, letters| self.spoken(of, letters));
        let (mut cues, mut mentions) = (cues.into_iter().peekable(), self.mentions.iter().enumerate().peekable());
        let (mut at, mut done, mut part) = (0, 0, 0u16);
        while let Some(atom) = self.atoms.get(at) {
            while numbers.peek().is_some_and(|number| number.span.start < atom.span.start) {
                numbers.next();
            }
            while cues.peek().is_some_and(|cue| cue.atoms.start < at) {
                cues.next();
            }
            while mentions.peek().is_some_and(|(_, mention)| mention.atoms.start < at) {
                mentions.next();
            }
            part = self.marks(done..atom.span.start, part);
            let number = numbers.next_if(|number| number.span.start == atom.span.start);
            let mention = mentions.peek().filter(|(_, mention)| mention.atoms.start == at).map(|(index, mention)| (*index, mention.atoms.end));
            let cue = cues.peek().filter(|cue| cue.atoms.start == at).map(|cue| (cue.cues, cue.atoms.end));
            let geographic = mention.and_then(|(index, end)| self.geographic(at, index, end));
            let settled = geographic.or_else(|| self.expected().and_then(|expected| self.settle(at, expected)).filter(|(meaning, end)| number.is_none() && (*end >= mention.map_or(at, |m| m.1) || is_container(meaning))));
            let after_number = number.as_ref().map_or(at, |number| at + self.atoms.iter().skip(at).take_while(|atom| atom.span.start < number.span.end).count());
            let (mention_end, cue_end) = (mention.map_or(at, |m| m.1), cue.map_or(at, |c| c.1));
            let mut same = if cue_end >= mention_end.max(after_number) { cue.map(|c| c.0).unwrap_or_default() } else { CueSet::default() };
            let greets = cue.as_ref().is_some_and(|(cues, end)| cues.has(Cue::Greeting) && *end >= mention_end);
            let (what, next) = match (number, mention) {
                _ if greets => (What::Cue, cue_end),
                _ if settled.is_some() => settled.map(|(meaning, end)| (What::Settled(meaning), end)).unwrap_or((What::Word(at), at + 1)),
                (Some(number), _) if after_number >= mention_end.max(cue_end) => (What::Number(number), after_number),
                (_, Some((index, end))) if end >= cue_end => (What::Mention(index), end),
                _ if !same.is_empty() => (What::Cue, cue_end),
                _ if atom.kind == AtomKind::Code => match self.spoken_price(atom) {
                    Some(number) => (What::Number(number), at + 1),
                    None => (What::Code(at), at + 1),
                },
                _ => match self.inflected_place(atom) {
                    Some((meaning, cues)) => {
                        same = cues;
                        (What::Settled(meaning), at + 1)
                    }
                    None => (What::Word(at), at + 1),
                },
            };
            let end = match &what {
                What::Number(number) => number.span.end,
                _ => self.atoms.get(next - 1).map_or(atom.span.end, |last| last.span.end),
            };
            self.pieces.push(Piece { span: atom.span.start..end, part, what, cues: same });
            (at, done) = (next, end);
        }
        self.marks(done..self.clean.as_str().len(), part);
    }

    /// What a name is that the annotation took for goods of another language or of no place here: a country
    /// (Argentina is a fish in Portuguese), or a delivery term before its place (DAP is also a fertiliser).
    fn geographic(&self, at: usize, index: usize, end: usize) -> Option<(Meaning, usize)> {
        let mention = self.mentions.get(index)?;
        let goods = mention.senses.iter().find(|sense| matches!(sense.meaning, Meaning::Concept(_)))?;
        let all = self.lexicon.meanings_at(self.atoms, at);
        let term = all.iter().find(|(meaning, until, _)| *until == end && matches!(meaning, Meaning::Incoterm(_)));
        if let Some((term, _, _)) = term.filter(|_| self.place_starts(end)) {
            return Some((*term, end));
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

    /// Whether a place, or a word with a capital, starts at an atom of the same clause as the one before.
    fn place_starts(&self, at: usize) -> bool {
        let (Some(before), Some(atom)) = (at.checked_sub(1).and_then(|before| self.atoms.get(before)), self.atoms.get(at)) else { return false };
        let known = || self.lexicon.meanings_at(self.atoms, at).iter().any(|(meaning, _, _)| matches!(meaning, Meaning::Place(_) | Meaning::Country(_)));
        let capital = || self.clean.as_str().get(atom.span.clone()).and_then(|word| word.chars().next()).is_some_and(|c| c.is_uppercase() || matches!(c, '\u{900}'..='\u{9FF}' | '\u{1200}'..='\u{137F}'));
        atom.clause == before.clause && matches!(atom.kind, AtomKind::Word | AtomKind::Cluster) && (known() || capital())
    }

    /// A Vietnamese price as it is said: 43tr5 is 43,500,000.
    fn spoken_price(&self, atom: &Atom) -> Option<NumberReading> {
        let vietnamese = self.langs.iter().take(2).any(|lang| lang.as_str() == "vi");
        let (whole, part) = atom.folded.split_once("tr").filter(|(_, part)| vietnamese && (1..=3).contains(&part.len()))?;
        let value: Decimal = format!("{whole}.{part}").parse().ok()?;
        Some(NumberReading { value: value.checked_mul(Decimal::from(1_000_000))?, alternatives: Vec::new(), span: atom.span.clone(), factor: Decimal::from(1_000_000) })
    }

    /// What must stand after the last piece.
    fn expected(&self) -> Option<Expected> {
        let last = self.pieces.len().checked_sub(1)?;
        let measured = |at: usize| self.number(at).is_some() || self.currency(at).is_some() || self.cues(at).numbered("number-").is_some();
        match &self.pieces.get(last)?.what {
            What::Number(_) => Some(Expected::Measure),
            What::Mark('/' | '／') => last.checked_sub(1).filter(|before| measured(*before) || self.unit(*before).is_some()).map(|_| Expected::Unit),
            _ if self.has(last, Cue::Per) => Some(Expected::Unit),
            _ if self.cues(last).numbered("number-").is_some() => Some(Expected::Unit),
            _ if self.incoterm(last).is_some() => Some(Expected::Place),
            _ if self.currency(last).is_some() => Some(Expected::Unit),
            // Origen Perú o Chile: after a country and the word for or comes another.
            _ if self.has(last, Cue::To) && last.checked_sub(1).is_some_and(|before| self.country(before).is_some()) => Some(Expected::Place),
            // 3条柜 counts containers, 8个集装箱 too.
            _ if self.unit(last).is_some_and(|unit| unit.class() == UnitClass::Count) => Some(Expected::Container),
            _ => None,
        }
    }

    /// The longest words at an atom that mean what is expected.
    fn settle(&self, at: usize, expected: Expected) -> Option<(Meaning, usize)> {
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
        known
            .into_iter()
            .filter(|(meaning, end, _)| after && fits(meaning) && !(matches!(meaning, Meaning::Unit(_)) && expected == Expected::Measure && money(*end) && known_currency(&self.lexicon.meanings_at(self.atoms, at), *end)))
            .max_by(|a, b| a.1.cmp(&b.1).then(likelier(&a.0).cmp(&likelier(&b.0))).then(rank(b.2).cmp(&rank(a.2))))
            .map(|(meaning, end, _)| (meaning, end))
            .or_else(|| {
                let atom = self.atoms.get(at).filter(|atom| atom.kind == AtomKind::Word && after)?;
                let bare = affix::stripped(&atom.folded).into_iter().map(|(bare, _)| bare);
                bare.filter_map(|bare| self.named(&bare, fits)).next().map(|meaning| (meaning, at + 1))
            })
    }

    /// What a single word means among what fits.
    fn named(&self, word: &str, fits: impl Fn(&Meaning) -> bool) -> Option<Meaning> {
        let atoms = text::atoms(&Clean::new(word));
        let all = self.lexicon.meanings_at(&atoms, 0);
        all.into_iter().filter(|(meaning, end, _)| *end == atoms.len() && fits(meaning)).map(|(meaning, _, _)| meaning).max_by_key(likelier)
    }

    /// A country or place with a preposition or ending grown onto it: ከቻይና, لمصر, বাংলাদেশের.
    fn inflected_place(&self, atom: &Atom) -> Option<(Meaning, CueSet)> {
        let place = |meaning: &Meaning| matches!(meaning, Meaning::Country(_) | Meaning::Origin(_) | Meaning::Place(_));
        affix::stripped(&atom.folded).into_iter().find_map(|(bare, cue)| Some((self.named(&bare, place)?, cue.map(CueSet::of).unwrap_or_default())))
    }

    /// Lays the signs of a gap; returns the part that goes on after it.
    fn marks(&mut self, gap: Range<usize>, mut part: u16) -> u16 {
        let signs = self.clean.as_str().get(gap.clone()).unwrap_or_default();
        for (from, sign) in signs.char_indices() {
            let span = gap.start + from..gap.start + from + sign.len_utf8();
            let sign = if self.clean.has_newline(&span) { '\n' } else { sign };
            if sign == ' ' {
                continue;
            }
            self.pieces.push(Piece { span, part, what: What::Mark(sign), cues: CueSet::default() });
            if self.breaks(sign) {
                part = part.saturating_add(1);
            }
        }
        part
    }

    /// Whether the sign just laid ends a part. The stop of an abbreviation (`min. 5 t`) does not.
    fn breaks(&self, sign: char) -> bool {
        match sign {
            '.' => {
                let before = self.pieces.iter().rev().nth(1);
                before.is_none_or(|piece| (piece.cues.is_empty() || piece.span.len() > 6) && !matches!(piece.what, What::Mention(_) | What::Settled(_) if piece.span.len() <= 4))
            }
            _ => matches!(sign, '\n' | ',' | ';' | '。' | '，' | '；' | '、' | '|' | '(' | ')' | '（' | '）' | '!' | '?' | '।' | '॥' | '።' | '፣' | '፤' | '•' | '·' | '،' | '؛' | '【' | '】' | '[' | ']' | '—' | '…'),
        }
    }

    /// Whether cues of a language may stand in this text. English words stand in every trade text,
    /// but a word of one or two letters belongs to the text's own language.
    fn spoken(&self, lang: Lang, letters: usize) -> bool {
        let rank = self.langs.iter().position(|known| *known == lang);
        match lang.as_str() {
            "zh" | "ar" | "ru" | "hi" | "bn" | "th" | "am" => true,
            "en" => letters > 2 || rank.is_none_or(|rank| rank < 2),
            _ if letters <= 3 => rank.is_some_and(|rank| rank < 2),
            _ => rank.is_some_and(|rank| rank < 4),
        }
    }

    /// Whether names of a language may stand in this text: its own, English, or one told apart by its script.
    pub(super) fn speaks(&self, lang: Lang) -> bool {
        matches!(lang.as_str(), "en" | "und" | "zh" | "ru" | "hi" | "bn" | "th" | "am" | "ar" | "ur" | "fa") || self.langs.iter().take(3).any(|own| *own == lang)
    }

    pub(super) fn get(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(at)
    }

    pub(super) fn cues(&self, at: usize) -> CueSet {
        self.get(at).map(|piece| piece.cues).unwrap_or_default()
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
    fn meaning<T>(&self, at: usize, pick: impl Fn(&Meaning) -> Option<T>) -> Option<T> {
        match self.get(at)?.what {
            What::Settled(meaning) => pick(&meaning),
            What::Mention(index) => self.mentions.get(index)?.senses.iter().find_map(|sense| pick(&sense.meaning)),
            _ => None,
        }
    }

    pub(super) fn unit(&self, at: usize) -> Option<Unit> {
        if self.mark(at) == Some('@') {
            return Unit::parse("arroba").filter(|_| at.checked_sub(1).is_some_and(|before| self.number(before).is_some() || self.mark(before) == Some('/')));
        }
        self.meaning(at, |meaning| if let Meaning::Unit(unit) = meaning { Some(*unit) } else { None })
    }

    /// A unit that cannot be mistaken for another word; of several senses the unit is taken.
    pub(super) fn class(&self, at: usize) -> Option<UnitClass> {
        self.unit(at).map(Unit::class)
    }

    pub(super) fn currency(&self, at: usize) -> Option<Currency> {
        if let Some(sign) = self.mark(at) {
            return self.currency_sign(at, sign);
        }
        // `MT` is tonnes before it is meticais.
        if self.unit(at).is_some() {
            return None;
        }
        self.meaning(at, |meaning| if let Meaning::Currency(currency) = meaning { Some(*currency) } else { None })
    }

    fn currency_sign(&self, at: usize, sign: char) -> Option<Currency> {
        let before = at.checked_sub(1).and_then(|before| self.get(before)).filter(|piece| self.get(at).is_some_and(|sign| sign.span.start == piece.span.end));
        let letters = before.and_then(|piece| self.clean.as_str().get(piece.span.clone())).unwrap_or_default().to_ascii_uppercase();
        let chinese = self.langs.first().is_none_or(|lang| lang.as_str() != "ja");
        Currency::parse(match (sign, letters.as_str()) {
            ('$', "R") => "BRL",
            ('$', "HK") => "HKD",
            ('$', "NT") => "TWD",
            ('$', "A" | "AU") => "AUD",
            ('$', "C" | "CA") => "CAD",
            ('$', "S" | "SG") => "SGD",
            ('$', "MX") => "MXN",
            ('$', _) => "USD",
            ('€', _) => "EUR",
            ('£', _) => "GBP",
            ('¥' | '￥', _) if chinese => "CNY",
            ('¥' | '￥', _) => "JPY",
            ('₹', _) => "INR",
            ('₽', _) => "RUB",
            ('฿', _) => "THB",
            ('₫', _) => "VND",
            ('৳', _) => "BDT",
            ('₦', _) => "NGN",
            ('₵', _) => "GHS",
            ('₱', _) => "PHP",
            ('₺', _) => "TRY",
            ('₸', _) => "KZT",
            ('₴', _) => "UAH",
            ('₭', _) => "LAK",
            ('₩', _) => "KRW",
            ('₨', _) => "INR",
            _ => return None,
        })
    }

    pub(super) fn incoterm(&self, at: usize) -> Option<Incoterm> {
        self.meaning(at, |meaning| if let Meaning::Incoterm(term) = meaning { Some(*term) } else { None })
    }

    pub(super) fn country(&self, at: usize) -> Option<Country> {
        // A Vietnamese shirt is spelt like Austria: a country needs its language, and there its capital.
        if let Some(What::Mention(index)) = self.get(at).map(|piece| &piece.what) {
            let senses = &self.mentions.get(*index)?.senses;
            let capital = self.clean.as_str().get(self.get(at)?.span.clone())?.starts_with(|c: char| !c.is_lowercase());
            let known = |lang: Lang| lang == Lang::UND || lang.as_str() == "en" || self.langs.iter().take(3).any(|own| *own == lang);
            return senses.iter().filter(|sense| known(sense.lang) && (capital || sense.lang.as_str() != "vi")).find_map(|sense| match sense.meaning {
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
        let called = |country: Country| {
            let label = self.lexicon.label(Meaning::Concept(id), Lang::code(*b"en")).to_lowercase();
            let stem: String = self.lexicon.country_name(country, Lang::code(*b"en")).to_lowercase().chars().take(4).collect();
            label.contains(&stem)
        };
        let own = |lang: Lang| self.langs.first() == Some(&lang);
        mention.atoms.clone().filter(|start| *start == mention.atoms.start || *start + 3 >= mention.atoms.end).find_map(|start| {
            self.lexicon.meanings_at(self.atoms, start).into_iter().filter(|(_, end, lang)| own(*lang) && *end <= mention.atoms.end && (*end == mention.atoms.end) != (start == mention.atoms.start)).find_map(|(meaning, _, _)| match meaning {
                Meaning::Country(country) => Some(country).filter(|country| !called(*country)),
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
        // A short acronym in small letters is a word (reach, gia, bis), unless the whole text is small.
        let written = self.clean.as_str().get(self.get(at)?.span.clone())?;
        let small = written.len() <= 5 && written.chars().all(|c| c.is_lowercase()) && written.is_ascii() | (written.chars().count() <= 3);
        if small && self.clean.as_str().chars().any(char::is_uppercase) && written != "halal" {
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
        let piece = self.get(at).filter(|piece| matches!(piece.what, What::Mention(_) | What::Settled(_)))?;
        let start = self.atoms.partition_point(|atom| atom.span.start < piece.span.start);
        let until = self.atoms.partition_point(|atom| atom.span.start < piece.span.end);
        let known = self.lexicon.meanings_at(self.atoms, start);
        let here = || known.iter().filter(|(_, end, lang)| *end == until && (self.langs.contains(lang) || matches!(lang.as_str(), "en" | "und")));
        let facet = here().find_map(|(meaning, _, _)| match meaning {
            Meaning::Facet(id) => self.lexicon.facet(*id).filter(|facet| facet.slug.starts_with("packing:")).map(|_| *id),
            _ => None,
        });
        let counted = here().find_map(|(meaning, _, _)| match meaning {
            Meaning::Unit(unit) if unit.class() == UnitClass::Package => Some(*unit),
            _ => None,
        });
        let unit = self.unit(at).filter(|unit| unit.class() == UnitClass::Package).or(counted);
        let weighed = self.unit(at).and_then(|unit| unit.name().split_once('-')).and_then(|(kind, _)| match kind {
            "saca" => Unit::parse("bag"),
            "bale" => Unit::parse("bale"),
            _ => None,
        });
        let unit = unit.or(weighed).or_else(|| holder(&self.lexicon.facet(facet?)?.slug));
        (unit.is_some() || facet.is_some()).then_some(Package { unit, facet })
    }

    /// The unit by which goods of this kind are counted where no unit is written: animals by the head,
    /// machines and garments by the piece; none for what is weighed.
    pub(super) fn counted_by(&self, at: usize) -> Option<Unit> {
        let id = self.meaning(at, |meaning| if let Meaning::Concept(id) = meaning { Some(*id) } else { None })?;
        let chapter: u8 = self.lexicon.concept(id)?.hs.first()?.digits().get(..2)?.parse().ok()?;
        match chapter {
            1 => Unit::parse("head"),
            42 | 61..=67 | 82 | 84..=97 => Unit::parse("pc"),
            40 if self.lexicon.concept(id)?.hs.iter().any(|code| code.digits().starts_with("4011") || code.digits().starts_with("4012")) => Unit::parse("pc"),
            _ => None,
        }
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
        let end = pieces.end.checked_sub(1).and_then(|last| self.get(last)).map_or(start, |piece| piece.span.end);
        self.original(&(start..end.max(start)))
    }

    /// Whether the text denies what a piece names: `no halal`, 无有机证书; or, where the verb comes last,
    /// behind it.
    pub(super) fn denied(&self, at: usize) -> bool {
        let stops = |near: &usize| self.number(*near).is_some() || matches!(self.get(*near).map(|piece| &piece.what), Some(What::Mention(_) | What::Settled(_) | What::Mark(_))) && self.mark(*near) != Some('-');
        let before = self.before(at, 3).take_while(|near| !stops(near)).any(|near| self.has(near, Cue::Not));
        // `Fairtrade yes, organic no`: a denial that ends its part.
        let ends = self.has(at + 1, Cue::Not) && self.after(at, 1).next().is_some() && self.after(at + 1, 1).next().is_none_or(|next| self.mark(next).is_some() || self.after(next, 1).next().is_none_or(|last| self.mark(last).is_some()) && self.has(next, Cue::Buy));
        let before = before || ends;
        let last = self.langs.first().is_some_and(|lang| matches!(lang.as_str(), "hi" | "bn" | "am" | "tr" | "ur"));
        before || last && self.after(at, 2).take_while(|near| !stops(near)).any(|near| self.has(near, Cue::Not))
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

/// A package: what counts it, and the property of goods packed so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Package {
    pub(super) unit: Option<Unit>,
    pub(super) facet: Option<FacetId>,
}

/// The unit that counts packages of a kind: `packing:jute-bag` is counted in bags.
fn holder(slug: &str) -> Option<Unit> {
    let kind = slug.strip_prefix("packing:")?;
    let units = ["big-bag", "bag", "carton", "crate", "drum", "ibc", "can", "tin", "bottle", "jar", "pallet", "bale", "roll", "pouch", "box"];
    units.into_iter().find(|unit| kind == *unit || kind.ends_with(unit)).and_then(Unit::parse)
}

/// What the piece before makes certain to follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Measure,
    Unit,
    Container,
    Place,
}

fn known_currency(all: &[(Meaning, usize, Lang)], end: usize) -> bool {
    all.iter().any(|(meaning, until, _)| *until == end && matches!(meaning, Meaning::Currency(_)))
}

/// Whether a meaning is a shipping container, which outweighs goods that begin with the word.
fn is_container(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Unit(unit) if unit.class() == UnitClass::Container)
}

/// Of one spelling a unit is likelier than a currency, and a port than its country.
fn likelier(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Unit(_) | Meaning::Place(_))
}

/// The languages of a text by the author's word, the detector's guess and the names found in it.
fn languages(declared: Option<Lang>, guesses: &[LangGuess], mentions: &[Mention]) -> Vec<Lang> {
    let mut shares: Vec<(Lang, f32)> = Vec::new();
    let mut add = |lang: Lang, share: f32| match shares.iter_mut().find(|(known, _)| *known == lang) {
        Some((_, sum)) => *sum += share,
        None => shares.push((lang, share)),
    };
    if let Some(lang) = declared {
        add(lang, 10.0);
    }
    for guess in guesses {
        add(guess.lang, guess.confidence);
    }
    let total = mentions.len().max(1) as f32;
    for sense in mentions.iter().filter_map(|mention| mention.senses.first()).filter(|sense| sense.lang != Lang::UND) {
        add(sense.lang, 0.8 * sense.confidence / total);
    }
    shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    shares.into_iter().map(|(lang, _)| lang).collect()
}
