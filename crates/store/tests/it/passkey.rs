//! Passkeys as factors: made when somebody enrols, added, used, removed.

use model::{AccountId, DAY, Notice, Role, day_of};
use store::{
    Added, By, Enrolled, Enrolment, Factors, MOST_PASSKEYS, NewPasskey, Passkey, Proof, Removed,
    Store, Try, add_account, add_passkey, begin_session, by_name, enrol, find_session, invite,
    notices, passkey_of, passkeys, prove_session, refused_session, remove_passkey, set_account,
};

use crate::people::somebody;
use crate::support::{NOW, on_each, rng};

fn new(id: &[u8]) -> NewPasskey<'_> {
    NewPasskey {
        id,
        name: "laptop",
        credential: "first",
    }
}

/// Enrols somebody with a passkey.
async fn with_passkey(store: &Store, name: &str, id: &[u8]) -> (AccountId, Enrolled) {
    let times = (NOW, NOW + DAY);
    let added = add_account(store, name, &[Role::Intake], times, &mut rng()).await;
    let (account, link) = added.unwrap().unwrap();
    let factors = Factors::Passkey(new(id));
    let enrolment = Enrolment {
        name: "",
        lang: "en",
        factors,
        identity: None,
        browser: None,
    };
    let enrolled = enrol(store, &link, &enrolment, NOW, &mut rng()).await;
    (account, enrolled.unwrap())
}

async fn all(store: &Store, account: &AccountId) -> Vec<Passkey> {
    let mut read = store.read().await.unwrap();
    passkeys(&mut read, store.keys(), account).await.unwrap()
}

async fn found(store: &Store, account: &AccountId, id: &[u8]) -> Option<Passkey> {
    let mut read = store.read().await.unwrap();
    let found = passkey_of(&mut read, store.keys(), account, id).await;
    found.unwrap().map(|(_, passkey)| passkey)
}

#[test]
fn a_passkey_is_a_factor_by_itself_and_the_last_one_stays() {
    on_each(async |desk| {
        let store = &desk.store;
        let (ana, enrolled) = with_passkey(store, "ana", b"one").await;
        assert_eq!(enrolled, Enrolled::Yes(ana));
        let who = by_name(&mut store.read().await.unwrap(), store.keys(), "ana").await;
        let who = who.unwrap().unwrap();
        assert!(who.account.is_enrolled && who.password.is_none() && who.authenticator.is_none());
        let (_, taken) = with_passkey(store, "eva", b"one").await;
        assert_eq!(taken, Enrolled::PasskeyTaken);

        let by = By {
            account: &ana,
            at: NOW + DAY,
        };
        let add = async |id: &[u8]| add_passkey(store, by, &new(id), &mut rng()).await.unwrap();
        let remove = async |tag| remove_passkey(store, by, tag, &mut rng()).await.unwrap();
        let first = all(store, &ana).await.remove(0);
        assert_eq!((first.name.as_str(), first.used), ("laptop", day_of(NOW)));
        assert_eq!(remove(&first.tag).await, Removed::Last);
        assert_eq!(add(b"one").await, Added::Known);
        assert_eq!(add(b"two").await, Added::Yes);
        assert_eq!(remove(&first.tag).await, Removed::Yes);
        assert_eq!(remove(&first.tag).await, Removed::Missing);
        assert!(found(store, &ana, b"one").await.is_none());
        let left = all(store, &ana).await;
        assert_eq!(left.len(), 1);
        assert_eq!(remove(&left[0].tag).await, Removed::Last);

        // nobody removes another's; and who has an authenticator needs no passkey
        let bob = somebody(store, "bob", &[Role::Intake]).await;
        let his = By {
            account: &bob,
            at: NOW,
        };
        let foreign = remove_passkey(store, his, &left[0].tag, &mut rng()).await;
        assert_eq!(foreign.unwrap(), Removed::Missing);
        for number in 0..MOST_PASSKEYS as u8 {
            let added = add_passkey(store, his, &new(&[number]), &mut rng()).await;
            assert_eq!(added.unwrap(), Added::Yes);
        }
        let added = add_passkey(store, his, &new(b"more"), &mut rng()).await;
        assert_eq!(added.unwrap(), Added::Enough);
        for passkey in all(store, &bob).await {
            let removed = remove_passkey(store, his, &passkey.tag, &mut rng()).await;
            assert_eq!(removed.unwrap(), Removed::Yes);
        }

        let mut read = store.read().await.unwrap();
        let told = notices(&mut read, &ana, NOW + DAY, 9).await.unwrap();
        let mut told: Vec<Notice> = told.into_iter().map(|one| one.what).collect();
        told.sort_unstable_by_key(|one| one.as_str());
        assert_eq!(told, [Notice::Factors, Notice::NoPasskey, Notice::Passkey]);
        drop(read);
        assert_eq!(store.check().await.unwrap().damaged, 0);
    });
}

