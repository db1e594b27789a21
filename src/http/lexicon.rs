//! `/v1/suggest` and `/v1/lexicon/concepts`: completions and the goods that the engine knows.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::auth::Reader;
use super::body::PathId;
use super::params::Params;
use super::problem::{Kind, Problem};
use super::state::AppState;
use crate::lexicon::{Concept, ConceptId, Lexicon, Meaning};
use crate::text::Lang;

const TAG_HINT: &str = "use a BCP 47 tag such as fr, zh or sw";

/// Completes what somebody has begun to type, in any language.
#[utoipa::path(get, path = "/v1/suggest", tag = "language",
    params(("q" = String, Query), ("lang" = Option<String>, Query, description = "preferred language"), ("limit" = Option<usize>, Query)),
    responses((status = 200, body = serde_json::Value), (status = 400, body = Problem)))]
pub(super) async fn suggest(State(state): State<AppState>, _: Reader, params: Params) -> Result<Response, Problem> {
    params.only(&["q", "lang", "limit"])?;
    let (prefix, limit) = (params.query("q")?, params.limit()?);
    let lang = params.parsed("lang", Lang::new, TAG_HINT)?;
    let found = state
        .work(move |state| {
            let lexicon = state.engine().lexicon();
            let row = |hit: crate::lexicon::suggest::Suggestion| {
                let concept = match hit.meaning {
                    Meaning::Concept(id) => lexicon.concept(id).map(|concept| concept.slug.clone()),
                    _ => None,
                };
                json!({ "text": hit.text, "lang": hit.lang.as_str(), "concept": concept })
            };
            lexicon.suggest(&prefix, lang, limit).into_iter().map(row).collect::<Vec<Value>>()
        })
        .await?;
    Ok(Json(json!({ "suggestions": found })).into_response())
}

/// Lists concepts in the order of the lexicon, with their labels in one language.
#[utoipa::path(get, path = "/v1/lexicon/concepts", tag = "language",
    params(("lang" = Option<String>, Query), ("limit" = Option<usize>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = serde_json::Value), (status = 400, body = Problem)))]
pub(super) async fn concepts(State(state): State<AppState>, _: Reader, params: Params, headers: HeaderMap) -> Result<Response, Problem> {
    params.only(&["lang", "limit", "cursor"])?;
    let limit = params.limit()?;
    let asked = params.parsed("lang", Lang::new, TAG_HINT)?;
    let lang = asked.or_else(|| params.reader(&headers).as_deref().and_then(Lang::new)).unwrap_or(Lang::UND);
    let lexicon = state.engine().lexicon();
    let after = params.parsed("cursor", |slug| lexicon.find(slug), "send the cursor of the page before, unchanged")?;
    let start = after.map_or(0, |id| id.0 as usize + 1);
    let page: Vec<(ConceptId, &Concept)> = lexicon.concepts().skip(start).take(limit + 1).collect();
    let more = page.len() > limit;
    let items: Vec<Value> = page.iter().take(limit).map(|(id, concept)| row(lexicon, *id, concept, lang)).collect();
    let cursor = page.iter().take(limit).next_back().filter(|_| more).map(|(_, concept)| &concept.slug);
    Ok(Json(json!({ "items": items, "cursor": cursor })).into_response())
}

/// One concept with its labels in all languages.
#[utoipa::path(get, path = "/v1/lexicon/concepts/{id}", tag = "language", params(("id" = String, Path)),
    responses((status = 200, body = serde_json::Value), (status = 404, body = Problem)))]
pub(super) async fn concept(State(state): State<AppState>, _: Reader, path: PathId, params: Params) -> Result<Response, Problem> {
    params.only(&[])?;
    let lexicon = state.engine().lexicon();
    let found = lexicon.find(&path.0).and_then(|id| lexicon.concept(id).map(|concept| (id, concept)));
    let Some((id, concept)) = found else {
        let name: String = path.0.chars().take(64).collect();
        return Err(Problem::new(Kind::NotFound, format!("there is no concept {name}")));
    };
    let slug = |id: &ConceptId| lexicon.concept(*id).map(|concept| concept.slug.as_str());
    let labels: Map<String, Value> = concept.names.languages().map(|lang| (lang.as_str().to_owned(), lexicon.names_in(&concept.names, lang).collect())).collect();
    let mut value = row(lexicon, id, concept, Lang::UND);
    if let Value::Object(map) = &mut value {
        map.insert("labels".to_owned(), Value::Object(labels));
        map.insert("ancestors".to_owned(), json!(concept.ancestors.iter().filter_map(slug).collect::<Vec<_>>()));
        map.insert("narrower".to_owned(), json!(lexicon.children(id).iter().filter_map(slug).collect::<Vec<_>>()));
        let facets = concept.facets.iter().filter_map(|id| lexicon.facet(*id)).map(|facet| facet.slug.as_str());
        map.insert("facets".to_owned(), json!(facets.collect::<Vec<_>>()));
    }
    Ok(Json(value).into_response())
}

fn row(lexicon: &Lexicon, id: ConceptId, concept: &Concept, lang: Lang) -> Value {
    json!({
        "id": concept.slug,
        "label": lexicon.label(Meaning::Concept(id), lang),
        "broader": concept.broader.iter().filter_map(|id| lexicon.concept(*id)).map(|concept| concept.slug.as_str()).collect::<Vec<_>>(),
        "hs": concept.hs.iter().map(|code| code.dotted()).collect::<Vec<_>>(),
    })
}
