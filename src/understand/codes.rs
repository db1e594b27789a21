//! Codes: grades, sizes and models of the goods, and Harmonized System codes.
//!
//! What mixes letters and digits is a code by its shape. Bare figures and plain letters (`50/60`,
//! `FAQ`, `AA`) are one only where a family of grades of the goods at hand knows them.

use std::ops::Range;

use super::finding::Findings;
use super::layout::{Layout, What};
use crate::domain::{HsCode, UnitClass};
use crate::lexicon::{ConceptId, Cue, Meaning};
use crate::text::{AtomKind, fold, squash_code};

/// Words that name a Harmonized System code, besides the cue.
const ANNOUNCE: &[&str] = &["hs", "hsn", "hts", "ncm", "hscode", "taric"];

/// Reads the Harmonized System code of a layout and takes its pieces.
pub(super) fn read_hs(layout: &Layout<'_>, taken: &mut [bool], findings: &mut Findings) -> Option<HsCode> {
    for at in 0..layout.pieces.len() {
        let announced = layout.has(at, Cue::Hs) || layout.word(at).is_some_and(|word| ANNOUNCE.contains(&word));
        let found = if announced { after(layout, at) } else { dotted(layout, at) };
        if let Some((code, span)) = found {
            for (piece, taken) in layout.pieces.iter().zip(taken.iter_mut()) {
                *taken |= piece.span.start < span.end && span.start < piece.span.end;
            }
            findings.sure("hs", code.digits(), layout.original(&span));
            return Some(code);
        }
    }
    let text = layout.clean.as_str().trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let bare = layout.mentions.is_empty() && layout.atoms.len() <= 3 && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '));
    let code = (bare && matches!(digits, 4 | 6 | 8 | 10)).then(|| HsCode::parse(text)).flatten()?;
    findings.sure("hs", code.digits(), layout.original(&(0..layout.clean.as_str().len())));
    taken.fill(true);
    Some(code)
}

/// The digits after an announcement, past a colon or the word code.
fn after(layout: &Layout<'_>, at: usize) -> Option<(HsCode, Range<usize>)> {
    let from = layout.get(at)?.span.end;
    let tail = layout.clean.as_str().get(from..)?;
    let skipped = tail.find(|c: char| c.is_ascii_digit()).filter(|skipped| *skipped <= 24)?;
    let between = tail.get(..skipped)?;
    if between.contains([',', ';', '\n', '，', '。']) {
        return None;
    }
    let rest = tail.get(skipped..)?;
    let mut end = 0;
    for (place, c) in rest.char_indices() {
        let goes_on = c.is_ascii_digit() || (matches!(c, '.' | ' ' | '-') && rest.get(place + 1..).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit())));
        if !goes_on {
            break;
        }
        end = place + 1;
    }
    // An amount after the code is not part of it: shorten by groups until it is one.
    while end > 0 {
        let run = rest.get(..end)?;
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        if (2..=10).contains(&digits) && digits != 3 && let Some(code) = HsCode::parse(&run.replace('-', "")) {
            return Some((code, from + skipped..from + skipped + end));
        }
        end = run.rfind(['.', ' ', '-']).unwrap_or(0);
    }
    None
}

