//! Quantities: an exact amount of a unit. Everyday spellings outside, UN/ECE Recommendation 20
//! codes inside. Two quantities compare only within one class (mass, volume, count ...): pieces
//! never become kilograms, and a container is not a mass.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What a unit measures. Amounts of different classes are never compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitClass {
    /// Base unit kilogram.
    Mass,
    /// Base unit litre.
    Volume,
    /// Base unit cubic metre of solid goods (wood): kept apart from liquids.
    Cubic,
    /// Base unit metre.
    Length,
    /// Base unit square metre.
    Area,
    /// Base unit piece.
    Count,
    /// Bags, cartons: the content is unknown.
    Package,
    /// Shipping containers: the load is unknown.
    Container,
}

impl UnitClass {
    /// The unit that amounts of the class are compared in; empty where contents are unknown.
    pub fn base(self) -> &'static str {
        match self {
            UnitClass::Mass => "kg",
            UnitClass::Volume => "l",
            UnitClass::Cubic => "m3",
            UnitClass::Length => "m",
            UnitClass::Area => "m2",
            UnitClass::Count => "pc",
            UnitClass::Package | UnitClass::Container => "",
        }
    }
}

/// A unit of trade, held as its index in the table of this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Unit(u8);

struct Row(&'static str, &'static str, UnitClass, Option<&'static str>);

impl Unit {
    /// Reads a canonical spelling (`t`, `FCL20`) or a Recommendation 20 code (`TNE`). Spellings of
    /// everyday text in all languages are the lexicon's.
    pub fn parse(text: &str) -> Option<Unit> {
        let text = text.trim();
        let exact = UNITS.iter().position(|row| row.0 == text || row.1 == text);
        let at = exact.or_else(|| UNITS.iter().position(|row| row.0.eq_ignore_ascii_case(text)))?;
        u8::try_from(at).ok().map(Unit)
    }

    fn row(self) -> Option<&'static Row> {
        UNITS.get(usize::from(self.0))
    }

    /// The canonical everyday spelling.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.0)
    }

    /// What it measures.
    pub fn class(self) -> UnitClass {
        self.row().map_or(UnitClass::Package, |row| row.2)
    }

    /// Exact factor to the base unit of its class; none for packages and containers.
    pub fn factor(self) -> Option<Decimal> {
        self.row().and_then(|row| row.3).and_then(|text| text.parse().ok())
    }

    /// Its place in the table of this file, for stores that are made again when the table changes.
    pub fn index(self) -> u8 {
        self.0
    }

    /// The unit at a place in the table.
    pub fn at(index: u8) -> Option<Unit> {
        Some(Unit(index)).filter(|unit| unit.row().is_some())
    }

    /// Every unit.
    pub fn all() -> impl Iterator<Item = Unit> {
        (0..=u8::MAX).take(UNITS.len()).map(Unit)
    }
}

impl TryFrom<String> for Unit {
    type Error = String;
    fn try_from(text: String) -> Result<Unit, String> {
        Unit::parse(&text).ok_or_else(|| format!("{text} is not a known unit"))
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> String {
        unit.name().to_owned()
    }
}

/// A period that a repeated quantity is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// Each day.
    Day,
    /// Each week.
    Week,
    /// Each month.
    Month,
    /// Each quarter of a year.
    Quarter,
    /// Each year.
    Year,
}

impl Period {
    /// Reads the English name.
    pub fn parse(text: &str) -> Option<Period> {
        Some(match text.trim().to_ascii_lowercase().as_str() {
            "day" => Period::Day,
            "week" => Period::Week,
            "month" => Period::Month,
            "quarter" => Period::Quarter,
            "year" => Period::Year,
            _ => return None,
        })
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        match self {
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
            Period::Quarter => "quarter",
            Period::Year => "year",
        }
    }

    /// Its days, near enough to compare rates of delivery.
    pub fn days(self) -> u32 {
        match self {
            Period::Day => 1,
            Period::Week => 7,
            Period::Month => 30,
            Period::Quarter => 91,
            Period::Year => 365,
        }
    }
}

/// An exact amount of a unit, once or per period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// Exact amount.
    pub amount: Decimal,
    /// Its unit.
    pub unit: Unit,
    /// The period, for a capacity or a standing demand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Period>,
}

