//! The table of targeted foldings: what one character becomes in clean text.
//!
//! Targeted, because blanket compatibility folding corrupts meaning: 10² would become 102 and
//! ™Acme TMAcme. Superscripts, fractions and signs therefore stay as they are.

use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::han::simplified;

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Stays as it is, or becomes one other character.
    One(char),
    /// Becomes several.
    Many(&'static str),
    /// Is an Arabic presentation form or ligature: its compatibility form is folded in turn.
    Unfold,
    /// Is white space.
    Space,
    /// Is white space that begins a new line.
    Newline,
    /// Is dropped as a mark or letter extender that spelling does not need.
    Drop,
    /// Is dropped as invisible: zero width, bidi or other control.
    Control,
}

/// Zeros of the decimal digit sets that are folded to ASCII.
const ZEROS: [u32; 37] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6,
    0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x1E950,
];

/// Half-width Katakana from U+FF61, in order.
const HALF_KANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}";

/// Whether the character stays as it is, by code point of the basic plane.
static FIXED: LazyLock<Vec<bool>> =
    LazyLock::new(|| (0..=0xFFFF).map(|point| char::from_u32(point).is_some_and(|c| fate(c) == Fate::One(c))).collect());

/// Whether the character stays as it is.
pub(crate) fn is_fixed(c: char) -> bool {
    matches!(c, '!'..='~') || FIXED.get(c as usize).copied().unwrap_or_else(|| fate(c) == Fate::One(c))
}

/// The fate of a character on its way into clean text.
pub(crate) fn fate(c: char) -> Fate {
    match c {
        '\n' | '\u{0B}' | '\u{0C}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Newline,
        '\t' | ' ' => Fate::Space,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' => Fate::Control,
        '!'..='~' => Fate::One(c),
        '\u{A0}' => Fate::Space,
        '\u{A1}'..='\u{2BB}' => Fate::One(c),
        'ʼ' => Fate::One('\''),
        '\u{34F}' => Fate::Control,
        'ё' => Fate::One('е'),
        'Ё' => Fate::One('Е'),
        '\u{600}'..='\u{6FF}' | '\u{8D3}'..='\u{8FF}' => arabic(c),
        '\u{900}'..='\u{DFF}' | '\u{E00}'..='\u{17FF}' => {
            if c == '\u{180E}' || c == '\u{115F}' || c == '\u{1160}' {
                return Fate::Control;
            }
            if c == '\u{1680}' { Fate::Space } else { digit(c) }
        }
        '\u{2000}'..='\u{206F}' => general_punctuation(c),
        '\u{2212}' => Fate::One('-'),
        '℃' => Fate::Many("°C"),
        '㎏' => Fate::Many("kg"),
        '㎎' => Fate::Many("mg"),
        '㎜' => Fate::Many("mm"),
        '㎝' => Fate::Many("cm"),
        '㎡' => Fate::Many("m²"),
        '㎥' => Fate::Many("m³"),
        '\u{3000}' => Fate::Space,
        '\u{3400}'..='\u{9FFF}' => Fate::One(simplified(c)),
        '\u{A620}'..='\u{ABFF}' => digit(c),
        '\u{FB00}'..='\u{FB06}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => Fate::Unfold,
        '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => Fate::Control,
        '﹣' => Fate::One('-'),
        '﹐' => Fate::One(','),
        // The Chinese comma parts words and never digits: 30/40，20公斤 holds no 40.20.
        '，' => Fate::One('，'),
        '\u{FF01}'..='\u{FF5E}' => {
            Fate::One(char::from_u32(c as u32 - 0xFEE0).unwrap_or(c))
        }
        '\u{FF61}'..='\u{FF9F}' => {
            Fate::One(HALF_KANA.chars().nth((c as usize) - 0xFF61).unwrap_or(c))
        }
        '￠' => Fate::One('¢'),
        '￡' => Fate::One('£'),
        '￥' => Fate::One('¥'),
        '￦' => Fate::One('₩'),
        '\u{FFF9}'..='\u{FFFB}' => Fate::Control,
        '\u{1D7CE}'..='\u{1D7FF}' => ascii_digit((c as u32 - 0x1D7CE) % 10),
        '\u{1E950}'..='\u{1E959}' => digit(c),
        '\u{E0000}'..='\u{E01EF}' => Fate::Control,
        _ => Fate::One(c),
    }
}

/// The characters an [`Fate::Unfold`] character stands for.
pub(crate) fn unfold(c: char) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(c.encode_utf8(&mut [0; 4])).into_owned()
}

/// Controls that reorder what the reader sees; in a title they only deceive.
pub(crate) fn is_bidi_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn general_punctuation(c: char) -> Fate {
    match c {
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => Fate::Control,
        '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => Fate::Space,
        '‐' | '‑' => Fate::One('-'),
        '‘' | '’' | '′' => Fate::One('\''),
        _ => Fate::One(c),
    }
}

fn arabic(c: char) -> Fate {
    match c {
        '\u{61C}' => Fate::Control,
        '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}'
        | '\u{6DF}'..='\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{8D3}'..='\u{8FF}' | '\u{640}' => Fate::Drop,
        'أ' | 'إ' | 'آ' | 'ٱ' => Fate::One('ا'),
        'ى' | 'ی' | 'ې' | 'ے' | 'ۍ' => Fate::One('ي'),
        'ک' | 'ڪ' => Fate::One('ك'),
        'ہ' | 'ھ' | 'ە' | 'ۀ' | 'ۂ' => Fate::One('ه'),
        'ۃ' => Fate::One('ة'),
        'ۓ' => Fate::One('ئ'),
        '٫' => Fate::One('.'),
        '٬' | '،' => Fate::One(','),
        '؛' => Fate::One(';'),
        '؟' => Fate::One('?'),
        '٪' => Fate::One('%'),
        '۔' => Fate::One('.'),
        _ => digit(c),
    }
}

fn digit(c: char) -> Fate {
    let point = c as u32;
    ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&point))
        .map_or(Fate::One(c), |zero| ascii_digit(point - zero))
}

fn ascii_digit(value: u32) -> Fate {
    Fate::One(char::from_digit(value, 10).unwrap_or('0'))
}
