//! Terms of trade that are words: payment, import channel, sample, certificates.

use super::finding::Findings;
use super::layout::Layout;
use crate::lexicon::{Cue, CueSet};

/// What the terms of a text say.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    pub(super) payment: Vec<String>,
    pub(super) channels: Vec<String>,
    pub(super) certificates: Vec<String>,
    pub(super) sample: bool,
}

const MEANS: &[(Cue, &str)] = &[
    (Cue::Tt, "tt"),
    (Cue::Advance, "advance"),
    (Cue::Dp, "dp"),
    (Cue::Da, "da"),
    (Cue::Cad, "cad"),
    (Cue::OpenAccount, "open-account"),
    (Cue::Cod, "cod"),
    (Cue::Escrow, "escrow"),
];

const CHANNELS: &[Cue] =
    &[Cue::C0110, Cue::C1210, Cue::C1239, Cue::C9610, Cue::C1039, Cue::C9710, Cue::C9810, Cue::C4019, Cue::C0214, Cue::C0615];

pub(super) fn read(layout: &Layout<'_>, taken: &mut [bool], findings: &mut Findings) -> Terms {
    let mut found = Terms::default();
    for at in 0..layout.pieces.len() {
        let cues = layout.cues(at);
        let Some(piece) = layout.get(at) else { continue };
        let words = || layout.original(&piece.span);
        if let Some(certificate) = layout.certificate(at).or_else(|| listed(layout, at)).filter(|_| taken.get(at) != Some(&true)).filter(|slug| !found.certificates.iter().any(|known| known == slug)) {
            if !layout.denied(at) {
                findings.sure("certifications", certificate, words());
                found.certificates.push(certificate.to_owned());
            }
            continue;
        }
        if cues.is_empty() || layout.denied(at) {
            continue;
        }
        if let Some(means) = means(layout, at, cues, taken).filter(|means| !found.payment.contains(means)) {
            findings.sure("payment", means.clone(), words());
            found.payment.push(means);
        }
        if let Some(channel) = CHANNELS.iter().find(|cue| cues.has(**cue)).and_then(|cue| cue.slug().strip_prefix("channel-"))
            && !found.channels.iter().any(|known| known == channel) {
                findings.sure("channels", channel, words());
                found.channels.push(channel.to_owned());
            }
        // 打样后25天交货: behind a sample the time runs.
        if cues.has(Cue::Sample) && !found.sample && layout.written(at + 1) != "后" {
            findings.sure("sample", "true", words());
            found.sample = true;
        }
    }
    tidy(&mut found.payment);
    // Organic by a scheme says more than organic.
    if found.certificates.iter().any(|slug| slug.starts_with("organic-")) {
        found.certificates.retain(|slug| slug != "organic");
        findings.0.retain(|finding| finding.field != "certifications" || finding.value.as_deref() != Some("organic"));
    }
    found
}

