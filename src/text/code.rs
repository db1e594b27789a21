//! Codes and grades: what mixes letters and digits and must be matched as a whole.
//!
//! `W-320`, `W320` and `w 320` are one code; `500kg`, `20ft` and `USD1250` are amounts. The word
//! lists say which letters beside a number do not make it a code.
//!
//! Invariant: a code's key is made of ASCII lower-case letters and digits only (and letters of
//! other scripts where the code has them).

use super::Clean;
use super::fold::fold;

/// Letters after a number that make it an amount.
const UNITS: &[&str] = &[
    "bags", "bbl", "bbls", "cbm", "cl", "cm", "cm2", "cm3", "cny", "ct", "ctn", "ctns", "day", "days", "dl", "dz",
    "eme", "er", "ere", "eur", "fcl", "ft", "ft2", "ft3", "g", "gal", "gm", "gms", "gr", "grs", "gsm", "ha", "hp",
    "hr", "hrs", "hz", "inch", "j", "jr", "jrs", "jt", "inr", "k", "kg", "kgs", "khz", "kilo", "kilos", "km", "km2", "kv", "kva", "kw",
    "dc", "dv", "fr", "gp", "hc", "hq", "ot", "rf", "rh", "kwh", "l", "lb", "lbs", "lcl", "lt", "ltr", "ltrs", "lts", "m", "m2", "m3", "mesh", "mg", "mhz", "mic", "min",
    "ml", "mm", "mm2", "mm3", "mpa", "mt", "mts", "mw", "nd", "nos", "oz", "pc", "pcs", "pct", "pes", "ply", "ppb",
    "ppm", "psi", "px", "qtl", "qtls", "qx", "rb", "rd", "rmb", "sec", "set", "sets", "sq", "sqft", "sqm", "st", "t",
    "th", "to", "ton", "tonne", "tonnes", "tons", "tpd", "tpm", "tpy", "tr", "ts", "tsh", "um", "usd", "v", "vol", "wt",
    "x", "yd", "yds",
];

/// The commonest units in scripts other than Latin and Han.
const NATIVE_UNITS: &[&str] = &[
    "टन", "किलो", "किग्रा", "क्विंटल", "টন", "কেজি", "কুইন্টাল", "ตัน", "กก", "กิโล", "ቶን", "ኩንታል", "ኪሎ", "طن", "كيلو", "كجم", "тонн", "т ", "кг", "шт", "ц ",
];

/// How words for a container begin: a small number before one counts them (BB/CC 3 kontainer).
const CONTAINERS: &[&str] = &["cont", "kont", "конт", "कंटेनर", "कन्टेनर", "কন্টেইনার", "কনটেইনার", "ตู้", "حاوي", "ኮንቴ"];

/// Words of up to four letters before a number that do not form a code with it:
/// currencies, trade terms, labels, small words of several languages, names of goods.
const NO_PREFIX: &[&str] = &[
    "a", "abt", "al", "an", "and", "at", "au", "aux", "ban", "bdt", "bean", "beef", "bis", "brl", "but", "buy", "by",
    "c", "cad", "cfa", "cfr", "chai", "cif", "cip", "cm", "cny", "coal", "con", "corn", "cpt", "d", "da", "dal", "dan", "dap", "dp",
    "das", "date", "day", "de", "del", "des", "di", "do", "dos", "du", "e", "eggs", "el", "em", "en", "et", "etb",
    "eur", "exw", "fas", "fat", "fca", "fcfa", "fish", "fob", "for", "from", "full", "g", "gbp", "ghs", "gia", "go",
    "goat", "gold", "grs", "gum", "has", "hat", "hay", "hemp", "hide", "hs", "hsn", "ht", "hts", "i", "idr", "ii", "iii", "iv", "in",
    "inr", "is", "iron", "jute", "ka", "kes", "kg", "kgs", "ki", "km", "ko", "ksh", "kwa", "l", "la", "las", "lb",
    "lc", "le", "lead", "les", "lime", "loai", "los", "m", "mad", "mai", "maiz", "max", "meal", "meat", "mil", "milk",
    "min", "ml", "mm", "moq", "mt", "mts", "mua", "n", "na", "ncm", "ngn", "nl", "no", "noix", "nr", "nuez",
    "nut", "nuts", "o", "oats", "of", "oil", "oa", "on", "only", "or", "order", "ore", "ou", "oz", "pack", "par", "pcs",
    "peas", "per", "pine", "pkr", "po", "por", "pork", "pour", "ppm", "px", "qty", "raw", "rice", "riz", "rmb", "rp",
    "rs", "rub", "rum", "sa", "sale", "salt", "se", "sel", "sh", "sell", "soja", "som", "soy", "soya", "sur", "t", "ta",
    "tali", "tea", "teak", "tt", "the", "thb", "tin", "tk", "to", "top", "tsh", "tu", "tzs", "un", "una", "und", "up",
    "upto", "urea", "us", "usd", "va", "vnd", "vol", "voi", "vu", "wa", "with", "wood", "wool", "x", "xaf", "xof", "y", "ya",
    "year", "yr", "za", "zar", "zinc",
];

