//! Atoms: the units on which forms of the lexicon are matched.
//!
//! Codes are recognised before words are cut, numbers before units. Everything that is neither
//! letter, mark nor digit separates; some signs also end a clause.
//!
//! Invariants:
//! - spans are in rising order, do not overlap and lie on character boundaries of the clean text;
//! - `folded` is never empty;
//! - a lexicon form cut by [`atoms`] gives the same atoms as the same words inside a text.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::letters::is_fixed;
use super::script::{Class, class, combines};
use super::{Clean, Lang, code, fold, reading};

/// What an atom is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AtomKind {
    /// A word of a script written with spaces.
    Word,
    /// A character or grapheme cluster of a script written without spaces.
    Cluster,
    /// A number.
    Number,
    /// A code or grade: letters and digits that belong together.
    Code,
}

/// One unit of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atom {
    /// The form that decides what may meet: [`fold`] of a word, letters and digits of a code,
    /// plain decimal digits of a number (as written where it may be read two ways).
    pub folded: String,
    /// The text in lower case, accents kept.
    pub exact: String,
    /// Bytes of [`Clean::as_str`].
    pub span: Range<usize>,
    /// What it is.
    pub kind: AtomKind,
    /// Whether white space, punctuation or a symbol parts it from the atom before.
    pub gap: bool,
    /// The clause it stands in, counted from 0; strong breaks (comma, stop, bracket, slash, new
    /// line and their like, but not the hyphen) begin a new one.
    pub clause: u16,
}

/// Cuts clean text into atoms.
pub fn atoms(clean: &Clean) -> Vec<Atom> {
    let mut atoms = Vec::with_capacity(clean.as_str().len() / 5 + 1);
    cut(clean, |piece| {
        atoms.push(Atom {
            exact: fold::lower_case(piece.written).into_owned(),
            folded: piece.folded.into_owned(),
            span: piece.span,
            kind: piece.kind,
            gap: piece.gap,
            clause: piece.clause,
        });
    });
    atoms
}

/// An atom on its way, with the texts of the clean text where those will do.
pub(crate) struct Piece<'t> {
    /// The text as it stands there.
    pub(crate) written: &'t str,
    /// [`Atom::folded`].
    pub(crate) folded: Cow<'t, str>,
    /// [`Atom::kind`].
    pub(crate) kind: AtomKind,
    span: Range<usize>,
    gap: bool,
    clause: u16,
}

/// Cuts clean text and hands out each atom as it is found.
pub(crate) fn cut<'t>(clean: &'t Clean, take: impl FnMut(Piece<'t>)) {
    let text = clean.as_str();
    let mut cutter = Cutter { clean, text, take, last: None, shouting: is_shouting(text), clause: 0, done: 0 };
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        // A line break is a space here, and no number goes on behind it.
        let line = text.get(at..clean.line_end(at).max(at + c.len_utf8())).unwrap_or_default();
        at += cutter.step(c, line, at).max(c.len_utf8());
    }
}

/// Cuts a text that is its own normal form and whose atoms are their own foldings, as two of three names are:
/// small letters of ASCII with spaces between, or simplified Han characters. False, and nothing is handed
/// out, if the text is another.
pub(crate) fn cut_plain<'t>(text: &'t str, mut take: impl FnMut(Piece<'t>)) -> bool {
    let words = text.bytes().all(|b| b == b' ' || b.is_ascii_lowercase());
    if words {
        plain_pieces(text, text.split(' '), AtomKind::Word, &mut take);
    }
    let han = !words && text.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}') && is_fixed(c));
    if han {
        let characters = text.char_indices().filter_map(|(at, c)| text.get(at..at + c.len_utf8()));
        plain_pieces(text, characters, AtomKind::Cluster, take);
    }
    words || han
}

fn plain_pieces<'t>(text: &'t str, parts: impl Iterator<Item = &'t str>, kind: AtomKind, mut take: impl FnMut(Piece<'t>)) {
    for written in parts.filter(|part| !part.is_empty()) {
        let at = written.as_ptr() as usize - text.as_ptr() as usize;
        let gap = kind == AtomKind::Word || at == 0;
        take(Piece { written, folded: Cow::Borrowed(written), kind, span: at..at + written.len(), gap, clause: 0 });
    }
}

