//! Numbers in words: deux mille, डेढ़ लाख, tani elfu mbili, สองพัน.
//!
//! The table holds the words with what each does: it is added (vingt, quinientas), multiplies what stands
//! before it (hundred, हज़ार) or behind it (elfu), or changes the next one (साढ़े). Words of one language make
//! one number. Chinese numerals are read by their characters.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Lexicon;
use super::build::LexiconError;
use super::phrases::{self, Phrase, Phrases};
use super::table::Row;
use crate::text::{Atom, Clean, Lang, NumberReading};

/// The table of numerals.
pub(super) const FILE: &str = "numerals.tsv";

/// Words of the longest numeral.
const LONGEST: usize = 24;

/// What a word does in a number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Numeral {
    /// It is added: twenty, quinientas.
    Add(Decimal),
    /// It multiplies what stands before it: hundred, ribu.
    Times(Decimal),
    /// It multiplies what stands behind it: elfu mbili.
    Of(Decimal),
    /// It is added to the next word: साढ़े तीन is 3.5.
    More(Decimal),
    /// Half of the last multiplier: hai nghìn rưỡi is 2,500.
    Half,
    /// It joins two parts: twenty and five.
    And,
}

impl Numeral {
    fn parse(kind: &str, value: &str) -> Option<Numeral> {
        let value = value.parse().ok()?;
        Some(match kind {
            "add" => Numeral::Add(value),
            "times" => Numeral::Times(value),
            "of" => Numeral::Of(value),
            "more" => Numeral::More(value),
            "half" => Numeral::Half,
            "and" => Numeral::And,
            _ => return None,
        })
    }
}

/// A number in words, found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct NumeralMention {
    /// The number.
    pub number: NumberReading,
    /// Atoms from and to.
    pub atoms: Range<usize>,
    /// Of how many words it is.
    pub words: usize,
}

/// The words of all numbers.
pub(super) struct Numerals(Phrases<Numeral>);

/// Refuses a table with a row that is no numeral.
pub(super) fn check(path: &str, content: &str) -> Result<(), LexiconError> {
    let unread = |row: &Row<'_, '_>| format!("{} {} is not a value and one of add, times, of, more, half, and", row.get("value"), row.get("kind"));
    phrases::check(path, content, |row| Numeral::parse(row.get("kind"), row.get("value")).is_none().then(|| unread(row)))
}

impl Numerals {
    /// Cuts the forms of a table that [`check`] has seen.
    pub(super) fn read(content: &str) -> Numerals {
        Numerals(Phrases::read(FILE, content, |row| Numeral::parse(row.get("kind"), row.get("value"))))
    }

    /// The longest word of a language at an atom, and the atom behind it. Within a number an Arabic word may
    /// have the word for and grown onto it.
    fn at(&self, atoms: &[Atom], start: usize, lang: Lang, within: bool) -> Option<(Numeral, usize)> {
        let first = atoms.get(start)?;
        let joined = !within || start.checked_sub(1).and_then(|before| atoms.get(before)).is_some_and(|before| before.clause == first.clause);
        let stands = |form: &&Phrase<Numeral>| form.lang == lang && form.stands(atoms, start, |before, atom| before.clause == atom.clause);
        let longest = |word: &str| self.0.beginning(word).iter().filter(stands).max_by_key(|form| form.len()).map(|form| (form.means, start + form.len()));
        let bare = || first.folded.strip_prefix('و').filter(|_| within && lang.as_str() == "ar");
        joined.then(|| longest(&first.folded).or_else(|| longest(bare()?))).flatten()
    }

    /// The number that starts at an atom, in words of one language.
    fn number(&self, atoms: &[Atom], start: usize, lang: Lang) -> Option<(Sum, Range<usize>, usize)> {
        let mut sum = Sum::default();
        let (mut at, mut until, mut words) = (start, start, 0);
        while words < LONGEST {
            let Some((numeral, next)) = self.at(atoms, at, lang, words > 0) else { break };
            if numeral == Numeral::And && until > start {
                at = next;
                continue;
            }
            let (read, next) = match numeral {
                Numeral::Of(factor) => {
                    let (digits, units, next) = self.behind(atoms, next, lang);
                    (sum.of(factor, digits, units), next)
                }
                _ => (sum.take(numeral), next),
            };
            if read.is_none() {
                break;
            }
            (at, until, words) = (next, next, words + 1);
        }
        // `elfu mbili` is two words.
        let words = words.max((until - start).min(2));
        (until > start).then_some((sum, start..until, words))
    }

    /// What a multiplier that stands first multiplies: kumi na mbili in elfu kumi na mbili, as tens and units.
    fn behind(&self, atoms: &[Atom], at: usize, lang: Lang) -> (Decimal, Option<Decimal>, usize) {
        let added = |at: usize| match self.at(atoms, at, lang, true) {
            Some((Numeral::Add(value), next)) => Some((value, next)),
            _ => None,
        };
        let Some((first, next)) = added(at) else { return (Decimal::ONE, None, at) };
        let joined = match self.at(atoms, next, lang, true) {
            Some((Numeral::And, after)) if first >= Decimal::TEN => added(after),
            _ => None,
        };
        match joined.filter(|(units, _)| *units < Decimal::TEN) {
            Some((units, next)) => (first, Some(units), next),
            None => (first, None, next),
        }
    }
}

