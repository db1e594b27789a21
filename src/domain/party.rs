//! The two sides of a trade.

use serde::{Deserialize, Serialize};

use super::country::Country;

/// The party of postings that name none; they are many and have nothing to do with each other.
pub const ANONYMOUS: &str = "anonymous";

/// Which side of the market a posting stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Supply: what an exporter has.
    Offer,
    /// Demand: what an importer wants.
    Request,
}

impl Side {
    /// The side that answers this one.
    pub fn other(self) -> Side {
        match self {
            Side::Offer => Side::Request,
            Side::Request => Side::Offer,
        }
    }

    /// Name in URLs and files: `offers`, `requests`.
    pub fn plural(self) -> &'static str {
        match self {
            Side::Offer => "offers",
            Side::Request => "requests",
        }
    }

    /// Name in records: `offer`, `request`.
    pub fn name(self) -> &'static str {
        match self {
            Side::Offer => "offer",
            Side::Request => "request",
        }
    }
}

/// Size class of a firm, as it states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// Up to 9 people.
    Micro,
    /// Up to 49 people.
    Small,
    /// Up to 249 people.
    Medium,
    /// 250 people and more.
    Large,
}

impl Size {
    /// Reads the lower-case name.
    pub fn parse(text: &str) -> Option<Size> {
        Some(match text.trim().to_ascii_lowercase().as_str() {
            "micro" => Size::Micro,
            "small" => Size::Small,
            "medium" => Size::Medium,
            "large" => Size::Large,
            _ => return None,
        })
    }

    /// Whether it is below 50 people.
    pub fn is_small(self) -> bool {
        matches!(self, Size::Micro | Size::Small)
    }

    /// The lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Size::Micro => "micro",
            Size::Small => "small",
            Size::Medium => "medium",
            Size::Large => "large",
        }
    }
}

/// A supplier (of an offer) or a buyer (of a request).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Stable identifier: 1 to 64 of `A-Za-z0-9._-`.
    pub id: String,
    /// Name as it signs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where it is established.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Size class; none means unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
}
