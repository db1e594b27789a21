//! Light stems: the forms of one word that a reader would call the same goods.
//!
//! Stems work on folded words and are a weak, extra signal. For English, French, Spanish and
//! Portuguese only the plural (and the French feminine participle) is undone: a full stemmer
//! would merge piña and pinos once the accents are off. Russian, Arabic and Turkish inflect so
//! much that Snowball's rules are worth their mistakes. Amharic loses its genitive prefix and its
//! plural: የበግ ቆዳዎች meets በግ ቆዳ.
//!
//! Invariant: the stem is a folded word, never empty for a word that is not.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

use super::{Lang, fold};

/// Words shorter than this many letters are their own stem.
const MIN_LETTERS: usize = 4;

/// An Arabic word without its article has at least so many letters.
const MIN_BARE_LETTERS: usize = 3;

/// The stem of a folded word, or `None` for a language without a stemmer.
pub fn stem(lang: Lang, folded_word: &str) -> Option<Cow<'_, str>> {
    let word = if lang == Lang::AR { without_article(folded_word) } else { folded_word };
    let light: fn(&str) -> Cow<'_, str> = match lang {
        Lang::EN => english,
        Lang::FR => french,
        Lang::ES => spanish,
        Lang::PT => portuguese,
        Lang::RU => |w| snowball(Algorithm::Russian, w),
        Lang::AR => |w| snowball(Algorithm::Arabic, w),
        Lang::TR => |w| snowball(Algorithm::Turkish, w),
        Lang::AM => return Some(amharic(word)),
        _ => return None,
    };
    if word.chars().nth(MIN_LETTERS - 1).is_none() || word.bytes().any(|b| b.is_ascii_digit()) {
        return Some(Cow::Borrowed(word));
    }
    let stem = light(word);
    Some(if stem.is_empty() { Cow::Borrowed(word) } else { stem })
}

/// An Arabic word without its article, which Snowball leaves on some words and takes for more on others, so that
/// رمان and الرمان would have two stems.
fn without_article(word: &str) -> &str {
    word.strip_prefix("ال").filter(|bare| bare.chars().count() >= MIN_BARE_LETTERS).unwrap_or(word)
}

fn snowball(algorithm: Algorithm, word: &str) -> Cow<'_, str> {
    Cow::Owned(fold(&Stemmer::create(algorithm).stem(word)))
}

/// Applies a second rule to what the first has left.
fn again<'w>(first: Cow<'w, str>, second: impl Fn(&str) -> Cow<'_, str>) -> Cow<'w, str> {
    match first {
        Cow::Borrowed(word) => match second(word) {
            Cow::Borrowed(left) if left.len() == word.len() => Cow::Borrowed(word),
            left => Cow::Owned(left.into_owned()),
        },
        Cow::Owned(word) => Cow::Owned(second(&word).into_owned()),
    }
}

/// The word with the first ending that applies replaced.
fn replace_end<'w>(word: &'w str, rules: &[(&str, &str)]) -> Cow<'w, str> {
    // Most words end in no rule's last letter, which one byte tells.
    let last = word.bytes().last();
    for (end, instead) in rules {
        if end.bytes().last() == last
            && let Some(root) = word.strip_suffix(end)
            && (root.chars().count() >= 2 || root.len() + instead.len() >= 3)
        {
            let unchanged = end == instead;
            return match instead.is_empty() {
                _ if unchanged => Cow::Borrowed(word),
                true => Cow::Borrowed(root),
                false => Cow::Owned(format!("{root}{instead}")),
            };
        }
    }
    Cow::Borrowed(word)
}

fn english(word: &str) -> Cow<'_, str> {
    let singular = replace_end(
        word,
        &[
            ("ss", "ss"), ("us", "us"), ("is", "is"), ("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"),
            ("xes", "x"), ("zzes", "zz"), ("oes", "o"), ("leaves", "leaf"), ("halves", "half"), ("loaves", "loaf"),
            ("knives", "knife"), ("s", ""),
        ],
    );
    match SPELLINGS.iter().find(|(other, _)| *other == singular) {
        Some((_, british)) => Cow::Borrowed(*british),
        None => singular,
    }
}

/// Words of goods that are spelt in two ways, the American or rarer one first; of plurals what the rules
/// leave of them.
const SPELLINGS: [(&str, &str); 22] = [
    ("chilli", "chili"), ("chilly", "chili"), ("chile", "chili"), ("chily", "chili"), ("aluminum", "aluminium"),
    ("sulfur", "sulphur"), ("sulfate", "sulphate"), ("sulfide", "sulphide"), ("sulfite", "sulphite"),
    ("fiber", "fibre"), ("color", "colour"), ("gray", "grey"), ("tire", "tyre"), ("yoghurt", "yogurt"),
    ("yoghourt", "yogurt"), ("jewelry", "jewellery"), ("mold", "mould"), ("plow", "plough"), ("donut", "doughnut"),
    ("soyabean", "soybean"), ("flavor", "flavour"), ("center", "centre"),
];

