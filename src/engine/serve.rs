//! By which profile a search is answered: the one that ranks, one that an operator names for this search
//! alone, or the sides of a trial on traffic.

use std::borrow::Cow;

use super::variant::{RULES, switch_off};
use super::{Ask, EngineError, InUse};
use crate::domain::Profile;
use crate::domain::relevance::{Arm, Method, Served, Team, Trial};
use crate::lexicon::stable_hash;
use crate::rank::mixed;

/// What an answer is ranked by.
pub(super) struct Serving<'a> {
    /// Name and version, with what was switched off.
    pub(super) label: String,
    /// The profile whose weights the answer tells.
    pub(super) profile: Cow<'a, Profile>,
    /// Another whose list is dealt into it, and the seed of the deal.
    pub(super) against: Option<(&'a Profile, u64)>,
    /// The part in a trial.
    pub(super) served: Option<Served>,
    /// Whether curation rules take part.
    pub(super) rules: bool,
}

impl InUse {
    /// Settles by which profile a question is answered at `now` (milliseconds since 1970). `asked` is all that
    /// was asked, posting and filters included: another question is dealt anew.
    pub(super) fn serving(&self, ask: &Ask, asked: &str, now: i64) -> Result<Serving<'_>, EngineError> {
        if ask.profile.is_some() || !ask.without.is_empty() || !ask.synonyms {
            return self.preview(ask);
        }
        let mut serving = Serving { label: self.profile.label(), profile: Cow::Borrowed(&self.profile), against: None, served: None, rules: true };
        let Some((trial, caller)) = self.workbench.trials.running(now).zip(ask.caller.as_deref()) else { return Ok(serving) };
        let published = |version| self.workbench.profiles.published(version).map(|edition| &edition.profile);
        let Some(candidate) = trial.candidate.map_or(Some(&self.given), published) else { return Ok(serving) };
        let arm = arm(trial, caller);
        match arm {
            Arm::Baseline => {}
            Arm::Candidate => (serving.label, serving.profile) = (candidate.label(), Cow::Borrowed(candidate)),
            Arm::Both => serving.against = Some((candidate, deal(trial, caller, asked))),
        }
        serving.served = Some(Served { trial: trial.name.clone(), arm, teams: Vec::new() });
        Ok(serving)
    }

    /// What an operator asks for instead of what ranks.
    fn preview(&self, ask: &Ask) -> Result<Serving<'_>, EngineError> {
        let name = ask.profile.as_deref().unwrap_or("current");
        let unknown = || EngineError::BadQuery {
            field: "profile".to_owned(),
            problem: "names no profile that is known".to_owned(),
            hint: "use draft, current, or a name with its version, e.g. winter-fair@2".to_owned(),
        };
        let found = self.named(name).ok_or_else(unknown)?;
        let (mut label, mut profile) = (found.name, Cow::Borrowed(found.profile));
        for signal in ask.without.iter().filter(|signal| *signal != RULES) {
            switch_off(profile.to_mut(), signal)?;
        }
        if !ask.without.is_empty() {
            label = format!("{label} without {}", ask.without.join(", "));
        }
        Ok(Serving { label, profile, against: None, served: None, rules: !ask.without.iter().any(|signal| signal == RULES) })
    }
}

/// The arm of a caller, the same for as long as the trial runs. The name of the trial takes part, so that
/// not the same callers meet every candidate.
fn arm(trial: &Trial, caller: &str) -> Arm {
    let Method::Split { percent } = trial.method else { return Arm::Both };
    // Hashes under two seeds are alike in their low bits until they are mixed; and a hundred divides their
    // range but for one part in 10^17.
    let of_a_hundred = mixed(stable_hash(caller.as_bytes(), stable_hash(trial.name.as_bytes(), 0))) % 100;
    if of_a_hundred < u64::from(percent) { Arm::Candidate } else { Arm::Baseline }
}

/// The seed of a deal: the same on every page of a caller's question.
fn deal(trial: &Trial, caller: &str, asked: &str) -> u64 {
    [caller, asked].iter().fold(stable_hash(trial.name.as_bytes(), 1), |seed, part| stable_hash(part.as_bytes(), seed))
}

impl Serving<'_> {
    /// The part in a trial with the teams of a page, for the log.
    pub(super) fn served_by(&self, teams: Vec<Team>) -> Option<Served> {
        let teams = if self.against.is_some() { teams } else { Vec::new() };
        self.served.clone().map(|served| Served { teams, ..served })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::relevance::Stamp;

    fn trial(name: &str, method: Method) -> Trial {
        let stamp = Stamp { by: "amina".to_owned(), at: 0, note: "why".to_owned() };
        Trial { name: name.to_owned(), baseline: None, candidate: Some(1), method, starts_at: 0, ends_at: 1, stamp, stopped: None }
    }

    #[test]
    fn a_caller_keeps_its_arm_and_the_share_is_kept() {
        for percent in [1, 10, 50, 99] {
            let tried = trial("spring", Method::Split { percent });
            let served = (0..20_000).filter(|n| arm(&tried, &format!("caller-{n}")) == Arm::Candidate).count();
            let expected = 200.0 * f64::from(percent);
            // Four deviations of a fair draw.
            let slack = 4.0 * (expected * (1.0 - f64::from(percent) / 100.0)).sqrt();
            assert!((served as f64 - expected).abs() <= slack, "{served} of 20000 at {percent} %");
        }
        let half = trial("spring", Method::Split { percent: 50 });
        assert!((0..100).all(|n| arm(&half, &n.to_string()) == arm(&half, &n.to_string())));
        // Another trial draws anew: about half of the callers change sides.
        let other = trial("autumn", Method::Split { percent: 50 });
        let moved = (0..2_000).filter(|n| arm(&half, &n.to_string()) != arm(&other, &n.to_string())).count();
        assert!((900..=1_100).contains(&moved), "{moved}");
        assert_eq!(arm(&trial("spring", Method::Interleave), "x"), Arm::Both);
    }
}
