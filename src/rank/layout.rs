//! Laying candidates out, page by page and always from the first, so that any page is the same whoever
//! asks for it. It is a rearrangement: every candidate gets one place, and only one.
//!
//! - Who is pinned stands at its place, or at the end if there are fewer hits; who is buried stands behind
//!   all others.
//! - The rest follows by score, then by identifier. What is above the cap of its party waits for the next
//!   page, unless there are no others.
//! - Of the places of a page a share is kept for small parties: one that waits takes the last place of one
//!   that is not small, if it passes nobody who matches more of the request.

use std::collections::{HashMap, VecDeque};

use super::{Curation, Layout, Ranked};

/// All candidates in the order of their scores.
pub fn order<T>(mut hits: Vec<Ranked<T>>, layout: &Layout<'_>) -> Vec<Ranked<T>> {
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
    lay(hits, layout)
}

/// Candidates laid out that have an order of their own.
pub fn lay<T>(mut hits: Vec<Ranked<T>>, layout: &Layout<'_>) -> Vec<Ranked<T>> {
    let pins = take_pins(&mut hits, layout.curation);
    let (buried, free): (Vec<_>, Vec<_>) = hits.into_iter().partition(|hit| layout.curation.buried.contains(&hit.id));
    let mut pages = Pages { layout, queues: [free.into(), buried.into()], pins, out: Vec::new() };
    while pages.turn() {}
    pages.out
}

/// Takes out who is pinned, by place.
fn take_pins<T>(hits: &mut Vec<Ranked<T>>, curation: &Curation) -> VecDeque<(usize, Ranked<T>)> {
    let mut pins: Vec<&(usize, String)> = curation.pins.iter().collect();
    // The sort is stable: of two for one place the first stays the first.
    pins.sort_by_key(|(place, _)| *place);
    let mut taken = VecDeque::new();
    for (place, id) in pins {
        if let Some(at) = hits.iter().position(|hit| hit.id == *id) {
            taken.push_back((*place, hits.remove(at)));
        }
    }
    taken
}

struct Pages<'a, T> {
    layout: &'a Layout<'a>,
    /// Who waits: those whom nobody has moved, then the buried.
    queues: [VecDeque<Ranked<T>>; 2],
    pins: VecDeque<(usize, Ranked<T>)>,
    out: Vec<Ranked<T>>,
}

/// Hits of each party on a page.
type Places = HashMap<String, usize>;

impl<T> Pages<'_, T> {
    /// Lays out the next page; false after the last.
    fn turn(&mut self) -> bool {
        let page = self.layout.page.max(1);
        let (start, end) = (self.out.len() + 1, self.out.len() + page);
        let pinned_at = |due: &usize, place: usize| self.pins.get(*due).is_some_and(|(at, _)| *at <= place);
        let due = (start..=end).fold(0, |due, place| due + usize::from(pinned_at(&due, place)));
        // With fewer hits than places, who is pinned further down stands at the end.
        let short = (page - due).saturating_sub(self.queues.iter().map(VecDeque::len).sum());
        let due = self.pins.len().min(due + short);
        let mut places = Places::new();
        for (_, hit) in self.pins.iter().take(due) {
            *places.entry(hit.party.clone()).or_default() += 1;
        }
        let small = self.pins.iter().take(due).filter(|(_, hit)| hit.small).count();
        let mut chosen = self.fill(page - due, &mut places);
        self.keep_share(&mut chosen, small, &mut places);
        let mut chosen = chosen.into_iter();
        for place in start..=end {
            let pinned = self.pins.front().is_some_and(|(at, _)| *at <= place || chosen.len() == 0);
            let next = if pinned { self.pins.pop_front().map(|(_, hit)| hit) } else { chosen.next() };
            let Some(hit) = next else { return false };
            self.out.push(hit);
        }
        true
    }

    /// The next hits of the queues for so many places.
    fn fill(&mut self, free: usize, places: &mut Places) -> Vec<Ranked<T>> {
        let mut chosen = Vec::with_capacity(free.min(100));
        for queue in &mut self.queues {
            // Those before have the places of their party on this page.
            let mut from = 0;
            while chosen.len() < free && !queue.is_empty() {
                while queue.get(from).is_some_and(|hit| is_full(self.layout, places, hit)) {
                    from += 1;
                }
                // Where no other waits, they come after all.
                let Some(hit) = queue.remove(from).or_else(|| { from -= 1; queue.pop_front() }) else { break };
                *places.entry(hit.party.clone()).or_default() += 1;
                chosen.push(hit);
            }
        }
        chosen
    }

    /// Keeps the share of small parties among the chosen; `small` places of the page are theirs already.
    fn keep_share(&mut self, chosen: &mut Vec<Ranked<T>>, small: usize, places: &mut Places) {
        let kept = (self.layout.exposure_share.clamp(0.0, 1.0) * self.layout.page as f64).floor() as usize;
        let mut have = small + chosen.iter().filter(|hit| hit.small).count();
        let [free, _] = &mut self.queues;
        while have < kept {
            let Some(last) = chosen.iter().rposition(|hit| !hit.small) else { return };
            let Some(at) = chosen.get(last).and_then(|hit| comparable(self.layout, free, places, hit.merit)) else { return };
            let Some(risen) = free.remove(at) else { return };
            let passed = chosen.remove(last);
            if let Some(count) = places.get_mut(&passed.party) {
                *count -= 1;
            }
            *places.entry(risen.party.clone()).or_default() += 1;
            chosen.push(risen);
            free.push_front(passed);
            have += 1;
        }
    }
}

/// The first small one that waits and matches no less than those before it and one with a merit of `passed`.
fn comparable<T>(layout: &Layout<'_>, waiting: &VecDeque<Ranked<T>>, places: &Places, mut passed: f64) -> Option<usize> {
    for (at, hit) in waiting.iter().enumerate().filter(|(_, hit)| !is_full(layout, places, hit)) {
        if hit.small && hit.merit + layout.margin >= passed {
            return Some(at);
        }
        passed = passed.max(hit.merit);
    }
    None
}

fn is_full<T>(layout: &Layout<'_>, places: &Places, hit: &Ranked<T>) -> bool {
    !hit.is_anonymous() && places.get(&hit.party).is_some_and(|count| *count >= layout.party_cap.max(1))
}