/// Whether a text is letters of scripts written with spaces, and a space between words. Each word of such a
/// text is cut as if it stood alone, unless that makes it something else than one word.
pub(crate) fn is_words(text: &str) -> bool {
    let mut before = ' ';
    let fits = text.chars().all(|c| {
        let fits = matches!(class(c), Class::Latin | Class::Letter) || (c == ' ' && before != ' ');
        before = c;
        fits
    });
    fits && before != ' '
}

/// So many digits are a number as they stand.
const MOST_DIGITS: usize = 18;
/// Bytes of the longest unit that is raised to a power: pies², метр³.
const LONGEST_RAISED: usize = 12;

/// Texts in capitals throughout give no hint by capitals.
fn is_shouting(text: &str) -> bool {
    let mut upper = 0usize;
    for b in text.bytes() {
        if b.is_ascii_lowercase() {
            return false;
        }
        upper += usize::from(b.is_ascii_uppercase());
    }
    upper >= 10
}

struct Cutter<'t, F> {
    clean: &'t Clean,
    text: &'t str,
    take: F,
    /// What the atom before is.
    last: Option<AtomKind>,
    shouting: bool,
    clause: u16,
    /// Where the last atom ended.
    done: usize,
}

impl<'t, F: FnMut(Piece<'t>)> Cutter<'t, F> {
    /// Takes one atom (or, of clustered scripts, one run of them) from `rest`, which begins with
    /// `c`; returns the bytes used, 0 for a separator.
    fn step(&mut self, c: char, rest: &str, at: usize) -> usize {
        match class(c) {
            Class::Separator => 0,
            Class::Ideograph => {
                let len = c.len_utf8() + len_while(rest.get(c.len_utf8()..), |m| matches!(m, '\u{3099}' | '\u{309A}'));
                self.push(at, len, AtomKind::Cluster, None);
                len
            }
            Class::Cluster => self.clusters(rest, at),
            Class::Digit => self.code(rest, at).or_else(|| self.number(rest, at)).unwrap_or(0),
            Class::Latin => self.code(rest, at).unwrap_or_else(|| self.latin(rest, at)),
            Class::Letter => self.letters(rest, at),
            Class::Odd => self.odd(c, at),
        }
    }

    fn clusters(&mut self, rest: &str, at: usize) -> usize {
        let len = len_while(Some(rest), |c| class(c) == Class::Cluster);
        let run = rest.get(..len).unwrap_or_default();
        for (from, cluster) in run.grapheme_indices(true) {
            self.push(at + from, cluster.len(), AtomKind::Cluster, None);
        }
        len
    }

    fn code(&mut self, rest: &str, at: usize) -> Option<usize> {
        if at > 0 && at == self.done && self.last == Some(AtomKind::Number) {
            // What is written together with a number is its unit.
            return None;
        }
        let mut run = rest.get(..code::run(rest))?;
        if rest.get(run.len()..).is_some_and(|r| r.starts_with(|c| class(c) == Class::Latin)) {
            // The run ends inside a word with an accented letter: leave that word out.
            run = run.get(..run.rfind(['-', '.', '/', '_'])?)?;
        }
        let mut len = code::code_in_run(run);
        if len == 0 {
            let letters = run.bytes().take_while(u8::is_ascii_alphabetic).count();
            if (1..=4).contains(&letters) && letters == run.len() && !self.follows_hyphen(at) {
                len = code::spaced(rest, run, self.shouting);
            }
        }
        if len == 0 {
            return None;
        }
        let key = code::key(rest.get(..len)?);
        self.push(at, len, AtomKind::Code, Some(key));
        Some(len)
    }

    fn follows_hyphen(&self, at: usize) -> bool {
        self.text.get(..at).is_some_and(|before| before.ends_with(['-', '\'']))
    }

    fn number(&mut self, rest: &str, at: usize) -> Option<usize> {
        let len = reading::extent(rest, |space| {
            let original = self.clean.original_span(at + space..at + space + 1);
            self.clean.original().get(original).is_some_and(|s| s != " " && !s.contains(['\n', '\t']))
        });
        let run = rest.get(..len)?;
        let odd = len_while(rest.get(len..), |c| class(c) == Class::Odd);
        if odd == 0 && run.len() <= MOST_DIGITS && !run.starts_with('0') && run.bytes().all(|b| b.is_ascii_digit()) {
            self.push(at, len, AtomKind::Number, None);
            return Some(len);
        }
        let folded = match (odd, reading::read(run, Lang::UND, None)) {
            (0, reading::Reading::Sure(value)) => value.to_string(),
            (0, _) => run.to_owned(),
            _ => reading::with_fraction(rest.get(..len + odd)?, Lang::UND)
                .map_or_else(|| rest.get(..len + odd).unwrap_or_default().to_owned(), |v| v.to_string()),
        };
        self.push(at, len + odd, AtomKind::Number, Some(folded));
        Some(len + odd)
    }

    fn latin(&mut self, rest: &str, at: usize) -> usize {
        let mut len = len_while(Some(rest), |c| class(c) == Class::Latin);
        let word = rest.get(..len).unwrap_or_default();
        let digits = len_while(rest.get(len..), |c| matches!(class(c), Class::Digit | Class::Odd));
        let whole = rest.get(..len + digits).unwrap_or_default();
        let power = rest.get(len..len + digits).unwrap_or_default();
        // 10x2lb: a sign of times is no unit of which there are squares.
        let times = matches!(word, "x" | "X") && at == self.done && self.last == Some(AtomKind::Number);
        let unit = digits > 0 && !times && word.len() <= 3 && matches!(power, "2" | "3" | "²" | "³");
        let raised = matches!(power, "²" | "³") && word.len() <= LONGEST_RAISED;
        if unit && code::is_unit(word) && !code::precedes_number(word) || raised {
            let key = format!("{}{}", word.to_ascii_lowercase(), if power.ends_with(['2', '²']) { '2' } else { '3' });
            len = whole.len();
            self.push(at, len, AtomKind::Word, Some(key));
        } else {
            self.push(at, len, AtomKind::Word, None);
        }
        len
    }

    /// Words of other scripts; of Cyrillic also grades such as М400 and М-400.
    fn letters(&mut self, rest: &str, at: usize) -> usize {
        let len = len_while(Some(rest), |c| class(c) == Class::Letter || combines(c));
        let word = rest.get(..len).unwrap_or_default();
        let after = rest.get(len..).unwrap_or_default();
        let hyphen = usize::from(after.starts_with('-'));
        let digits = len_while(after.get(hyphen..), |c| c.is_ascii_digit());
        let times = word == "х" && at == self.done && self.last == Some(AtomKind::Number);
        let grade = digits > 0 && !times
            && word.chars().count() <= 3
            && word.chars().all(|c| ('\u{400}'..='\u{4FF}').contains(&c) && (c.is_uppercase() || hyphen == 0));
        if hyphen == 0 && matches!(word, "м" | "см" | "мм") && matches!(after.get(..digits), Some("2" | "3")) {
            self.push(at, len + digits, AtomKind::Word, None);
            return len + digits;
        }
        // 60 м³, متر²: the power belongs to the unit.
        if let Some((sign, power)) = [('²', '2'), ('³', '3')].into_iter().find(|(sign, _)| after.starts_with(*sign)).filter(|_| word.len() <= LONGEST_RAISED) {
            self.push(at, len + sign.len_utf8(), AtomKind::Word, Some(format!("{}{power}", fold::folded(word))));
            return len + sign.len_utf8();
        }
        if grade {
            let whole = rest.get(..len + hyphen + digits).unwrap_or_default();
            self.push(at, whole.len(), AtomKind::Code, Some(code::key(whole)));
            return whole.len();
        }
        self.push(at, len, AtomKind::Word, None);
        len
    }

    /// A fraction that stands alone is a number; other such signs separate.
    fn odd(&mut self, c: char, at: usize) -> usize {
        let text = c.encode_utf8(&mut [0; 4]).to_owned();
        if let Some(value) = reading::with_fraction(&text, Lang::UND) {
            self.push(at, c.len_utf8(), AtomKind::Number, Some(value.to_string()));
        }
        c.len_utf8()
    }

    fn push(&mut self, at: usize, len: usize, kind: AtomKind, folded: Option<String>) {
        let Some(written) = self.text.get(at..at + len) else { return };
        let folded = folded.map_or_else(|| fold::folded(written), Cow::Owned);
        if folded.is_empty() {
            return;
        }
        let gap = self.last.is_none() || at > self.done;
        if gap && self.last.is_some() && self.breaks(self.done..at) {
            self.clause = self.clause.saturating_add(1);
        }
        (self.done, self.last) = (at + len, Some(kind));
        (self.take)(Piece { written, folded, kind, span: at..at + len, gap, clause: self.clause });
    }

    fn breaks(&self, between: Range<usize>) -> bool {
        let signs = self.text.get(between.clone()).unwrap_or_default();
        if signs == " " && !self.clean.has_newline(&between) {
            return false;
        }
        // The stops of an abbreviation part nothing: ม.ค., ลบ.ม., c.i.f.
        if signs == "." {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            let before = self.text.get(..between.start).unwrap_or_default();
            let short = before.chars().rev().take_while(|c| c.is_alphabetic() || combines(*c)).count() <= 3;
            if short && letter(before.chars().next_back()) | before.ends_with(combines) && letter(self.text.get(between.end..).unwrap_or_default().chars().next()) {
                return false;
            }
        }
        // Nor does the stroke of one: б/у, х/б, c/w.
        if signs == "/" {
            let letters = |text: &str, back: bool| if back { text.chars().rev().take_while(|c| c.is_alphabetic()).count() } else { text.chars().take_while(|c| c.is_alphabetic()).count() };
            let (before, after) = (self.text.get(..between.start).unwrap_or_default(), self.text.get(between.end..).unwrap_or_default());
            if letters(before, true) == 1 && letters(after, false) == 1 && !before.ends_with(|c: char| super::script::is_han(c)) && !before.trim_end_matches(char::is_alphabetic).ends_with(|c: char| c.is_ascii_digit()) {
                return false;
            }
        }
        // A bracket around one Han character is part of the name: 刚果（金）, 食品级（A）.
        if signs == "(" {
            let mut after = self.text.get(between.end..).unwrap_or_default().chars();
            if after.next().is_some_and(super::script::is_han) && after.next() == Some(')') {
                return false;
            }
        }
        signs.contains(is_break) || self.clean.has_newline(&between)
    }
}

