//! Codes: grades, sizes and models of the goods.
//!
//! What mixes letters and digits is a code by its shape. Bare figures and plain letters (`50/60`,
//! `FAQ`, `AA`) are one only where a family of grades of the goods at hand knows them.

use std::ops::Range;

use super::finding::Findings;
use super::layout::{Layout, What};
use super::{homes, purity};
use crate::domain::UnitClass;
use crate::lexicon::{ConceptId, Cue, Meaning};
use crate::text::{AtomKind, fold, squash_code};

/// Reads the grades and models of a layout, separator-free, and takes their pieces.
pub(super) fn read(layout: &Layout<'_>, goods: &[ConceptId], taken: &mut [bool], findings: &mut Findings) -> Vec<(String, Range<usize>)> {
    let mut codes: Vec<(String, Range<usize>)> = Vec::new();
    let mut at = 0;
    while at < layout.pieces.len() {
        let found = if taken.get(at) == Some(&true) { None } else { code_at(layout, goods, at) };
        let Some((code, pieces)) = found else {
            at += 1;
            continue;
        };
        at = pieces.end;
        if let Some(taken) = taken.get_mut(pieces.clone()) {
            taken.fill(true);
        }
        if !codes.iter().any(|(known, _)| *known == code) {
            let (span, text) = layout.words(&pieces);
            findings.sure("codes", code.to_uppercase(), (span.clone(), text));
            codes.push((code, span));
        }
    }
    codes
}

