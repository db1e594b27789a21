//! Names of countries and languages in every language, from CLDR through ICU4X; nothing is typed by hand.

use icu_experimental::displaynames::{DisplayNamesOptions, LanguageDisplayNames, RegionDisplayNames};
use icu_locale_core::Locale;
use icu_locale_core::subtags::{Language, Region};

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

/// The name of a language in another, else its code.
pub fn language_name(named: Lang, reader: Lang) -> String {
    let known = || {
        let locale: Locale = reader.as_str().parse().ok()?;
        let names = LanguageDisplayNames::try_new(locale.into(), DisplayNamesOptions::default()).ok()?;
        let language: Language = named.as_str().parse().ok()?;
        names.of(language).map(str::to_owned)
    };
    known().unwrap_or_else(|| named.as_str().to_owned())
}
