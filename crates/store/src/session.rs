//! Who is signed in: of the token in a browser a keyed hash is kept, and when it was used.

use model::{AccountId, Micros, Notice};
use rand_core::CryptoRng;
use seal::{Tag, Token};

use crate::account::{self, Account, account_id};
use crate::db::{Read, execute, fetch_all, fetch_optional};
use crate::{Entry, Identity, Keys, Passkey, Store, StoreError, Tx, identity, notice, passkey};

/// A session ends this long after it was used last.
pub const IDLE: Micros = model::DAY / 24;

/// And this long after it began.
pub const LONGEST: Micros = model::DAY / 2;

/// How exactly it is kept when a session was used.
const EXACT: Micros = 60_000_000;

/// By what somebody proved who they are.
#[derive(Debug, Clone, Copy)]
pub enum Proof<'p> {
    /// Their passkey, and what its next answer is held against.
    Passkey(&'p Passkey, &'p str),
    /// Beside their password, a code of the authenticator, of this step of time.
    Step(u64),
    /// Beside their password, a code on paper.
    Recovery(Tag),
    /// A provider vouches for them, and has asked for a second factor itself. That lets in, and is no proof by which factors are changed.
    Provider(&'p Identity),
    /// They got their factors just now.
    Enrolled,
    /// A link that was given to them, where no factor is asked for. It proves nothing.
    Link,
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who.
    pub account: Account,
    /// Since when.
    pub made: Micros,
    /// When they last proved who they are.
    pub proved: Micros,
    seen: Micros,
    tag: Tag,
}

/// One of somebody's sessions, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Since when.
    pub made: Micros,
    /// When it was used last.
    pub seen: Micros,
    /// Whether it is the one that asks.
    pub is_own: bool,
}

fn tag(keys: &Keys, token: &Token) -> Tag {
    token.tag(&keys.index("session"))
}

/// Signs somebody in: the token of their session. None if what proves who they are was used before. They are told if they were never
/// signed in from this browser.
///
/// # Errors
/// If the database cannot do it.
pub async fn begin_session(
    store: &Store,
    id: &AccountId,
    proof: Proof<'_>,
    browser: Option<&Token>,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Option<Token>, StoreError> {
    let keys = store.keys();
    let mut tx = store.begin().await?;
    if !is_first_use(&mut tx, keys, id, proof, at, rng).await? {
        return Ok(None);
    }
    execute!(
        tx,
        "DELETE FROM session WHERE made < $1 OR seen < $2",
        at - LONGEST,
        at - IDLE
    )?;
    let token = Token::new(rng);
    let proved = match proof {
        Proof::Link | Proof::Provider(_) => 0,
        _ => at,
    };
    execute!(
        tx,
        "INSERT INTO session (tag, account, made, seen, proved) VALUES ($1, $2, $3, $3, $4)",
        tag(keys, &token).as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        at,
        proved
    )?;
    let mut told = Vec::new();
    if let Some(browser) = browser
        && !notice::knew_browser(&mut tx, keys, id, browser, at).await?
    {
        told.push(Notice::Browser);
    }
    let kind = match proof {
        Proof::Recovery(_) => {
            told.push(Notice::Recovery);
            "session.recovered"
        }
        _ => "session.begun",
    };
    commit(tx, kind, id, &told, at, rng).await?;
    Ok(Some(token))
}

/// Whether what proves who somebody is was not used before; from now on it was.
async fn is_first_use(
    tx: &mut Tx,
    keys: &Keys,
    id: &AccountId,
    proof: Proof<'_>,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    match proof {
        Proof::Enrolled | Proof::Link => Ok(true),
        Proof::Provider(one) => identity::is_tied(tx, keys, id, one).await,
        Proof::Passkey(key, next) => passkey::answered(tx, keys, id, (key, next), at, rng).await,
        Proof::Step(step) => {
            let changed = execute!(
                tx,
                "UPDATE account SET step = $1 WHERE id = $2 AND step < $1 AND ended IS NULL",
                step as i64,
                id.as_bytes().as_slice()
            )?;
            Ok(changed == 1)
        }
        Proof::Recovery(code) => {
            let Some((key, mut body)) = account::opened(tx, keys, id).await? else {
                return Ok(false);
            };
            let before = body.recovery.len();
            body.recovery.retain(|kept| kept != code.as_bytes());
            account::write(tx, id, &key, &body, rng).await?;
            Ok(body.recovery.len() < before)
        }
    }
}

/// A try to sign in that failed.
#[derive(Debug, Clone, Copy)]
pub struct Try<'t> {
    /// By which the browser is known, if it ever was.
    pub browser: Option<&'t Token>,
    /// Whether at least the password was right.
    pub is_half_right: bool,
    /// Whether so many failed that further ones must wait.
    pub is_slowed: bool,
    /// Whether their passkey counted back: there may be two of it.
    pub is_copied: bool,
}

