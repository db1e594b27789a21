//! Each stated term of a wish against what an offer says of it, from fields and from text, met and not
//! met; what cannot be compared says so and moves nothing.

use jiff::civil::Date;
use serde_json::{Map, Value, json};
use tradewind::domain::{Actor, Command, MoqAbove, Profile, Rates, Side};
use tradewind::engine::{Answer, Ask, Engine, Options};
use tradewind::score::judged::{Figures, Incomparable, Judged, Status};
use tradewind::score::{Yardstick, judge};
use tradewind::views::Card;

use super::support::{above, ask, found, ids, posting, stocked, submit};

/// The day on which everything here is judged.
const TODAY: Date = Date::constant(2026, 11, 28);

/// A reader of postings with rates of the day.
struct Bench {
    engine: Engine,
    rates: Rates,
}

fn rates(date: &str) -> Rates {
    let table: Value = json!({"date": date, "source": "for tests", "base": "USD", "rates": {"CNY": "7.10", "EUR": "0.80", "XOF": "560"}});
    let Value::Object(table) = table else { panic!("an object") };
    Rates::read(&table, TODAY).expect("sound")
}

impl Bench {
    fn new() -> Bench {
        Bench { engine: Engine::open(Options::memory()).expect("opens"), rates: rates("2026-11-20") }
    }

    fn card(&self, side: Side, value: Value) -> Card {
        let posting = posting(side, value);
        let reading = self.engine.reader().read_on(&posting.title, &posting.description, posting.lang.as_deref(), Some(TODAY));
        Card::of_posting(&posting, &reading, &self.engine.lexicon())
    }

    /// All judgements of a request and an offer.
    fn judged(&self, wish: Value, offer: Value) -> Vec<Judged> {
        let by = Yardstick { rates: &self.rates, rates_max_age_days: 45, today: TODAY };
        judge(&self.card(Side::Request, wish), &self.card(Side::Offer, offer), &by)
    }

    /// The judgement of one field; none if nothing was judged.
    fn of(&self, field: &str, wish: Value, offer: Value) -> Option<Judged> {
        self.judged(wish, offer).into_iter().find(|judged| judged.field == field)
    }

    /// Judges texts of both sides.
    fn texts(&self, field: &str, wish: &str, offer: &str) -> Option<Status> {
        self.of(field, json!({"text": wish}), json!({"title": offer})).map(|judged| judged.status)
    }
}

fn with(base: &Value, field: &str, value: Value) -> Value {
    let mut changed = base.as_object().cloned().unwrap_or_else(Map::new);
    changed.insert(field.to_owned(), value);
    Value::Object(changed)
}

fn amount(amount: &str, unit: &str) -> Value {
    json!({"amount": amount, "unit": unit})
}

fn price(amount: &str, currency: &str, per: &str) -> Value {
    json!({"amount": amount, "currency": currency, "per": per})
}

#[test]
fn a_smallest_order_is_held_against_the_asked_quantity() {
    let bench = Bench::new();
    let moq = |asked: Value, least: Value| bench.of("moq", json!({"title": "cashew kernels W320", "quantity": asked}), json!({"title": "Cashew kernels W320", "moq": least})).map(|judged| judged.status);
    assert_eq!(moq(amount("20", "t"), amount("18", "t")), Some(Status::Fits));
    assert_eq!(moq(amount("18", "t"), amount("18000", "kg")), Some(Status::Fits));
    assert_eq!(moq(amount("16", "t"), amount("18", "t")), Some(Status::Near));
    assert_eq!(moq(amount("5", "t"), amount("18", "t")), Some(Status::Conflicts));
    assert_eq!(moq(amount("10000", "jin"), amount("5", "t")), Some(Status::Fits), "a jin is half a kilogram");
    assert_eq!(moq(json!({"amount": "10", "unit": "t", "per": "month"}), amount("18", "t")), Some(Status::Near), "two deliveries in one");
    // Pieces, packages and containers are no mass, however the numbers compare.
    for (asked, least) in [(amount("10000", "pc"), amount("5", "carton")), (amount("10000", "pc"), amount("5", "t")), (amount("2", "FCL20"), amount("18", "t")), (amount("100", "bag"), amount("100", "carton"))] {
        assert_eq!(moq(asked.clone(), least.clone()), Some(Status::Unknown), "{asked} {least}");
    }
    assert_eq!(moq(amount("2", "FCL20"), amount("1", "FCL20")), Some(Status::Fits));
    assert_eq!(moq(amount("2", "FCL20"), amount("3", "FCL20")), Some(Status::Conflicts));
}