/// Organic as one of a list of certificates, where it is no mere property: HACCP, BRC, organic.
fn listed(layout: &Layout<'_>, at: usize) -> Option<&'static str> {
    let organic = layout.slugs(at).contains(&"farming:organic");
    let parted = |sign: usize| matches!(layout.mark(sign), Some(',' | '，' | '、' | '،' | '፣' | '/' | '+' | '&')) || layout.has(sign, Cue::To);
    let certified = |sign: usize, near: usize| parted(sign) && layout.certificate(near).is_some();
    let beside = || at.checked_sub(2).is_some_and(|before| certified(at - 1, before)) || certified(at + 1, at + 2);
    (organic && beside()).then_some("organic")
}

fn means(layout: &Layout<'_>, at: usize, cues: CueSet, taken: &mut [bool]) -> Option<String> {
    if cues.has(Cue::Lc) {
        let near = |cue: Cue| cues.has(cue) || layout.before(at, 4).chain(layout.after(at, 5)).any(|near| layout.has(near, cue));
        return Some(if near(Cue::Usance) || days(layout, at) { "lc-usance" } else if near(Cue::Sight) { "lc-sight" } else { "lc" }.to_owned());
    }
    // 30% deposit, 30%定金: without its share it is no term, as a deposit of ore.
    if cues.has(Cue::Deposit) && layout.before(at, 3).chain(layout.after(at, 3)).any(|near| layout.mark(near) == Some('%')) {
        return split(layout, at, taken).map(|(first, rest)| format!("tt {first}/{rest}"));
    }
    // Nusu kwa nusu: half before and half after, where the rest says that it is of money.
    let money = || layout.before(at, 6).chain(layout.after(at, 6)).any(|near| layout.cues(near).any(&[Cue::Tt, Cue::Advance, Cue::Deposit]));
    if cues.has(Cue::Halves) {
        return money().then(|| "tt 50/50".to_owned());
    }
    // LC trả chậm: paid late by a letter of credit is no open account.
    let credited = || layout.before(at, 4).chain(layout.after(at, 4)).any(|near| layout.has(near, Cue::Lc));
    if cues.has(Cue::OpenAccount) && cues.has(Cue::Usance) && credited() {
        return None;
    }
    let (mut cue, mut means) = MEANS.iter().find(|(cue, _)| cues.has(*cue)).map(|(cue, means)| (*cue, *means))?;
    // In Indonesian and Malay DP with a percentage is the share paid down.
    let malay = layout.langs.first().is_some_and(|lang| matches!(lang.as_str(), "id" | "ms"));
    if cue == Cue::Dp && malay && layout.before(at, 2).chain(layout.after(at, 2)).any(|near| layout.mark(near) == Some('%')) {
        (cue, means) = (Cue::Advance, "advance");
    }
    let split = matches!(cue, Cue::Tt | Cue::Advance).then(|| split(layout, at, taken)).flatten();
    match split {
        Some((first, rest)) => Some(format!("tt {first}/{rest}")),
        None => Some(means.to_owned()),
    }
}

/// Whether a number of days stands right after a letter of credit: LC 90 days, LC siku 90.
fn days(layout: &Layout<'_>, at: usize) -> bool {
    let counted = |at: usize| layout.number(at).is_some_and(|number| number.value >= 15.into()) && layout.has(at + 1, Cue::Day);
    let before = |at: usize| layout.has(at, Cue::Day) && layout.number(at + 1).is_some();
    layout.after(at, 4).any(|near| counted(near) || before(near))
}

/// The shares of a payment in two: `T/T 30/70`, `30% advance, 70% before shipment`.
fn split(layout: &Layout<'_>, at: usize, taken: &mut [bool]) -> Option<(String, String)> {
    let tenths = (at..at + 2).filter(|near| taken.get(*near) != Some(&true)).find_map(|near| Some((near, tenths(layout, near, near > at)?)));
    if let Some((near, first)) = tenths {
        if let Some(taken) = taken.get_mut(near) {
            *taken = true;
        }
        return Some(((10 * first).to_string(), (100 - 10 * first).to_string()));
    }
    // A percentage that grades the goods is taken.
    let free: Vec<usize> = (at.saturating_sub(8)..(at + 12).min(layout.pieces.len())).filter(|at| taken.get(*at) != Some(&true)).collect();
    let whole = |at: usize| layout.number(at).filter(|_| free.contains(&at)).map(|number| number.value.normalize()).filter(|share| (1..100).any(|whole| *share == whole.into()));
    let hundred = |a: rust_decimal::Decimal, b: rust_decimal::Decimal| a + b == 100.into();
    let range = at.saturating_sub(8)..(at + 12).min(layout.pieces.len());
    for first in range.clone() {
        let Some(share) = whole(first) else { continue };
        let next = (first + 1..(first + 10).min(layout.pieces.len())).find_map(|at| Some((at, whole(at)?)));
        if let Some((second, rest)) = next.filter(|(_, rest)| hundred(share, *rest)) {
            for at in [first, second] {
                if let Some(taken) = taken.get_mut(at) {
                    *taken = true;
                }
            }
            return Some((share.to_string(), rest.to_string()));
        }
    }
    // One share and the rest unsaid: 40% advance, balance on arrival.
    let mut near: Vec<usize> = range.filter(|share| layout.mark(share + 1) == Some('%')).collect();
    near.sort_by_key(|share| share.abs_diff(at));
    let lone = near.into_iter().find_map(&whole)?;
    Some((lone.to_string(), (rust_decimal::Decimal::from(100) - lone).to_string()))
}

/// The first of two shares that are said in tenths: 三七开, 前三后七. Two figures alone may be goods (三七 is a herb),
/// unless they are joined to a word of payment before them: 电汇三七.
fn tenths(layout: &Layout<'_>, at: usize, behind: bool) -> Option<u32> {
    const DIGITS: &str = "一二三四五六七八九";
    let digit = |c: char| DIGITS.chars().position(|digit| digit == c).and_then(|at| u32::try_from(at + 1).ok());
    let signs: Vec<char> = layout.written(at).chars().collect();
    let touches = || at.checked_sub(1).and_then(|before| layout.get(before)).zip(layout.get(at)).is_some_and(|(before, piece)| before.span.end == piece.span.start);
    let (first, rest) = match signs.as_slice() {
        ['前', first, '后', rest] | [first, rest, '开'] => (digit(*first)?, digit(*rest)?),
        [first, rest] if behind && touches() && layout.number(at + 1).is_none() => (digit(*first)?, digit(*rest)?),
        _ => return None,
    };
    (first + rest == 10).then_some(first)
}

/// `tt` says nothing beside a split of it, nor an advance that is the first share of one.
fn tidy(payment: &mut Vec<String>) {
    if payment.iter().any(|means| means.starts_with("tt ")) {
        payment.retain(|means| means != "tt" && means != "advance");
    }
    if payment.iter().any(|means| means.starts_with("lc-")) {
        payment.retain(|means| means != "lc");
    }
}
