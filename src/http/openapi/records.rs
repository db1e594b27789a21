//! What is sent: records, as `domain::draft` reads them. It also reads spellings that are not named
//! here. A stored record comes back in the same shape.
#![expect(dead_code, reason = "the types are read by the macro that writes the document")]

use utoipa::ToSchema;

/// An exact amount of a unit.
#[derive(ToSchema)]
pub(in crate::http) struct Quantity {
    /// Decimal string; a number is accepted.
    amount: String,
    /// `t kg g lb l m3 m2 m pc pair head bag carton FCL20 FCL40 FCL40HC LCL ...` or a Rec 20 code.
    unit: String,
    /// `day week month quarter year`.
    per: Option<String>,
}

/// An exact price.
#[derive(ToSchema)]
pub(in crate::http) struct Price {
    /// Decimal string; a number is accepted.
    amount: String,
    /// ISO 4217 code.
    currency: String,
    /// Unit that the price is for.
    per: Option<String>,
}

/// A supplier or a buyer.
#[derive(ToSchema)]
pub(in crate::http) struct Party {
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
pub(in crate::http) struct Offer {
    id: Option<String>,
    title: String,
    description: Option<String>,
    /// BCP 47 tag.
    lang: Option<String>,
    /// ISO 3166 code.
    origin: Option<String>,
    /// 2, 4, 6, 8 or 10 digits of the Harmonized System, as text: chapters 01 to 09 begin with a zero.
    hs: Option<String>,
    price: Option<Price>,
    incoterm: Option<String>,
    place: Option<String>,
    quantity: Option<Quantity>,
    moq: Option<Quantity>,
    capacity: Option<Quantity>,
    /// Identifiers of the lexicon, names in any language, or other words, which are kept and met as they are written.
    certifications: Option<Vec<String>>,
    /// Four-digit codes of Chinese customs supervision, e.g. 0110, 1210, 9610.
    channels: Option<Vec<String>>,
    /// Last day, as 2027-03-31.
    valid_until: Option<String>,
    external_id: Option<String>,
    supplier: Option<Party>,
    /// In an answer: when it was first posted. Ignored where it is sent.
    created_at: Option<String>,
    /// In an answer: when it was last changed. Ignored where it is sent.
    updated_at: Option<String>,
    /// In an answer: `true` once its last day is over. Ignored where it is sent.
    expired: Option<bool>,
}

/// What an importer wants. `title` or `text` is required; a pasted `text` is enough.
#[derive(ToSchema)]
pub(in crate::http) struct Request {
    id: Option<String>,
    text: Option<String>,
    title: Option<String>,
    description: Option<String>,
    /// BCP 47 tag.
    lang: Option<String>,
    /// ISO 3166 codes.
    origins: Option<Vec<String>>,
    /// 2, 4, 6, 8 or 10 digits of the Harmonized System, as text: chapters 01 to 09 begin with a zero.
    hs: Option<String>,
    max_price: Option<Price>,
    incoterm: Option<String>,
    place: Option<String>,
    quantity: Option<Quantity>,
    destination: Option<String>,
    /// Identifiers of the lexicon, names in any language, or other words, which are kept and met as they are written.
    certifications: Option<Vec<String>>,
    /// Four-digit codes of Chinese customs supervision, e.g. 0110, 1210, 9610.
    channels: Option<Vec<String>>,
    /// A day, as 2027-03-31.
    needed_by: Option<String>,
    /// Last day, as 2027-03-31.
    valid_until: Option<String>,
    external_id: Option<String>,
    buyer: Option<Party>,
    /// In an answer: when it was first posted. Ignored where it is sent.
    created_at: Option<String>,
    /// In an answer: when it was last changed. Ignored where it is sent.
    updated_at: Option<String>,
    /// In an answer: `true` once its last day is over. Ignored where it is sent.
    expired: Option<bool>,
}

/// Exactly one of the two; the fields of a request that has a `text` may stand here by themselves.
#[derive(ToSchema)]
pub(in crate::http) struct Unsaved {
    request: Option<Request>,
    offer: Option<Offer>,
}

/// A text to understand.
#[derive(ToSchema)]
pub(in crate::http) struct Text {
    /// At most 10,000 characters.
    text: String,
    /// BCP 47 tag, if known.
    lang: Option<String>,
}

/// The bytes of an XLSX workbook.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub(in crate::http) struct Workbook(Vec<u8>);
