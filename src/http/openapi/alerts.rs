//! Alerts: the shapes that `engine` writes.
#![expect(dead_code, reason = "the types are read by the macro that writes the document")]

use utoipa::ToSchema;

use super::answers::Hit;

/// A page of alerts, the newest first.
#[derive(ToSchema)]
pub(in crate::http) struct AlertPage {
    items: Vec<Alert>,
    /// For the next page; null on the last.
    #[schema(required = true)]
    cursor: Option<String>,
}

/// A new match that a party is told of.
#[derive(ToSchema)]
pub(in crate::http) struct Alert {
    /// Unique within the party.
    id: String,
    /// When the match was found.
    #[schema(format = DateTime)]
    at: String,
    /// Whether it was marked as read.
    read: bool,
    /// The party's own posting.
    r#for: AlertSubject,
    /// The posting of the other side that came or changed.
    about: AlertSubject,
    /// The match as it is now; absent where one of the two was withdrawn, has ended or is shown no more.
    #[schema(nullable = false)]
    hit: Option<Hit>,
}

/// A posting by name.
#[derive(ToSchema)]
struct AlertSubject {
    side: AlertSide,
    id: String,
    /// In its author's words; absent if it was withdrawn.
    #[schema(nullable = false)]
    title: Option<String>,
}

/// Which side of the market a posting stands on.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum AlertSide {
    Offer,
    Request,
}