/// Prefixes that stay words even when written together with the number: `USD1250`, `HS0801`.
const SPLIT_PREFIX: &[&str] = &[
    "bdt", "brl", "cfr", "cif", "cny", "etb", "eur", "fcfa", "fob", "gbp", "ghs", "hs", "hsn", "hts", "idr", "inr",
    "kes", "ksh", "lc", "mad", "moq", "ncm", "ngn", "pkr", "qty", "rm", "rmb", "rp", "rs", "rub", "sh", "thb", "tk", "tsh", "tt", "tzs",
    "us", "usd", "vnd", "x", "xaf", "xof", "zar",
];

/// Whether a word stays one before the number written together with it: the 2 of USD2,150 is no power.
pub(crate) fn precedes_number(word: &str) -> bool {
    listed(SPLIT_PREFIX, word)
}

/// Short names of months in Latin letters; one beside a year is a date and no code.
const MONTHS: &[&str] = &[
    "abr", "ago", "agu", "aout", "apr", "aug", "avr", "dec", "des", "dez", "dic", "ene", "feb", "fev", "fevr", "jan", "janv", "juil", "juin", "jul",
    "jun", "mac", "mai", "mar", "mars", "may", "mei", "nov", "oct", "okt", "out", "sep", "sept", "set",
];

/// Whether a run is a month and its year: Jan-2028, feb/28.
fn is_month_of_year(run: &str) -> bool {
    let letters = run.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (month, rest) = run.split_at_checked(letters).unwrap_or((run, ""));
    let year = rest.strip_prefix(['-', '.', '/']).unwrap_or(rest);
    let said = match year.len() {
        4 => year.starts_with("20"),
        2 => rest.starts_with('/'),
        _ => false,
    };
    said && year.bytes().all(|b| b.is_ascii_digit()) && listed(MONTHS, month)
}

fn listed(list: &[&str], word: &str) -> bool {
    word.len() <= 6 && {
        let lower = word.to_ascii_lowercase();
        list.contains(&lower.as_str())
    }
}

/// Whether the letters make the number before them an amount.
pub(crate) fn is_unit(word: &str) -> bool {
    listed(UNITS, word) || (word.len() >= 5 && word.bytes().all(|b| b.is_ascii_lowercase()))
}

/// The key of a code: cleaned, folded, letters and digits only. `JB-320.A` gives `jb320a`.
pub fn squash_code(s: &str) -> String {
    key(Clean::new(s).as_str())
}

/// [`squash_code`] of text that is clean already.
pub(crate) fn key(clean: &str) -> String {
    let mut key = fold(clean);
    key.retain(char::is_alphanumeric);
    key
}

/// Length in bytes of the run of ASCII letters, digits and single inner separators at the start
/// of `text`.
pub(crate) fn run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while let Some(b) = bytes.get(end) {
        let inner = matches!(b, b'-' | b'.' | b'/' | b'_')
            && end > 0
            && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        if !b.is_ascii_alphanumeric() && !inner {
            break;
        }
        end += 1;
    }
    end
}

/// Bytes of the longest code with its separators.
const LONGEST_CODE: usize = 64;

/// How many bytes at the start of a [`run`] are one code; 0 if it does not begin with one.
/// The run as a whole is tried first, then without its last parts.
pub(crate) fn code_in_run(run: &str) -> usize {
    // Longer runs are no codes but rows of something; trying all their parts would take cubic time.
    if run.len() > LONGEST_CODE {
        return 0;
    }
    let mut end = run.len();
    while end > 0 {
        let part = run.get(..end).unwrap_or_default();
        if is_code(part) {
            return end;
        }
        end = part.rfind(['-', '.', '/', '_']).unwrap_or(0);
    }
    0
}

