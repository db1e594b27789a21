//! Which side a text is on: what its cues say of whether somebody offers or seeks, with weights.

use super::build::LexiconError;
use super::table::Table;
use super::{Cue, CueSet, Lexicon};

/// The table of sides.
pub(super) const FILE: &str = "sides.tsv";

/// What a cue says of the side of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaning {
    /// Whether it is of one who seeks.
    pub asks: bool,
    /// How much it says.
    pub weight: u32,
}

/// As what a cue says something of the side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saying {
    /// As a word anywhere.
    Word,
    /// As the first word.
    First,
    /// As the fact that it is for.
    Fact,
}

/// A row of the table: the cue, what it says as what, and the weight of its faint forms.
#[derive(Clone, Copy)]
struct Row {
    cue: Cue,
    saying: Saying,
    leaning: Leaning,
    faint: u32,
}

/// What the cues say of the side.
#[derive(Default)]
pub(super) struct Sides(Vec<Row>);

impl Sides {
    /// Reads the table; refuses a row of no cue, side or weight.
    pub(super) fn read(path: &str, content: &str) -> Result<Sides, LexiconError> {
        let mut table = Table::open(path, content);
        let mut rows = Vec::new();
        while let Some(row) = table.next_row() {
            let fault = |problem: String| LexiconError::Line { path: path.to_owned(), line: row.line, problem };
            let cue = Cue::parse(row.get("cue")).ok_or_else(|| fault(format!("{} is not a cue", row.get("cue"))))?;
            let asks = match row.get("side") {
                "request" => true,
                "offer" => false,
                other => return Err(fault(format!("{other} is no side; use offer or request"))),
            };
            let saying = match row.get("where") {
                "word" => Saying::Word,
                "first" => Saying::First,
                "fact" => Saying::Fact,
                other => return Err(fault(format!("{other} is not where a cue says a side; use word, first or fact"))),
            };
            let number = |text: &str| text.parse().map_err(|_| fault(format!("{text} is no weight; use a whole number")));
            let weight = number(row.get("weight"))?;
            let faint = if row.get("faint").is_empty() { weight } else { number(row.get("faint"))? };
            rows.push(Row { cue, saying, leaning: Leaning { asks, weight }, faint });
        }
        Ok(Sides(rows))
    }
}

impl Lexicon {
    /// What cues say of the side of their text as one of some things; nothing where they say both or neither.
    pub fn leaning(&self, cues: CueSet, sayings: &[Saying]) -> Option<Leaning> {
        let mut rows = self.sides.0.iter().filter(|row| cues.has(row.cue) && sayings.contains(&row.saying));
        let first = rows.next()?;
        let agree = rows.all(|row| row.leaning.asks == first.leaning.asks);
        let weight = if cues.has(Cue::Faint) { first.faint } else { first.leaning.weight };
        agree.then_some(Leaning { weight, ..first.leaning })
    }
}
