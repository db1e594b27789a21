//! The names of columns: what people write over them in five languages, the field each means, and how
//! its cells are to be read.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::amount::Notation;
use crate::domain::Side;
use crate::text::{Lang, fold};

/// A field of an offer, and its names in English, Chinese, French, Spanish and Portuguese. The
/// path itself (`price.amount`) is always a name.
const COLUMNS: &[(&str, &[&str])] = &[
    ("id", &["编号", "identifiant", "identificador"]),
    ("title", &["product", "product name", "name", "goods", "item", "品名", "名称", "产品", "产品名称", "商品", "商品名称", "货物名称", "标题", "titre", "produit", "désignation", "nom du produit", "marchandise", "título", "producto", "nombre", "nombre del producto", "mercancía", "produto", "nome", "nome do produto", "mercadoria"]),
    ("description", &["details", "specification", "描述", "说明", "产品描述", "规格", "规格型号", "détails", "descriptif", "spécification", "descripción", "detalles", "especificación", "descrição", "detalhes", "especificação"]),
    ("text", &["request", "采购需求", "求购信息", "需求", "demande", "solicitud", "pedido"]),
    ("lang", &["language", "语言", "langue", "idioma", "língua"]),
    ("hs", &["hs code", "hscode", "tariff code", "海关编码", "hs编码", "税号", "商品编码", "code sh", "code douanier", "código sa", "código arancelario", "partida arancelaria", "código sh", "ncm"]),
    ("origin", &["origins", "country of origin", "country", "原产地", "原产国", "产地", "origine", "pays d'origine", "pays", "origen", "país de origen", "país", "origem", "país de origem"]),
    ("price.amount", &["price", "max_price", "unit price", "max price", "target price", "价格", "单价", "最高价格", "目标价格", "prix", "prix unitaire", "prix maximum", "precio", "precio unitario", "precio máximo", "preço", "preço unitário", "preço máximo"]),
    ("price.currency", &["currency", "货币", "币种", "币别", "devise", "monnaie", "moneda", "divisa", "moeda"]),
    ("price.per", &["price unit", "price per", "计价单位", "unité de prix", "unidad de precio", "unidade de preço"]),
    ("incoterm", &["incoterms", "delivery term", "贸易术语", "成交方式", "价格条款", "condition de livraison", "condición de entrega", "condição de entrega"]),
    ("place", &["port", "named place", "port of loading", "港口", "装运港", "交货地点", "lieu", "port d'embarquement", "lugar", "puerto", "local", "porto"]),
    ("quantity.amount", &["quantity", "qty", "数量", "quantité", "cantidad", "quantidade"]),
    ("quantity.unit", &["unit", "单位", "数量单位", "unité", "unidad", "unidade"]),
    ("moq.amount", &["moq", "minimum order", "最小起订量", "起订量", "commande minimale", "pedido mínimo", "encomenda mínima"]),
    ("moq.unit", &["moq unit", "起订量单位", "unité de commande", "unidad de pedido", "unidade de pedido"]),
    ("capacity.amount", &["capacity", "供货能力", "产能", "capacité", "capacidad", "capacidade"]),
    ("capacity.unit", &["capacity unit", "产能单位", "unité de capacité", "unidad de capacidad", "unidade de capacidade"]),
    ("capacity.per", &["capacity period", "产能周期", "période", "período"]),
    ("destination", &["port of destination", "目的地", "目的港", "port de destination", "destino", "puerto de destino", "porto de destino"]),
    ("certifications", &["certification", "certificates", "认证", "证书", "certificats", "certificaciones", "certificados", "certificações"]),
    ("channels", &["customs channel", "监管方式", "海关监管方式"]),
    ("needed_by", &["delivery date", "交货期", "需求日期", "date de livraison", "fecha de entrega", "data de entrega"]),
    ("valid_until", &["validity", "expiry", "有效期", "有效期至", "截止日期", "valable jusqu'au", "validité", "válido hasta", "validez", "válido até", "validade"]),
    ("external_id", &["sku", "reference", "货号", "外部编号", "参考号", "référence", "referencia", "referência"]),
    ("supplier.id", &["supplier id", "buyer id", "供应商编号", "采购商编号"]),
    ("supplier.name", &["supplier", "seller", "company", "buyer", "供应商", "供应商名称", "公司", "公司名称", "采购商", "买家", "fournisseur", "entreprise", "acheteur", "proveedor", "empresa", "comprador", "fornecedor"]),
    ("supplier.country", &["supplier country", "buyer country", "供应商国家", "采购商国家", "pays du fournisseur", "país del proveedor", "país do fornecedor"]),
    ("supplier.size", &["company size", "企业规模", "taille de l'entreprise", "tamaño de la empresa", "porte da empresa"]),
];