#[test]
fn amounts_are_taken_from_the_text_where_fields_are_silent() {
    let bench = Bench::new();
    assert_eq!(bench.texts("moq", "求购花生米两千斤", "Peanut kernels, MOQ 1 ton"), Some(Status::Fits));
    assert_eq!(bench.texts("moq", "求购花生米两千斤", "Peanut kernels, MOQ 5 tons"), Some(Status::Conflicts));
    assert_eq!(bench.texts("moq", "求购大豆10万吨", "Soja em grãos, pedido mínimo 25.000 t"), Some(Status::Fits));
    assert_eq!(bench.texts("moq", "求购辣椒干20个柜", "Piment séché, minimum 18 tonnes"), Some(Status::Unknown), "a container is not a mass");
    // A field wins over the text.
    let stated = json!({"title": "Peanut kernels, MOQ 5 tons", "moq": amount("500", "kg")});
    assert_eq!(bench.of("moq", json!({"text": "求购花生米两千斤"}), stated).map(|judged| judged.status), Some(Status::Fits));
}

#[test]
fn packages_and_containers_are_masses_only_by_a_stated_content() {
    let bench = Bench::new();
    let dates = "تمور مجهول، عبوة ٥ كغم، الحد الأدنى ٢٠٠ كرتون";
    let moq = |quantity: Value, offer: &Value| bench.of("moq", json!({"title": "椰枣", "quantity": quantity}), offer.clone()).map(|judged| judged.status);
    let offer = json!({"title": dates});
    assert_eq!(moq(amount("250", "carton"), &offer), Some(Status::Fits));
    assert_eq!(moq(amount("100", "carton"), &offer), Some(Status::Conflicts));
    let load = json!({"title": "White sesame seed 99%, 18 MT per 20'FCL", "moq": amount("1", "FCL20")});
    assert_eq!(moq(amount("20", "t"), &load), Some(Status::Fits));
    assert_eq!(moq(amount("5", "t"), &load), Some(Status::Conflicts));
    let unsaid = json!({"title": "White sesame seed 99%", "moq": amount("1", "FCL20")});
    assert_eq!(moq(amount("20", "t"), &unsaid), Some(Status::Unknown));
    assert_eq!(moq(amount("1", "FCL20"), &unsaid), Some(Status::Fits));
}

#[test]
fn what_is_ready_or_made_is_held_against_the_asked_quantity() {
    let bench = Bench::new();
    let monthly = |amount: &str| json!({"amount": amount, "unit": "t", "per": "month"});
    let supply = |asked: Value, field: &str, offered: Value| {
        bench.of("quantity", json!({"title": "soybeans", "quantity": asked}), with(&json!({"title": "Soybeans"}), field, offered)).map(|judged| judged.status)
    };
    assert_eq!(supply(amount("50", "t"), "quantity", amount("200", "t")), Some(Status::Fits));
    assert_eq!(supply(amount("50", "t"), "quantity", amount("45", "t")), Some(Status::Near));
    assert_eq!(supply(amount("50", "t"), "quantity", amount("10", "t")), Some(Status::Conflicts));
    assert_eq!(supply(monthly("50"), "capacity", monthly("200")), Some(Status::Fits));
    assert_eq!(supply(monthly("50"), "capacity", json!({"amount": "500", "unit": "t", "per": "year"})), Some(Status::Near));
    assert_eq!(supply(monthly("50"), "capacity", json!({"amount": "300", "unit": "t", "per": "year"})), Some(Status::Conflicts));
    assert_eq!(supply(amount("500", "t"), "capacity", monthly("200")), Some(Status::Near), "in three months");
    assert_eq!(supply(amount("5000", "t"), "capacity", monthly("200")), Some(Status::Conflicts));
    assert_eq!(bench.of("quantity", json!({"title": "soybeans", "quantity": amount("5", "t")}), json!({"title": "Soybeans"})), None);
    assert_eq!(bench.texts("quantity", "求购印度尼西亚精炼棕榈油每月500吨", "RBD palm olein Indonesia, kapasitas 2000 ton per bulan"), Some(Status::Fits));
}

fn figures(judged: Option<Judged>) -> (Status, Option<String>, Option<String>, Option<Incomparable>) {
    let judged = judged.expect("judged");
    let Figures::Price { converted, over, why, .. } = judged.figures else { panic!("no price: {judged:?}") };
    (judged.status, converted.map(|amount| amount.normalize().to_string()), over.map(|over| over.to_string()), why)
}

