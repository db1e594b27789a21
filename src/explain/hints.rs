//! What would make a near match a match: for each wish that is not met, what the reader can change, and
//! for what the other side leaves open, what to ask.

use serde::Serialize;

use super::say::Arg;
use super::voice::Voice;
use crate::domain::{Price, Side};
use crate::score::judged::{Figures, Incomparable, Judged, Status};

/// One step that the reader can take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hint {
    /// The field of the fit that it would mend.
    pub field: &'static str,
    /// The step, in the reader's language.
    pub text: String,
}

/// What the reader, who looks at postings of `seen`, can do about the wishes that are not met.
pub fn hints(voice: &Voice<'_>, judged: &[Judged], seen: Side) -> Vec<Hint> {
    judged.iter().filter(|one| one.status != Status::Fits).filter_map(|one| hint(voice, one, seen).map(|text| Hint { field: one.field, text })).collect()
}

fn hint(voice: &Voice<'_>, judged: &Judged, seen: Side) -> Option<String> {
    let buyer = seen == Side::Offer;
    let pick = |of_buyer: &'static str, of_seller: &'static str| if buyer { of_buyer } else { of_seller };
    let open = judged.status == Status::Unknown;
    let ask = || voice.text(pick("hint-ask", "hint-state"), &[("label", voice.label(judged.field).into())]);
    let accept = |value: String| voice.text("hint-accept", &[("label", voice.label(judged.field).into()), ("value", value.into())]);
    // What is asked and what is offered, the other side's first.
    let theirs = |asked: String, offered: String| if buyer { offered } else { asked };
    Some(match &judged.figures {
        Figures::Moq { .. } | Figures::Supply { .. } if open => ask(),
        Figures::Moq { asked, least } => voice.text(pick("hint-raise-quantity", "hint-lower-moq"), &[("amount", theirs(voice.quantity(asked), voice.quantity(least)).into())]),
        Figures::Supply { asked, offered } if asked.per != offered.per => return None,
        Figures::Supply { asked, offered } => voice.text(pick("hint-lower-quantity", "hint-raise-supply"), &[("amount", theirs(voice.quantity(asked), voice.quantity(offered)).into())]),
        Figures::Price { .. } => price(voice, &judged.figures, buyer)?,
        Figures::Certificates { near, missing, .. } => {
            let wanted: Vec<String> = near.iter().map(|(asked, _)| asked).chain(missing).cloned().collect();
            if wanted.is_empty() {
                return None;
            }
            voice.text(pick("hint-ask-certificate", "hint-give-certificate"), &[("list", voice.certificates(&wanted).into())])
        }
        Figures::RefusedOrigin { offered, .. } => step(false, ask, buyer, || accept(voice.countries(offered)), || true)?,
        Figures::Time { needed_by, ready, .. } => match (ready, needed_by) {
            (None, _) => ask(),
            (Some(ready), Some(needed)) if ready > needed => voice.text(pick("hint-move-date", "hint-deliver-by"), &[("date", Arg::from(voice.say().day(if buyer { *ready } else { *needed })))]),
            (Some(ready), _) if buyer => voice.text("hint-move-date", &[("date", Arg::from(voice.say().day(*ready)))]),
            (Some(_), _) => return None,
        },
        Figures::Origin { asked, offered } => step(open || offered.is_empty(), ask, buyer, || accept(voice.countries(offered)), || !asked.is_empty())?,
        Figures::Delivery { asked, offered } => {
            let said = |(term, place): &(Option<_>, Option<String>)| voice.term(*term, place.as_deref());
            let value = theirs(said(asked), said(offered));
            if judged.status == Status::Conflicts {
                return Some(voice.text(pick("hint-ask-price", "hint-quote-price"), &[("basis", said(asked).into())]));
            }
            if open || value.is_empty() { ask() } else { accept(value) }
        }
        Figures::Channel { .. } => ask(),
        Figures::Payment { asked, offered } => {
            let value = theirs(voice.payments(asked), voice.payments(offered));
            if open || value.is_empty() { ask() } else { accept(value) }
        }
        Figures::Grade { asked, offered } => step(open || offered.is_empty(), ask, buyer, || accept(voice.say().list(&super::fit::upper(offered))), || !asked.is_empty())?,
    })
}

/// What only a buyer can give way on: goods are from where they are.
fn step(open: bool, ask: impl Fn() -> String, buyer: bool, accept: impl Fn() -> String, asked: impl Fn() -> bool) -> Option<String> {
    match (open, buyer) {
        (true, _) => asked().then(ask),
        (false, true) => Some(accept()),
        (false, false) => None,
    }
}

fn price(voice: &Voice<'_>, figures: &Figures, buyer: bool) -> Option<String> {
    let Figures::Price { ceiling, offered, converted, terms, why, .. } = figures else { return None };
    let quote = |basis: String| voice.text(if buyer { "hint-ask-price" } else { "hint-quote-price" }, &[("basis", basis.into())]);
    match why {
        None => {
            let most = converted.map_or_else(|| offered.clone(), |amount| Price { amount: amount.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::AwayFromZero), ..ceiling.clone() });
            let (key, price) = if buyer { ("hint-raise-ceiling", most) } else { ("hint-lower-price", ceiling.clone()) };
            Some(voice.text(key, &[("price", voice.price(&price).into())]))
        }
        Some(Incomparable::Term) => terms.0.map(|asked| quote(asked.code().to_owned())).or_else(|| Some(voice.text("hint-ask", &[("label", voice.label("incoterm").into())]))),
        Some(Incomparable::Unit | Incomparable::Rate | Incomparable::StaleRate) => {
            let basis = ceiling.per.map_or_else(|| voice.currency(ceiling.currency), |unit| format!("{}/{}", voice.currency(ceiling.currency), voice.unit(unit)));
            Some(quote(basis))
        }
    }
}