/// Letters and digits only, folded: `Prix_unitaire ` and `prix unitaire` are one name.
fn key(name: &str) -> String {
    fold(&name.to_lowercase()).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn table() -> &'static HashMap<String, &'static str> {
    static TABLE: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = HashMap::new();
        for (path, names) in COLUMNS {
            let own = [path.to_string(), path.replace("price", "max_price"), path.replace("supplier", "buyer")];
            for name in own.iter().map(String::as_str).chain(names.iter().copied()) {
                table.entry(key(name)).or_insert(*path);
            }
        }
        table
    })
}

/// Beginnings of the names over amounts, in folded form, in the languages of one decimal comma.
/// Spanish is not among them: half of its countries write a point. Nor is English, whose names stand
/// in templates everywhere.
const COMMA_NAMES: &[(&str, &str)] = &[
    ("prix", "fr"), ("quantite", "fr"), ("capacite", "fr"), ("commande", "fr"),
    ("preco", "pt"), ("quantidade", "pt"), ("capacidade", "pt"), ("encomenda", "pt"),
];

/// What the cells of a column hold, as far as it decides how they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A decimal.
    Amount,
    /// A day.
    Day,
    /// A code of the Harmonized System.
    Hs,
    /// Codes of customs supervision.
    Channels,
    /// Running text.
    Words,
    /// Identifiers, units, countries: short, and wrong if a letter changes.
    Key,
}

/// A column: its name as written, and what it means.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    /// Path of the field, in the names of the side; none if the name is not known.
    pub(super) path: Option<String>,
    pub(super) kind: Kind,
    pub(super) notation: Notation,
}

impl Column {
    pub(super) fn read(name: &str, side: Side) -> Column {
        let name = name.trim();
        let path = path(name, side);
        let kind = match path.as_deref().unwrap_or_default() {
            path if path.ends_with(".amount") => Kind::Amount,
            "needed_by" | "valid_until" => Kind::Day,
            "hs" => Kind::Hs,
            "channels" => Kind::Channels,
            "title" | "description" | "text" | "place" | "destination" => Kind::Words,
            _ => Kind::Key,
        };
        Column { name: name.to_owned(), path, kind, notation: notation(name) }
    }
}

fn notation(name: &str) -> Notation {
    if name.to_ascii_lowercase().ends_with(".amount") {
        return Notation::Api;
    }
    let key = key(name);
    let named = COMMA_NAMES.iter().find(|(start, _)| key.starts_with(start)).map(|(_, lang)| *lang);
    let chinese = key.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)) && !key.is_empty();
    Notation::Of(named.or(chinese.then_some("zh")).and_then(Lang::new).unwrap_or(Lang::UND))
}

/// The path of the field that a column means, in the names of the side.
fn path(name: &str, side: Side) -> Option<String> {
    let path = *table().get(&key(name))?;
    Some(match side {
        Side::Offer => path.to_owned(),
        Side::Request if path == "origin" => "origins".to_owned(),
        Side::Request => path.replace("price", "max_price").replace("supplier", "buyer"),
    })
}

/// How many of the names in a header line are known.
pub(super) fn known_in(header: &str) -> usize {
    header.split([',', ';', '\t']).filter(|name| table().contains_key(&key(name.trim().trim_matches('"')))).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_five_languages_mean_one_field() {
        for name in ["price", "Unit Price", "单价", "Prix unitaire", "PRECIO", "preço", "price.amount"] {
            assert_eq!(path(name, Side::Offer).as_deref(), Some("price.amount"), "{name}");
            assert_eq!(path(name, Side::Request).as_deref(), Some("max_price.amount"), "{name}");
        }
        assert_eq!(path("原产地", Side::Request).as_deref(), Some("origins"));
        assert_eq!(path("colour", Side::Offer), None);
    }

    #[test]
    fn a_name_tells_the_kind_and_whose_numbers() {
        let of = |name: &str| Column::read(name, Side::Request);
        let lang = |code| Notation::Of(Lang::new(code).expect("a language"));
        for (name, notation) in [("Prix unitaire", lang("fr")), ("Preço", lang("pt")), ("capacidad", Notation::Of(Lang::UND)), ("单价", lang("zh")), ("price", Notation::Of(Lang::UND)), ("max_price.amount", Notation::Api)] {
            assert_eq!((of(name).kind, of(name).notation), (Kind::Amount, notation), "{name}");
        }
        for (name, kind) in [("有效期", Kind::Day), ("NCM", Kind::Hs), ("监管方式", Kind::Channels), ("品名", Kind::Words), ("货号", Kind::Key), ("colour", Kind::Key)] {
            assert_eq!(of(name).kind, kind, "{name}");
        }
    }
}