#[test]
fn prices_compare_in_currency_and_unit_of_the_ceiling() {
    let bench = Bench::new();
    let of = |ceiling: Value, offered: Value| figures(bench.of("price", json!({"title": "cashew kernels W320", "max_price": ceiling}), json!({"title": "Cashew kernels W320", "price": offered})));
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(of(price("6500", "USD", "t"), price("6400", "USD", "t")), (Status::Fits, None, text("-1.5"), None));
    assert_eq!(of(price("6500", "USD", "t"), price("6500.01", "USD", "t")), (Status::Near, None, text("0"), None), "exact to the cent");
    assert_eq!(of(price("6500", "USD", "t"), price("6.5", "USD", "kg")), (Status::Fits, text("6500"), text("0"), None));
    assert_eq!(of(price("6500", "USD", "t"), price("6.773", "USD", "kg")), (Status::Near, text("6773"), text("4.2"), None));
    assert_eq!(of(price("6500", "USD", "t"), price("8000", "USD", "t")), (Status::Conflicts, None, text("23.1"), None));
    // By the rates of the table: 7.10 yuan, 0.80 euro a dollar.
    assert_eq!(of(price("6500", "USD", "t"), price("46150", "CNY", "t")), (Status::Fits, text("6500"), text("0"), None));
    assert_eq!(of(price("6500", "USD", "t"), price("46150.1", "CNY", "t")).0, Status::Near);
    assert_eq!(of(price("50", "CNY", "kg"), price("5", "EUR", "kg")), (Status::Fits, text("44.375"), text("-11.2"), None));
    assert_eq!(of(price("50", "CNY", "kg"), price("6", "EUR", "kg")), (Status::Conflicts, text("53.25"), text("6.5"), None));
    // No rate, no comparison: never one to one.
    assert_eq!(of(price("6500", "USD", "t"), price("100", "KES", "t")), (Status::Unknown, None, None, Some(Incomparable::Rate)));
    // A price for a carton or for pieces is none for a tonne.
    for per in ["carton", "pc", "m3", "FCL20"] {
        assert_eq!(of(price("6500", "USD", "t"), price("1", "USD", per)), (Status::Unknown, None, None, Some(Incomparable::Unit)), "{per}");
    }
    assert_eq!(of(price("6500", "USD", "t"), json!({"amount": "1", "currency": "USD"})).3, Some(Incomparable::Unit));
}

#[test]
fn old_rates_compare_nothing_and_say_so() {
    let mut bench = Bench::new();
    bench.rates = rates("2026-09-01");
    let of = |offered: Value| figures(bench.of("price", json!({"title": "cashew kernels", "max_price": price("6500", "USD", "t")}), json!({"title": "Cashew kernels", "price": offered})));
    assert_eq!(of(price("100", "CNY", "t")), (Status::Unknown, None, None, Some(Incomparable::StaleRate)));
    assert_eq!(of(price("6400", "USD", "t")).0, Status::Fits, "one currency needs no rate");
}

#[test]
fn prices_under_different_terms_are_labelled_and_not_ordered() {
    let bench = Bench::new();
    let wish = json!({"title": "cashew kernels W320", "max_price": price("6500", "USD", "t"), "incoterm": "CIF", "place": "Qingdao"});
    let offer = |term: &str, place: &str, amount: &str| json!({"title": "Cashew kernels W320", "price": price(amount, "USD", "t"), "incoterm": term, "place": place});
    let judged = |offer: Value| {
        let all = bench.judged(wish.clone(), offer);
        let status = |field: &str| all.iter().find(|judged| judged.field == field).expect("judged").status;
        (status("delivery"), figures(all.iter().find(|judged| judged.field == "price").cloned()))
    };
    let unordered = (Status::Unknown, None, None, Some(Incomparable::Term));
    assert_eq!(judged(offer("FOB", "Cotonou", "1")), (Status::Near, unordered.clone()));
    assert_eq!(judged(offer("FOB", "Cotonou", "9000")), (Status::Near, unordered.clone()));
    assert_eq!(judged(offer("CIF", "Hamburg", "6000")), (Status::Conflicts, unordered.clone()), "a term is one with its place");
    assert_eq!(judged(offer("CIF", "Shanghai", "6000")), (Status::Near, unordered.clone()), "another port of the country");
    assert_eq!(judged(offer("CIF", "青岛", "6000")).0, Status::Fits, "in any language");
    assert_eq!(judged(offer("CIF", "CNTAO", "6000")).1.0, Status::Fits);
    assert_eq!(judged(offer("CFR", "Qingdao", "6000")), (Status::Near, unordered));
    assert_eq!(bench.texts("delivery", "求购越南腰果仁W320，CIF青岛", "Noix de cajou W320, FOB Cotonou 1 250 USD/T"), Some(Status::Near));
    assert_eq!(bench.texts("delivery", "求购越南腰果仁W320，CIF青岛", "Cashew kernels W320 CIF Qingdao USD 6400/MT"), Some(Status::Fits));
}