fn is_break(c: char) -> bool {
    matches!(c, ',' | ';' | '.' | '(' | ')' | '/' | ':' | '!' | '?' | '|' | '[' | ']' | '{' | '}'
        | '、' | '。' | '，' | '；' | '—' | '–' | '•' | '·' | '…' | '《' | '》' | '【' | '】' | '「' | '」'
        | '।' | '॥' | '።' | '፣' | '፤' | '፥' | '\u{104A}' | '\u{104B}' | '។' | '・')
}

fn len_while(text: Option<&str>, fits: impl Fn(char) -> bool) -> usize {
    let text = text.unwrap_or_default();
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Atoms as `folded` with a sign for the kind: `#` code, `=` number, `'` cluster.
    fn cut(text: &str) -> String {
        let show = |a: Atom| match a.kind {
            AtomKind::Word => a.folded,
            AtomKind::Cluster => format!("'{}", a.folded),
            AtomKind::Number => format!("={}", a.folded),
            AtomKind::Code => format!("#{}", a.folded),
        };
        atoms(&Clean::new(text)).into_iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words() {
        for (text, expected) in [
            ("wet-blue cow hides", "wet blue cow hides"),
            ("l’huile d'arachide", "l huile d arachide"),
            ("हल्दी पाउडर", "हल्दी पाउडर"),
            ("ব্যাগ", "ব্যাগ"),
            ("Ha\u{323}t đie\u{302}\u{300}u", "hat dieu"),
            ("腰果W320", "'腰 '果 #w320"),
            ("ไม้ยาง", "'ไ 'ม้ 'ย 'า 'ง"),
            ("🥜peanuts🥜raw", "peanuts raw"),
            ("صمغ عربي", "صمغ عربي"),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }

    #[test]
    fn plain_words_are_cut_as_others_are() {
        let shown = |piece: Piece<'_>| (piece.written.to_owned(), piece.folded.into_owned(), piece.kind, piece.span, piece.gap, piece.clause);
        for text in ["cashew", "raw cashew nuts in shell", "w", "hs code", "m", "kg", "x", "usd per mt", "a b c d", "huile d arachide", "腰果", "生腰果仁"] {
            let (mut seen, mut expected) = (Vec::new(), Vec::new());
            assert!(cut_plain(text, |piece| seen.push(shown(piece))), "{text}");
            super::cut(&Clean::new(text), |piece| expected.push(shown(piece)));
            assert_eq!(seen, expected, "{text}");
        }
        for text in ["Cashew", "café", "w320", "wet-blue", "帶殼腰果", "腰果w", "腰果 仁", "カシュー", "a\tb"] {
            assert!(!cut_plain(text, |_| panic!("{text}")));
        }
    }

    #[test]
    fn codes() {
        for text in ["W-320", "W320", "w 320", "w320", "Ｗ－３２０", "W 320", "W_320"] {
            assert_eq!(cut(text), "#w320", "{text}");
        }
        for text in ["JB-320.A", "jb 320 a", "ＪＢ－３２０．Ａ", "JB320A", "JB 320 A", "jb-320-a"] {
            assert_eq!(cut(text), "#jb320a", "{text}");
        }
        for (text, expected) in [
            ("SC17/18", "#sc1718"),
            ("SC 17/18", "#sc1718"),
            ("TSR20", "#tsr20"),
            ("TSR 20 rubber", "#tsr20 rubber"),
            ("SVR 3L", "#svr3l"),
            ("tsr 20", "#tsr20"),
            ("80S", "#80s"),
            ("80s cotton yarn", "#80s cotton yarn"),
            ("vitamin D3 and B12", "vitamin #d3 and #b12"),
            ("A4 paper", "#a4 paper"),
            ("HS 0801.32", "hs #080132"),
            ("HS0801.32.00", "hs #08013200"),
            ("ISO 9001", "#iso9001"),
            ("cashew w 320 kernels", "cashew #w320 kernels"),
            ("W320/W240", "#w320 #w240"),
            ("цемент М-400", "цемент #м400"),
            ("A4-size", "#a4 size"),
            ("6204-2RS", "#62042rs"),
            ("6204-2rs-c3", "#62042rsc3"),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }

    #[test]
    fn amounts_are_not_codes() {
        for (text, expected) in [
            ("18t", "=18 t"),
            ("18 MT", "=18 mt"),
            ("500kg", "=500 kg"),
            ("18吨", "=18 '吨"),
            ("25kg/bag", "=25 kg bag"),
            ("40x25kg", "=40 x =25 kg"),
            ("100-150g", "=100 =150 g"),
            ("1000-80g", "=1000 =80 g"),
            ("100 m2 100m2 m²", "=100 m2 =100 m2 m2"),
            ("60 м³ 60 м3 35 pies²", "=60 м3 =60 м3 =35 pies2"),
            ("USD1250/MT", "usd =1250 mt"),
            ("USD2,150/MT", "usd =2,150 mt"),
            ("15153090\n80 MT", "=15153090 =80 mt"),
            ("12\n250 500 kg", "=12 =250 =500 kg"),
            ("grade W\n320 pcs", "grade w =320 pcs"),
            ("FOB 1200", "fob =1200"),
            ("BASMATI RICE 1121 FOR SALE", "basmati rice =1121 for sale"),
            ("basmati 1121", "basmati =1121"),
            ("20ft 40 ft", "=20 ft =40 ft"),
            ("de 500 kg", "de =500 kg"),
            ("size M 40 pcs", "size m =40 pcs"),
            ("3-in-1", "=3 in =1"),
            ("5% broken", "=5 broken"),
            ("45days", "=45 days"),
            ("CPO 5 000 T", "cpo =5000 t"),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_in_plain_digits() {
        for (text, expected) in [
            ("1.250,50", "=1250.50"),
            ("1,250.50", "=1250.50"),
            ("1,00,000", "=100000"),
            ("1.250", "=1.250"),
            ("1\u{202F}250", "=1250"),
            ("1 250 000", "=1250000"),
            ("20 000 t", "=20000 t"),
            ("12 500", "=12 =500"),
            ("1½", "=1.5"),
            ("10²", "=10²"),
            ("٢٠٠ كغ", "=200 كغ"),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }

    #[test]
    fn clauses_and_gaps() {
        let atoms = atoms(&Clean::new("raw-cashew 18t, in shell (dried)\nWest Africa 腰果。花生"));
        let seen: Vec<(&str, u16, bool)> = atoms.iter().map(|a| (a.folded.as_str(), a.clause, a.gap)).collect();
        assert_eq!(
            seen,
            [
                ("raw", 0, true), ("cashew", 0, true), ("18", 0, true), ("t", 0, false), ("in", 1, true),
                ("shell", 1, true), ("dried", 2, true), ("west", 3, true), ("africa", 3, true), ("腰", 3, true),
                ("果", 3, false), ("花", 4, true), ("生", 4, false),
            ]
        );
    }
}