fn is_code(run: &str) -> bool {
    let has_digit = run.bytes().any(|b| b.is_ascii_digit());
    let has_letter = run.bytes().any(|b| b.is_ascii_alphabetic());
    if !has_digit {
        return false;
    }
    if !has_letter {
        return is_digit_code(run);
    }
    // EUROS/M3 and 14tr5/kg are prices.
    let per_unit = run.rsplit_once('/').is_some_and(|(_, unit)| unit.len() > 1 && listed(UNITS, unit));
    if is_month_of_year(run) || per_unit {
        return false;
    }
    let mut parts = run.split(['-', '.', '/', '_']);
    let Some(first) = parts.next() else { return false };
    if !first_part_fits(first, run) {
        return false;
    }
    let mut mixed = is_mixed(first);
    for part in parts {
        let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
        let slash = run.contains('/') && mixed && starts_with_letter(part) && is_mixed(part);
        let word = letters && part.len() > 2 && !part.bytes().all(|b| b.is_ascii_uppercase());
        if slash || word || (letters && part.len() > 4) || is_amount(part) {
            return false;
        }
        mixed |= is_mixed(part);
    }
    true
}

/// The digits-only codes: grouped like a tariff number or with a leading zero.
fn is_digit_code(run: &str) -> bool {
    let dots = run.bytes().filter(|b| *b == b'.').count();
    let others = run.bytes().filter(|b| matches!(b, b'-' | b'/' | b'_')).count();
    if others > 0 {
        return false;
    }
    let parts: Vec<usize> = run.split('.').map(str::len).collect();
    let digits: usize = parts.iter().sum();
    let zero = run.starts_with('0') && digits >= 4 && parts.first().is_some_and(|n| *n > 1);
    let thousands = parts.iter().skip(1).all(|n| *n == 3) && parts.first().is_some_and(|n| *n <= 3);
    zero || (dots > 1 && !thousands)
}

fn first_part_fits(first: &str, run: &str) -> bool {
    if is_amount(first) {
        return false;
    }
    if is_mixed(first) {
        let letters = first.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (prefix, rest) = first.split_at_checked(letters).unwrap_or((first, ""));
        let area = listed(UNITS, first);
        let splits = (rest.bytes().all(|b| b.is_ascii_digit()) || is_amount(rest)) && listed(SPLIT_PREFIX, prefix);
        return !(area || splits);
    }
    if !starts_with_letter(first) {
        // Digits, then a separator: a lone capital letter belongs to them (320-A), and so does a
        // part that no amount can be (6204-2RS).
        let tail = run.get(first.len() + 1..).unwrap_or_default();
        return (tail.len() == 1 && tail.bytes().all(|b| b.is_ascii_uppercase()) && !(run.contains('/') && listed(UNITS, tail))) || continues(first, tail);
    }
    let upper = first.bytes().all(|b| b.is_ascii_uppercase());
    let long = if upper { 6 } else { 3 };
    let digits_next = run.get(first.len() + 1..).is_some_and(|t| t.bytes().next().is_some_and(|b| b.is_ascii_digit()));
    first.len() <= long && !listed(NO_PREFIX, first) && (digits_next || upper)
}

/// Whether what follows a number and a separator makes a code of both: a few letters after fewer
/// digits. A range ends in a number with at least as many (100-150g).
fn continues(number: &str, tail: &str) -> bool {
    let part = tail.split(['-', '.', '/', '_']).next().unwrap_or_default();
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let letters = part.get(digits..).unwrap_or_default();
    number.len() >= 3
        && (1..number.len()).contains(&digits)
        && (1..=3).contains(&letters.len())
        && letters.bytes().all(|b| b.is_ascii_alphabetic())
        && !is_amount(part)
}

/// The parts of a code that begins with a number, as keys: people write them apart as well (6204 2RS).
pub(crate) fn parts(run: &str) -> Vec<String> {
    let mut parts = run.split(['-', '.', '/', '_']);
    match (parts.next(), parts.next()) {
        (Some(first), Some(second)) if continues(first, second) => run.split(['-', '.', '/', '_']).map(key).collect(),
        _ => Vec::new(),
    }
}

fn is_mixed(part: &str) -> bool {
    part.bytes().any(|b| b.is_ascii_digit()) && part.bytes().any(|b| b.is_ascii_alphabetic())
}

fn starts_with_letter(part: &str) -> bool {
    part.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
}