#[test]
fn certificates_are_held_near_or_missing() {
    let bench = Bench::new();
    let of = |wish: Value, offer: Value| bench.of("certifications", with(&wish, "title", json!("cashew kernels W320")), offer).map(|judged| judged.status);
    let held = |slugs: Value| json!({"title": "Cashew kernels W320", "certifications": slugs});
    let asked = |slugs: Value| json!({"certifications": slugs});
    assert_eq!(of(asked(json!(["haccp", "kosher"])), held(json!(["kosher", "haccp", "brcgs"]))), Some(Status::Fits));
    assert_eq!(of(asked(json!(["haccp", "kosher"])), held(json!(["kosher"]))), Some(Status::Near));
    assert_eq!(of(asked(json!(["fumigation"])), held(json!(["phyto"]))), Some(Status::Unknown), "silence is no refusal");
    assert_eq!(of(asked(json!(["fumigation"])), held(json!(["fumigation"]))), Some(Status::Fits));
    // Organic by the scheme of another market, or of none, is near.
    assert_eq!(of(asked(json!(["organic-cn"])), held(json!(["organic-cn"]))), Some(Status::Fits));
    assert_eq!(of(asked(json!(["organic-cn"])), held(json!(["organic"]))), Some(Status::Near));
    assert_eq!(of(asked(json!(["organic-cn"])), held(json!(["EU organic"]))), Some(Status::Near));
    assert_eq!(of(asked(json!(["organic-eu"])), held(json!(["organic-usda"]))), Some(Status::Near));
    assert_eq!(of(asked(json!(["organic"])), held(json!(["organic-eu"]))), Some(Status::Fits));
    let china = json!({"certifications": ["organic"], "destination": "青岛"});
    assert_eq!(of(china.clone(), held(json!(["organic-eu"]))), Some(Status::Near), "it may not be called organic in China");
    assert_eq!(of(china.clone(), held(json!(["中国有机产品认证"]))), Some(Status::Fits));
    assert_eq!(of(china, json!({"title": "Conventional cashew kernels W320"})), Some(Status::Conflicts));
    assert_eq!(of(asked(json!(["haccp"])), json!({"title": "Conventional cashew kernels W320"})), Some(Status::Unknown));
    assert_eq!(bench.texts("certifications", "求购腰果仁，要求有机认证和清真认证", "Cashew kernels, EU organic and halal certified"), Some(Status::Fits));
}

