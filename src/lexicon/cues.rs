//! Cues: the words around the facts of a trade text that say what a fact is for. "MOQ 18 t" and
//! "up to 18 t" hold the same amount; the cue tells the smallest order from the ceiling.
//!
//! Cues are no names of goods: they are kept beside the trie, overlap with mentions, and one form
//! may be several cues, of which the place in the text decides. They are matched on the same
//! atoms as everything else.

use std::ops::Range;

use super::Lexicon;
use super::build::LexiconError;
use super::phrases::{self, Phrases};
use crate::text::{Atom, Clean, Lang};

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
    Deposit "pay-deposit", OpenAccount "pay-open-account", Cod "pay-cod", Escrow "pay-escrow", Halves "pay-halves",
    C0110 "channel-0110", C1210 "channel-1210", C1239 "channel-1239", C9610 "channel-9610", C1039 "channel-1039",
    C9710 "channel-9710", C9810 "channel-9810", C4019 "channel-4019", C0214 "channel-0214", C0615 "channel-0615",
    Sample "sample", Packing "packing", Not "not", Without "without", Excepted "excepted", Refuse "refuse", Contact "contact", MeasureOf "measure-of",
    Month1 "month-1", Month2 "month-2", Month3 "month-3", Month4 "month-4", Month5 "month-5", Month6 "month-6",
    Month7 "month-7", Month8 "month-8", Month9 "month-9", Month10 "month-10", Month11 "month-11", Month12 "month-12",
    MonthEnd "month-end", Quarter1 "quarter-1", Quarter2 "quarter-2", Quarter3 "quarter-3", Quarter4 "quarter-4",
    Half1 "half-1", Half2 "half-2", ReadyFrom "ready-from", Crop "crop", ThisYear "this-year", Hs "hs-code", Turnover "turnover", Cents "cents", Exchange "exchange", TotalPrice "total-price", Hour "hour", Greeting "greeting", Company "company", Customer "customer", Seat "seat", Purity "purity", Idiom "idiom",
    Accepted "accepted", Wholly "wholly", Faint "faint", OpensBuy "opens-buy", OpensSell "opens-sell", Each "each", Thing "thing", Cooled "cooled",
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

/// The forms of all cues.
pub(super) struct Cues(Phrases<Cue>);

/// Refuses a table with a cue that nothing reads.
pub(super) fn check(path: &str, content: &str) -> Result<(), LexiconError> {
    phrases::check(path, content, |row| Cue::parse(row.get("cue")).is_none().then(|| format!("{} is not a cue", row.get("cue"))))
}

impl Cues {
    /// Cuts the forms of a table that [`check`] has seen.
    pub(super) fn read(content: &str) -> Cues {
        Cues(Phrases::read(FILE, content, |row| Cue::parse(row.get("cue"))))
    }

    /// The longest cue that starts at an atom, of the languages that `spoken` accepts.
    fn at(&self, text: &str, atoms: &[Atom], start: usize, spoken: &impl Fn(Lang, usize) -> bool) -> Option<CueMention> {
        let first = atoms.get(start)?;
        let (mut longest, mut cues) = (0, CueSet::default());
        // In one clause, or parted by nothing but the stroke or stop of an abbreviation (L/C).
        let joined = |before: &Atom, atom: &Atom| atom.clause == before.clause || matches!(text.get(before.span.end..atom.span.start), Some("/" | "." | ". "));
        for form in self.0.beginning(&first.folded) {
            let length = form.len();
            let letters = if length == 1 { first.folded.chars().count() } else { usize::MAX };
            if length < longest || length > LONGEST || !spoken(form.lang, letters) || !form.stands(atoms, start, joined) {
                continue;
            }
            if length > longest {
                (longest, cues) = (length, CueSet::default());
            }
            cues.insert(form.means);
        }
        (longest > 0).then_some(CueMention { cues, atoms: start..start + longest })
    }
}

impl Lexicon {
    /// What a single word, folded, may say in the languages that `spoken` accepts.
    pub fn cues_of_word(&self, folded: &str, spoken: impl Fn(Lang, usize) -> bool) -> CueSet {
        let letters = folded.chars().count();
        let mut cues = CueSet::default();
        let forms = self.cue_forms().0.beginning(folded).iter();
        forms.filter(|form| form.len() == 1 && spoken(form.lang, letters)).for_each(|form| cues.insert(form.means));
        cues
    }

    fn cue_forms(&self) -> &Cues {
        self.cues.get_or_init(|| Cues::read(self.text.get(self.cue_table.clone()).unwrap_or_default()))
    }

    /// The cues of a text in order, none overlapping; `spoken` says whether to take a form of a
    /// language that has so many letters (a huge number for more than one word).
    pub fn cues(&self, clean: &Clean, atoms: &[Atom], spoken: impl Fn(Lang, usize) -> bool) -> Vec<CueMention> {
        let table = self.cue_forms();
        phrases::in_order(atoms.len(), |at| table.at(clean.as_str(), atoms, at, &spoken), |mention| mention.atoms.end)
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
