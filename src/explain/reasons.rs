//! Why a hit is where it is: the parts of its score, each with the words of both sides, what they mean
//! and a sentence in the reader's language. The parts add up to the score.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use serde::Serialize;

use super::fit::{Fit, upper};
use super::say::Arg;
use super::voice::Voice;
use super::{Said, Words};
use crate::domain::posting::DAY_MS;
use crate::lexicon::{ConceptId, FacetId};
use crate::score::{BOOST, PIN, Pair, Part};
use crate::views::card::CardConcept;

/// One reason.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// Name of the feature.
    pub kind: &'static str,
    /// Its value.
    pub value: f64,
    /// Its weight in the profile.
    pub weight: f64,
    /// What it adds to the score.
    pub adds: f64,
    /// The reason as a sentence in the reader's language; empty where the figures say it all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The concept on which the two sides met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concept: Option<String>,
    /// What was asked, in the asker's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<Words>,
    /// What is offered, in the seller's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<Words>,
    /// What both mean, in the reader's language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

/// Features that judge a stated wish, with the field of the fit that puts it in words.
const JUDGED: &[(&str, &str)] = &[
    ("origin", "origin"),
    ("certificate", "certifications"),
    ("certifications", "certifications"),
    ("moq", "moq"),
    ("quantity", "quantity"),
    ("supply", "quantity"),
    ("price", "price"),
    ("delivery", "delivery"),
    ("channel", "channel"),
    ("time", "time"),
    ("payment", "payment"),
];

/// The reasons of a score; `fit` lends its sentences to those that judge a wish.
pub fn reasons(voice: &Voice<'_>, pair: &Pair<'_>, parts: &[Part], fit: &[Fit], (wish, offer): (Said<'_>, Said<'_>)) -> Vec<Reason> {
    // What adds nothing is no reason, but that the platform has chosen is told whatever it adds.
    let told = |part: &&Part| part.adds.abs() > f64::EPSILON || [BOOST, PIN].contains(&part.feature);
    parts
        .iter()
        .filter(told)
        .map(|part| {
            let mut reason = Reason { kind: part.feature, value: part.value, weight: part.weight, adds: part.adds, text: String::new(), concept: None, request: None, offer: None, labels: Vec::new() };
            match part.feature {
                "concept" => meeting(voice, pair, (wish, offer), &mut reason),
                "facet_agrees" => facets(voice, pair, &mut reason, "reason-facets-agree", |id, other| id == other),
                "facet_conflicts" => facets(voice, pair, &mut reason, "reason-facets-conflict", |id, other| pair.lexicon.conflicting(id, other)),
                "code" | "code_differs" => codes(voice, pair, &mut reason),
                "hs" => reason.text = hs(voice, pair, part.value),
                "text" => reason.text = share(voice, "reason-words", part.value),
                "wording" => reason.text = share(voice, "reason-wording", part.value),
                "freshness" => reason.text = age(voice, pair),
                BOOST | PIN => reason.text = voice.word("reason-chosen"),
                kind => reason.text = judged(kind, fit),
            }
            reason
        })
        .collect()
}

/// The nearest pair of concepts.
fn meeting(voice: &Voice<'_>, pair: &Pair<'_>, (wish, offer): (Said<'_>, Said<'_>), reason: &mut Reason) {
    let pairs = pair.wish.concepts.iter().flat_map(|asked| pair.offer.concepts.iter().map(move |offered| (asked, offered)));
    let near = |(asked, offered): &(&CardConcept, &CardConcept)| {
        pair.lexicon.closeness(ConceptId(asked.id), ConceptId(offered.id)) * f32::from(asked.weight) * f32::from(offered.weight) * (asked.trust() * offered.trust()) as f32
    };
    let Some((asked, offered)) = pairs.max_by(|a, b| near(a).total_cmp(&near(b))) else { return };
    if reason.value <= 0.0 {
        return;
    }
    let (asked_words, offered_words) = (wish.words(asked), offer.words(offered));
    let above = |below: u32, above: u32| pair.lexicon.concept(ConceptId(below)).is_some_and(|concept| concept.ancestors.contains(&ConceptId(above)));
    let key = match (asked.id, offered.id) {
        (asked, offered) if asked == offered => "reason-same",
        (asked, offered) if above(offered, asked) => "reason-narrower",
        (asked, offered) if above(asked, offered) => "reason-wider",
        _ => "reason-related",
    };
    let quote = |words: &Words| Arg::from(voice.quote(&words.text, &words.lang));
    let label = voice.concept(offered.id);
    reason.text = voice.text(
        key,
        &[("offer", quote(&offered_words)), ("label", label.clone().into()), ("request", quote(&asked_words)), ("asked", voice.concept(asked.id).into())],
    );
    reason.concept = pair.lexicon.concept(ConceptId(offered.id)).map(|concept| concept.slug.clone());
    (reason.request, reason.offer, reason.labels) = (Some(asked_words), Some(offered_words), vec![label]);
}