#[test]
fn origin_channel_time_and_payment_are_judged() {
    let bench = Bench::new();
    let (wish, offer) = (json!({"title": "cashew kernels W320"}), json!({"title": "Cashew kernels W320"}));
    let of = |field: &str, asked: (&str, Value), said: (&str, Value)| bench.of(field, with(&wish, asked.0, asked.1), with(&offer, said.0, said.1)).map(|judged| judged.status);
    assert_eq!(of("origin", ("origins", json!(["VN", "BJ"])), ("origin", json!("BJ"))), Some(Status::Fits));
    assert_eq!(of("origin", ("origins", json!(["VN"])), ("origin", json!("BJ"))), Some(Status::Conflicts));
    assert_eq!(of("origin", ("origins", json!(["VN"])), ("title", json!("Cashew kernels"))), Some(Status::Unknown));
    // Parcels and bonded shops sell to consumers.
    assert_eq!(of("channel", ("channels", json!(["1210"])), ("channels", json!(["1210", "0110"]))), Some(Status::Fits));
    assert_eq!(of("channel", ("channels", json!(["1210"])), ("channels", json!(["9610"]))), Some(Status::Near));
    assert_eq!(of("channel", ("channels", json!(["1210"])), ("channels", json!(["0110"]))), Some(Status::Conflicts));
    assert_eq!(of("channel", ("channels", json!(["1210"])), ("title", json!("Cashew kernels"))), Some(Status::Unknown));
    assert_eq!(of("channel", ("channels", json!(["1210"])), ("title", json!("Raw cashew nuts in jute bags of 80 kg"))), Some(Status::Conflicts));
    assert_eq!(of("channel", ("channels", json!(["0110"])), ("title", json!("Raw cashew nuts in jute bags of 80 kg"))), Some(Status::Unknown));
    let sacks = json!({"title": "Raw cashew nuts in jute bags of 80 kg", "channels": ["1210"]});
    assert_eq!(bench.of("channel", with(&wish, "channels", json!(["1210"])), sacks).map(|judged| judged.status), Some(Status::Conflicts), "whatever it says of itself");
    // The lead time counts from the day of the judgement, the 28th of November.
    let lead = ("title", json!("Cashew kernels W320, lead time 20 days"));
    assert_eq!(of("time", ("needed_by", json!("2026-12-31")), lead.clone()), Some(Status::Fits));
    assert_eq!(of("time", ("needed_by", json!("2026-12-10")), lead.clone()), Some(Status::Near));
    assert_eq!(of("time", ("needed_by", json!("2026-11-30")), lead), Some(Status::Conflicts));
    assert_eq!(of("time", ("needed_by", json!("2026-11-30")), ("origin", json!("VN"))), Some(Status::Unknown));
    // Periods overlap, miss one another by days, or by months on either side; silence is unknown.
    let wanted = "求购腰果仁，装运期2027年3月至5月";
    for (offered, status) in [
        ("Cashew kernels, shipment April-June 2027", Status::Fits),
        ("Noix de cajou décortiquées, expédition de janvier à mars 2027", Status::Fits),
        ("Cashew kernels, available from 10 June 2027", Status::Near),
        ("Cashew kernels, available from January 2027", Status::Fits),
        ("Cashew kernels, available from September 2027", Status::Conflicts),
        ("Cashew kernels, shipment October-December 2027", Status::Conflicts),
        ("Cashew kernels, shipment December 2026 - January 2027", Status::Conflicts),
        ("Cashew kernels, lead time 30 days", Status::Fits),
        ("Cashew kernels", Status::Unknown),
    ] {
        assert_eq!(bench.texts("time", wanted, offered), Some(status), "{offered}");
    }
    assert_eq!(bench.texts("time", "求购腰果仁，2027年3月起", "Cashew kernels, shipment April-June 2027"), Some(Status::Fits));
    assert_eq!(bench.texts("time", "求购腰果仁", "Cashew kernels, shipment April-June 2027"), None);
    // Who refuses an origin takes any other.
    let refusing = "求购腰果仁，不要印度产";
    for (offered, status) in [("Cashew kernels, India origin", Some(Status::Conflicts)), ("Cashew kernels, Vietnam origin", None), ("Cashew kernels, India or Vietnam origin", None), ("Cashew kernels", None)] {
        assert_eq!(bench.texts("origin", refusing, offered), status, "{offered}");
    }
    assert_eq!(bench.texts("payment", "求购腰果仁，信用证付款", "Cashew kernels, payment L/C at sight"), Some(Status::Fits));
    assert_eq!(bench.texts("payment", "求购腰果仁，付款方式T/T 30/70", "Cashew kernels, payment T/T 50/50"), Some(Status::Near));
    assert_eq!(bench.texts("payment", "求购腰果仁，信用证付款", "Cashew kernels, payment D/P"), Some(Status::Conflicts));
    assert_eq!(bench.texts("payment", "求购腰果仁，信用证付款", "Cashew kernels"), Some(Status::Unknown));
}

/// Requests with one stated term, an offer that meets it, and one that contradicts it and is newer, of the
/// same tariff code and in more of the asked words.
#[test]
fn what_conflicts_stands_below_what_fits_from_both_sides() {
    let goods = "Cashew kernels W320";
    let base = json!({"title": goods, "supplier": {"id": "s"}});
    let usd = |amount: &str| price(amount, "USD", "t");
    let in_days = |days: i32| json!(jiff::Zoned::now().date().saturating_add(jiff::Span::new().days(days)).to_string());
    let cases = [
        ("origins", json!(["VN"]), "origin", json!("VN"), json!("BR")),
        ("channels", json!(["1210"]), "channels", json!(["1210"]), json!(["0110"])),
        ("quantity", amount("20", "t"), "moq", amount("18", "t"), amount("100", "t")),
        ("max_price", usd("6500"), "price", usd("6400"), usd("9000")),
        ("quantity", amount("20", "t"), "quantity", amount("40", "t"), amount("2", "t")),
        ("quantity", json!({"amount": "20", "unit": "t", "per": "month"}), "capacity", json!({"amount": "300", "unit": "t", "per": "year"}), json!({"amount": "5", "unit": "t", "per": "month"})),
        // The same from the words of the offer.
        ("certifications", json!(["organic"]), "description", json!("Certified EU organic."), json!("From conventional farming.")),
        ("certifications", json!(["organic-cn"]), "description", json!("有机产品认证"), json!("常规种植，非有机")),
        ("max_price", usd("6500"), "description", json!("Prix 6 400 USD/t"), json!("Prix 9 000 USD/t")),
        ("quantity", amount("20", "t"), "description", json!("Pedido mínimo 18 t"), json!("Pedido mínimo 100 t")),
        ("origins", json!(["VN"]), "description", json!("xuất xứ Việt Nam"), json!("Origem Brasil")),
        ("channels", json!(["1210"]), "description", json!("跨境电商1210保税"), json!("In jute bags of 80 kg, customs mode 0110.")),
        ("description", json!("装运期2099年3月至5月"), "description", json!("Shipment April 2099"), json!("Disponible à partir de septembre 2099")),
        ("description", json!("Shipment June-August 2099"), "description", json!("embarque entre julio y agosto de 2099"), json!("с октября по декабрь 2099 года")),
        ("needed_by", in_days(40), "description", json!("Lead time 20 days."), json!("Lead time 120 days.")),
        ("needed_by", in_days(40), "description", json!("交货期20天"), json!("交货期120天")),
    ];
    for (asked, wish, said, meets, breaks) in cases {
        let request = posting(Side::Request, with(&json!({"title": "腰果仁 W320 brand Zorblet", "buyer": {"id": "b"}}), asked, wish));
        let fitting = json!({"id": "fits", "title": "Amandes de cajou W320"});
        let conflicting = with(&with(&base, "id", json!("breaks")), "title", json!("Cashew kernels W320 brand"));
        let engine = stocked(&[with(&fitting, said, meets.clone()), with(&conflicting, said, breaks.clone())]);
        let answer = engine.matches(&request, &Ask::default()).expect("answers");
        assert_eq!(ids(&answer.hits), ["fits", "breaks"], "{asked} {said}: {:?}", parts(&answer));
        // The other way: of two requests the one that an offer meets stands first.
        for (offer, first) in [(meets, "fits"), (breaks, "open")] {
            let engine = Engine::open(Options::memory()).expect("opens");
            let own = |id: &str| json!({"id": id, "title": "腰果仁 W320", "buyer": {"id": id}});
            submit(&engine, vec![posting(Side::Request, own("open")), posting(Side::Request, with(&own("fits"), asked, request_value(&request, asked)))]);
            let answer = engine.matches(&posting(Side::Offer, with(&base, said, offer)), &Ask::default()).expect("answers");
            assert_eq!(answer.hits.first().map(|hit| hit.id.as_str()), Some(first), "{asked} {said}: {:?}", parts(&answer));
        }
    }
}