impl Quantity {
    /// Reads what filters are given: `18 t`, `250carton`, `200 t/month`. The amount is a decimal above zero
    /// with a point and no grouping.
    pub fn parse(text: &str) -> Option<Quantity> {
        let text = text.trim();
        let (amount, rest) = text.split_at_checked(text.find(|c: char| !c.is_ascii_digit() && c != '.')?)?;
        let amount: Decimal = amount.parse().ok().filter(|amount: &Decimal| !amount.is_zero())?;
        let (unit, per) = rest.split_once('/').map_or((rest, None), |(unit, per)| (unit, Some(per)));
        let per = per.map(|per| Period::parse(per).ok_or(())).transpose().ok()?;
        Some(Quantity { amount, unit: Unit::parse(unit)?, per })
    }

    /// The amount in the base unit of its class, if the unit converts without a stated load.
    pub fn in_base(&self) -> Option<(UnitClass, Decimal)> {
        let amount = self.amount.checked_mul(self.unit.factor()?)?;
        Some((self.unit.class(), amount))
    }
}

// Codes and factors: UN/ECE Recommendations 20 and 21; jin, liang and dan by Chinese metrology law.
// A market unit without a factor (mu, maund, arroba) differs from place to place or has no finite one.
// `CTN`, `QTL` and `KT` are left out on purpose: in the list they are content ton, liquid quart and kit.
const UNITS: &[Row] = &[
    Row("t", "TNE", UnitClass::Mass, Some("1000")),
    Row("kg", "KGM", UnitClass::Mass, Some("1")),
    Row("g", "GRM", UnitClass::Mass, Some("0.001")),
    Row("hg", "HGM", UnitClass::Mass, Some("0.1")),
    Row("mg", "MGM", UnitClass::Mass, Some("0.000001")),
    Row("kt", "KTN", UnitClass::Mass, Some("1000000")),
    Row("lb", "LBR", UnitClass::Mass, Some("0.45359237")),
    Row("stone", "STI", UnitClass::Mass, Some("6.35029318")),
    Row("grain", "GRN", UnitClass::Mass, Some("0.00006479891")),
    Row("oz", "ONZ", UnitClass::Mass, Some("0.028349523125")),
    Row("ozt", "APZ", UnitClass::Mass, Some("0.0311034768")),
    Row("pennyweight", "DWT", UnitClass::Mass, Some("0.00155517384")),
    Row("carat", "CTM", UnitClass::Mass, Some("0.0002")),
    Row("long-ton", "LTN", UnitClass::Mass, Some("1016.0469088")),
    Row("short-ton", "STN", UnitClass::Mass, Some("907.18474")),
    Row("quintal", "DTN", UnitClass::Mass, Some("100")),
    Row("quintal-46", "", UnitClass::Mass, Some("46")),
    Row("quintal-100lb", "CWA", UnitClass::Mass, Some("45.359237")),
    Row("hundredweight", "CWI", UnitClass::Mass, Some("50.80234544")),
    Row("jin", "", UnitClass::Mass, Some("0.5")),
    Row("liang", "", UnitClass::Mass, Some("0.05")),
    Row("qian", "", UnitClass::Mass, Some("0.005")),
    Row("dan", "", UnitClass::Mass, Some("50")),
    Row("catty", "", UnitClass::Mass, Some("0.6")),
    Row("kati", "", UnitClass::Mass, Some("0.60478982")),
    Row("tael", "", UnitClass::Mass, Some("0.03779936375")),
    Row("tael-37.5", "", UnitClass::Mass, Some("0.0375")),
    Row("chi", "", UnitClass::Mass, Some("0.00375")),
    Row("picul", "", UnitClass::Mass, Some("60")),
    Row("arroba", "", UnitClass::Mass, None),
    Row("arroba-15", "", UnitClass::Mass, Some("15")),
    Row("arroba-12.5", "", UnitClass::Mass, Some("12.5")),
    Row("carga-125", "", UnitClass::Mass, Some("125")),
    Row("saca-60", "", UnitClass::Mass, Some("60")),
    Row("saca-50", "", UnitClass::Mass, Some("50")),
    Row("saca-69", "", UnitClass::Mass, Some("69")),
    Row("saca-70", "", UnitClass::Mass, Some("70")),
    Row("saca-25", "", UnitClass::Mass, Some("25")),
    Row("saca-100", "", UnitClass::Mass, Some("100")),
    Row("maund", "", UnitClass::Mass, None),
    Row("maund-40", "", UnitClass::Mass, Some("40")),
    Row("maund-37.3242", "", UnitClass::Mass, Some("37.3242")),
    Row("seer", "", UnitClass::Mass, None),
    Row("tola", "", UnitClass::Mass, Some("0.0116638038")),
    Row("baht-weight", "", UnitClass::Mass, Some("0.015244")),
    Row("viss", "", UnitClass::Mass, None),
    Row("viss-1.6329", "", UnitClass::Mass, Some("1.632932532")),
    Row("feresula", "", UnitClass::Mass, Some("17")),
    Row("pood", "", UnitClass::Mass, None),
    Row("cavan", "", UnitClass::Mass, Some("50")),
    Row("dmtu", "", UnitClass::Mass, None),
    Row("l", "LTR", UnitClass::Volume, Some("1")),
    Row("ml", "MLT", UnitClass::Volume, Some("0.001")),
    Row("cl", "CLT", UnitClass::Volume, Some("0.01")),
    Row("hl", "HLT", UnitClass::Volume, Some("100")),
    Row("kl", "K6", UnitClass::Volume, Some("1000")),
    Row("gal", "GLL", UnitClass::Volume, Some("3.785411784")),
    Row("bushel", "BUA", UnitClass::Volume, Some("35.23907016688")),
    Row("gia", "", UnitClass::Volume, None),
    Row("uk-gal", "GLI", UnitClass::Volume, Some("4.54609")),
    Row("barrel", "BLL", UnitClass::Volume, Some("158.987294928")),
    Row("fl-oz", "OZA", UnitClass::Volume, Some("0.0295735295625")),
    Row("m3", "MTQ", UnitClass::Cubic, Some("1")),
    Row("stere", "G26", UnitClass::Cubic, Some("1")),
    Row("ft3", "FTQ", UnitClass::Cubic, Some("0.028316846592")),
    Row("board-foot", "BFT", UnitClass::Cubic, Some("0.002359737216")),
    Row("mbf", "", UnitClass::Cubic, Some("2.359737216")),
    Row("cord", "WCD", UnitClass::Cubic, Some("3.624556363776")),
    Row("hoppus", "", UnitClass::Cubic, None),
    Row("m2", "MTK", UnitClass::Area, Some("1")),
    Row("ft2", "FTK", UnitClass::Area, Some("0.09290304")),
    Row("yd2", "YDK", UnitClass::Area, Some("0.83612736")),
    Row("dm2", "DMK", UnitClass::Area, Some("0.01")),
    Row("ha", "HAR", UnitClass::Area, Some("10000")),
    Row("acre", "ACR", UnitClass::Area, Some("4046.8564224")),
    Row("mu", "", UnitClass::Area, None),
    Row("rai", "", UnitClass::Area, Some("1600")),
    Row("feddan", "", UnitClass::Area, None),
    Row("m", "MTR", UnitClass::Length, Some("1")),
    Row("cm", "CMT", UnitClass::Length, Some("0.01")),
    Row("mm", "MMT", UnitClass::Length, Some("0.001")),
    Row("km", "KMT", UnitClass::Length, Some("1000")),
    Row("inch", "INH", UnitClass::Length, Some("0.0254")),
    Row("ft", "FOT", UnitClass::Length, Some("0.3048")),
    Row("yd", "YRD", UnitClass::Length, Some("0.9144")),
    Row("pc", "H87", UnitClass::Count, Some("1")),
    Row("pair", "PR", UnitClass::Count, Some("2")),
    Row("dozen", "DZN", UnitClass::Count, Some("12")),
    Row("score", "SCO", UnitClass::Count, Some("20")),
    Row("gross", "GRO", UnitClass::Count, Some("144")),
    Row("great-gross", "GGR", UnitClass::Count, Some("1728")),
    Row("hundred", "CEN", UnitClass::Count, Some("100")),
    Row("thousand", "MIL", UnitClass::Count, Some("1000")),
    Row("lakh", "", UnitClass::Count, Some("100000")),
    Row("head", "HEA", UnitClass::Count, Some("1")),
    Row("stem", "", UnitClass::Count, Some("1")),
    Row("bunch", "", UnitClass::Package, None),
    Row("million", "MIO", UnitClass::Count, Some("1000000")),
    Row("ream", "RM", UnitClass::Count, Some("500")),
    Row("sheet", "", UnitClass::Count, Some("1")),
    Row("block", "", UnitClass::Count, Some("1")),
    Row("log", "", UnitClass::Count, Some("1")),
    Row("plant", "", UnitClass::Count, Some("1")),
    Row("bag", "XBG", UnitClass::Package, None),
    Row("big-bag", "XJB", UnitClass::Package, None),
    Row("carton", "XCT", UnitClass::Package, None),
    Row("box", "XBX", UnitClass::Package, None),
    Row("crate", "XCR", UnitClass::Package, None),
    Row("basket", "XBK", UnitClass::Package, None),
    Row("drum", "XDR", UnitClass::Package, None),
    Row("ibc", "", UnitClass::Package, None),
    Row("jerrycan", "XJY", UnitClass::Package, None),
    Row("can", "XCX", UnitClass::Package, None),
    Row("tin", "XTN", UnitClass::Package, None),
    Row("bottle", "XBO", UnitClass::Package, None),
    Row("jar", "XJR", UnitClass::Package, None),
    Row("pallet", "XPX", UnitClass::Package, None),
    Row("bale", "XBL", UnitClass::Package, None),
    Row("bale-480lb", "", UnitClass::Mass, Some("217.7243376")),
    Row("bale-170kg", "", UnitClass::Mass, Some("170")),
    Row("bale-180kg", "", UnitClass::Mass, Some("180")),
    Row("bale-225kg", "", UnitClass::Mass, Some("225")),
    Row("bundle", "XBE", UnitClass::Package, None),
    Row("roll", "XRO", UnitClass::Package, None),
    Row("coil", "XCL", UnitClass::Package, None),
    Row("tray", "XPU", UnitClass::Package, None),
    Row("packet", "XPA", UnitClass::Package, None),
    Row("pouch", "XPO", UnitClass::Package, None),
    Row("set", "SET", UnitClass::Package, None),
    Row("lot", "", UnitClass::Package, None),
    Row("bolt", "", UnitClass::Package, None),
    Row("rubber-bale", "", UnitClass::Package, None),
    Row("FCL", "", UnitClass::Container, None),
    Row("FCL20", "20", UnitClass::Container, None),
    Row("FCL40", "21", UnitClass::Container, None),
    Row("FCL40HC", "", UnitClass::Container, None),
    Row("FCL45", "", UnitClass::Container, None),
    Row("FCL45HC", "", UnitClass::Container, None),
    Row("FCL20RF", "", UnitClass::Container, None),
    Row("FCL40RF", "", UnitClass::Container, None),
    Row("FCL-OT", "", UnitClass::Container, None),
    Row("FCL-FR", "", UnitClass::Container, None),
    Row("FCL-TK", "", UnitClass::Container, None),
    Row("flexitank", "", UnitClass::Container, None),
    Row("LCL", "", UnitClass::Container, None),
    Row("TEU", "", UnitClass::Container, None),
    Row("FEU", "", UnitClass::Container, None),
    Row("truck", "", UnitClass::Container, None),
    Row("wagon", "", UnitClass::Container, None),
    Row("vessel", "", UnitClass::Container, None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_convert_only_within_a_class() {
        let of = |amount: i64, unit: &str| Quantity {
            amount: Decimal::from(amount),
            unit: Unit::parse(unit).expect(unit),
            per: None,
        };
        assert_eq!(of(18, "t").in_base(), of(18_000, "kg").in_base());
        assert_eq!(of(2_000, "jin").in_base(), of(1_000, "kg").in_base());
        assert_ne!(of(1_000, "pc").in_base(), of(1_000, "kg").in_base());
        assert_eq!(of(20, "FCL20").in_base(), None);
        assert_eq!(Unit::parse("TNE"), Unit::parse("t"));
        assert_eq!(Unit::parse("CTN"), None, "content ton, not carton");
    }

    #[test]
    fn quantities_are_read_as_filters_give_them() {
        let read = |text: &str| Quantity::parse(text).map(|quantity| (quantity.amount.to_string(), quantity.unit.name(), quantity.per));
        assert_eq!(read("18 t"), Some(("18".to_owned(), "t", None)));
        assert_eq!(read(" 0.5kg "), Some(("0.5".to_owned(), "kg", None)));
        assert_eq!(read("2 FCL20"), Some(("2".to_owned(), "FCL20", None)));
        assert_eq!(read("200 t/month"), Some(("200".to_owned(), "t", Some(Period::Month))));
        for text in ["", "t", "18", "-1 t", "0 t", "1,250 t", "1.2.3 t", "5 parsecs", "5 t/moon", "5 t/"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