/// A number as far as its words are read.
struct Sum {
    total: Decimal,
    /// What the last multiplier was: the next one is smaller.
    scale: Option<Decimal>,
    /// What was read since, in hundreds and tens.
    section: Decimal,
    /// The next part of the section is smaller.
    room: Decimal,
    /// The last word, if no multiplier has touched it, and what is added behind it is smaller than.
    pending: Option<(Decimal, Decimal)>,
    /// What the next word is changed by.
    more: Decimal,
    /// How much another reading differs.
    differs: Option<Decimal>,
}

impl Default for Sum {
    fn default() -> Sum {
        Sum { total: Decimal::ZERO, scale: None, section: Decimal::ZERO, room: Decimal::from(10_000), pending: None, more: Decimal::ZERO, differs: None }
    }
}

impl Sum {
    /// Takes the next word; nothing if it is not of this number.
    fn take(&mut self, numeral: Numeral) -> Option<()> {
        let thousand = Decimal::ONE_THOUSAND;
        match numeral {
            Numeral::Add(value) if value >= thousand => self.scaled(value, Decimal::ONE, if value >= Decimal::from(1_000_000) { Decimal::from(500_000) } else { thousand }),
            Numeral::Add(value) => {
                let value = value + self.more;
                match self.pending {
                    Some((known, room)) if value < room && value >= Decimal::ONE => {
                        self.section += known;
                        self.room = room;
                    }
                    None if value < self.room && (value >= Decimal::ONE || self.section.is_zero()) => {}
                    _ => return None,
                }
                self.pending = Some((value, room_behind(value)));
                self.more = Decimal::ZERO;
                Some(())
            }
            Numeral::Times(factor) if factor < thousand => {
                let part = self.base().checked_mul(factor).filter(|part| *part < self.room)?;
                self.section += part;
                self.room = factor;
                self.pending = None;
                self.more = Decimal::ZERO;
                Some(())
            }
            Numeral::Times(factor) => {
                let base = if self.section.is_zero() { self.base() } else { self.section + self.last() };
                self.section = Decimal::ZERO;
                self.pending = None;
                self.more = Decimal::ZERO;
                self.scaled(base, factor, factor)
            }
            Numeral::More(part) if self.pending.is_none() && self.more.is_zero() => {
                self.more = part;
                Some(())
            }
            Numeral::Half => {
                let half = Decimal::new(5, 1);
                match (self.pending, self.scale) {
                    (Some((known, room)), _) if room > Decimal::ZERO => self.pending = Some((known + half, Decimal::ZERO)),
                    (None, Some(scale)) if self.section.is_zero() => self.total += scale * half,
                    _ => return None,
                }
                Some(())
            }
            _ => None,
        }
    }

    /// Takes a multiplier that stands before what it multiplies. Whether units behind tens are multiplied,
    /// too, is not said: elfu ishirini na tano is 25,000 or 20,005.
    fn of(&mut self, factor: Decimal, digits: Decimal, units: Option<Decimal>) -> Option<()> {
        if self.pending.is_some() {
            return None;
        }
        let units = units.unwrap_or_default();
        self.scaled(digits + units, factor, factor)?;
        if !units.is_zero() {
            self.differs = units.checked_sub(factor.checked_mul(units)?);
        }
        Some(())
    }

    /// Adds a multiple of a multiplier that is smaller than the last.
    fn scaled(&mut self, base: Decimal, factor: Decimal, scale: Decimal) -> Option<()> {
        let fits = self.scale.is_none_or(|last| scale < last) && self.pending.is_none() && self.section.is_zero();
        let part = base.checked_mul(factor).filter(|_| fits)?;
        self.total = self.total.checked_add(part)?;
        self.scale = Some(scale);
        self.room = scale.min(Decimal::from(10_000));
        Some(())
    }

    /// What a multiplier multiplies where no hundreds stand before it; one where nothing does.
    fn base(&self) -> Decimal {
        self.pending.map_or(Decimal::ONE + self.more, |(value, _)| value)
    }

    /// The last word, if no multiplier has touched it.
    fn last(&self) -> Decimal {
        self.pending.map_or(Decimal::ZERO, |(value, _)| value)
    }

    fn value(&self) -> Option<Decimal> {
        let value = self.total.checked_add(self.section)?.checked_add(self.last())?;
        (value > Decimal::ZERO && self.more.is_zero()).then(|| value.normalize())
    }
}

/// What is added behind a word is smaller than this: units behind twenty, eleven behind soixante.
fn room_behind(value: Decimal) -> Decimal {
    let of = |factor: i64| (value % Decimal::from(factor)).is_zero();
    match value {
        _ if of(100) => Decimal::ONE_HUNDRED,
        _ if value == Decimal::from(60) || value == Decimal::from(80) => Decimal::from(20),
        _ if of(10) => Decimal::TEN,
        _ if of(1) => Decimal::ONE,
        _ => Decimal::ZERO,
    }
}