/// Who refuses an origin finds every other first, whether it is stated or read.
#[test]
fn a_refused_origin_stands_below_every_other() {
    for (refusal, said, other, refused) in [("不要印度产", "origin", "VN", "IN"), ("Not from India.", "description", "xuất xứ Việt Nam", "Origem Índia"), ("кроме Индии", "description", "Origin Vietnam", "产地印度")] {
        let request = posting(Side::Request, json!({"id": "r", "title": "腰果仁 W320 brand Zorblet", "description": refusal, "buyer": {"id": "b"}}));
        let offer = |id: &str, title: &str, origin: &str| with(&json!({"id": id, "title": title, "supplier": {"id": id}}), said, json!(origin));
        let engine = stocked(&[offer("other", "Amandes de cajou W320", other), offer("refused", "Cashew kernels W320 brand", refused)]);
        let answer = engine.matches(&request, &Ask::default()).expect("answers");
        assert_eq!(ids(&answer.hits), ["other", "refused"], "{refusal}: {:?}", parts(&answer));
        // Seen from the offer, who wants anything stands before who refuses it.
        let engine = Engine::open(Options::memory()).expect("opens");
        let wish = |id: &str, description: &str| posting(Side::Request, json!({"id": id, "title": "腰果仁 W320", "description": description, "buyer": {"id": id}}));
        submit(&engine, vec![wish("open", ""), wish("refuses", refusal)]);
        let answer = engine.matches(&posting(Side::Offer, offer("o", "Cashew kernels W320", refused)), &Ask::default()).expect("answers");
        assert_eq!(answer.hits.first().map(|hit| hit.id.as_str()), Some("open"), "{refusal}: {:?}", parts(&answer));
    }
}

/// What made the order of an answer.
fn parts(answer: &Answer) -> Vec<(&str, Vec<(&str, f64)>)> {
    answer.hits.iter().map(|hit| (hit.id.as_str(), hit.reasons.iter().map(|reason| (reason.kind, reason.adds)).collect())).collect()
}

