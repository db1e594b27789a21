//! Why a hit is where it is: the parts of its score, each with the words of both sides and what they
//! mean in the reader's language. The parts add up to the score.

use serde::Serialize;

use crate::domain::{Country, Incoterm, Posting, Price, Quantity};
use crate::lexicon::{ConceptId, FacetId, Lexicon, Meaning};
use crate::score::judged::{Figures, Judged, Status};
use crate::score::{Pair, Part};
use crate::text::Lang;
use crate::views::card::CardConcept;

/// Words of one side, with their language and where they stand.
#[derive(Clone, Debug, Serialize)]
pub struct Words {
    /// As written.
    pub text: String,
    /// Language of the form.
    pub lang: String,
    /// The field they stand in: `title`, `description`, or `q` for what was typed.
    pub field: &'static str,
    /// Bytes of that field, from and to.
    pub span: [usize; 2],
}

/// One side of a pair as its author wrote it, for quoting.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    /// The title of a posting, or what was typed.
    pub title: &'a str,
    /// The description of a posting.
    pub description: &'a str,
    /// The posting, unless the text was typed.
    pub posting: Option<&'a Posting>,
}

impl<'a> Said<'a> {
    /// What somebody typed.
    pub fn typed(text: &'a str) -> Said<'a> {
        Said { title: text, description: "", posting: None }
    }

    /// What a posting says.
    pub fn posted(posting: &'a Posting) -> Said<'a> {
        Said { title: &posting.title, description: &posting.description, posting: Some(posting) }
    }

    fn words(&self, concept: &CardConcept) -> Words {
        let (field, text) = match (self.posting, concept.described) {
            (None, _) => ("q", self.title),
            (_, false) => ("title", self.title),
            (_, true) => ("description", self.description),
        };
        let span = [usize::from(concept.span.0), usize::from(concept.span.1)];
        let [from, to] = span;
        Words { text: text.get(from..to).unwrap_or_default().to_owned(), lang: concept.lang.as_str().to_owned(), field, span }
    }
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
pub fn reasons(pair: &Pair<'_>, parts: &[Part], reader: Lang, wish: Said<'_>, offer: Said<'_>) -> Vec<Reason> {
    parts
        .iter()
        .map(|part| {
            let mut reason = Reason { kind: part.feature, value: part.value, weight: part.weight, adds: part.adds, concept: None, request: None, offer: None, labels: Vec::new() };
            match part.feature {
                "concept" => meeting(pair, reader, (wish, offer), &mut reason),
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
fn meeting(pair: &Pair<'_>, reader: Lang, (wish, offer): (Said<'_>, Said<'_>), reason: &mut Reason) {
    let pairs = pair.wish.concepts.iter().flat_map(|asked| pair.offer.concepts.iter().map(move |offered| (asked, offered)));
    let near = |(asked, offered): &(&CardConcept, &CardConcept)| {
        pair.lexicon.closeness(ConceptId(asked.id), ConceptId(offered.id)) * f32::from(asked.weight) * f32::from(offered.weight)
    };
    let Some((asked, offered)) = pairs.max_by(|a, b| near(a).total_cmp(&near(b))) else { return };
    if reason.value <= 0.0 {
        return;
    }
    reason.concept = pair.lexicon.concept(ConceptId(offered.id)).map(|concept| concept.slug.clone());
    reason.request = Some(wish.words(asked));
    reason.offer = Some(offer.words(offered));
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
pub fn fit(judged: &[Judged]) -> Vec<Fit> {
    judged.iter().map(|judged| Fit { field: judged.field, status: status(judged.status), detail: detail(&judged.figures) }).collect()
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Fits => "fits",
        Status::Near => "near",
        Status::Conflicts => "conflicts",
        Status::Unknown => "unknown",
    }
}

/// The figures of both sides, bare.
fn detail(figures: &Figures) -> String {
    let words = |words: &[String]| words.join(" ");
    let codes = |codes: &[String]| codes.join(" ").to_uppercase();
    let countries = |countries: &[Country]| countries.iter().map(|country| country.alpha2()).collect::<Vec<_>>().join(" ");
    let term = |(term, place): &(Option<Incoterm>, Option<String>)| [term.map(|term| term.code().to_owned()), place.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let (asked, offered) = match figures {
        Figures::Moq { asked, least } => (amount(asked), amount(least)),
        Figures::Supply { asked, offered } => (amount(asked), amount(offered)),
        Figures::Price { ceiling, offered, terms, .. } => {
            let under = |price: &Price, term: Option<Incoterm>| format!("{}{}", amount_per(price), term.map(|term| format!(" {}", term.code())).unwrap_or_default());
            (under(ceiling, terms.0), under(offered, terms.1))
        }
        Figures::Certificates { held, near, missing } => {
            let asked = held.iter().chain(near.iter().map(|(asked, _)| asked)).chain(missing).cloned().collect::<Vec<_>>();
            let offered = held.iter().chain(near.iter().map(|(_, by)| by)).cloned().collect::<Vec<_>>();
            (words(&asked), words(&offered))
        }
        Figures::Origin { asked, offered } => (countries(asked), countries(offered)),
        Figures::Delivery { asked, offered } => (term(asked), term(offered)),
        Figures::Channel { asked, offered } | Figures::Payment { asked, offered } => (words(asked), words(offered)),
        Figures::Time { needed_by, ready } => (needed_by.to_string(), ready.map(|day| day.to_string()).unwrap_or_default()),
        Figures::Grade { asked, offered } => (codes(asked), codes(offered)),
    };
    format!("{asked} / {}", if offered.is_empty() { "?" } else { &offered })
}

fn amount(quantity: &Quantity) -> String {
    let per = quantity.per.map(|per| format!("/{}", per.name())).unwrap_or_default();
    format!("{} {}{per}", quantity.amount.normalize(), quantity.unit.name())
}

/// How an offer meets the ceiling of a filter. One that does not compare is shown all the same, as
/// unknown.
pub fn ceiling(most: &Price, price: Option<&Price>) -> Fit {
    let status = match price.and_then(|price| price.above(most)) {
        Some(false) => "fits",
        Some(true) => "conflicts",
        None => "unknown",
    };
    Fit { field: "max_price", status, detail: format!("{} / {}", amount_per(most), price.map_or_else(|| "?".to_owned(), amount_per)) }
}

fn amount_per(price: &Price) -> String {
    let per = price.per.map(|unit| format!("/{}", unit.name())).unwrap_or_default();
    format!("{} {}{per}", price.amount, price.currency.code())
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
