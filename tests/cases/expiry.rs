//! The last day of a posting.

use jiff::{ToSpan, Zoned, tz::TimeZone};
use serde_json::json;
use tradewind::domain::{Id, Side};
use tradewind::engine::now_ms;

use super::support::{found, set, stocked};

#[test]
fn what_is_past_its_day_is_readable_but_not_found() {
    let today = Zoned::now().with_time_zone(TimeZone::UTC).date();
    let day = |offset: i64| today.checked_add(offset.days()).expect("a day").to_string();
    let engine = stocked(&[
        json!({"id": "o1", "title": "Noix de cajou brutes", "valid_until": day(-1)}),
        json!({"id": "o2", "title": "Noix de cajou brutes", "valid_until": day(1)}),
        json!({"id": "o3", "title": "Graines de sésame", "valid_until": day(0)}),
        json!({"id": "o4", "title": "Graines de sésame", "valid_until": day(-300)}),
        json!({"id": "o5", "title": "Graines de sésame"}),
    ]);
    assert_eq!(found(&engine, "noix de cajou"), ["o2"]);
    assert_eq!(set(&engine, "芝麻"), ["o3", "o5"]);
    let expired = |id: &str| engine.get(Side::Offer, &Id::parse(id).expect("an id")).expect("reads").expect("stored").0.expired(now_ms());
    assert!(expired("o1") && expired("o4"));
    assert!(!expired("o2") && !expired("o3") && !expired("o5"));
}
