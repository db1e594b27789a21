//! Whether a text seeks or offers. Its words are weighed against each other by `indexes/lexicon/sides.tsv`, the first
//! of them most: who is looking for goods in stock seeks. Where no word says it, facts do: sellers name prices and
//! least orders, buyers targets.

use super::Reading;
use super::finding::Bound;
use super::layout::Layout;
use super::tongue;
use crate::lexicon::{Cue, CueSet, Leaning, Lexicon, Saying};

/// What each word weighs of the one before it: a first word stands against all that follow.
const LATER: f32 = 0.5;
/// So many pieces stand between a verb of wanting and those who are wanted.
const WANTED_REACH: usize = 2;

/// What the words of a text say: true if it seeks, false if it offers.
pub(super) fn said(layout: &Layout<'_>) -> Option<bool> {
    let mut share = 1.0;
    let mut scale = Scale::default();
    for at in 0..layout.pieces.len() {
        if let Some(leaning) = leaning(layout, at) {
            scale.lay(leaning, share);
            share *= LATER;
        }
    }
    scale.tips()
}

/// What the facts of a reading say, where its words do not.
pub(super) fn shown(lexicon: &Lexicon, reading: &Reading) -> Option<bool> {
    let wished = |bound: &Bound| matches!(bound, Bound::Target | Bound::Max);
    let price = reading.price.as_ref().map(|price| if price.bound.as_ref().is_some_and(wished) { Cue::Target } else { Cue::Price });
    let stands = reading.valid_until.map(|_| Cue::ValidUntil);
    let facts = [price, stands, reading.moq.as_ref().map(|_| Cue::Moq), reading.capacity.as_ref().map(|_| Cue::Capacity)];
    let mut scale = Scale::default();
    for fact in facts.into_iter().flatten() {
        if let Some(leaning) = lexicon.leaning(CueSet::of(fact), &[Saying::Fact]) {
            scale.lay(leaning, 1.0);
        }
    }
    scale.tips()
}

/// What speaks for a seeker less what speaks for a seller.
#[derive(Default)]
struct Scale(f32);

impl Scale {
    fn lay(&mut self, leaning: Leaning, share: f32) {
        let weight = leaning.weight as f32 * share;
        self.0 += if leaning.asks { weight } else { -weight };
    }

    fn tips(&self) -> Option<bool> {
        (self.0 != 0.0).then_some(self.0 > 0.0)
    }
}

/// What the words of a piece say, unless they are denied. Who looks for buyers sells.
fn leaning(layout: &Layout<'_>, at: usize) -> Option<Leaning> {
    let cues = layout.cues(at);
    let denied = || layout.before(at, 1).any(|before| layout.has(before, Cue::Not));
    // A bare word for from says nothing of who is ready: जनवरी से मार्च.
    let bare = cues.has(Cue::ReadyFrom) && cues.any(&[Cue::Origin, Cue::AtLeast]);
    if cues.is_empty() || bare || denied() {
        return None;
    }
    let sayings: &[Saying] = if at == 0 { &[Saying::Word, Saying::First] } else { &[Saying::Word] };
    let leaning = layout.lexicon.leaning(cues, sayings)?;
    let customer = |near: usize| layout.has(near, Cue::Customer) && !layout.is_goods(near);
    let verbs_last = layout.langs.first().is_some_and(|lang| tongue::verbs_last(*lang));
    let wanted = layout.after(at, WANTED_REACH).take_while(|near| !layout.is_goods(*near)).any(customer) || verbs_last && layout.before(at, WANTED_REACH).take_while(|near| !layout.is_goods(*near)).any(customer);
    Some(Leaning { asks: leaning.asks && !wanted, ..leaning })
}