#[test]
fn one_answer_lets_in_once_and_nobody_whose_account_ended() {
    on_each(async |desk| {
        let store = &desk.store;
        let (ana, _) = with_passkey(store, "ana", b"one").await;
        let (eva, _) = with_passkey(store, "eva", b"two").await;
        assert!(found(store, &eva, b"one").await.is_none(), "another's");
        let later = NOW + 3 * DAY;
        let begin = async |passkey: &Passkey, next: &str| {
            let proof = Proof::Passkey(passkey, next);
            let begun = begin_session(store, &ana, proof, None, later, &mut rng()).await;
            begun.unwrap()
        };
        let read = found(store, &ana, b"one").await.unwrap();
        let token = begin(&read, "second").await.unwrap();
        assert!(begin(&read, "second").await.is_none(), "answered before");
        let now = found(store, &ana, b"one").await.unwrap();
        assert_eq!(now.credential, "second");
        assert_eq!((now.made, now.used), (NOW, day_of(later)));

        // what proves again who they are is good once, too
        let find = async |at| {
            let mut read = store.read().await.unwrap();
            let found = find_session(&mut read, store.keys(), &token, at).await;
            found.unwrap()
        };
        let session = find(later).await.unwrap();
        assert_eq!(session.proved, later);
        let prove = async |passkey, at| {
            let proof = Proof::Passkey(passkey, "third");
            prove_session(store, &session, proof, at, &mut rng()).await
        };
        assert!(prove(&now, later + 9).await.unwrap());
        assert_eq!(find(later + 9).await.unwrap().proved, later + 9);
        assert!(!prove(&now, later + 10).await.unwrap());
        assert_eq!(find(later + 10).await.unwrap().proved, later + 9);
        let other = begin_session(store, &ana, Proof::Link, None, later, &mut rng()).await;
        let mut open = store.read().await.unwrap();
        let other = find_session(&mut open, store.keys(), &other.unwrap().unwrap(), later).await;
        assert_eq!(other.unwrap().unwrap().proved, 0, "a link proves nothing");
        drop(open);

        let now = found(store, &ana, b"one").await.unwrap();
        let by = (None, later);
        set_account(store, &ana, &[], Some(later), by, &mut rng())
            .await
            .unwrap();
        assert!(begin(&now, "fourth").await.is_none());
        assert!(found(store, &ana, b"one").await.is_none());
    });
}

#[test]
fn new_factors_take_the_place_of_passkeys_and_a_copy_is_told_once() {
    on_each(async |desk| {
        let store = &desk.store;
        let (ana, _) = with_passkey(store, "ana", b"one").await;
        let tried = Try {
            browser: None,
            is_half_right: false,
            is_slowed: false,
            is_copied: true,
        };
        for at in [NOW + 1, NOW + 2] {
            let refused = refused_session(store, &ana, tried, at, &mut rng()).await;
            refused.unwrap();
        }
        let mut read = store.read().await.unwrap();
        let told = notices(&mut read, &ana, NOW + 9, 9).await.unwrap();
        let copied = told.iter().filter(|one| one.what == Notice::Copied);
        assert_eq!(copied.count(), 1);
        drop(read);
        let link = invite(store, &ana, (NOW + 3, NOW + DAY), &mut rng()).await;
        let enrolment = Enrolment {
            name: "",
            lang: "en",
            factors: Factors::Passkey(new(b"two")),
            identity: None,
            browser: None,
        };
        let enrolled = enrol(store, &link.unwrap(), &enrolment, NOW + 4, &mut rng()).await;
        assert_eq!(enrolled.unwrap(), Enrolled::Yes(ana));
        assert!(found(store, &ana, b"one").await.is_none());
        assert_eq!(all(store, &ana).await.len(), 1);
    });
}