fn code_at(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> Option<(String, Range<usize>)> {
    let piece = layout.get(at)?;
    if layout.unit(at).is_some() && !matches!(piece.what, What::Word(_)) || splits_payment(layout, at) || in_telephone(layout, goods, at) {
        return None;
    }
    match &piece.what {
        What::Code(atom) => {
            let code = layout.atoms.get(*atom)?.folded.clone();
            // KD 8-12% and P2O5 30% say how much, not which.
            if share_follows(layout, at) || layout.number(at + 1).is_some() && share_follows(layout, at + 1) {
                return None;
            }
            // What a family knows may go on: SHB EP, 30mm up.
            joined(layout, goods, at).or_else(|| extended(layout, at, &code)).or_else(|| (layout.cues(at).is_empty() && !terms_of_trade(&code)).then(|| (code, at..at + 1)))
        }
        // 25 °C is a grade of these goods or none at all.
        What::Number(_) if matches!(layout.mark(at + 1), Some('°' | 'º' | '℃')) => degrees(layout, goods, at),
        What::Number(_) if layout.mark(at + 1) == Some('%') => purity::read(layout, goods, at),
        What::Number(_) => model(layout, at).or_else(|| stainless(layout, at)).or_else(|| graded(layout, goods, at)).or_else(|| density(layout, goods, at)).or_else(|| upward(layout, goods, at)).or_else(|| degrees(layout, goods, at)).or_else(|| sized(layout, goods, at)).or_else(|| as_the_family_writes(layout, goods, at)).or_else(|| analysis(layout, at)).or_else(|| dimensions(layout, at)).or_else(|| rating(layout, at)).or_else(|| joined(layout, goods, at)).or_else(|| tyre(layout, at)).or_else(|| variety(layout, at)),
        What::Word(_) => joined(layout, goods, at).or_else(|| after_grade(layout, at)),
        What::Mention(index) => {
            // A name that is also a grade of these goods: AA, FAQ, Supremo.
            let mention = layout.mentions.get(*index)?;
            // AB after the word for grade is no scheme; and FAS no delivery term, if these goods have such a grade.
            let letters = mention.senses.iter().all(|sense| matches!(sense.meaning, Meaning::Certificate(_) | Meaning::Incoterm(_) | Meaning::Currency(_) | Meaning::Unit(_)));
            let known = |code: &str| known(layout, goods, code);
            // FAS 4/4 of lumber is a grade, and FAS Mombasa a delivery term.
            let term = mention.senses.iter().any(|sense| matches!(sense.meaning, Meaning::Incoterm(_)));
            if term && !layout.names_place(at + 1) {
                let code = squash_code(layout.written(at));
                if known(&code) {
                    return Some((code, at..at + 1));
                }
            }
            if let Some(found) = graded(layout, goods, at).or_else(|| purity::within(layout, goods, at)) {
                return Some(found);
            }
            let scheme = mention.senses.iter().all(|sense| matches!(sense.meaning, Meaning::Certificate(_))) && layout.written(at).len() == 2;
            if let Some(found) = after_grade(layout, at).filter(|(code, _)| letters && (scheme || known(code))) {
                return Some(found);
            }
            let figures = |at: usize| layout.written(at).bytes().any(|b| b.is_ascii_digit());
            let general = mention.senses.iter().all(|sense| !matches!(sense.meaning, Meaning::Concept(_) | Meaning::Unit(_) | Meaning::Currency(_) | Meaning::Incoterm(_) | Meaning::Certificate(_)));
            // Goods that are named by their grade: RSS3, SVR 3L; and a name before the figures of one: Screen 18.
            let graded = mention.senses.iter().any(|sense| matches!(sense.meaning, Meaning::Concept(_)));
            let variety = |atom: &&crate::text::Atom| atom.kind == AtomKind::Code || (atom.kind == AtomKind::Number && atom.folded.bytes().all(|b| b.is_ascii_digit()) && (atom.folded.len() == 4 || atom.folded.len() == 3 && known(&atom.folded)));
            let properties = mention.senses.iter().all(|sense| matches!(sense.meaning, Meaning::Facet(_)));
            let coded = || layout.atoms.get(mention.atoms.clone())?.iter().find(variety).map(|atom| (atom.folded.clone(), at..at + 1));
            let next = || joined(layout, goods, at + 1).or_else(|| analysis(layout, at + 1)).is_some();
            // Names in capitals that grades use: HLSO 16/20, BEKP.
            let capitals = layout.written(at).len() <= 6 && layout.written(at).bytes().all(|b| b.is_ascii_uppercase()) && (graded || figures(at + 1));
            let joint = capitals || (general && !properties) || (graded && (figures(at) || (figures(at + 1) && !next())));
            let named = joint.then(|| joined(layout, goods, at)).flatten();
            named.map(|(code, pieces)| (shares(layout.written(at)).unwrap_or(code), pieces)).or_else(|| graded.then(coded).flatten())
        }
        What::Settled(_) | What::Cue | What::Mark(_) => None,
    }
}

/// Whether a piece is part of a telephone number, whole or masked: 07700000000, 04-0000-0000, 017xx.
fn in_telephone(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> bool {
    let written = layout.written(at);
    let length = written.bytes().take_while(u8::is_ascii_digit).count();
    let rest = written.get(length..).unwrap_or_default().to_lowercase();
    let masked = length >= 2 && rest.starts_with("xx") && rest.bytes().all(|b| b == b'x' || b.is_ascii_digit());
    let figures = |near: usize| { let near = layout.written(near); !near.is_empty() && near.bytes().all(|b| b.is_ascii_digit()) };
    let grouped = || figures(at + 1) || layout.mark(at + 1) == Some('-') && figures(at + 2) || at.checked_sub(1).is_some_and(|before| figures(before) || layout.mark(before) == Some('-') && before.checked_sub(1).is_some_and(figures));
    let local = written.starts_with('0') && rest.is_empty() && length >= 4 && (length >= LOCAL_NUMBER || grouped());
    (masked || local) && !known(layout, goods, &written.to_lowercase())
}

/// So many figures that begin with nought are a telephone number, and no size of a resistor.
const LOCAL_NUMBER: usize = 7;

/// Whether two shares beside a word for payment are all of it: TT 40/60 and 50/50 kwa TT are no sizes of octopus.
fn splits_payment(layout: &Layout<'_>, at: usize) -> bool {
    let paid = layout.before(at, 2).chain(layout.after(at + 2, 2)).any(|near| layout.cues(near).any(&[Cue::Tt, Cue::Advance, Cue::Deposit]));
    let share = |at: usize| layout.number(at).map(|number| number.value.abs());
    let joined = matches!(layout.mark(at + 1), Some('/' | '-' | '+'));
    paid && joined && share(at).zip(share(at + 2)).is_some_and(|(first, rest)| first.checked_add(rest) == Some(100.into()))
}

/// Whether a family of these goods knows a code.
fn known(layout: &Layout<'_>, goods: &[ConceptId], code: &str) -> bool {
    goods.iter().any(|id| layout.lexicon.grade(*id, code).is_some())
}

/// Whether a percentage ends what a code begins: 8-12% behind KD.
fn share_follows(layout: &Layout<'_>, at: usize) -> bool {
    let percent = |at: usize| layout.mark(at) == Some('%');
    percent(at + 1) || matches!(layout.mark(at + 1), Some('-' | '/' | '~')) && layout.number(at + 2).is_some() && percent(at + 3)
}

/// A model that begins with figures and goes on in Cyrillic: 16К20.
fn model(layout: &Layout<'_>, at: usize) -> Option<(String, Range<usize>)> {
    let (number, code) = (layout.get(at)?, layout.get(at + 1)?);
    let cyrillic = layout.written(at + 1).starts_with(|c: char| matches!(c, '\u{400}'..='\u{52F}'));
    let joint = number.span.end == code.span.start && matches!(code.what, What::Code(_)) && cyrillic;
    joint.then(|| (squash_code(&format!("{}{}", layout.written(at), layout.written(at + 1))), at..at + 2))
}

/// The number of a stainless steel that something is made of: stainless 304.
fn stainless(layout: &Layout<'_>, at: usize) -> Option<(String, Range<usize>)> {
    let steel = layout.lexicon.find("stainless-bar")?;
    let beside = |near: usize| layout.slugs(near).contains(&"material:of-stainless-steel");
    let written = layout.written(at);
    let made = at.checked_sub(1).is_some_and(beside) || beside(at + 1);
    (written.len() == 3 && made && layout.unit(at + 1).is_none() && known(layout, &[steel], written)).then(|| (written.to_owned(), at..at + 1))
}

/// A figure right after the word for grade, or a name of both, that these goods are graded by: ግሬድ 2 is G2.
fn graded(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> Option<(String, Range<usize>)> {
    let written = layout.written(at);
    let figure = written.rsplit(' ').next().filter(|last| last.len() == 1 && last.bytes().all(|b| b.is_ascii_digit()))?;
    let quality = || written.len() > 1 && layout.slugs(at).iter().any(|slug| slug.starts_with("quality:"));
    let told = quality() || written.len() == 1 && follows(layout, at, GRADE) && layout.unit(at + 1).is_none() && layout.mark(at + 1) != Some('%');
    let code = format!("g{figure}");
    (told && known(layout, goods, &code)).then_some((code, at..at + 1))
}

/// A weight per litre that grades these goods: 550 g/l of pepper, however the units are spelt.
fn density(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> Option<(String, Range<usize>)> {
    let unit = |at: usize, name: &str| layout.unit(at).is_some_and(|unit| unit.name() == name);
    let per = layout.mark(at + 2) == Some('/') || layout.has(at + 2, Cue::Per);
    let code = format!("{}gl", layout.number(at)?.value.normalize());
    (unit(at + 1, "g") && per && unit(at + 3, "l") && known(layout, goods, &code)).then_some((code, at..at + 4))
}

/// A size and what is above it: fish of 25+ cm, written `25+`.
fn upward(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> Option<(String, Range<usize>)> {
    let (number, sign) = (layout.get(at)?, layout.get(at + 1).filter(|_| layout.mark(at + 1) == Some('+'))?);
    let figure = Some(layout.written(at)).filter(|written| written.len() <= 4 && written.bytes().all(|b| b.is_ascii_digit()))?;
    let alone = number.span.end == sign.span.start && layout.number(at + 2).is_none() && layout.unit(at + 2).is_none();
    let caught = || goods.iter().any(|id| homes::of_headings(layout.lexicon, *id, 301, 308));
    (alone && caught()).then(|| (format!("{figure}+"), at..at + 2))
}

/// A code that goes on behind a sign: KOR 50-52.
fn extended(layout: &Layout<'_>, at: usize, code: &str) -> Option<(String, Range<usize>)> {
    let (sign, number) = (layout.get(at + 1)?, layout.get(at + 2)?);
    let adjacent = layout.get(at)?.span.end == sign.span.start && sign.span.end == number.span.start;
    let digits = Some(layout.written(at + 2)).filter(|text| text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit()))?;
    let fits = adjacent && matches!(layout.mark(at + 1), Some('-' | '/')) && layout.number(at + 2).is_some() && !measured(layout, at + 3) && code.ends_with(|c: char| c.is_ascii_digit());
    fits.then(|| (format!("{code}{digits}"), at..at + 3))
}

/// Capitals right after the word for grade: เกรด AB, grade FAS.
fn after_grade(layout: &Layout<'_>, at: usize) -> Option<(String, Range<usize>)> {
    let written = layout.written(at);
    let letters = (1..=4).contains(&written.len()) && written.bytes().all(|b| b.is_ascii_uppercase());
    (letters && follows(layout, at, GRADE)).then(|| (squash_code(written), at..at + 1))
}

/// Words for grade.
const GRADE: &[&str] = &["grade", "grado", "qualite", "qualidade", "calidad", "gred", "сорт", "класс", "ग्रेड", "গ্রেড", "เกรด", "ደረጃ", "daraja", "hạng", "loại", "درجة", "ግሬድ", "грейд", "kelas", "класса", "сорта", "等级", "级别"];

/// Words for size.
const SIZE: &[&str] = &[
    "size", "sizes", "calibre", "calibres", "caliber", "calibro", "cal", "tamano", "tamanho", "taille", "مقاس", "عيار", "калибр", "размер", "размеры", "tallas", "talla", "pointure", "pointures", "尺码", "规格", "尺寸", "ukuran", "saizi", "kich co", "साइज", "সাইজ", "ขนาด", "ไซส์", "መጠን",
];

/// A figure right after the word for size that a family of these goods knows (مقاس 72, calibre 56), or two figures
/// there without a unit: calibre 8-10.
fn sized(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> Option<(String, Range<usize>)> {
    let figure = |at: usize| Some(layout.written(at)).filter(|written| layout.number(at).is_some() && (1..=4).contains(&written.len()) && written.bytes().all(|b| b.is_ascii_digit()));
    let free = |at: usize| layout.unit(at).is_none() && layout.currency(at).is_none() && !matches!(layout.mark(at), Some('%' | 'x' | '×'));
    let first = figure(at).filter(|_| follows(layout, at, SIZE))?;
    if matches!(layout.mark(at + 1), Some('-' | '/')) && layout.number(at + 2).is_some() {
        return figure(at + 2).filter(|_| free(at + 3)).map(|last| (format!("{first}{last}"), at..at + 3));
    }
    let graded = || ["size", "ct"].iter().any(|word| known(layout, goods, &format!("{word}{first}")) || known(layout, goods, &format!("{first}{word}")));
    (free(at + 1) && first.len() <= 3 && graded()).then(|| (first.to_owned(), at..at + 1))
}

/// A size whose unit the family writes in Latin letters or together with it: glass of 6 ملم is 6MM; of fish the grams
/// go without their unit, as they are also written.
fn as_the_family_writes(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> Option<(String, Range<usize>)> {
    let figure = |at: usize| Some(layout.written(at)).filter(|written| layout.number(at).is_some() && (1..=4).contains(&written.len()) && written.bytes().all(|b| b.is_ascii_digit()));
    let unit = |at: usize, name: &str| layout.unit(at).is_some_and(|unit| unit.name() == name);
    let first = figure(at)?;
    let thick = format!("{first}mm");
    if unit(at + 1, "mm") && known(layout, goods, &thick) {
        return Some((thick, at..at + 2));
    }
    let range = matches!(layout.mark(at + 1), Some('-' | '–' | '/' | '~')) && unit(at + 3, "g");
    let code = format!("{first}{}", figure(at + 2).filter(|_| range)?);
    known(layout, goods, &format!("{code}g")).then_some((code, at..at + 4))
}

/// Whether one of some words stands right before a piece.
fn follows(layout: &Layout<'_>, at: usize, words: &[&str]) -> bool {
    let Some(before) = layout.get(at).and_then(|piece| layout.clean.as_str().get(..piece.span.start)) else { return false };
    let last: Vec<char> = before.trim_end_matches([' ', ':', '：', '.']).chars().rev().take(12).collect();
    let last = last.into_iter().rev().collect::<String>().to_lowercase();
    let folded = fold(&last);
    // Accents are left out as often as not where that leaves no other word: hạng is a class, hàng are goods.
    let ends = |text: &str, word: &str| text.strip_suffix(word).is_some_and(|before| !word.is_ascii() || !before.ends_with(char::is_alphanumeric));
    words.iter().any(|word| ends(if word.is_ascii() { &folded } else { &last }, word))
}

/// A delivery term, a means of payment or a container run together with a number is no grade.
fn terms_of_trade(code: &str) -> bool {
    let letters: String = code.chars().take_while(char::is_ascii_alphabetic).collect();
    matches!(letters.as_str(), "tt" | "lc" | "dp" | "da" | "cad" | "fob" | "cif" | "cfr" | "moq") || code.starts_with("incoterms")
}

/// A temperature that grades these goods: 24 °C, 24度, 二十四度, 33 degrees.
fn degrees(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> Option<(String, Range<usize>)> {
    const DEGREES: &[&str] = &["度", "摄氏度", "deg", "degree", "degrees", "degre", "degres", "grados", "graus", "градус", "градуса", "градусов", "derajat", "do", "องศา", "डिग्री", "ডিগ্রি", "درجه", "ዲግሪ"];
    let number = layout.number(at).filter(|number| number.alternatives.is_empty())?;
    let sign = layout.mark(at + 1);
    let named = matches!(sign, Some('°' | 'º' | '℃')) || DEGREES.contains(&fold(&layout.written(at + 1).to_lowercase()).as_str());
    let code = format!("{}c", number.value.normalize());
    let graded = || goods.iter().any(|id| layout.lexicon.grade(*id, &code).is_some());
    // What goods are kept or shipped at is no grade of them.
    let told = at.checked_sub(1).is_none_or(|before| layout.mark(before).is_some_and(|sign| sign != '-') || layout.meaning(before, |meaning| matches!(meaning, Meaning::Concept(id) if goods.contains(id)).then_some(())).is_some() || layout.meaning(before, |meaning| matches!(meaning, Meaning::Facet(_)).then_some(())).is_some());
    let celsius = sign != Some('℃') && layout.written(at + 2).eq_ignore_ascii_case("c");
    (named && told && graded()).then_some((code, at..at + 2 + usize::from(celsius)))
}

/// A size before its code: 195/65R15. Without the first figure it would be another tyre's too.
fn tyre(layout: &Layout<'_>, at: usize) -> Option<(String, Range<usize>)> {
    let (number, code) = (layout.get(at)?, layout.get(at + 2)?);
    let joint = layout.get(at + 1).filter(|_| layout.mark(at + 1) == Some('/'))?;
    let figures = layout.written(at).bytes().all(|b| b.is_ascii_digit()) && layout.written(at + 2).starts_with(|c: char| c.is_ascii_digit());
    let adjacent = number.span.end == joint.span.start && joint.span.end == code.span.start;
    (figures && adjacent && matches!(code.what, What::Code(_))).then(|| (squash_code(&format!("{}{}", layout.written(at), layout.written(at + 2))), at..at + 3))
}

/// The shares at the end of a name: of DAP 18-46-0 they are the code.
fn shares(name: &str) -> Option<String> {
    let last = name.rsplit(' ').next().filter(|last| last.split('-').count() == 3)?;
    last.split('-').all(|share| !share.is_empty() && share.bytes().all(|b| b.is_ascii_digit())).then(|| last.replace('-', ""))
}

/// Shares parted by hyphens: fertiliser 18-46-0.
fn analysis(layout: &Layout<'_>, at: usize) -> Option<(String, Range<usize>)> {
    let dash = |at: usize| layout.mark(at) == Some('-');
    let mut digits = Vec::new();
    for place in [at, at + 2, at + 4] {
        digits.push(layout.number(place)?.value.normalize().to_string());
    }
    (dash(at + 1) && dash(at + 3) && !dash(at + 5)).then(|| (digits.concat(), at..at + 5))
}

/// A size or rating written together with its unit, of power also apart: 25mm, 500kVA, 100 kVA.
fn rating(layout: &Layout<'_>, at: usize) -> Option<(String, Range<usize>)> {
    const RATINGS: &[&str] = &["mm", "cm", "kva", "kw", "hp", "w", "wp", "v", "ah", "mah", "cc", "mw", "oz"];
    const POWER: &[(&str, &str)] = &[("kva", "kva"), ("ква", "kva"), ("kw", "kw"), ("квт", "kw"), ("hp", "hp")];
    let (number, next) = (layout.get(at)?, layout.get(at + 1)?);
    let written_unit = layout.written(at + 1).to_lowercase();
    let power = POWER.iter().find(|(name, _)| *name == written_unit).map(|(_, unit)| *unit);
    let unit = power.unwrap_or(&written_unit).to_owned();
    let written = layout.written(at);
    // 5oz/6oz is a row of sizes, and 5kg/day is none.
    let row = layout.mark(at + 2) != Some('/') || layout.number(at + 3).is_some() && layout.written(at + 4).to_lowercase() == written_unit;
    let alone = row && !matches!(layout.mark(at + 2), Some('x' | '×' | '*')) && !matches!(layout.word(at + 2), Some("x" | "х"));
    let together = power.is_some() && next.part == number.part || number.span.end == next.span.start && RATINGS.contains(&unit.as_str());
    // 1.5mm has no code of its own: without the point it would be 15mm.
    let whole = layout.number(at)?.value.fract().is_zero();
    (together && alone && whole).then(|| (squash_code(&format!("{written}{unit}")), at..at + 2))
}

/// Sizes in two or three dimensions: 60x60, 25x150x6000; but not 40x25 kg and not 2x20'.
fn dimensions(layout: &Layout<'_>, at: usize) -> Option<(String, Range<usize>)> {
    let crossed = |at: usize| matches!(layout.word(at), Some("x" | "х")) || matches!(layout.mark(at), Some('×' | '*' | 'х'));
    let mut parts = vec![layout.number(at)?.value.normalize()];
    let mut until = at + 1;
    while crossed(until) && parts.len() < 3 && let Some(number) = layout.number(until + 1) {
        parts.push(number.value.normalize());
        until += 2;
    }
    let lengths = layout.class(until) == Some(UnitClass::Length) && layout.unit(until).is_some_and(|unit| unit.name() != "ft");
    let fractions = parts.iter().any(|part| !part.fract().is_zero());
    let plain = layout.class(until).is_none() && layout.currency(until).is_none() && !matches!(layout.mark(until), Some('\'' | '’'));
    if parts.len() < 2 || fractions || !(lengths || plain) || (parts.len() == 2 && parts.iter().any(|part| *part < 5.into())) {
        return None;
    }
    let code: Vec<String> = parts.iter().map(|part| part.to_string().replace('.', "")).collect();
    Some((code.join("x"), at..until + usize::from(lengths)))
}

/// The longest run of up to five pieces that a family of these goods knows, if it looks like a code:
/// it has a digit, or is in capitals in a text that is not.
fn joined(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> Option<(String, Range<usize>)> {
    let first = layout.get(at).filter(|_| !goods.is_empty())?;
    let text = layout.clean.as_str();
    let priced = matches!(first.what, What::Number(_)) && at.checked_sub(1).is_some_and(|before| layout.currency(before).is_some());
    if priced {
        return None;
    }
    let mut best = None;
    for until in at + 1..(at + 6).min(layout.pieces.len() + 1) {
        let last = layout.get(until - 1)?;
        let another = matches!(last.what, What::Code(_)) && (at..until - 1).any(|earlier| matches!(layout.get(earlier).map(|piece| &piece.what), Some(What::Code(_))));
        if another || last.part != first.part || layout.currency(until - 1).is_some() || layout.mark(until - 1) == Some('%') {
            break;
        }
        if matches!(last.what, What::Mark(_)) {
            continue;
        }
        // A plain word is part of a code only where grades use it: 30mm up, SHB EP; not `1121 sella`.
        let word = text.get(last.span.clone())?;
        let plain = until > at + 1 && word.chars().all(|c| c.is_lowercase()) && !matches!(word, "up" | "plus" | "ep" | "mm" | "cm" | "mesh" | "s" | "pen" | "cst" | "max" | "min" | "g" | "l" | "oz" | "gsm" | "класс");
        if plain {
            break;
        }
        let run = text.get(first.span.start..last.span.end)?;
        let digit = run.bytes().any(|b| b.is_ascii_digit());
        let capitals = run.len() <= 8 && run.bytes().any(|b| b.is_ascii_uppercase()) && !run.bytes().any(|b| b.is_ascii_lowercase());
        if run.len() > 24 || !(digit || (capitals && run.len() >= 2)) {
            continue;
        }
        // JJ/JJJ are two sizes of cherries.
        let mut letters = run.bytes().filter(u8::is_ascii_alphanumeric);
        let same = letters.next().is_some_and(|first| letters.all(|letter| letter == first));
        if same && run.contains('/') && !digit {
            continue;
        }
        // 41-50 boxes hold prawns of that size; 20-25 t are an amount.
        if matches!(last.what, What::Number(_)) && share_follows(layout, until - 1) {
            return None;
        }
        let pair = until == at + 3 && layout.number(at).is_some() && layout.class(until) == Some(UnitClass::Package);
        let long = layout.class(until) == Some(UnitClass::Length);
        let amount = layout.number(until - 1).is_some() && (measured(layout, until) || long) && !pair;
        if !amount {
            let code = squash_code(run);
            if known(layout, goods, &code) {
                best = Some((code, at..until));
            }
        }
    }
    best
}

/// Whether the piece makes the number before it an amount.
fn measured(layout: &Layout<'_>, at: usize) -> bool {
    layout.currency(at).is_some() || layout.mark(at) == Some('%') || layout.class(at).is_some_and(|class| !matches!(class, UnitClass::Length))
}

/// A bare number of four digits that is no year and has no unit names a variety (basmati 1121).
fn variety(layout: &Layout<'_>, at: usize) -> Option<(String, Range<usize>)> {
    let piece = layout.get(at)?;
    let written = layout.written(at);
    let whole = written.len() == 4 && written.bytes().all(|b| b.is_ascii_digit()) && !written.starts_with('0') && !written.ends_with("00");
    let year = written.parse::<u32>().is_ok_and(|year| (1990..=2040).contains(&year) || (2533..=2600).contains(&year));
    if !whole || year || !piece.cues.is_empty() || measured(layout, at + 1) || layout.unit(at + 1).is_some() {
        return None;
    }
    let before = at.saturating_sub(1);
    let beside_word = layout.get(before).is_some_and(|other| other.part == piece.part) && !matches!(layout.get(before)?.what, What::Number(_) | What::Mark(_)) && layout.currency(before).is_none() && layout.incoterm(before).is_none() && layout.cues(before).is_empty();
    let named_after = || layout.is_goods(at + 1) && layout.get(at + 1).map(|after| after.part) == Some(piece.part);
    if at == 0 {
        return named_after().then(|| (written.to_owned(), at..at + 1));
    }
    let beside_code = layout.get(at + 1).is_some_and(|after| after.part == piece.part && matches!(after.what, What::Code(_)));
    (beside_word || beside_code).then(|| (written.to_owned(), at..at + 1))
}

/// So many pieces of an address stand on either side of its sign.
const LONGEST_ADDRESS: usize = 12;

/// Numbers after a word for a way to reach somebody are nobody's amounts.
pub(super) fn skip_contacts(layout: &Layout<'_>, taken: &mut [bool]) {
    for at in 0..layout.pieces.len() {
        let adjacent = |at: usize| layout.get(at).zip(layout.get(at + 1)).is_some_and(|(sign, next)| sign.span.end == next.span.start);
        // vendas(arroba)exemplo.br is an address, too.
        let spelt = matches!(layout.mark(at), Some('(' | '[')) && adjacent(at) && matches!(layout.written(at + 1), "at" | "arroba" | "AT") && matches!(layout.mark(at + 2), Some(')' | ']')) && adjacent(at + 2);
        // 邮箱sales@example.com，5月装船: what is no sign of an address ends it. 大蒜@5000元 is none.
        let within = |near: usize| layout.get(near).is_some_and(|_| layout.written(near).bytes().all(|b| b.is_ascii_alphanumeric() || b"._-+@()[]".contains(&b)));
        let address = at > 0 && (layout.mark(at) == Some('@') && adjacent(at) && within(at + 1) && at.checked_sub(1).is_some_and(|before| adjacent(before) && within(before) && layout.number(before).is_none()) || spelt);
        let dialled = layout.mark(at) == Some('+') && layout.get(at).zip(layout.get(at + 1)).is_some_and(|(sign, next)| sign.span.end == next.span.start) && layout.number(at + 1).is_some_and(|number| number.value >= 20.into());
        if layout.has(at, Cue::Contact) && follows_number(layout, at) || dialled {
            let part = layout.get(at).map(|piece| piece.part);
            for next in at..layout.pieces.len() {
                let dialled = next < at + 9 && (layout.number(next).is_some() || matches!(layout.get(next).map(|piece| &piece.what), Some(What::Code(_))) && layout.written(next).bytes().all(|b| b.is_ascii_digit()) || matches!(layout.mark(next), Some('(' | ')' | '-' | '+' | '.')));
                let same = layout.get(next).map(|piece| piece.part) == part || dialled;
                if !same || (next > at + 1 && layout.unit(next).is_some()) {
                    break;
                }
                if let Some(taken) = taken.get_mut(next) {
                    *taken = true;
                }
            }
        }
        if address {
            let first = (at.saturating_sub(LONGEST_ADDRESS)..at).rev().take_while(|near| adjacent(*near) && within(*near)).last().unwrap_or(at);
            let last = (at..at + LONGEST_ADDRESS).take_while(|near| adjacent(*near) && within(*near + 1)).last().map_or(at, |near| near + 1);
            if let Some(taken) = taken.get_mut(first..=last) {
                taken.fill(true);
            }
        }
    }
}

/// Whether a number or code stands soon after a word for contact; past goods it is theirs.
fn follows_number(layout: &Layout<'_>, at: usize) -> bool {
    // `fone (00) 00000`: a bracket does not part the number from its word.
    let bracket = (at + 1..at + 3).take_while(|next| layout.mark(*next).is_some()).last().unwrap_or(at);
    let dialled = layout.number(bracket + 1).is_some() && bracket > at;
    dialled || layout.after(at, 6).take_while(|next| !layout.is_goods(*next)).any(|next| match layout.get(next).map(|piece| &piece.what) {
        Some(What::Number(_)) => true,
        Some(What::Code(atom) | What::Word(atom)) => layout.atoms.get(*atom).is_some_and(|atom| atom.kind == AtomKind::Code || atom.folded.bytes().any(|b| b.is_ascii_digit())),
        _ => false,
    })
}