/// Tells the ledger that somebody tried to sign in, and could not; and the owner of the account, if that is more than an error in
/// typing.
///
/// # Errors
/// If the database cannot do it.
pub async fn refused_session(
    store: &Store,
    id: &AccountId,
    tried: Try<'_>,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let mut told = Vec::new();
    if tried.is_half_right
        && !notice::knows_browser(&mut tx, store.keys(), id, tried.browser).await?
        && !notice::was_told(&mut tx, id, Notice::Half, at).await?
    {
        told.push(Notice::Half);
    }
    if tried.is_slowed && !notice::was_told(&mut tx, id, Notice::Slowed, at).await? {
        told.push(Notice::Slowed);
    }
    if tried.is_copied && !notice::was_told(&mut tx, id, Notice::Copied, at).await? {
        told.push(Notice::Copied);
    }
    commit(tx, "session.refused", id, &told, at, rng).await
}

/// Commits with what is told to the owner of an account.
async fn commit(
    mut tx: Tx,
    kind: &str,
    id: &AccountId,
    told: &[Notice],
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    let ids = [("account", *id.as_bytes())];
    let entry = Entry::bare(kind, at, &ids, rng);
    let mut more = Vec::with_capacity(told.len());
    for one in told {
        notice::add(&mut tx, id, *one, at, rng).await?;
        more.push(Entry::bare(&format!("notice.{one}"), at, &ids, rng));
    }
    let more: Vec<&Entry> = more.iter().collect();
    tx.commit(&entry, &more).await
}

/// Who a token belongs to; none if it has ended, or was never given out.
///
/// # Errors
/// If the database cannot be read.
pub async fn find_session(
    read: &mut Read,
    keys: &Keys,
    token: &Token,
    at: Micros,
) -> Result<Option<Session>, StoreError> {
    let tag = tag(keys, token);
    let row = fetch_optional!(
        read,
        (Vec<u8>, i64, i64, i64),
        "SELECT account, made, seen, proved FROM session WHERE tag = $1 AND made > $2 AND seen > $3",
        tag.as_bytes().as_slice(),
        at - LONGEST,
        at - IDLE
    )?;
    let Some((id, made, seen, proved)) = row else {
        return Ok(None);
    };
    let found = account::by_id(read, keys, &account_id(&id)?).await?;
    let account = found.map(|found| found.account);
    Ok(account
        .filter(|account| account.ended.is_none())
        .map(|account| Session {
            account,
            made,
            proved,
            seen,
            tag,
        }))
}

/// Keeps a session from ending, which is in use. Costs nothing when that was kept a minute ago.
///
/// # Errors
/// If the database cannot do it.
pub async fn keep_session(store: &Store, session: &Session, at: Micros) -> Result<(), StoreError> {
    if at - session.seen < EXACT {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    execute!(
        tx,
        "UPDATE session SET seen = $1 WHERE tag = $2 AND seen < $1",
        at,
        session.tag.as_bytes().as_slice()
    )?;
    tx.commit_quiet("sessions").await
}

/// Somebody has proved again who they are. False if what proves it was used before.
///
/// # Errors
/// If the database cannot do it.
pub async fn prove_session(
    store: &Store,
    session: &Session,
    proof: Proof<'_>,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<bool, StoreError> {
    let id = &session.account.id;
    let mut tx = store.begin().await?;
    if !is_first_use(&mut tx, store.keys(), id, proof, at, rng).await? {
        return Ok(false);
    }
    execute!(
        tx,
        "UPDATE session SET proved = $1 WHERE tag = $2",
        at,
        session.tag.as_bytes().as_slice()
    )?;
    let told: &[Notice] = match proof {
        Proof::Recovery(_) => &[Notice::Recovery],
        _ => &[],
    };
    commit(tx, "session.proved", id, told, at, rng).await?;
    Ok(true)
}

/// Ends a session, or all others of its owner.
///
/// # Errors
/// If the database cannot do it.
pub async fn end_session(
    store: &Store,
    session: &Session,
    others: bool,
    at: Micros,
    rng: &mut (impl CryptoRng + Send),
) -> Result<(), StoreError> {
    let (tag, account) = (
        session.tag.as_bytes().as_slice(),
        session.account.id.as_bytes(),
    );
    let mut tx = store.begin().await?;
    if others {
        execute!(
            tx,
            "DELETE FROM session WHERE account = $1 AND tag <> $2",
            account.as_slice(),
            tag
        )?;
    } else {
        execute!(tx, "DELETE FROM session WHERE tag = $1", tag)?;
    }
    let entry = Entry::bare("session.ended", at, &[("account", *account)], rng);
    tx.commit(&entry, &[]).await
}

/// The sessions of whoever asks, that used last first.
///
/// # Errors
/// If the database cannot be read.
pub async fn sessions(
    read: &mut Read,
    session: &Session,
    at: Micros,
) -> Result<Vec<Listed>, StoreError> {
    let rows = fetch_all!(
        read,
        (Vec<u8>, i64, i64),
        "SELECT tag, made, seen FROM session WHERE account = $1 AND made > $2 AND seen > $3 ORDER BY seen DESC",
        session.account.id.as_bytes().as_slice(),
        at - LONGEST,
        at - IDLE
    )?;
    let listed = |(tag, made, seen): (Vec<u8>, i64, i64)| Listed {
        made,
        seen,
        is_own: tag == session.tag.as_bytes(),
    };
    Ok(rows.into_iter().map(listed).collect())
}
