//! The OpenAPI document, collected from the handlers. The types here exist for the document alone:
//! what is accepted is decided by `domain::draft`, which reads more spellings than these.
#![expect(dead_code, reason = "the types are read by the macro that writes the document")]

use axum::Json;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

use super::{health, lexicon, matches, offers, problem, requests, search, understand};

/// An exact amount of a unit.
#[derive(ToSchema)]
pub(super) struct Quantity {
    /// Decimal string; a number is accepted.
    amount: String,
    /// `t kg g lb l m3 m2 m pc pair head bag carton FCL20 FCL40 FCL40HC LCL ...` or a Rec 20 code.
    unit: String,
    /// `day week month quarter year`.
    per: Option<String>,
}

/// An exact price.
#[derive(ToSchema)]
pub(super) struct Price {
    /// Decimal string; a number is accepted.
    amount: String,
    /// ISO 4217 code.
    currency: String,
    /// Unit that the price is for.
    per: Option<String>,
}

/// A supplier or a buyer.
#[derive(ToSchema)]
pub(super) struct Party {
    /// 1 to 64 of `A-Z a-z 0-9 . _ -`; the party of the key if absent.
    id: Option<String>,
    name: Option<String>,
    /// ISO 3166 code.
    country: Option<String>,
    /// `micro small medium large`.
    size: Option<String>,
}

/// What an exporter has. Only `title` is required.
#[derive(ToSchema)]
pub(super) struct Offer {
    id: Option<String>,
    title: String,
    description: Option<String>,
    /// BCP 47 tag.
    lang: Option<String>,
    /// ISO 3166 code.
    origin: Option<String>,
    /// 2 to 10 digits of the Harmonized System.
    hs: Option<String>,
    price: Option<Price>,
    incoterm: Option<String>,
    place: Option<String>,
    quantity: Option<Quantity>,
    moq: Option<Quantity>,
    capacity: Option<Quantity>,
    certifications: Option<Vec<String>>,
    /// Chinese customs supervision codes.
    channels: Option<Vec<String>>,
    /// Last day, as 2027-03-31.
    valid_until: Option<String>,
    external_id: Option<String>,
    supplier: Option<Party>,
}

/// What an importer wants. `title` or `text` is required; a pasted `text` is enough.
#[derive(ToSchema)]
pub(super) struct Request {
    id: Option<String>,
    text: Option<String>,
    title: Option<String>,
    description: Option<String>,
    /// BCP 47 tag.
    lang: Option<String>,
    /// ISO 3166 codes.
    origins: Option<Vec<String>>,
    /// 2 to 10 digits of the Harmonized System.
    hs: Option<String>,
    max_price: Option<Price>,
    incoterm: Option<String>,
    place: Option<String>,
    quantity: Option<Quantity>,
    destination: Option<String>,
    certifications: Option<Vec<String>>,
    /// Chinese customs supervision codes.
    channels: Option<Vec<String>>,
    /// A day, as 2027-03-31.
    needed_by: Option<String>,
    /// Last day, as 2027-03-31.
    valid_until: Option<String>,
    external_id: Option<String>,
    buyer: Option<Party>,
}

/// Exactly one of the two.
#[derive(ToSchema)]
pub(super) struct Unsaved {
    request: Option<Request>,
    offer: Option<Offer>,
}

/// A text to understand.
#[derive(ToSchema)]
pub(super) struct Text {
    /// At most 10,000 characters.
    text: String,
    /// BCP 47 tag, if known.
    lang: Option<String>,
}

/// The answer to a write.
#[derive(ToSchema)]
pub(super) struct Receipt {
    id: String,
    /// Also in the ETag.
    version: u64,
    created: bool,
    /// With `wait=searchable`: whether it can be found already.
    searchable: Option<bool>,
}

/// A page of a list.
#[derive(ToSchema)]
pub(super) struct Page {
    items: Vec<serde_json::Value>,
    /// For the next page; null on the last.
    cursor: Option<String>,
}

struct Keys;

impl Modify for Keys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("ID.SECRET").build();
        document.components.get_or_insert_default().add_security_scheme("key", SecurityScheme::Http(scheme));
    }
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Tradewind", description = "Offers and requests meet on concepts, across languages, with reasons."),
    modifiers(&Keys),
    paths(
        offers::list, offers::create, offers::show, offers::replace, offers::remove, offers::matching, offers::load,
        requests::list, requests::create, requests::show, requests::replace, requests::remove, requests::matching, requests::load,
        search::search, matches::unsaved, understand::understand, lexicon::suggest, lexicon::concepts, lexicon::concept,
        health::healthz, health::readyz, health::metrics,
    ),
    components(schemas(Offer, Request, Price, Quantity, Party, Receipt, Page, Unsaved, Text, problem::Problem, problem::Fault))
)]
struct Document;

/// The OpenAPI 3.1 document of the API.
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

pub(super) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(document())
}