fn french(word: &str) -> Cow<'_, str> {
    let singular = replace_end(
        word,
        &[("eaux", "eau"), ("aux", "au"), ("ss", "ss"), ("oix", "oix"), ("eux", "eux"), ("s", "")],
    );
    // Feminine participles meet the masculine ones; -al meets its plural in -aux.
    let long = singular.len() >= 6;
    again(singular, |singular| replace_end(singular, &[("ee", "e"), if long { ("al", "au") } else { ("\0", "") }]))
}

fn spanish(word: &str) -> Cow<'_, str> {
    again(replace_end(word, &[("ss", "ss"), ("s", "")]), romance_e)
}

fn portuguese(word: &str) -> Cow<'_, str> {
    let long = word.len() >= 5;
    let singular = if long {
        replace_end(
            word,
            &[
                ("oes", "ao"), ("aes", "ao"), ("ais", "al"), ("eis", "el"), ("ois", "ol"), ("uis", "ul"), ("ens", "em"),
                ("ins", "im"), ("ons", "om"), ("uns", "um"), ("ss", "ss"), ("s", ""),
            ],
        )
    } else {
        replace_end(word, &[("oes", "ao"), ("aes", "ao"), ("s", "")])
    };
    again(singular, romance_e)
}

/// What is left of a plural in -es, so that frijoles meets frijol, verdes verde and nueces nuez.
fn romance_e(singular: &str) -> Cow<'_, str> {
    let Some(root) = singular.strip_suffix('e').filter(|r| r.len() >= 3) else {
        return Cow::Borrowed(singular);
    };
    replace_end(root, &[("c", "z")])
}

/// Without the genitive prefix and the plural ending, where two letters are left. The plural turns the
/// last letter of a noun into its seventh order (ሰሊጥ, ሰሊጦች), which is turned back into the sixth.
fn amharic(word: &str) -> Cow<'_, str> {
    let long = |root: &&str| root.chars().nth(1).is_some();
    let root = word.strip_prefix('የ').filter(long).unwrap_or(word);
    if let Some(noun) = root.strip_suffix("ዎች").filter(long) {
        return Cow::Borrowed(noun);
    }
    let turned = root.strip_suffix('ች').filter(long).and_then(|plural| {
        let last = plural.chars().next_back().filter(|last| (0x1200..0x1358).contains(&(*last as u32)) && *last as u32 % 8 == 6)?;
        let sixth = char::from_u32(last as u32 - 1)?;
        Some(format!("{}{sixth}", plural.strip_suffix(last)?))
    });
    turned.map_or(Cow::Borrowed(root), |noun| Cow::Owned(fold(&noun)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(lang: &str, one: &str, other: &str) -> bool {
        let lang = Lang::new(lang).unwrap_or(Lang::UND);
        let of = |w: &str| stem(lang, &fold(w)).map(std::borrow::Cow::into_owned);
        of(one).is_some() && of(one) == of(other)
    }

    #[test]
    fn plurals_meet() {
        for (lang, one, many) in [
            ("en", "kernel", "kernels"), ("en", "berry", "berries"), ("en", "mango", "mangoes"), ("en", "box", "boxes"),
            ("en", "peach", "peaches"), ("en", "spice", "spices"),
            ("en", "chili", "chillies"), ("en", "chilli", "chilies"), ("en", "fibre", "fibers"),
            ("fr", "graine", "graines"), ("fr", "décortiqué", "décortiquées"), ("fr", "décortiqué", "décortiquée"),
            ("fr", "noyau", "noyaux"), ("fr", "eau", "eaux"), ("fr", "animal", "animaux"), ("fr", "séchée", "séchés"),
            ("es", "nuez", "nueces"), ("es", "frijol", "frijoles"), ("es", "aceite", "aceites"), ("es", "verde", "verdes"),
            ("es", "purgado", "purgados"), ("es", "camarón", "camarones"), ("es", "dulce", "dulces"),
            ("pt", "feijão", "feijões"), ("pt", "amendoim", "amendoins"), ("pt", "noz", "nozes"), ("pt", "cereal", "cereais"),
            ("pt", "flor", "flores"), ("pt", "grão", "grãos"),
            ("ru", "очищенный", "очищенных"), ("ru", "орех", "орехов"),
            ("ar", "رمان", "الرمان"), ("ar", "برتقال", "البرتقال"), ("ar", "أرز", "الأرز"), ("ar", "زيتون", "الزيتون"),
            ("am", "በግ", "የበግ"), ("am", "ቆዳ", "ቆዳዎች"), ("am", "አበባ", "የአበባዎች"), ("am", "ሽንኩርት", "ሽንኩርቶች"),
        ] {
            assert!(meet(lang, one, many), "{lang} {one} {many}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        assert!(!meet("es", "piña", "pinos"));
        assert!(!meet("fr", "grain", "graine"));
        assert!(!meet("en", "glass", "glas"));
        assert!(!meet("am", "በግ", "በቆሎ"));
        assert_eq!(stem(Lang::AM, "የት").as_deref(), Some("የት"));
        assert_eq!(stem(Lang::HI, "हल्दी"), None);
        assert_eq!(stem(Lang::EN, "gas").as_deref(), Some("gas"));
    }
}
