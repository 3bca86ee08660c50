//! Identities of a provider, and whose they are.

use model::{DAY, Notice, Role};
use store::{
    By, Enrolled, Enrolment, Factors, Identity, NewPasskey, Proof, Store, add_account,
    begin_session, enrol, find_session, identified, invite, notices, set_account, tie, tied_since,
    untie,
};

use crate::people::somebody;
use crate::support::{NOW, on_each, rng};

fn identity(issuer: &str, subject: &str) -> Identity {
    Identity {
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
    }
}

async fn whose(store: &Store, identity: &Identity) -> Option<String> {
    let mut read = store.read().await.unwrap();
    let found = identified(&mut read, store.keys(), identity).await.unwrap();
    found.map(|found| found.account.name)
}

#[test]
fn an_identity_is_one_account_s_and_lets_in_while_it_is() {
    on_each(async |desk| {
        let store = &desk.store;
        let ana = somebody(store, "ana", &[Role::Intake]).await;
        let eva = somebody(store, "eva", &[Role::Intake]).await;
        let (one, two) = (
            identity("https://id.example.org", "17"),
            identity("https://id.example.org", "18"),
        );
        let by = |account, at| By { account, at };
        assert_eq!(whose(store, &one).await, None);
        assert!(tie(store, by(&ana, NOW), &one, &mut rng()).await.unwrap());
        assert_eq!(whose(store, &one).await.as_deref(), Some("ana"));
        for other in [&two, &identity("https://id.example.net", "17")] {
            assert_eq!(whose(store, other).await, None, "{other:?}");
        }
        assert!(!tie(store, by(&eva, NOW), &one, &mut rng()).await.unwrap());
        assert!(tie(store, by(&eva, NOW), &two, &mut rng()).await.unwrap());
        assert!(!tie(store, by(&eva, NOW), &one, &mut rng()).await.unwrap());
        assert_eq!(
            whose(store, &two).await.as_deref(),
            Some("eva"),
            "nothing of a change that failed"
        );

        // it lets in whose it is, and proves nothing by which factors are changed
        let begin = async |id, one| {
            let proof = Proof::Provider(one);
            begin_session(store, id, proof, None, NOW + 1, &mut rng())
                .await
                .unwrap()
        };
        assert!(begin(&ana, &two).await.is_none());
        let token = begin(&ana, &one).await.unwrap();
        let mut read = store.read().await.unwrap();
        let session = find_session(&mut read, store.keys(), &token, NOW + 2).await;
        assert_eq!(session.unwrap().unwrap().proved, 0);
        assert_eq!(tied_since(&mut read, &ana).await.unwrap(), Some(NOW));
        drop(read);

        // another one takes its place; and without one there is none to sign in by
        let three = identity("https://id.example.org", "19");
        assert!(
            tie(store, by(&ana, NOW + 3), &three, &mut rng())
                .await
                .unwrap()
        );
        assert!(begin(&ana, &one).await.is_none());
        untie(store, by(&ana, NOW + 4), &mut rng()).await.unwrap();
        untie(store, by(&ana, NOW + 5), &mut rng()).await.unwrap();
        assert!(begin(&ana, &three).await.is_none());
        let mut read = store.read().await.unwrap();
        assert_eq!(tied_since(&mut read, &ana).await.unwrap(), None);
        let told = notices(&mut read, &ana, NOW + DAY, 9).await.unwrap();
        let mut told: Vec<Notice> = told.into_iter().map(|one| one.what).collect();
        told.sort_unstable_by_key(|one| one.as_str());
        assert_eq!(
            told,
            [
                Notice::Factors,
                Notice::Identity,
                Notice::Identity,
                Notice::NoIdentity
            ]
        );
        drop(read);

        let ended = (None, NOW + 6);
        set_account(store, &eva, &[], Some(NOW + 6), ended, &mut rng())
            .await
            .unwrap();
        assert_eq!(whose(store, &two).await, None);
        assert!(begin(&eva, &two).await.is_none());
        assert_eq!(store.check().await.unwrap().damaged, 0);
    });
}

#[test]
fn who_enrols_anew_has_the_identity_that_they_came_with_and_no_other() {
    on_each(async |desk| {
        let store = &desk.store;
        let added = add_account(store, "ana", &[Role::Intake], (NOW, NOW + DAY), &mut rng()).await;
        let (ana, mut link) = added.unwrap().unwrap();
        let (one, two) = (
            identity("https://id.example.org", "1"),
            identity("https://id.example.org", "2"),
        );
        let eva = somebody(store, "eva", &[Role::Intake]).await;
        let by = By {
            account: &eva,
            at: NOW,
        };
        assert!(tie(store, by, &two, &mut rng()).await.unwrap());
        let tries = [
            (Some(&one), Enrolled::Yes(ana), Some("ana")),
            (Some(&two), Enrolled::IdentityTaken, Some("ana")),
            (None, Enrolled::Yes(ana), None),
        ];
        for (at, (given, outcome, holder)) in (1_u8..).zip(tries) {
            let new = Enrolment {
                name: "",
                lang: "en",
                factors: Factors::Passkey(NewPasskey {
                    id: &[at],
                    name: "laptop",
                    credential: "{}",
                }),
                identity: given,
                browser: None,
            };
            let now = NOW + i64::from(at);
            assert_eq!(
                enrol(store, &link, &new, now, &mut rng()).await.unwrap(),
                outcome
            );
            assert_eq!(whose(store, &one).await.as_deref(), holder);
            link = invite(store, &ana, (now, now + DAY), &mut rng())
                .await
                .unwrap();
        }
        assert_eq!(whose(store, &two).await.as_deref(), Some("eva"));
    });
}
