//! The year in which goods grew: récolte 2026, season 2025/26, 今年新货.

use std::ops::Range;

use jiff::civil::Date;

use super::calendar::common;
use super::dates;
use super::finding::Findings;
use super::layout::Layout;
use crate::lexicon::Cue;

/// The year in which goods grew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Harvest {
    /// The year, of a season over the turn of the year the first.
    pub year: i16,
    /// Whether the season ends in the next year.
    pub into_next: bool,
}

/// `2026`, `2025/2026`.
impl std::fmt::Display for Harvest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.into_next { write!(f, "{}/{}", self.year, self.year + 1) } else { write!(f, "{}", self.year) }
    }
}

/// Reads the year of the harvest and takes its pieces: récolte 2026, 2026 crop, safra 2025/26, 今年新货.
pub(super) fn harvest(layout: &Layout<'_>, today: Option<Date>, taken: &mut [bool], findings: &mut Findings) -> Option<Harvest> {
    for at in (0..layout.pieces.len()).filter(|at| names_crop(layout, *at)) {
        let named = within(layout, at).map(|harvest| (harvest, at..at + 1));
        let this = || this_year(layout, at, today);
        let Some((harvest, pieces)) = named.or_else(|| crop_after(layout, at)).or_else(|| crop_before(layout, at)).or_else(this) else { continue };
        let words = layout.words(&pieces);
        dates::mark(taken, &pieces);
        // The calendar of Ethiopia is seven or eight years behind, and crops of as long ago are not for sale.
        let past = today.map_or(2020, |today| today.year() - 6);
        let ethiopian = layout.langs.first().is_some_and(|lang| lang.as_str() == "am") && harvest.year < past;
        let common = Harvest { year: harvest.year + 7, into_next: true };
        // Such a year that the text itself counts from the birth of Christ by that calendar is meant so: የ2019 ዓ.ም.
        if ethiopian && pieces.clone().chain([pieces.end]).any(|near| layout.written(near) == "ዓ.ም") {
            findings.sure("harvest", common.to_string(), words);
            return Some(common);
        }
        if ethiopian {
            findings.open("harvest", words, vec![harvest.to_string(), common.to_string()]);
            return None;
        }
        findings.sure("harvest", harvest.to_string(), words);
        return Some(harvest);
    }
    None
}

fn names_crop(layout: &Layout<'_>, at: usize) -> bool {
    layout.has(at, Cue::Crop) || layout.slugs(at).iter().any(|slug| slug.starts_with("crop:"))
}

/// A harvest at the start of a text, and how many bytes it takes: `2026`, `2025/26`, `2025-2026`.
fn season(text: &str) -> Option<(Harvest, usize)> {
    let figures = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let length = figures(text);
    let whole = |text: &str| -> Option<i16> { text.parse().ok() };
    let first = match length {
        4 => common(whole(text.get(..4)?)?),
        2 => 2000 + whole(text.get(..2)?)?,
        _ => return None,
    };
    let second = text.get(length..).and_then(|rest| rest.strip_prefix(['/', '-', '–', '—'])).and_then(|rest| rest.get(..figures(rest)));
    let next = second.filter(|second| matches!(second.len(), 2 | 4)).and_then(|second| whole(second).map(|year| (year, second.len())));
    let sign = text.get(length..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let into_next = next.filter(|(year, _)| common(*year) == first + 1 || *year == (whole(text.get(..length).unwrap_or_default()).unwrap_or_default() + 1) % 100);
    if !(2005..2060).contains(&first) {
        return None;
    }
    match (into_next, length) {
        (Some((_, second)), _) => Some((Harvest { year: first, into_next: true }, length + sign + second)),
        (None, 4) if next.is_none() => Some((Harvest { year: first, into_next: false }, length)),
        _ => None,
    }
}

/// The season at a piece, unless a unit makes its figures an amount.
pub(super) fn season_at(layout: &Layout<'_>, at: usize) -> Option<(Harvest, usize)> {
    layout.number(at).is_some().then_some(())?;
    let start = layout.get(at)?.span.start;
    let (harvest, length) = season(layout.clean.as_str().get(start..)?)?;
    let until = (at..layout.pieces.len()).find(|next| layout.get(*next).is_none_or(|piece| piece.span.start >= start + length)).unwrap_or(layout.pieces.len());
    let counted = layout.unit(until).is_some_and(|_| !layout.has(until, Cue::Year)) || layout.currency(until).is_some() || layout.mark(until) == Some('%');
    (!counted).then_some((harvest, until))
}

/// The year in a name: `2026 crop` is one of new goods.
fn within(layout: &Layout<'_>, at: usize) -> Option<Harvest> {
    let written = layout.written(at);
    let (harvest, length) = season(written)?;
    (length < written.len()).then_some(harvest)
}

fn crop_after(layout: &Layout<'_>, at: usize) -> Option<(Harvest, Range<usize>)> {
    const OF: &[&str] = &["of", "de", "do", "del", "da", "la", "year", "année", "ano", "año", "ya", "wa", "mwaka", "tahun", "năm", "nam", "ปี", "عام", "سنة", "لعام", "года", "वर्ष", "সাল", "en", "em", "in"];
    let mut next = at + 1;
    while next < at + 4 && (layout.word(next).is_some_and(|word| OF.contains(&word)) || layout.has(next, Cue::Year) || matches!(layout.mark(next), Some(':' | '：' | '(' | '-' | '–'))) {
        next += 1;
    }
    let part = |at: usize| layout.get(at).map(|piece| piece.part);
    let near = part(next) == part(at) || next.checked_sub(1).is_some_and(|before| layout.mark(before) == Some('('));
    let (harvest, until) = season_at(layout, next).filter(|_| near)?;
    Some((harvest, at..until))
}

fn crop_before(layout: &Layout<'_>, at: usize) -> Option<(Harvest, Range<usize>)> {
    const OF: &[&str] = &["年", "年度", "的", "की", "के", "का", "সালের", "года", "г", "year", "new", "新"];
    let first = layout.before(at, 6).find(|before| layout.number(*before).is_some() && season_at(layout, *before).is_some())?;
    let (harvest, until) = season_at(layout, first)?;
    let linked = (until..at).all(|between| layout.has(between, Cue::Year) || layout.mark(between) == Some('.') || OF.contains(&layout.written(between)));
    (linked && until <= at).then_some((harvest, first..at + 1))
}

/// This year's: 今年新货, урожай этого года.
fn this_year(layout: &Layout<'_>, at: usize, today: Option<Date>) -> Option<(Harvest, Range<usize>)> {
    let says = |at: usize| layout.has(at, Cue::ThisYear);
    let near = layout.before(at, 2).find(|near| says(*near)).or_else(|| layout.after(at, 2).find(|near| says(*near)))?;
    let harvest = Harvest { year: today?.year(), into_next: false };
    Some((harvest, near.min(at)..near.max(at) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seasons_are_read_in_every_spelling() {
        for (text, season_, length) in [("2026 crop", "2026", 4), ("2025/26", "2025/2026", 7), ("2025-2026", "2025/2026", 9), ("25/26", "2025/2026", 5), ("2568/69", "2025/2026", 7), ("2569", "2026", 4)] {
            assert_eq!(season(text).map(|(harvest, length)| (harvest.to_string(), length)), Some((season_.to_owned(), length)), "{text}");
        }
        for text in ["26", "25/30", "2026/2030", "200 t", "1998", "20260"] {
            assert_eq!(season(text), None, "{text}");
        }
    }
}