fn facets(voice: &Voice<'_>, pair: &Pair<'_>, reason: &mut Reason, key: &str, related: impl Fn(FacetId, FacetId) -> bool) {
    let mut told = Vec::new();
    for (asked, _) in &pair.wish.facets {
        for (offered, _) in pair.offer.facets.iter().filter(|(offered, _)| related(FacetId(*asked), FacetId(*offered))) {
            let label = if asked == offered { voice.facet(*asked) } else { format!("{} / {}", voice.facet(*asked), voice.facet(*offered)) };
            if reason.labels.contains(&label) {
                continue;
            }
            reason.labels.push(label);
            told.push(match asked == offered {
                true => voice.facet(*asked),
                false => voice.text("differs", &[("offered", voice.facet(*offered).into()), ("asked", voice.facet(*asked).into())]),
            });
        }
    }
    if !told.is_empty() {
        reason.text = voice.text(key, &[("list", voice.say().list(&told).into())]);
    }
}

/// Codes are met where they are equal; the offer's stand beside the asked ones where they are not.
fn codes(voice: &Voice<'_>, pair: &Pair<'_>, reason: &mut Reason) {
    reason.labels = upper(&pair.wish.codes);
    let shared: Vec<String> = pair.wish.codes.iter().filter(|code| pair.offer.codes.contains(code)).cloned().collect();
    let label = ("label", Arg::from(voice.label("codes")));
    let list = |codes: &[String]| Arg::from(voice.say().list(&upper(codes)));
    reason.text = match (shared.is_empty(), pair.offer.codes.is_empty()) {
        (false, _) => voice.text("fit-agrees", &[label, ("offered", list(&shared))]),
        (true, false) => voice.text("fit-differs", &[label, ("offered", list(&pair.offer.codes)), ("asked", list(&pair.wish.codes))]),
        (true, true) => voice.text("fit-silent", &[label, ("asked", list(&pair.wish.codes))]),
    };
}

/// Where a side states no code, that of its goods was compared.
fn hs(voice: &Voice<'_>, pair: &Pair<'_>, value: f64) -> String {
    let (asked, offered) = (pair.wish.hs.as_str(), pair.offer.hs.as_str());
    if asked.is_empty() || offered.is_empty() {
        let of_goods = || [pair.offer, pair.wish].into_iter().find_map(|card| card.hs_codes(pair.lexicon).first().copied()).unwrap_or_default();
        let code = [asked, offered].into_iter().find(|stated| !stated.is_empty()).unwrap_or_else(of_goods);
        return if value > 0.0 { voice.text("reason-hs", &[("code", dotted(code).into())]) } else { String::new() };
    }
    let shared = asked.bytes().zip(offered.bytes()).take_while(|(a, b)| a == b).count();
    let (label, both) = (Arg::from(voice.label("hs")), [("offered", Arg::from(dotted(offered))), ("asked", Arg::from(dotted(asked)))]);
    let [offered, asked] = both;
    match shared {
        6.. => voice.text("fit-agrees", &[("label", label), offered]),
        2..6 => voice.text("fit-near", &[("label", label), offered, asked]),
        _ => voice.text("fit-differs", &[("label", label), offered, asked]),
    }
}

/// As customs print it: 0801.32.
fn dotted(digits: &str) -> String {
    match (digits.get(..4), digits.get(4..)) {
        (Some(heading), Some(rest)) if !rest.is_empty() => format!("{heading}.{rest}"),
        _ => digits.to_owned(),
    }
}

fn share(voice: &Voice<'_>, key: &str, value: f64) -> String {
    let percent = Decimal::from_f64((value * 100.0).round()).unwrap_or_default();
    if percent.is_zero() { String::new() } else { voice.text(key, &[("percent", voice.say().percent(percent).into())]) }
}

fn age(voice: &Voice<'_>, pair: &Pair<'_>) -> String {
    let days = u64::try_from((pair.now - pair.updated_at).max(0) / DAY_MS).unwrap_or_default();
    voice.text("reason-fresh", &[("count", Arg::Count(days)), ("number", voice.say().number(Decimal::from(days)).into())])
}

fn judged(kind: &str, fit: &[Fit]) -> String {
    let field = JUDGED.iter().find(|(feature, _)| *feature == kind).map(|(_, field)| *field);
    fit.iter().find(|fit| Some(fit.field) == field).map(|fit| fit.detail.clone()).unwrap_or_default()
}
