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
    ("id", &["offer id", "request id", "编号", "identifiant", "identificador"]),
    ("title", &["product", "product name", "name", "goods", "item", "品名", "名称", "产品", "产品名称", "商品", "商品名称", "货物名称", "标题", "titre", "produit", "désignation", "nom du produit", "marchandise", "libellé", "título", "producto", "nombre", "nombre del producto", "mercancía", "artículo", "produto", "nome", "nome do produto", "mercadoria", "artigo"]),
    ("description", &["details", "specification", "specifications", "描述", "说明", "详情", "产品描述", "产品说明", "规格", "规格型号", "détails", "descriptif", "spécification", "spécifications", "caractéristiques", "descripción", "detalles", "especificación", "especificaciones", "características", "descrição", "detalhes", "especificação", "especificações"]),
    ("text", &["request", "inquiry", "采购需求", "求购信息", "求购内容", "需求", "demande", "demande d'achat", "solicitud", "solicitud de compra", "pedido", "pedido de compra"]),
    ("lang", &["language", "语言", "语种", "langue", "idioma", "língua"]),
    ("hs", &["hs code", "hscode", "tariff code", "customs code", "commodity code", "海关编码", "海关税号", "hs编码", "税号", "税则号列", "商品编码", "code hs", "code sh", "code douanier", "nomenclature douanière", "código hs", "código sa", "código arancelario", "partida arancelaria", "código sh", "código ncm", "ncm", "posição pautal", "classificação fiscal"]),
    ("origin", &["origins", "country of origin", "country", "原产地", "原产国", "产地", "origine", "pays d'origine", "pays", "origen", "país de origen", "país", "origem", "país de origem"]),
    ("price.amount", &["price", "max_price", "unit price", "max price", "target price", "价格", "单价", "报价", "最高价格", "最高单价", "目标价格", "prix", "prix unitaire", "prix maximum", "prix max", "prix cible", "precio", "precio unitario", "precio máximo", "precio objetivo", "preço", "preço unitário", "preço máximo", "preço alvo"]),
    ("price.currency", &["currency", "price currency", "货币", "币种", "币别", "币制", "devise", "monnaie", "moneda", "divisa", "moeda"]),
    ("price.per", &["price unit", "price per", "per", "计价单位", "单价单位", "价格单位", "unité de prix", "unité du prix", "prix par", "unidad de precio", "unidad del precio", "precio por", "unidade de preço", "unidade do preço", "preço por"]),
    ("incoterm", &["incoterms", "delivery term", "delivery terms", "trade term", "trade terms", "贸易术语", "贸易条款", "国际贸易术语", "成交方式", "交货条件", "价格条款", "价格术语", "condition de livraison", "conditions de livraison", "condición de entrega", "condiciones de entrega", "término de entrega", "condição de entrega", "condições de entrega", "termo de entrega"]),
    ("place", &["port", "named place", "place of delivery", "delivery place", "port of loading", "port of shipment", "港口", "地点", "指定地点", "装运港", "装货港", "起运港", "启运港", "交货地", "交货地点", "lieu", "lieu convenu", "lieu de livraison", "port de chargement", "port d'embarquement", "port d'expédition", "lugar", "lugar convenido", "lugar de entrega", "puerto", "puerto de embarque", "puerto de carga", "local", "local de entrega", "porto", "porto de embarque", "porto de carga"]),
    ("quantity.amount", &["quantity", "qty", "available quantity", "stock", "数量", "需求数量", "采购数量", "可供数量", "库存", "库存数量", "quantité", "qté", "quantité disponible", "quantité demandée", "cantidad", "cantidad disponible", "cantidad solicitada", "quantidade", "qtd", "qtde", "quantidade disponível", "quantidade solicitada"]),
    ("quantity.unit", &["unit", "unit of measure", "uom", "单位", "计量单位", "数量单位", "unité", "unité de mesure", "unité de quantité", "unidad", "unidad de medida", "unidad de cantidad", "unidade", "unidade de medida", "unidade de quantidade"]),
    ("quantity.per", &["quantity period", "数量周期", "需求周期", "période de quantité", "período de cantidad", "período da quantidade"]),
    ("moq.amount", &["moq", "minimum order", "minimum order quantity", "minimum quantity", "min order", "min quantity", "最小起订量", "最低起订量", "最小订购量", "最低订购量", "最小订单量", "起订量", "commande minimale", "commande minimum", "quantité minimale", "quantité minimum", "quantité minimale de commande", "pedido mínimo", "cantidad mínima", "cantidad mínima de pedido", "encomenda mínima", "quantidade mínima", "quantidade mínima de encomenda", "quantidade mínima de pedido"]),
    ("moq.unit", &["moq unit", "minimum order unit", "minimum quantity unit", "起订量单位", "起订单位", "最小起订量单位", "unité moq", "unité de commande", "unité de commande minimale", "unité de quantité minimale", "unidad moq", "unidad de pedido", "unidad de pedido mínimo", "unidad de cantidad mínima", "unidade moq", "unidade de pedido", "unidade de encomenda", "unidade de quantidade mínima"]),
    ("capacity.amount", &["capacity", "supply capacity", "production capacity", "supply ability", "供货能力", "供应能力", "生产能力", "产能", "capacité", "capacité de production", "capacidad", "capacidad de producción", "capacidad de suministro", "capacidade", "capacidade de produção", "capacidade de fornecimento"]),
    ("capacity.unit", &["capacity unit", "产能单位", "供货能力单位", "unité de capacité", "unidad de capacidad", "unidade de capacidade"]),
    ("capacity.per", &["capacity period", "period", "产能周期", "周期", "période", "période de capacité", "período", "período de capacidad", "período de capacidade"]),
    ("destination", &["port of destination", "destination port", "place of destination", "port of discharge", "目的地", "目的港", "卸货港", "到货港", "收货地", "port de destination", "lieu de destination", "port de déchargement", "port d'arrivée", "destino", "puerto de destino", "lugar de destino", "puerto de descarga", "porto de destino", "local de destino", "porto de descarga"]),
    ("certifications", &["certification", "certificate", "certificates", "认证", "证书", "认证证书", "资质认证", "certificat", "certificats", "certificación", "certificaciones", "certificado", "certificados", "certificação", "certificações"]),
    ("channels", &["channel", "customs channel", "import channel", "customs supervision", "监管方式", "监管代码", "监管方式代码", "海关监管方式", "进口渠道", "canal", "canaux", "canal d'importation", "régime douanier", "canales", "canal de importación", "régimen aduanero", "canais", "canal de importação", "regime aduaneiro"]),
    ("needed_by", &["required by", "required date", "delivery date", "交货期", "交货日期", "到货日期", "需求日期", "date de livraison", "date souhaitée", "date limite de livraison", "fecha de entrega", "fecha requerida", "necesario para", "data de entrega", "data necessária", "necessário até"]),
    ("valid_until", &["validity", "valid to", "expiry", "expiry date", "有效期", "有效期至", "有效日期", "到期日", "截止日期", "valable jusqu'au", "valide jusqu'au", "validité", "date de validité", "date d'expiration", "válido hasta", "validez", "vencimiento", "fecha de vencimiento", "válido até", "validade", "data de validade", "vencimento"]),
    ("external_id", &["sku", "reference", "ref", "item number", "item no", "product code", "货号", "外部编号", "参考号", "产品编号", "商品编号", "référence", "réf", "code article", "code produit", "referencia", "código de producto", "código de artículo", "referência", "código do produto", "código do artigo"]),
    ("supplier.id", &["supplier id", "buyer id", "company id", "供应商编号", "供应商代码", "采购商编号", "采购商代码", "买家编号", "identifiant du fournisseur", "code fournisseur", "identifiant de l'acheteur", "code acheteur", "código del proveedor", "id del proveedor", "código del comprador", "id del comprador", "código do fornecedor", "id do fornecedor", "código do comprador", "id do comprador"]),
    ("supplier.name", &["supplier", "supplier name", "seller", "exporter", "company", "company name", "buyer", "buyer name", "importer", "供应商", "供应商名称", "卖家", "出口商", "公司", "公司名称", "采购商", "采购商名称", "买家", "进口商", "fournisseur", "nom du fournisseur", "exportateur", "vendeur", "entreprise", "société", "acheteur", "nom de l'acheteur", "importateur", "proveedor", "nombre del proveedor", "exportador", "vendedor", "empresa", "comprador", "nombre del comprador", "importador", "fornecedor", "nome do fornecedor", "nome do comprador"]),
    ("supplier.country", &["supplier country", "buyer country", "供应商国家", "采购商国家", "买家国家", "pays du fournisseur", "pays de l'acheteur", "país del proveedor", "país del comprador", "país do fornecedor", "país do comprador"]),
    ("supplier.size", &["supplier size", "buyer size", "company size", "企业规模", "公司规模", "供应商规模", "采购商规模", "taille de l'entreprise", "taille du fournisseur", "taille de l'acheteur", "tamaño de la empresa", "tamaño del proveedor", "tamaño del comprador", "porte da empresa", "tamanho da empresa", "porte do fornecedor", "porte do comprador"]),
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
    ("prix", "fr"), ("quantite", "fr"), ("qte", "fr"), ("capacite", "fr"), ("commande", "fr"),
    ("preco", "pt"), ("quantidade", "pt"), ("qtd", "pt"), ("capacidade", "pt"), ("encomenda", "pt"),
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
    fn a_name_means_one_field_and_every_field_has_names_in_all_five_languages() {
        let mut owners: HashMap<String, &str> = HashMap::new();
        for (path, names) in COLUMNS {
            for name in *names {
                let before = owners.insert(key(name), path);
                assert!(before.is_none_or(|before| before == *path), "{name} means {before:?} and {path}");
            }
        }
        for (field, names) in [
            ("moq.amount", ["minimum order quantity", "最小订购量", "Quantité minimale", "Cantidad mínima", "Quantidade mínima"]),
            ("moq.unit", ["MOQ unit", "起订单位", "Unité de commande", "Unidad de pedido", "Unidade de pedido"]),
            ("hs", ["HS code", "HS编码", "Code HS", "Código HS", "Código SH"]),
            ("incoterm", ["trade terms", "贸易条款", "Conditions de livraison", "Término de entrega", "Termo de entrega"]),
            ("place", ["place of delivery", "交货地", "Lieu de livraison", "Lugar de entrega", "Local de entrega"]),
            ("place", ["port", "地点", "Port de chargement", "Puerto de carga", "Porto de carga"]),
            ("quantity.amount", ["stock", "库存", "Qté", "Cantidad disponible", "Qtde"]),
            ("quantity.unit", ["unit of measure", "计量单位", "Unité de mesure", "Unidad de medida", "Unidade de medida"]),
            ("quantity.per", ["quantity period", "需求周期", "Période de quantité", "Período de cantidad", "Período da quantidade"]),
            ("capacity.amount", ["supply capacity", "供应能力", "Capacité de production", "Capacidad de producción", "Capacidade de fornecimento"]),
            ("certifications", ["certificate", "认证证书", "Certificat", "Certificación", "Certificação"]),
            ("channels", ["channel", "监管代码", "Régime douanier", "Régimen aduanero", "Canais"]),
            ("external_id", ["item no.", "商品编号", "Réf.", "Código de producto", "Código do produto"]),
            ("valid_until", ["expiry date", "到期日", "Date de validité", "Vencimiento", "Vencimento"]),
            ("supplier.id", ["supplier id", "供应商代码", "Code fournisseur", "Código del proveedor", "Código do fornecedor"]),
            ("supplier.size", ["company size", "公司规模", "Taille de l'entreprise", "Tamaño de la empresa", "Tamanho da empresa"]),
        ] {
            for name in names {
                assert_eq!(path(name, Side::Offer).as_deref(), Some(field), "{name}");
            }
        }
        assert_eq!(path("卸货港", Side::Request).as_deref(), Some("destination"));
        assert_eq!(path("Fecha requerida", Side::Request).as_deref(), Some("needed_by"));
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
