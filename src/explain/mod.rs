//! Why a hit is where it is: the parts of its score, each with the words of both sides and what they
//! mean in the reader's language. The parts add up to the score.

use serde::Serialize;

use crate::lexicon::{ConceptId, FacetId, Lexicon, Meaning};
use crate::score::{Pair, Part};
use crate::text::Lang;

/// Words of one side, with their language.
#[derive(Clone, Debug, Serialize)]
pub struct Words {
    /// As written.
    pub text: String,
    /// Language of the form.
    pub lang: String,
}

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

/// How one stated wish is met.
#[derive(Clone, Debug, Serialize)]
pub struct Fit {
    /// The field.
    pub field: &'static str,
    /// `fits`, `near`, `conflicts` or `unknown`.
    pub status: &'static str,
    /// What the two sides say.
    pub detail: String,
}

/// The reasons of a score.
pub fn reasons(pair: &Pair<'_>, parts: &[Part], reader: Lang) -> Vec<Reason> {
    parts
        .iter()
        .map(|part| {
            let mut reason = Reason { kind: part.feature, value: part.value, weight: part.weight, adds: part.adds, concept: None, request: None, offer: None, labels: Vec::new() };
            match part.feature {
                "concept" => meeting(pair, reader, &mut reason),
                "facet_agrees" => reason.labels = facets(pair, reader, |id, other| id == other),
                "facet_conflicts" => reason.labels = facets(pair, reader, |id, other| pair.lexicon.conflicting(id, other)),
                "code" | "code_differs" => reason.labels = pair.wish.codes.iter().map(|code| code.to_uppercase()).collect(),
                _ => {}
            }
            reason
        })
        .collect()
}

/// The nearest pair of concepts.
fn meeting(pair: &Pair<'_>, reader: Lang, reason: &mut Reason) {
    let pairs = pair.wish.concepts.iter().flat_map(|asked| pair.offer.concepts.iter().map(move |offered| (asked, offered)));
    let near = |(asked, offered): &(&crate::views::card::CardConcept, &crate::views::card::CardConcept)| {
        pair.lexicon.closeness(ConceptId(asked.id), ConceptId(offered.id)) * f32::from(asked.weight) * f32::from(offered.weight)
    };
    let Some((asked, offered)) = pairs.max_by(|a, b| near(a).total_cmp(&near(b))) else { return };
    if reason.value <= 0.0 {
        return;
    }
    reason.concept = pair.lexicon.concept(ConceptId(offered.id)).map(|concept| concept.slug.clone());
    reason.request = Some(Words { text: asked.text.clone(), lang: asked.lang.clone() });
    reason.offer = Some(Words { text: offered.text.clone(), lang: offered.lang.clone() });
    reason.labels = vec![pair.lexicon.label(Meaning::Concept(ConceptId(offered.id)), reader)];
}

fn facets(pair: &Pair<'_>, reader: Lang, related: impl Fn(FacetId, FacetId) -> bool) -> Vec<String> {
    let label = |id: u16| pair.lexicon.label(Meaning::Facet(FacetId(id)), reader);
    let mut out = Vec::new();
    for (asked, _) in &pair.wish.facets {
        for (offered, _) in pair.offer.facets.iter().filter(|(offered, _)| related(FacetId(*asked), FacetId(*offered))) {
            let text = if asked == offered { label(*asked) } else { format!("{} / {}", label(*asked), label(*offered)) };
            if !out.contains(&text) {
                out.push(text);
            }
        }
    }
    out
}

/// How the stated wishes fit; what the offer does not say is unknown, never a no.
pub fn fit(pair: &Pair<'_>, parts: &[Part]) -> Vec<Fit> {
    let value = |name: &str| parts.iter().find(|part| part.feature == name).map(|part| part.value);
    let mut out = Vec::new();
    let mut judge = |field: &'static str, asked: String, offered: String, value: Option<f64>| {
        if asked.is_empty() {
            return;
        }
        let status = match value {
            None => "unknown",
            Some(value) if value >= 0.999 => "fits",
            Some(value) if value > 0.0 => "near",
            Some(_) => "conflicts",
        };
        let offered = if offered.is_empty() { "?".to_owned() } else { offered };
        out.push(Fit { field, status, detail: format!("{asked} / {offered}") });
    };
    judge("grade", pair.wish.codes.join(" ").to_uppercase(), pair.offer.codes.join(" ").to_uppercase(), if pair.offer.codes.is_empty() { None } else { value("code") });
    judge("origin", pair.wish.origins.join(" "), pair.offer.origins.join(" "), value("origin"));
    judge("certifications", pair.wish.certificates.join(" "), pair.offer.certificates.join(" "), value("certificate"));
    let amount = |quantity: &Option<(String, String)>| quantity.as_ref().map(|(class, amount)| format!("{amount} ({class})").to_lowercase()).unwrap_or_default();
    judge("quantity", amount(&pair.wish.quantity), amount(&pair.offer.moq), value("moq"));
    let price = |price: &Option<(String, String, String, String)>| price.as_ref().map(|(amount, currency, per, term)| format!("{amount} {currency}/{per} {term}")).unwrap_or_default();
    judge("price", price(&pair.wish.price), price(&pair.offer.price), value("price"));
    out
}

/// The title of a hit in the reader's language, from its concepts and properties alone.
pub fn gloss(lexicon: &Lexicon, card: &crate::views::Card, reader: Lang) -> String {
    let mut words: Vec<String> = Vec::new();
    if let Some(head) = card.concepts.first() {
        words.push(lexicon.label(Meaning::Concept(ConceptId(head.id)), reader));
        let implied = lexicon.concept(ConceptId(head.id)).map(|concept| concept.facets.clone()).unwrap_or_default();
        let stated = card.facets.iter().filter(|(id, sure)| *sure >= 60 && !implied.contains(&FacetId(*id)));
        words.extend(stated.take(4).map(|(id, _)| lexicon.label(Meaning::Facet(FacetId(*id)), reader)));
    }
    words.extend(card.codes.iter().take(3).map(|code| code.to_uppercase()));
    words.join(" · ")
}
