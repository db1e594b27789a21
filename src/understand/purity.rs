//! Percentages that grade the goods: sesame of 99.95% purity, caustic soda 98%. Moisture, a tolerance, a share of the
//! payment and what an ore holds grade nothing.

use std::ops::Range;

use super::homes;
use super::layout::{Layout, What};
use crate::lexicon::{ConceptId, Cue, Meaning};

/// Headings of the Harmonized System whose goods are graded by what they hold of themselves: extracts, glycerol,
/// alcohol, salt, sulphur and graphite, chemicals, fertilisers, essential oils, detergents, pesticides, metals and their scrap.
const GRADED: &[(u16, u16)] =
    &[(1302, 1302), (1520, 1520), (2207, 2207), (2501, 2504), (2801, 2942), (3101, 3105), (3301, 3301), (3402, 3402), (3808, 3808), (7106, 7112), (7202, 7202), (7401, 8113)];

/// What is said in percent of a payment.
const PAYMENT: &[Cue] = &[Cue::Tt, Cue::Advance, Cue::Lc, Cue::Dp, Cue::Da, Cue::Cad, Cue::OpenAccount, Cue::Cod, Cue::Escrow, Cue::Tolerance, Cue::Price];

/// So many pieces may stand between the goods and their percentage.
const REACH: usize = 8;

/// The code of a percentage at a number, with its pieces: 99.95%.
pub(super) fn read(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> Option<(String, Range<usize>)> {
    let number = layout.number(at)?;
    // 99.995% cannot be 99995%.
    let mut shares = std::iter::once(&number.value).chain(&number.alternatives).filter(|share| **share < 100.into());
    let share = shares.next()?.normalize();
    if shares.any(|other| *other != share) {
        return None;
    }
    let range = at.checked_sub(1).is_some_and(|before| matches!(layout.mark(before), Some('-' | '/' | '~' | '±' | '+'))) || matches!(layout.mark(at + 2), Some('-' | '~' | '±'));
    let fits = share >= 10.into() && !range && layout.mark(at + 1) == Some('%');
    let ore = || goods.iter().all(|id| homes::of_headings(layout.lexicon, *id, 2601, 2621));
    (fits && (goods.is_empty() || !ore()) && (announced(layout, at) || beside(layout, goods, at) || alone(layout, goods, at))).then(|| (format!("{share}%"), at..at + 2))
}

/// The percentage whose figure ends a name of goods that are graded so: urea 46%.
pub(super) fn within(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> Option<(String, Range<usize>)> {
    let figure = layout.written(at).rsplit(' ').next().filter(|last| layout.is_goods(at) && !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()))?;
    let whole = layout.mark(at + 1) == Some('%') && goods.iter().any(|id| is_graded(layout, *id));
    whole.then(|| (format!("{figure}%"), at..at + 2))
}

/// Whether a piece may stand between a percentage and the word for purity.
fn passed(layout: &Layout<'_>, at: usize) -> bool {
    matches!(layout.mark(at), Some(':' | '：' | '≥' | '>' | '=')) || layout.cues(at).any(&[Cue::AtLeast, Cue::About, Cue::Moq])
}

/// Whether the word for purity stands before or behind; 蛋白含量 is the content of something else.
fn announced(layout: &Layout<'_>, at: usize) -> bool {
    let purity = |near: usize| layout.has(near, Cue::Purity);
    let own = |near: usize| !layout.before(near, 1).any(|other| layout.has(other, Cue::MeasureOf) && !purity(other));
    let before = layout.before(at, 4).find(|near| !passed(layout, *near));
    let behind = || layout.after(at + 1, 3).find(|near| !passed(layout, *near));
    before.is_some_and(|near| purity(near) && own(near)) || behind().is_some_and(purity)
}

fn is_graded(layout: &Layout<'_>, id: ConceptId) -> bool {
    GRADED.iter().any(|(from, to)| homes::of_headings(layout.lexicon, id, *from, *to))
}

/// Whether goods that are graded so stand before, parted by nothing but what describes them: urea, granular 46%.
fn beside(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> bool {
    let paid = layout.before(at, REACH).chain(layout.after(at, REACH)).any(|near| layout.cues(near).any(PAYMENT));
    let sold = |near: usize| layout.meaning(near, |meaning| matches!(meaning, Meaning::Concept(id) if goods.contains(id) && is_graded(layout, *id)).then_some(())).is_some();
    let describes = |near: usize| match layout.get(near).map(|piece| &piece.what) {
        Some(What::Word(_) | What::Code(_) | What::Mark(_)) => layout.cues(near).is_empty(),
        Some(What::Mention(_)) => layout.facet(near) || layout.is_goods(near),
        _ => passed(layout, near),
    };
    let most = layout.cues(at + 2).has(Cue::AtMost) && !layout.cues(at + 2).has(Cue::AtLeast);
    // Sodium sulphate (Glauber's salt) 99%: what a bracket explains is passed over.
    let closed = at.checked_sub(1).filter(|before| layout.mark(*before) == Some(')'));
    let from = closed.and_then(|closed| (closed.saturating_sub(REACH)..closed).rev().find(|open| layout.mark(*open) == Some('('))).unwrap_or(at);
    !paid && !most && layout.before(from, REACH).take_while(|near| describes(*near) || sold(*near)).any(sold)
}

/// Whether a high percentage is all that a part of the text says: copper scrap, 20 t, 99.9%.
fn alone(layout: &Layout<'_>, goods: &[ConceptId], at: usize) -> bool {
    let pure = layout.number(at).is_some_and(|number| number.value >= 90.into());
    let bare = layout.before(at, 2).all(|near| passed(layout, near)) && layout.after(at + 1, 2).all(|near| passed(layout, near) || layout.mark(near).is_some());
    pure && bare && goods.iter().any(|id| is_graded(layout, *id))
}