/// Prices under one term and place compare; the goods that arrive where they are wanted stand first.
#[test]
fn like_terms_and_the_wanted_place_stand_first_from_both_sides() {
    let offer = |id: &str, title: &str, term: &str, place: &str, amount: &str| json!({"id": id, "title": title, "incoterm": term, "place": place, "price": price(amount, "USD", "t"), "supplier": {"id": id}});
    let wish = |id: &str, term: Option<&str>, place: &str| {
        let mut wish = json!({"id": id, "title": "腰果仁 W320", "max_price": price("6500", "USD", "t"), "destination": place, "buyer": {"id": id}});
        if let Some(term) = term {
            (wish["incoterm"], wish["place"]) = (json!(term), json!(place));
        }
        posting(Side::Request, wish)
    };
    // Under one term the dearer offer falls behind, however well its words fit.
    let engine = stocked(&[offer("dear", "腰果仁 W320", "CIF", "Qingdao", "9000"), offer("within", "Amandes de cajou W320", "CIF", "Qingdao", "6400")]);
    assert_eq!(ids(&engine.matches(&wish("r", Some("CIF"), "Qingdao"), &Ask::default()).expect("answers").hits), ["within", "dear"], "{:?}", parts(&engine.matches(&wish("r", Some("CIF"), "Qingdao"), &Ask::default()).expect("answers")));
    // At one price the place decides.
    let engine = stocked(&[offer("elsewhere", "腰果仁 W320", "CIF", "Rotterdam", "6400"), offer("here", "Amandes de cajou W320", "CIF", "Qingdao", "6400")]);
    for term in [Some("CIF"), None] {
        let answer = engine.matches(&wish("r", term, "Qingdao"), &Ask::default()).expect("answers");
        assert_eq!(ids(&answer.hits), ["here", "elsewhere"], "{term:?}: {:?}", parts(&answer));
    }
    // An offer to Qingdao finds first who wants the goods there.
    let engine = Engine::open(Options::memory()).expect("opens");
    submit(&engine, vec![wish("hamburg", Some("CIF"), "Hamburg"), wish("qingdao", Some("CIF"), "Qingdao")]);
    let answer = engine.matches(&posting(Side::Offer, offer("o", "Cashew kernels W320", "CIF", "Qingdao", "6400")), &Ask::default()).expect("answers");
    assert_eq!(ids(&answer.hits), ["qingdao", "hamburg"]);
}

#[test]
fn a_certificate_lifts_and_its_contrary_lowers() {
    let wish = posting(Side::Request, json!({"title": "腰果仁 W320", "certifications": ["organic"]}));
    let engine = stocked(&[
        json!({"id": "silent", "title": "Cashew kernels W320", "supplier": {"id": "a"}}),
        json!({"id": "contrary", "title": "Conventional cashew kernels W320", "supplier": {"id": "b"}}),
        json!({"id": "other", "title": "Cashew kernels W320", "certifications": ["haccp"], "supplier": {"id": "c"}}),
        json!({"id": "held", "title": "Amandes de cajou W320", "certifications": ["organic-eu"], "supplier": {"id": "d"}}),
    ]);
    let found = ids(&engine.matches(&wish, &Ask::default()).expect("answers").hits);
    assert_eq!((found[0].as_str(), found[3].as_str()), ("held", "contrary"), "{found:?}");
}

/// A field of a posting in the shape of the API.
fn request_value(posting: &tradewind::domain::Posting, field: &str) -> Value {
    posting.to_json().get(field).cloned().unwrap_or_default()
}

#[test]
fn a_typed_wish_is_judged_too() {
    let engine = stocked(&[
        json!({"id": "fits", "title": "Amandes de cajou W320", "moq": amount("1", "t"), "price": price("6400", "USD", "t")}),
        json!({"id": "breaks", "title": "腰果仁 W320", "moq": amount("50", "t"), "price": price("9900", "USD", "t")}),
    ]);
    above(&engine, "求购腰果仁W320 5吨 目标价6500美元/吨", "fits", "breaks");
    let answer = ask(&engine, "求购腰果仁W320 5吨 目标价6500美元/吨");
    for hit in &answer.hits {
        for field in ["moq", "price"] {
            let said = hit.fit.iter().find(|fit| fit.field == field).unwrap_or_else(|| panic!("{field} of {}: {:?}", hit.id, hit.fit));
            let counted = hit.reasons.iter().find(|reason| reason.kind == field).unwrap_or_else(|| panic!("{field} of {}", hit.id));
            assert_eq!(counted.value > 0.0, hit.id == "fits", "{field}");
            assert_eq!(serde_json::to_value(said).expect("plain data")["status"], json!(if hit.id == "fits" { "fits" } else { "conflicts" }));
        }
    }
}

