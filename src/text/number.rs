//! Numbers in a text: all digit sets, grouping conventions, Chinese numerals, large-number words.
//!
//! Invariant: a number that two conventions read differently carries the other value in
//! `alternatives`, so that nobody ranks on it unawares.

use std::ops::Range;

use rust_decimal::Decimal;

use super::reading::{self, Convention, Reading};
use super::{Atom, AtomKind, Clean, Lang, numeral};

/// A number read in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberReading {
    /// The value, the likelier one if it is ambiguous.
    pub value: Decimal,
    /// Other values it may have; empty if it is unambiguous.
    pub alternatives: Vec<Decimal>,
    /// Bytes of [`Clean::as_str`], with a word such as `lakh` or 万 that multiplies it.
    pub span: Range<usize>,
    /// What that word multiplied it by; 1 without one.
    pub factor: Decimal,
}

/// Words that multiply the number before them, in folded form.
const MAGNITUDES: &[(&str, u64)] = &[
    ("lakh", 100_000), ("lakhs", 100_000), ("lac", 100_000), ("crore", 10_000_000), ("crores", 10_000_000),
    ("thousand", 1_000), ("million", 1_000_000), ("millions", 1_000_000), ("billion", 1_000_000_000),
    ("mille", 1_000), ("mil", 1_000), ("millones", 1_000_000), ("milhoes", 1_000_000), ("milhao", 1_000_000),
    ("тыс", 1_000), ("тысяч", 1_000), ("тысячи", 1_000), ("млн", 1_000_000), ("миллионов", 1_000_000),
    ("ribu", 1_000), ("juta", 1_000_000), ("nghin", 1_000), ("ngan", 1_000), ("trieu", 1_000_000),
    ("हजार", 1_000), ("लाख", 100_000), ("करोड", 10_000_000), ("হাজার", 1_000), ("লাখ", 100_000),
    ("কোটি", 10_000_000), ("الف", 1_000), ("مليون", 1_000_000), ("هزار", 1_000), ("ሺህ", 1_000), ("ሺ", 1_000),
    ("billones", 1_000_000_000_000), ("mn", 1_000_000), ("mln", 1_000_000), ("k", 1_000), ("rb", 1_000), ("jt", 1_000_000),
    ("тыс.", 1_000), ("миллиона", 1_000_000), ("млрд", 1_000_000_000), ("elfu", 1_000), ("milioni", 1_000_000), ("laki", 100_000),
    ("الاف", 1_000), ("ملايين", 1_000_000), ("مليونا", 1_000_000), ("हज़ार", 1_000), ("লক্ষ", 100_000), ("শত", 100), ("tr", 1_000_000),
    ("ሚሊዮን", 1_000_000), ("ร้อย", 100), ("พัน", 1_000), ("หมื่น", 10_000), ("แสน", 100_000), ("ล้าน", 1_000_000),
];

/// The numbers of a text in order. Digits within codes are not numbers; a range gives two. What
/// `1.250` means is decided by the other numbers of the text where they show how it writes them,
/// else by the language; where neither is sure it has two readings.
pub fn numbers(clean: &Clean, atoms: &[Atom], lang: Lang) -> Vec<NumberReading> {
    numbers_where(clean, atoms, lang, |_| true)
}

