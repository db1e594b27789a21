//! Cues: the words around the facts of a trade text that say what a fact is for. "MOQ 18 t" and
//! "up to 18 t" hold the same amount; the cue tells the smallest order from the ceiling.
//!
//! Cues are no names of goods: they are kept beside the trie, overlap with mentions, and one form
//! may be several cues, of which the place in the text decides. They are matched on the same
//! atoms as everything else.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Lexicon;
use super::build::{LANGUAGES, LexiconError};
use super::table::{Row, Table};
use crate::text::{self, Atom, Clean, Lang};

/// The table of cues.
pub(super) const FILE: &str = "cues.tsv";

/// Longest form, in atoms; also of scripts whose atoms are single characters.
const LONGEST: usize = 24;

macro_rules! cues {
    ($($name:ident $slug:literal),* $(,)?) => {
        /// What a word says about the fact beside it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Cue { $(#[doc = $slug] $name),* }

        const CUES: &[(&str, Cue)] = &[$(($slug, Cue::$name)),*];
    };
}

cues! {
    Buy "buy", Sell "sell", Quantity "quantity", Moq "moq", Capacity "capacity",
    EachDay "each-day", EachWeek "each-week", EachMonth "each-month", EachQuarter "each-quarter", EachYear "each-year",
    Day "day", Week "week", Month "month", Year "year",
    Price "price", Target "target-price", AtMost "at-most", AtLeast "at-least", About "about", To "to", Per "per", Tolerance "tolerance",
    Origin "origin", Grown "grown", Destination "destination", Loading "loading", Ships "ships",
    ValidUntil "valid-until", NeededBy "needed-by", LeadTime "lead-time",
    Tt "pay-tt", Advance "pay-advance", Lc "pay-lc", Sight "sight", Usance "usance", Dp "pay-dp", Da "pay-da", Cad "pay-cad",
    Deposit "pay-deposit", OpenAccount "pay-open-account", Cod "pay-cod", Escrow "pay-escrow",
    C0110 "channel-0110", C1210 "channel-1210", C1239 "channel-1239", C9610 "channel-9610", C1039 "channel-1039",
    C9710 "channel-9710", C9810 "channel-9810", C4019 "channel-4019", C0214 "channel-0214", C0615 "channel-0615",
    Sample "sample", Packing "packing", Not "not", Excepted "excepted", Refuse "refuse", Contact "contact", MeasureOf "measure-of",
    Month1 "month-1", Month2 "month-2", Month3 "month-3", Month4 "month-4", Month5 "month-5", Month6 "month-6",
    Month7 "month-7", Month8 "month-8", Month9 "month-9", Month10 "month-10", Month11 "month-11", Month12 "month-12",
    MonthEnd "month-end", Quarter1 "quarter-1", Quarter2 "quarter-2", Quarter3 "quarter-3", Quarter4 "quarter-4",
    Half1 "half-1", Half2 "half-2", ReadyFrom "ready-from", Crop "crop", ThisYear "this-year", Hs "hs-code", Turnover "turnover", Cents "cents", Exchange "exchange", TotalPrice "total-price", Hour "hour", Greeting "greeting", Company "company", Customer "customer", Seat "seat", Purity "purity", Idiom "idiom",
    Number1 "number-1", Number2 "number-2", Number3 "number-3", Number4 "number-4", Number5 "number-5", Number6 "number-6",
    Number7 "number-7", Number8 "number-8", Number9 "number-9", Number10 "number-10", Number20 "number-20",
    Number50 "number-50", Number100 "number-100",
}

impl Cue {
    /// Reads the name of the table.
    pub fn parse(slug: &str) -> Option<Cue> {
        CUES.iter().find(|(known, _)| *known == slug).map(|(_, cue)| *cue)
    }

    /// The name of the table.
    pub fn slug(self) -> &'static str {
        CUES.get(self as usize).map_or("", |(slug, _)| slug)
    }
}

/// A set of cues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CueSet(u128);

impl CueSet {
    /// The set of one.
    pub fn of(cue: Cue) -> CueSet {
        let mut set = CueSet::default();
        set.insert(cue);
        set
    }

    /// Whether a cue is in it.
    pub fn has(self, cue: Cue) -> bool {
        self.0 & (1 << (cue as u32)) != 0
    }

    /// Whether any of several cues is in it.
    pub fn any(self, cues: &[Cue]) -> bool {
        cues.iter().any(|cue| self.has(*cue))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The month of the year that it names, from 1.
    pub fn month(self) -> Option<i16> {
        let months = (self.0 >> (Cue::Month1 as u32)) & 0xFFF;
        (months != 0).then(|| months.trailing_zeros() as i16 + 1)
    }

    /// The quarter of the year that it names, from 1.
    pub fn quarter(self) -> Option<i16> {
        let quarters = (self.0 >> (Cue::Quarter1 as u32)) & 0xF;
        (quarters != 0).then(|| quarters.trailing_zeros() as i16 + 1)
    }

    /// The number that it says in words.
    pub fn count(self) -> Option<u32> {
        const SAID: [u32; 13] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100];
        let counts = (self.0 >> (Cue::Number1 as u32)) & 0x1FFF;
        if counts == 0 { None } else { SAID.get(counts.trailing_zeros() as usize).copied() }
    }

    fn insert(&mut self, cue: Cue) {
        self.0 |= 1 << (cue as u32);
    }
}

/// A cue found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct CueMention {
    /// What it may say.
    pub cues: CueSet,
    /// Atoms from and to.
    pub atoms: Range<usize>,
}