#[test]
fn an_operator_chooses_what_a_large_smallest_order_does() {
    let offers = [
        json!({"id": "small", "title": "Cashew kernels W320", "moq": amount("1", "t"), "supplier": {"id": "a"}}),
        json!({"id": "near", "title": "Cashew kernels W320", "moq": amount("6", "t"), "supplier": {"id": "b"}}),
        json!({"id": "large", "title": "Cashew kernels W320", "moq": amount("50", "t"), "supplier": {"id": "c"}}),
        json!({"id": "silent", "title": "Cashew kernels W320", "supplier": {"id": "d"}}),
        json!({"id": "other", "title": "Cashew kernels W320", "moq": amount("50", "pc"), "supplier": {"id": "e"}}),
    ];
    let wish = posting(Side::Request, json!({"title": "cashew kernels W320", "quantity": amount("5", "t")}));
    let answer = |rule: MoqAbove| {
        let mut profile = Profile::parse(include_str!("../../indexes/profiles/default.toml")).expect("the default profile");
        assert_eq!(profile.moq_above_asked, MoqAbove::Penalty);
        profile.moq_above_asked = rule;
        let engine = Engine::open(Options::memory().with_profile(Some(profile))).expect("opens");
        submit(&engine, offers.iter().map(|offer| posting(Side::Offer, offer.clone())).collect());
        engine.matches(&wish, &Ask::default()).expect("answers")
    };
    let penalty = answer(MoqAbove::Penalty);
    assert_eq!(penalty.hits.len(), 5);
    assert_eq!((penalty.hits[0].id.as_str(), penalty.hits[4].id.as_str()), ("small", "large"));
    let reason = penalty.hits[4].reasons.iter().find(|reason| reason.kind == "moq").expect("visible");
    assert!(reason.adds < 0.0, "{reason:?}");
    let filter = answer(MoqAbove::Filter);
    let mut left = ids(&filter.hits);
    left.sort();
    assert_eq!(left, ["near", "other", "silent", "small"], "what cannot be compared stays");
    assert_eq!(filter.total, 4);
    // The same rule where an offer looks for its requests.
    let requests = |rule: MoqAbove| {
        let mut profile = Profile::parse(include_str!("../../indexes/profiles/default.toml")).expect("the default profile");
        profile.moq_above_asked = rule;
        let engine = Engine::open(Options::memory().with_profile(Some(profile))).expect("opens");
        submit(&engine, vec![wish.clone()]);
        engine.matches(&posting(Side::Offer, offers[2].clone()), &Ask::default()).expect("answers").hits.len()
    };
    assert_eq!((requests(MoqAbove::Penalty), requests(MoqAbove::Filter)), (1, 0));
}

#[test]
fn rates_survive_a_restart_and_replace_the_built_in_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = Engine::open(Options::at(folder.path())).expect("opens");
    let built_in = first.in_use().rates.clone();
    let own = rates("2026-11-20");
    let set = |actor: &Actor, rates: &Rates| first.submit(actor, Command::SetRates { rates: Box::new(rates.clone()) });
    let exporter = Actor { role: tradewind::domain::Role::Exporter, party: "s".to_owned() };
    assert!(set(&exporter, &own).is_err());
    assert_eq!(first.in_use().rates, built_in);
    set(&Actor::operator(), &own).expect("taken");
    assert_eq!(first.in_use().rates, own);
    drop(first);
    assert_eq!(Engine::open(Options::at(folder.path())).expect("opens").in_use().rates, own);
}

#[test]
fn filters_use_what_was_read() {
    let engine = stocked(&[
        json!({"id": "read", "title": "Cashew kernels W320, Vietnam origin, EU organic, price USD 6400/MT, 跨境电商1210", "supplier": {"id": "a"}}),
        json!({"id": "stated", "title": "Cashew kernels W320", "origin": "VN", "certifications": ["EU organic"], "channels": ["1210"], "price": price("6400", "USD", "t"), "supplier": {"id": "b"}}),
        json!({"id": "silent", "title": "Cashew kernels W320", "supplier": {"id": "c"}}),
    ]);
    let filtered = |change: &dyn Fn(&mut tradewind::engine::Filters)| {
        let mut ask = Ask { text: "腰果仁".to_owned(), ..Ask::default() };
        change(&mut ask.filters);
        let mut found = ids(&engine.search(&ask).expect("answers").hits);
        found.sort();
        found
    };
    let both = ["read", "stated"];
    assert_eq!(filtered(&|filters| filters.origin = tradewind::domain::Country::parse("VN")), both);
    for name in ["organic-eu", "EU organic", "organic", "有机"] {
        assert_eq!(filtered(&|filters| filters.certification = Some(name.to_owned())), both, "{name}");
    }
    assert_eq!(filtered(&|filters| filters.channel = Some("1210".to_owned())), both);
    let ceiling = |amount: &str| tradewind::domain::Price { amount: amount.parse().expect("a decimal"), currency: tradewind::domain::Currency::parse("USD").expect("a currency"), per: tradewind::domain::Unit::parse("t") };
    assert_eq!(filtered(&|filters| filters.max_price = Some(ceiling("6000"))), ["silent"]);
    assert_eq!(filtered(&|filters| filters.max_price = Some(ceiling("6400"))).len(), 3);
    assert_eq!(found(&engine, "腰果仁").len(), 3);
}