/// A code that shows by its dot what it is: 0801.32, 0801.32.00.
fn dotted(layout: &Layout<'_>, at: usize) -> Option<(HsCode, Range<usize>)> {
    let piece = layout.get(at)?;
    let (What::Code(_) | What::Number(_)) = piece.what else { return None };
    let text = layout.clean.as_str();
    let written = text.get(piece.span.clone())?;
    let (heading, rest) = written.split_once('.')?;
    let fits = heading.len() == 4 && rest.len() >= 2 && rest.chars().all(|c| c.is_ascii_digit() || c == '.') && rest.split('.').next().is_some_and(|part| part.len() == 2);
    let measured = layout.unit(at + 1).is_some() || layout.currency(at + 1).is_some() || at.checked_sub(1).is_some_and(|before| layout.currency(before).is_some());
    (fits && !measured).then(|| HsCode::parse(written)).flatten().map(|code| (code, piece.span.clone()))
}

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
    if layout.unit(at).is_some() && !matches!(piece.what, What::Word(_)) {
        return None;
    }
    match &piece.what {
        What::Code(atom) => {
            let code = layout.atoms.get(*atom)?.folded.clone();
            // What a family knows may go on: SHB EP, 30mm up.
            joined(layout, goods, at).or_else(|| extended(layout, at, &code)).or_else(|| (layout.cues(at).is_empty() && !terms_of_trade(&code)).then(|| (code, at..at + 1)))
        }
        // 25 °C is a grade of these goods or none at all.
        What::Number(_) if matches!(layout.mark(at + 1), Some('°' | 'º' | '℃')) => degrees(layout, goods, at),
        What::Number(_) => degrees(layout, goods, at).or_else(|| sized(layout, goods, at)).or_else(|| analysis(layout, at)).or_else(|| dimensions(layout, at)).or_else(|| rating(layout, at)).or_else(|| joined(layout, goods, at)).or_else(|| tyre(layout, at)).or_else(|| variety(layout, at)),
        What::Word(_) => joined(layout, goods, at).or_else(|| after_grade(layout, at)),
        What::Mention(index) => {
            // A name that is also a grade of these goods: AA, FAQ, Supremo.
            let mention = layout.mentions.get(*index)?;
            // AB after the word for grade is no scheme; and FAS no delivery term, if these goods have such a grade.
            let letters = mention.senses.iter().all(|sense| matches!(sense.meaning, Meaning::Certificate(_) | Meaning::Incoterm(_) | Meaning::Currency(_) | Meaning::Unit(_)));
            let known = |code: &str| goods.iter().any(|id| layout.lexicon.grade(*id, code).is_some());
            let scheme = mention.senses.iter().all(|sense| matches!(sense.meaning, Meaning::Certificate(_))) && layout.written(at).len() == 2;
            if let Some(found) = after_grade(layout, at).filter(|(code, _)| letters && (scheme || known(code))) {
                return Some(found);
            }
            let figures = |at: usize| layout.written(at).bytes().any(|b| b.is_ascii_digit());
            let general = mention.senses.iter().all(|sense| !matches!(sense.meaning, Meaning::Concept(_) | Meaning::Unit(_) | Meaning::Currency(_) | Meaning::Incoterm(_) | Meaning::Certificate(_)));
            // Goods that are named by their grade: RSS3, SVR 3L; and a name before the figures of one: Screen 18.
            let graded = mention.senses.iter().any(|sense| matches!(sense.meaning, Meaning::Concept(_)));
            let variety = |atom: &&crate::text::Atom| atom.kind == AtomKind::Code || (atom.kind == AtomKind::Number && atom.folded.len() == 4 && atom.folded.bytes().all(|b| b.is_ascii_digit()));
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
    const GRADE: &[&str] = &["grade", "grado", "qualite", "qualidade", "calidad", "gred", "сорт", "класс", "ग्रेड", "গ্রেড", "เกรด", "ደረጃ", "daraja", "hạng", "loại", "درجة"];
    let written = layout.written(at);
    let letters = (1..=4).contains(&written.len()) && written.bytes().all(|b| b.is_ascii_uppercase());
    (letters && follows(layout, at, GRADE)).then(|| (squash_code(written), at..at + 1))
}

/// A figure right after the word for size that a family of these goods knows: مقاس 72, calibre 56.
fn sized(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> Option<(String, Range<usize>)> {
    const SIZE: &[&str] = &["size", "calibre", "caliber", "calibro", "tamano", "tamanho", "taille", "مقاس", "калибр", "规格", "ukuran", "kich co", "साइज", "সাইজ", "ขนาด"];
    let written = layout.written(at);
    let figure = (1..=3).contains(&written.len()) && written.bytes().all(|b| b.is_ascii_digit()) && layout.unit(at + 1).is_none();
    let known = || goods.iter().any(|id| ["size", "ct"].iter().any(|word| layout.lexicon.grade(*id, &format!("{word}{written}")).is_some() || layout.lexicon.grade(*id, &format!("{written}{word}")).is_some()));
    (figure && follows(layout, at, SIZE) && known()).then(|| (written.to_owned(), at..at + 1))
}

/// Whether one of some words stands right before a piece.
fn follows(layout: &Layout<'_>, at: usize, words: &[&str]) -> bool {
    let Some(before) = layout.get(at).and_then(|piece| layout.clean.as_str().get(..piece.span.start)) else { return false };
    let last: Vec<char> = before.trim_end().chars().rev().take(12).collect();
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

/// A size or rating written together with its unit: 25mm, 500kVA, 5kW.
fn rating(layout: &Layout<'_>, at: usize) -> Option<(String, Range<usize>)> {
    const RATINGS: &[&str] = &["mm", "cm", "kva", "kw", "hp", "w", "wp", "v", "ah", "mah", "cc", "mw", "oz"];
    let (number, next) = (layout.get(at)?, layout.get(at + 1)?);
    let unit = layout.written(at + 1).to_lowercase();
    let written = layout.written(at);
    let alone = !matches!(layout.mark(at + 2), Some('x' | '×' | '*' | '/')) && !matches!(layout.word(at + 2), Some("x" | "х"));
    let together = number.span.end == next.span.start && RATINGS.contains(&unit.as_str());
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
    let first = layout.get(at)?;
    let text = layout.clean.as_str();
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
        let amount = layout.number(until - 1).is_some() && measured(layout, until);
        let code = squash_code(run);
        if !amount && goods.iter().any(|id| layout.lexicon.grade(*id, &code).is_some()) {
            best = Some((code, at..until));
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

/// Numbers after a word for a way to reach somebody are nobody's amounts.
pub(super) fn skip_contacts(layout: &Layout<'_>, taken: &mut [bool]) {
    for at in 0..layout.pieces.len() {
        let adjacent = |at: usize| layout.get(at).zip(layout.get(at + 1)).is_some_and(|(sign, next)| sign.span.end == next.span.start);
        // vendas(arroba)exemplo.br is an address, too.
        let spelt = matches!(layout.mark(at), Some('(' | '[')) && adjacent(at) && matches!(layout.written(at + 1), "at" | "arroba" | "AT") && matches!(layout.mark(at + 2), Some(')' | ']')) && adjacent(at + 2);
        let address = at > 0 && (layout.mark(at) == Some('@') && adjacent(at) && at.checked_sub(1).is_some_and(|before| adjacent(before) && layout.number(before).is_none()) || spelt);
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
        if address && let Some(taken) = taken.get_mut(at.saturating_sub(3)..(at + 4 + 2 * usize::from(spelt)).min(layout.pieces.len())) {
            taken.fill(true);
        }
    }
}

/// Whether a number or code stands soon after a word for contact.
fn follows_number(layout: &Layout<'_>, at: usize) -> bool {
    // `fone (00) 00000`: a bracket does not part the number from its word.
    let bracket = (at + 1..at + 3).take_while(|next| layout.mark(*next).is_some()).last().unwrap_or(at);
    let dialled = layout.number(bracket + 1).is_some() && bracket > at;
    dialled || layout.after(at, 6).any(|next| match layout.get(next).map(|piece| &piece.what) {
        Some(What::Number(_)) => true,
        Some(What::Code(atom) | What::Word(atom)) => layout.atoms.get(*atom).is_some_and(|atom| atom.kind == AtomKind::Code || atom.folded.bytes().any(|b| b.is_ascii_digit())),
        _ => false,
    })
}
