//! Words, endings and letters that betray a language of the Latin script.
//!
//! The detector library was trained on sentences; trade titles are three words long and it does
//! not know Swahili or Hausa at all. These lists are folded words that a title in the language
//! is likely to hold and others are not.

use super::Lang;

/// What points to one language.
pub(crate) struct Hint {
    /// The language.
    pub(crate) lang: Lang,
    /// Folded words, each worth one point.
    pub(crate) words: &'static [&'static str],
    /// Folded endings of words of five letters or more, each worth a third of a point.
    pub(crate) endings: &'static [&'static str],
    /// Letters of the exact lower-case form, each word with one worth a point.
    pub(crate) letters: &'static str,
}

/// The languages of the Latin script that have hints.
pub(crate) const HINTS: [Hint; 9] = [
    Hint {
        lang: Lang::EN,
        words: &[
            "the", "of", "and", "for", "with", "from", "in", "we", "to", "need", "buy", "sell", "wanted", "looking",
            "supply", "available", "our", "raw", "dried", "fresh", "frozen", "white", "black", "red", "green",
            "seeds", "seed", "beans", "oil", "rice", "nuts", "shell", "whole", "quality", "grade", "bags", "tons",
            "price", "per", "required", "bulk", "new", "crop", "steel", "wood", "leather", "hides",
            "yellow", "salted", "skin", "skinless", "organic", "refined", "sale", "kernels", "natural", "rubber",
            "powder", "fish", "meat", "tea", "coffee", "sesame", "ginger", "pepper", "peanuts", "nut", "sugar", "flour",
            "timber", "cotton", "hot", "sweet", "ground", "roasted", "shelled", "yarn", "fabric", "ore",
        ],
        endings: &["ing", "ed", "ness", "ish", "ght", "ther", "eds", "ness"],
        letters: "",
    },
    Hint {
        lang: Lang::FR,
        words: &[
            "le", "la", "les", "des", "du", "de", "et", "en", "pour", "avec", "sans", "aux", "au", "un", "une",
            "nous", "vente", "achat", "cherche", "vendre", "offre", "demande", "huile", "noix", "bois", "sur", "par",
            "tonnes", "qualite", "prix", "seche", "sechee", "seches", "frais", "graines", "cuir", "peaux", "poisson",
            "l", "d", "beurre", "poudre", "biologique", "cru", "brut", "cajou", "coton",
        ],
        endings: &["eaux", "tion", "eur", "euse", "ique", "ees", "ette", "eux", "iere", "age"],
        letters: "çœèêëîïûùÿ",
    },
    Hint {
        lang: Lang::ES,
        words: &[
            "el", "la", "los", "las", "del", "de", "y", "en", "con", "para", "por", "sin", "un", "una", "se", "busco",
            "vendo", "compro", "venta", "compra", "busca", "necesito", "aceite", "semillas", "harina", "frijol",
            "frijoles", "cafe", "carne", "pescado", "madera", "cuero", "toneladas", "calidad", "precio", "fresco",
            "seco", "oferta", "nuez", "arroz", "blanco", "negro", "rojo", "crudo", "grano", "verde", "camaron",
        ],
        endings: &["cion", "ados", "adas", "ado", "ada", "idad", "illo", "illa", "ero", "era", "iento"],
        letters: "ñ¿¡",
    },
    Hint {
        lang: Lang::PT,
        words: &[
            "o", "os", "as", "do", "da", "dos", "das", "de", "e", "em", "no", "na", "com", "para", "por", "sem", "um",
            "uma", "vendo", "compro", "venda", "procuro", "oleo", "sementes", "farinha", "feijao", "cafe", "carne",
            "peixe", "madeira", "couro", "toneladas", "qualidade", "preco", "fresco", "seco", "castanha", "caju",
            "soja", "acucar", "amendoim", "milho", "preto", "vermelho", "cru", "graos", "algodao", "congelado",
        ],
        endings: &["cao", "coes", "oes", "ao", "ados", "adas", "ado", "ada", "dade", "inho", "eira", "eiro", "agem", "nha"],
        letters: "ãõ",
    },
    Hint {
        lang: Lang::SW,
        words: &[
            "ya", "wa", "za", "la", "cha", "na", "kwa", "ni", "katika", "kutoka", "tunauza", "tunahitaji", "nauza",
            "natafuta", "tunatafuta", "inauzwa", "zinauzwa", "mbegu", "mafuta", "korosho", "kahawa", "chai", "samaki",
            "ngozi", "mbao", "mahindi", "mchele", "maharage", "karanga", "ufuta", "nazi", "pamba", "asali", "bei",
            "kavu", "mbichi", "safi", "nyeupe", "nyeusi", "nyekundu", "tani", "kilo", "bora", "zilizokaushwa",
            "iliyokaushwa", "ng'ombe", "ombe", "mbuzi", "dagaa", "unga", "viungo", "karafuu", "mkonge", "pilipili",
            "tangawizi", "choroko", "dengu", "mbaazi", "alizeti", "parachichi", "maembe", "ghafi", "magunia",
        ],
        endings: &["ishwa", "uzwa", "ushwa", "engwa", "iwa", "aji", "oni", "ini", "ano"],
        letters: "",
    },
    Hint {
        lang: Lang::code(*b"ha"),
        words: &[
            "da", "na", "ta", "ga", "mai", "muna", "ina", "don", "daga", "wake", "gyada", "ridi", "auduga", "fata",
            "shinkafa", "masara", "dawa", "man", "kifi", "zobo", "citta", "sayarwa", "sayar", "saya", "farin", "jan",
            "bushe", "busasshe", "busassun", "danye", "buhu", "kyau", "nama", "zuma", "albasa", "yaji", "tumatir",
        ],
        endings: &["sshe", "anci", "awa"],
        letters: "ƙɗɓƴ",
    },
    Hint {
        lang: Lang::ID,
        words: &[
            "dan", "yang", "di", "ke", "dari", "untuk", "dengan", "kami", "jual", "menjual", "beli", "membeli", "cari",
            "dicari", "butuh", "minyak", "kelapa", "sawit", "biji", "kopi", "teh", "kayu", "ikan", "udang", "beras",
            "kering", "segar", "beku", "mentah", "hitam", "putih", "merah", "hijau", "harga", "kualitas", "ton",
            "kacang", "lada", "pala", "cengkeh", "kulit", "arang", "batok", "karet", "tepung", "gula", "bubuk", "mete",
            "rumput", "laut", "kayu", "manis", "jahe", "kunyit", "sabut", "ekspor",
        ],
        endings: &["kan", "nya", "ngan", "rang", "asi", "ung", "uk"],
        letters: "",
    },
    Hint {
        lang: Lang::VI,
        words: &[
            "hat", "dieu", "ca", "phe", "gao", "tieu", "cao", "su", "go", "tom", "mua", "ban", "can", "xuat", "khau",
            "kho", "tuoi", "dong", "lanh", "loai", "nhan", "dau", "dua", "bot", "san", "tinh", "chat", "luong", "gia",
            "tan", "va", "cua", "cho", "den", "trang", "xanh", "hang", "cung", "cap", "tra", "que", "hoi", "nghe",
        ],
        endings: &[],
        letters: "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    },
    Hint {
        lang: Lang::TR,
        words: &[
            "ve", "icin", "ile", "bir", "satilik", "alim", "satis", "findik", "kuru", "incir", "kayisi", "uzum", "yag",
            "zeytin", "zeytinyagi", "nohut", "mercimek", "pamuk", "deri", "mermer", "toplu", "fiyat", "ihracat",
        ],
        endings: &["lik", "lari", "leri", "mis"],
        letters: "ğışİ",
    },
];