/// The same, where the caller says which atoms may be grouped with the one behind them.
pub(crate) fn numbers_where(clean: &Clean, atoms: &[Atom], lang: Lang, groups: impl Fn(usize) -> bool) -> Vec<NumberReading> {
    let text = clean.as_str();
    let shown = shown(clean, atoms);
    let mut found = Vec::new();
    let mut done = 0;
    for (at, atom) in atoms.iter().enumerate() {
        if atom.span.start < done {
            continue;
        }
        let rest = text.get(atom.span.start..).unwrap_or_default();
        let reading = match atom.kind {
            AtomKind::Number if lang.as_str() == "sw" && at.checked_sub(1).and_then(|before| atoms.get(before)).is_some_and(|word| matches!(word.folded.as_str(), "elfu" | "laki" | "milioni")) => from_digits(clean, atom.span.clone(), lang, shown).and_then(|number| {
                // Swahili says the magnitude first: laki 3 is 300,000.
                let word = atoms.get(at - 1)?;
                let (factor, _) = magnitude(&word.folded)?;
                Some(NumberReading { value: number.value.checked_mul(factor)?, factor, span: word.span.start..number.span.end, ..number })
            }),
            AtomKind::Number => spaced(clean, atoms, at, lang).filter(|_| groups(at)).or_else(|| from_digits(clean, atom.span.clone(), lang, shown)),
            AtomKind::Cluster => numeral::at_start(rest).map(|(value, len)| NumberReading {
                value,
                alternatives: Vec::new(),
                span: atom.span.start..atom.span.start + len,
                factor: Decimal::ONE,
            }),
            _ => None,
        };
        if let Some(reading) = reading {
            done = reading.span.end;
            found.push(reading);
        }
    }
    summed(clean, found)
}

/// The numbers where those of falling magnitude that stand side by side are one: 2 lakh 50 thousand, 3万5千.
fn summed(clean: &Clean, found: Vec<NumberReading>) -> Vec<NumberReading> {
    let mut sums: Vec<NumberReading> = Vec::with_capacity(found.len());
    // What the last part of the last number was multiplied by.
    let mut scale = Decimal::ONE;
    for number in found {
        let beside = |before: &NumberReading| {
            let gap = before.span.end..number.span.start;
            let joint = clean.as_str().get(gap.clone()).is_some_and(|between| matches!(between, "" | " " | " و")) && !clean.has_newline(&gap);
            joint && number.factor > Decimal::ONE && number.value < scale && before.alternatives.is_empty() && number.alternatives.is_empty()
        };
        let sum = sums.last().filter(|before| beside(before)).and_then(|before| before.value.checked_add(number.value));
        scale = number.factor;
        match (sum, sums.last_mut()) {
            (Some(value), Some(before)) => *before = NumberReading { value, alternatives: Vec::new(), span: before.span.start..number.span.end, factor: Decimal::ONE },
            _ => sums.push(number),
        }
    }
    sums
}

/// A number whose thousands a plain space parts (1 420 $): one to three digits, then exactly three, perhaps
/// with decimals behind a comma. Languages that do not write so may mean two numbers (grade 3, 200 t): both
/// are given.
fn spaced(clean: &Clean, atoms: &[Atom], at: usize, lang: Lang) -> Option<NumberReading> {
    let common = matches!(lang.as_str(), "fr" | "ru");
    let text = clean.as_str();
    let (first, second) = (atoms.get(at)?, atoms.get(at + 1).filter(|next| next.kind == AtomKind::Number)?);
    let (head, tail) = (text.get(first.span.clone())?, text.get(second.span.clone())?);
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (group, decimals) = tail.split_once(',').unwrap_or((tail, "0"));
    let fits = head.len() <= 3 && !head.starts_with('0') && digits(head) && group.len() == 3 && digits(group) && digits(decimals) && decimals.len() <= 2;
    if !fits || text.get(first.span.end..second.span.start) != Some(" ") || clean.has_newline(&(first.span.end..second.span.start)) {
        return None;
    }
    let value = format!("{head}{group}.{decimals}").parse::<Decimal>().ok()?.normalize();
    let alone = format!("{group}.{decimals}").parse::<Decimal>().ok()?.normalize();
    let (factor, more) = magnitude(rest_of_line(clean, second.span.end)).unwrap_or((Decimal::ONE, 0));
    // With its cents 1 150,00 is one amount, and not the number of something before 150,00.
    let alternatives = if common || decimals.len() == 2 { Vec::new() } else { vec![alone.checked_mul(factor)?] };
    Some(NumberReading { value: value.checked_mul(factor)?, alternatives, span: first.span.start..second.span.end + more, factor })
}

