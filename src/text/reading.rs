//! Reading a run of digits and separators as a number.
//!
//! Invariant: where two conventions would give values that differ by a thousand, both are
//! given; one is never chosen silently unless the language decides.

use rust_decimal::Decimal;

use super::Lang;

/// What a run of digits may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    /// One value.
    Sure(Decimal),
    /// The likelier value, and the other.
    Either(Decimal, Decimal),
    /// Digits and separators that are no amount: a date, a code, a version.
    NotANumber,
}

/// Which sign parts the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Convention {
    Point,
    Comma,
    Unknown,
}

/// Which sign parts the decimals where a language is written; unknown where both do.
pub(crate) fn convention(lang: Lang) -> Convention {
    match lang.as_str() {
        "en" | "zh" | "hi" | "bn" | "th" | "sw" | "am" | "ar" | "ur" | "ha" | "ms" | "ja" | "ko" => Convention::Point,
        "fr" | "pt" | "es" | "ru" | "id" | "vi" | "tr" | "de" | "it" | "nl" => Convention::Comma,
        _ => Convention::Unknown,
    }
}

/// The bytes from the start of `text` that may form one number: digits, with single separators
/// between digits. `joined(i)` says whether the space at byte `i` was one that does not break.
pub(crate) fn extent(text: &str, joined: impl Fn(usize) -> bool) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
    let mut end = digits(0);
    let first = end;
    loop {
        let Some(sep) = bytes.get(end) else { return end };
        let group = digits(end + 1);
        if group == 0 {
            return end;
        }
        let goes_on = match sep {
            b'.' | b',' => true,
            b'\'' => group == 3 && end <= first + 4 * 5 && first <= 3,
            b' ' => group == 3 && first <= 3 && !text.starts_with('0') && (joined(end) || clear(text, end)),
            _ => false,
        };
        if !goes_on {
            return end;
        }
        end += 1 + group;
    }
}

/// Whether a plain space at `at` groups thousands: zeros follow (20 000), or it is one of two or
/// more groups of three (1 250 000).
fn clear(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let group = |s: &str| {
        s.strip_prefix(' ').is_some_and(|r| r.bytes().take_while(u8::is_ascii_digit).count() == 3)
    };
    after.starts_with(" 000") || before.contains(' ') || (group(after) && after.get(4..).is_some_and(group))
}

/// The convention that a run shows by its form alone: two different signs, one sign many times, or a
/// sign after which there are not three digits.
pub(crate) fn shows(run: &str) -> Option<Convention> {
    let signs: Vec<char> = run.chars().filter(|c| matches!(c, '.' | ',')).collect();
    let decimal = match signs.as_slice() {
        [sign] => {
            let (whole, part) = run.split_once(*sign)?;
            let plain = part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty();
            (plain && (part.len() != 3 || whole == "0")).then_some(*sign)?
        }
        [first, .., last] if first != last => *last,
        [first, ..] => {
            grouped(run, *first)?;
            if *first == '.' { ',' } else { '.' }
        }
        [] => return None,
    };
    matches!(read(run, Lang::UND, None), Reading::Sure(_)).then_some(if decimal == '.' { Convention::Point } else { Convention::Comma })
}

/// Reads what [`extent`] found; `shown` is what the other numbers of the text show.
pub(crate) fn read(run: &str, lang: Lang, shown: Option<Convention>) -> Reading {
    let mut seps = run.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, ' ' | '\''));
    let plain: String = run.chars().filter(|c| !matches!(c, ' ' | '\'')).collect();
    let (Some(first), second) = (seps.next(), seps.next()) else {
        return parse(&plain);
    };
    let last = seps.next_back().or(second).unwrap_or(first);
    if second.is_none() {
        return if plain.len() == run.len() { single(&plain, first, lang, shown) } else { decimal(&plain, first) };
    }
    let count = |c| plain.matches(c).count();
    if count(first) == plain.matches([',', '.']).count() {
        // One sign many times can only group.
        return grouped(&plain, first).map_or(Reading::NotANumber, |p| parse(&p));
    }
    if count(last) != 1 {
        return Reading::NotANumber;
    }
    let Some((whole, part)) = plain.split_once(last) else { return Reading::NotANumber };
    grouped(whole, first).map_or(Reading::NotANumber, |w| parse(&format!("{w}.{part}")))
}

fn single(plain: &str, sep: char, lang: Lang, shown: Option<Convention>) -> Reading {
    let (whole, part) = plain.split_once(sep).unwrap_or((plain, ""));
    if part.len() != 3 || whole.len() > 3 || whole.starts_with('0') {
        return decimal(plain, sep);
    }
    let (Reading::Sure(as_decimal), Reading::Sure(as_group)) =
        (decimal(plain, sep), parse(&format!("{whole}{part}")))
    else {
        return Reading::NotANumber;
    };
    let own = convention(lang);
    let convention = match (own, shown) {
        (Convention::Unknown, Some(shown)) => return if separates(shown, sep) { Reading::Sure(as_decimal) } else { Reading::Sure(as_group) },
        (_, Some(shown)) if shown == own => return if separates(own, sep) { Reading::Sure(as_decimal) } else { Reading::Sure(as_group) },
        (_, Some(shown)) if !separates(own, sep) && separates(shown, sep) => return Reading::Either(as_group, as_decimal),
        (_, Some(_)) => return Reading::Sure(as_group),
        (_, None) => own,
    };
    match convention {
        // Hardly anybody writes three decimals of a price; more often the author groups in another
        // country's way (half of the Spanish-speaking world by commas), which is a thousand times more.
        Convention::Point | Convention::Comma if separates(convention, sep) => Reading::Either(as_decimal, as_group),
        Convention::Point | Convention::Comma => Reading::Sure(as_group),
        Convention::Unknown if sep == ',' => Reading::Either(as_group, as_decimal),
        Convention::Unknown => Reading::Either(as_decimal, as_group),
    }
}

/// Whether a sign parts the decimals under a convention.
fn separates(convention: Convention, sep: char) -> bool {
    matches!((convention, sep), (Convention::Point, '.') | (Convention::Comma, ','))
}

fn decimal(plain: &str, sep: char) -> Reading {
    parse(&plain.replacen(sep, ".", 1))
}

/// The digits of a grouped whole number: groups of three, or of two before a last one of three as
/// in 1,00,000. `None` if they are not grouped so.
fn grouped(whole: &str, sep: char) -> Option<String> {
    let groups: Vec<&str> = whole.split(sep).collect();
    let (first, rest) = groups.split_first()?;
    let (last, middle) = rest.split_last()?;
    let by = |n: usize| middle.iter().all(|g| g.len() == n) && (1..=n).contains(&first.len());
    (last.len() == 3 && (by(3) || by(2)) && !first.starts_with('0')).then(|| groups.concat())
}

fn parse(plain: &str) -> Reading {
    plain.parse().map_or(Reading::NotANumber, Reading::Sure)
}

/// Reads a number that ends in a fraction sign: `1½` is 1.5, `½` is 0.5. `None` for
/// superscripts and for numbers that may be read two ways.
pub(crate) fn with_fraction(text: &str, lang: Lang) -> Option<Decimal> {
    let sign = text.chars().next_back()?;
    let (over, under) = match sign {
        '½' => (1, 2),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '⅕' => (1, 5),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    };
    let part = Decimal::from(over).checked_div(Decimal::from(under))?;
    let whole = text.strip_suffix(sign)?;
    if whole.is_empty() {
        return Some(part.normalize());
    }
    match read(whole, lang, None) {
        Reading::Sure(value) => value.checked_add(part).map(|v| v.normalize()),
        _ => None,
    }
}
