//! Keys: `Authorization: Bearer ID.SECRET`. The identifier is public, the secret is checked against
//! the argon2 hash that the engine keeps.
//!
//! Invariants:
//! - no secret is kept or logged: a verified one is remembered as a keyed 128-bit tag only;
//! - a withdrawn or replaced key stops at once: the stored hash is asked for on every request;
//! - hashing runs off the async threads, few at a time, so that guesses cannot starve searches.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use super::problem::{Kind, Problem};
use super::state::AppState;
use crate::domain::{Actor, Role};

/// Verified keys remembered; at about 100 bytes each.
const MAX_REMEMBERED: usize = 10_000;

/// A new key. The secret is shown once and stored nowhere.
#[derive(Debug)]
pub struct NewKey {
    /// Public part.
    pub id: String,
    /// What the holder sends after `Bearer`: `ID.SECRET`.
    pub bearer: String,
    /// Hash for [`crate::domain::Command::AddKey`].
    pub hash: String,
}

impl NewKey {
    /// Draws 24 random bytes of secret and hashes them.
    pub fn draw(id: &str) -> Result<NewKey, String> {
        let mut random = [0u8; 40];
        getrandom::fill(&mut random).map_err(|error| error.to_string())?;
        let (secret, salt) = random.split_at(24);
        let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        NewKey::hashed(id, &secret, salt)
    }

    /// A key with a secret that somebody chose: `ID.SECRET`, at least 16 characters of secret.
    pub fn preset(bearer: &str) -> Result<NewKey, String> {
        let (id, secret) = bearer.split_once('.').ok_or("write the key as ID.SECRET")?;
        if crate::domain::Id::parse(id).is_none() || secret.len() < 16 {
            return Err("the ID is 1 to 64 of A-Z a-z 0-9 _ -, the secret 16 characters or more".to_owned());
        }
        let mut salt = [0u8; 16];
        getrandom::fill(&mut salt).map_err(|error| error.to_string())?;
        NewKey::hashed(id, secret, &salt)
    }

    fn hashed(id: &str, secret: &str, salt: &[u8]) -> Result<NewKey, String> {
        let salt = SaltString::encode_b64(salt).map_err(|error| error.to_string())?;
        let hash = Argon2::default().hash_password(secret.as_bytes(), &salt).map_err(|error| error.to_string())?;
        Ok(NewKey { id: id.to_owned(), bearer: format!("{id}.{secret}"), hash: hash.to_string() })
    }
}

/// Keys that were verified before.
#[derive(Debug, Default)]
pub(crate) struct KeyCache {
    seeds: (RandomState, RandomState),
    verified: Mutex<HashMap<String, (u128, String)>>,
}

impl KeyCache {
    fn tag(&self, id: &str, secret: &str) -> u128 {
        let (high, low) = (self.seeds.0.hash_one((id, secret)), self.seeds.1.hash_one((id, secret)));
        (u128::from(high) << 64) | u128::from(low)
    }

    fn knows(&self, id: &str, tag: u128, hash: &str) -> bool {
        let verified = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        verified.get(id).is_some_and(|(known, under)| *known == tag && under == hash)
    }

    fn remember(&self, id: &str, tag: u128, hash: String) {
        let mut verified = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        if verified.len() >= MAX_REMEMBERED {
            verified.clear();
        }
        verified.insert(id.to_owned(), (tag, hash));
    }
}

/// The holder of a valid key: needed for every write.
#[derive(Clone, Debug)]
pub(crate) struct Writer(pub(crate) Actor);

/// The holder of an operator's key: needed for everything that tunes what ranks.
#[derive(Clone, Debug)]
pub(crate) struct Operator(pub(crate) Actor);

/// Somebody who may read: the holder of any key, or anybody where reading is open.
#[derive(Clone, Debug)]
pub(crate) struct Reader(pub(crate) Caller);

/// Who asks, as far as a key tells.
#[derive(Clone, Debug, Default)]
pub(crate) struct Caller {
    /// Public part of the key.
    pub(crate) key: Option<String>,
    /// Whether the key is an operator's.
    pub(crate) operates: bool,
}

impl FromRequestParts<AppState> for Writer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Writer, Problem> {
        match identify(&parts.headers, state).await? {
            Some((_, actor)) => Ok(Writer(actor)),
            None => Err(refuse("send Authorization: Bearer ID.SECRET")),
        }
    }
}

impl FromRequestParts<AppState> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Operator, Problem> {
        let Writer(actor) = Writer::from_request_parts(parts, state).await?;
        match actor.role {
            Role::Operator => Ok(Operator(actor)),
            Role::Exporter | Role::Importer => Err(Problem::new(Kind::Forbidden, "this address is for keys of operators")),
        }
    }
}

impl FromRequestParts<AppState> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Reader, Problem> {
        match identify(&parts.headers, state).await? {
            None if !state.config().open_reading => Err(refuse("this catalogue is read with a key only; send Authorization: Bearer ID.SECRET")),
            None => Ok(Reader(Caller::default())),
            Some((id, actor)) => Ok(Reader(Caller { key: Some(id), operates: actor.role == Role::Operator })),
        }
    }
}

fn refuse(detail: &str) -> Problem {
    Problem::new(Kind::Unauthorized, detail)
}

/// The public part of the key in the header and whose it is; `None` without a header. A wrong key is an error even
/// where reading is open: whoever sends one should learn that it does not work.
pub(super) async fn identify(headers: &HeaderMap, state: &AppState) -> Result<Option<(String, Actor)>, Problem> {
    let Some(header) = headers.get(AUTHORIZATION) else { return Ok(None) };
    let shape = || refuse("the header is not of the form Bearer ID.SECRET");
    let (scheme, key) = header.to_str().ok().and_then(|text| text.trim().split_once(' ')).ok_or_else(shape)?;
    let (id, secret) = key.trim().split_once('.').ok_or_else(shape)?;
    if !scheme.eq_ignore_ascii_case("bearer") || id.is_empty() || secret.is_empty() || key.len() > 512 {
        return Err(shape());
    }
    let (id, secret) = (id.to_owned(), secret.to_owned());
    let asked = id.clone();
    let stored = state.work(move |state| state.engine().key_hash(&asked)).await??;
    let Some((hash, actor)) = stored else { return Err(refuse("the key is unknown or was withdrawn")) };
    let tag = state.keys().tag(&id, &secret);
    if state.keys().knows(&id, tag, &hash) {
        return Ok(Some((id, actor)));
    }
    let phc = hash.clone();
    let fits = state.hash(move || verify(&phc, &secret)).await?;
    if !fits {
        return Err(refuse("the secret of the key is wrong"));
    }
    state.keys().remember(&id, tag, hash);
    Ok(Some((id, actor)))
}

fn verify(phc: &str, secret: &str) -> bool {
    PasswordHash::new(phc).is_ok_and(|hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_key_verifies_and_a_replaced_one_is_forgotten() {
        let key = NewKey::draw("k1").expect("random");
        let secret = key.bearer.strip_prefix("k1.").expect("id first");
        assert!(verify(&key.hash, secret));
        assert!(!verify(&key.hash, "other"));
        let cache = KeyCache::default();
        let tag = cache.tag("k1", secret);
        cache.remember("k1", tag, key.hash.clone());
        assert!(cache.knows("k1", tag, &key.hash));
        assert!(!cache.knows("k1", tag, "another hash"));
        assert!(!cache.knows("k1", cache.tag("k1", "other"), &key.hash));
    }
}
