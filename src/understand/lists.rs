//! Lists of places: Benin, Togo or Ghana; 印度巴基斯坦.

use super::layout::Layout;
use super::places::is_place;
use super::refusals;
use crate::lexicon::Cue;

/// So many places of a list are looked at on either side.
pub(super) const LONGEST_LIST: usize = 5;

/// Whether two pieces of one list are parted by nothing but a sign or the word for or, behind what makes goods of the
/// first: 缅甸货、朝鲜货.
fn listed(layout: &Layout<'_>, from: usize, to: usize) -> bool {
    let from = (from + 1..to).find(|at| !refusals::links(layout, *at)).unwrap_or(to);
    (from..to).all(|at| matches!(layout.mark(at), Some('/' | '、' | ',' | '，' | '،' | '-' | '+' | '&' | '(' | ')')) || (layout.has(at, Cue::To) && !layout.cues(at).any(&[Cue::Destination, Cue::NeededBy])))
}

/// Whether two countries side by side are two of a list: 印度巴基斯坦, الهند وباكستان, ከህንድና ከፓኪስታን.
fn side_by_side(layout: &Layout<'_>, first: usize) -> bool {
    let both = layout.country(first).is_some() && layout.country(first + 1).is_some();
    let unspaced = layout.written(first).ends_with(crate::text::is_unspaced);
    both && (unspaced || layout.written(first).ends_with('ና') || layout.written(first + 1).starts_with('و'))
}

pub(super) fn next_of_list(layout: &Layout<'_>, at: usize) -> Option<usize> {
    if side_by_side(layout, at) {
        return Some(at + 1);
    }
    let next = (at + 2..at + 5).find(|next| is_place(layout, *next))?;
    listed(layout, at, next).then_some(next)
}

pub(super) fn previous_of_list(layout: &Layout<'_>, at: usize) -> Option<usize> {
    if let Some(first) = at.checked_sub(1).filter(|first| side_by_side(layout, *first)) {
        return Some(first);
    }
    let previous = (at.saturating_sub(4)..at.saturating_sub(1)).rev().find(|previous| is_place(layout, *previous))?;
    listed(layout, previous, at).then_some(previous)
}

/// Whether commas alone part the places from one to a later one that is refused, and they begin a sentence: Sudan only.
/// India, Pakistan, China not accepted. Behind another comma what is refused is one thing more of the list.
pub(super) fn enumerated(layout: &Layout<'_>, at: usize) -> bool {
    let mut first = at;
    for _ in 0..LONGEST_LIST {
        let Some(earlier) = previous_of_list(layout, first) else { break };
        if layout.mark(earlier + 1).is_none() || earlier + 2 != first {
            return false;
        }
        first = earlier;
    }
    let begins = first.checked_sub(1).is_none_or(|before| matches!(layout.mark(before), Some('.' | ';' | ':' | '\n' | '!' | '؛' | '।' | '።')));
    begins && layout.mark(at + 1).is_some_and(|sign| matches!(sign, ',' | '،'))
}