/// How the numbers of a text that can be read one way only are written; none if there is none such,
/// or if they disagree.
fn shown(clean: &Clean, atoms: &[Atom]) -> Option<Convention> {
    let text = clean.as_str();
    let runs = atoms.iter().filter(|atom| atom.kind == AtomKind::Number).filter_map(|atom| text.get(atom.span.clone()));
    // A tariff number shows nothing.
    let heading = |run: &&str| run.split_once('.').is_some_and(|(heading, rest)| heading.len() == 4 && rest.len() == 2);
    let mut shown = runs.filter(|run| !heading(run)).filter_map(reading::shows);
    let first = shown.next()?;
    shown.all(|other| other == first).then_some(first)
}

fn from_digits(clean: &Clean, span: Range<usize>, lang: Lang, shown: Option<Convention>) -> Option<NumberReading> {
    let text = clean.as_str();
    let run = text.get(span.clone())?;
    let written = clean.original().get(clean.original_span(span.clone()))?;
    let reading = if written.contains(['٬', '٫']) {
        // Arabic has a sign of its own for each purpose.
        Reading::Sure(run.replace([',', ' '], "").parse().ok()?)
    } else if run.is_ascii() {
        reading::read(run, lang, shown)
    } else {
        Reading::Sure(reading::with_fraction(run, lang)?)
    };
    let (value, other) = match reading {
        Reading::Sure(value) => (value, None),
        Reading::Either(value, other) => (value, Some(other)),
        Reading::NotANumber => return None,
    };
    let (factor, more) = magnitude(rest_of_line(clean, span.end)).unwrap_or((Decimal::ONE, 0));
    Some(NumberReading {
        value: value.checked_mul(factor)?,
        alternatives: other.and_then(|o| o.checked_mul(factor)).into_iter().collect(),
        span: span.start..span.end + more,
        factor,
    })
}

/// The text from a byte to the end of its line: what the next one begins with multiplies nothing.
fn rest_of_line(clean: &Clean, from: usize) -> &str {
    clean.as_str().get(from..clean.line_end(from)).unwrap_or_default()
}

