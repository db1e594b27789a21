//! Harmonized System codes: announced by a word, shown by their dot, or all that somebody typed.

use std::ops::Range;

use super::finding::Findings;
use super::layout::{Layout, What};
use crate::domain::HsCode;
use crate::lexicon::Cue;

/// Words that name a Harmonized System code, besides the cue.
const ANNOUNCE: &[&str] = &["hs", "hsn", "hts", "ncm", "hscode", "taric"];

/// Reads the Harmonized System code of a layout and takes its pieces.
pub(super) fn read(layout: &Layout<'_>, taken: &mut [bool], findings: &mut Findings) -> Option<HsCode> {
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

/// The digits after an announcement, past a colon or the word code, to the end of their line.
fn after(layout: &Layout<'_>, at: usize) -> Option<(HsCode, Range<usize>)> {
    let from = layout.get(at)?.span.end;
    let tail = layout.clean.as_str().get(from..)?;
    let skipped = tail.find(|c: char| c.is_ascii_digit()).filter(|skipped| *skipped <= 24)?;
    let between = tail.get(..skipped)?;
    if between.contains([',', ';', '，', '。']) {
        return None;
    }
    let rest = layout.clean.as_str().get(from + skipped..layout.clean.line_end(from + skipped))?;
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
