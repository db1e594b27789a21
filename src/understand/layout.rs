//! A text laid out for reading: numbers, names of the lexicon, cues, words and signs as pieces in
//! one row, so that the readers of amounts, prices, places and dates look left and right for what
//! belongs to a fact and never at characters.
//!
//! Each byte belongs to one piece at most. Where a number, a mention and a cue compete, the longer
//! wins: `20尺柜` is a container and not twenty of something; 起订量 is a cue though 量 is a word.

use std::ops::Range;

use super::pieces::Package;
use super::settle::is_container;
use crate::domain::Unit;
use crate::lexicon::{annotate, Cue, CueSet, Lexicon, Meaning, Mention, NumeralMention};
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
    /// The package that each piece names.
    pub(super) packages: Vec<Option<Package>>,
    /// Units whose names mean another one here, with that one.
    pub(super) local: Vec<(Unit, Unit)>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(lexicon: &'a Lexicon, clean: &'a Clean, atoms: &'a [Atom], mentions: &'a [Mention], declared: Option<Lang>, guesses: &[LangGuess]) -> Layout<'a> {
        let mut langs = languages(clean, declared, guesses, mentions);
        if atoms.len() <= FEW_WORDS {
            langs.extend(hinted(lexicon, clean, atoms, &langs));
        }
        let mut layout = Layout { lexicon, clean, atoms, mentions, pieces: Vec::with_capacity(atoms.len() + 8), langs, packages: Vec::new(), local: Vec::new() };
        let lang = layout.counting(declared, guesses);
        layout.lay(lang);
        layout.local = layout.local_units();
        layout.packages = (0..layout.pieces.len()).map(|at| layout.find_package(at)).collect();
        layout
    }

    fn lay(&mut self, counting: Lang) {
        let mut numbers = self.numbers(counting).into_iter().peekable();
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
            let cue = cues.peek().filter(|cue| cue.atoms.start == at && !annotate::names_africa(self.atoms, at)).map(|cue| (cue.cues, cue.atoms.end));
            // 2026年产 is of that year, and 2026 г. is no weight.
            let cue = cue.map(|(cues, end)| (if self.behind_year() && self.clean.as_str().get(atom.span.start..).is_some_and(|rest| rest.starts_with("年产")) && end == at + 2 { CueSet::of(Cue::Crop) } else { cues }, end));
            let dates = atom.folded == "г" && self.behind_year();
            let geographic = mention.and_then(|(index, end)| self.geographic(at, index, end).or_else(|| self.told_country(at, end)));
            let inflected = self.inflected_name(at).filter(|(_, _, end)| mention.is_none_or(|mention| *end >= mention.1));
            let settled = geographic.or_else(|| self.expected().and_then(|expected| self.settle(at, expected)).filter(|(meaning, end)| number.is_none() && (*end >= mention.map_or(at, |m| m.1) || is_container(meaning))));
            let after_number = number.as_ref().map_or(at, |number| at + self.atoms.iter().skip(at).take_while(|atom| atom.span.start < number.span.end).count());
            let (mention_end, cue_end) = (mention.map_or(at, |m| m.1), cue.map_or(at, |c| c.1));
            let mut same = if cue_end >= mention_end.max(after_number) { cue.map(|c| c.0).unwrap_or_default() } else { CueSet::default() };
            // A word that denies in the language of the text is no goods of a strange one: no pelado.
            let denies = cue.as_ref().is_some_and(|(cues, end)| cues.has(Cue::Not) && *end == mention_end) && mention.is_some_and(|(index, end)| self.is_strange(index, at..end));
            let greets = cue.as_ref().is_some_and(|(cues, end)| cues.has(Cue::Greeting) && *end >= mention_end);
            // Nor is a verb of trade what shares its stem alone: купим is no купена.
            let trades = cue.as_ref().is_some_and(|(cues, end)| cues.any(&[Cue::Buy, Cue::Sell]) && *end == mention_end) && mention.and_then(|(index, _)| self.mentions.get(index)).is_some_and(|mention| mention.senses.iter().all(|sense| sense.exactness < 0.9));
            let (what, next) = match (number, mention) {
                _ if dates => {
                    same = CueSet::of(Cue::Year);
                    (What::Cue, at + 1)
                }
                _ if greets || denies || trades => (What::Cue, cue_end),
                _ if let Some((meaning, cues, end)) = inflected => {
                    same = cues;
                    (What::Settled(meaning), end)
                }
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
                    None => (self.us(at).map_or(What::Word(at), What::Settled), at + 1),
                },
            };
            let end = match &what {
                What::Number(number) => number.span.end,
                _ => self.atoms.get(next - 1).map_or(atom.span.end, |last| last.span.end),
            };
            let counts = matches!(what, What::Number(_)) || matches!(what, What::Cue) && same.count().is_some();
            self.pieces.push(Piece { span: atom.span.start..end, part, what, cues: same });
            if counts {
                self.settle_before();
            }
            (at, done) = (next, end);
        }
        self.marks(done..self.clean.as_str().len(), part);
    }

    /// The numbers of the text in order, in figures and in words; where brackets say one again, both are one.
    fn numbers(&self, counting: Lang) -> Vec<NumberReading> {
        // 125 100 kg bags, gunia la kilo 60 125: the figures of a unit's name are not those before or behind it.
        let parted = |at: usize| self.mentions.iter().any(|mention| {
            let unit = mention.senses.iter().any(|sense| matches!(sense.meaning, Meaning::Unit(_)));
            unit && (mention.atoms.end == at + 1 || mention.atoms.start == at + 1 && mention.atoms.end > at + 2)
        });
        let figures = text::numbers_where(self.clean, self.atoms, counting, |at| !parted(at));
        let mut all: Vec<(NumberReading, bool)> = figures.into_iter().map(|number| (number, true)).chain(self.said()).collect();
        all.sort_by_key(|(number, _)| number.span.start);
        let mut kept: Vec<(NumberReading, bool)> = Vec::with_capacity(all.len());
        for (number, stands) in all {
            match kept.last_mut() {
                Some((before, _)) if !stands && number.span.start < before.span.end => {}
                Some((before, stood)) if let Some((value, end)) = self.repeated(before, &number) => {
                    *before = NumberReading { value, alternatives: Vec::new(), span: before.span.start..end, factor: rust_decimal::Decimal::ONE };
                    *stood = true;
                }
                _ => kept.push((number, stands)),
            }
        }
        kept.into_iter().filter(|(_, stands)| *stands).map(|(number, _)| number).collect()
    }

    /// What a number and one in brackets behind it both say, and where the bracket ends: 12.000 (doze mil).
    fn repeated(&self, number: &NumberReading, again: &NumberReading) -> Option<(rust_decimal::Decimal, usize)> {
        let text = self.clean.as_str();
        let opens = matches!(text.get(number.span.end..again.span.start)?.trim(), "(" | "（");
        let rest = text.get(again.span.end..).filter(|_| opens)?;
        let closes = rest.trim_start().chars().next().filter(|sign| matches!(sign, ')' | '）'))?;
        let end = text.len() - rest.trim_start().len() + closes.len_utf8();
        let says = |number: &NumberReading, value| number.value == value || number.alternatives.contains(&value);
        std::iter::once(&number.value).chain(&number.alternatives).find(|value| says(again, **value)).map(|value| (*value, end))
    }

    /// The numbers in words, with whether they stand without figures: those of two words and more, and of one that
    /// is large and directly before what it counts.
    fn said(&self) -> Vec<(NumberReading, bool)> {
        let counted = |at: usize| self.lexicon.meanings_at(self.atoms, at).iter().any(|(meaning, _, _)| matches!(meaning, Meaning::Unit(_) | Meaning::Currency(_)));
        let behind_figures = |at: usize| at.checked_sub(1).and_then(|before| self.atoms.get(before)).zip(self.atoms.get(at)).is_some_and(|(before, atom)| before.kind == AtomKind::Number && before.clause == atom.clause);
        let found = self.lexicon.numerals(self.clean, self.atoms, |of, letters| self.spoken(of, letters)).into_iter();
        let stands = |said: &NumeralMention| !behind_figures(said.atoms.start) && (said.words > 1 || said.number.value > rust_decimal::Decimal::TEN && counted(said.atoms.end));
        found.map(|said| (said.number.clone(), stands(&said))).collect()
    }

    /// The language by which the figures of a text are read: the likeliest, if the author or a sure detector
    /// says so, or if words that are of no language that writes figures otherwise say the same.
    fn counting(&self, declared: Option<Lang>, guesses: &[LangGuess]) -> Lang {
        let Some(likeliest) = self.langs.first().copied() else { return Lang::UND };
        if declared.is_some() || guesses.first().is_some_and(|guess| guess.confidence >= SURE) {
            return likeliest;
        }
        let own = text::convention(likeliest);
        let mut told = false;
        for mention in self.mentions.iter().filter(|mention| !is_short(self.clean, mention)) {
            let known = self.lexicon.meanings_at(self.atoms, mention.atoms.start);
            let mut ways = known.iter().filter(|(_, end, lang)| *end == mention.atoms.end && *lang != Lang::UND).map(|(_, _, lang)| text::convention(*lang));
            let Some(first) = ways.next() else { continue };
            // What languages of both ways share tells nothing.
            if ways.all(|way| way == first) {
                // The name of a place stands for all languages that write it so.
                let place = known.iter().any(|(meaning, end, _)| *end == mention.atoms.end && matches!(meaning, Meaning::Place(_)));
                if first != own && !place {
                    return Lang::UND;
                }
                told |= first == own;
            }
        }
        if told { likeliest } else { Lang::UND }
    }

    /// Whether the piece just laid is a year in figures.
    fn behind_year(&self) -> bool {
        let written = self.pieces.last().filter(|piece| matches!(piece.what, What::Number(_))).and_then(|piece| self.clean.as_str().get(piece.span.clone()));
        written.filter(|figures| figures.len() == 4).and_then(|figures| figures.parse::<i16>().ok()).is_some_and(|year| (2005..2060).contains(&year))
    }

    /// Whether no language in which a mention has a meaning is one that the text speaks.
    fn is_strange(&self, mention: usize, atoms: Range<usize>) -> bool {
        let letters = self.atoms.get(atoms).into_iter().flatten().map(|atom| atom.exact.chars().count()).sum();
        self.mentions.get(mention).is_some_and(|mention| !mention.senses.iter().any(|sense| self.spoken(sense.lang, letters)))
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
                let letters = |piece: &Piece| self.clean.as_str().get(piece.span.clone()).map_or(0, |word| word.chars().count());
                let thai = |piece: &Piece| letters(piece) <= 4 && self.clean.as_str().get(piece.span.clone()).is_some_and(|word| word.starts_with(|c| ('\u{E00}'..='\u{E7F}').contains(&c)));
                // Togo non. ends a sentence, and No. 5 counts.
                let figures = || self.pieces.last().and_then(|stop| self.clean.as_str().get(stop.span.end..)).is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
                let denies = |piece: &Piece| piece.cues.has(Cue::Not) && !figures();
                before.is_none_or(|piece| !(thai(piece) && matches!(piece.what, What::Mention(_) | What::Settled(_))) && (piece.cues.is_empty() || piece.span.len() > 6 && !self.is_abbreviated(piece) || denies(piece)) && !matches!(piece.what, What::Mention(_) | What::Settled(_) if piece.span.len() <= 4 || self.is_abbreviated(piece)) && !matches!(piece.what, What::Settled(Meaning::Currency(_)) if letters(piece) <= 4))
            }
            // In Russian the dash stands for the verb: отгрузка — сентябрь.
            '—' if self.langs.first() == Some(&Lang::RU) => false,
            _ => matches!(sign, '\n' | ',' | ';' | '。' | '，' | '；' | '、' | '|' | '(' | ')' | '（' | '）' | '!' | '?' | '।' | '॥' | '።' | '፣' | '፤' | '•' | '·' | '،' | '؛' | '【' | '】' | '[' | ']' | '—' | '…'),
        }
    }

    /// Whether a name has a stop within: м.т., M. Ton.
    fn is_abbreviated(&self, piece: &Piece) -> bool {
        self.clean.as_str().get(piece.span.clone()).is_some_and(|name| name.contains('.'))
    }

    /// Whether cues of a language may stand in this text. English words stand in every trade text,
    /// but a word of one or two letters belongs to the text's own language.
    pub(super) fn spoken(&self, lang: Lang, letters: usize) -> bool {
        let rank = self.langs.iter().position(|known| *known == lang);
        match lang {
            Lang::ZH | Lang::AR | Lang::RU | Lang::HI | Lang::BN | Lang::TH | Lang::AM => true,
            Lang::EN => letters > 2 || rank.is_none_or(|rank| rank < 2),
            _ if letters <= 3 => rank.is_some_and(|rank| rank < 2),
            _ => rank.is_some_and(|rank| rank < 4),
        }
    }
}