struct Form {
    /// The atoms after the first.
    rest: Vec<String>,
    /// All atoms with their accents.
    exact: Vec<String>,
    lang: Lang,
    cue: Cue,
}

/// The forms of all cues, by their first atom.
#[derive(Default)]
pub(super) struct Cues(FxHashMap<String, Vec<Form>>);

/// Refuses a table with a cue that nothing reads.
pub(super) fn check(path: &str, content: &str) -> Result<(), LexiconError> {
    let mut table = Table::open(path, content);
    while let Some(row) = table.next_row() {
        if Cue::parse(row.get("cue")).is_none() {
            return Err(LexiconError::Line { path: path.to_owned(), line: row.line, problem: format!("{} is not a cue", row.get("cue")) });
        }
    }
    Ok(())
}

impl Cues {
    /// Cuts the forms of a table that [`check`] has seen.
    pub(super) fn read(content: &str) -> Cues {
        let mut cues = Cues::default();
        let mut table = Table::open(FILE, content);
        while let Some(row) = table.next_row() {
            let Some(cue) = Cue::parse(row.get("cue")) else { continue };
            for lang in LANGUAGES.iter().filter_map(|tag| Lang::new(tag)) {
                cues.add(&row, lang, cue);
            }
        }
        cues
    }

    fn add(&mut self, row: &Row<'_, '_>, lang: Lang, cue: Cue) {
        for form in row.list(lang.as_str()) {
            let atoms = text::atoms(&Clean::new(form));
            let exact = atoms.iter().map(|atom| atom.exact.clone()).collect();
            let mut folded = atoms.into_iter().map(|atom| atom.folded);
            if let Some(first) = folded.next() {
                self.0.entry(first).or_default().push(Form { rest: folded.collect(), exact, lang, cue });
            }
        }
    }

    /// The longest cue that starts at an atom, of the languages that `spoken` accepts.
    fn at(&self, text: &str, atoms: &[Atom], start: usize, spoken: &impl Fn(Lang, usize) -> bool) -> Option<CueMention> {
        let first = atoms.get(start)?;
        let (mut longest, mut cues) = (0, CueSet::default());
        for form in self.0.get(&first.folded)? {
            let length = 1 + form.rest.len();
            let letters = if length == 1 { first.folded.chars().count() } else { usize::MAX };
            if length < longest || length > LONGEST || !spoken(form.lang, letters) || !follows(text, atoms, start, &form.rest) || !spelt(atoms, start, &form.exact, form.lang) {
                continue;
            }
            if length > longest {
                (longest, cues) = (length, CueSet::default());
            }
            cues.insert(form.cue);
        }
        (longest > 0).then_some(CueMention { cues, atoms: start..start + longest })
    }
}

/// Whether words with Vietnamese letters are those of a form to the accent: tới is not tỏi, and of a Vietnamese
/// form those with any accent, as màu is not mẫu.
fn spelt(atoms: &[Atom], start: usize, exact: &[String], lang: Lang) -> bool {
    let plain = |word: &str| !text::is_vietnamese(word) && (lang.as_str() != "vi" || word.is_ascii());
    exact.iter().zip(atoms.iter().skip(start)).all(|(form, atom)| *form == atom.exact || plain(&atom.exact))
}

/// Whether the atoms after one are those of a form: in one clause, or parted by nothing but the
/// stroke or stop of an abbreviation (L/C).
fn follows(text: &str, atoms: &[Atom], start: usize, rest: &[String]) -> bool {
    rest.iter().enumerate().all(|(at, folded)| {
        let (Some(before), Some(atom)) = (atoms.get(start + at), atoms.get(start + at + 1)) else { return false };
        atom.folded == *folded
            && (atom.clause == before.clause || matches!(text.get(before.span.end..atom.span.start), Some("/" | "." | ". ")))
    })
}

impl Lexicon {
    /// What a single word, folded, may say in the languages that `spoken` accepts.
    pub fn cues_of_word(&self, folded: &str, spoken: impl Fn(Lang, usize) -> bool) -> CueSet {
        let letters = folded.chars().count();
        let mut cues = CueSet::default();
        let forms = self.cue_forms().0.get(folded).into_iter().flatten();
        forms.filter(|form| form.rest.is_empty() && spoken(form.lang, letters)).for_each(|form| cues.insert(form.cue));
        cues
    }

    fn cue_forms(&self) -> &Cues {
        self.cues.get_or_init(|| Cues::read(self.text.get(self.cue_table.clone()).unwrap_or_default()))
    }

    /// The cues of a text in order, none overlapping; `spoken` says whether to take a form of a
    /// language that has so many letters (a huge number for more than one word).
    pub fn cues(&self, clean: &Clean, atoms: &[Atom], spoken: impl Fn(Lang, usize) -> bool) -> Vec<CueMention> {
        let table = self.cue_forms();
        let mut found = Vec::new();
        let mut at = 0;
        while at < atoms.len() {
            match table.at(clean.as_str(), atoms, at, &spoken) {
                Some(mention) => {
                    at = mention.atoms.end;
                    found.push(mention);
                }
                None => at += 1,
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_numbers_stand_in_their_order() {
        for (slug, cue) in CUES {
            let number = |prefix: &str| slug.strip_prefix(prefix).and_then(|number| number.parse::<u32>().ok());
            assert_eq!(CueSet::of(*cue).month().map(|month| month as u32), number("month-"), "{slug}");
            assert_eq!(CueSet::of(*cue).quarter().map(|quarter| quarter as u32), number("quarter-"), "{slug}");
            assert_eq!(CueSet::of(*cue).count(), number("number-"), "{slug}");
        }
    }
}
