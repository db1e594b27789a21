//! `/v1/suggest` and `/v1/lexicon/concepts`: completions and the goods that the engine knows.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Serialize;
use utoipa::ToSchema;

use super::auth::Reader;
use super::body::PathId;
use super::params::Params;
use super::problem::{Kind, Problem};
use super::state::AppState;
use crate::lexicon::{Concept, ConceptId, Lexicon, Meaning};
use crate::text::Lang;

/// Completions of a beginning.
#[derive(Serialize, ToSchema)]
pub(super) struct Suggestions {
    /// The likeliest first.
    suggestions: Vec<Suggestion>,
}

/// One completion.
#[derive(Serialize, ToSchema)]
pub(super) struct Suggestion {
    /// The whole form.
    text: String,
    /// Its language.
    lang: String,
    /// The concept that it names; null for properties, countries and the like.
    concept: Option<String>,
}

/// A page of concepts.
#[derive(Serialize, ToSchema)]
pub(super) struct ConceptPage {
    items: Vec<ConceptRow>,
    /// For the next page; null on the last.
    cursor: Option<String>,
}

/// A concept as a list shows it.
#[derive(Serialize, ToSchema)]
pub(super) struct ConceptRow {
    id: String,
    /// In the language asked for.
    label: String,
    /// Its parents.
    broader: Vec<String>,
    /// Codes of the Harmonized System.
    hs: Vec<String>,
}

/// A concept with all that is known of it.
#[derive(Serialize, ToSchema)]
pub(super) struct ConceptDetail {
    id: String,
    /// In English.
    label: String,
    /// Its parents.
    broader: Vec<String>,
    /// Codes of the Harmonized System.
    hs: Vec<String>,
    /// Forms by language, the preferred one first.
    labels: BTreeMap<String, Vec<String>>,
    /// Everything above it.
    ancestors: Vec<String>,
    /// Its children.
    narrower: Vec<String>,
    /// Properties that its name implies.
    facets: Vec<String>,
}

const TAG_HINT: &str = "use a BCP 47 tag such as fr, zh or sw";

/// Completes what somebody has begun to type, in any language.
///
/// First comes what is exactly that, then names in the preferred language, whole words, and what is traded most.
#[utoipa::path(get, path = "/v1/suggest", tag = "language",
    params(("q" = String, Query), ("lang" = Option<String>, Query, description = "preferred language"), ("limit" = Option<usize>, Query)),
    responses((status = 200, description = "the likeliest first", body = Suggestions), (status = 400, description = "a parameter cannot be read", body = Problem)))]
pub(super) async fn suggest(State(state): State<AppState>, _: Reader, params: Params) -> Result<Json<Suggestions>, Problem> {
    params.only(&["q", "lang", "limit"])?;
    let (prefix, limit) = (params.query("q")?, params.limit()?);
    let lang = params.parsed("lang", Lang::new, TAG_HINT)?;
    let suggestions = state
        .work(move |state| {
            let lexicon = &state.engine().lexicon();
            let row = |hit: crate::lexicon::suggest::Suggestion| {
                let concept = match hit.meaning {
                    Meaning::Concept(id) => lexicon.concept(id).map(|concept| concept.slug.clone()),
                    _ => None,
                };
                Suggestion { text: hit.text, lang: hit.lang.as_str().to_owned(), concept }
            };
            Ok::<_, Problem>(state.engine().suggest(&prefix, lang, limit)?.into_iter().map(row).collect())
        })
        .await??;
    Ok(Json(Suggestions { suggestions }))
}

/// Lists concepts in the order of the lexicon, with their labels in one language.
#[utoipa::path(get, path = "/v1/lexicon/concepts", tag = "language",
    params(("lang" = Option<String>, Query), ("limit" = Option<usize>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, description = "a page", body = ConceptPage), (status = 400, description = "a parameter cannot be read", body = Problem)))]
pub(super) async fn concepts(State(state): State<AppState>, _: Reader, params: Params, headers: HeaderMap) -> Result<Json<ConceptPage>, Problem> {
    params.only(&["lang", "limit", "cursor"])?;
    let limit = params.limit()?;
    let asked = params.parsed("lang", Lang::new, TAG_HINT)?;
    let lang = asked.or_else(|| params.reader(&headers).as_deref().and_then(Lang::new)).unwrap_or(Lang::UND);
    let lexicon = &state.engine().lexicon();
    let after = params.cursor(|slug| lexicon.find(slug))?;
    let start = after.map_or(0, |id| id.0 as usize + 1);
    let page: Vec<(ConceptId, &Concept)> = lexicon.concepts().skip(start).take(limit + 1).collect();
    let more = page.len() > limit;
    let items = page.iter().take(limit).map(|(id, concept)| row(lexicon, *id, concept, lang)).collect();
    let cursor = page.iter().take(limit).next_back().filter(|_| more).map(|(_, concept)| concept.slug.clone());
    Ok(Json(ConceptPage { items, cursor }))
}

/// One concept with its labels in all languages.
#[utoipa::path(get, path = "/v1/lexicon/concepts/{id}", tag = "language", params(("id" = String, Path)),
    responses((status = 200, description = "the concept", body = ConceptDetail), (status = 404, description = "there is none", body = Problem)))]
pub(super) async fn concept(State(state): State<AppState>, _: Reader, path: PathId, params: Params) -> Result<Json<ConceptDetail>, Problem> {
    params.only(&[])?;
    let lexicon = &state.engine().lexicon();
    let found = lexicon.find(&path.0).and_then(|id| lexicon.concept(id).map(|concept| (id, concept)));
    let Some((id, concept)) = found else {
        let name: String = path.0.chars().take(64).collect();
        return Err(Problem::new(Kind::NotFound, format!("there is no concept {name}")));
    };
    let slug = |id: &ConceptId| lexicon.concept(*id).map(|concept| concept.slug.clone());
    let ConceptRow { id: name, label, broader, hs } = row(lexicon, id, concept, Lang::UND);
    Ok(Json(ConceptDetail {
        id: name,
        label,
        broader,
        hs,
        labels: concept.names.languages().map(|lang| (lang.as_str().to_owned(), lexicon.names_in(&concept.names, lang).map(str::to_owned).collect())).collect(),
        ancestors: concept.ancestors.iter().filter_map(slug).collect(),
        narrower: lexicon.children(id).iter().filter_map(slug).collect(),
        facets: concept.facets.iter().filter_map(|id| lexicon.facet(*id)).map(|facet| facet.slug.clone()).collect(),
    }))
}

fn row(lexicon: &Lexicon, id: ConceptId, concept: &Concept, lang: Lang) -> ConceptRow {
    ConceptRow {
        id: concept.slug.clone(),
        label: lexicon.label(Meaning::Concept(id), lang),
        broader: concept.broader.iter().filter_map(|id| lexicon.concept(*id)).map(|concept| concept.slug.clone()).collect(),
        hs: concept.hs.iter().map(|code| code.dotted()).collect(),
    }
}
