//! Which curation rules fire for a question, and which postings they mean. The reading of the question
//! decides, so that a rule for a concept fires for every name of it, in every language.

use std::collections::HashSet;

use super::ranking::{Query, Scored};
use crate::domain::relevance::{Act, Rule, Target, When};
use crate::domain::{Country, FieldError, Side};
use crate::lexicon::{ConceptId, Lexicon};
use crate::rank::{Curation, Ranked};
use crate::text::{Clean, Lang, fold};
use crate::retrieve::Filters;
use crate::views::Card;
use crate::views::card::{ABOUT, CountryCode};
use crate::views::index::{Clause, Key};

/// A question as the rules see it.
pub(super) struct Question {
    side: Side,
    /// What is asked for, with all that is wider.
    concepts: HashSet<ConceptId>,
    /// Codes that are stated, else those of what is asked for.
    codes: Vec<String>,
    origins: Vec<String>,
    lang: Option<Lang>,
    /// What was typed, or the title of the posting, in normal form.
    text: String,
}

impl Question {
    /// What a query asks; what is filtered by is asked for as well.
    pub(super) fn new(lexicon: &Lexicon, query: &Query<'_>, filters: &Filters) -> Question {
        let Query { side, text, posting, reading, card, .. } = query;
        let text = posting.map_or(*text, |posting| posting.title.as_str());
        let head = reading.concepts.iter().map(|concept| concept.weight).fold(0.0, f32::max);
        // What is named in passing is not asked for; scoring draws the line at the same place.
        let asked = reading.concepts.iter().filter(|concept| concept.weight * 2.0 > head);
        let asked: Vec<_> = asked.filter_map(|concept| Some((concept.id, lexicon.concept(concept.id)?))).collect();
        let concepts = asked.iter().flat_map(|(id, concept)| std::iter::once(*id).chain(concept.ancestors.iter().copied())).collect();
        let mut codes: Vec<String> = if card.hs.is_empty() {
            asked.iter().flat_map(|(_, concept)| &concept.hs).map(|code| code.digits().to_owned()).collect()
        } else {
            vec![card.hs.clone()]
        };
        codes.extend(filters.hs.as_ref().map(|code| code.digits().to_owned()));
        let origins = card.origins.iter().map(CountryCode::alpha2).chain(filters.origin.iter().map(|country| country.alpha2()));
        // A declared language is the first of those read.
        let lang = reading.langs.first().map(|guess| guess.lang);
        Question { side: *side, concepts, codes, origins: origins.map(str::to_owned).collect(), lang, text: normal(text) }
    }

    /// The first condition of a rule that the question does not meet.
    pub(super) fn unmet(&self, rule: &Rule, lexicon: &Lexicon) -> Option<&'static str> {
        let When { concept, hs, origin, lang, text } = &rule.when;
        let asks = |slug: &String| lexicon.find(slug).is_some_and(|id| self.concepts.contains(&id));
        let conditions = [
            ("side", self.side == rule.side),
            ("concept", concept.as_ref().is_none_or(asks)),
            ("hs", hs.as_ref().is_none_or(|prefix| self.codes.iter().any(|code| code.starts_with(prefix.digits())))),
            ("origin", origin.is_none_or(|country| self.origins.iter().any(|asked| asked == country.alpha2()))),
            ("lang", lang.as_ref().is_none_or(|tag| self.lang.is_some() && Lang::new(tag) == self.lang)),
            ("text", text.as_ref().is_none_or(|text| normal(text) == self.text)),
        ];
        conditions.into_iter().find(|(_, met)| !met).map(|(name, _)| name)
    }
}

/// The normal form in which texts are compared whole: case, marks, width and spaces make no difference.
fn normal(text: &str) -> String {
    let folded = fold(Clean::new(text).as_str());
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a target means a posting.
pub(super) fn means(target: &Target, id: &str, card: &Card, lexicon: &Lexicon) -> bool {
    let about = |slug: &String| {
        let wanted = lexicon.find(slug);
        let named = card.concepts.iter().filter(|concept| concept.weight >= ABOUT).map(|concept| ConceptId(concept.id));
        wanted.is_some_and(|wanted| named.into_iter().any(|id| id == wanted || lexicon.concept(id).is_some_and(|concept| concept.ancestors.contains(&wanted))))
    };
    let from = |country: Country| card.origins.iter().any(|origin| origin.alpha2() == country.alpha2());
    target.id.as_ref().is_none_or(|wanted| wanted.as_str() == id)
        && target.party.as_ref().is_none_or(|party| *party == card.party)
        && target.hs.as_ref().is_none_or(|prefix| card.hs_codes(lexicon).iter().any(|code| code.starts_with(prefix.digits())))
        && target.origin.is_none_or(from)
        && target.concept.as_ref().is_none_or(about)
}

/// What the index is asked to leave out: postings that meet all clauses of any group.
pub(super) fn forbidden(side: Side, rules: &[&Rule]) -> Vec<Vec<Clause>> {
    rules.iter().filter(|rule| rule.act == Act::Block).map(|rule| clauses(side, &rule.on)).collect()
}

fn clauses(side: Side, target: &Target) -> Vec<Clause> {
    let parts = [
        (Key::Party, target.party.clone()),
        (Key::Concept, target.concept.clone()),
        (Key::Hs, target.hs.as_ref().map(|code| code.digits().to_owned())),
        (Key::Origin, target.origin.map(|country| country.alpha2().to_owned())),
    ];
    let one = target.id.as_ref().map(|id| Clause::posting(side, id.as_str()));
    one.into_iter().chain(parts.into_iter().filter_map(|(key, value)| Some(Clause { key, value: value?, weight: 0.0 }))).collect()
}

/// The share of what favours may add that the rules give to a posting, 0 to 1.
pub(super) fn favour(rules: &[&Rule], id: &str, card: &Card, lexicon: &Lexicon) -> f64 {
    let given = rules.iter().filter_map(|rule| match rule.act {
        Act::Boost { by } if means(&rule.on, id, card, lexicon) => Some(by),
        _ => None,
    });
    given.sum::<f64>().min(1.0)
}

/// What the rules move among what was ranked.
pub(super) fn curation<'a>(rules: &[&Rule], ranked: impl Iterator<Item = &'a Ranked<Box<Scored>>> + Clone, lexicon: &Lexicon) -> Curation {
    let mut curation = Curation::default();
    for rule in rules {
        match (rule.act, &rule.on.id) {
            (Act::Pin { place }, Some(id)) => curation.pins.push((place, id.as_str().to_owned())),
            (Act::Bury, _) => curation.buried.extend(ranked.clone().filter(|hit| means(&rule.on, &hit.id, &hit.item.entry.card, lexicon)).map(|hit| hit.id.clone())),
            _ => {}
        }
    }
    curation
}

/// The concepts of a rule that the lexicon does not know.
pub(super) fn unknown_concepts(rule: &Rule, lexicon: &Lexicon) -> Vec<FieldError> {
    let named = [("when.concept", &rule.when.concept), ("on.concept", &rule.on.concept)];
    let unknown = named.into_iter().filter(|(_, slug)| slug.as_ref().is_some_and(|slug| lexicon.find(slug).is_none()));
    unknown
        .map(|(field, slug)| FieldError {
            field: field.to_owned(),
            problem: format!("{} is no concept of the lexicon", slug.as_deref().unwrap_or_default()),
            hint: "use the name of a concept as /v1/suggest or /v1/lexicon/concepts shows it, e.g. cashew-kernel".to_owned(),
        })
        .collect()
}
