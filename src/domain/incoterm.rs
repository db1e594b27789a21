//! Incoterms 2020. A term means something only together with its named place, so a posting carries
//! both; prices under different terms are not ordered by their number.

use serde::{Deserialize, Serialize};

/// One of the eleven terms of the 2020 edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the codes are their own names")]
pub enum Incoterm {
    Exw,
    Fca,
    Fas,
    Fob,
    Cfr,
    Cif,
    Cpt,
    Cip,
    Dap,
    Dpu,
    Ddp,
}

impl Incoterm {
    /// The terms in the order of rising duties of the seller.
    pub const ALL: [Incoterm; 11] = [
        Incoterm::Exw,
        Incoterm::Fca,
        Incoterm::Fas,
        Incoterm::Fob,
        Incoterm::Cfr,
        Incoterm::Cif,
        Incoterm::Cpt,
        Incoterm::Cip,
        Incoterm::Dap,
        Incoterm::Dpu,
        Incoterm::Ddp,
    ];

    /// Reads a code; older terms (C&F, DAT, DDU ...) are read as what replaced them.
    pub fn parse(text: &str) -> Option<Incoterm> {
        let text = text.trim().to_ascii_uppercase();
        match text.as_str() {
            "C&F" | "CNF" | "CANDF" => return Some(Incoterm::Cfr),
            "DAT" | "DEQ" => return Some(Incoterm::Dpu),
            "DAF" | "DES" | "DDU" => return Some(Incoterm::Dap),
            _ => {}
        }
        Incoterm::ALL.into_iter().find(|term| term.code() == text)
    }

    /// Whether its place is where the goods arrive, and not where they leave.
    pub fn arrives(self) -> bool {
        !matches!(self, Incoterm::Exw | Incoterm::Fca | Incoterm::Fas | Incoterm::Fob)
    }

    /// The three letters.
    pub fn code(self) -> &'static str {
        match self {
            Incoterm::Exw => "EXW",
            Incoterm::Fca => "FCA",
            Incoterm::Fas => "FAS",
            Incoterm::Fob => "FOB",
            Incoterm::Cfr => "CFR",
            Incoterm::Cif => "CIF",
            Incoterm::Cpt => "CPT",
            Incoterm::Cip => "CIP",
            Incoterm::Dap => "DAP",
            Incoterm::Dpu => "DPU",
            Incoterm::Ddp => "DDP",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_spellings_become_todays_terms() {
        assert_eq!(Incoterm::parse("c&f"), Some(Incoterm::Cfr));
        assert_eq!(Incoterm::parse(" fob "), Some(Incoterm::Fob));
        assert_eq!(Incoterm::parse("FO"), None);
        assert_eq!(serde_json::to_string(&Incoterm::Fob).ok().as_deref(), Some("\"FOB\""));
    }
}