impl Lexicon {
    /// The numbers in words of a text in order; `spoken` says whether to take a word of a language that has
    /// so many letters.
    pub fn numerals(&self, clean: &Clean, atoms: &[Atom], spoken: impl Fn(Lang, usize) -> bool) -> Vec<NumeralMention> {
        let table = self.numerals.get_or_init(|| Numerals::read(self.text.get(self.numeral_table.clone()).unwrap_or_default()));
        let find = |at: usize| {
            let atom = atoms.get(at)?;
            let letters = atom.folded.chars().count();
            let mut langs: Vec<Lang> = table.0.beginning(&atom.folded).iter().map(|form| form.lang).filter(|lang| spoken(*lang, letters)).collect();
            langs.dedup();
            let (sum, range, words) = langs.into_iter().filter_map(|lang| table.number(atoms, at, lang)).max_by_key(|(_, range, _)| range.end)?;
            let value = sum.value()?;
            let span = atom.span.start..atoms.get(range.end.checked_sub(1)?)?.span.end;
            let whole = clean.as_str().get(span.clone()).is_some_and(|written| !written.contains('\n'));
            let alternatives = sum.differs.and_then(|differs| value.checked_add(differs)).into_iter().collect();
            whole.then_some(NumeralMention { number: NumberReading { value, alternatives, span, factor: Decimal::ONE }, atoms: range, words })
        };
        phrases::in_order(atoms.len(), find, |mention| mention.atoms.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn numbers_are_read_in_words() {
        let lexicon = Lexicon::builtin().expect("builds");
        let read = |text: &str, tag: &str| {
            let clean = Clean::new(text);
            let own = Lang::new(tag).expect("a language");
            let found = lexicon.numerals(&clean, &text::atoms(&clean), |lang, _| lang == own);
            found.iter().map(|mention| std::iter::once(mention.number.value).chain(mention.number.alternatives.clone()).map(|value| value.to_string()).collect::<Vec<_>>().join("|")).collect::<Vec<_>>().join(" ")
        };
        for (lang, text, expected) in [
            ("en", "two thousand five hundred tonnes", "2500"),
            ("en", "one hundred and twenty-five drums", "125"),
            ("en", "half a million pieces", "500000"),
            ("en", "fifteen hundred bags", "1500"),
            ("fr", "deux mille cinq cents tonnes", "2500"),
            ("fr", "quatre-vingt-dix-sept", "97"),
            ("fr", "soixante et onze mille", "71000"),
            ("fr", "cent cinquante mille pièces", "150000"),
            ("es", "mil quinientas toneladas", "1500"),
            ("es", "doscientos cincuenta mil", "250000"),
            ("es", "dos millones y medio", "2500000"),
            ("pt", "duas mil e quinhentas toneladas", "2500"),
            ("pt", "cento e vinte e cinco", "125"),
            ("ru", "две тысячи пятьсот тонн", "2500"),
            ("ru", "полторы тысячи тонн", "1500"),
            ("ru", "двадцать пять тысяч", "25000"),
            ("ar", "ألفين وخمسمائة طن", "2500"),
            ("ar", "مائة ألف طن", "100000"),
            ("ar", "ثلاثة آلاف طن", "3000"),
            ("ar", "مائة وعشرين طن", "120"),
            ("sw", "elfu mbili na mia tano", "2500"),
            ("sw", "laki tatu", "300000"),
            ("sw", "mia mbili hamsini", "250"),
            ("sw", "elfu ishirini na tano", "25000|20005"),
            ("hi", "डेढ़ लाख टन", "150000"),
            ("hi", "साढ़े तीन हज़ार", "3500"),
            ("hi", "सवा लाख", "125000"),
            ("hi", "दो हज़ार पांच सौ", "2500"),
            ("bn", "আড়াই হাজার টন", "2500"),
            ("bn", "পাঁচশ টন", "500"),
            ("id", "dua ribu lima ratus ton", "2500"),
            ("id", "seratus dua puluh lima", "125"),
            ("vi", "hai nghìn tấn", "2000"),
            ("vi", "hai nghìn rưỡi", "2500"),
            ("vi", "một trăm hai mươi lăm", "125"),
            ("th", "สองพันห้าร้อยตัน", "2500"),
            ("th", "สามแสนห้าหมื่น", "350000"),
            ("th", "ยี่สิบห้าตู้", "25"),
            ("am", "ሁለት ሺህ አምስት መቶ ቶን", "2500"),
            ("am", "አስራ አምስት ቶን", "15"),
        ] {
            assert_eq!(read(text, lang), expected, "{text}");
        }
        assert_eq!(read("two three", "en"), "2 3", "no number of two digits is made of two");
        // The accents make other words: canarium, mushrooms, seafood, husks; without any they are left to the reader.
        assert_eq!(read("trám, nấm, hải sản, bã mía", "vi"), "");
        assert_eq!(read("hai tram tan", "vi"), "200");
    }
}
