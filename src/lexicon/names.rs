//! Country names in every language, from CLDR through ICU4X; nothing is typed by hand.

use icu_experimental::displaynames::{DisplayNamesOptions, RegionDisplayNames};
use icu_locale_core::Locale;
use icu_locale_core::subtags::Region;

use crate::domain::Country;
use crate::text::Lang;

/// (country, name) for every country that CLDR names in the language.
pub(super) fn countries(lang: Lang) -> Vec<(Country, String)> {
    let Ok(locale) = lang.as_str().parse::<Locale>() else { return Vec::new() };
    let Ok(names) = RegionDisplayNames::try_new(locale.into(), DisplayNamesOptions::default()) else {
        return Vec::new();
    };
    Country::all()
        .filter_map(|country| {
            let region: Region = country.alpha2().parse().ok()?;
            names.of(region).map(|name| (country, name.to_owned()))
        })
        .collect()
}

/// Everyday names that CLDR lacks or spells formally, as (code, language, form).
pub(super) const ALIASES: &[(&str, &str, &str)] = &[
    ("CI", "en", "Ivory Coast"),
    ("CI", "zh", "象牙海岸"),
    ("CD", "en", "DR Congo"),
    ("CD", "en", "DRC"),
    ("CD", "fr", "RDC"),
    ("CD", "zh", "刚果金"),
    ("CG", "zh", "刚果布"),
    ("MM", "en", "Burma"),
    ("TR", "en", "Turkey"),
    ("US", "en", "USA"),
    ("GB", "en", "UK"),
    ("AE", "en", "UAE"),
    ("CN", "en", "PRC"),
    ("TW", "zh", "台湾"),
    ("ET", "zh", "埃塞"), ("SA", "zh", "沙特"), ("AE", "zh", "阿联酋"), ("BA", "zh", "波黑"), ("CF", "zh", "中非"),
    ("MZ", "zh", "莫桑"), ("TZ", "zh", "坦桑"), ("ID", "zh", "印尼"), ("MY", "zh", "大马"),
    ("KZ", "zh", "哈萨克"), ("UZ", "zh", "乌兹别克"), ("KG", "zh", "吉尔吉斯"), ("TJ", "zh", "塔吉克"), ("TM", "zh", "土库曼"),
    ("RU", "zh", "俄国"), ("CN", "zh", "国产"), ("CN", "zh", "中国大陆"), 
    ("ET", "zh", "衣索比亚"), ("KE", "zh", "肯亚"), ("TZ", "zh", "坦尚尼亚"), ("MZ", "zh", "莫三比克"),
    ("NG", "zh", "奈及利亚"), ("GH", "zh", "迦纳"), ("ZM", "zh", "尚比亚"), ("NZ", "zh", "纽西兰"), ("LA", "zh", "寮国"),
    ("VN", "en", "Viet Nam"), ("VN", "vi", "VN"), ("CN", "vi", "TQ"), ("IN", "hi", "हिंदुस्तान"),
    ("MX", "es", "MX"), ("RU", "ru", "РФ"), ("UZ", "ru", "Узбекистан"), ("BY", "ru", "РБ"), ("KZ", "ru", "РК"),
    ("CN", "ru", "КНР"), ("AE", "ru", "ОАЭ"), ("CN", "sw", "China"), ("IN", "sw", "India"), ("CN", "id", "Tiongkok"), ("CN", "id", "China"),
    ("CI", "fr", "RCI"), ("CF", "fr", "RCA"), ("CI", "pt", "Costa do Marfim"), ("EG", "am", "ግብጽ"), ("CN", "am", "ቻይና"),
    ("SZ", "en", "Swaziland"),
    ("CZ", "en", "Czech Republic"),
];
