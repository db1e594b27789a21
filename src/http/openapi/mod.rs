//! The OpenAPI document, collected from the handlers. What handlers build themselves is described where
//! they build it; `records.rs`, `answers.rs` and `queries.rs` describe what lower layers read and write,
//! which know nothing of the document. The tests hold real answers against it.

mod alerts;
mod answers;
mod evaluated;
mod profiles;
mod queries;
mod records;
mod reports;
mod rules;
mod workbench;

use axum::Json;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};

pub(super) use evaluated::{ComparedShape, ComparisonShape, Evaluated, KeptFiguresShape, KeptShape};
pub(super) use alerts::{Alert, AlertPage};
pub(super) use answers::{Answer, OfferPage, RequestPage, Status, Understood};
pub(super) use profiles::{Profile, number_or_text};
pub(super) use queries::{Asking, Sifting};
pub(super) use reports::{BalanceReport, ExposureReport, FeedbackReport, QueryReport, SignalRow};
pub(super) use records::{Offer, Request, Text, Unsaved, Workbook};
pub(super) use rules::{RuleQuestion, RuleShape, TrialShape};
pub(super) use workbench::{GateReportShape, GateShape, StandingShape, TunedShape};

use super::sides::{offers, requests};
use super::relevance::{audit, comparisons, evaluations, gate, guards, judgments, lexicon as edits, profiles as relevance_profiles, queries as query_sets, reports as watched, rules as curation, signals, standing, trials, tunings};
use super::{alerts as told, feedback, health, lexicon, matches, problem, rates, search, stream, understand};

struct Keys;

impl Modify for Keys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("ID.SECRET").build();
        document.components.get_or_insert_default().add_security_scheme("key", SecurityScheme::Http(scheme));
    }
}

/// Gives problem documents the content type that they are sent with.
struct Problems;

impl Modify for Problems {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let items = document.paths.paths.values_mut();
        let operations = items.flat_map(|item| [&mut item.get, &mut item.put, &mut item.post, &mut item.delete]).flatten();
        for response in operations.flat_map(|operation| operation.responses.responses.values_mut()) {
            let RefOr::T(response) = response else { continue };
            let problem = |content: &Content| matches!(&content.schema, Some(RefOr::Ref(shape)) if shape.ref_location.ends_with("/Problem"));
            let content = std::mem::take(&mut response.content).into_iter();
            response.content = content.map(|(media, content)| (if problem(&content) { problem::MEDIA.to_owned() } else { media }, content)).collect();
        }
    }
}

/// The answers that every address gives which reads parameters or a body.
struct Usual;

impl Modify for Usual {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for (path, item) in document.paths.paths.iter_mut().filter(|(path, _)| path.starts_with("/v1/")) {
            let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                let reads = operation.request_body.as_ref();
                let json = reads.is_some_and(|body| body.content.contains_key("application/json"));
                let keyed = operation.security.is_some();
                let usual = [
                    ("400", "a parameter or the body cannot be read", true),
                    ("401", "the key is missing, unknown or was withdrawn", true),
                    ("403", "the key does not allow this", keyed),
                    ("503", "too many requests are running, the request took too long, or the engine cannot do this now; see Retry-After", true),
                    ("413", "the body is too large", reads.is_some()),
                    ("415", "the body is of a type that is not read here", json && !path.ends_with("/bulk")),
                ];
                for (status, about, _) in usual.into_iter().filter(|(.., given)| *given) {
                    operation.responses.responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(told(about)));
                }
            }
        }
    }
}

fn told(about: &str) -> utoipa::openapi::Response {
    let problem = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new().description(about).content("application/json", problem).build()
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Tradewind", description = "Offers and requests meet on concepts, across languages, with reasons."),
    modifiers(&Keys, &Usual, &Problems),
    paths(
        offers::list, offers::create, offers::show, offers::replace, offers::remove, offers::matching, offers::load, offers::muting, offers::mute,
        requests::list, requests::create, requests::show, requests::replace, requests::remove, requests::matching, requests::load, requests::muting, requests::mute,
        told::list, told::mark, stream::stream,
        search::search, matches::unsaved, understand::understand, lexicon::suggest, lexicon::concepts, lexicon::concept, rates::show, rates::replace,
        relevance_profiles::list, relevance_profiles::show, relevance_profiles::show_draft, relevance_profiles::draft, relevance_profiles::publish,
        relevance_profiles::roll_back, relevance_profiles::diff, audit::list, trials::list, trials::start, trials::show, trials::stop,
        curation::list, curation::show, curation::put, curation::retire, curation::test,
        edits::list, edits::show, edits::status, edits::edit, edits::undo,
        feedback::give, watched::queries, watched::exposure, watched::feedback, watched::balance, signals::list, signals::show,
        judgments::list, judgments::export, judgments::import, judgments::forget, judgments::rate, judgments::unrate,
        query_sets::list, query_sets::export, query_sets::import, query_sets::forget, query_sets::unjudged, evaluations::evaluate, evaluations::list,
        evaluations::show, evaluations::forget, evaluations::compare, comparisons::compare, judgments::ideal, guards::list, guards::export, guards::import, guards::forget,
        gate::show, gate::put, gate::clear, gate::check, standing::show, tunings::search,
        health::healthz, health::readyz, health::metrics,
    ),
    components(schemas(problem::Problem))
)]
struct Document;

/// The OpenAPI 3.1 document of the API.
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

pub(super) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(document())
}