/// The factor that the text after a number states, and the bytes it takes.
fn magnitude(after: &str) -> Option<(Decimal, usize)> {
    let word = after.strip_prefix(' ').unwrap_or(after);
    let skipped = after.len() - word.len();
    if let Some((factor, len)) = numeral::factor(word) {
        return Some((factor, skipped + len));
    }
    // 45 т.р.: thousands of roubles, of which the roubles stay.
    let roubles = ["т.р", "т. р"].iter().any(|short| word.strip_prefix(short).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)));
    if roubles {
        return Some((Decimal::ONE_THOUSAND, skipped + "т.".len()));
    }
    // Thai is not parted by spaces: a prefix is enough there.
    let thai = word.starts_with(|c| ('\u{E00}'..='\u{E7F}').contains(&c));
    let len = word.find(|c: char| !c.is_alphabetic() && !super::script::combines(c)).unwrap_or(word.len());
    let folded = super::fold(word.get(..len.min(40)).unwrap_or_default());
    MAGNITUDES
        .iter()
        .find(|(name, _)| if thai { word.starts_with(name) } else { *name == folded })
        .map(|(name, value)| {
            let dotted = !thai && len <= 8 && word.get(len..).is_some_and(|rest| rest.starts_with(". "));
            (Decimal::from(*value), skipped + if thai { name.len() } else { len + usize::from(dotted) })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, lang: &str) -> Vec<String> {
        let lang = Lang::new(lang).unwrap_or(Lang::UND);
        let clean = Clean::new(text);
        numbers(&clean, &crate::text::atoms(&clean), lang)
            .into_iter()
            .map(|n| {
                let others: Vec<String> = n.alternatives.iter().map(Decimal::to_string).collect();
                if others.is_empty() { n.value.to_string() } else { format!("{}|{}", n.value, others.join("|")) }
            })
            .collect()
    }

    #[test]
    fn conventions() {
        for (text, lang, expected) in [
            ("1.250,50", "und", "1250.50"),
            ("1.250", "pt", "1250"),
            ("1.250", "en", "1.250|1250"),
            ("1.250", "und", "1.250|1250"),
            ("1,250", "en", "1250"),
            ("1,250", "fr", "1.250|1250"),
            ("0.250", "en", "0.250"),
            ("1,250", "es", "1.250|1250"),
            ("1,00,000.50", "hi", "100000.50"),
            ("1.250.000", "und", "1250000"),
            ("0,125", "und", "0.125"),
            ("1'250'000.5", "und", "1250000.5"),
            ("١٬٢٥٠", "und", "1250"),
            ("٢٠٠٫٥٠٠", "und", "200.500"),
        ] {
            assert_eq!(read(text, lang), [expected], "{text} {lang}");
        }
    }

    #[test]
    fn other_numbers_of_the_text_decide() {
        assert_eq!(read("12.50 USD, 1,250 kg", "fr"), ["12.50", "1250"]);
        assert_eq!(read("2,5 t at 1.250 USD", "pt"), ["2.5", "1250"]);
        assert_eq!(read("2,5 t at 1,250 USD", "en"), ["2.5", "1250|1.250"], "the text and its language disagree");
        assert_eq!(read("1.250 USD, 3.000.000 kg", "en"), ["1250", "3000000"]);
        assert_eq!(read("31.12.2026, 1.250 t", "en"), ["1.250|1250"], "a date shows nothing");
    }

    #[test]
    fn words_and_ranges() {
        assert_eq!(read("10-20 MT", "en"), ["10", "20"]);
        assert_eq!(read("10万件", "zh"), ["100000"]);
        assert_eq!(read("1.5万", "zh"), ["15000.0"]);
        assert_eq!(read("5千克", "zh"), ["5"]);
        assert_eq!(read("三十五吨，两千公斤", "zh"), ["35", "2000"]);
        assert_eq!(read("5 lakh pieces", "en"), ["500000"]);
        assert_eq!(read("2 करोड़", "hi"), ["20000000"]);
        assert_eq!(read("20 mil toneladas", "es"), ["20000"]);
        assert_eq!(read("45 т.р./т", "ru"), ["45000"]);
        assert_eq!(read("45 т. ржи", "ru"), ["45"]);
        assert_eq!(read("5 แสนตัน", "th"), ["500000"]);
        assert_eq!(read("precio 100\nMil gracias", "es"), ["100"], "a line break parts");
        assert_eq!(read("W320 and 八角", "en"), Vec::<String>::new());
        assert_eq!(read("1 150,00 USD/t", "und"), ["1150"]);
        assert_eq!(read("1 150 USD/t", "es"), ["1150|150"], "may be two numbers");
    }

    #[test]
    fn falling_magnitudes_are_one_number() {
        for (text, lang, expected) in [
            ("2 lakh 50 thousand kg", "en", "250000"),
            ("1 crore 20 lakh 5 thousand pieces", "en", "12005000"),
            ("२ लाख ५० हजार", "hi", "250000"),
            ("৩ লাখ ২০ হাজার", "bn", "320000"),
            ("3万5千吨", "zh", "35000"),
            ("1 juta 500 ribu", "id", "1500000"),
            ("1 triệu 200 nghìn", "vi", "1200000"),
            ("1 млн 250 тыс тонн", "ru", "1250000"),
            ("2 แสน 5 หมื่น", "th", "250000"),
            ("2 مليون و500 الف", "ar", "2500000"),
            ("2 lakh 50 bags", "en", "200000 50"),
            ("5 thousand 2 lakh", "en", "5000 200000"),
        ] {
            assert_eq!(read(text, lang).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_long_row_of_magnitudes_is_passed_over_quickly() {
        assert_eq!(read(&"万".repeat(10_000), "zh").len(), 0);
        assert!(read(&"一".repeat(10_000), "zh").len() <= 1);
    }
}