/// A number with its unit (500kg), an ordinal, or a product of numbers (40x25kg).
fn is_amount(part: &str) -> bool {
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = part.split_at_checked(digits).unwrap_or((part, ""));
    if number.is_empty() || rest.is_empty() {
        return false;
    }
    is_unit(rest) || rest.strip_prefix(['x', 'X']).is_some_and(|r| {
        r.bytes().all(|b| b.is_ascii_digit()) || is_amount(r)
    })
}

/// Where a code of two words ends: `text` begins with the letters `prefix`, one space follows.
/// `shouting` is true where the whole text is in capitals, so that capitals prove nothing.
/// Returns the length of the code, 0 if it is none.
pub(crate) fn spaced(text: &str, prefix: &str, shouting: bool) -> usize {
    let Some(rest) = text.get(prefix.len()..).and_then(|r| r.strip_prefix(' ')) else { return 0 };
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    let upper = prefix.bytes().all(|b| b.is_ascii_uppercase()) && !shouting;
    let vowel = prefix.bytes().any(|b| b"aeiouyAEIOUY".contains(&b));
    let longest = match (upper, vowel) {
        (true, _) => 4,
        (false, true) => 2,
        (false, false) => 3,
    };
    if prefix.len() > longest || listed(NO_PREFIX, prefix) || listed(UNITS, prefix) {
        return 0;
    }
    let len = run(rest);
    let (tail, after) = rest.split_at_checked(len).unwrap_or((rest, ""));
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    let fits = if upper { (1..=6).contains(&digits) } else { (2..=5).contains(&digits) };
    let grade = upper && !vowel && prefix.len() >= 3;
    if !fits || !tail_fits(tail.get(digits..).unwrap_or_default(), grade) || amount_follows(after, len == digits) || (len == digits && digits <= 2 && container_follows(after)) {
        return 0;
    }
    prefix.len() + 1 + len + lone_letter(after, len == digits)
}

/// What may follow the digits of a spaced code: nothing, `/18`, `-18`, `A`, `.A`; after letters that
/// can only be a `grade` also a capital that is a unit elsewhere (SVR 3L).
fn tail_fits(tail: &str, grade: bool) -> bool {
    let body = tail.strip_prefix(['-', '.', '/']).unwrap_or(tail);
    let digits = body.bytes().all(|b| b.is_ascii_digit()) && body.len() <= 4 && !tail.starts_with('.');
    let letter = body.len() == 1 && body.bytes().all(|b| b.is_ascii_alphabetic()) && ((grade && tail == "L") || !listed(UNITS, body));
    tail.is_empty() || digits || letter
}

/// Whether the text after a number says that it is an amount: a unit, a percent sign, or, where the
/// number is `plain` digits, decimals.
fn amount_follows(after: &str, plain: bool) -> bool {
    let word = after.strip_prefix(' ').unwrap_or(after);
    let letters = word.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let ends = word.get(letters..).is_some_and(|r| !r.starts_with(|c: char| c.is_alphanumeric()));
    let decimals = plain && after.starts_with([',', '.', '\'']) && after.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    let thousands = letters == 3 && word.bytes().take(3).all(|b| b.is_ascii_digit()) && after.starts_with(' ');
    decimals
        || (thousands && ends)
        || word.starts_with(['%', '°', '$', '€', '×', '吨', '公', '斤', '克', '箱', '袋', '件', '元', '个', '米', '升'])
        || NATIVE_UNITS.iter().any(|unit| word.starts_with(unit))
        || (ends && word.get(..letters).is_some_and(|w| listed(UNITS, w)))
}

/// Whether the text after a number names containers.
fn container_follows(after: &str) -> bool {
    after.strip_prefix(' ').is_some_and(|word| CONTAINERS.iter().any(|start| word.starts_with(start)))
}

/// The bytes of ` a` after `jb 320`, if that letter ends the phrase.
fn lone_letter(after: &str, digits_only: bool) -> usize {
    let mut chars = after.chars();
    let (Some(' '), Some(letter), then) = (chars.next(), chars.next(), chars.next()) else { return 0 };
    let ends = match then {
        None => true,
        Some(c) => !c.is_alphanumeric() && (c != ' ' || letter.is_ascii_uppercase()),
    };
    let fits = letter.is_ascii_alphabetic() && !listed(UNITS, letter.encode_utf8(&mut [0; 4]));
    if digits_only && fits && ends { 2 } else { 0 }
}