/// A text of no more words is too short for a guess to be held to.
const FEW_WORDS: usize = 10;
/// Letters of the shortest cue that hints at its language.
const LONG_CUE: usize = 5;

/// Languages that nothing guessed, but a cue is of: Origem Brasil.
fn hinted(lexicon: &Lexicon, clean: &Clean, atoms: &[Atom], known: &[Lang]) -> Vec<Lang> {
    let latin = ["fr", "es", "pt", "sw", "id", "vi"].into_iter().filter_map(Lang::new).filter(|lang| !known.contains(lang));
    latin.filter(|lang| !lexicon.cues(clean, atoms, |of, letters| of == *lang && letters >= LONG_CUE).is_empty()).collect()
}

/// Bytes of the longest name that tells no language beside others.
const SHORTEST_VOTE: usize = 3;

/// A detector that is less sure does not tell what `1.250` means.
const SURE: f32 = 0.7;

/// Whether a name is a word of two or three plain letters, which stands in many languages.
fn is_short(clean: &Clean, mention: &Mention) -> bool {
    clean.as_str().get(mention.span.clone()).is_some_and(|word| word.len() <= SHORTEST_VOTE && word.is_ascii())
}

/// The languages of a text by the author's word, the detector's guess and the names found in it.
fn languages(clean: &Clean, declared: Option<Lang>, guesses: &[LangGuess], mentions: &[Mention]) -> Vec<Lang> {
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
    // It says little beside the others.
    let short = |mention: &&Mention| total > 1.0 && is_short(clean, mention);
    for sense in mentions.iter().filter(|mention| !short(mention)).filter_map(|mention| mention.senses.first()).filter(|sense| sense.lang != Lang::UND) {
        add(sense.lang, 0.8 * sense.confidence / total);
    }
    shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    shares.into_iter().map(|(lang, _)| lang).collect()
}
