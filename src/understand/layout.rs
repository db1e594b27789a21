//! A text laid out for reading: numbers, names of the lexicon, cues, words and signs as pieces in
//! one row, so that the readers of amounts, prices, places and dates look left and right for what
//! belongs to a fact and never at characters.
//!
//! Each byte belongs to one piece at most. Where a number, a mention and a cue compete, the longer
//! wins: `20尺柜` is a container and not twenty of something; 起订量 is a cue though 量 is a word.

use std::ops::Range;

use crate::domain::{Country, Currency, Incoterm, Unit, UnitClass};
use crate::lexicon::{Cue, CueSet, Lexicon, Meaning, Mention};
use crate::text::{self, Atom, AtomKind, Clean, Lang, LangGuess, NumberReading};

/// What a piece is.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A number.
    Number(NumberReading),
    /// A name of the lexicon, as its index in [`Layout::mentions`].
    Mention(usize),
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
            let number = numbers.next_if(|number| number.span.start == atom.span.start);
            let mention = mentions.peek().filter(|(_, mention)| mention.atoms.start == at).map(|(index, mention)| (*index, mention.atoms.end));
            let cue = cues.peek().filter(|cue| cue.atoms.start == at).map(|cue| (cue.cues, cue.atoms.end));
            let after_number = number.as_ref().map_or(at, |number| at + self.atoms.iter().skip(at).take_while(|atom| atom.span.start < number.span.end).count());
            let (mention_end, cue_end) = (mention.map_or(at, |m| m.1), cue.map_or(at, |c| c.1));
            let same = if cue_end >= mention_end.max(after_number) { cue.map(|c| c.0).unwrap_or_default() } else { CueSet::default() };
            let (what, next) = match (number, mention) {
                (Some(number), _) if after_number >= mention_end.max(cue_end) => (What::Number(number), after_number),
                (_, Some((index, end))) if end >= cue_end => (What::Mention(index), end),
                _ if !same.is_empty() => (What::Cue, cue_end),
                _ if atom.kind == AtomKind::Code => (What::Code(at), at + 1),
                _ => (What::Word(at), at + 1),
            };
            part = self.marks(done..atom.span.start, part);
            let end = match &what {
                What::Number(number) => number.span.end,
                _ => self.atoms.get(next - 1).map_or(atom.span.end, |last| last.span.end),
            };
            self.pieces.push(Piece { span: atom.span.start..end, part, what, cues: same });
            (at, done) = (next, end);
        }
        self.marks(done..self.clean.as_str().len(), part);
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
                before.is_none_or(|piece| (piece.cues.is_empty() || piece.span.len() > 6) && !matches!(piece.what, What::Mention(_) if piece.span.len() <= 4))
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

    pub(super) fn get(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(at)
    }

    /// The piece `steps` after (or before) another.
    pub(super) fn beside(&self, at: usize, steps: isize) -> Option<&Piece> {
        self.pieces.get(at.checked_add_signed(steps)?)
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
            What::Mention(index) => self.mentions.get(index)?.senses.iter().find_map(|sense| pick(&sense.meaning)),
            _ => None,
        }
    }

    pub(super) fn unit(&self, at: usize) -> Option<Unit> {
        self.meaning(at, |meaning| if let Meaning::Unit(unit) = meaning { Some(*unit) } else { None }).or_else(|| self.container_code(at))
    }

    /// A container written as a code: 40HC, 20GP.
    fn container_code(&self, at: usize) -> Option<Unit> {
        let What::Code(atom) = self.get(at)?.what else { return None };
        let code = self.atoms.get(atom)?.folded.to_ascii_uppercase();
        let code = code.strip_prefix("1X").unwrap_or(&code);
        let (feet, kind) = code.split_at_checked(2).filter(|(feet, _)| matches!(*feet, "20" | "40" | "45"))?;
        let kind = kind.trim_end_matches("FCL");
        Unit::parse(match (feet, kind) {
            ("20", "" | "GP" | "DV" | "DC" | "FT" | "F") => "FCL20",
            ("40", "" | "GP" | "DV" | "DC" | "FT" | "F") => "FCL40",
            ("40", "HC" | "HQ" | "FTHC" | "FTHQ" | "HCDV") => "FCL40HC",
            ("45", "HC" | "HQ" | "FT") => "FCL45HC",
            ("20", "RF" | "RE") => "FCL20RF",
            ("40", "RF" | "RH" | "RE") => "FCL40RF",
            (_, "OT") => "FCL-OT",
            (_, "FR") => "FCL-FR",
            ("20", "TK") => "FCL-TK",
            _ => return None,
        })
    }

    /// A unit that cannot be mistaken for another word; of several senses the unit is taken.
    pub(super) fn class(&self, at: usize) -> Option<UnitClass> {
        self.unit(at).map(Unit::class)
    }

    pub(super) fn currency(&self, at: usize) -> Option<Currency> {
        if let Some(sign) = self.mark(at) {
            return self.currency_sign(at, sign);
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
        self.meaning(at, |meaning| if let Meaning::Country(country) = meaning { Some(*country) } else { None })
    }

    /// UN/LOCODE and country of a place.
    pub(super) fn place(&self, at: usize) -> Option<(&'a str, Option<Country>)> {
        let index = self.meaning(at, |meaning| if let Meaning::Place(index) = meaning { Some(*index) } else { None })?;
        self.lexicon.place(index).map(|place| (place.slug.as_str(), place.country))
    }

    pub(super) fn certificate(&self, at: usize) -> Option<&'a str> {
        let index = self.meaning(at, |meaning| if let Meaning::Certificate(index) = meaning { Some(*index) } else { None })?;
        self.lexicon.certificate(index).map(|certificate| certificate.slug.as_str())
    }

    /// Whether the piece names goods.
    pub(super) fn is_goods(&self, at: usize) -> bool {
        self.meaning(at, |meaning| matches!(meaning, Meaning::Concept(_)).then_some(())).is_some()
    }

    /// Whether the piece names a package: the unit, or the property of being packed in it.
    pub(super) fn is_package(&self, at: usize) -> bool {
        self.class(at) == Some(UnitClass::Package)
            || self.meaning(at, |meaning| match meaning {
                Meaning::Facet(id) => self.lexicon.facet(*id).filter(|facet| facet.slug.starts_with("packing:")).map(|_| ()),
                _ => None,
            }).is_some()
    }

    /// The word of a piece in lower case, if it is a plain word.
    pub(super) fn word(&self, at: usize) -> Option<&str> {
        match self.get(at)?.what {
            What::Word(atom) | What::Code(atom) => self.atoms.get(atom).map(|atom| atom.folded.as_str()),
            _ => None,
        }
    }

    /// The text of pieces from and to, as the author wrote it.
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
        let stops = |near: &usize| self.number(*near).is_some() || matches!(self.get(*near).map(|piece| &piece.what), Some(What::Mention(_) | What::Mark(_))) && self.mark(*near) != Some('-');
        let before = self.before(at, 3).take_while(|near| !stops(near)).any(|near| self.has(near, Cue::Not));
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
